#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/check_json.hpp"
#include "base/date.hpp"
#include "base/decimal.hpp"

namespace twinrail::check {

/// Whether an object may carry names that are there for the reader of the case only.
enum class Extra { none, reader_names };

/// The fields of one object of a case, read strictly: an unknown, missing or mistyped field throws
/// `malformed`. An optional field that is null counts as absent.
class Fields {
 public:
  /// `known` are all the fields that the operation knows here.
  Fields(const Value& object, std::initializer_list<std::string_view> known,
         Extra extra = Extra::none);

  [[nodiscard]] bool has(std::string_view name) const { return optional(name) != nullptr; }
  [[nodiscard]] const Value& required(std::string_view name) const;  ///< may be null
  [[nodiscard]] const Value* optional(std::string_view name) const;  ///< null if absent or null
  /// Throws `malformed` if both are there.
  void not_both(std::string_view one, std::string_view other) const;

  [[nodiscard]] Decimal decimal(std::string_view name) const;
  [[nodiscard]] Decimal decimal_or(std::string_view name, Decimal otherwise) const;
  [[nodiscard]] std::optional<Decimal> decimal_if(std::string_view name) const;
  /// Must be there, may be null.
  [[nodiscard]] std::optional<Decimal> decimal_or_null(std::string_view name) const;

  [[nodiscard]] Date date(std::string_view name) const;
  [[nodiscard]] std::optional<Date> date_if(std::string_view name) const;
  [[nodiscard]] std::optional<Date> date_or_null(std::string_view name) const;

  [[nodiscard]] std::int64_t whole(std::string_view name) const;
  [[nodiscard]] std::int64_t whole_or(std::string_view name, std::int64_t otherwise) const;
  [[nodiscard]] bool flag(std::string_view name) const;
  [[nodiscard]] bool flag_or(std::string_view name, bool otherwise) const;
  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] std::optional<std::string> text_if(std::string_view name) const;

  [[nodiscard]] const std::vector<Value>& list(std::string_view name) const;
  [[nodiscard]] const std::vector<Value>& list_or_empty(std::string_view name) const;
  [[nodiscard]] const Value& object(std::string_view name) const;

  /// One of the named choices.
  template <class T>
  [[nodiscard]] T choice(std::string_view name,
                         std::initializer_list<std::pair<std::string_view, T>> choices) const {
    const std::string wanted = text(name);
    for (const auto& [word, value] : choices) {
      if (word == wanted) return value;
    }
    throw malformed(std::string(name) + " cannot be \"" + wanted + "\"");
  }
  template <class T>
  [[nodiscard]] T choice_or(std::string_view name, T otherwise,
                            std::initializer_list<std::pair<std::string_view, T>> choices) const {
    return has(name) ? choice(name, choices) : otherwise;
  }

 private:
  const Value& object_;
};

/// A value that must be a number (or a decimal string), a day, a text. `name` is for the message.
[[nodiscard]] Decimal decimal_of(const Value& value, std::string_view name);
[[nodiscard]] std::optional<Decimal> decimal_or_null_of(const Value& value, std::string_view name);
[[nodiscard]] Date date_of(const Value& value, std::string_view name);
[[nodiscard]] std::string text_of(const Value& value, std::string_view name);
[[nodiscard]] std::vector<Date> dates_of(const std::vector<Value>& items, std::string_view name);

}  // namespace twinrail::check
