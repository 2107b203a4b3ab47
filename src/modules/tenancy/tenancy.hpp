#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/access.hpp"
#include "base/describe.hpp"

namespace twinrail {
class Context;
class Read;
class Tx;
}  // namespace twinrail

namespace twinrail::tenancy {

namespace permission {
inline constexpr Permission manage{"tenancy.manage"};  ///< switch modules on and off
}  // namespace permission

struct ModuleList;
struct ModuleState;
struct SwitchModule;

/// A module of the program and whether it can be switched off.
struct KnownModule {
  std::string name;
  std::vector<std::string> needs;
  bool optional = false;
  /// Brings what the module derives up to date when it is switched on again; may be empty.
  std::function<void(Tx&, Date)> catch_up{};
};

/// Announced when a module was switched on or off.
struct ModuleSwitched {
  static constexpr std::string_view topic = "tenancy.module_switched";
  std::string name;
  bool on = true;
};
DESCRIBE(ModuleSwitched, name, on);

/// Which modules a company uses; they are switched while the server runs.
class Service {
 public:
  ModuleList modules(const Context& ctx, Read& db, const NoRequest&);
  ModuleState switch_module(const Context& ctx, Tx& tx, const SwitchModule& request);

  // --- for the program ---
  /// Told once at start, from the manifests.
  void know(std::vector<KnownModule> modules) { modules_ = std::move(modules); }
  [[nodiscard]] const std::vector<KnownModule>& known() const { return modules_; }
  /// The modules that are off, as the database says.
  std::set<std::string> off(Read& db);

 private:
  std::vector<KnownModule> modules_;
};

}  // namespace twinrail::tenancy
