#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "base/error.hpp"

namespace CLI {
class App;
}

namespace twinrail {

/// What the options of all commands fill.
struct Options {
  std::string config_file;
  std::string data;
  std::string tenant = "main";
  std::string only;  ///< of check-data: this company, or all
  int port = -1;
  bool demo = false;
  std::string name_zh;
  std::string name_en;
  std::string zone = "Asia/Shanghai";
  std::string week_start = "monday";
  std::string module;
  std::int64_t letter = 0;
  std::string head;  ///< of audit verify: a file, or a hash
  std::string inlet;
  std::string to;
  std::string file;
  std::string yes;  ///< of tenant remove: the code again, instead of typing it
  bool without_backup = false;
  std::vector<std::string> files;
  bool dry_run = false;
  bool repair = false;
  bool list = false;
};

[[nodiscard]] Config config_of(const Options& o);

/// What is wrong, in English, as every command says it; for the operator with the database's own
/// words.
[[nodiscard]] std::string sentence(const Error& e);

/// The option --tenant, as most commands have it.
void tenant_option(CLI::App* command, Options& o);

}  // namespace twinrail
