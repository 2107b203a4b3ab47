#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/db/engine.hpp"

namespace twinrail {

/// Whether a commit waits for the disk. `none` is for tests, whose data nobody misses.
enum class Durability { full, none };

/// Whether a file was made by this program, or came from outside: of a `foreign` one no trigger, no
/// view and no function in its schema is run.
enum class Trust { ours, foreign };

/// The engine of an SQLite file that is there: WAL, foreign keys checked. A missing file is a
/// DbError "missing", and so is a change where the file was removed or replaced meanwhile.
[[nodiscard]] std::unique_ptr<Engine> sqlite_engine(const std::string& file,
                                                    Durability durability = Durability::full,
                                                    Trust trust = Trust::ours);

/// Makes an empty file for a database, where nothing of that name is. Throws DbError.
void make_sqlite_file(const std::string& file);

/// Leaves one file that is whole, with nothing beside it.
void fold_sqlite(Connection& connection);

/// Copies a live database, as of one moment, into a file that was just made, while others read and
/// write it.
void backup_sqlite(Connection& from, const std::string& to_file);

/// How much is looked at: only whether it opens; every page; or also every index and every
/// reference between tables.
enum class Depth { schema, quick, thorough };
/// What is wrong with a file, in SQLite's words; nothing when it is whole. Changes nothing, and
/// believes nothing that the file says. Throws DbError when the file cannot be opened.
[[nodiscard]] std::vector<std::string> damage_of_sqlite(const std::string& file, Depth depth);
/// Throws DbError "broken" where there is damage.
void require_whole(const std::string& file, Depth depth);

}  // namespace twinrail
