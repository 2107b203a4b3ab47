#include <algorithm>

#include "platform/audit/store_audit.hpp"

// Triggers are spelt for each engine: SQLite asks functions of the writer's connection who is
// acting, PostgreSQL the settings of the transaction.

namespace twinrail::audit::store {
namespace {

/// `'a', OLD.a, 'b', OLD.b` for the engine's function that makes a JSON object.
std::string pairs(const std::vector<std::string>& fields, const std::string& side) {
  std::string list;
  for (const std::string& f : fields)
    (list += list.empty() ? "" : ", ") += "'" + f + "', " + side + "." + f;
  return list;
}

std::string key_text(const std::vector<Column>& columns, const std::string& side) {
  std::vector<Column> key;
  std::ranges::copy_if(columns, std::back_inserter(key),
                       [](const Column& c) { return c.in_key > 0; });
  std::ranges::sort(key, {}, &Column::in_key);
  std::string text;
  for (const Column& c : key)
    (text += text.empty() ? "" : " || '/' || ") += "CAST(" + side + "." + c.name + " AS TEXT)";
  return text.empty() ? "''" : text;
}

std::string sqlite_trigger(const std::string& table, const std::vector<Column>& columns,
                           const std::vector<std::string>& fields, const std::string& op) {
  std::string changed;
  for (const std::string& f : fields)
    (changed += changed.empty() ? "" : " OR ") += "OLD." + f + " IS NOT NEW." + f;
  const std::string when = op == "update" ? " WHEN " + changed : "";
  const std::string old_values =
      op == "insert" ? "NULL" : "json_object(" + pairs(fields, "OLD") + ")";
  const std::string new_values =
      op == "delete" ? "NULL" : "json_object(" + pairs(fields, "NEW") + ")";
  return "CREATE TRIGGER audit_" + table + "_" + op + " AFTER " + op + " ON " + table + when +
         " BEGIN INSERT INTO audit_row (at, account, actor, use_case, request, place, key, op) "
         "VALUES (twinrail_now(), twinrail_account(), twinrail_actor(), twinrail_use_case(), "
         "twinrail_request(), '" +
         table + "', " + key_text(columns, op == "delete" ? "OLD" : "NEW") + ", '" + op +
         "'); INSERT INTO audit_value (id, salt, old_values, new_values) "
         "VALUES (last_insert_rowid(), lower(hex(randomblob(16))), " +
         old_values + ", " + new_values + "); END;\n";
}

std::string postgres_trigger(const std::string& table, const std::vector<Column>& columns,
                             const std::vector<std::string>& fields) {
  const std::string name = "audit_" + table;
  return "CREATE FUNCTION " + name +
         "() RETURNS trigger LANGUAGE plpgsql AS $audit$\n"
         "DECLARE was TEXT; now_is TEXT; row_key TEXT; row_id BIGINT;\nBEGIN\n"
         "IF TG_OP <> 'INSERT' THEN was := json_build_object(" +
         pairs(fields, "OLD") + ")::text; row_key := " + key_text(columns, "OLD") +
         "; END IF;\n"
         "IF TG_OP <> 'DELETE' THEN now_is := json_build_object(" +
         pairs(fields, "NEW") + ")::text; row_key := " + key_text(columns, "NEW") +
         "; END IF;\n"
         "IF was = now_is THEN RETURN NULL; END IF;\n"
         "INSERT INTO audit_row (at, account, actor, use_case, request, place, key, op) VALUES ("
         "COALESCE(NULLIF(current_setting('twinrail.now', true), '')::bigint, "
         "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint), "
         "COALESCE(NULLIF(current_setting('twinrail.account', true), ''), '0')::bigint, "
         "COALESCE(current_setting('twinrail.actor', true), ''), "
         "COALESCE(current_setting('twinrail.use_case', true), ''), "
         "COALESCE(current_setting('twinrail.request', true), ''), '" +
         table +
         "', row_key, lower(TG_OP)) RETURNING id INTO row_id;\n"
         "INSERT INTO audit_value (id, salt, old_values, new_values) VALUES (row_id, "
         "gen_random_uuid()::text, was, now_is);\nRETURN NULL;\nEND $audit$;\n"
         "CREATE TRIGGER " +
         name + " AFTER INSERT OR UPDATE OR DELETE ON " + table +
         " FOR EACH ROW EXECUTE FUNCTION " + name + "();\n";
}

/// Refuses to update or to delete rows of a table; a condition narrows that.
std::string guard(const std::string& table, const std::string& op, const std::string& condition,
                  bool on_postgres) {
  const std::string name = "audit_guard_" + table + "_" + op;
  const std::string words =
      table.starts_with("audit_") ? "the audit trail is append-only" : table + " is append-only";
  const std::string moment = " BEFORE " + op + " ON " + table;
  if (!on_postgres)
    return "CREATE TRIGGER " + name + moment + (condition.empty() ? "" : " WHEN " + condition) +
           " BEGIN SELECT RAISE(ABORT, '" + words + "'); END;\n";
  const std::string refuse = "RAISE EXCEPTION '" + words + "';";
  return "CREATE FUNCTION " + name + "() RETURNS trigger LANGUAGE plpgsql AS $audit$\nBEGIN " +
         (condition.empty() ? refuse
                            : "IF " + condition + " THEN " + refuse + " END IF;\nRETURN " +
                                  (op == "update" ? "NEW;" : "OLD;")) +
         " END $audit$;\nCREATE TRIGGER " + name + " BEFORE " +
         (op == "update" ? "UPDATE" : "DELETE") + " ON " + table +
         " FOR EACH ROW EXECUTE FUNCTION " + name + "();\n";
}

/// The word after `before`, from `from` on.
std::string word_after(std::string_view text, std::string_view before, std::size_t from = 0) {
  const auto at = text.find(before, from) + before.size();
  return std::string(text.substr(at, text.find_first_of(" (", at) - at));
}

/// Calls `each` for every statement that begins so, up to `end` and with it or without.
template <class Each>
void for_each_statement(std::string_view script, std::string_view begin, std::string_view end,
                        Each&& each) {
  for (auto at = script.find(begin); at != std::string_view::npos; at = script.find(begin, at + 1))
    each(script.substr(at, script.find(end, at) - at));
}

/// SQLite keeps the text of the statement as it was given.
std::vector<Trigger> sqlite_triggers(std::string_view script) {
  std::vector<Trigger> found;
  for_each_statement(script, "CREATE TRIGGER ", ";\n", [&](std::string_view statement) {
    found.push_back({word_after(statement, "CREATE TRIGGER "), word_after(statement, " ON "),
                     std::string(statement)});
  });
  return found;
}

/// The bits of pg_trigger.tgtype.
std::string moments(std::string_view statement) {
  int bits = 1;  // for each row
  for (const auto& [word, bit] : {std::pair{"BEFORE ", 2}, std::pair{"INSERT", 4},
                                  std::pair{"DELETE", 8}, std::pair{"UPDATE", 16}})
    if (statement.substr(0, statement.find(" ON ")).find(word) != std::string_view::npos)
      bits |= bit;
  return std::to_string(bits);
}

std::vector<Trigger> postgres_triggers(std::string_view script) {
  std::vector<std::pair<std::string, std::string>> bodies;
  for_each_statement(script, "CREATE FUNCTION ", " $audit$;", [&](std::string_view made) {
    constexpr std::string_view quote = "$audit$";
    bodies.emplace_back(word_after(made, "CREATE FUNCTION "),
                        made.substr(made.find(quote) + quote.size()));
  });
  std::vector<Trigger> found;
  for_each_statement(script, "CREATE TRIGGER ", ";\n", [&](std::string_view statement) {
    const std::string function = word_after(statement, "EXECUTE FUNCTION ");
    const auto body =
        std::ranges::find(bodies, function, &std::pair<std::string, std::string>::first);
    found.push_back({word_after(statement, "CREATE TRIGGER "), word_after(statement, " ON "),
                     moments(statement) + " O " + body->second + ' '});
  });
  return found;
}

}  // namespace

std::vector<Column> columns(Read& db, const std::string& table) {
  if (!db.connection().is_postgres())
    return db.all<Column>("SELECT name, pk AS in_key FROM pragma_table_info(?) ORDER BY cid"_sql,
                          table);
  return db.all<Column>(R"(
    SELECT CAST(a.attname AS TEXT) AS name,
           COALESCE(array_position(CAST(i.indkey AS SMALLINT[]), a.attnum) + 1, 0) AS in_key
      FROM pg_catalog.pg_attribute a
      LEFT JOIN pg_catalog.pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
     WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
     ORDER BY a.attnum)"_sql,
                        table);
}

std::string triggers(const std::string& table, const std::vector<Column>& columns,
                     const std::vector<std::string>& without, bool on_postgres) {
  std::vector<std::string> fields;
  for (const Column& c : columns)
    if (std::ranges::find(without, c.name) == without.end()) fields.push_back(c.name);
  if (on_postgres) return postgres_trigger(table, columns, fields);
  std::string text;
  for (const char* op : {"insert", "update", "delete"})
    text += sqlite_trigger(table, columns, fields, op);
  return text;
}

std::string guards(bool on_postgres) {
  const std::string record = "(SELECT 1 FROM audit_row WHERE place = '" +
                             std::string(erased_place) + "' AND op = '" + std::string(erased_op) +
                             "' AND key = CAST(OLD.id AS TEXT))";
  return guard_of({"audit_row"}, {}, on_postgres) + guard_of({"audit_seal"}, {}, on_postgres) +
         guard("audit_value", "update", "", on_postgres) +
         guard("audit_value", "delete", "NOT EXISTS " + record, on_postgres);
}

namespace {

/// Whether more changes than the one column that may be set once.
std::string changes_more(const AppendOnly& table, const std::vector<Column>& columns) {
  if (table.marked_in.empty()) return {};
  std::string more = "OLD." + table.marked_in + " IS NOT NULL";
  for (const Column& column : columns)
    if (column.name != table.marked_in)
      more += " OR OLD." + column.name + " IS DISTINCT FROM NEW." + column.name;
  return "(" + more + ")";
}

}  // namespace

std::string guard_of(const AppendOnly& table, const std::vector<Column>& columns,
                     bool on_postgres) {
  const std::string who = on_postgres ? "COALESCE(current_setting('twinrail.use_case', true), '')"
                                      : "twinrail_use_case()";
  const std::string others = table.pruned_by.empty() ? "" : who + " <> '" + table.pruned_by + "'";
  return guard(table.table, "update", changes_more(table, columns), on_postgres) +
         guard(table.table, "delete", others, on_postgres);
}

std::string closing(bool on_postgres) {
  if (!on_postgres)
    return "CREATE TRIGGER audit_closed BEFORE INSERT ON audit_row"
           " BEGIN SELECT RAISE(ABORT, 'this company has moved'); END;\n";
  return "CREATE FUNCTION audit_closed() RETURNS trigger LANGUAGE plpgsql AS $audit$\n"
         "BEGIN RAISE EXCEPTION 'this company has moved'; END $audit$;\n"
         "CREATE TRIGGER audit_closed BEFORE INSERT ON audit_row"
         " FOR EACH ROW EXECUTE FUNCTION audit_closed();\n";
}

/// On PostgreSQL a trigger is its moments and the body of its function; one that is disabled, or
/// has a condition, is none of ours.
std::vector<Trigger> found_triggers(Read& db) {
  auto found = db.connection().is_postgres() ? db.all<Trigger>(R"(
              SELECT CAST(t.tgname AS TEXT) AS name, CAST(c.relname AS TEXT) AS place,
                     CAST(t.tgtype AS TEXT) || ' ' || CAST(t.tgenabled AS TEXT) || ' ' ||
                     CASE WHEN t.tgqual IS NULL THEN '' ELSE 'when ' END || p.prosrc AS text
                FROM pg_catalog.pg_trigger t
                JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
                JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
               WHERE c.relnamespace = CAST(current_schema() AS regnamespace)
                 AND NOT t.tgisinternal AND t.tgname LIKE 'audit!_%' ESCAPE '!')"_sql)
                                             : db.all<Trigger>(R"(
              SELECT name, tbl_name AS place, sql AS text FROM sqlite_master
               WHERE type = 'trigger' AND name LIKE 'audit!_%' ESCAPE '!')"_sql);
  std::ranges::sort(found);
  return found;
}

std::vector<Trigger> expected_triggers(std::string_view script, bool on_postgres) {
  auto expected = on_postgres ? postgres_triggers(script) : sqlite_triggers(script);
  std::ranges::sort(expected);
  return expected;
}

void drop_triggers(Tx& tx) {
  std::string text;
  if (tx.connection().is_postgres()) {
    for (const std::string& name : tx.all<std::string>(R"(
           SELECT CAST(p.proname AS TEXT) AS name FROM pg_catalog.pg_proc p
            WHERE p.pronamespace = CAST(current_schema() AS regnamespace)
              AND p.proname LIKE 'audit!_%' ESCAPE '!')"_sql))
      text += "DROP FUNCTION " + name + "() CASCADE;";
  } else {
    for (const std::string& name : tx.all<std::string>(R"(
           SELECT name FROM sqlite_master
            WHERE type = 'trigger' AND name LIKE 'audit!_%' ESCAPE '!')"_sql))
      text += "DROP TRIGGER " + name + ";";
  }
  if (!text.empty()) tx.connection().script(text);
}

}  // namespace twinrail::audit::store
