#include "app/config.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>
#include <optional>
#include <sstream>

#include <arpa/inet.h>
#include <toml++/toml.h>
#include <unistd.h>

#include "base/error.hpp"
#include "platform/clock.hpp"

namespace twinrail {
namespace {

/// One key of the file: [section] name, how it is read from text, how it is shown.
struct Key {
  std::string_view name;  ///< "http.port"; as a variable TWINRAIL_HTTP_PORT
  std::string_view meaning;
  std::function<bool(Config&, const std::string&)> read;
  std::function<std::string(const Config&)> show;
};

Key text_key(std::string_view name, std::string_view meaning, std::string Config::* field) {
  return {name, meaning, [field](Config& c, const std::string& t) { return c.*field = t, true; },
          [field](const Config& c) { return c.*field; }};
}

template <class T>
Key number_key(std::string_view name, std::string_view meaning, T Config::* field, long min,
               long max) {
  return {name, meaning,
          [field, min, max](Config& c, const std::string& t) {
            long n = 0;
            const auto [end, bad] = std::from_chars(t.data(), t.data() + t.size(), n);
            if (bad != std::errc{} || end != t.data() + t.size() || n < min || n > max)
              return false;
            c.*field = static_cast<T>(n);
            return true;
          },
          [field](const Config& c) { return std::to_string(c.*field); }};
}

Key flag_key(std::string_view name, std::string_view meaning, bool Config::* field) {
  return {name, meaning,
          [field](Config& c, const std::string& t) {
            if (t != "true" && t != "false") return false;
            c.*field = t == "true";
            return true;
          },
          [field](const Config& c) { return std::string(c.*field ? "true" : "false"); }};
}

bool is_address(const std::string& text) {
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(AF_INET, text.c_str(), bytes) == 1 ||
         inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

/// A list of addresses: of strings in the file, with commas between them in a variable.
Key addresses_key(std::string_view name, std::string_view meaning,
                  std::vector<std::string> Config::* field) {
  return {name, meaning,
          [field](Config& c, const std::string& t) {
            std::vector<std::string> found;
            std::istringstream in(t);
            for (std::string one; std::getline(in >> std::ws, one, ',');) {
              one.erase(one.find_last_not_of(' ') + 1);
              if (!is_address(one)) return false;
              found.push_back(one);
            }
            c.*field = std::move(found);
            return true;
          },
          [field](const Config& c) {
            std::string shown;
            for (const std::string& one : c.*field) (shown += shown.empty() ? "" : ", ") += one;
            return shown;
          }};
}

Key kind_key() {
  return {"installation.kind", "production, test or demo",
          [](Config& c, const std::string& t) {
            if (t != "production" && t != "test" && t != "demo") return false;
            c.kind = t;
            return true;
          },
          [](const Config& c) { return c.kind; }};
}

std::vector<Key> http_keys() {
  return {
      text_key("http.listen", "address; an open one needs a certificate", &Config::listen),
      number_key("http.port", "0 takes a free one", &Config::port, 0, 65535),
      number_key("http.threads", "I/O threads, 0 = one a core", &Config::threads, 0, 64),
      number_key("http.metrics_port", "-1 = off, 0 = a free one", &Config::metrics_port, -1, 65535),
      text_key("http.tls_certificate", "PEM file", &Config::tls_certificate),
      text_key("http.tls_key", "PEM file", &Config::tls_key),
      addresses_key("http.trusted_proxies", "addresses whose X-Forwarded-For is believed",
                    &Config::trusted_proxies),
      number_key("http.rate_limit", "requests a second and account, 0 = no limit",
                 &Config::rate_limit, 0, 1'000'000),
      number_key("http.company_rate_limit", "the same of all accounts of a company together",
                 &Config::company_rate_limit, 0, 1'000'000),
      number_key("http.account_streams", "open live streams of one account, 0 = no limit",
                 &Config::account_streams, 0, 1'000'000),
      number_key("http.answer_seconds", "a request not answered by then is told so, 503",
                 &Config::answer_seconds, 1, 3600),
      number_key("http.body_memory", "megabytes for the bodies of all requests under way",
                 &Config::body_memory, 1, 65'536),
      number_key("http.address_connections", "of one address that is not this machine's",
                 &Config::address_connections, 1, 1'000'000),
      text_key("http.names", "host names of the service without a certificate, with commas",
               &Config::names),
      flag_key("http.access_log", "a line of the log for each request", &Config::access_log),
      text_key("http.web", "folder with the client, empty = built in", &Config::web),
  };
}

/// Where companies lie, how many are open, and how they are kept.
std::vector<Key> company_keys() {
  return {
      text_key("data", "folder of the tenants' files", &Config::data),
      text_key("database.postgres", "connection string, empty = SQLite", &Config::postgres),
      number_key("database.connections", "most PostgreSQL connections, for all companies",
                 &Config::postgres_connections, 4, 1000),
      number_key("database.readers", "questions of one company that are answered at a time",
                 &Config::readers, 1, 64),
      number_key("database.workers", "most threads that work on the companies' databases",
                 &Config::workers, 2, 256),
      number_key("companies.open", "most companies that are open at a time",
                 &Config::companies_open, 1, 100'000),
      number_key("companies.idle", "seconds after which a company that nobody uses is closed",
                 &Config::companies_idle, 1, 86'400),
      number_key("limits.storage_mb",
                 "megabytes that the data of one company may take, 0 = no limit",
                 &Config::storage_mb, 0, 100'000'000),
      text_key("backup.folder", "where each company is saved by itself, empty = nowhere",
               &Config::backup_folder),
      number_key("backup.every", "hours between two backups of a company", &Config::backup_every, 1,
                 8760),
      number_key("backup.keep", "newest backups of a company that stay", &Config::backup_keep, 1,
                 10'000),
  };
}

/// What the installation is, its key and its clock.
std::vector<Key> installation_keys() {
  return {
      text_key("audit.key",
               "file of the key that seals the audit trail, outside of data; empty = "
               "twinrail/audit.key beside the user's other configuration",
               &Config::audit_key),
      flag_key("demo", "says on every page that the company is invented", &Config::demo),
      kind_key(),
      text_key("clock.fixed", "test and demo only: the moment at which the clock stands",
               &Config::clock_fixed),
      text_key("clock.shift", "test and demo only: how far the clock is off, such as -30d",
               &Config::clock_shift),
      text_key("clock.file", "test and demo only: a file that holds one of the two, followed",
               &Config::clock_file),
  };
}

const std::vector<Key>& keys() {
  static const std::vector<Key> all = [] {
    std::vector<Key> list = company_keys();
    for (const auto& more : {http_keys(), installation_keys()})
      list.insert(list.end(), more.begin(), more.end());
    return list;
  }();
  return all;
}

const Key* key_named(std::string_view name) {
  const auto found =
      std::find_if(keys().begin(), keys().end(), [&](const Key& k) { return k.name == name; });
  return found == keys().end() ? nullptr : &*found;
}

std::string variable_of(std::string_view name) {
  std::string variable = "TWINRAIL_";
  for (const char c : name)
    variable += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return variable;
}

std::string place_of(const std::string& path, const toml::source_region& at) {
  return path + ":" + std::to_string(at.begin.line) + ":" + std::to_string(at.begin.column);
}

std::optional<std::string> text_of(const toml::node& node) {
  if (const auto* s = node.as_string()) return s->get();
  if (const auto* i = node.as_integer()) return std::to_string(i->get());
  if (const auto* b = node.as_boolean()) return std::string(b->get() ? "true" : "false");
  if (const auto* list = node.as_array()) {
    std::string all;
    for (const toml::node& one : *list) {
      if (!one.is_string()) return std::nullopt;
      (all += all.empty() ? "" : ",") += one.as_string()->get();
    }
    return all;
  }
  return std::nullopt;
}

void read_table(Config& config, const std::string& path, const toml::table& table,
                const std::string& prefix, std::vector<Problem>& problems) {
  for (const auto& [name, node] : table) {
    const std::string full = prefix + std::string(name.str());
    if (const auto* section = node.as_table()) {
      read_table(config, path, *section, full + ".", problems);
      continue;
    }
    const Key* key = key_named(full);
    if (!key) {
      problems.push_back({place_of(path, node.source()), "config.unknown_key", {{"key", full}}});
      continue;
    }
    const auto text = text_of(node);
    if (!text || !key->read(config, *text))
      problems.push_back({place_of(path, node.source()), "config.bad_value", {{"key", full}}});
  }
}

void read_file(Config& config, const std::string& path, std::vector<Problem>& problems) {
  try {
    read_table(config, path, toml::parse_file(path), "", problems);
  } catch (const toml::parse_error& e) {
    problems.push_back(
        {place_of(path, e.source()), "config.malformed", {{"why", std::string(e.description())}}});
  }
}

void read_environment(Config& config, const std::map<std::string, std::string>& environment,
                      std::vector<Problem>& problems) {
  std::map<std::string, const Key*> known;
  for (const Key& key : keys()) known[variable_of(key.name)] = &key;
  for (const auto& [name, value] : environment) {
    const auto found = known.find(name);
    if (found == known.end())
      problems.push_back({name, "config.unknown_key", {{"key", name}}});
    else if (!found->second->read(config, value))
      problems.push_back({name, "config.bad_value", {{"key", name}}});
  }
}

bool is_loopback(std::string_view address) {
  return address == "::1" || address == "localhost" || address.starts_with("127.");
}

/// Names, pay and the hashes of passwords lie there.
bool others_enter(const std::string& folder) {
  using std::filesystem::perms;
  std::error_code failed;
  const perms found = std::filesystem::status(folder, failed).permissions();
  return (found & (perms::others_read | perms::others_exec)) != perms::none;
}

void check_folder(const std::string& key, const std::string& folder,
                  std::vector<Problem>& problems) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed || access(folder.c_str(), W_OK) != 0)
    problems.push_back({key, "config.unwritable", {{"file", folder}}});
  else if (others_enter(folder))
    problems.push_back({key, "config.open_folder", {{"file", folder}}});
}

/// The clock that the configuration asks for; what is wrong with it goes to `problems`.
ClockSetting clock_of(const Config& config, std::vector<Problem>& problems) {
  const int asked = static_cast<int>(!config.clock_fixed.empty()) +
                    static_cast<int>(!config.clock_shift.empty()) +
                    static_cast<int>(!config.clock_file.empty());
  if (asked == 0) return {};
  if (config.kind == "production" && !config.demo)
    problems.push_back({"clock", "config.clock_of_production", {}});
  if (asked > 1) problems.push_back({"clock", "config.two_clocks", {}});
  try {
    if (!config.clock_fixed.empty()) {
      const ClockSetting setting = clock_setting(config.clock_fixed);
      if (setting.fixed) return setting;
      problems.push_back({"clock.fixed", "config.bad_clock", {{"text", config.clock_fixed}}});
    } else if (!config.clock_shift.empty()) {
      const ClockSetting setting = clock_setting(config.clock_shift);
      if (!setting.fixed) return setting;
      problems.push_back({"clock.shift", "config.bad_clock", {{"text", config.clock_shift}}});
    }
  } catch (const Error& e) {
    problems.push_back({"clock", e.key(), e.args()});
  }
  return {};
}

}  // namespace

void set_clock_of(const Config& config) {
  std::vector<Problem> problems;
  const ClockSetting setting = clock_of(config, problems);
  if (!problems.empty()) throw Error(Fault::invalid, "config.invalid", std::move(problems));
  set_clock(setting, config.clock_file);
}

Config read_config(const std::string& path, const std::map<std::string, std::string>& environment) {
  Config config;
  std::vector<Problem> problems;
  if (!path.empty()) read_file(config, path, problems);
  read_environment(config, environment, problems);
  if (!problems.empty()) throw Error(Fault::invalid, "config.invalid", std::move(problems));
  return config;
}

std::map<std::string, std::string> environment_variables() {
  std::map<std::string, std::string> found;
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    // TWINRAIL_TEST_* speaks to the tests, not to the server.
    if (!text.starts_with("TWINRAIL_") || text.starts_with("TWINRAIL_TEST_")) continue;
    found.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return found;
}

void check_config(const Config& config) {
  std::vector<Problem> problems;
  const bool tls = !config.tls_certificate.empty() && !config.tls_key.empty();
  if (config.tls_certificate.empty() != config.tls_key.empty())
    problems.push_back({"http.tls_certificate", "config.half_certificate", {}});
  if (!tls && !is_loopback(config.listen))
    problems.push_back({"http.listen", "config.open_without_tls", {{"address", config.listen}}});
  for (const std::string& file : {config.tls_certificate, config.tls_key})
    if (!file.empty() && access(file.c_str(), R_OK) != 0)
      problems.push_back({"http.tls_certificate", "config.unreadable", {{"file", file}}});
  check_folder("data", config.data, problems);
  if (!config.backup_folder.empty()) check_folder("backup.folder", config.backup_folder, problems);
  (void)clock_of(config, problems);
  if (!problems.empty()) throw Error(Fault::invalid, "config.invalid", std::move(problems));
}

std::string describe_config(const Config& config) {
  std::ostringstream out;
  for (const Key& key : keys()) {
    const bool secret = key.name == "database.postgres" && !config.postgres.empty();
    out << key.name << " = " << (secret ? "(set)" : key.show(config)) << "    # " << key.meaning
        << " (" << variable_of(key.name) << ")\n";
  }
  return out.str();
}

}  // namespace twinrail
