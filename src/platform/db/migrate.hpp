#pragma once

#include <string>
#include <vector>

#include "platform/db/db.hpp"
#include "platform/db/engine.hpp"

namespace twinrail {

/// One numbered file of a module's `schema/` folder.
struct Migration {
  std::string module;
  int number = 0;
  std::string name;
  std::string_view sql;  ///< in SQLite's words, unless the file is of one engine alone
  bool for_sqlite = true;
  bool for_postgres = true;
};

/// All migrations in the program, the platform's first, then by module and number.
[[nodiscard]] std::vector<Migration> all_migrations();

/// The release of this program: "0.2.0".
[[nodiscard]] std::string program_version();

/// The release that the database's tables are of: what `migrate` wrote last. Empty: none.
[[nodiscard]] std::string version_in(Read& db);

/// Brings a tenant's database up to date, in the transaction that is open. One of a later release,
/// or of before 0.2, is refused: Error "tenant.other_version" (unavailable) names the release. What
/// is applied already is compared: Error "db.migration_changed" names a file that is not what it
/// was in this very release. Returns the number of files applied.
int migrate_in(Tx& tx);
/// The same in a transaction of its own; makes the database when it is not there yet.
int migrate(Engine& engine);

}  // namespace twinrail
