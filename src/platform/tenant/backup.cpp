#include <filesystem>

#include "platform/clock.hpp"
#include "platform/db/copy.hpp"
#include "platform/db/migrate.hpp"
#include "platform/db/sqlite.hpp"
#include "platform/tenant/part_file.hpp"
#include "platform/tenant/store_tenant.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

const Actor backup_actor{.name = "command:backup"};
const Actor restore_actor{.name = "command:restore"};

/// Every row of a PostgreSQL schema, as of one moment, into a new SQLite file.
void copy_to_file(Engine& from, const std::string& file) {
  const auto engine = sqlite_engine(file);
  migrate(*engine);
  const auto source = from.open_reader();
  source->begin_read();
  Read read(*source);
  const auto target = engine->open_writer();
  in_transaction(*target, backup_actor, "backup",
                 [&](Tx& tx) { copy_tables(tables_of(tx), read, tx); });
  source->commit();
}

/// Whether what a file holds is the reason, and not the disk or the system.
bool of_content(const DbError& e) {
  using enum DbError::Kind;
  return e.kind() == broken || e.kind() == other || e.kind() == unique || e.kind() == foreign_key ||
         e.kind() == check || e.kind() == not_null;
}

Error damaged(const std::string& why) {
  return {Fault::invalid, "tenant.backup_damaged", Arguments{{"why", why}}};
}

void copy_in(const std::string& file, const std::string& to) {
  if (!fs::is_regular_file(file)) throw Error(Fault::not_found, "tenant.not_a_backup");
  std::error_code failed;
  fs::copy_file(file, to, failed);
  if (!failed) return;
  const bool full = failed == std::errc::no_space_on_device;
  throw DbError(full ? DbError::Kind::full : DbError::Kind::unavailable,
                to + ": " + failed.message());
}

/// Whose backup a file is that came in.
tenant::store::BackupRow owner_of(Engine& incoming) {
  try {
    const auto reader = incoming.open_reader();
    Read db(*reader);
    if (const auto found = tenant::store::backup(db)) return *found;
  } catch (const DbError& e) {
    if (!of_content(e)) throw;
  }
  throw Error(Fault::invalid, "tenant.not_a_backup");
}

/// A backup of an earlier release is brought up to date before its rows are read.
void bring_up_to_date(Engine& incoming) {
  const auto connection = incoming.open_writer();
  in_transaction(*connection, restore_actor, "restore", [](Tx& tx) {
    tenant::store::drop_backup_table(tx.connection());
    migrate_in(tx);
  });
}

/// Every row of a backup into the tables that this program has just made. The trail is walked
/// before the company is entered, and goes on under the key of this installation.
void take_rows(Engine& incoming, Tx& tx, const audit::Key& key) {
  const auto reader = incoming.open_reader();
  reader->begin_read();
  Read rows(*reader);
  const std::vector<TableShape> tables = own_tables();
  if (const auto missing = lacking(tables, rows))
    throw Error(Fault::invalid, "tenant.backup_lacks", Arguments{{"table", *missing}});
  copy_tables(tables, rows, tx);
  if (const auto row = audit::verify(tx, key).first_broken)
    throw Error(Fault::invalid, "tenant.trail_broken", Arguments{{"row", std::to_string(*row)}});
  audit::take_up(tx, 0, key);
}

}  // namespace

void Tenants::backup(const std::string& code, const std::string& file) {
  const auto [entry, at] = entry_of(code);
  const std::unique_ptr<Engine> engine = engine_of(code, at);
  require_own(code, at, *engine);
  PartFile part(file);
  make_sqlite_file(part.path());
  if (engine->is_postgres()) {
    copy_to_file(*engine, part.path());
  } else {
    in_place(code, at, [&] { backup_sqlite(*engine->open_reader(), part.path()); });
    in_place(code, at, [&] { require_whole(part.path(), Depth::quick); });
  }
  const auto copy = sqlite_engine(part.path())->open_writer();
  in_transaction(*copy, backup_actor, "backup", [&](Tx& tx) {
    tenant::store::make_backup_table(tx.connection());
    tenant::store::add(tx, tenant::store::BackupRow{code, entry.name_zh, entry.name_en, now_utc()});
  });
  fold_sqlite(*copy);
  part.finish();
  require_whole(file, Depth::schema);
}

void Tenants::restore(const std::string& code, const std::string& file) {
  require_code(code);
  PartFile part(file_of(code) + ".backup");
  copy_in(file, part.path());
  const auto incoming = sqlite_engine(part.path(), Durability::none, Trust::foreign);
  const tenant::store::BackupRow owner = owner_of(*incoming);
  if (const auto found = damage_of_sqlite(part.path(), Depth::quick); !found.empty())
    throw damaged(found.front());
  try {
    bring_up_to_date(*incoming);
    make_place({code, owner.name_zh, owner.name_en}, [&](Tx& tx) {
      take_rows(*incoming, tx, key());
      if (attendants_.restored) attendants_.restored(tx);
    });
  } catch (const DbError& e) {
    if (!of_content(e)) throw;
    throw damaged(e.detail());
  }
}

}  // namespace twinrail
