#include <algorithm>
#include <charconv>
#include <set>

#include "base/signs.hpp"
#include "platform/json/document.hpp"
#include "platform/json/json.hpp"

namespace twinrail {
namespace {

using json::Value;
using json::ValueKind;

/// More than anybody reads; a hostile request cannot make the answer larger than itself.
constexpr std::size_t problems_max = 100;
/// Of a name that came from outside and goes into an answer.
constexpr std::size_t shown_name_max = 64;

/// Cut between characters, not inside one.
std::string_view shown(std::string_view name) {
  if (name.size() <= shown_name_max) return name;
  std::size_t end = shown_name_max;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return name.substr(0, end);
}

bool is_names(const TypeInfo& type) { return &type == &type_of<Names>(); }

std::string_view expected_of(const TypeInfo& type) {
  switch (type.kind) {
    case Kind::boolean:
      return "boolean";
    case Kind::integer:
      return "integer";
    case Kind::id:
      return "id";
    case Kind::text:
      return "text";
    case Kind::decimal:
    case Kind::ratio:
      return "number";
    case Kind::date:
      return "date";
    case Kind::instant:
      return "instant";
    case Kind::enumeration:
      return "choice";
    case Kind::list:
      return "list";
    case Kind::object:
      return "object";
    case Kind::optional:
      return expected_of(type.element());
    case Kind::raw:
    case Kind::upload:
      break;
  }
  return "nothing";
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Fills an object and notes what is wrong with the text for it.
class Reader {
 public:
  std::vector<Problem> problems;

  void value(const TypeInfo& type, void* into, Value from, const std::string& at) {
    switch (type.kind) {
      case Kind::optional:
        if (from.kind() != ValueKind::null) {
          value(type.element(), type.emplace(into), from, at);
        }
        return;
      case Kind::boolean:
        if (from.kind() != ValueKind::boolean) return wrong_type(type, at);
        return type.set(into, from.flag() ? 1 : 0);
      case Kind::list:
        return list(type, into, from, at);
      case Kind::object:
        return object(type, into, from, at, {});
      case Kind::raw:
        return from.write(static_cast<RawJson*>(into)->text);
      case Kind::integer:
      case Kind::id:
        if (from.kind() != ValueKind::number) return wrong_type(type, at);
        return integer(type, into, from.text(), at);
      case Kind::decimal:
      case Kind::ratio:
        if (from.kind() != ValueKind::number && from.kind() != ValueKind::text) {
          return wrong_type(type, at);
        }
        // JSON itself knows 1e3; a figure that is written as a text has no such form anywhere.
        if (from.kind() == ValueKind::number)
          return scalar(type, into, plain_number(from.text()).value_or("?"), at);
        return scalar(type, into, from.text(), at);
      case Kind::text:
      case Kind::date:
      case Kind::instant:
      case Kind::enumeration:
        if (from.kind() != ValueKind::text) return wrong_type(type, at);
        return scalar(type, into, from.text(), at);
      case Kind::upload:
        return wrong_type(type, at);
    }
  }

  /// A value that has no kind of its own: in a path, a query, or a JSON text.
  void scalar(const TypeInfo& type, void* into, std::string_view text, const std::string& at) {
    switch (type.kind) {
      case Kind::optional:
        return scalar(type.element(), type.emplace(into), text, at);
      case Kind::boolean:
        if (text != "true" && text != "false") return wrong_type(type, at);
        return type.set(into, text == "true" ? 1 : 0);
      case Kind::integer:
      case Kind::id:
        return integer(type, into, text, at);
      case Kind::text:
        return bounded_text(type, into, text, at);
      case Kind::decimal:
        return figure(
            at, [&] { *static_cast<Decimal*>(into) = within(type, Decimal::from_text(text)); });
      case Kind::ratio:
        return figure(at, [&] { *static_cast<Ratio*>(into) = Ratio::from_text(text); });
      case Kind::date:
        return figure(at, [&] { *static_cast<Date*>(into) = Date::from_text(text); });
      case Kind::instant:
        return figure(at, [&] { *static_cast<Instant*>(into) = Instant::from_text(text); });
      case Kind::enumeration:
        return choice(type, into, text, at);
      case Kind::list:
      case Kind::object:
      case Kind::raw:
      case Kind::upload:
        return wrong_type(type, at);
    }
  }

  /// `elsewhere` are the fields that came in the path or the query.
  void object(const TypeInfo& type, void* into, Value from, const std::string& at,
              const std::set<std::string_view>& elsewhere) {
    if (from.kind() != ValueKind::object) return wrong_type(type, at);
    std::vector<bool> there(type.fields.size());
    for (const Value member : from) {
      const auto field = std::find_if(type.fields.begin(), type.fields.end(),
                                      [&](const FieldInfo& f) { return f.name == member.name(); });
      const std::string below = at + json::pointer_step(shown(member.name()));
      if (field == type.fields.end() || elsewhere.contains(field->name) ||
          field->type().kind == Kind::upload) {
        note(below, "request.unknown_field");
        continue;
      }
      there[static_cast<std::size_t>(field - type.fields.begin())] = true;
      value(field->type(), field->in(into), member, below);
      filled(*field, into, below);
    }
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
      const FieldInfo& field = type.fields[i];
      if (!there[i] && !elsewhere.contains(field.name) && !is_names(type)) missing(field, at);
    }
    if (is_names(type)) names(into, at);
  }

  void missing(const FieldInfo& field, const std::string& at) {
    const Kind kind = field.type().kind;
    if (kind == Kind::optional || kind == Kind::upload) return;
    note(at + json::pointer_step(field.name), "request.missing_field");
  }

  /// A text that has to say something.
  void filled(const FieldInfo& field, const void* object, const std::string& at) {
    if (!field.attributes.required || (!problems.empty() && problems.back().pointer == at)) return;
    const TypeInfo& type = field.type();
    const void* text = field.in(object);
    if (type.kind == Kind::optional) text = type.inside(text);
    if (text != nullptr && static_cast<const std::string*>(text)->empty())
      note(at, "request.empty_text");
  }

  void parameters(const TypeInfo& type, void* into, const std::vector<Parameter>& given,
                  std::set<std::string_view>& seen) {
    for (const Parameter& parameter : given) {
      const std::string at = json::pointer_step(shown(parameter.name));
      const auto field = std::find_if(type.fields.begin(), type.fields.end(),
                                      [&](const FieldInfo& f) { return f.name == parameter.name; });
      if (field == type.fields.end() || field->type().kind == Kind::upload) {
        note(at, "request.unknown_parameter");
        continue;
      }
      const bool again = !seen.insert(field->name).second;
      parameter_value(field->type(), field->in(into), parameter.value, again, at);
      filled(*field, into, at);
    }
  }

  void note(std::string at, std::string key, Arguments args = {}) {
    if (problems.size() < problems_max) {
      problems.push_back({std::move(at), std::move(key), std::move(args)});
    }
  }

  void finish() {
    if (!problems.empty()) {
      throw Error(Fault::invalid, "request.invalid", std::move(problems));
    }
  }

 private:
  void wrong_type(const TypeInfo& type, const std::string& at) {
    note(at, "request.wrong_type", {{"expected", std::string(expected_of(type))}});
  }

  void parameter_value(const TypeInfo& type, void* into, std::string_view text, bool again,
                       const std::string& at) {
    if (type.kind == Kind::optional && type.element().kind == Kind::list) {
      // An optional list is made once; what is there already is added to.
      const void* there = type.inside(into);
      return parameter_value(type.element(), there ? const_cast<void*>(there) : type.emplace(into),
                             text, again, at);
    }
    if (type.kind != Kind::list) {
      if (again) return note(at, "request.repeated_field");
      return scalar(type, into, text, at);
    }
    for (std::size_t start = 0; start <= text.size();) {
      const std::size_t comma = std::min(text.find(',', start), text.size());
      if (type.length > 0 && type.size(into) >= type.length) return too_many(type, at);
      scalar(type.element(), type.emplace(into), text.substr(start, comma - start), at);
      start = comma + 1;
    }
  }

  void integer(const TypeInfo& type, void* into, std::string_view text, const std::string& at) {
    const std::optional<std::string> plain = plain_number(text);
    if (!plain) return wrong_type(type, at);
    std::string_view digits = *plain;
    if (const auto point = digits.find('.'); point != std::string_view::npos) {
      if (digits.find_first_not_of('0', point + 1) != std::string_view::npos) {
        return wrong_type(type, at);
      }
      digits = digits.substr(0, point);
    }
    const std::optional<std::int64_t> number = whole(digits);
    if (!number || *number < type.min || *number > type.max) {
      return note(at, "request.out_of_range",
                  {{"min", std::to_string(type.min)}, {"max", std::to_string(type.max)}});
    }
    type.set(into, *number);
  }

  void bounded_text(const TypeInfo& type, void* into, std::string_view text,
                    const std::string& at) {
    // A zero byte is a character to JSON and to SQLite, and none to PostgreSQL.
    if (text.find('\0') != std::string_view::npos) return note(at, "request.bad_character");
    // What somebody sends is bounded; what the program has kept of old is read as it is.
    if (type.length > 0 && has_disguise(text)) return note(at, "request.bad_character");
    if (type.length > 0 && text.size() > type.length && characters(text) > type.length) {
      return note(at, "request.too_long", {{"max", std::to_string(type.length)}});
    }
    if (type.coded && !is_code(text))
      return note(at, text.empty() ? "request.empty_text" : "request.bad_code");
    *static_cast<std::string*>(into) = text;
  }

  /// Throws for a figure beyond the bounds of its type, where it has any.
  static Decimal within(const TypeInfo& type, Decimal figure) {
    const bool bounded = type.max != INT64_MAX;
    if (bounded && (figure < Decimal::whole(type.min) || Decimal::whole(type.max) < figure))
      throw Error(Fault::invalid, "request.out_of_range",
                  Arguments{{"min", std::to_string(type.min)}, {"max", std::to_string(type.max)}});
    return figure;
  }

  template <class Read>
  void figure(const std::string& at, Read read) {
    try {
      read();
    } catch (const Error& error) {
      note(at, error.key(), error.args());
    }
  }

  void choice(const TypeInfo& type, void* into, std::string_view text, const std::string& at) {
    const auto found = std::find(type.names.begin(), type.names.end(), text);
    if (found != type.names.end()) return type.set(into, found - type.names.begin());
    std::string choices;
    for (const std::string_view name : type.names) {
      if (!choices.empty()) choices += ", ";
      choices += name;
    }
    note(at, "request.not_a_choice", {{"choices", std::move(choices)}});
  }

  void too_many(const TypeInfo& type, const std::string& at) {
    note(at, "request.too_many_items", {{"max", std::to_string(type.length)}});
  }

  void list(const TypeInfo& type, void* into, Value from, const std::string& at) {
    if (from.kind() != ValueKind::list) return wrong_type(type, at);
    if (type.length > 0 && from.size() > type.length) return too_many(type, at);
    const TypeInfo& element = type.element();
    std::size_t i = 0;
    for (const Value item : from) {
      value(element, type.emplace(into), item, at + json::pointer_step(std::to_string(i++)));
    }
  }

  void names(const void* object, const std::string& at) {
    const Names& names = *static_cast<const Names*>(object);
    const bool wrong_below = std::any_of(problems.begin(), problems.end(), [&](const Problem& p) {
      return p.pointer.starts_with(at + "/");
    });
    if (wrong_below) return;
    if (names.zh.empty() && names.en.empty()) note(at, "request.names_empty");
    for (const auto& [name, text] :
         {std::pair<std::string, const std::string&>{"/zh", names.zh}, {"/en", names.en}})
      if (!text.empty() && !is_seen(text)) note(at + name, "request.empty_text");
  }
};

void require_bounded(const TypeInfo& type, const std::string& way,
                     std::set<const TypeInfo*>& seen) {
  const bool unbounded = (type.kind == Kind::text || type.kind == Kind::list) && type.length == 0;
  if (unbounded || type.kind == Kind::raw || type.reply_only) {
    throw Error(Fault::internal, "routes.unbounded", Arguments{{"field", way}});
  }
  if (!seen.insert(&type).second) return;
  if (type.element != nullptr) require_bounded(type.element(), way, seen);
  for (const FieldInfo& field : type.fields) {
    require_bounded(field.type(), way + "." + std::string(field.name), seen);
  }
}

}  // namespace

void read_json(std::string_view text, const TypeInfo& type, void* object) {
  const json::Document document = json::Document::parse(text);
  Reader reader;
  reader.value(type, object, document.root(), "");
  reader.finish();
}

void read_request(const TypeInfo& type, void* object, const std::vector<Parameter>& parameters,
                  const std::string_view* body) {
  Reader reader;
  std::set<std::string_view> seen;
  reader.parameters(type, object, parameters, seen);
  if (body != nullptr) {
    const json::Document document = json::Document::parse(*body);
    reader.object(type, object, document.root(), "", seen);
  } else {
    for (const FieldInfo& field : type.fields) {
      const bool empty_list = field.type().kind == Kind::list;  // no parameter: no items
      if (!seen.contains(field.name) && !empty_list) reader.missing(field, "");
    }
  }
  reader.finish();
}

void read_text(std::string_view text, const TypeInfo& type, void* value, const std::string& at,
               std::vector<Problem>& problems) {
  Reader reader;
  reader.scalar(type, value, text, at);
  std::ranges::move(reader.problems, std::back_inserter(problems));
}

void require_bounded(const TypeInfo& type) {
  std::set<const TypeInfo*> seen;
  require_bounded(type, std::string(type.name), seen);
}

}  // namespace twinrail
