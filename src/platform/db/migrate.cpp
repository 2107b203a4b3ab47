#include "platform/db/migrate.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

#include <sodium.h>

#include "platform/db/db.hpp"
#include "platform/db/spell.hpp"
#include "platform/embedded.hpp"

namespace twinrail {
namespace {

struct Applied {
  std::string module;
  std::int64_t number = 0;
  std::string hash;
};
DESCRIBE(Applied, module, number, hash);

constexpr std::string_view version_table = R"(
CREATE TABLE IF NOT EXISTS schema_version (
  module TEXT NOT NULL,
  number INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (module, number)
) STRICT)";

/// Which release of the program last brought the database up to date: one row.
constexpr std::string_view program_table = R"(
CREATE TABLE IF NOT EXISTS program_version (
  version TEXT NOT NULL
) STRICT)";

/// Databases of before the first release whose tables are kept have no such row.
constexpr const char* before_any = "0.1";

/// "0.2.1" without what may differ between programs that share their tables: {0, 2}.
std::pair<int, int> release_of(std::string_view version) {
  std::pair<int, int> release;
  const auto dot = std::min(version.find('.'), version.size());
  std::from_chars(version.data(), version.data() + dot, release.first);
  if (dot < version.size())
    std::from_chars(version.data() + dot + 1, version.data() + version.size(), release.second);
  return release;
}

Error other_version(const std::string& theirs) {
  return {Fault::unavailable, "tenant.other_version",
          Arguments{{"version", theirs}, {"program", TWINRAIL_VERSION}}};
}

std::string hash_of(std::string_view text) {
  unsigned char digest[crypto_generichash_BYTES];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  std::string hex(sizeof digest * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), digest, sizeof digest);
  hex.pop_back();
  return hex;
}

/// "modules/kpi/schema/0001_tables.sql" or "platform/events/schema/0001_event.postgres.sql".
bool read_path(const EmbeddedFile& file, Migration& found) {
  const std::string_view path = file.path;
  const auto folder = path.find("/schema/");
  if (folder == std::string_view::npos || !path.ends_with(".sql")) return false;
  const auto first = path.find('/');
  const bool platform = path.starts_with("platform/");
  found.module = std::string(platform ? "platform." : "") +
                 std::string(path.substr(first + 1, folder - first - 1));
  found.name = std::string(path.substr(folder + 8));
  std::from_chars(found.name.data(), found.name.data() + 4, found.number);
  found.sql = file.content;
  found.for_sqlite = !found.name.ends_with(".postgres.sql");
  found.for_postgres = !found.name.ends_with(".sqlite.sql");
  return true;
}

}  // namespace

namespace {

using AppliedFiles = std::map<std::pair<std::string, std::int64_t>, std::string>;

AppliedFiles applied_files(Read& db) {
  AppliedFiles applied;
  for (Applied& row : db.all<Applied>("SELECT module, number, hash FROM schema_version"_sql))
    applied[{row.module, row.number}] = row.hash;
  return applied;
}

/// The release that the database is of; empty for one that has just been made. Throws Error
/// "tenant.other_version" for those that this program cannot go on with.
std::string admit(Read& db, const AppliedFiles& applied, const std::vector<Migration>& known) {
  const std::string version = version_in(db);
  if (version.empty() && applied.empty()) return {};
  if (version.empty()) throw other_version(before_any);
  if (release_of(version) > release_of(TWINRAIL_VERSION)) throw other_version(version);
  for (const auto& [file, hash] : applied) {
    const auto same = [&](const Migration& m) {
      return m.module == file.first && m.number == file.second;
    };
    if (std::ranges::none_of(known, same)) throw other_version(version);
  }
  return version;
}

}  // namespace

std::vector<Migration> all_migrations() {
  std::vector<Migration> found;
  for (const EmbeddedFile& file : embedded_files())
    if (Migration m; read_path(file, m)) found.push_back(m);
  const auto rank = [](const Migration& m) {
    return std::tuple(!m.module.starts_with("platform."), m.module, m.number, m.name);
  };
  std::ranges::sort(found, {}, rank);
  return found;
}

std::string version_in(Read& db) {
  return db.one<std::string>("SELECT version FROM program_version"_sql).value_or("");
}

std::string program_version() { return TWINRAIL_VERSION; }

int migrate_in(Tx& tx) {
  Connection& connection = tx.connection();
  const bool postgres = connection.is_postgres();
  for (const std::string_view table : {version_table, program_table})
    connection.script(postgres ? spell_schema_postgres(table) : std::string(table));
  const AppliedFiles applied = applied_files(tx);
  const std::vector<Migration> migrations = all_migrations();
  const std::string version = admit(tx, applied, migrations);
  int count = 0;
  for (const Migration& m : migrations) {
    if (postgres ? !m.for_postgres : !m.for_sqlite) continue;
    const std::string hash = hash_of(m.sql);
    if (const auto done = applied.find({m.module, m.number}); done != applied.end()) {
      if (done->second == hash) continue;
      if (version != TWINRAIL_VERSION) throw other_version(version);
      throw Error(Fault::internal, "db.migration_changed",
                  Arguments{{"module", m.module}, {"file", m.name}});
    }
    connection.script(postgres ? spell_schema_postgres(m.sql) : std::string(m.sql));
    tx.run("INSERT INTO schema_version (module, number, hash) VALUES (?, ?, ?)"_sql, m.module,
           m.number, hash);
    ++count;
  }
  if (version != TWINRAIL_VERSION) {
    tx.run("DELETE FROM program_version"_sql);
    tx.run("INSERT INTO program_version (version) VALUES (?)"_sql, program_version());
  }
  return count;
}

int migrate(Engine& engine) {
  int count = 0;
  const auto connection = engine.open_writer();
  in_transaction(*connection, {.name = "migration"}, "migrate",
                 [&](Tx& tx) { count = migrate_in(tx); });
  return count;
}

}  // namespace twinrail
