#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/decimal.hpp"

namespace twinrail::check {

/// A JSON value of a case. Numbers stay as they were written: no binary float ever sees them.
class Value {
 public:
  enum class Kind { null, boolean, number, text, list, object };

  Value() = default;
  Value(bool flag) : kind_(Kind::boolean), flag_(flag) {}                 // NOLINT
  Value(std::string text) : kind_(Kind::text), text_(std::move(text)) {}  // NOLINT
  Value(std::string_view text) : kind_(Kind::text), text_(text) {}        // NOLINT
  Value(const char* text) : kind_(Kind::text), text_(text) {}             // NOLINT
  Value(Date day) : Value(day.to_string()) {}                             // NOLINT
  Value(Decimal figure) : Value(figure.to_string()) {}                    // NOLINT
  Value(Ratio figure) : Value(figure.to_string()) {}                      // NOLINT
  template <class T>
  Value(const std::optional<T>& maybe) {  // NOLINT
    if (maybe) *this = Value(*maybe);
  }
  [[nodiscard]] static Value number(std::string text);
  [[nodiscard]] static Value whole(std::int64_t count) { return number(std::to_string(count)); }
  [[nodiscard]] static Value list(std::vector<Value> items = {});
  [[nodiscard]] static Value object(std::initializer_list<std::pair<const char*, Value>> = {});

  void append(Value item) { items_.push_back(std::move(item)); }
  void add(std::string name, Value value);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::null; }
  [[nodiscard]] bool flag() const { return flag_; }
  [[nodiscard]] const std::string& text() const { return text_; }  ///< of a text or a number
  [[nodiscard]] const std::vector<Value>& items() const {
    return items_;
  }  ///< or the members' values
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const Value* find(std::string_view name) const;  ///< a member, null if absent
  /// One line of JSON.
  [[nodiscard]] std::string written() const;

 private:
  void write(std::string& out) const;

  Kind kind_ = Kind::null;
  bool flag_ = false;
  std::string text_;
  std::vector<std::string> names_;  ///< of an object, beside items_
  std::vector<Value> items_;
};

/// What is wrong with a line of a case file; such a line counts as failed.
[[nodiscard]] Error malformed(std::string reason);
[[nodiscard]] bool is_malformed(const Error& error);

/// Reads one JSON text. Throws `malformed` for anything else, for a repeated key, for bytes that
/// are no UTF-8 and for text after the value.
[[nodiscard]] Value parse(std::string_view text);

/// Every field of `expected` that `answer` lacks or that differs, as "path: expected …, got …",
/// joined by "; ". Empty if the answer is as expected. A number equals a number of the same value,
/// also when either is written as a plain decimal string.
[[nodiscard]] std::string differences(const Value& expected, const Value& answer);

}  // namespace twinrail::check
