#include "platform/tenant/tenant.hpp"

#include <algorithm>
#include <filesystem>

#include "platform/db/migrate.hpp"
#include "platform/db/postgres.hpp"
#include "platform/db/sqlite.hpp"
#include "platform/tenant/store_tenant.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

/// Longest code: it is also a file name, a schema name and a part of every token.
constexpr std::size_t code_max = 40;

const Actor directory_actor{.name = "directory"};

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

Tenant::Tenant(std::string code, Names names, std::unique_ptr<Engine> engine, int readers)
    : code_(std::move(code)), names_(std::move(names)), lanes_(std::move(engine), readers) {}

Tenants::Tenants(TenantPlace place) : place_(std::move(place)) {
  fs::create_directories(place_.data + "/tenants");
  directory_engine_ = place_.postgres.empty()
                          ? sqlite_engine(directory_file())
                          : postgres_engine(place_.postgres, "twinrail_directory");
  in_directory([](Tx& tx) { tenant::store::make_directory(tx.connection()); });
}

/// One transaction in the directory. `mutex_` is held, or nobody knows of this object yet.
void Tenants::in_directory(const std::function<void(Tx&)>& job) {
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
  std::map<std::string, std::shared_ptr<Tenant>> open;
  {
    const std::lock_guard lock(mutex_);
    open.swap(open_);
  }
  for (const auto& [code, tenant] : open) tenant->lanes().stop();
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
  return postgres_engine(place_.postgres, schema_of(code));
}

void Tenants::in_folder_directory(const std::function<void(Tx&)>& job) const {
  const auto connection = sqlite_engine(directory_file())->open_writer();
  in_transaction(*connection, directory_actor, "directory",
                 [](Tx& tx) { tenant::store::make_directory(tx.connection()); });
  in_transaction(*connection, directory_actor, "directory", job);
}

void Tenants::add_entry(const std::string& code, const Names& names) {
  require_code(code);
  if (names.zh.empty() && names.en.empty()) throw Error(Fault::invalid, "request.names_empty");
  const std::lock_guard lock(mutex_);
  in_directory([&](Tx& tx) {
    if (tenant::store::find(tx, code))
      throw Error(Fault::conflict, "tenant.exists", Arguments{{"code", code}});
    tenant::store::add(tx, tenant::store::EntryRow{code, names.zh, names.en});
  });
}

std::shared_ptr<Tenant> Tenants::create(const std::string& code, const Names& names) {
  add_entry(code, names);
  return open(code);
}

/// Brings a tenant's database up to date, and its audit trail with it.
void Tenants::prepare(Engine& engine) const {
  const auto connection = engine.open_writer();
  in_transaction(*connection, {.name = "migration"}, "migrate", [&](Tx& tx) {
    migrate_in(tx);
    audit::install(tx, audited_);
  });
}

std::shared_ptr<Tenant> Tenants::open(const std::string& code) {
  const std::lock_guard lock(mutex_);
  if (const auto found = open_.find(code); found != open_.end()) return found->second;
  std::optional<tenant::store::EntryRow> entry;
  TenantEngine at = default_engine();
  in_directory([&](Tx& tx) {
    entry = tenant::store::find(tx, code);
    at = tenant::store::engine_of(tx, code).value_or(at);
  });
  if (!entry) throw Error(Fault::not_found, "tenant.unknown", Arguments{{"code", code}});
  std::unique_ptr<Engine> engine = engine_of(code, at);
  prepare(*engine);
  auto made = std::make_shared<Tenant>(code, Names{entry->name_zh, entry->name_en},
                                       std::move(engine), place_.readers);
  made->lanes().on_commit(&audit::seal);
  open_[code] = made;
  if (start_) start_(made);
  return made;
}

std::vector<TenantEntry> Tenants::list() {
  const std::lock_guard lock(mutex_);
  std::vector<TenantEntry> found;
  in_directory([&](Tx& tx) {
    for (const auto& row : tenant::store::list(tx))
      found.push_back({row.code, row.name_zh, row.name_en});
  });
  return found;
}

std::optional<std::string> Tenants::only() {
  const std::vector<TenantEntry> all = list();
  if (all.size() != 1) return std::nullopt;
  return all.front().code;
}

void Tenants::on_open(std::function<void(const std::shared_ptr<Tenant>&)> start) {
  const std::lock_guard lock(mutex_);
  start_ = std::move(start);
}

}  // namespace twinrail
