#include "platform/inlets/record_columns.hpp"

#include <algorithm>

#include "platform/json/json.hpp"

namespace twinrail::inlets {
namespace {

const TypeInfo& inner_of(const TypeInfo& type) {
  return type.kind == Kind::optional ? type.element() : type;
}

bool is_names(const FieldInfo& field) { return &inner_of(field.type()) == &type_of<Names>(); }

bool is_cell(const TypeInfo& type) {
  switch (type.kind) {
    case Kind::optional:
    case Kind::list:
    case Kind::object:
    case Kind::raw:
    case Kind::upload:
      return false;
    default:
      return true;
  }
}

const void* part_of(const Names& names, Part part) {
  return part == Part::zh ? static_cast<const void*>(&names.zh) : &names.en;
}

/// A spreadsheet writes TRUE and FALSE where it means true and false.
std::string_view plain(const TypeInfo& type, std::string_view cell) {
  if (inner_of(type).kind != Kind::boolean) return cell;
  return cell == "TRUE" ? "true" : cell == "FALSE" ? "false" : cell;
}

/// One of the two has to be there where the name has, and where the other columns say so.
void require_a_name(const RecordColumn& zh, const RecordColumn& en, const void* record,
                    std::vector<Problem>& problems) {
  const auto wrong = [&](const Problem& p) { return p.pointer == zh.name || p.pointer == en.name; };
  const auto* names = static_cast<const Names*>(zh.field->in(record));
  if (zh.field->type().kind == Kind::optional || std::ranges::any_of(problems, wrong)) return;
  if (names->zh.empty() && names->en.empty())
    problems.push_back({zh.name, "request.names_empty", {}});
}

}  // namespace

const TypeInfo& RecordColumn::type() const {
  if (part == Part::whole) return inner_of(field->type());
  return part == Part::zh ? type_of<decltype(Names::zh)>() : type_of<decltype(Names::en)>();
}

bool RecordColumn::may_be_empty() const {
  return part != Part::whole || field->type().kind == Kind::optional;
}

const void* RecordColumn::in(const void* record) const {
  const TypeInfo& of = field->type();
  const void* value = field->in(record);
  if (of.kind == Kind::optional) value = of.inside(value);
  if (value == nullptr || part == Part::whole) return value;
  return part_of(*static_cast<const Names*>(value), part);
}

void* RecordColumn::place(void* record) const {
  if (const void* there = in(record)) return const_cast<void*>(there);
  void* value = field->type().emplace(field->in(record));
  return part == Part::whole ? value
                             : const_cast<void*>(part_of(*static_cast<const Names*>(value), part));
}

std::vector<RecordColumn> columns_of(const TypeInfo& record) {
  std::vector<RecordColumn> columns;
  for (const FieldInfo& field : record.fields) {
    const std::string name(field.name);
    if (is_names(field)) {
      columns.push_back({name + "_zh", &field, Part::zh});
      columns.push_back({name + "_en", &field, Part::en});
    } else if (is_cell(inner_of(field.type()))) {
      columns.push_back({name, &field, Part::whole});
    } else {
      throw Error(Fault::internal, "inlet.misdescribed",
                  Arguments{{"inlet", std::string(record.name) + "." + name}});
    }
  }
  return columns;
}

std::vector<Problem> read_record(const std::vector<RecordColumn>& columns,
                                 const std::vector<std::string>& cells, void* record) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const RecordColumn& column = columns[i];
    if (!cells[i].empty())
      read_text(plain(column.type(), cells[i]), column.type(), column.place(record), column.name,
                problems);
    else if (!column.may_be_empty())
      problems.push_back({column.name, "inlet.missing_value", {}});
    if (column.part == Part::en) require_a_name(columns[i - 1], column, record, problems);
  }
  return problems;
}

std::string cell_text(const TypeInfo& type, const void* value) {
  switch (type.kind) {
    case Kind::boolean:
      return type.get(value) != 0 ? "true" : "false";
    case Kind::integer:
    case Kind::id:
      return std::to_string(type.get(value));
    case Kind::text:
      return *static_cast<const std::string*>(value);
    case Kind::decimal:
      return static_cast<const Decimal*>(value)->to_string();
    case Kind::ratio:
      return static_cast<const Ratio*>(value)->to_string();
    case Kind::date:
      return static_cast<const Date*>(value)->to_string();
    case Kind::instant:
      return static_cast<const Instant*>(value)->to_string();
    case Kind::enumeration:
      return std::string(type.names[static_cast<std::size_t>(type.get(value))]);
    default:
      return {};  // `columns_of` lets nothing else be a column
  }
}

}  // namespace twinrail::inlets
