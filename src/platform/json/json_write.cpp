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

/// Digits and signs: nothing to escape.
void write_quoted(std::string& out, const std::string& text) {
  out += '"';
  out += text;
  out += '"';
}

/// Writes for a viewer, or for nobody.
class Writer {
 public:
  Writer(std::string& out, const Sight* sight) : out_(out), sight_(sight) {}

  void value(const TypeInfo& type, const void* object, const Subject& around) {
    switch (type.kind) {
      case Kind::boolean:
        out_ += as<bool>(object) ? "true" : "false";
        return;
      case Kind::integer:
      case Kind::id:
        return write_integer(out_, type.get(object));
      case Kind::text:
        return json::write_text(out_, as<std::string>(object));
      case Kind::decimal:
        return write_quoted(out_, as<Decimal>(object).to_string());
      case Kind::ratio:
        return write_quoted(out_, as<Ratio>(object).to_string());
      case Kind::date:
        return write_quoted(out_, as<Date>(object).to_string());
      case Kind::instant:
        return write_quoted(out_, as<Instant>(object).to_string());
      case Kind::enumeration:
        return write_enumerator(out_, type, object);
      case Kind::upload:
        return;  // only in requests
      case Kind::raw:
        out_ += as<RawJson>(object).text.empty() ? "null" : as<RawJson>(object).text;
        return;
      case Kind::optional:
        if (const void* inside = type.inside(object)) return value(type.element(), inside, around);
        out_ += "null";
        return;
      case Kind::list:
        return list(type, object, around);
      case Kind::object:
        return members(type, object, subject_of(type, object, around));
    }
  }

 private:
  void list(const TypeInfo& type, const void* object, const Subject& around) {
    const TypeInfo& element = type.element();
    const std::size_t size = type.size(object);
    out_ += '[';
    for (std::size_t i = 0; i < size; ++i) {
      if (i > 0) out_ += ',';
      value(element, type.at(object, i), around);
    }
    out_ += ']';
  }

  void members(const TypeInfo& type, const void* object, const Subject& subject) {
    out_ += '{';
    bool first = true;
    for (const FieldInfo& field : type.fields) {
      out_ += first ? "\"" : ",\"";
      first = false;
      out_ += field.name;  // a C++ identifier: nothing to escape
      out_ += "\":";
      if (seen(field, subject))
        value(field.type(), field.in(object), subject);
      else
        out_ += "null";
    }
    out_ += '}';
  }

  [[nodiscard]] bool seen(const FieldInfo& field, const Subject& subject) const {
    if (field.attributes.field_class == FieldClass::open) return true;
    if (sight_ == nullptr)
      throw Error(Fault::internal, "json.no_viewer", Arguments{{"field", std::string(field.name)}});
    return sight_->sees(field.attributes.field_class, subject);
  }

  std::string& out_;
  const Sight* sight_;
};

/// The id in a field, or in an optional field; 0 where there is none.
std::int64_t id_in(const FieldInfo& field, const void* object) {
  const TypeInfo& type = field.type();
  const void* value = field.in(object);
  if (type.kind != Kind::optional) return type.get(value);
  const void* inside = type.inside(value);
  return inside == nullptr ? 0 : type.element().get(inside);
}

}  // namespace

Subject subject_of(const TypeInfo& type, const void* object, Subject around) {
  if (type.person != nullptr) around.person = {id_in(*type.person, object)};
  if (type.org_unit != nullptr) around.org_unit = {id_in(*type.org_unit, object)};
  return around;
}

void write_json(std::string& out, const TypeInfo& type, const void* object, const Sight* sight) {
  Writer(out, sight).value(type, object, {});
}

}  // namespace twinrail
