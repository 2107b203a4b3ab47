#include <charconv>

#include "platform/json/json.hpp"

namespace twinrail {
namespace {

void write_number(std::string& out, std::int64_t n) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
}

void quote(std::string& out, std::string_view plain) { ((out += '"') += plain) += '"'; }

void write_object(std::string& out, const TypeInfo& type, const void* value) {
  char separator = '{';
  for (const FieldInfo& field : type.fields) {
    out += separator;
    quote(out, field.name);
    out += ':';
    write_json(out, field.type(), field.in(value));
    separator = ',';
  }
  out += separator == '{' ? "{}" : "}";
}

void write_list(std::string& out, const TypeInfo& type, const void* value) {
  const std::size_t size = type.size(value);
  const TypeInfo& element = type.element();
  out += '[';
  for (std::size_t i = 0; i < size; ++i) {
    if (i > 0) out += ',';
    write_json(out, element, type.at(value, i));
  }
  out += ']';
}

}  // namespace

void write_json_text(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default: {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20) out += c;
        else (out += "\\u00") += {hex[byte >> 4], hex[byte & 15]};
      }
    }
  }
  out += '"';
}

void write_json(std::string& out, const TypeInfo& type, const void* value) {
  switch (type.kind) {
    case Kind::boolean: out += type.get(value) != 0 ? "true" : "false"; return;
    case Kind::integer:
    case Kind::id: return write_number(out, type.get(value));
    case Kind::text: return write_json_text(out, *static_cast<const std::string*>(value));
    case Kind::decimal: return quote(out, static_cast<const Decimal*>(value)->to_string());
    case Kind::ratio: return quote(out, static_cast<const Ratio*>(value)->to_string());
    case Kind::date: return quote(out, static_cast<const Date*>(value)->to_string());
    case Kind::instant: return quote(out, static_cast<const Instant*>(value)->to_string());
    case Kind::enumeration: return quote(out, type.names[static_cast<std::size_t>(type.get(value))]);
    case Kind::optional: {
      const void* inside = type.inside(value);
      if (!inside) out += "null";
      else write_json(out, type.element(), inside);
      return;
    }
    case Kind::list: return write_list(out, type, value);
    case Kind::object: return write_object(out, type, value);
    case Kind::raw: out += static_cast<const RawJson*>(value)->text; return;
  }
}

}  // namespace twinrail
