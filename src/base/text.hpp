#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace twinrail {

/// A text of at most `Max` characters (Unicode code points). The parser of requests enforces the
/// bound, so a request struct cannot hold an unbounded text.
template <std::size_t Max>
struct Text : std::string {
  static constexpr std::size_t max = Max;
  Text() = default;
  Text(std::string s) : std::string(std::move(s)) {}
  Text(const char* s) : std::string(s) {}
};

/// A list of at most `Max` items; the parser of requests enforces the bound.
template <class T, std::size_t Max>
struct List : std::vector<T> {
  static constexpr std::size_t max = Max;
  using std::vector<T>::vector;
  List() = default;
  List(std::vector<T> items) : std::vector<T>(std::move(items)) {}
};

/// A name in both languages; either may be empty, not both. A reader sees the own language first.
struct Names {
  Text<200> zh;
  Text<200> en;
  friend bool operator==(const Names&, const Names&) = default;
};

}  // namespace twinrail
