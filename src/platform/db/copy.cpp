#include "platform/db/copy.hpp"

#include <algorithm>
#include <functional>
#include <ranges>

#include <sodium.h>

#include "platform/db/migrate.hpp"
#include "platform/db/sqlite.hpp"

namespace twinrail {
namespace {

/// Rows that are held in memory at a time.
constexpr std::size_t chunk_rows = 2000;

struct NamedTable {
  std::string name;
  std::int64_t counts = 0;
};
DESCRIBE(NamedTable, name, counts);

struct NamedColumn {
  std::string name;
  std::string type;
};
DESCRIBE(NamedColumn, name, type);

/// A value on its way from one database to the other.
struct Cell {
  Param::Kind kind = Param::Kind::null;
  std::int64_t integer = 0;
  std::string text;
};
using CellRow = std::vector<Cell>;

std::string joined(const TableShape& table, const char* each) {
  std::string list;
  for (const TableColumn& c : table.columns)
    (list += list.empty() ? "" : ", ") += each ? std::string(each) : c.name;
  return list;
}

/// Runs statements whose text is only known now; each takes a place behind those of the program.
class Talk {
 public:
  explicit Talk(Connection& connection) : connection_(connection) {}
  Statement say(const std::string& text) {
    texts_.push_back(std::make_unique<std::string>(text));
    return {all_statements().size() + texts_.size() - 1, *texts_.back()};
  }
  void run(const std::string& text) { connection_.run(say(text), {}, {}); }
  std::int64_t number(const std::string& text) {
    std::int64_t found = 0;
    connection_.run(say(text), {}, [&](const RowCursor& row) { found = row.integer(0); });
    return found;
  }
  Connection& connection() { return connection_; }

 private:
  Connection& connection_;
  std::vector<std::unique_ptr<std::string>> texts_;
};

CellRow cells_of(const RowCursor& row, const TableShape& table) {
  CellRow cells(table.columns.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const int column = static_cast<int>(i);
    if (row.is_null(column)) continue;
    cells[i].kind = table.columns[i].is_text ? Param::Kind::text : Param::Kind::integer;
    if (table.columns[i].is_text)
      cells[i].text = row.text(column);
    else
      cells[i].integer = row.integer(column);
  }
  return cells;
}

class Writer {
 public:
  Writer(Talk& to, const TableShape& table)
      : to_(to),
        insert_(to.say("INSERT INTO " + table.name + " (" + joined(table, nullptr) + ") VALUES (" +
                       joined(table, "?") + ")")) {}
  void add(CellRow row) {
    rows_.push_back(std::move(row));
    if (rows_.size() >= chunk_rows) flush();
  }
  void flush() {
    if (rows_.empty()) return;
    to_.connection().run_each(insert_, rows_.size(), [&](std::size_t i, std::vector<Param>& out) {
      for (const Cell& cell : rows_[i]) {
        if (cell.kind == Param::Kind::null)
          out.emplace_back();
        else if (cell.kind == Param::Kind::text)
          out.push_back(Param::of(std::string_view(cell.text)));
        else
          out.push_back(Param::of(cell.integer));
      }
    });
    rows_.clear();
  }

 private:
  Talk& to_;
  Statement insert_;
  std::vector<CellRow> rows_;
};

void each_row(Talk& from, const TableShape& table, const std::function<void(CellRow)>& look) {
  const std::string select = "SELECT " + joined(table, nullptr) + " FROM " + table.name;
  if (!from.connection().is_postgres()) {
    from.connection().run(from.say(select), {},
                          [&](const RowCursor& row) { look(cells_of(row, table)); });
    return;
  }
  // PostgreSQL's answers come whole: a cursor hands them out in parts.
  from.run("DECLARE copied NO SCROLL CURSOR FOR " + select);
  const Statement fetch = from.say("FETCH " + std::to_string(chunk_rows) + " FROM copied");
  for (bool more = true; more;) {
    more = false;
    from.connection().run(fetch, {}, [&](const RowCursor& row) {
      more = true;
      look(cells_of(row, table));
    });
  }
  from.run("CLOSE copied");
}

void copy_rows(Talk& from, Talk& to, const TableShape& table) {
  Writer writer(to, table);
  each_row(from, table, [&](CellRow row) { writer.add(std::move(row)); });
  writer.flush();
}

/// The cells one after the other, each with its kind and its length, as 64 bits of BLAKE2b.
std::uint64_t hash_of(const CellRow& row) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES_MIN);
  const auto take = [&](const void* bytes, std::size_t count) {
    crypto_generichash_update(&state, static_cast<const unsigned char*>(bytes), count);
  };
  for (const Cell& cell : row) {
    const std::array<std::int64_t, 3> head{static_cast<std::int64_t>(cell.kind), cell.integer,
                                           static_cast<std::int64_t>(cell.text.size())};
    take(head.data(), sizeof head);
    take(cell.text.data(), cell.text.size());
  }
  std::array<unsigned char, crypto_generichash_BYTES_MIN> digest;
  crypto_generichash_final(&state, digest.data(), digest.size());
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof bits; ++i) bits = bits << 8 | digest[i];
  return bits;
}

/// The last number that a table's counter gave.
std::int64_t counter_of(Talk& db, const TableShape& table) {
  if (!db.connection().is_postgres())
    return db.number("SELECT COALESCE(MAX(seq), 0) AS seq FROM sqlite_sequence WHERE name = '" +
                     table.name + "'");
  return db.number("SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence('" + table.name +
                   "', 'id')::regclass), 0) AS seq");
}

void set_counter(Talk& db, const TableShape& table, std::int64_t last) {
  const std::string number = std::to_string(last);
  if (db.connection().is_postgres()) {
    if (last > 0)
      db.number("SELECT setval(pg_get_serial_sequence('" + table.name + "', 'id'), " + number +
                ")");
    return;
  }
  db.run("DELETE FROM sqlite_sequence WHERE name = '" + table.name + "'");
  db.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('" + table.name + "', " + number + ")");
}

}  // namespace

std::vector<TableShape> tables_of(Read& sqlite) {
  std::vector<TableShape> tables;
  for (const NamedTable& t : sqlite.all<NamedTable>(R"(
         SELECT name, sql LIKE '%AUTOINCREMENT%' AS counts FROM sqlite_master
          WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
            AND name NOT IN ('schema_version', 'program_version', 'this_company',
                             'audit_trigger', 'backup')
          ORDER BY rowid)"_sql)) {
    TableShape table{t.name, {}, t.counts != 0};
    for (const NamedColumn& c : sqlite.all<NamedColumn>(
             "SELECT name, type FROM pragma_table_info(?) ORDER BY cid"_sql, t.name))
      table.columns.push_back({c.name, c.type == "TEXT"});
    tables.push_back(std::move(table));
  }
  return tables;
}

std::vector<TableShape> own_tables() {
  const auto scratch = sqlite_engine(":memory:")->open_writer();
  std::vector<TableShape> tables;
  in_transaction(*scratch, {.name = "migration"}, "look", [&](Tx& tx) {
    migrate_in(tx);
    tables = tables_of(tx);
  });
  return tables;
}

std::optional<std::string> lacking(const std::vector<TableShape>& tables, Read& sqlite) {
  const auto there = sqlite.all<std::string>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"_sql);
  for (const TableShape& table : tables) {
    if (std::ranges::find(there, table.name) == there.end()) return table.name;
    const auto columns =
        sqlite.all<std::string>("SELECT name FROM pragma_table_info(?)"_sql, table.name);
    for (const TableColumn& c : table.columns)
      if (std::ranges::find(columns, c.name) == columns.end()) return table.name + "." + c.name;
  }
  return std::nullopt;
}

void copy_tables(const std::vector<TableShape>& tables, Read& from, Tx& to) {
  Talk source(from.connection()), target(to.connection());
  for (const TableShape& table : tables | std::views::reverse)
    target.run("DELETE FROM " + table.name);
  for (const TableShape& table : tables) {
    copy_rows(source, target, table);
    if (table.counts) set_counter(target, table, counter_of(source, table));
    const std::string count = "SELECT COUNT(*) AS n FROM " + table.name;
    if (source.number(count) != target.number(count))
      throw Error(Fault::internal, "db.copy_differs", Arguments{{"table", table.name}});
  }
}

std::vector<TableDigest> digests(const std::vector<TableShape>& tables, Read& db) {
  Talk talk(db.connection());
  std::vector<TableDigest> list;
  for (const TableShape& table : tables) {
    TableDigest& digest = list.emplace_back();
    each_row(talk, table, [&](const CellRow& row) {
      ++digest.rows;
      digest.sum += hash_of(row);
    });
  }
  return list;
}

}  // namespace twinrail
