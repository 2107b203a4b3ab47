#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace twinrail {

/// The text of a statement as a template argument, so that the number of its `?` is known when the
/// program is compiled.
template <std::size_t N>
struct SqlText {
  char text[N]{};
  consteval SqlText() = default;
  consteval SqlText(const char (&source)[N]) { std::copy_n(source, N, text); }  // NOLINT
};

/// How many values a statement binds: every `?` outside quotes and comments.
constexpr std::size_t count_parameters(std::string_view sql) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '\'') {
      i = sql.find('\'', i + 1);
      if (i == std::string_view::npos) break;
    } else if (sql[i] == '-' && i + 1 < sql.size() && sql[i + 1] == '-') {
      i = sql.find('\n', i);
      if (i == std::string_view::npos) break;
    } else if (sql[i] == '?') {
      ++count;
    }
  }
  return count;
}

/// One statement of the program. `id` is its place in every connection's cache.
struct Statement {
  std::size_t id = 0;
  std::string_view text;
};

/// Registers a statement; called before main for each literal, so that a test can prepare them all.
const Statement& register_statement(std::string_view text);
/// Every statement of the program, called or not.
const std::vector<const Statement*>& all_statements();

template <SqlText T>
struct Sql {
  static constexpr std::size_t parameters = count_parameters(std::string_view(T.text));
  static inline const Statement& statement = register_statement(std::string_view(T.text));
};

inline namespace literals {
/// "SELECT … WHERE a = ? AND b IN ?"_sql; `IN ?` binds a list.
template <SqlText T>
consteval Sql<T> operator""_sql() {
  return {};
}
}  // namespace literals

}  // namespace twinrail
