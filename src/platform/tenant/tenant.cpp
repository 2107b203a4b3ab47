#include "platform/tenant/tenant.hpp"

#include <algorithm>
#include <filesystem>

#include <sys/resource.h>

#include "platform/db/postgres.hpp"
#include "platform/db/sqlite.hpp"
#include "platform/tenant/store_tenant.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

/// Longest code: it is also a file name, a schema name and a part of every token.
constexpr std::size_t code_max = 40;

const Actor directory_actor{.name = "directory"};

/// Descriptors that are left for requests, logs and the directory.
constexpr std::size_t other_descriptors = 256;

/// As many as are asked for, or as many files as the process may open: each connection of SQLite
/// holds the file and its log, and all of a company share an index of the log.
std::size_t places(const TenantPlace& place) {
  const auto wanted = static_cast<std::size_t>(std::max(place.open_most, 1));
  rlimit limit{};
  if (!place.postgres.empty() || ::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  const std::size_t each = 2 * (static_cast<std::size_t>(place.readers) + 1) + 1;
  const std::size_t left = limit.rlim_cur > 2 * other_descriptors
                               ? limit.rlim_cur - other_descriptors
                               : limit.rlim_cur / 2;
  return std::clamp<std::size_t>(left / each, 1, wanted);
}

}  // namespace

void Tenants::require_code(const std::string& code) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  if (code.empty() || code.size() > code_max || code.front() == '-' ||
      !std::ranges::all_of(code, fits))
    throw Error(Fault::invalid, "tenant.bad_code", Arguments{{"code", code}});
}

std::string Tenants::file_of(const std::string& code) const {
  return place_.data + "/tenants/" + code + ".sqlite";
}

Tenant::Tenant(std::string code, Names names, std::unique_ptr<Engine> engine, int readers,
               std::shared_ptr<Workers> workers)
    : code_(std::move(code)),
      names_(std::move(names)),
      lanes_(std::move(engine), readers,
             workers ? std::move(workers) : std::make_shared<Workers>(readers + 1)) {}

Tenants::Tenants(TenantPlace place)
    : place_(std::move(place)),
      workers_(std::make_shared<Workers>(place_.threads)),
      pool_(place_.connections > 0 ? std::make_shared<ConnectionPool>(place_.connections - 1)
                                   : nullptr),
      open_most_(places(place_)) {
  fs::create_directories(place_.data + "/tenants");
  if (place_.postgres.empty()) make_folder_directory();
  directory_engine_ = place_.postgres.empty()
                          ? sqlite_engine(directory_file())
                          : postgres_engine(place_.postgres, tenant::store::directory_schema);
  in_directory([](Tx& tx) { tenant::store::make_directory(tx.connection()); });
}

void Tenants::in_directory(const std::function<void(Tx&)>& job) {
  const std::lock_guard lock(directory_mutex_);
  if (!directory_ || !directory_->alive()) directory_ = directory_engine_->open_writer();
  try {
    in_transaction(*directory_, directory_actor, "directory", job);
  } catch (...) {
    directory_.reset();
    throw;
  }
}

Tenants::~Tenants() { stop(); }

void Tenants::stop() {
  std::map<std::string, Open> open;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return changing_.empty(); });
    open.swap(open_);
    places_taken_ -= open.size();
  }
  for (const auto& [code, one] : open) one.tenant->lanes().stop();
}

TenantEngine Tenants::default_engine() const {
  return place_.postgres.empty() ? TenantEngine::sqlite : TenantEngine::postgres;
}

std::string Tenants::directory_file() const { return place_.data + "/directory.sqlite"; }

std::string Tenants::schema_of(const std::string& code) {
  std::string schema = "t_" + code;
  std::ranges::replace(schema, '-', '_');
  return schema;
}

std::unique_ptr<Engine> Tenants::engine_of(const std::string& code, TenantEngine at) const {
  if (at == TenantEngine::sqlite) return sqlite_engine(file_of(code));
  // A company that moved here lives on a server that the configuration does not name any more.
  if (place_.postgres.empty()) throw Error(Fault::unavailable, "tenant.no_postgres");
  return postgres_engine(place_.postgres, schema_of(code), pool_);
}

/// A folder of companies whose directory is lost is no new installation.
void Tenants::make_folder_directory() const {
  if (fs::exists(directory_file())) return;
  for (const auto& file : fs::directory_iterator(place_.data + "/tenants"))
    if (place_.postgres.empty() && file.path().extension() == ".sqlite")
      throw Error(Fault::unavailable, "tenant.directory_missing",
                  Arguments{{"file", directory_file()}});
  make_sqlite_file(directory_file());
}

void Tenants::in_folder_directory(const std::function<void(Tx&)>& job) const {
  make_folder_directory();
  const auto connection = sqlite_engine(directory_file())->open_writer();
  in_transaction(*connection, directory_actor, "directory",
                 [](Tx& tx) { tenant::store::make_directory(tx.connection()); });
  in_transaction(*connection, directory_actor, "directory", job);
}

std::vector<TenantEntry> Tenants::list() {
  std::vector<TenantEntry> found;
  in_directory([&](Tx& tx) {
    for (const auto& row : tenant::store::list(tx))
      found.push_back({row.code, row.name_zh, row.name_en});
  });
  return found;
}

std::optional<std::string> Tenants::only() {
  std::vector<std::string> codes;
  in_directory([&](Tx& tx) { codes = tenant::store::first_two(tx); });
  if (codes.size() != 1) return std::nullopt;
  return codes.front();
}

bool Tenants::empty() {
  bool none = false;
  in_directory([&](Tx& tx) { none = tenant::store::first_two(tx).empty(); });
  return none;
}

std::vector<std::string> Tenants::due(Instant now, std::int64_t most) {
  std::vector<std::string> codes;
  in_directory([&](Tx& tx) { codes = tenant::store::due(tx, now, most); });
  return codes;
}

void Tenants::set_due(const std::map<std::string, Instant>& due) {
  if (due.empty()) return;
  in_directory([&](Tx& tx) { tenant::store::set_due(tx, due); });
}

int Tenants::connections() {
  const bool directory = !place_.postgres.empty();
  return (directory ? 1 : 0) + (pool_ ? pool_->open() : 0);
}

}  // namespace twinrail
