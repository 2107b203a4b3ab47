#include "platform/db/lanes.hpp"

#include <future>
#include <semaphore>

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"

namespace twinrail {
namespace {

struct Mark {
  std::string who;
  bool bad = false;
};

/// Makes marks: together where the lanes allow it, and remembers how many came at a time.
struct Desk {
  inline static std::vector<std::size_t> together;
  static int kind;

  static void make(Tx& tx, const Mark& mark) {
    if (mark.bad) throw Error(Fault::invalid, "test.bad");
    tx.run(R"(
      INSERT INTO probe (id, name, amount, day, at, colour, closed)
      VALUES (?, ?, 0, 0, 0, 'green', 0))"_sql,
           std::int64_t{mark.who[0]}, mark.who);
  }
  static void make_all(Tx& tx, std::span<void* const> items) {
    together.push_back(items.size());
    for (void* item : items) make(tx, *static_cast<Mark*>(item));
  }
};
int Desk::kind = 0;

/// Queues marks behind a change that holds the writer, so that all of them wait at once; gives what
/// each was told.
std::vector<std::string> make_marks(TestTenant& t,
                                    std::vector<std::pair<std::string, Mark>> asked) {
  Desk::together.clear();
  std::binary_semaphore held(0), go(0);
  std::future<void> first = std::async(std::launch::async, [&] {
    t.write([&](Tx&) {
      held.release();
      go.acquire();
    });
  });
  held.acquire();
  std::vector<std::promise<std::string>> told(asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    Mark& mark = asked[i].second;
    t.lanes().async_write(
        {.account = AccountId{1}, .name = asked[i].first}, "make",
        [&mark](Tx& tx) { Desk::make(tx, mark); },
        [&promise = told[i]](std::exception_ptr failed) {
          try {
            if (failed) std::rethrow_exception(failed);
            promise.set_value("made");
          } catch (const Error& e) {
            promise.set_value(e.key());
          }
        },
        {&Desk::kind, &mark, &Desk::make_all});
  }
  go.release();
  first.get();
  std::vector<std::string> answers;
  for (auto& promise : told) answers.push_back(promise.get_future().get());
  return answers;
}

std::vector<std::string> marks(TestTenant& t) {
  std::vector<std::string> found;
  t.read([&](Read& db) { found = db.all<std::string>("SELECT name FROM probe ORDER BY id"_sql); });
  return found;
}

void make_table(TestTenant& t) {
  t.write([](Tx& tx) {
    const std::string number = tx.connection().is_postgres() ? "BIGINT" : "INTEGER";
    tx.connection().script("CREATE TABLE probe (id " + number + " PRIMARY KEY, name TEXT, amount " +
                           number + ", day " + number + ", at " + number +
                           ", colour TEXT, closed " + number + ")");
  });
}

using Answers = std::vector<std::string>;

TEST_CASE("changes of one kind and account that wait together are made as one, in their order") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_table(t);
    const auto told = make_marks(
        t, {{"anna", {"1"}}, {"anna", {"2"}}, {"anna", {"3"}}, {"bert", {"4"}}, {"anna", {"5"}}});
    CHECK(told == Answers(5, "made"));
    CHECK(Desk::together == std::vector<std::size_t>{3});  // one that waits alone is made alone
    CHECK(marks(t) == Answers{"1", "2", "3", "4", "5"});
  });
}

TEST_CASE("nobody is refused for what a neighbour asked") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_table(t);
    const auto told = make_marks(t, {{"anna", {"1"}}, {"anna", {"2", true}}, {"anna", {"3"}}});
    CHECK(told == Answers{"made", "test.bad", "made"});
    CHECK(Desk::together == std::vector<std::size_t>{3});
    CHECK(marks(t) == Answers{"1", "3"});
  });
}

TEST_CASE("questions that are asked at once get their own answers") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_table(t);
    CHECK(make_marks(t, {{"anna", {"a"}}, {"anna", {"b"}}}) == Answers(2, "made"));
    t.write([](Tx& tx) {
      // What was written just now, without waiting, is seen.
      tx.run_each(R"(
        INSERT INTO probe (id, name, amount, day, at, colour, closed)
        VALUES (?, ?, 1, 0, 0, 'green', 0))"_sql,
                  Answers{"c"},
                  [](const std::string& who) { return std::tuple{std::int64_t{who[0]}, who}; });
      const auto named = [](const std::string& who) {
        return ask<std::string>("SELECT name FROM probe WHERE name = ?"_sql, who);
      };
      const auto [c, none, all] = tx.all_of(
          named("c"), named("x"), ask<std::int64_t>("SELECT id FROM probe ORDER BY id"_sql));
      CHECK(c == Answers{"c"});
      CHECK(none.empty());
      CHECK(all == std::vector<std::int64_t>{'a', 'b', 'c'});
    });
  });
}

}  // namespace
}  // namespace twinrail
