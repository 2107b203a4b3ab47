#include "support/reply_check.hpp"

#include <algorithm>
#include <optional>
#include <regex>

#include "base/date.hpp"
#include "platform/openapi/openapi.hpp"

namespace twinrail {
namespace {

using json::Value;
using json::ValueKind;
using Components = std::map<std::string, Value, std::less<>>;
using Findings = std::vector<std::string>;

std::optional<Value> member(Value of, std::string_view name) {
  for (const Value child : of)
    if (child.name() == name) return child;
  return std::nullopt;
}

std::optional<Value> at(Value from, std::initializer_list<std::string_view> way) {
  std::optional<Value> here = from;
  for (const std::string_view step : way)
    if (here) here = member(*here, step);
  return here;
}

std::int64_t number_in(Value value) {
  return std::strtoll(std::string(value.text()).c_str(), nullptr, 10);
}

std::string written(Value value) {
  std::string out;
  value.write(out);
  return out;
}

bool is_of_type(Value value, std::string_view type) {
  switch (value.kind()) {
    case ValueKind::null:
      return type == "null";
    case ValueKind::boolean:
      return type == "boolean";
    case ValueKind::number:
      return type == "number" ||
             (type == "integer" && value.text().find_first_of(".eE") == std::string_view::npos);
    case ValueKind::text:
      return type == "string";
    case ValueKind::list:
      return type == "array";
    case ValueKind::object:
      return type == "object";
  }
  return false;
}

/// Characters, not bytes, as JSON Schema counts.
std::int64_t length_of(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
}

/// A pattern of the document says only what its 0 byte would be; std::regex knows that as \0.
bool matches(std::string_view text, std::string_view pattern) {
  if (pattern == "^[^\\u0000]*$") return text.find('\0') == std::string_view::npos;
  if (pattern == "^[^\\u0000]+$") return !text.empty() && text.find('\0') == std::string_view::npos;
  return std::regex_search(text.begin(), text.end(),
                           std::regex(pattern.begin(), pattern.end(), std::regex::ECMAScript));
}

bool has_format(std::string_view text, std::string_view format) {
  if (format == "date") return Date::parse(text).has_value();
  if (format == "date-time")
    return matches(text, R"(^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$)") &&
           Date::parse(text.substr(0, 10)).has_value();
  if (format == "uri") return matches(text, R"(^[a-z]+://[^\s]+$)");
  return format == "int64" || format == "int32" || format == "binary";
}

bool lists(Value words, Value it) {
  for (const Value one : words)
    if (one.kind() == it.kind() && one.text() == it.text()) return true;
  return false;
}

/// One walk of a value along its schema.
class Walk {
 public:
  Walk(const Components& components, Findings& findings)
      : components_(components), findings_(findings) {}

  void value(Value schema, Value value, const std::string& path) {
    for (const Value word : schema) {
      if (word.name() == "$ref")
        reference(word, value, path);
      else if (word.name() == "anyOf" || word.name() == "oneOf")
        alternatives(word, value, path);
      else if (!shape(schema, word, value, path) && !bound(word, value, path))
        find(path, "the schema says " + std::string(word.name()) + ", which nobody checks");
    }
  }

 private:
  void find(const std::string& path, const std::string& what) {
    findings_.push_back((path.empty() ? "/" : path) + ": " + what);
  }

  void reference(Value word, Value it, const std::string& path) {
    const auto found = components_.find(word.text());
    if (found == components_.end()) return find(path, "no " + std::string(word.text()));
    value(found->second, it, path);
  }

  void alternatives(Value list, Value it, const std::string& path) {
    std::size_t fitting = 0;
    Findings why;
    for (const Value schema : list) {
      Findings of_this;
      Walk(components_, of_this).value(schema, it, path);
      fitting += of_this.empty() ? 1 : 0;
      why.insert(why.end(), of_this.begin(), of_this.end());
    }
    if (fitting == 0) findings_.insert(findings_.end(), why.begin(), why.end());
    if (fitting > 1 && list.name() == "oneOf") find(path, "fits several schemas of oneOf");
  }

  bool shape(Value schema, Value word, Value it, const std::string& path) {
    const std::string_view name = word.name();
    if (name == "type") {
      type(word, it, path);
    } else if (name == "properties") {
      properties(word, it, path);
    } else if (name == "required") {
      for (const Value field : word)
        if (it.kind() == ValueKind::object && !member(it, field.text()))
          find(path, "lacks " + std::string(field.text()));
    } else if (name == "additionalProperties") {
      if (!word.flag()) closed(schema, it, path);
    } else if (name == "items") {
      std::size_t i = 0;
      if (it.kind() == ValueKind::list)
        for (const Value item : it) value(word, item, path + "/" + std::to_string(i++));
    } else {
      return false;
    }
    return true;
  }

  void type(Value word, Value it, const std::string& path) {
    bool fits = word.kind() == ValueKind::text && is_of_type(it, word.text());
    if (word.kind() == ValueKind::list)
      for (const Value one : word) fits = fits || is_of_type(it, one.text());
    if (!fits) find(path, "is no " + written(word) + ": " + written(it).substr(0, 80));
  }

  void properties(Value word, Value it, const std::string& path) {
    if (it.kind() != ValueKind::object) return;
    for (const Value field : word)
      if (const auto there = member(it, field.name()))
        value(field, *there, path + json::pointer_step(field.name()));
  }

  void closed(Value schema, Value it, const std::string& path) {
    if (it.kind() != ValueKind::object) return;
    const auto known = member(schema, "properties");
    for (const Value field : it)
      if (!known || !member(*known, field.name()))
        find(path, "has " + std::string(field.name()) + ", which the document does not know");
  }

  bool bound(Value word, Value it, const std::string& path) {
    const std::string_view name = word.name();
    const bool is_text = it.kind() == ValueKind::text;
    const bool is_number = it.kind() == ValueKind::number;
    bool fits = true;
    if (name == "description" || name.starts_with("x-"))
      return true;
    else if (name == "enum")
      fits = lists(word, it);
    else if (name == "pattern")
      fits = !is_text || matches(it.text(), word.text());
    else if (name == "format")
      fits = !is_text || has_format(it.text(), word.text());
    else if (name == "maxLength")
      fits = !is_text || length_of(it.text()) <= number_in(word);
    else if (name == "maxItems")
      fits =
          it.kind() != ValueKind::list || static_cast<std::int64_t>(it.size()) <= number_in(word);
    else if (name == "minimum")
      fits = !is_number || number_in(it) >= number_in(word);
    else if (name == "maximum")
      fits = !is_number || number_in(it) <= number_in(word);
    else
      return false;
    if (!fits) find(path, "breaks " + std::string(name) + " " + written(word) + ": " + written(it));
    return true;
  }

  const Components& components_;
  Findings& findings_;
};

Findings fitted(const Components& components, Value schema, std::string_view body) {
  Findings findings;
  try {
    const json::Document document = json::Document::parse(body);
    Walk(components, findings).value(schema, document.root(), "");
  } catch (const Error& e) {
    findings.push_back("the body is no JSON: " + e.key());
  }
  return findings;
}

std::string_view word_of(Method method) {
  static constexpr std::string_view words[] = {"get", "post", "put", "patch", "delete"};
  return words[static_cast<std::size_t>(method)];
}

}  // namespace

ReplyCheck::ReplyCheck(const Router& router) : ReplyCheck(openapi_document(router)) {}

ReplyCheck::ReplyCheck(std::string document)
    : text_(std::move(document)), document_(json::Document::parse(text_)) {
  if (const auto all = member(document_.root(), "components"))
    for (const Value kind : *all)
      for (const Value one : kind)
        components_.emplace(
            "#/components/" + std::string(kind.name()) + "/" + std::string(one.name()), one);
}

Findings ReplyCheck::findings(const Route& route, int status, std::string_view media,
                              std::string_view body) const {
  const std::string number = std::to_string(status);
  auto answer =
      at(document_.root(), {"paths", route.path, word_of(route.method), "responses", number});
  if (!answer) return {route.name + " does not list " + number};
  if (const auto shared = member(*answer, "$ref"))
    answer = components_.at(std::string(shared->text()));
  const std::string_view type = media.substr(0, media.find(';'));
  const auto content = at(*answer, {"content", type});
  if (!content) return {route.name + " " + number + " is no " + std::string(type)};
  const auto schema = member(*content, "schema");
  if (!schema) return {route.name + " " + number + " has no schema"};
  if (!type.ends_with("json")) return {};
  Findings found = fitted(components_, *schema, body);
  for (std::string& f : found) f = route.name + " " + number + " " + f;
  return found;
}

Findings ReplyCheck::findings(std::string_view problem) const {
  return findings("Problem", problem);
}

Findings ReplyCheck::findings(std::string_view schema, std::string_view body) const {
  const auto found = components_.find("#/components/schemas/" + std::string(schema));
  if (found == components_.end()) return {"no schema " + std::string(schema)};
  return fitted(components_, found->second, body);
}

}  // namespace twinrail
