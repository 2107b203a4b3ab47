#include "platform/openapi/schemas.hpp"

#include <algorithm>
#include <cctype>

#include "base/signs.hpp"
#include "platform/access/rights.hpp"
#include "platform/i18n/i18n.hpp"

namespace twinrail::openapi {
namespace {

/// The bounds that a reply's texts and lists keep: the linters want one on each.
constexpr std::int64_t reply_text_max = 1 << 20;
constexpr std::int64_t reply_items_max = 100'000;

bool is_names(const TypeInfo& type) { return &type == &type_of<Names>(); }

/// "measure" → "Measure"
std::string capital(std::string_view word) {
  std::string text(word);
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

/// The short name of a template is "T>"; it says what comes after the name of T.
std::string plain_name(const TypeInfo& type) {
  std::string name(type.name);
  if (name.ends_with('>')) name = name.substr(0, name.size() - 1) + std::string(type.suffix);
  return name;
}

std::string_view entity_of(const TypeInfo& id) {
  std::string_view name = id.name;
  if (name.ends_with("Tag")) name.remove_suffix(3);
  return name;
}

void type_word(Writer& out, std::string_view word, bool nullable) {
  if (!nullable) {
    out.text("type", word);
    return;
  }
  out.list("type").text(word).text("null").close();
}

void write_integer(Writer& out, const TypeInfo& type, Role role, bool nullable) {
  type_word(out, "integer", nullable);
  out.text("format", "int64");
  // A reply may name "none yet" (0): a breach that is only building up has no row.
  const bool may_be_none = type.kind == Kind::id && role == Role::reply;
  out.number("minimum", may_be_none ? 0 : type.min);
  out.number("maximum", type.max);
  if (type.kind == Kind::id) out.text("x-entity", entity_of(type));
}

void write_text(Writer& out, std::int64_t max, bool nullable) {
  type_word(out, "string", nullable);
  out.number("maxLength", max);
  out.text("pattern", "^[^\\u0000]*$");
}

/// "\u200f", as a regular expression writes it.
std::string code_unit(char32_t sign) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) text += digits[(sign >> shift) & 0xF];
  return text;
}

/// `is_code` as a pattern: signs that are seen, with blanks between them.
std::string code_pattern() {
  std::string seen = "[^";
  for (const auto& [first, last] : invisible_signs)
    seen += first == last ? code_unit(first) : code_unit(first) + "-" + code_unit(last);
  seen += "]";
  return "^" + seen + "(?:(?: |" + seen + ")*" + seen + ")?$";
}

void write_pattern(Writer& out, std::string_view pattern, std::int64_t max, bool nullable) {
  type_word(out, "string", nullable);
  out.number("maxLength", max);
  out.text("pattern", pattern);
}

void write_format(Writer& out, std::string_view format, std::int64_t max, bool nullable) {
  type_word(out, "string", nullable);
  out.text("format", format);
  out.number("maxLength", max);
}

void write_choices(Writer& out, const TypeInfo& type) {
  out.text("type", "string").list("enum");
  for (const std::string_view name : type.names) out.text(name);
  out.close();
}

}  // namespace

void Schemas::claim(const TypeInfo& type) {
  if (type.kind == Kind::object || type.kind == Kind::enumeration)
    claims_[plain_name(type)].insert(&type);
}

void Schemas::note_reply(const TypeInfo& type) {
  if (!in_replies_.insert(&type).second) return;
  claim(type);
  if (type.element != nullptr) note_reply(type.element());
  for (const FieldInfo& field : type.fields) note_reply(field.type());
}

void Schemas::note_request(const TypeInfo& type, const FieldNames& left_out) {
  if (!requests_[&type].insert(left_out).second) return;
  claim(type);
  if (type.element != nullptr) note_request(type.element());
  for (const FieldInfo& field : type.fields) note_request(field.type());
}

std::string Schemas::name_for(const TypeInfo& type, Role role, const FieldNames& left_out) const {
  std::string name = plain_name(type);
  if (claims_.at(name).size() > 1) name = capital(type.module) + name;
  if (role == Role::reply) return name;
  if (in_replies_.contains(&type)) name += "Input";
  const auto forms = requests_.find(&type);
  if (forms != requests_.end() && forms->second.size() > 1)
    for (const std::string_view field : left_out) name += "Without" + capital(field);
  return name;
}

std::string Schemas::reference(const TypeInfo& type, Role role, const std::string& module,
                               const FieldNames& left_out) {
  // An enumeration is the same in both directions.
  const Role seen_as = type.kind == Kind::enumeration ? Role::reply : role;
  std::string& name = names_[{&type, seen_as, left_out}];
  if (name.empty()) {
    name = name_for(type, seen_as, left_out);
    const Named named{&type, seen_as, left_out, module};
    if (!by_name_.emplace(name, named).second)
      throw Error(Fault::internal, "openapi.name_twice", Arguments{{"name", name}});
  }
  return "#/components/schemas/" + name;
}

void Schemas::write(Writer& out, const TypeInfo& type, Role role, const std::string& module,
                    std::string_view description, const Attributes& attributes) {
  out.object();
  const bool classed = attributes.field_class != FieldClass::open;
  const bool nullable = type.kind == Kind::optional || (classed && role == Role::reply);
  const TypeInfo& inner = type.kind == Kind::optional ? type.element() : type;
  const bool referred = inner.kind == Kind::object || inner.kind == Kind::enumeration;
  if (!description.empty()) out.text("description", description);
  if (!referred) {
    write_members(out, inner, role, module, nullable);
  } else if (nullable) {
    out.list("anyOf");
    out.object().text("$ref", reference(inner, role, module)).close();
    out.object().text("type", "null").close();
    out.close();
  } else {
    out.text("$ref", reference(inner, role, module));
  }
  if ((attributes.required || inner.coded) && role == Role::request) out.number("minLength", 1);
  if (!attributes.unit.empty()) out.text("x-unit", attributes.unit);
  if (classed) out.text("x-class", name_of(attributes.field_class));
  out.close();
}

void Schemas::write_cell(Writer& out, const TypeInfo& type) {
  out.object();
  if (type.kind == Kind::enumeration)
    write_choices(out, type);
  else
    write_members(out, type, Role::request, {}, false);
  out.close();
}

void Schemas::write_members(Writer& out, const TypeInfo& type, Role role, const std::string& module,
                            bool nullable) {
  switch (type.kind) {
    case Kind::boolean:
      return type_word(out, "boolean", nullable);
    case Kind::integer:
    case Kind::id:
      return write_integer(out, type, role, nullable);
    case Kind::text: {
      const auto bound = static_cast<std::int64_t>(type.length);
      if (type.coded) return write_pattern(out, code_pattern(), bound, nullable);
      return write_text(out, bound > 0 ? bound : reply_text_max, nullable);
    }
    case Kind::decimal:
      return write_pattern(out, "^-?[0-9]{1,13}(\\.[0-9]{1,6})?$", 21, nullable);
    case Kind::ratio:
      return write_pattern(out, "^-?[0-9]{1,15}(\\.[0-9]{1,4})?$", 21, nullable);
    case Kind::date:
      return write_format(out, "date", 10, nullable);
    case Kind::instant:
      return write_format(out, "date-time", 40, nullable);
    case Kind::list: {
      type_word(out, "array", nullable);
      const auto bound = static_cast<std::int64_t>(type.length);
      out.number("maxItems", bound > 0 ? bound : reply_items_max);
      out.name("items");
      return write(out, type.element(), role, module);
    }
    case Kind::upload:
      return write_format(out, "binary", reply_text_max, nullable);
    case Kind::raw:  // any JSON: a schema without a word on it
    case Kind::optional:
    case Kind::object:
    case Kind::enumeration:
      return;
  }
}

void Schemas::write_object(Writer& out, const Named& named) {
  const TypeInfo& type = *named.type;
  out.object();
  if (type.kind == Kind::enumeration) {
    write_choices(out, type);
    out.close();
    return;
  }
  out.text("type", "object").flag("additionalProperties", false).object("properties");
  std::vector<std::string_view> required;
  for (const FieldInfo& field : type.fields) {
    const TypeInfo& of = field.type();
    if (named.left_out.contains(field.name) || of.kind == Kind::upload) continue;
    const std::string key = named.module + "." + plain_name(type) + "." + std::string(field.name);
    const std::string words =
        i18n::has(Locale::en, key) ? i18n::text(Locale::en, key) : std::string();
    out.name(field.name);
    write(out, of, named.role, named.module, words, field.attributes);
    const bool may_lack =
        named.role == Role::request && (of.kind == Kind::optional || is_names(type));
    if (!may_lack) required.push_back(field.name);
  }
  out.close();
  if (!required.empty()) {
    out.list("required");
    for (const std::string_view name : required) out.text(name);
    out.close();
  }
  out.close();
}

void Schemas::write_all(Writer& out) {
  // Writing a struct may name further ones; once nothing new comes, all are known.
  for (std::size_t known = 0; known < by_name_.size();) {
    known = by_name_.size();
    for (const auto& [name, named] : std::map<std::string, Named>(by_name_)) {
      Writer nowhere;
      write_object(nowhere, named);
    }
  }
  for (const auto& [name, named] : by_name_) {
    out.name(name);
    write_object(out, named);
  }
}

}  // namespace twinrail::openapi
