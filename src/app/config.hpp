#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace twinrail {

/// What the operator decides: one TOML file, then TWINRAIL_* variables, then the command line.
struct Config {
  std::string data = "twinrail-data";  ///< folder of the tenants' files (SQLite) and of local state
  std::string listen = "127.0.0.1";  ///< without a certificate only a loopback address is accepted
  std::uint16_t port = 8080;         ///< 0 takes a free one
  int threads = 0;                   ///< I/O threads; 0 = one a core, at most 4
  int metrics_port = -1;             ///< -1 = off, 0 = a free one
  std::string tls_certificate;       ///< PEM chain; with tls_key, TLS is on
  std::string tls_key;
  std::string web;  ///< folder with the client; empty = the one inside the program
  std::vector<std::string> trusted_proxies;  ///< addresses whose X-Forwarded-For is believed
  int rate_limit = 500;                      ///< requests a second and account; 0 = none
  int company_rate_limit = 2000;             ///< of all accounts of a company together; 0 = none
  int account_streams = 20;                  ///< open live streams of one account; 0 = no limit
  int answer_seconds = 30;        ///< after which a request that is not answered is told so, 503
  int body_memory = 256;          ///< megabytes for the bodies of all requests under way
  int address_connections = 256;  ///< of one address that is not this machine's
  std::string names;              ///< what the service is called beside its addresses
  bool access_log = false;        ///< a line of the log for each request
  std::string postgres;           ///< libpq connection string; empty = SQLite files under `data`
  int postgres_connections = 32;  ///< most that this process opens, for all companies
  int readers = 2;                ///< questions of one company that are answered at a time
  int workers = 16;               ///< most threads that work on the companies' databases
  int companies_open = 256;       ///< companies that are open at a time
  int companies_idle = 300;       ///< seconds after which one that nobody uses is closed
  int storage_mb = 20'000;        ///< megabytes that the data of one company may take; 0 = no bound
  std::string backup_folder;      ///< of the backups that are made by themselves; empty = none
  int backup_every = 24;          ///< hours between two of a company
  int backup_keep = 7;            ///< newest of a company that stay
  std::string audit_key;          ///< file of the trails' key; empty = the user's own place for it
  std::string mail_host;          ///< server that takes our mail; empty = none is sent
  std::uint16_t mail_port = 587;
  std::string mail_tls = "starttls";  ///< none (to a loopback address only), starttls or tls
  std::string mail_user;              ///< empty = the server asks for none
  std::string mail_password_file;     ///< its first line
  std::string mail_from;              ///< address that mail comes from
  std::string mail_link;              ///< where the client is: "https://people.example.com"
  bool demo = false;                  ///< says on every page that the company is invented
  std::string kind = "production";    ///< of the installation: production, test or demo
  std::string clock_fixed;            ///< a moment at which the clock stands; empty = it goes
  std::string clock_shift;            ///< how far the clock is ahead or, with -, behind: "-30d"
  std::string clock_file;             ///< holds one of the two, and is followed while serving
};

/// Reads the file (if `path` is not empty) and the environment. Unknown keys and wrong types are
/// refused with the file, line and column: Error "config.invalid" with one problem each.
[[nodiscard]] Config read_config(const std::string& path,
                                 const std::map<std::string, std::string>& environment);

/// The variables of this process that begin with TWINRAIL_.
[[nodiscard]] std::map<std::string, std::string> environment_variables();

/// What is wrong with the combination of values, as Error "config.invalid" (an open address without
/// TLS, half a certificate, an unwritable folder). Returns normally when the server may start.
void check_config(const Config& config);

/// Sets the clock of this process to what the configuration says. Throws Error "config.invalid"
/// when a production would not go by the machine's clock, or the clock is not understood.
void set_clock_of(const Config& config);

/// Every key with its meaning and value, as `twinrail check-config` prints it. Secrets are not
/// shown.
[[nodiscard]] std::string describe_config(const Config& config);

}  // namespace twinrail
