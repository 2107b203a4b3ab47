#include <chrono>
#include <filesystem>

#include "platform/db/copy.hpp"
#include "platform/db/migrate.hpp"
#include "platform/db/postgres.hpp"
#include "platform/db/sqlite.hpp"
#include "platform/tenant/part_file.hpp"
#include "platform/tenant/store_tenant.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant::from_micros(std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

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

void copy_from_file(const std::string& file, Engine& to) {
  migrate(to);
  const auto source = sqlite_engine(file)->open_reader();
  source->begin_read();
  Read read(*source);
  const auto target = to.open_writer();
  in_transaction(*target, restore_actor, "restore",
                 [&](Tx& tx) { copy_tables(tables_of(read), read, tx); });
  source->commit();
}

/// Brings a copy of a backup up to date and says whose it is.
tenant::store::BackupRow take_over(const std::string& file) {
  try {
    const auto engine = sqlite_engine(file);
    std::optional<tenant::store::BackupRow> found;
    const auto connection = engine->open_writer();
    in_transaction(*connection, restore_actor, "restore", [&](Tx& tx) {
      found = tenant::store::backup(tx);
      if (!found) throw Error(Fault::invalid, "tenant.not_a_backup");
      tenant::store::drop_backup_table(tx.connection());
      migrate_in(tx);
    });
    return *found;
  } catch (const DbError&) {
    throw Error(Fault::invalid, "tenant.not_a_backup");
  }
}

}  // namespace

void Tenants::backup(const std::string& code, const std::string& file) {
  std::optional<tenant::store::EntryRow> entry;
  TenantEngine at = default_engine();
  in_directory([&](Tx& tx) {
    entry = tenant::store::find(tx, code);
    at = tenant::store::engine_of(tx, code).value_or(at);
  });
  if (!entry) throw Error(Fault::not_found, "tenant.unknown", Arguments{{"code", code}});
  PartFile part(file);
  const std::unique_ptr<Engine> engine = engine_of(code, at);
  if (engine->is_postgres()) {
    copy_to_file(*engine, part.path());
  } else {
    const auto source = engine->open_reader();
    backup_sqlite(*source, part.path());
  }
  const auto copy = sqlite_engine(part.path())->open_writer();
  in_transaction(*copy, backup_actor, "backup", [&](Tx& tx) {
    tenant::store::make_backup_table(tx.connection());
    tenant::store::add(tx, tenant::store::BackupRow{code, entry->name_zh, entry->name_en, now()});
  });
  fold_sqlite(*copy);
  part.finish();
}

void Tenants::restore(const std::string& code, const std::string& file) {
  require_code(code);
  in_directory([&](Tx& tx) {
    if (tenant::store::find(tx, code))
      throw Error(Fault::conflict, "tenant.exists", Arguments{{"code", code}});
  });
  if (!fs::is_regular_file(file)) throw Error(Fault::not_found, "tenant.not_a_backup");
  PartFile part(file_of(code));
  fs::copy_file(file, part.path());
  const tenant::store::BackupRow found = take_over(part.path());
  const std::unique_ptr<Engine> engine = engine_of(code, default_engine());
  if (engine->is_postgres()) {
    copy_from_file(part.path(), *engine);
  } else {
    fold_sqlite(*sqlite_engine(part.path())->open_writer());
    part.finish();
  }
  add_entry(code, {found.name_zh, found.name_en});
}

}  // namespace twinrail
