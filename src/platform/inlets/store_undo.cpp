#include "platform/inlets/store_undo.hpp"

#include <algorithm>
#include <map>

#include "platform/audit/store_audit.hpp"
#include "platform/json/document.hpp"

namespace twinrail::inlets::store {

void add(Tx& tx, const PartRow& row) { insert(tx, std::vector{row}); }

std::vector<PartRow> parts(Read& db, ImportId id) {
  return db.all<PartRow>("SELECT {columns} FROM inlet_part WHERE import = ? ORDER BY part"_sql, id);
}

std::vector<PartRow> undone_since(Read& db, ImportId id, const std::optional<std::string>& inlet) {
  if (!inlet)
    return db.all<PartRow>(
        "SELECT {columns} FROM inlet_part WHERE import > ? AND back_trail_to > 0"_sql, id);
  return db.all<PartRow>(R"(
    SELECT {columns p} FROM inlet_part p JOIN inlet_import i ON i.id = p.import
     WHERE p.import > ? AND p.back_trail_to > 0 AND i.inlet = ?)"_sql,
                         id, *inlet);
}

void taken_back(Tx& tx, const PartRow& row) {
  tx.run(R"(
    UPDATE inlet_part
       SET back_trail_after = ?, back_trail_to = ?, back_mark_after = ?, back_mark_to = ?
     WHERE import = ? AND part = ?)"_sql,
         row.back_trail_after, row.back_trail_to, row.back_mark_after, row.back_mark_to, row.import,
         row.part);
}

bool can_undo(const ImportRow& row) {
  return !row.dry_run && row.parts > 0 && row.finished_at &&
         (row.state == ImportState::done || row.state == ImportState::failed);
}

bool begin_undo(Tx& tx, const ImportRow& row, AccountId by) {
  return tx.run(R"(
    UPDATE inlet_import
       SET state = 'undoing', written_as = ?, written_at = ?, finished_at = NULL, undone_by = ?,
           hindered = 0, version = version + 1, held_until = 0
     WHERE id = ? AND version = ? AND finished_at IS NOT NULL)"_sql,
                row.state, row.finished_at, by, row.id, row.version) == 1;
}

void went_back(Tx& tx, ImportId id, std::int64_t undone) {
  tx.run("UPDATE inlet_import SET undone = ? WHERE id = ?"_sql, undone, id);
}

void end_undo(Tx& tx, const ImportRow& row) {
  tx.run(R"(
    UPDATE inlet_import
       SET state = ?, finished_at = ?, hindered = ?, problems = ?, version = version + 1
     WHERE id = ? AND state = 'undoing')"_sql,
         row.state, row.finished_at, row.hindered, row.problems, row.id);
}

std::int64_t newest_of_trail(Read& db) { return audit::store::newest(db); }

// The place is joined to nothing, so that SQLite walks along the stretch and not along all rows of
// a table.
std::vector<WrittenRow> written(Read& db, Stretch trail, const std::vector<std::string>& tables) {
  return db.all<WrittenRow>(R"(
    SELECT r.id, r.place, r.key, r.op, v.old_values, v.new_values
      FROM audit_row r
      LEFT JOIN audit_value v ON v.id = r.id
     WHERE r.id > ? AND r.id <= ? AND r.place || '' IN ?
     ORDER BY r.id)"_sql,
                            trail.after, trail.to, tables);
}

std::vector<LaterRow> later(Read& db, Stretch trail, const std::vector<std::string>& tables) {
  return db.all<LaterRow>(R"(
    SELECT r.id AS row, l.id AS later, l.at, l.actor
      FROM audit_row r
     CROSS JOIN audit_row l
     WHERE r.id > ? AND r.id <= ? AND r.place || '' IN ?
       AND l.place = r.place AND l.key = r.key AND l.id > r.id
     ORDER BY r.id, l.id)"_sql,
                          trail.after, trail.to, tables);
}

std::vector<MadeBy> made_by(Read& db, const std::string& place,
                            const std::vector<std::string>& keys) {
  return db.all<MadeBy>(R"(
    SELECT id, key, at, actor FROM audit_row
     WHERE place = ? AND key IN ? AND op = 'insert'
     ORDER BY id)"_sql,
                        place, keys);
}

namespace {

/// Bytes of statements that are sent at once.
constexpr std::size_t script_most = std::size_t{256} << 10U;

/// A value of the trail as SQL has it. Texts come from requests that were read as text, so the
/// quote is the only sign that means something.
std::string literal(const json::Value& value) {
  switch (value.kind()) {
    case json::ValueKind::null:
      return "NULL";
    case json::ValueKind::number:
      return std::string(value.text());
    case json::ValueKind::boolean:
      return value.flag() ? "1" : "0";
    default:
      break;
  }
  std::string quoted = "'";
  for (const char c : value.text()) {
    if (c == '\'') quoted += '\'';
    quoted += c;
  }
  return quoted + "'";
}

using Columns = std::map<std::string, std::vector<audit::store::Column>, std::less<>>;

/// " WHERE id = 7": of the row that these values are of.
std::string where(const json::Value& values, const std::vector<audit::store::Column>& columns) {
  std::string text;
  for (const json::Value value : values)
    for (const audit::store::Column& c : columns)
      if (c.in_key > 0 && c.name == value.name())
        text += (text.empty() ? " WHERE " : " AND ") + c.name + " = " + literal(value);
  return text;
}

std::string remove(const WrittenRow& row, const std::vector<audit::store::Column>& columns) {
  const json::Document now = json::Document::parse(*row.new_values);
  return "DELETE FROM " + row.place + where(now.root(), columns) + ";\n";
}

std::string put_back(const WrittenRow& row) {
  const json::Document was = json::Document::parse(*row.old_values);
  std::string names;
  std::string values;
  for (const json::Value value : was.root()) {
    (names += names.empty() ? "" : ", ").append(value.name());
    (values += values.empty() ? "" : ", ") += literal(value);
  }
  return "INSERT INTO " + row.place + " (" + names + ") VALUES (" + values + ");\n";
}

/// Who changes the row on the ground of what was shown in between is refused: its version goes on.
std::string set_back(const WrittenRow& row, const std::vector<audit::store::Column>& columns) {
  const json::Document was = json::Document::parse(*row.old_values);
  std::string sets;
  for (const json::Value value : was.root()) {
    (sets += sets.empty() ? "" : ", ").append(value.name()).append(" = ");
    sets += value.name() == "version" ? "version + 1" : literal(value);
  }
  return "UPDATE " + row.place + " SET " + sets + where(was.root(), columns) + ";\n";
}

}  // namespace

void restore(Tx& tx, std::span<const WrittenRow> rows) {
  Columns known;
  std::string script;
  for (const WrittenRow& row : rows) {
    auto at = known.find(row.place);
    if (at == known.end())
      at = known.emplace(row.place, audit::store::columns(tx, row.place)).first;
    if ((row.op != "insert" && !row.old_values) || (row.op == "insert" && !row.new_values))
      throw Error(Fault::conflict, "inlet.undo_erased");
    script += row.op == "insert"   ? remove(row, at->second)
              : row.op == "delete" ? put_back(row)
                                   : set_back(row, at->second);
    if (script.size() > script_most) {
      tx.connection().script(script);
      script.clear();
    }
  }
  if (!script.empty()) tx.connection().script(script);
}

}  // namespace twinrail::inlets::store
