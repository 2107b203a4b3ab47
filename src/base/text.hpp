#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/signs.hpp"

namespace twinrail {

/// Characters (code points) of a UTF-8 text.
[[nodiscard]] constexpr std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// A text of at most `Max` characters (Unicode code points). It cannot be made of a longer one:
/// throws Error (invalid) "request.too_long". The reader of requests finds that before, so that it
/// can say where.
template <std::size_t Max>
struct Text : std::string {
  static constexpr std::size_t max = Max;
  Text() = default;
  Text(std::string s) : std::string(std::move(s)) { check(); }
  Text(const char* s) : std::string(s) { check(); }

 private:
  void check() const {
    if (size() > Max && characters(*this) > Max)
      throw Error(Fault::invalid, "request.too_long", Arguments{{"max", std::to_string(Max)}});
  }
};

/// What a thing is called by in files, formulas and other programs: a unit, a measure, a KPI, an
/// employee number, a login. It is of at most `Max` characters and an `is_code`; it cannot be made
/// of anything else: throws Error (invalid) "request.bad_code". Who makes a thing gives it such a
/// code; who names one that is there may say any text, so what was called otherwise stays in reach.
template <std::size_t Max>
struct CodeText : Text<Max> {
  static constexpr bool coded = true;
  CodeText() = default;
  CodeText(std::string s) : Text<Max>(std::move(s)) { check(); }
  CodeText(const char* s) : Text<Max>(s) { check(); }

 private:
  void check() const {
    if (!is_code(*this)) throw Error(Fault::invalid, "request.bad_code");
  }
};

/// A list of at most `Max` items, which cannot be made of more: throws Error (invalid)
/// "request.too_many_items". The reader of requests finds that before.
template <class T, std::size_t Max>
struct List : std::vector<T> {
  static constexpr std::size_t max = Max;
  List() = default;
  List(std::initializer_list<T> items) : std::vector<T>(items) { check(); }
  List(std::vector<T> items) : std::vector<T>(std::move(items)) { check(); }
  template <std::input_iterator It>
  List(It first, It last) : std::vector<T>(first, last) {
    check();
  }

 private:
  void check() const {
    if (this->size() > Max)
      throw Error(Fault::invalid, "request.too_many_items",
                  Arguments{{"max", std::to_string(Max)}});
  }
};

/// A name in both languages; either may be empty, not both. Readers see their own language first.
struct Names {
  Text<200> zh;
  Text<200> en;
  friend bool operator==(const Names&, const Names&) = default;
};

}  // namespace twinrail
