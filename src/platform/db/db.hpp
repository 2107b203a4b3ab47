#pragma once

#include <array>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "platform/db/columns.hpp"
#include "platform/db/connection.hpp"

namespace twinrail {

/// A question that is not asked yet; its values live as long as the call that asks it.
template <class Row>
struct Ask {
  const Statement* statement = nullptr;
  std::vector<Param> params;
};
template <class Row, SqlText T, class... A>
[[nodiscard]] Ask<Row> ask(Sql<T>, const A&... args) {
  using Full = SqlFor<Row, T>;
  static_assert(Full::parameters == sizeof...(A), "one value for each ?");
  return {&Full::statement, {param(args)...}};
}

/// A view of the tenant's data at one moment. Read looks, Tx changes: the signature tells.
class Read {
 public:
  explicit Read(Connection& connection) : connection_(connection) {}
  Read(const Read&) = delete;
  Read& operator=(const Read&) = delete;

  /// Every row. `Row` is a described struct, whose fields are the names of the columns, or a
  /// scalar. `{columns}` in the text stands for those names, `{columns p}` for p.name and so on.
  template <class Row, SqlText T, class... A>
  std::vector<Row> all(Sql<T>, const A&... args) {
    using Full = SqlFor<Row, T>;
    static_assert(Full::parameters == sizeof...(A), "one value for each ?");
    const std::array<Param, sizeof...(A)> params{param(args)...};
    std::vector<Row> rows;
    run_for(Full::statement, params, type_of<Row>(),
            [&rows](void*& next) { next = &rows.emplace_back(); });
    return rows;
  }

  template <class Row>
  std::vector<Row> all(const Ask<Row>& question) {
    std::vector<Row> rows;
    run_for(*question.statement, question.params, type_of<Row>(),
            [&rows](void*& next) { next = &rows.emplace_back(); });
    return rows;
  }

  /// The answers to several questions that do not depend on each other, asked without waiting.
  template <class... Rows>
  std::tuple<std::vector<Rows>...> all_of(const Ask<Rows>&... questions) {
    std::tuple<std::vector<Rows>...> answers;
    std::vector<Question> asked;
    std::apply(
        [&](auto&... rows) {
          (asked.push_back(question_for(*questions.statement, questions.params, type_of<Rows>(),
                                        [&rows](void*& next) { next = &rows.emplace_back(); })),
           ...);
        },
        answers);
    connection_.run_all(asked);
    return answers;
  }

  /// The one row, if there is one. Two rows are a mistake of ours: Error "db.more_than_one".
  template <class Row, SqlText T, class... A>
  std::optional<Row> one(Sql<T> sql, const A&... args) {
    return only(all<Row>(sql, args...));
  }
  template <class Row>
  std::optional<Row> one(const Ask<Row>& question) {
    return only(all(question));
  }
  template <class Row>
  static std::optional<Row> only(std::vector<Row> rows) {
    if (rows.size() > 1) throw Error(Fault::internal, "db.more_than_one");
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }

  [[nodiscard]] Connection& connection() { return connection_; }

 protected:
  void run_for(const Statement& statement, std::span<const Param> params, const TypeInfo& row,
               const Look<void*&>& next);
  [[nodiscard]] Question question_for(const Statement& statement, std::vector<Param> params,
                                      const TypeInfo& row, std::function<void(void*&)> next);
  Connection& connection_;
};

/// A change of the tenant's data, all or nothing. After an error from the database it is over.
class Tx : public Read {
 public:
  Tx(Connection& connection, Actor actor, std::string use_case)
      : Read(connection), actor_(std::move(actor)), use_case_(std::move(use_case)) {}

  /// Returns the number of rows changed.
  template <SqlText T, class... A>
  std::int64_t run(Sql<T>, const A&... args) {
    static_assert(!has_columns<T>, "{columns} needs the row that it stands for");
    static_assert(Sql<T>::parameters == sizeof...(A), "one value for each ?");
    const std::array<Param, sizeof...(A)> params{param(args)...};
    return connection_.run(Sql<T>::statement, params, {});
  }

  /// One statement for a whole list. `values` makes the tuple of bound values of an item. A failure
  /// may show only at the next statement or at the end of the job, so nothing is counted here.
  template <SqlText T, class List, class Values>
  void run_each(Sql<T>, const List& list, Values&& values) {
    using Item = std::ranges::range_reference_t<const List>;
    using Tuple = std::invoke_result_t<Values, Item>;
    static_assert(!has_columns<T>, "{columns} needs the row that it stands for");
    static_assert(Sql<T>::parameters == std::tuple_size_v<Tuple>, "one value for each ?");
    if (std::ranges::empty(list)) return;
    std::optional<Tuple> held;  // texts are not copied: the tuple lives until the next row
    auto it = std::ranges::begin(list);
    connection_.run_each(
        Sql<T>::statement, std::ranges::size(list), [&](std::size_t, std::vector<Param>& out) {
          held.emplace(values(*it));
          ++it;
          std::apply([&](const auto&... v) { (out.push_back(param(v)), ...); }, *held);
        });
  }

  /// Before about so many bytes are written that are not a person's own few words: files, readings.
  /// Throws Error (conflict) "storage.full" where the company's data take as much as they may.
  void require_storage(std::int64_t adds) {
    if (StorageBound* bound = connection_.storage()) bound->require_room(connection_, adds);
  }

  [[nodiscard]] const Actor& actor() const { return actor_; }
  [[nodiscard]] const std::string& use_case() const { return use_case_; }
  /// Something was announced in this transaction: the dispatcher is woken after the commit.
  void mark_announced() { announced_ = true; }
  [[nodiscard]] bool announced() const { return announced_; }

 private:
  Actor actor_;
  std::string use_case_;
  bool announced_ = false;
};

}  // namespace twinrail
