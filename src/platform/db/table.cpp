#include "platform/db/table.hpp"

#include <algorithm>

namespace twinrail::tables {
namespace {

[[noreturn]] void not_a_cell(const FieldInfo& field) {
  throw Error(Fault::internal, "db.bad_column", Arguments{{"column", std::string(field.name)}});
}

/// The same as `param` of db/param.hpp, for a type that is known only when the program runs.
Param cell(const FieldInfo& field, const TypeInfo& type, const void* value) {
  switch (type.kind) {
    case Kind::boolean:
    case Kind::integer:
    case Kind::id:
      return Param::of(type.get(value));
    case Kind::text:
      return Param::of(std::string_view(*static_cast<const std::string*>(value)));
    case Kind::decimal:
      return Param::of(static_cast<const Decimal*>(value)->micros());
    case Kind::ratio:
      return Param::of(static_cast<const Ratio*>(value)->parts());
    case Kind::date:
      return Param::of(std::int64_t{static_cast<const Date*>(value)->days()});
    case Kind::instant:
      return Param::of(static_cast<const Instant*>(value)->micros());
    case Kind::raw:
      return Param::of(std::string_view(static_cast<const RawJson*>(value)->text));
    case Kind::enumeration: {
      const auto index = static_cast<std::size_t>(type.get(value));
      if (index >= type.names.size()) not_a_cell(field);
      return Param::of(type.names[index]);
    }
    case Kind::optional: {
      const void* inside = type.inside(value);
      return inside ? cell(field, type.element(), inside) : Param{};
    }
    default:
      not_a_cell(field);
  }
}

}  // namespace

Cells cells_of(const TypeInfo& row) {
  Cells cells;
  for (const FieldInfo& field : row.fields) cells.push_back(&field);
  return cells;
}

Cells cells_of(const TypeInfo& row, std::span<const std::string_view> names) {
  Cells cells;
  for (const std::string_view name : names)
    cells.push_back(&*std::ranges::find(row.fields, name, &FieldInfo::name));
  return cells;
}

Cells cells_without(const TypeInfo& row, std::span<const std::string_view> names) {
  Cells cells;
  for (const FieldInfo& field : row.fields)
    if (!stands_in(names, field.name)) cells.push_back(&field);
  return cells;
}

void append(const Cells& cells, const void* row, std::vector<Param>& out) {
  for (const FieldInfo* field : cells) out.push_back(cell(*field, field->type(), field->in(row)));
}

void run_each(Tx& tx, const Statement& statement, const Cells& cells, const Rows& rows) {
  if (rows.count == 0) return;
  const auto* first = static_cast<const std::byte*>(rows.first);
  tx.connection().run_each(statement, rows.count, [&](std::size_t at, std::vector<Param>& out) {
    append(cells, first + at * rows.stride, out);
  });
}

}  // namespace twinrail::tables
