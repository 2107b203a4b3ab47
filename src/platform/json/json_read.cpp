#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "platform/json/json.hpp"

namespace twinrail {
namespace {

using Problems = std::vector<Problem>;

void wrong_type(std::string_view expected, const std::string& pointer, Problems& problems) {
  problems.push_back({pointer, "request.wrong_type", {{"expected", std::string(expected)}}});
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// A JSON pointer's piece (RFC 6901).
std::string below(const std::string& pointer, std::string_view name) {
  std::string out = pointer + "/";
  for (const char c : name) {
    if (c == '~') out += "~0";
    else if (c == '/') out += "~1";
    else out += c;
  }
  return out;
}

void fill_integer(const TypeInfo& type, void* target, std::string_view text,
                  const std::string& pointer, Problems& problems) {
  std::int64_t n = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (bad == std::errc::result_out_of_range) {
    problems.push_back({pointer, "base.overflow", {}});
  } else if (bad != std::errc{} || end != text.data() + text.size()) {
    wrong_type("integer", pointer, problems);
  } else if (n < type.min || n > type.max) {
    problems.push_back({pointer, "request.out_of_range",
                        {{"min", std::to_string(type.min)}, {"max", std::to_string(type.max)}}});
  } else {
    type.set(target, n);
  }
}

void fill_bounded_text(const TypeInfo& type, void* target, std::string_view text,
                       const std::string& pointer, Problems& problems) {
  if (type.length > 0 && text.size() > type.length && characters(text) > type.length)
    problems.push_back({pointer, "request.too_long", {{"max", std::to_string(type.length)}}});
  else
    static_cast<std::string*>(target)->assign(text);
}

void fill_choice(const TypeInfo& type, void* target, std::string_view text,
                 const std::string& pointer, Problems& problems) {
  const auto found = std::ranges::find(type.names, text);
  if (found != type.names.end()) return type.set(target, found - type.names.begin());
  std::string choices;
  for (const std::string_view name : type.names) (choices += choices.empty() ? "" : ", ") += name;
  problems.push_back({pointer, "request.not_a_choice", {{"choices", choices}}});
}

/// The types whose text is read by their own parser, which throws what is wrong.
void fill_parsed(const TypeInfo& type, void* target, std::string_view text,
                 const std::string& pointer, Problems& problems) {
  try {
    switch (type.kind) {
      case Kind::decimal: *static_cast<Decimal*>(target) = Decimal::from_text(text); return;
      case Kind::ratio: *static_cast<Ratio*>(target) = Ratio::from_text(text); return;
      case Kind::date: *static_cast<Date*>(target) = Date::from_text(text); return;
      case Kind::instant: *static_cast<Instant*>(target) = Instant::from_text(text); return;
      default: return;
    }
  } catch (const Error& e) {
    problems.push_back({pointer, e.key(), e.args()});
  }
}

void fill_list(const TypeInfo& type, void* target, const JsonValue& value,
               const std::string& pointer, Problems& problems) {
  if (type.length > 0 && value.items.size() > type.length) {
    problems.push_back({pointer, "request.too_many_items", {{"max", std::to_string(type.length)}}});
    return;
  }
  for (std::size_t i = 0; i < value.items.size(); ++i)
    fill_from_json(type.element(), type.emplace(target), value.items[i],
                   pointer + "/" + std::to_string(i), problems);
}

void fill_object(const TypeInfo& type, void* target, const JsonValue& value,
                 const std::string& pointer, Problems& problems) {
  for (const std::string& name : value.names)
    if (std::ranges::find(type.fields, name, &FieldInfo::name) == type.fields.end())
      problems.push_back({below(pointer, name), "request.unknown_field", {{"field", name}}});
  for (const FieldInfo& field : type.fields) {
    const TypeInfo& info = field.type();
    if (const JsonValue* member = value.find(field.name))
      fill_from_json(info, field.in(target), *member, below(pointer, field.name), problems);
    else if (info.kind != Kind::optional)
      problems.push_back({below(pointer, field.name), "request.missing_field",
                          {{"field", std::string(field.name)}}});
  }
  if (&type == &type_of<Names>()) {
    const auto& names = *static_cast<const Names*>(target);
    if (names.zh.empty() && names.en.empty() && problems.empty())
      problems.push_back({pointer, "request.names_empty", {}});
  }
}

bool fits(Kind kind, JsonValue::Kind given) {
  switch (kind) {
    case Kind::boolean: return given == JsonValue::Kind::boolean;
    case Kind::integer:
    case Kind::id: return given == JsonValue::Kind::number;
    case Kind::decimal:
    case Kind::ratio: return given == JsonValue::Kind::text || given == JsonValue::Kind::number;
    case Kind::list: return given == JsonValue::Kind::list;
    case Kind::object: return given == JsonValue::Kind::object;
    default: return given == JsonValue::Kind::text;
  }
}

std::string_view word_for(Kind kind) {
  switch (kind) {
    case Kind::boolean: return "boolean";
    case Kind::integer:
    case Kind::id: return "integer";
    case Kind::decimal:
    case Kind::ratio: return "decimal";
    case Kind::list: return "list";
    case Kind::object: return "object";
    default: return "text";
  }
}

}  // namespace

void fill_from_text(const TypeInfo& type, void* target, std::string_view text,
                    const std::string& pointer, Problems& problems) {
  switch (type.kind) {
    case Kind::optional: return fill_from_text(type.element(), type.emplace(target), text, pointer, problems);
    case Kind::list: return fill_from_text(type.element(), type.emplace(target), text, pointer, problems);
    case Kind::boolean:
      if (text != "true" && text != "false") return wrong_type("boolean", pointer, problems);
      return type.set(target, text == "true");
    case Kind::integer:
    case Kind::id: return fill_integer(type, target, text, pointer, problems);
    case Kind::text: return fill_bounded_text(type, target, text, pointer, problems);
    case Kind::enumeration: return fill_choice(type, target, text, pointer, problems);
    case Kind::object:
    case Kind::raw: return wrong_type("text", pointer, problems);
    default: return fill_parsed(type, target, text, pointer, problems);
  }
}

void fill_from_json(const TypeInfo& type, void* target, const JsonValue& value,
                    const std::string& pointer, Problems& problems) {
  if (type.kind == Kind::optional) {
    if (value.kind == JsonValue::Kind::null) return;
    return fill_from_json(type.element(), type.emplace(target), value, pointer, problems);
  }
  if (!fits(type.kind, value.kind)) return wrong_type(word_for(type.kind), pointer, problems);
  switch (type.kind) {
    case Kind::boolean: return type.set(target, value.flag);
    case Kind::list: return fill_list(type, target, value, pointer, problems);
    case Kind::object: return fill_object(type, target, value, pointer, problems);
    case Kind::decimal:
    case Kind::ratio:
      if (value.kind == JsonValue::Kind::number)
        if (const auto plain = plain_number(value.text))
          return fill_from_text(type, target, *plain, pointer, problems);
      return fill_from_text(type, target, value.text, pointer, problems);
    default: return fill_from_text(type, target, value.text, pointer, problems);
  }
}

void require_bounded(const TypeInfo& type) {
  const bool unbounded = (type.kind == Kind::text || type.kind == Kind::list) && type.length == 0;
  if (unbounded || type.kind == Kind::raw)
    throw std::logic_error("a request holds an unbounded text or list");
  if (type.element) require_bounded(type.element());
  for (const FieldInfo& field : type.fields) require_bounded(field.type());
}

}  // namespace twinrail
