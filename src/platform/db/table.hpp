#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/table.hpp"
#include "platform/db/db.hpp"

/// What is done with the rows of a table without a word of SQL: looked up by their key, added, put
/// in the place of others. The statements are made when the program is compiled, one for a whole
/// list; joins and everything else stay written by hand.
namespace twinrail {

namespace tables {

/// Fields of a row in the order in which a statement binds them.
/// Has no memory of its own: a static one may be asked for by whatever the end of the program
/// destroys after it.
class Cells {
 public:
  static constexpr std::size_t max = 52;  ///< what a description takes
  void push_back(const FieldInfo* field) { fields_.at(count_++) = field; }
  [[nodiscard]] const FieldInfo* const* begin() const { return fields_.data(); }
  [[nodiscard]] const FieldInfo* const* end() const { return fields_.data() + count_; }
  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  std::array<const FieldInfo*, max> fields_{};
  std::size_t count_ = 0;
};

[[nodiscard]] Cells cells_of(const TypeInfo& row);
[[nodiscard]] Cells cells_of(const TypeInfo& row, std::span<const std::string_view> names);
[[nodiscard]] Cells cells_without(const TypeInfo& row, std::span<const std::string_view> names);
/// The values of a row on their way into a statement; they point into the row.
void append(const Cells& cells, const void* row, std::vector<Param>& out);

/// Rows that lie one after the other in memory.
struct Rows {
  const void* first = nullptr;
  std::size_t count = 0;
  std::size_t stride = 0;  ///< bytes from one to the next
};
void run_each(Tx& tx, const Statement& statement, const Cells& cells, const Rows& rows);

template <class Row>
Rows rows_of(std::span<const Row> list) {
  return {list.data(), list.size(), sizeof(Row)};
}

template <class Row>
const Cells& all_cells() {
  static const Cells cells = cells_of(type_of<Row>());
  return cells;
}

/// All but the key.
template <Tabled Row>
const Cells& new_cells() {
  static const Cells cells = cells_without(type_of<Row>(), table<Row>.key);
  return cells;
}

constexpr bool stands_in(std::span<const std::string_view> names, std::string_view name) {
  for (const std::string_view one : names)
    if (one == name) return true;
  return false;
}

/// "id = ? AND version = ?"
constexpr void add_matches(columns::Writer& out, std::span<const std::string_view> names) {
  bool first = true;
  for (const std::string_view name : names) {
    out.add(first ? "" : " AND ").add(name).add(" = ?");
    first = false;
  }
}

template <Tabled Row>
constexpr void write_select(columns::Writer& out) {
  out.add("SELECT ");
  columns::add_names<Row>(out, {});
  out.add(" FROM ").add(table<Row>.name).add(" WHERE ");
}

template <Tabled Row>
constexpr void write_by_key(columns::Writer& out) {
  write_select<Row>(out);
  add_matches(out, table<Row>.key);
}

template <Tabled Row>
constexpr void write_by_keys(columns::Writer& out) {
  write_select<Row>(out);
  out.add(table<Row>.key[0]).add(" IN ? ORDER BY ").add(table<Row>.key[0]);
}

/// INSERT INTO … (…) VALUES (…) of the fields that do not stand in `without`.
template <Tabled Row>
constexpr void write_into(columns::Writer& out, std::span<const std::string_view> without) {
  out.add("INSERT INTO ").add(table<Row>.name).add(" (");
  std::size_t count = 0;
  for (const std::string_view name : describing::field_names<Row>)
    if (!stands_in(without, name)) out.add(count++ == 0 ? "" : ", ").add(name);
  out.add(") VALUES (");
  for (std::size_t i = 0; i < count; ++i) out.add(i == 0 ? "?" : ", ?");
  out.add(")");
}

template <Tabled Row>
constexpr void write_insert(columns::Writer& out) {
  write_into<Row>(out, {});
}

/// The key is the engine's to give, and nobody asks for it.
template <Tabled Row>
constexpr void write_insert_keyless(columns::Writer& out) {
  write_into<Row>(out, table<Row>.key);
}

template <Tabled Row>
constexpr void write_insert_new(columns::Writer& out) {
  write_into<Row>(out, table<Row>.key);
  out.add(" RETURNING ").add(table<Row>.key[0]);
}

template <Tabled Row>
constexpr void write_upsert(columns::Writer& out) {
  write_into<Row>(out, {});
  bool first = true;
  for (const std::string_view name : table<Row>.key) {
    out.add(first ? " ON CONFLICT (" : ", ").add(name);
    first = false;
  }
  first = true;
  for (const std::string_view name : describing::field_names<Row>) {
    if (stands_in(table<Row>.key, name)) continue;
    out.add(first ? ") DO UPDATE SET " : ", ").add(name).add(" = excluded.").add(name);
    first = false;
  }
  if (first) out.add(") DO NOTHING");
}

inline constexpr std::string_view version_name = "version";
/// Whether the rows count their changes.
template <class Row>
concept Versioned = requires(Row row) {
  { row.version } -> std::convertible_to<std::int64_t>;
};

template <Tabled Row>
constexpr void write_update(columns::Writer& out) {
  out.add("UPDATE ").add(table<Row>.name).add(" SET ");
  bool first = true;
  for (const std::string_view name : describing::field_names<Row>) {
    if (stands_in(table<Row>.key, name)) continue;
    out.add(first ? "" : ", ").add(name).add(" = ");
    out.add(Versioned<Row> && name == version_name ? "version + 1" : "?");
    first = false;
  }
  out.add(" WHERE ");
  add_matches(out, table<Row>.key);
  if (Versioned<Row>) out.add(" AND version = ?");
}

template <class Given, class Field>
concept KeyPart =
    std::same_as<Given, Field> || (std::integral<Given> && std::integral<Field>) ||
    (std::convertible_to<Given, std::string_view> && std::convertible_to<Field, std::string_view>);
template <class Types, class... K>
inline constexpr bool fits = false;
template <class... Field, class... K>
  requires(sizeof...(Field) == sizeof...(K))
inline constexpr bool fits<std::tuple<Field...>, K...> = (KeyPart<K, Field> && ...);

template <Tabled Row>
using FirstKey = std::tuple_element_t<0, typename TableOf<Row>::KeyTypes>;
template <class Row>
concept OneKey = Tabled<Row> && std::tuple_size_v<typename TableOf<Row>::KeyTypes> == 1;

}  // namespace tables

/// The row of that key, if there is one. The values are given in the order of TABLE; an id of
/// another kind does not compile.
template <Tabled Row, class... K>
  requires(tables::fits<typename TableOf<Row>::KeyTypes, K...>)
[[nodiscard]] std::optional<Row> by_key(Read& db, const K&... key) {
  return db.one<Row>(Sql<columns::written<&tables::write_by_key<Row>>()>{}, key...);
}

/// The rows of a list of keys, by key, each once; a key that is not there is left out.
template <tables::OneKey Row, class Keys>
[[nodiscard]] std::vector<Row> by_keys(Read& db, const Keys& keys) {
  static_assert(tables::KeyPart<std::ranges::range_value_t<Keys>, tables::FirstKey<Row>>);
  return db.all<Row>(Sql<columns::written<&tables::write_by_keys<Row>>()>{}, keys);
}

/// Adds rows as they are. A failure may show only at the next statement or the end of the job.
template <Tabled Row>
void insert(Tx& tx, const std::vector<Row>& rows) {
  tables::run_each(tx, Sql<columns::written<&tables::write_insert<Row>>()>::statement,
                   tables::all_cells<Row>(), tables::rows_of<Row>(rows));
}
template <Tabled Row>
void insert(Tx& tx, const Row& row) {
  tables::run_each(tx, Sql<columns::written<&tables::write_insert<Row>>()>::statement,
                   tables::all_cells<Row>(), tables::rows_of<Row>({&row, 1}));
}

/// Adds a row whose key the engine gives; what the row says of its key does not count.
template <tables::OneKey Row>
[[nodiscard]] tables::FirstKey<Row> insert_new(Tx& tx, const Row& row) {
  tables::FirstKey<Row> key{};
  std::vector<Param> values;
  tables::append(tables::new_cells<Row>(), &row, values);
  tx.connection().run(Sql<columns::written<&tables::write_insert_new<Row>>()>::statement, values,
                      [&](const RowCursor& answer) {
                        read_cell(answer, 0, type_of<tables::FirstKey<Row>>(), &key);
                      });
  return key;
}
/// The same for a list, when nobody asks for the keys; nobody waits for an answer either.
template <tables::OneKey Row>
void insert_new(Tx& tx, const std::vector<Row>& rows) {
  tables::run_each(tx, Sql<columns::written<&tables::write_insert_keyless<Row>>()>::statement,
                   tables::new_cells<Row>(), tables::rows_of<Row>(rows));
}

/// Adds rows, or puts them in the place of those that have their key; the last of a key counts.
template <Tabled Row>
void upsert(Tx& tx, const std::vector<Row>& rows) {
  tables::run_each(tx, Sql<columns::written<&tables::write_upsert<Row>>()>::statement,
                   tables::all_cells<Row>(), tables::rows_of<Row>(rows));
}
template <Tabled Row>
void upsert(Tx& tx, const Row& row) {
  tables::run_each(tx, Sql<columns::written<&tables::write_upsert<Row>>()>::statement,
                   tables::all_cells<Row>(), tables::rows_of<Row>({&row, 1}));
}

/// Writes all other columns of the row that has this key. A row with a `version` is written only
/// where the stored one is the same, and the stored one goes up by one. False when nothing was
/// written: the row is gone, or somebody else has changed it.
template <Tabled Row>
[[nodiscard]] bool update_by_key(Tx& tx, const Row& row) {
  static const tables::Cells cells = [] {
    std::vector<std::string_view> kept(table<Row>.key.begin(), table<Row>.key.end());
    if (tables::Versioned<Row>) kept.push_back(tables::version_name);
    tables::Cells bound = tables::cells_without(type_of<Row>(), kept);
    for (const FieldInfo* key : tables::cells_of(type_of<Row>(), kept)) bound.push_back(key);
    return bound;
  }();
  std::vector<Param> values;
  tables::append(cells, &row, values);
  return tx.connection().run(Sql<columns::written<&tables::write_update<Row>>()>::statement, values,
                             {}) == 1;
}

}  // namespace twinrail
