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

TEST_CASE("a change that is alone is told what the database refused, and nothing of it is kept") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_table(t);
    const auto mark = [&](std::vector<std::int64_t> ids) {
      t.write([&](Tx& tx) {
        tx.run_each(R"(
          INSERT INTO probe (id, name, amount, day, at, colour, closed)
          VALUES (?, 'a', 0, 0, 0, 'green', 0))"_sql,
                    ids, [](std::int64_t id) { return std::tuple{id}; });
      });
    };
    for (int i = 0; i < 3; ++i) {
      DbError::Kind kind = DbError::Kind::other;
      try {
        mark({1, 2, 1});
      } catch (const DbError& e) {
        kind = e.kind();
      }
      CHECK(kind == DbError::Kind::unique);
      CHECK(marks(t).empty());
    }
    mark({1, 2});
    CHECK(marks(t).size() == 2);
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

TEST_CASE("a question sees every change that was told of before it was asked") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_table(t);
    const auto count = [](Read& db) {
      return *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM probe"_sql);
    };
    // Both readers are busy with a snapshot from before the change.
    std::counting_semaphore<2> begun(0), go(0);
    std::atomic<std::int64_t> early{0};
    std::vector<std::future<void>> busy;
    for (int i = 0; i < 2; ++i)
      busy.push_back(std::async(std::launch::async, [&] {
        t.read([&](Read& db) {
          early += count(db);
          begun.release();
          go.acquire();
          early += count(db);
        });
      }));
    begun.acquire();
    begun.acquire();
    CHECK(make_marks(t, {{"anna", {"1"}}}) == Answers{"made"});
    std::vector<std::promise<std::int64_t>> told(8);
    for (auto& promise : told)
      t.lanes().async_read([&](Read& db) { promise.set_value(count(db)); },
                           [](std::exception_ptr) {});
    go.release(2);
    for (auto& promise : told) CHECK(promise.get_future().get() == 1);
    for (auto& one : busy) one.get();
    CHECK(early == 0);
  });
}

TEST_CASE("a question that fails leaves those beside it alone") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_table(t);
    std::vector<std::promise<bool>> told(12);
    for (std::size_t i = 0; i < told.size(); ++i)
      t.lanes().async_read(
          [i](Read& db) {
            (void)db.all<std::int64_t>("SELECT id FROM probe ORDER BY id"_sql);
            if (i % 3 == 0) db.connection().script("SELECT nonsense FROM nowhere");
            if (i % 3 == 1) throw Error(Fault::not_found, "test.none");
          },
          [&promise = told[i]](std::exception_ptr failed) { promise.set_value(!failed); });
    for (std::size_t i = 0; i < told.size(); ++i) CHECK(told[i].get_future().get() == (i % 3 == 2));
  });
}

}  // namespace
}  // namespace twinrail
