#include "modules/kpi/inlets.hpp"

#include <algorithm>
#include <map>
#include <string>

#include <doctest/doctest.h>

#include "modules/kpi/company_fixture.hpp"
#include "modules/kpi/store_target.hpp"

namespace twinrail::kpi {
namespace {

/// One row of a table: column and cell, the rest is empty.
using TableRow = std::map<std::string, std::string>;

std::vector<InletVerdict> taken_in(TestCompany& c, Tx& tx, const std::string& code,
                                   const std::vector<TableRow>& table) {
  const std::vector<Inlet> all = inlets(c.service);
  const auto inlet = std::ranges::find(all, code, &Inlet::code);
  std::vector<InletRow> rows;
  for (const TableRow& cells : table) {
    InletRow row;
    row.line = static_cast<std::int64_t>(rows.size()) + 2;
    row.values.resize(inlet->columns.size());
    for (const auto& [column, text] : cells) {
      const auto at = std::ranges::find(inlet->columns, column, &InletColumn::name);
      row.values.at(static_cast<std::size_t>(at - inlet->columns.begin())) = text;
    }
    rows.push_back(std::move(row));
  }
  return inlet->accept(c.ctx(), tx, rows);
}

/// Assigns the rate to units by a table: a letter a row, s(tored), k(nown) or r(efused).
std::string assigned(TestCompany& c, Tx& tx,
                     const std::vector<std::pair<std::string, std::string>>& table) {
  std::vector<TableRow> rows;
  for (const auto& [unit, from] : table)
    rows.push_back({{"kpi", "rate"}, {"unit", unit}, {"from", from}, {"target", "1"}});
  std::string letters;
  for (const InletVerdict& v : taken_in(c, tx, "kpi.assignment", rows)) {
    letters += "skcr"[static_cast<std::size_t>(v.verdict)];
    if (v.verdict == Verdict::refused)
      CHECK(v.column == (v.key == "base.not_a_date" ? "from" : "unit"));
  }
  return letters;
}

}  // namespace

TEST_CASE("a table of assignments is a set: known ones, wrong ones, and the points of new ones") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    c.day(c.team, 2, "95", "100");
    c.assign(c.sewing);
    tenant.write([&](Tx& tx) {
      CHECK(assigned(c, tx,
                     {{"C", "2026-01-01"},
                      {"S", "2026-01-01"},
                      {"S1", "2026-01-01"},
                      {"S1", "2026-02-01"},
                      {"S2", "2025-12-31"},
                      {"nowhere", "2026-01-01"},
                      {"S2", "2026-02-30"}}) ==
            "sksk"
            "rrr");
    });
    std::vector<AssignmentRow> rows;
    tenant.read([&](Read& db) { rows = store::assignments_of(db, {c.kpi}, {c.company, c.team}); });
    REQUIRE(rows.size() == 2);
    for (const AssignmentRow& row : rows) CHECK(c.points(row.id).at(0).value == "0.95"_dec);
    CHECK(c.differing() == 0);
  });
}

namespace {

/// Lines for one KPI of one team, and what its targets come to.
struct TargetFile : TestCompany {
  explicit TargetFile(TestTenant& tenant) : TestCompany(tenant), tenant(tenant) {
    day(team, 2, "95", "100");
  }

  std::string take(const std::vector<TableRow>& cells) {
    std::string said;
    tenant.write([&](Tx& tx) {
      said.clear();
      std::vector<TableRow> rows;
      for (TableRow row : cells) {
        row.insert({{"kpi", "rate"}, {"unit", "S1"}});
        rows.push_back(std::move(row));
      }
      for (const InletVerdict& v : taken_in(*this, tx, "kpi.assignment", rows)) {
        said += "skcr"[static_cast<std::size_t>(v.verdict)];
        if (v.verdict == Verdict::refused) said += "(" + v.column + " " + v.key + ")";
      }
    });
    return said;
  }

  /// The same of a line for days that have ended: as it is meant, and why.
  std::string take_past(TableRow line, const char* mode, const char* reason) {
    line.insert({{"mode", mode}, {"reason", reason}});
    return take({line});
  }

  AssignmentId id() {
    AssignmentId found;
    tenant.read([&](Read& db) { found = store::assignments_of(db, {kpi}, {team}).at(0).id; });
    return found;
  }

  std::string aims() {
    std::string text;
    tenant.read([&](Read& db) {
      for (const TargetRow& t : store::targets(db, {id()}))
        if (t.valid_to >= t.valid_from)
          text += t.valid_from.to_string() + " " + t.target->to_string() + " " +
                  (t.valid_to == Date::last() ? "" : "to " + t.valid_to.to_string() + " ");
    });
    return text;
  }

  TestTenant& tenant;
};

}  // namespace

TEST_CASE("days of grace of a file hold with a breach rule and without one") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const auto take = [&](TableRow row) {
      row.insert({{"kpi", "rate"}, {"from", "2026-01-01"}, {"target", "1"}, {"grace_days", "9"}});
      std::string said;
      tenant.write([&](Tx& tx) {
        const InletVerdict v = taken_in(c, tx, "kpi.assignment", {row}).front();
        said = "skcr"[static_cast<std::size_t>(v.verdict)] + v.column;
      });
      return said;
    };
    CHECK(take({{"unit", "S1"}}) == "s");
    CHECK(take({{"unit", "S2"}, {"breach_op", "<"}, {"breach_value", "0.9"}}) == "s");
    tenant.read([&](Read& db) {
      for (const AssignmentRow& row : store::assignments_of(db, {c.kpi}, {c.team, c.other}))
        CHECK(row.grace_days == 9);
    });
    CHECK(take({{"unit", "S1"}}) == "k");
  });
}

TEST_CASE(
    "a changed target in a file is a new dated one, and what a file does not change is named") {
  for_each_engine([](TestTenant& tenant) {
    TargetFile c(tenant);
    CHECK(c.take({{{"from", "2026-01-01"}, {"target", "0.9"}, {"weight", "1"}}}) == "s");
    CHECK(c.take({{{"from", "2026-01-01"}, {"target", "0.9"}}}) == "k");
    CHECK(c.aims() == "2026-01-01 0.9 ");
    CHECK(c.take({{{"from", "2026-10-01"}, {"target", "0.8"}},
                  {{"from", "2026-05-01"}, {"target", "0.7"}}}) == "cc");
    CHECK(c.aims() == "2026-01-01 0.9 to 2026-04-30 2026-05-01 0.7 to 2026-09-30 2026-10-01 0.8 ");
    CHECK(c.take({{{"from", "2026-11-01"}, {"target", "1"}},
                  {{"from", "2026-11-01"}, {"target", "2"}}}) == "cr(target kpi.assigned_twice)");
    CHECK(c.take({{{"from", "2026-01-01"}, {"target", "0.9"}, {"weight", "3"}}}) ==
          "r(weight kpi.not_by_file)");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a target of days that have a colour says in the file how it is meant, and why") {
  for_each_engine([](TestTenant& tenant) {
    TargetFile c(tenant);
    CHECK(c.take({{{"from", "2026-01-01"}, {"target", "1"}}}) == "s");
    const TableRow past{{"from", "2026-01-01"}, {"target", "0.9"}};
    CHECK(c.take({past}) == "r(mode kpi.target_mode_needed)");
    CHECK(c.take_past(past, "correction", " ") == "r(reason kpi.target_reason_needed)");
    CHECK(c.aims() == "2026-01-01 1 ");
    CHECK(c.take_past(past, "correction", "mistyped") == "c");
    CHECK(c.aims() == "2026-01-01 0.9 ");
    tenant.read([&](Read& db) {
      const auto marks = store::target_changes(db, {c.id()}, Date::first(), Date::last());
      REQUIRE(marks.size() == 6);  // the 2nd, and five days that are judged without a figure
      CHECK(marks.front().target_before == "1"_dec);
      CHECK(marks.front().target_after == "0.9"_dec);
      CHECK(marks.front().reason == "mistyped");
    });
    const TableRow later{{"from", "2026-03-02"}, {"target", "0.6"}};
    CHECK(c.take_past(later, "from_this_month", "agreed") == "c");
    CHECK(c.aims() == "2026-01-01 0.9 to 2026-03-09 2026-03-10 0.6 ");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("lines of a file that come to count from one day on are one target, or are refused") {
  for_each_engine([](TestTenant& tenant) {
    TargetFile c(tenant);
    const auto past = [](const char* from, const char* target) {
      return TableRow{
          {"from", from}, {"target", target}, {"mode", "from_this_month"}, {"reason", "agreed"}};
    };
    const std::string twice = "r(target kpi.assigned_twice)";
    CHECK(c.take({{{"from", "2026-01-01"}, {"target", "1"}}}) == "s");
    CHECK(c.take({past("2026-03-02", "0.6"), past("2026-03-04", "0.7")}) == "c" + twice);
    CHECK(c.aims() == "2026-01-01 1 to 2026-03-09 2026-03-10 0.6 ");
    CHECK(c.take({past("2026-03-02", "0.8"),
                  past("2026-03-04", "0.8"),
                  {{"from", "2026-03-10"}, {"target", "0.5"}}}) == "ck" + twice);
    CHECK(c.aims() == "2026-01-01 1 to 2026-03-09 2026-03-10 0.8 ");
    // A line that is refused says nothing, so the same once more is not known either.
    const TableRow bare{{"from", "2026-03-03"}, {"target", "0.4"}};
    CHECK(c.take({bare, bare}) == "r(mode kpi.target_mode_needed)r(mode kpi.target_mode_needed)");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("a file asks of ended months what a form asks, also before anything is judged") {
  for_each_engine([](TestTenant& tenant) {
    TargetFile c(tenant);
    tenant.write([&](Tx& tx) {
      NewKpi request{.code = "monthly",
                     .names = {"月合格率", "Monthly"},
                     .formula = "good / all",
                     .unit = "%"};
      c.kpi = c.service.add_kpi(c.ctx(), tx, request).id;
    });
    const auto line = [](const char* from, const char* target) {
      return TableRow{{"kpi", "monthly"}, {"from", from}, {"target", target}};
    };
    TableRow made = line("2026-01-01", "1");
    made["grace_days"] = "99";
    // What a file assigns anew has no past: its earlier targets need no reason.
    CHECK(c.take({made, line("2026-02-01", "0.9")}) == "sc");
    for (const PointRow& p : c.points(c.id())) CHECK_FALSE(p.judged);
    CHECK(c.take({line("2026-02-01", "0.9")}) == "k");
    CHECK(c.take({line("2026-02-01", "0.8")}) == "r(mode kpi.target_mode_needed)");
    CHECK(c.take_past(line("2026-02-01", "0.8"), "correction", "mistyped") == "c");
    CHECK(c.take({line("2026-03-01", "0.7")}) == "c");
    CHECK(c.aims() == "2026-01-01 1 to 2026-01-31 2026-02-01 0.8 to 2026-02-28 2026-03-01 0.7 ");
    CHECK(c.differing() == 0);
  });
}

struct Line {
  const char* inlet;
  const TableRow& row;
  TableRow other;
  std::string refused;
};

/// The row with the wrong cells is refused as the line says, and the good one is not.
void require_refused(TestCompany& c, Tx& tx, const Line& line) {
  TableRow wrong = line.row;
  for (const auto& [column, text] : line.other) wrong[column] = text;
  const auto verdicts = taken_in(c, tx, line.inlet, {wrong, line.row});
  REQUIRE(verdicts.size() == 2);
  CHECK(verdicts[0].column + " " + verdicts[0].key == line.refused);
  CHECK(verdicts[1].verdict != Verdict::refused);
}

TEST_CASE("a wrong cell of a table is refused in its column, in the words of requests") {
  const TableRow measure{
      {"code", "pieces"}, {"name_en", "Pieces"}, {"kind", "flow"}, {"unit", "pcs"}};
  const TableRow indicator{{"code", "share"},         {"name_en", "Share"},
                           {"formula", "good / all"}, {"direction", "higher"},
                           {"frequency", "day"},      {"time_agg", "ratio_of_sums"}};
  const TableRow assignment{{"kpi", "rate"}, {"unit", "S"}, {"from", "2026-01-01"}};
  const TableRow reading{{"measure", "good"},
                         {"unit", "S1"},
                         {"day", "2026-03-02"},
                         {"amount", "7"},
                         {"source_key", "a"}};
  const Line lines[] = {
      {"kpi.measure", measure, {{"kind", "flows"}}, "kind request.not_a_choice"},
      {"kpi.measure",
       measure,
       {{"code", "members"}, {"kind", "distinct"}},
       "kind kpi.distinct_not_counted"},
      {"kpi.measure", measure, {{"name_en", ""}}, "name_zh request.names_empty"},
      {"kpi.measure", measure, {{"code", "bare"}, {"unit", ""}}, "unit kpi.unit_needed"},
      {"kpi.measure", measure, {{"unit", std::string(33, 'u')}}, "unit request.too_long"},
      {"kpi.kpi", indicator, {{"formula", "good / none"}}, "formula unknown_measure"},
      {"kpi.kpi", indicator, {{"decimals", "7"}}, "decimals request.out_of_range"},
      {"kpi.kpi", indicator, {{"decimals", "-5"}}, "decimals request.out_of_range"},
      {"kpi.kpi", indicator, {{"name_en", std::string(30'000, 'n')}}, "name_en request.too_long"},
      {"kpi.kpi", indicator, {{"unit", std::string(32'000, 'u')}}, "unit request.too_long"},
      {"kpi.kpi", indicator, {{"code", std::string(32'000, 'c')}}, "code request.too_long"},
      {"kpi.kpi", indicator, {{"code", "rate"}}, "code kpi.code_taken"},
      {"kpi.assignment", assignment, {{"kpi", "none"}}, "kpi kpi.unknown_kpi"},
      {"kpi.assignment", assignment, {{"unit", "none"}}, "unit people.unknown_code"},
      {"kpi.assignment", assignment, {{"owner_no", "9"}}, "owner_no people.unknown_number"},
      {"kpi.assignment", assignment, {{"target", "much"}}, "target base.not_a_number"},
      {"kpi.assignment", assignment, {{"n", "0"}}, "n request.out_of_range"},
      {"kpi.assignment", assignment, {{"weight", "-5"}}, "weight request.out_of_range"},
      {"kpi.assignment",
       assignment,
       {{"grace_days", "-366000000"}},
       "grace_days request.out_of_range"},
      {"kpi.assignment", assignment, {{"veto", "perhaps"}}, "veto request.wrong_type"},
      {"kpi.assignment", assignment, {{"breach_op", "<"}}, "breach_value inlet.missing_value"},
      {"kpi.reading", reading, {{"measure", "none"}}, "measure kpi.unknown_measure"},
      {"kpi.reading", reading, {{"unit", "none"}}, "unit people.unknown_code"},
      {"kpi.reading", reading, {{"day", "2026-02-30"}}, "day base.not_a_date"},
      {"kpi.reading", reading, {{"amount", "much"}}, "amount kpi.not_a_number"},
      {"kpi.reading", reading, {{"source_key", ""}}, "source_key inlet.missing_value"},
  };
  for_each_engine([&](TestTenant& tenant) {
    TestCompany c(tenant);
    tenant.write([&](Tx& tx) {
      for (const Line& line : lines) require_refused(c, tx, line);
    });
  });
}

TEST_CASE("a long table of assignments asks for each list once, and for each one's own days") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const auto count = [&](const std::string& prefix, int units) {
      std::vector<std::pair<std::string, std::string>> table;
      tenant.write([&](Tx& tx) {
        for (int i = 0; i < units; ++i) {
          const std::string code = prefix + std::to_string(i);
          (void)c.people.add_unit(c.ctx(), tx,
                                  {.code = code,
                                   .names = {code, code},
                                   .parent = c.company,
                                   .valid_from = Date::of(2026, 1, 1)});
          table.emplace_back(code, "2026-01-01");
        }
      });
      std::string letters;
      const std::int64_t n = tenant.statements([&](Tx& tx) { letters = assigned(c, tx, table); });
      CHECK(letters == std::string(static_cast<std::size_t>(units), 's'));
      return n;
    };
    // Its own days, and its breaches where a point is missing; what is defined is read once.
    CHECK(count("A", 60) - count("B", 10) <= 2 * 50);
  });
}

}  // namespace twinrail::kpi
