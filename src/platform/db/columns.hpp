#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/describe.hpp"
#include "platform/db/sql.hpp"

/// The columns of a statement out of the description of its row, when the program is compiled.
namespace twinrail {

namespace columns {

/// Writes a text that is run twice: first to measure it, then into its place.
struct Writer {
  char* to = nullptr;
  std::size_t size = 0;
  constexpr Writer& add(std::string_view text) {
    for (const char c : text) {
      if (to != nullptr) to[size] = c;
      ++size;
    }
    return *this;
  }
};

/// What `write` writes, as the text of a statement.
template <void (*write)(Writer&)>
consteval auto written() {
  constexpr std::size_t size = [] {
    Writer measure;
    write(measure);
    return measure.size;
  }();
  SqlText<size + 1> sql;
  Writer into{.to = sql.text};
  write(into);
  return sql;
}

/// Whether a value of the type fits into one column.
template <class T>
inline constexpr bool is_cell =
    std::integral<T> || std::derived_from<T, std::string> || std::same_as<T, Decimal> ||
    std::same_as<T, Ratio> || std::same_as<T, Date> || std::same_as<T, Instant> ||
    std::same_as<T, RawJson> || std::is_enum_v<T> || describing::is_id<T> ||
    describing::is_ranged<T>;
template <class T>
inline constexpr bool is_cell<std::optional<T>> = is_cell<T>;

template <class Members>
inline constexpr bool are_cells = false;
template <template <class...> class L, class... Member>
inline constexpr bool are_cells<L<Member...>> =
    (is_cell<typename describing::FieldOf<std::remove_cv_t<decltype(Member::pointer)>>::type> &&
     ...);

/// A described struct whose fields are columns, each.
template <class Row>
concept Flat =
    boost::describe::has_describe_members<Row>::value && are_cells<describing::MembersOf<Row>>;

/// The names with commas between them; an alias goes before each.
template <Flat Row>
constexpr void add_names(Writer& out, std::string_view alias) {
  bool first = true;
  for (const std::string_view name : describing::field_names<Row>) {
    if (!first) out.add(", ");
    first = false;
    if (!alias.empty()) out.add(alias).add(".");
    out.add(name);
  }
}

inline constexpr std::string_view mark = "{columns";

/// A `{` without its `}` does not compile: the view would be cut past its end.
template <class Row, SqlText T>
constexpr void expand(Writer& out) {
  std::string_view rest(T.text);
  for (auto at = rest.find(mark); at != std::string_view::npos; at = rest.find(mark)) {
    out.add(rest.substr(0, at));
    rest.remove_prefix(at + mark.size());
    const auto end = rest.find('}');
    std::string_view alias = rest.substr(0, end);
    if (alias.starts_with(' ')) alias.remove_prefix(1);
    add_names<Row>(out, alias);
    rest.remove_prefix(end + 1);
  }
  out.add(rest);
}

}  // namespace columns

template <SqlText T>
inline constexpr bool has_columns =
    std::string_view(T.text).find(columns::mark) != std::string_view::npos;

/// A statement's text with the fields of `Row` in the place of `{columns}`, `{columns alias}`.
template <class Row, SqlText T>
consteval auto with_columns() {
  if constexpr (has_columns<T>)
    return columns::written<&columns::expand<Row, T>>();
  else
    return T;
}

/// The statement that is prepared: only the full text is registered.
template <class Row, SqlText T>
using SqlFor = Sql<with_columns<Row, T>()>;

}  // namespace twinrail
