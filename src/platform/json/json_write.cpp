#include <charconv>

#include "platform/json/document.hpp"
#include "platform/json/json.hpp"

namespace twinrail {
namespace {

template <class T>
const T& as(const void* object) {
  return *static_cast<const T*>(object);
}

void write_integer(std::string& out, std::int64_t value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), end.ptr);
}

void write_enumerator(std::string& out, const TypeInfo& type, const void* object) {
  const std::int64_t index = type.get(object);
  if (index < 0) {
    throw Error(Fault::internal, "json.no_enumerator", Arguments{{"type", std::string(type.name)}});
  }
  out += '"';
  out += type.names[static_cast<std::size_t>(index)];
  out += '"';
}

void write_list(std::string& out, const TypeInfo& type, const void* object) {
  const TypeInfo& element = type.element();
  const std::size_t size = type.size(object);
  out += '[';
  for (std::size_t i = 0; i < size; ++i) {
    if (i > 0) out += ',';
    write_json(out, element, type.at(object, i));
  }
  out += ']';
}

void write_object(std::string& out, const TypeInfo& type, const void* object) {
  out += '{';
  bool first = true;
  for (const FieldInfo& field : type.fields) {
    out += first ? "\"" : ",\"";
    first = false;
    out += field.name;  // a C++ identifier: nothing to escape
    out += "\":";
    write_json(out, field.type(), field.in(object));
  }
  out += '}';
}

/// Digits and signs: nothing to escape.
void write_quoted(std::string& out, const std::string& text) {
  out += '"';
  out += text;
  out += '"';
}

}  // namespace

void write_json(std::string& out, const TypeInfo& type, const void* object) {
  switch (type.kind) {
    case Kind::boolean:
      out += as<bool>(object) ? "true" : "false";
      return;
    case Kind::integer:
    case Kind::id:
      return write_integer(out, type.get(object));
    case Kind::text:
      return json::write_text(out, as<std::string>(object));
    case Kind::decimal:
      return write_quoted(out, as<Decimal>(object).to_string());
    case Kind::ratio:
      return write_quoted(out, as<Ratio>(object).to_string());
    case Kind::date:
      return write_quoted(out, as<Date>(object).to_string());
    case Kind::instant:
      return write_quoted(out, as<Instant>(object).to_string());
    case Kind::enumeration:
      return write_enumerator(out, type, object);
    case Kind::upload:
      return;  // only in requests
    case Kind::raw:
      out += as<RawJson>(object).text.empty() ? "null" : as<RawJson>(object).text;
      return;
    case Kind::optional:
      if (const void* value = type.inside(object)) return write_json(out, type.element(), value);
      out += "null";
      return;
    case Kind::list:
      return write_list(out, type, object);
    case Kind::object:
      return write_object(out, type, object);
  }
}

}  // namespace twinrail
