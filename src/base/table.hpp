#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

#include <boost/describe/detail/pp_for_each.hpp>

#include "base/describe.hpp"

/// Where the rows of a described struct are kept. The columns are the struct's fields, so that they
/// are written once; what reads and writes such rows stands in `platform/db/table.hpp`.
namespace twinrail {

/// A table: its name, and the fields of its key, one or several.
template <class Row, auto... Key>
struct Table {
  std::string_view name;
  std::array<std::string_view, sizeof...(Key)> key{};
  /// The types of the key's fields, in their order.
  using KeyTypes = std::tuple<typename describing::FieldOf<decltype(Key)>::type...>;

  consteval Table(std::string_view table, std::string_view key_names) : name(table) {
    for (std::string_view& one : key) one = describing::next_name(key_names);
  }
};

/// A described struct that has a table.
template <class Row>
concept Tabled = requires { table_of(static_cast<const Row*>(nullptr)); };
template <Tabled Row>
using TableOf = decltype(table_of(static_cast<const Row*>(nullptr)));
template <Tabled Row>
inline constexpr TableOf<Row> table = table_of(static_cast<const Row*>(nullptr));

}  // namespace twinrail

#define TWINRAIL_KEY_FIELD(Row, field) , &Row::field

/// Says beside DESCRIBE where the rows are kept: TABLE(TargetRow, "kpi_target", id). Several fields
/// of a key follow each other. A field that the struct does not have does not compile.
#define TABLE(Row, table_name, ...)                                       \
  [[maybe_unused]] consteval auto table_of(const Row*) {                  \
    return ::twinrail::Table<Row BOOST_DESCRIBE_PP_FOR_EACH(              \
        TWINRAIL_KEY_FIELD, Row, __VA_ARGS__)>(table_name, #__VA_ARGS__); \
  }                                                                       \
  static_assert(true)
