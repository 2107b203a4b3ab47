#include "platform/audit/audit.hpp"

#include <thread>

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"

namespace twinrail {
namespace {

struct Trail {
  std::string actor;
  std::string use_case;
  std::string place;
  std::string key;
  std::string op;
};
DESCRIBE(Trail, actor, use_case, place, key, op);

std::vector<Trail> trail(TestTenant& t) {
  std::vector<Trail> rows;
  t.read([&](Read& db) {
    rows = db.all<Trail>("SELECT actor, use_case, place, key, op FROM audit_row ORDER BY id"_sql);
  });
  return rows;
}

audit::Verdict verdict(TestTenant& t) {
  audit::Verdict v;
  t.read([&](Read& db) { v = audit::verify(db); });
  return v;
}

/// Waits for PostgreSQL's sealing, at most three seconds.
audit::Verdict sealed(TestTenant& t) {
  audit::Verdict v = verdict(t);
  for (int i = 0; i < 60 && v.unsealed > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    v = verdict(t);
  }
  return v;
}

void watch(TestTenant& t, const std::vector<Audited>& tables) {
  t.write([&](Tx& tx) { audit::install(tx, {.audited = tables}); });
  t.lanes().on_commit([](Tx& tx) { audit::seal(tx); });
}

void make_goal(TestTenant& t) {
  const std::string whole = t.on_postgres() ? "BIGINT" : "INTEGER";
  t.write([&](Tx& tx) {
    tx.connection().script("CREATE TABLE probe_goal (year " + whole + ", unit " + whole +
                           ", name TEXT, secret TEXT, PRIMARY KEY (year, unit))");
  });
  watch(t, {{"probe_goal", {"secret"}}});
}

void goal(TestTenant& t, const std::string& who, std::int64_t unit, const std::string& name) {
  t.lanes().write({.account = {7}, .name = who, .request_id = "r1"}, "set_goal", [&](Tx& tx) {
    tx.run(R"(
      INSERT INTO probe_goal (year, unit, name, secret) VALUES (2026, ?, ?, 'hidden')
          ON CONFLICT (year, unit) DO UPDATE SET name = excluded.name)"_sql,
           unit, name);
  });
}

TEST_CASE("every change leaves who, what, before and after, but no secret") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_goal(t);
    goal(t, "wang", 1, "grow");
    goal(t, "li", 1, "grow 双轨");
    goal(t, "li", 1, "grow 双轨");  // no change, no row
    t.write([](Tx& tx) { tx.run("UPDATE probe_goal SET secret = 'other'"_sql); });
    t.write([](Tx& tx) { tx.run("DELETE FROM probe_goal"_sql); });
    const auto rows = trail(t);
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].actor == "wang");
    CHECK(rows[0].use_case == "set_goal");
    CHECK(rows[0].place == "probe_goal");
    CHECK(rows[0].key == "2026/1");
    CHECK(rows[0].op == "insert");
    CHECK(rows[1].actor == "li");
    CHECK(rows[1].op == "update");
    CHECK(rows[2].actor == "test");
    CHECK(rows[2].op == "delete");
    t.read([](Read& db) {
      const auto before =
          *db.one<std::string>("SELECT old_values FROM audit_value WHERE id = 2"_sql);
      const auto after =
          *db.one<std::string>("SELECT new_values FROM audit_value WHERE id = 2"_sql);
      CHECK(before.find("grow\"") != std::string::npos);
      CHECK(after.find("grow 双轨") != std::string::npos);
      CHECK(db.one<std::int64_t>(R"(
              SELECT COUNT(*) AS n FROM audit_value
               WHERE COALESCE(old_values, '') LIKE '%hidden%' 
                  OR new_values LIKE '%secret%')"_sql) == 0);
    });
  });
}

struct PayRow {
  PersonId person;
  Decimal amount;
  std::string note;
};
DESCRIBE(PayRow, person, amount, note);
ATTRIBUTES(PayRow, {"amount", {.field_class = FieldClass::pay}});
TABLE(PayRow, "probe_pay", person);

/// Sees what is his or hers.
struct OneSelf : Sight {
  using Sight::sees;
  bool sees(FieldClass, PersonId person, OrgUnitId) const override { return person.value == 7; }
};

TEST_CASE("values of a class are shown in the trail only to who sees the field") {
  const Audited pay = audited<PayRow>({"note"});
  CHECK(pay.table == "probe_pay");
  CHECK(pay.without == std::vector<std::string>{"note"});
  REQUIRE(pay.classes.size() == 1);
  CHECK(pay.classes[0].column == "amount");
  CHECK(pay.classes[0].field_class == FieldClass::pay);
  const std::string values = R"({"person":7,"amount":1250000,"note":"双轨 \"a\""})";
  CHECK(audit::shown_values(pay, values, OneSelf(), {{7}, {}}) == values);
  CHECK(audit::shown_values(pay, values, OneSelf(), {{8}, {}}) ==
        R"({"person":7,"amount":null,"note":"双轨 \"a\""})");
}

TEST_CASE("the chain is whole, and finds the first row that was touched") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_goal(t);
    for (int i = 1; i <= 20; ++i) goal(t, "wang", i, "goal");
    t.write([](Tx& tx) {
      audit::note(tx, "r-1", "kpi_reading", "7", R"({"count":1000,"hash":"ab"})");
    });
    audit::Verdict v = sealed(t);
    CHECK(v.rows == 21);
    CHECK(v.sealed == 21);
    CHECK(v.unsealed == 0);
    CHECK_FALSE(v.first_broken);
    CHECK_THROWS_AS(t.write([](Tx& tx) { tx.run("UPDATE audit_row SET actor = 'x'"_sql); }),
                    DbError);
    CHECK_THROWS_AS(t.write([](Tx& tx) { tx.run("DELETE FROM audit_seal"_sql); }), DbError);
    CHECK_THROWS_AS(t.write([](Tx& tx) { tx.run("DELETE FROM audit_value WHERE id = 3"_sql); }),
                    DbError);
    CHECK_THROWS_AS(t.write([](Tx& tx) { tx.run("UPDATE audit_value SET new_values = '{}'"_sql); }),
                    DbError);
    t.write([](Tx& tx) { audit::erase_values(tx, 3, "left in 2020"); });
    v = sealed(t);
    CHECK_FALSE(v.first_broken);
    CHECK_FALSE(v.first_erased);
    CHECK(v.erased == 1);
    CHECK(v.well());
  });
}

TEST_CASE("a forged, a slipped-in and a missing row are found") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_goal(t);
    for (int i = 1; i <= 9; ++i) goal(t, "wang", i, "goal");
    CHECK(sealed(t).sealed == 9);
    audit::Verdict found;
    const auto forge = [&](const std::string& sql) {  // as somebody with the database's password
      const auto connection = t.engine()->open_writer();
      connection->begin_write();
      Tx tx(*connection, {}, "");
      const std::string free = t.on_postgres() ? "SET LOCAL session_replication_role = replica;"
                                               : "DROP TRIGGER audit_guard_audit_row_update;"
                                                 "DROP TRIGGER audit_guard_audit_row_delete;"
                                                 "DROP TRIGGER audit_guard_audit_value_update;"
                                                 "DROP TRIGGER audit_guard_audit_value_delete;"
                                                 "PRAGMA defer_foreign_keys = ON;";
      connection->script(free + sql);
      found = audit::verify(tx);
      connection->rollback();
      return found.first_broken;
    };
    CHECK(forge("UPDATE audit_row SET actor = 'li' WHERE id = 4") == 4);
    CHECK(forge("UPDATE audit_value SET new_values = '{}' WHERE id = 9") == 9);
    CHECK(forge("DELETE FROM audit_value WHERE id = 5; SELECT 1") == std::nullopt);
    CHECK(found.first_erased == 5);
    CHECK_FALSE(found.well());
    CHECK(forge("INSERT INTO audit_row (id, at, account, actor, use_case, request, place, key, op) "
                "VALUES (99, 0, 0, '', '', '', '', '', '')") == std::nullopt);
    CHECK(found.stale == 1);
    CHECK_FALSE(found.well());
    CHECK(forge("INSERT INTO audit_row (id, at, account, actor, use_case, request, place, key, op) "
                "VALUES (0, 0, 0, '', '', '', '', '', '')") == 0);
    CHECK(forge("DELETE FROM audit_value WHERE id = 6; DELETE FROM audit_row WHERE id = 6") == 6);
  });
}

TEST_CASE("a new list of tables replaces the triggers, the same list leaves them") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    make_goal(t);
    watch(t, {{"probe_goal", {"secret"}}});
    goal(t, "wang", 1, "grow");
    CHECK(trail(t).size() == 1);
    watch(t, {});
    goal(t, "wang", 2, "grow");
    CHECK(trail(t).size() == 1);
    CHECK_THROWS_AS(watch(t, {{"no_such_table"}}), Error);
  });
}

/// As somebody with the database's password, past the guards.
void tamper(TestTenant& t, const std::string& sqlite, const std::string& postgres) {
  t.write([&](Tx& tx) { tx.connection().script(t.on_postgres() ? postgres : sqlite); });
}

bool records(TestTenant& t) {
  bool found = false;
  const std::vector<Audited> tables{{"probe_goal", {"secret"}}};
  t.read([&](Read& db) { found = audit::is_recording(db, {.audited = tables}); });
  return found;
}

TEST_CASE("recording that was switched off behind our back is switched on, and that is kept") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    const std::vector<std::pair<std::string, std::string>> ways{
        {"DROP TRIGGER audit_probe_goal_insert", "DROP TRIGGER audit_probe_goal ON probe_goal"},
        {"DROP TRIGGER audit_probe_goal_update; CREATE TRIGGER audit_probe_goal_update "
         "AFTER update ON probe_goal WHEN 0 BEGIN SELECT 1; END",
         "ALTER TABLE probe_goal DISABLE TRIGGER audit_probe_goal"},
        {"DROP TRIGGER audit_guard_audit_row_delete",
         "CREATE OR REPLACE FUNCTION audit_probe_goal() RETURNS trigger LANGUAGE plpgsql AS "
         "$$BEGIN RETURN NULL; END$$"}};
    make_goal(t);
    CHECK(records(t));
    CHECK_FALSE(verdict(t).first_gap);
    for (const auto& [sqlite, postgres] : ways) {
      tamper(t, sqlite, postgres);
      CHECK_FALSE(records(t));
      const auto before = trail(t).size();
      watch(t, {{"probe_goal", {"secret"}}});
      CHECK(records(t));
      REQUIRE(trail(t).size() == before + 1);
      CHECK(trail(t).back().op == "switched_on");
      goal(t, "wang", static_cast<std::int64_t>(before), "grow");
      CHECK(trail(t).size() == before + 2);
    }
    CHECK(sealed(t).first_gap == 1);
    CHECK_FALSE(verdict(t).first_broken);
  });
}

TEST_CASE("a head that was kept elsewhere stands in the chain, or the end was cut off") {
  for_each_engine([](TestTenant& t) {
    make_goal(t);
    goal(t, "wang", 1, "grow");
    const std::string head = sealed(t).head;
    goal(t, "wang", 2, "grow");
    t.read([&](Read& db) {
      CHECK(audit::has_head(db, head));
      CHECK_FALSE(audit::has_head(db, std::string(64, '0')));
    });
  });
}

}  // namespace
}  // namespace twinrail
