#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <doctest/doctest.h>
#include <unistd.h>

#include "platform/db/sqlite.hpp"
#include "platform/db/testing.hpp"

namespace twinrail {
namespace {

enum class Colour { green, amber, red };
DESCRIBE_ENUM(Colour, green, amber, red);

struct ProbeRow {
  PersonId id;
  std::string name;
  Decimal amount;
  std::optional<Ratio> share;
  Date day;
  Instant at;
  Colour colour = Colour::green;
  bool closed = false;
  friend bool operator==(const ProbeRow&, const ProbeRow&) = default;
};
DESCRIBE(ProbeRow, id, name, amount, share, day, at, colour, closed);

void make_probe(TestTenant& t) {
  const std::string whole = t.on_postgres() ? "BIGINT" : "INTEGER";
  t.write([&](Tx& tx) {
    tx.connection().script("CREATE TABLE probe_group (id " + whole +
                           " PRIMARY KEY);"
                           "CREATE TABLE probe (id " +
                           whole + " PRIMARY KEY, name TEXT NOT NULL UNIQUE, amount " + whole +
                           " NOT NULL CHECK (amount < 1000000000000), share " + whole + ", day " +
                           whole + " NOT NULL, at " + whole +
                           " NOT NULL, colour TEXT NOT NULL, closed " + whole +
                           " NOT NULL, probe_group " + whole + " REFERENCES probe_group (id))");
  });
}

void add(Tx& tx, const std::vector<ProbeRow>& rows) {
  tx.run_each(R"(
    INSERT INTO probe (id, name, amount, share, day, at, colour, closed, probe_group)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL))"_sql,
              rows, [](const ProbeRow& r) {
                return std::tuple{r.id, r.name, r.amount, r.share, r.day, r.at, r.colour, r.closed};
              });
}

std::vector<ProbeRow> all(Read& db) {
  return db.all<ProbeRow>(R"(
    SELECT id, name, amount, share, day, at, colour, closed FROM probe ORDER BY id)"_sql);
}

ProbeRow row(std::int64_t id) {
  return {.id = {id},
          .name = "row \"" + std::to_string(id) + "\", 双轨 {NULL} \\",
          .amount = Decimal::from_micros(-id * 1'234'567),
          .share = id % 2 ? std::optional(Ratio::from_parts(id)) : std::nullopt,
          .day = Date::of(2026, 3, 1) + id,
          .at = Instant::from_micros(9'000'000'000'000'000 + id),
          .colour = id % 3 ? Colour::amber : Colour::red,
          .closed = id % 2 == 0};
}

std::vector<ProbeRow> rows(std::int64_t from, std::int64_t to) {
  std::vector<ProbeRow> list;
  for (std::int64_t id = from; id <= to; ++id) list.push_back(row(id));
  return list;
}

std::int64_t count(TestTenant& t) {
  std::int64_t n = 0;
  t.read([&](Read& db) { n = *db.one<std::int64_t>("SELECT COUNT(*) AS n FROM probe"_sql); });
  return n;
}

DbError::Kind kind_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const DbError& e) {
    return e.kind();
  }
  FAIL("nothing was refused");
  return DbError::Kind::other;
}

TEST_CASE("what is written is read back, alone and as a list") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    for (const std::int64_t rows_at_once : {1, 2, 3, 700}) {
      t.write([](Tx& tx) { tx.run("DELETE FROM probe"_sql); });
      const auto written = rows(1, rows_at_once);
      t.write([&](Tx& tx) { add(tx, written); });
      t.read([&](Read& db) { CHECK(all(db) == written); });
    }
  });
}

TEST_CASE("a bound list selects, also when it is empty") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    t.write([](Tx& tx) { add(tx, rows(1, 9)); });
    t.read([](Read& db) {
      const auto names = [&](const std::vector<PersonId>& ids) {
        return db.all<std::string>("SELECT name FROM probe WHERE id IN ? ORDER BY id"_sql, ids);
      };
      CHECK(names({{2}, {4}, {99}}) == std::vector{row(2).name, row(4).name});
      CHECK(names({}).empty());
      CHECK(db.all<PersonId>("SELECT id FROM probe WHERE name IN ?"_sql,
                             std::vector{row(3).name, std::string("nobody")}) ==
            std::vector<PersonId>{{3}});
      CHECK(*db.one<std::int64_t>("SELECT SUM(amount) AS total FROM probe WHERE id <= ?"_sql, 3) ==
            -6 * 1'234'567);
    });
  });
}

TEST_CASE("an upsert of a list takes the rows one after the other") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    const std::vector<std::int64_t> ids{1, 2, 1, 2, 1};
    t.write([&](Tx& tx) {
      tx.run_each(R"(
        INSERT INTO probe (id, name, amount, day, at, colour, closed)
        VALUES (?, ?, 1, 0, 0, 'green', 0)
            ON CONFLICT (id) DO UPDATE SET amount = probe.amount + excluded.amount)"_sql,
                  ids, [](std::int64_t id) { return std::tuple{id, std::to_string(id)}; });
    });
    t.read([](Read& db) {
      CHECK(db.all<std::int64_t>("SELECT amount FROM probe ORDER BY id"_sql) ==
            std::vector<std::int64_t>{3, 2});
    });
  });
}

TEST_CASE("an upsert that replaces keeps the last row of a key, however long the list") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    const std::vector<std::pair<std::int64_t, std::int64_t>> list{{1, 10}, {2, 20}, {1, 11},
                                                                  {3, 30}, {2, 21}, {1, 12}};
    for (int twice = 0; twice < 2; ++twice)
      t.write([&](Tx& tx) {
        tx.run_each(R"(
          INSERT INTO probe (id, name, amount, day, at, colour, closed)
          VALUES (?, ?, ?, 0, 0, 'green', 0)
              ON CONFLICT (id)
              DO UPDATE SET name = excluded.name, amount = excluded.amount)"_sql,
                    list, [](const auto& row) {
                      return std::tuple{row.first, std::to_string(row.second), row.second};
                    });
      });
    t.read([](Read& db) {
      CHECK(db.all<std::int64_t>("SELECT amount FROM probe ORDER BY id"_sql) ==
            std::vector<std::int64_t>{12, 21, 30});
    });
  });
}

TEST_CASE("a refusal has the same kind on both engines and undoes its own job alone") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    t.write([](Tx& tx) { add(tx, rows(1, 1)); });
    const auto refused = [&](const std::function<void(Tx&)>& job) {
      return kind_of([&] {
        t.write([&](Tx& tx) {
          add(tx, rows(50, 60));
          job(tx);
        });
      });
    };
    CHECK(refused([](Tx& tx) { add(tx, rows(1, 1)); }) == DbError::Kind::unique);
    CHECK(refused([](Tx& tx) { add(tx, rows(1, 9)); }) == DbError::Kind::unique);
    CHECK(refused([](Tx& tx) { tx.run("UPDATE probe SET probe_group = 7"_sql); }) ==
          DbError::Kind::foreign_key);
    CHECK(refused([](Tx& tx) { tx.run("UPDATE probe SET amount = ?"_sql, 2'000'000'000'000); }) ==
          DbError::Kind::check);
    CHECK(refused([](Tx& tx) { tx.run("UPDATE probe SET day = NULL"_sql); }) ==
          DbError::Kind::not_null);
    CHECK(count(t) == 1);
  });
}

TEST_CASE("of the changes of one transaction each is undone alone, the first one, too") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    const auto engine = t.engine();
    auto connection = engine->open_writer();
    connection->begin_write();
    const auto job = [&](std::int64_t id, bool kept) {
      connection->begin_job({.name = "test"}, "one of several");
      Tx tx(*connection, {.name = "test"}, "one of several");
      add(tx, rows(id, id));
      kept ? connection->keep_job() : connection->undo_job();
    };
    job(1, false);
    job(2, true);
    job(3, false);
    job(4, true);
    connection->commit();
    engine->give_back(std::move(connection), Use::writer);
    t.read([](Read& db) {
      CHECK(db.all<std::int64_t>("SELECT id FROM probe ORDER BY id"_sql) ==
            std::vector<std::int64_t>{2, 4});
    });
  });
}

TEST_CASE("a job that hides a failed statement is undone all the same") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    t.write([](Tx& tx) { add(tx, rows(1, 1)); });
    CHECK_THROWS_AS(t.write([](Tx& tx) {
      add(tx, rows(2, 2));
      try {
        add(tx, rows(1, 1));
      } catch (const DbError&) {
      }
    }),
                    DbError);
    CHECK(count(t) == 1);
  });
}

TEST_CASE("a rehearsal sees its own effects and leaves none") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    t.lanes().rehearse({.name = "test"}, "try", [](Tx& tx) {
      add(tx, rows(1, 5));
      CHECK(all(tx).size() == 5);
    });
    CHECK(count(t) == 0);
    CHECK_THROWS_AS(t.lanes().rehearse({.name = "test"}, "try",
                                       [](Tx&) { throw Error(Fault::invalid, "test.no"); }),
                    Error);
  });
}

TEST_CASE("a failure that shows only at the end of a job fails the job and its rehearsal") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    t.write([](Tx& tx) { add(tx, rows(1, 1)); });
    const auto twice = [](Tx& tx) { add(tx, rows(1, 1)); };
    CHECK(kind_of([&] { t.write(twice); }) == DbError::Kind::unique);
    CHECK(kind_of([&] { t.lanes().rehearse({.name = "test"}, "try", twice); }) ==
          DbError::Kind::unique);
    CHECK(count(t) == 1);
  });
}

TEST_CASE("a reader cannot change anything, and sees one moment") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    CHECK_THROWS_AS(
        t.read([](Read& db) { db.all<PersonId>("DELETE FROM probe RETURNING id"_sql); }), DbError);
    t.read([&](Read& db) {
      CHECK(all(db).empty());
      t.write([](Tx& tx) { add(tx, rows(1, 1)); });
      CHECK(all(db).empty());
    });
    CHECK(count(t) == 1);
  });
}

TEST_CASE("many callers at once: each acknowledged change is there, each refused one is not") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    std::atomic<int> stored{0}, refused{0};
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 8; ++caller) {
      callers.emplace_back([&, caller] {
        for (int i = 0; i < 50; ++i) {
          // Every second id is wanted by two callers: one of them is refused.
          const std::int64_t id = i % 2 ? caller * 100 + i : (caller / 2) * 100 + i;
          try {
            t.write([&](Tx& tx) { add(tx, rows(id, id)); });
            ++stored;
          } catch (const DbError&) {
            ++refused;
          }
        }
      });
    }
    for (std::thread& c : callers) c.join();
    CHECK(stored == 8 * 25 + 4 * 25);
    CHECK(refused == 4 * 25);
    CHECK(count(t) == stored);
  });
}

TEST_CASE("two processes on one database change it one after the other") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    t.write([](Tx& tx) { add(tx, rows(1, 1)); });
    Lanes other(t.engine(), 1);
    const auto step = [](Tx& tx) {
      const auto seen = *tx.one<std::int64_t>("SELECT amount FROM probe WHERE id = 1"_sql);
      tx.run("UPDATE probe SET amount = ? WHERE id = 1"_sql, seen + 1);
    };
    std::thread first([&] {
      for (int i = 0; i < 100; ++i) t.write(step);
    });
    for (int i = 0; i < 100; ++i) other.write({.name = "other"}, "test", step);
    first.join();
    t.read([](Read& db) { CHECK(all(db).front().amount.micros() == 200 - 1'234'567); });
  });
}

TEST_CASE("more than can wait is refused, and stopping finishes what was accepted") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    std::promise<void> open;
    const std::shared_future<void> gate = open.get_future().share();
    std::atomic<int> accepted{0}, answered{0};
    const auto push = [&](std::int64_t id) {
      t.lanes().async_write(
          {.name = "test"}, "test",
          [id, gate](Tx& tx) {
            gate.wait();
            add(tx, rows(id, id));
          },
          [&](std::exception_ptr failed) { answered += failed ? 0 : 1; });
      ++accepted;
    };
    bool busy = false;
    for (std::int64_t id = 1; id <= 10'000 && !busy; ++id) {
      try {
        push(id);
      } catch (const Error& e) {
        busy = e.fault() == Fault::unavailable;
      }
    }
    CHECK(busy);
    open.set_value();
    t.lanes().stop();
    CHECK(answered == accepted);
    CHECK_THROWS_AS(push(1), Error);
  });
}

TEST_CASE("a lost PostgreSQL connection is replaced by the next job") {
  TestTenant t(true);
  make_probe(t);
  const auto cut = [](Read& db) {
    const auto backends = db.all<std::int64_t>(R"(
      SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()
         AND application_name = 'twinrail' AND datname = current_database())"_sql);
    for (const std::int64_t pid : backends)
      (void)db.all<std::int64_t>(
          "SELECT CAST(pg_terminate_backend(CAST(? AS INTEGER), 2000) AS INTEGER) AS gone"_sql,
          pid);
  };
  t.write([](Tx& tx) { add(tx, rows(1, 3)); });
  t.write(cut);
  t.read([](Read& db) { CHECK(all(db).size() == 3); });
  t.read(cut);
  t.write([](Tx& tx) { add(tx, rows(4, 4)); });
  CHECK(kind_of([&] {
          t.write([&](Tx& tx) {
            add(tx, rows(5, 5));
            std::thread([&] { t.read(cut); }).join();
            add(tx, rows(6, 6));
          });
        }) == DbError::Kind::unavailable);
  t.write([](Tx& tx) { add(tx, rows(7, 7)); });
  CHECK(count(t) == 5);
}

TEST_CASE("SQLite's refusals are told apart") {
  const std::string folder = test_folder(), file = folder + "/one.sqlite";
  const auto kind = [&] {
    return kind_of([&] { sqlite_engine(file)->open_writer()->script("CREATE TABLE t (a)"); });
  };
  CHECK(kind() == DbError::Kind::missing);
  CHECK_FALSE(std::filesystem::exists(file));
  std::ofstream(file) << std::string(9000, 'x');
  CHECK(kind() == DbError::Kind::broken);
  std::filesystem::remove(file);
  make_sqlite_file(file);
  const auto full = sqlite_engine(file)->open_writer();
  full->script("CREATE TABLE t (a); PRAGMA max_page_count = 3");
  CHECK(kind_of([&] { full->script("INSERT INTO t VALUES (zeroblob(100000))"); }) ==
        DbError::Kind::full);
  if (::geteuid() == 0) return;  // who may do everything is never refused
  std::filesystem::permissions(file, std::filesystem::perms::none);
  CHECK(kind_of([&] { (void)sqlite_engine(file)->open_writer(); }) == DbError::Kind::no_right);
}

/// Statements about the engine itself, the directory or a backup: they are not for a tenant's
/// database.
bool elsewhere(std::string_view text, bool on_postgres) {
  const auto names = [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  };
  return names(on_postgres ? "sqlite_master" : "pg_") || names("FROM tenant") ||
         names("INTO tenant") || names(" backup") || names(" probe_") ||
         (on_postgres && names("pragma_"));
}

TEST_CASE("every statement of the platform can be prepared on both engines") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_probe(t);
    t.write([&](Tx& tx) {
      for (const Statement* s : all_statements()) {
        CAPTURE(s->text);
        if (elsewhere(s->text, t.on_postgres())) continue;
        CHECK_NOTHROW(tx.connection().prepare(*s));
      }
    });
  });
}

TEST_CASE("a full disk of the PostgreSQL server is called a full disk") {
  TestTenant t(true);
  try {
    t.write([](Tx& tx) {
      tx.connection().script("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '53100'; END $$");
    });
    FAIL("nothing was thrown");
  } catch (const DbError& e) {
    CHECK(e.kind() == DbError::Kind::full);
    CHECK(e.key() == "db.full");
  }
}

}  // namespace
}  // namespace twinrail
