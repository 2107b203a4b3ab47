#include <doctest/doctest.h>

#include "day/company.hpp"

/// What changed, a person's day and the weekly sheet, over one small company.
namespace twinrail::dashboard {
namespace {

bool has(const std::vector<ChangeView>& list, ChangeKind kind) {
  return std::ranges::find(list, kind, &ChangeView::kind) != list.end();
}

const Todo* find(const MyDay& day, TodoKind kind) {
  const auto found = std::ranges::find(day.todos, kind, &Todo::kind);
  return found == day.todos.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("what changed tells both rails, each with what was before, newest first") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    c.tell(Date::of(2026, 3, 3), 20, "0.8");
    c.tell(Date::of(2026, 3, 6), 50, "0.5");
    c.report(Date::of(2026, 3, 4), "95");
    c.report(Date::of(2026, 3, 5), "60");
    c.report(Date::of(2026, 3, 5), "61", "counted again");
    c.sweep();
    const auto list = c.changes(Date::of(2026, 3, 1));
    CHECK(std::ranges::is_sorted(list, std::greater{}, &ChangeView::at));
    for (const ChangeKind kind :
         {ChangeKind::check_in, ChangeKind::progress, ChangeKind::light, ChangeKind::correction}) {
      CAPTURE(static_cast<int>(kind));
      CHECK(has(list, kind));
    }
    const auto corrected = std::ranges::find(list, ChangeKind::correction, &ChangeView::kind);
    CHECK(corrected->before == Decimal::whole(60));
    CHECK(corrected->after == Decimal::whole(61));
    CHECK(corrected->text == "counted again");
    const auto moved = std::ranges::find(list, ChangeKind::progress, &ChangeView::kind);
    CHECK(moved->before == Decimal::from_text("0.2"));
    CHECK(moved->after == Decimal::from_text("0.5"));
    // Nothing of it is told from the day after.
    CHECK_FALSE(has(c.changes(Date::of(2026, 3, 7)), ChangeKind::progress));
    CHECK_THROWS_AS((void)c.changes(Date::of(2026, 3, 8)), Error);
    CHECK_THROWS_AS((void)c.changes(Date::of(2025, 3, 8)), Error);
  });
}

TEST_CASE("pages of what changed hold each change once, also those of one moment") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    for (int day = 1; day <= 6; ++day) {
      c.tell(Date::of(2026, 3, day), 10 * day, "0.5");
      c.report(Date::of(2026, 3, day), day % 2 == 0 ? "50" : "95");
      c.report(Date::of(2026, 3, day), day % 2 == 0 ? "51" : "96", "counted again");
    }
    c.sweep();
    const auto whole = c.changes(Date::of(2026, 2, 20));
    CHECK(whole.size() > 15);
    for (const std::int64_t limit : {1, 2, 7}) {
      std::vector<std::tuple<ChangeKind, std::int64_t, Instant>> seen;
      std::optional<Text<200>> cursor;
      do {
        const Page<ChangeView> page = c.page(Date::of(2026, 2, 20), cursor, limit);
        for (const ChangeView& v : page.items) seen.emplace_back(v.kind, v.id, v.at);
        cursor.reset();
        if (page.next) cursor = Text<200>(*page.next);
      } while (cursor);
      REQUIRE(seen.size() == whole.size());
      for (std::size_t i = 0; i < seen.size(); ++i)
        CHECK(seen[i] == std::tuple(whole[i].kind, whole[i].id, whole[i].at));
    }
    CHECK_THROWS_AS((void)c.page(Date::of(2026, 2, 20), Text<200>("nonsense"), 5), Error);
  });
}

TEST_CASE("a day lists a breach before a check-in, and neither once it is done") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    c.tell(Date::of(2026, 2, 20), 20, "0.8");
    for (int day = 3; day <= 6; ++day) c.report(Date::of(2026, 3, day), "60");
    c.sweep();
    const MyDay day = c.day();
    const Todo* breach = find(day, TodoKind::breach);
    REQUIRE(breach);
    CHECK(&day.todos.front() == breach);
    CHECK(breach->subject == c.assignment.value);
    REQUIRE(breach->warning);
    CHECK(breach->warning->actual == Decimal::from_text("0.6"));
    const Todo* check_in = find(day, TodoKind::check_in);
    REQUIRE(check_in);
    CHECK(check_in->subject == c.key_result.value);
    CHECK(check_in->days == 9);  // 7 March, a week after 20 February is the 27th
    CHECK(day.goals.size() == 1);
    CHECK(day.metrics.size() == 1);
    REQUIRE(day.unit);
    CHECK(day.unit->kpi.breach == 1);

    c.acknowledge(Date::of(2026, 3, 31));
    c.tell(Date::of(2026, 3, 7), 30, "0.8");
    const MyDay after = c.day();
    CHECK_FALSE(find(after, TodoKind::breach));
    CHECK_FALSE(find(after, TodoKind::check_in));
    CHECK(has(after.moves, ChangeKind::acknowledged));
    CHECK(has(after.moves, ChangeKind::check_in));
  });
}

TEST_CASE("a day tells nobody of what their own routes would not") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    for (int day = 3; day <= 6; ++day) c.report(Date::of(2026, 3, day), "60");
    c.sweep();
    c.only({permission::read, okr::permission::read});
    const MyDay goals = c.day();
    CHECK_FALSE(find(goals, TodoKind::breach));
    CHECK(goals.metrics.empty());
    CHECK(goals.goals.size() == 1);
    CHECK_FALSE(has(c.changes(Date::of(2026, 3, 1)), ChangeKind::opened));
    c.only({kpi::permission::read});
    CHECK_THROWS_AS((void)c.day(), Error);
    CHECK_THROWS_AS((void)c.changes(Date::of(2026, 3, 1)), Error);
  });
}

TEST_CASE("the weekly sheet says what moved, and plans what is to be decided") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    c.tell(Date::of(2026, 2, 20), 60, "0.8");
    c.tell(Date::of(2026, 3, 5), 50, "0.4");
    c.report(Date::of(2026, 2, 26), "95");
    for (int day = 3; day <= 6; ++day) c.report(Date::of(2026, 3, day), "60");
    c.sweep();
    const WeekSheet sheet = c.week(Date::of(2026, 2, 28));
    CHECK(sheet.back == 1);
    CHECK(sheet.forward == 0);
    CHECK(sheet.opened == 1);
    REQUIRE(sheet.objectives.size() == 1);
    CHECK(sheet.objectives.front().before == Ratio::from_text("0.6"));
    CHECK(sheet.objectives.front().after == Ratio::from_text("0.5"));
    CHECK(sheet.objectives.front().change == Ratio::from_text("-0.1"));
    REQUIRE(sheet.metrics.size() == 1);
    CHECK(sheet.metrics.front().turn == WeekTurn::opened);
    REQUIRE(sheet.confidence.size() == 1);
    CHECK(sheet.confidence.front().confidence_before == Decimal::from_text("0.8"));
    REQUIRE(sheet.agenda.size() == 3);
    CHECK(sheet.agenda[0].kind == AgendaKind::breach);
    CHECK(sheet.agenda[1].kind == AgendaKind::back);
    CHECK(sheet.agenda[2].kind == AgendaKind::confidence);
  });
}

TEST_CASE("what a meeting decides stands on the sheet until it is done, and a week longer") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    const okr::DecisionView first = c.decide("a second shift on Saturday", Date::of(2026, 3, 9));
    WeekSheet sheet = c.week(Date::of(2026, 2, 28));
    CHECK(sheet.may_decide);
    REQUIRE(sheet.decisions.size() == 1);
    CHECK(sheet.decisions.front().owner_name);
    CHECK(sheet.agenda.empty());  // decided today: nothing to ask for yet
    c.pass_days(7);
    (void)c.decide("a jig", Date::of(2026, 3, 20));
    sheet = c.week(c.today - 7);
    REQUIRE(sheet.decisions.size() == 2);
    REQUIRE_FALSE(sheet.agenda.empty());
    CHECK(sheet.agenda.back().kind == AgendaKind::decisions);
    CHECK(sheet.agenda.back().count == 1);  // of earlier meetings
    CHECK(sheet.agenda.back().done == 0);
    c.finish(first);
    sheet = c.week(c.today - 7);
    REQUIRE(sheet.decisions.size() == 2);
    CHECK(sheet.decisions.back().done_on == c.today);
    CHECK(std::ranges::find(sheet.agenda, AgendaKind::decisions, &AgendaItem::kind) ==
          sheet.agenda.end());
    c.pass_days(8);
    CHECK(c.week(c.today - 7).decisions.size() == 1);
    c.only({permission::read});
    CHECK(c.week(c.today - 7).decisions.empty());
    CHECK_FALSE(c.week(c.today - 7).may_decide);
  });
}

TEST_CASE("a board of a cycle that is over or still to come has that cycle's points") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    c.report(Date::of(2025, 12, 30), "95");
    for (int day = 3; day <= 6; ++day) c.report(Date::of(2026, 3, day), "60");
    c.sweep();
    const Board now = c.board({});
    REQUIRE(now.kpis.size() == 1);
    CHECK(now.kpis.front().light == kpi::Light::breach);
    CHECK(now.breaches == 1);
    CHECK(now.unacknowledged == 1);
    const Board past = c.board(c.past);
    REQUIRE(past.kpis.size() == 1);
    REQUIRE(past.kpis.front().period);
    CHECK(past.kpis.front().period->end <= Date::of(2025, 12, 31));
    CHECK_FALSE(past.kpis.front().breach);
    CHECK(past.warnings.empty());
    const Board coming = c.board(c.coming);
    REQUIRE(coming.kpis.size() == 1);
    CHECK_FALSE(coming.kpis.front().period);
    CHECK_FALSE(coming.kpis.front().actual);
    CHECK(coming.kpis.front().light == kpi::Light::plain);
    CHECK(coming.warnings.empty());
  });
}

TEST_CASE("a board counts and lists the breaches of all units below") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    // Three levels down, of which the board shows one.
    const OrgUnitId department = c.add_unit("D", c.unit, people::UnitKind::department);
    const OrgUnitId team = c.add_unit("T", department, people::UnitKind::team);
    const auto below = c.assign(team);
    for (int day = 3; day <= 6; ++day) c.report(Date::of(2026, 3, day), "60", nullptr, team);
    c.sweep();
    const Board b = c.board({});
    CHECK(b.breaches == 2);  // the team's figures are the company's too
    CHECK(std::ranges::find(b.warnings, below, &Warning::assignment) != b.warnings.end());
    CHECK(std::ranges::find(b.kpis, below, &kpi::KpiView::assignment) == b.kpis.end());
  });
}

TEST_CASE("a figure stands beside the period before and the same one a year ago") {
  for_each_engine([](TestTenant& tenant) {
    TestCompany c(tenant);
    c.report(Date::of(2025, 3, 6), "80");
    c.report(Date::of(2026, 3, 5), "95");
    c.report(Date::of(2026, 3, 6), "90");
    c.sweep();
    const Board b = c.board({});
    const kpi::KpiView& row = b.kpis.front();
    REQUIRE(row.before);
    CHECK(row.before->value == Decimal::from_text("0.95"));
    CHECK(row.before->change == Decimal::from_text("-0.05"));
    REQUIRE(row.year_ago);
    CHECK(row.year_ago->period.start == Date::of(2025, 3, 6));
    CHECK(row.year_ago->change == Decimal::from_text("0.1"));
  });
}

}  // namespace twinrail::dashboard
