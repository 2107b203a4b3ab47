#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/audit/audit.hpp"
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
  std::string sealed_by;  ///< fingerprint of the key; empty: none
};
DESCRIBE(Seal, id, value_hash, hash, sealed_by);
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
/// The hash that seals a row.
std::optional<std::string> hash_at(Read& db, std::int64_t id);
std::int64_t count_seals_to(Read& db, std::int64_t id);
std::vector<Batch> batches(Read& db, std::string_view place, std::int64_t after,
                           std::int64_t limit);

/// A row that says that a chain was taken over, and the key that sealed it.
struct TakenOver {
  std::int64_t id = 0;
  std::string said;  ///< JSON
  std::string sealed_by;
};
DESCRIBE(TakenOver, id, said, sealed_by);
std::vector<TakenOver> taken_over(Read& db, std::string_view op, std::string_view place);
/// Rows from the newest, of a stretch of the trail; an empty text asks for nothing.
struct Search {
  std::int64_t from = 0;    ///< this row and later ones
  std::int64_t before = 0;  ///< earlier ones than this
  std::string who;          ///< a pattern, in small letters
  std::string place;
  std::string key;
  std::string what;  ///< what was done, or the use case
  Instant until;
  std::int64_t limit = 0;
};
std::vector<Row> search(Read& db, const Search& search);
std::int64_t newest(Read& db);
std::optional<Row> last_of(Read& db, std::string_view op, std::string_view place);
void remove_values(Tx& tx, std::int64_t id);
/// How many files of tables this database has had: after each, triggers may be gone for good
/// reason.
std::int64_t migrations(Read& db);
std::optional<Seal> last_seal(Read& db);
/// The number of the last sealed row, also in a database of an earlier release; 0: none.
std::int64_t last_sealed(Read& db);
std::vector<Seal> seals_after(Read& db, std::int64_t id, std::int64_t limit);
std::vector<Row> rows_after(Read& db, std::int64_t id, std::int64_t limit);
std::vector<Row> rows_between(Read& db, std::int64_t first, std::int64_t last);
void add(Tx& tx, const std::vector<Seal>& seals);
std::int64_t count_rows(Read& db);
std::int64_t count_rows_after(Read& db, std::int64_t id);
/// Of the rows after this one, those that are of another time than this.
std::int64_t count_rows_outside(Read& db, std::int64_t id, Instant from, Instant to);

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
/// Those that keep the trail append-only; values go only when a row says so (`erased_op`).
std::string guards(bool on_postgres);
/// Those that keep another table so.
std::string guard_of(const AppendOnly& table, const std::vector<Column>& columns, bool on_postgres);
inline constexpr std::string_view verified_op = "verified";
inline constexpr std::string_view verified_place = "audit_seal";
inline constexpr std::string_view erased_op = "erased";
inline constexpr std::string_view erased_place = "audit_value";
/// Refuses every new row of the trail, and with it every change that is audited.
std::string closing(bool on_postgres);
void drop_triggers(Tx& tx);
std::optional<std::string> trigger_hash(Read& db);
void set_trigger_hash(Tx& tx, const std::string& hash);

}  // namespace twinrail::audit::store
