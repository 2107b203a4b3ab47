#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

#include "platform/db/copy.hpp"
#include "platform/db/migrate.hpp"
#include "platform/db/postgres.hpp"
#include "platform/db/sqlite.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/tenant/part_file.hpp"
#include "platform/tenant/store_tenant.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

const Actor place_actor{.name = "migration"};

std::string why(const char* key, const Arguments& args = {}) {
  return i18n::text(Locale::en, key, args);
}

[[noreturn]] void taken(const std::string& code, const std::string& place) {
  throw Error(Fault::conflict, "tenant.place_taken", Arguments{{"code", code}, {"place", place}});
}

/// Only a company's first use makes tables; what is empty later has lost them.
void require_tables(Read& db) {
  if (!tenant::store::has_table(db, "schema_version"))
    throw DbError(DbError::Kind::missing, why("tenant.why_empty"));
}

void require_name(Read& db, const std::string& code) {
  const auto name = tenant::store::named(db);
  if (name && *name != code)
    throw DbError(DbError::Kind::missing, why("tenant.why_foreign", {{"code", *name}}));
}

void require_new(Read& directory, const std::string& code) {
  if (tenant::store::find(directory, code))
    throw Error(Fault::conflict, "tenant.exists", Arguments{{"code", code}});
  if (tenant::store::removing(directory, code))
    throw Error(Fault::conflict, "tenant.removing", Arguments{{"code", code}});
}

/// Tables, name and rows of a new company.
void fill_place(Tx& tx, const std::string& code, const std::function<void(Tx&)>& fill) {
  migrate_in(tx);
  tenant::store::set_name(tx, code);
  fill(tx);
}

}  // namespace

std::string Tenants::place_name(const std::string& code, TenantEngine at) const {
  return at == TenantEngine::sqlite ? file_of(code) : schema_of(code);
}

void Tenants::in_place(const std::string& code, TenantEngine at,
                       const std::function<void()>& work) const {
  try {
    if (at == TenantEngine::sqlite && fs::is_symlink(file_of(code)))
      throw DbError(DbError::Kind::missing, why("tenant.why_link"));
    work();
  } catch (const DbError& e) {
    using enum DbError::Kind;
    if (e.kind() != missing && e.kind() != broken && e.kind() != no_right) throw;
    throw DbError(e.kind(), "tenant.broken", {{"code", code}},
                  place_name(code, at) + ": " + e.detail());
  }
}

/// Brings a company's database up to date, and its audit trail with it. One that names no company
/// yet, as those of 0.2.0, takes the name of its place.
void Tenants::prepare(const std::string& code, TenantEngine at, Engine& engine) const {
  if (at == TenantEngine::sqlite) keep_one_name(file_of(code));
  in_place(code, at, [&] {
    const auto connection = engine.open_writer();
    in_transaction(*connection, place_actor, "migrate", [&](Tx& tx) {
      require_tables(tx);
      const std::int64_t left = audit::left_unsealed(tx);
      migrate_in(tx);
      require_name(tx, code);
      if (!tenant::store::named(tx)) tenant::store::set_name(tx, code);
      audit::install(tx, watched_, key());
      audit::take_up(tx, left, key());
    });
  });
}

void Tenants::require_own(const std::string& code, TenantEngine at, Engine& engine) const {
  in_place(code, at, [&] {
    const auto reader = engine.open_reader();
    reader->begin_read();
    Read db(*reader);
    require_tables(db);
    if (tenant::store::has_table(db, "this_company")) require_name(db, code);
    reader->commit();
  });
}

std::pair<tenant::store::EntryRow, TenantEngine> Tenants::entry_of(const std::string& code) {
  std::optional<tenant::store::EntryRow> entry;
  TenantEngine at = default_engine();
  in_directory([&](Tx& tx) {
    entry = tenant::store::find(tx, code);
    at = tenant::store::engine_of(tx, code).value_or(at);
  });
  if (!entry) throw Error(Fault::not_found, "tenant.unknown", Arguments{{"code", code}});
  return {*entry, at};
}

void Tenants::enter(const tenant::store::EntryRow& entry, const std::function<void()>& settle) {
  in_directory([&](Tx& tx) {
    require_new(tx, entry.code);
    settle();
    tenant::store::add(tx, entry);
  });
}

void Tenants::make_place(const tenant::store::EntryRow& entry,
                         const std::function<void(Tx&)>& fill) {
  require_code(entry.code);
  if (entry.name_zh.empty() && entry.name_en.empty())
    throw Error(Fault::invalid, "request.names_empty");
  in_directory([&](Tx& tx) { require_new(tx, entry.code); });
  if (default_engine() == TenantEngine::sqlite)
    make_file(entry, fill);
  else
    make_schema(entry, fill);
  if (place_.keeper && place_.keeps_heads) place_.keeper->forget(entry.code);
}

/// The file has two names until its entry is kept, so that one that was left by a kill is known.
void Tenants::make_file(const tenant::store::EntryRow& entry,
                        const std::function<void(Tx&)>& fill) {
  const std::string file = file_of(entry.code);
  in_directory([&](Tx& tx) {  // nobody else enters a company meanwhile
    require_new(tx, entry.code);
    if (is_half_made(file)) remove_sqlite_file(file);
  });
  if (fs::exists(file)) taken(entry.code, file);
  PartFile part(file);
  make_sqlite_file(part.path());
  {
    const auto connection = sqlite_engine(part.path())->open_writer();
    in_transaction(*connection, place_actor, "make",
                   [&](Tx& tx) { fill_place(tx, entry.code, fill); });
    fold_sqlite(*connection);
  }
  require_whole(part.path(), Depth::quick);
  bool there = false;
  try {
    enter(entry, [&] {
      if (fs::exists(file)) taken(entry.code, file);
      there = true;
      part.finish_for_now();
      require_whole(file, Depth::schema);
    });
  } catch (...) {
    if (there) remove_sqlite_file(file);
    throw;
  }
}

/// The company and its entry lie in one database: they are made together or not at all.
void Tenants::make_schema(const tenant::store::EntryRow& entry,
                          const std::function<void(Tx&)>& fill) {
  const std::string schema = schema_of(entry.code);
  const auto connection = engine_of(entry.code, TenantEngine::postgres)->open_writer();
  try {
    in_transaction(*connection, place_actor, "make", [&](Tx& tx) {
      if (tenant::store::has_table(tx, "schema_version")) taken(entry.code, schema);
      fill_place(tx, entry.code, fill);
      tenant::store::add_in(tx, tenant::store::directory_schema, entry);
    });
  } catch (...) {
    tenant::store::drop_empty_schema(*connection, schema);
    throw;
  }
}

std::shared_ptr<Tenant> Tenants::create(const std::string& code, const Names& names) {
  make_place({code, names.zh, names.en}, [](Tx&) {});
  return open(code);
}

void Tenants::note_broken(const std::string& code, const std::string& why) {
  std::function<void(const std::string&, const std::string&)> tell;
  {
    const std::lock_guard lock(mutex_);
    std::string& known = broken_[code];
    if (known == why) return;
    known = why;
    tell = attendants_.broken;
  }
  if (tell) tell(code, why);
}

std::map<std::string, std::string> Tenants::broken() {
  std::map<std::string, std::uint64_t> files;
  std::map<std::string, std::string> found;
  {
    const std::lock_guard lock(mutex_);
    found = broken_;
    for (const auto& [code, one] : open_)
      if (!one.tenant->lanes().is_postgres()) files[code] = one.file;
  }
  for (const auto& [code, number] : files) {
    const std::string file = file_of(code);
    struct stat now{};
    if (::stat(file.c_str(), &now) != 0 || now.st_ino != number)
      found[code] = file + ": " + why("tenant.why_gone");
    else if (::access(file.c_str(), R_OK | W_OK) != 0)
      found[code] = file + ": " + why("db.no_right");
  }
  return found;
}

DataReport Tenants::check_data(const std::string& code) {
  const auto [entry, at] = entry_of(code);
  const std::unique_ptr<Engine> engine = engine_of(code, at);
  DataReport report;
  try {
    in_place(code, at, [&] {
      if (at == TenantEngine::sqlite)
        report.problems = damage_of_sqlite(file_of(code), Depth::thorough);
    });
    if (!report.problems.empty()) return report;
    prepare(code, at, *engine);
    const auto reader = engine->open_reader();
    reader->begin_read();
    Read db(*reader);
    const std::vector<TableShape> tables = own_tables();
    for (const TableDigest& one : digests(tables, db)) report.rows += one.rows;
    report.tables = static_cast<std::int64_t>(tables.size());
    report.trail = audit::verify(db, key());
    reader->commit();
  } catch (const DbError& e) {
    report.problems.push_back(e.detail());
    return report;
  }
  if (report.trail.first_broken)
    report.problems.push_back(
        why("tenant.trail_broken", {{"row", std::to_string(*report.trail.first_broken)}}));
  return report;
}

}  // namespace twinrail
