#include <filesystem>

#include "platform/db/copy.hpp"
#include "platform/db/migrate.hpp"
#include "platform/db/postgres.hpp"
#include "platform/db/sqlite.hpp"
#include "platform/tenant/held_place.hpp"
#include "platform/tenant/part_file.hpp"
#include "platform/tenant/store_tenant.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

const Actor move_actor{.name = "command:tenant move"};

[[noreturn]] void differs(const std::string& table) {
  throw Error(Fault::internal, "db.copy_differs", Arguments{{"table", table}});
}

/// Every table of both, read again: as many rows, and the same sum of what is in them. Then the
/// chain of the audit trail, which has to be whole and to end where the other one ends.
MoveReport compared(const std::vector<TableShape>& tables, Read& from, Read& to,
                    const audit::Key& key) {
  MoveReport report;
  const auto before = digests(tables, from);
  const auto after = digests(tables, to);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (before[i] != after[i]) differs(tables[i].name);
    report.rows += after[i].rows;
  }
  report.tables = static_cast<std::int64_t>(tables.size());
  const audit::Verdict old_trail = audit::verify(from, key);
  report.trail = audit::verify(to, key);
  if (report.trail.first_broken || report.trail.head != old_trail.head ||
      report.trail.rows != old_trail.rows)
    differs("audit_row");
  return report;
}

std::vector<TableShape> copy_all(Read& from, Engine& to, const std::string& code) {
  migrate(to);
  std::vector<TableShape> tables;
  const auto target = to.open_writer();
  in_transaction(*target, move_actor, "tenant move", [&](Tx& tx) {
    tenant::store::set_name(tx, code);
    tables = from.connection().is_postgres() ? tables_of(tx) : tables_of(from);
    copy_tables(tables, from, tx);
  });
  return tables;
}

/// `held` keeps everybody else from writing to `from`, so its readers see what was copied.
MoveReport copied(Connection& held, Engine& from, Engine& to, const std::string& code,
                  const audit::Key& key) {
  Read source(held);
  const std::vector<TableShape> tables = copy_all(source, to, code);
  const auto old_reader = from.open_reader();
  const auto new_reader = to.open_reader();
  old_reader->begin_read();
  new_reader->begin_read();
  Read old_place(*old_reader);
  Read new_place(*new_reader);
  MoveReport report = compared(tables, old_place, new_place, key);
  old_reader->commit();
  new_reader->commit();
  return report;
}

}  // namespace

/// The entry and the place in force. An installation that has just been given a PostgreSQL server
/// knows its companies from the folder it had before.
std::pair<tenant::store::EntryRow, TenantEngine> Tenants::place_in_force(const std::string& code) {
  require_closed(code);
  std::optional<tenant::store::EntryRow> entry;
  TenantEngine at = default_engine();
  in_directory([&](Tx& tx) {
    entry = tenant::store::find(tx, code);
    at = tenant::store::engine_of(tx, code).value_or(at);
  });
  if (!entry && !place_.postgres.empty() && fs::exists(directory_file())) {
    in_folder_directory([&](Tx& tx) { entry = tenant::store::find(tx, code); });
    at = TenantEngine::sqlite;
  }
  if (!entry) throw Error(Fault::not_found, "tenant.unknown", Arguments{{"code", code}});
  return {*entry, at};
}

void Tenants::switch_place(const tenant::store::EntryRow& entry, TenantEngine to) {
  in_directory([&](Tx& tx) {
    if (!tenant::store::find(tx, entry.code)) tenant::store::add(tx, entry);
    tenant::store::set_engine(tx, entry.code, to);
  });
  if (place_.postgres.empty()) return;
  // The folder's own directory names who lives in the folder, so that the folder can be served
  // without the PostgreSQL server.
  in_folder_directory([&](Tx& tx) {
    tenant::store::remove(tx, entry.code);
    if (to == TenantEngine::sqlite) tenant::store::add(tx, entry);
  });
}

MoveReport Tenants::move(const std::string& code, TenantEngine to,
                         const std::function<void()>& before_switch) {
  if (to == TenantEngine::postgres && place_.postgres.empty())
    throw Error(Fault::invalid, "tenant.no_postgres");
  const auto [entry, from] = place_in_force(code);
  if (from == to) {
    // A kill between the two directories leaves the folder's one as it was.
    if (fs::exists(directory_file())) switch_place(entry, to);
    throw Error(Fault::conflict, "tenant.there_already", Arguments{{"code", code}});
  }
  const std::unique_ptr<Engine> old_place = engine_of(code, from);
  prepare(code, from, *old_place);
  HeldPlace held(*old_place, move_actor, "tenant move");
  MoveReport report;
  if (to == TenantEngine::postgres) {
    // What is there is of an earlier stay: the directory says that it is not in force.
    drop_postgres_schema(place_.postgres, schema_of(code));
    report = copied(held.connection(), *old_place, *engine_of(code, to), code, key());
  } else {
    PartFile part(file_of(code));
    make_sqlite_file(part.path());
    report = copied(held.connection(), *old_place, *sqlite_engine(part.path()), code, key());
    fold_sqlite(*sqlite_engine(part.path())->open_writer());
    require_whole(part.path(), Depth::quick);
    part.finish();
    require_whole(file_of(code), Depth::schema);
  }
  if (before_switch) before_switch();
  switch_place(entry, to);
  held.close_place();
  return report;
}

}  // namespace twinrail
