#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "base/error.hpp"

namespace twinrail {

/// Appends a described value as JSON. Decimals and ratios are strings, days ISO 8601, instants UTC with
/// Z, ids and whole numbers numbers; an absent optional is null.
void write_json(std::string& out, const TypeInfo& type, const void* value);

template <class T>
[[nodiscard]] std::string to_json(const T& value) {
  std::string out;
  write_json(out, type_of<T>(), &value);
  return out;
}

/// Appends a quoted text.
void write_json_text(std::string& out, std::string_view text);

/// A JSON value as it was written: numbers stay text, so no binary float ever sees them.
struct JsonValue {
  enum class Kind { null, boolean, number, text, list, object };
  Kind kind = Kind::null;
  bool flag = false;
  std::string text;                ///< of a number or a text
  std::vector<std::string> names;  ///< of an object, beside its items
  std::vector<JsonValue> items;
  [[nodiscard]] const JsonValue* find(std::string_view name) const;
};

/// Reads one JSON text. Throws Error "json.malformed" with `line`, `column` and `why` for anything
/// else: bytes that are no UTF-8, a repeated key, more than 32 levels, text after the value.
[[nodiscard]] JsonValue parse_json(std::string_view text);

/// Fills a described value and adds every problem with its JSON pointer: unknown, missing and mistyped
/// fields, texts and lists over their bound, bad decimals and days.
void fill_from_json(const TypeInfo& type, void* target, const JsonValue& value,
                    const std::string& pointer, std::vector<Problem>& problems);
/// The same for one field that is given as plain text: a path segment, a query parameter, a cell.
void fill_from_text(const TypeInfo& type, void* target, std::string_view text,
                    const std::string& pointer, std::vector<Problem>& problems);

/// Throws Error "request.invalid" with all problems.
template <class T>
[[nodiscard]] T from_json(std::string_view text) {
  T value{};
  std::vector<Problem> problems;
  fill_from_json(type_of<T>(), &value, parse_json(text), "", problems);
  if (!problems.empty()) throw Error(Fault::invalid, "request.invalid", std::move(problems));
  return value;
}

/// Refuses a request type that could hold unbounded texts or lists. Throws std::logic_error: it is
/// called once a route, at start.
void require_bounded(const TypeInfo& type);

}  // namespace twinrail
