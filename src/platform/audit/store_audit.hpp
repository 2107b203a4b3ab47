#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/table.hpp"

/// SQL of the audit trail.
namespace twinrail::audit::store {

struct Row {
  std::int64_t id = 0;
  std::int64_t at = 0;
  std::int64_t account = 0;
  std::string actor;
  std::string use_case;
  std::string request;
  std::string place;
  std::string key;
  std::string op;
  std::optional<std::string> salt;
  std::optional<std::string> old_values;
  std::optional<std::string> new_values;
};
DESCRIBE(Row, id, at, account, actor, use_case, request, place, key, op, salt, old_values,
         new_values);

struct Seal {
  std::int64_t id = 0;
  std::string value_hash;
  std::string hash;
};
DESCRIBE(Seal, id, value_hash, hash);
TABLE(Seal, "audit_seal", id);

struct Note {
  Instant at;
  std::string_view request;
  std::string_view place;
  std::string_view key;
  std::string_view op;
  std::string_view salt;
  std::string_view values;
};
void note(Tx& tx, const Note& note);
std::optional<std::int64_t> first_of(Read& db, std::string_view op, std::string_view place);
bool has_hash(Read& db, const std::string& hash);
/// How many files of tables this database has had: after each, triggers may be gone for good
/// reason.
std::int64_t migrations(Read& db);
std::optional<Seal> last_seal(Read& db);
std::vector<Seal> seals_after(Read& db, std::int64_t id, std::int64_t limit);
std::vector<Row> rows_after(Read& db, std::int64_t id, std::int64_t limit);
std::vector<Row> rows_between(Read& db, std::int64_t first, std::int64_t last);
void add(Tx& tx, const std::vector<Seal>& seals);
std::int64_t count_rows(Read& db);
std::int64_t count_rows_after(Read& db, std::int64_t id);

/// A column of a table, and its place in the primary key (0: not part of it).
struct Column {
  std::string name;
  std::int64_t in_key = 0;
};
DESCRIBE(Column, name, in_key);
std::vector<Column> columns(Read& db, const std::string& table);

/// A trigger as it stands in a database, all that matters of it.
struct Trigger {
  std::string name;
  std::string place;  ///< its table
  std::string text;
  friend auto operator<=>(const Trigger&, const Trigger&) = default;
};
DESCRIBE(Trigger, name, place, text);
/// Ours, as the database has them; sorted.
std::vector<Trigger> found_triggers(Read& db);
/// Those that `script` makes, as `found_triggers` would show them.
std::vector<Trigger> expected_triggers(std::string_view script, bool on_postgres);

/// The text of the triggers of a table.
std::string triggers(const std::string& table, const std::vector<Column>& columns,
                     const std::vector<std::string>& without, bool on_postgres);
/// Those that keep the trail append-only.
std::string guards(bool on_postgres);
/// Refuses every new row of the trail, and with it every change that is audited.
std::string closing(bool on_postgres);
void drop_triggers(Tx& tx);
std::optional<std::string> trigger_hash(Read& db);
void set_trigger_hash(Tx& tx, const std::string& hash);

}  // namespace twinrail::audit::store
