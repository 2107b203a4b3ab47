#include "app/check_fields.hpp"

#include <array>

namespace twinrail::check {
namespace {

/// Names inside a list that a case may carry for its reader.
constexpr std::array<std::string_view, 8> reader_names{"title", "kpi",   "kind", "name",
                                                       "label", "owner", "note", "id"};

Error wrong(std::string_view name, std::string_view what) {
  return malformed(std::string(name) + " " + std::string(what));
}

}  // namespace

Decimal decimal_of(const Value& value, std::string_view name) {
  std::optional<std::string> plain;
  if (value.kind() == Value::Kind::number) plain = plain_number(value.text());
  if (value.kind() == Value::Kind::text) plain = value.text();
  if (!plain) throw wrong(name, "is not a number");
  const auto parsed = Decimal::parse(*plain);
  if (parsed.outcome == NumberText::malformed) throw wrong(name, "is not a number");
  if (parsed.outcome == NumberText::too_many_decimals) throw wrong(name, "has over six decimals");
  if (parsed.outcome == NumberText::overflow) throw wrong(name, "is too large");
  return parsed.value;
}

std::optional<Decimal> decimal_or_null_of(const Value& value, std::string_view name) {
  if (value.is_null()) return std::nullopt;
  return decimal_of(value, name);
}

Date date_of(const Value& value, std::string_view name) {
  const auto day = value.kind() == Value::Kind::text ? Date::parse(value.text()) : std::nullopt;
  if (!day) throw wrong(name, "is not a date");
  return *day;
}

std::string text_of(const Value& value, std::string_view name) {
  if (value.kind() != Value::Kind::text) throw wrong(name, "is not a text");
  return value.text();
}

std::vector<Date> dates_of(const std::vector<Value>& items, std::string_view name) {
  std::vector<Date> days;
  for (const Value& item : items) days.push_back(date_of(item, name));
  return days;
}

Fields::Fields(const Value& object, std::initializer_list<std::string_view> known, Extra extra)
    : object_(object) {
  if (object.kind() != Value::Kind::object) throw malformed("an object is wanted here");
  for (const std::string& name : object.names()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const bool for_reader =
        std::find(reader_names.begin(), reader_names.end(), name) != reader_names.end();
    if (extra == Extra::none || !for_reader) throw malformed("unknown field \"" + name + "\"");
  }
}

const Value& Fields::required(std::string_view name) const {
  const Value* found = object_.find(name);
  if (found == nullptr) throw malformed("missing field \"" + std::string(name) + "\"");
  return *found;
}

const Value* Fields::optional(std::string_view name) const {
  const Value* found = object_.find(name);
  return found == nullptr || found->is_null() ? nullptr : found;
}

void Fields::not_both(std::string_view one, std::string_view other) const {
  if (object_.find(one) == nullptr || object_.find(other) == nullptr) return;
  throw malformed("either \"" + std::string(one) + "\" or \"" + std::string(other) + "\"");
}

Decimal Fields::decimal(std::string_view name) const { return decimal_of(required(name), name); }

Decimal Fields::decimal_or(std::string_view name, Decimal otherwise) const {
  return decimal_if(name).value_or(otherwise);
}

std::optional<Decimal> Fields::decimal_if(std::string_view name) const {
  const Value* found = optional(name);
  if (found == nullptr) return std::nullopt;
  return decimal_of(*found, name);
}

std::optional<Decimal> Fields::decimal_or_null(std::string_view name) const {
  return decimal_or_null_of(required(name), name);
}

Date Fields::date(std::string_view name) const { return date_of(required(name), name); }

std::optional<Date> Fields::date_if(std::string_view name) const {
  const Value* found = optional(name);
  if (found == nullptr) return std::nullopt;
  return date_of(*found, name);
}

std::optional<Date> Fields::date_or_null(std::string_view name) const {
  static_cast<void>(required(name));
  return date_if(name);
}

std::int64_t Fields::whole(std::string_view name) const {
  const Decimal figure = decimal(name);
  if (figure.micros() % Decimal::micros_per_unit != 0) throw wrong(name, "is not a whole number");
  return figure.micros() / Decimal::micros_per_unit;
}

std::int64_t Fields::whole_or(std::string_view name, std::int64_t otherwise) const {
  return has(name) ? whole(name) : otherwise;
}

bool Fields::flag(std::string_view name) const {
  const Value& found = required(name);
  if (found.kind() != Value::Kind::boolean) throw wrong(name, "is neither true nor false");
  return found.flag();
}

bool Fields::flag_or(std::string_view name, bool otherwise) const {
  return has(name) ? flag(name) : otherwise;
}

std::string Fields::text(std::string_view name) const { return text_of(required(name), name); }

std::optional<std::string> Fields::text_if(std::string_view name) const {
  const Value* found = optional(name);
  if (found == nullptr) return std::nullopt;
  return text_of(*found, name);
}

const std::vector<Value>& Fields::list(std::string_view name) const {
  const Value& found = required(name);
  if (found.kind() != Value::Kind::list) throw wrong(name, "is not a list");
  return found.items();
}

const std::vector<Value>& Fields::list_or_empty(std::string_view name) const {
  static const std::vector<Value> none;
  return has(name) ? list(name) : none;
}

const Value& Fields::object(std::string_view name) const {
  const Value& found = required(name);
  if (found.kind() != Value::Kind::object) throw wrong(name, "is not an object");
  return found;
}

}  // namespace twinrail::check
