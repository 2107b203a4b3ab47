#include <doctest/doctest.h>

#include "modules/kpi/api.hpp"
#include "modules/kpi/company_fixture.hpp"
#include "modules/people/company_fixture.hpp"
#include "modules/people/model_company.hpp"
#include "platform/audit/audit.hpp"
#include "platform/inlets/store_undo.hpp"

namespace twinrail::kpi {
namespace {

/// A company that counts in yuan, with a team in America, and what both sell.
struct Currencies : TestCompany {
  explicit Currencies(TestTenant& tenant) : TestCompany(tenant), tenant(tenant) {
    tenant.write([&](Tx& tx) {
      (void)people.add_legal_entity(ctx(), tx,
                                    {"CN", {"中国", "China"}, Text<2>("CN"), Text<3>("CNY")});
      (void)people.add_legal_entity(ctx(), tx,
                                    {"US", {"美国", "America"}, Text<2>("US"), Text<3>("USD")});
    });
    employ(company, "CN");
    employ(other, "US");
    tenant.write([&](Tx& tx) {
      sales = service
                  .add_measure(
                      ctx(), tx,
                      {.code = "sales", .names = {"销售额", "Sales"}, .unit = "CNY", .money = true})
                  .id;
      kpi = service
                .add_kpi(ctx(), tx,
                         {.code = "sold",
                          .names = {"销售额", "Sales"},
                          .formula = "sales",
                          .unit = "CNY",
                          .frequency = Frequency::month,
                          .time_agg = TimeAgg::sum,
                          .org_agg = OrgAgg::sum})
                .id;
    });
  }

  void change(people::ChangeUnit request) {
    request.valid_from = Date::of(2026, 1, 1);
    request.reason = Text<500>("as agreed");
    tenant.write([&](Tx& tx) {
      Context knowing = ctx();
      knowing.if_match = people.unit(ctx(), tx, {request.unit}).version;
      (void)people.change_unit(knowing, tx, request);
    });
  }

  void employ(OrgUnitId unit, const char* entity) {
    change({.unit = unit, .legal_entity = Text<64>(entity)});
  }

  /// From now on there is a trail of what files write of units.
  void keep_trail() {
    audit::Watched watched;
    for (const std::string& table : people::unit_undo().tables) watched.audited.push_back({table});
    tenant.write([&](Tx& tx) { audit::install(tx, watched); });
  }

  /// A line of a file says what the team in America is from the first of the year on.
  void take_line(const std::string& name, const std::string& parent, const std::string& entity) {
    tenant.read([&](Read& db) { before_file_ = inlets::store::newest_of_trail(db); });
    people::Cells cells = people::unit("S2", parent, "2026-01-01", name);
    cells.back() = entity;
    CHECK(people::units(tenant, {cells}) == "c");
  }

  /// Takes the last file back, by the trail.
  void undo_file() {
    const InletUndo undo = people::unit_undo();
    tenant.write([&](Tx& tx) {
      auto rows = inlets::store::written(tx, {before_file_, inlets::store::newest_of_trail(tx)},
                                         undo.tables);
      std::ranges::reverse(rows);
      inlets::store::restore(tx, rows);
      undo.settle(ctx(), tx, rows);
    });
  }

  /// Whether what was announced of units since has figures worked out anew.
  bool works_out_anew() {
    const auto stamp = [&] {
      std::int64_t now = 0;
      tenant.read([&](Read& db) { now = store::stamp(db); });
      return now;
    };
    const std::int64_t before = stamp();
    follow();
    return stamp() != before;
  }

  people::RateId rate(Date day, Decimal closing) {
    people::RateId id;
    tenant.write(
        [&](Tx& tx) { id = people.add_rate(ctx(), tx, {"USD", "CNY", day, closing, {}}).id; });
    follow_money();
    return id;
  }

  void correct(people::RateId id, Decimal closing) {
    tenant.write([&](Tx& tx) {
      Context knowing = ctx();
      knowing.if_match = 1;
      (void)people.change_rate(knowing, tx, {id, closing, {}, "typing error"});
    });
    follow_money();
  }

  /// Hands the subscriber what was announced since.
  void follow_money() {
    follow();
    tenant.write([&](Tx& tx) {
      std::vector<Event> events;
      for (Event& event : events_after(tx, seen_, 1000)) {
        seen_ = event.id;
        event.at = ctx().now;
        if (event.topic == people::MoneyChanged::topic) events.push_back(std::move(event));
      }
      for (const Subscriber& subscriber : manifest(service).subscribers)
        if (!events.empty() &&
            subscriber.topics == std::vector{std::string(people::MoneyChanged::topic)})
          subscriber.handle(tx, events);
    });
  }

  /// "02=1700 03=no_rate": values by month.
  std::string values(AssignmentId id) {
    std::string text;
    for (const PointRow& p : points(id))
      text += (text.empty() ? "" : " ") + p.start_on.to_string().substr(5, 2) + "=" +
              (p.value ? p.value->to_string() : *p.null_reason);
    return text;
  }

  Explanation why(AssignmentId id, Date start) {
    Explanation told;
    tenant.read([&](Read& db) { told = service.explain(ctx(), db, {id, start, {}}); });
    return told;
  }

  /// An assignment above two teams that sell in two currencies, and February's rate between them.
  AssignmentId sold_in_both() {
    const AssignmentId above = assign(sewing);
    report(sales, team, Date::of(2026, 2, 3), "1000", "cn");
    report(sales, other, Date::of(2026, 2, 4), "100", "us");
    (void)rate(Date::of(2026, 2, 20), "7"_dec);
    return above;
  }

  TestTenant& tenant;
  MeasureId sales;

 private:
  std::int64_t seen_ = 0;
  std::int64_t before_file_ = 0;  ///< the newest row of the trail then
};

Date february(int day) { return Date::of(2026, 2, day); }

}  // namespace

TEST_CASE(
    "units of several currencies add up in that of the unit that looks, at the period's rate") {
  for_each_engine([](TestTenant& tenant) {
    Currencies c(tenant);
    const AssignmentId own = c.assign(c.other);
    const AssignmentId above = c.assign(c.sewing);
    c.report(c.sales, c.team, february(3), "1000", "cn");
    c.report(c.sales, c.other, february(4), "100", "us");
    CHECK(c.values(own) == "02=100");
    CHECK(c.values(above) == "02=no_rate");
    CHECK(c.points(above).front().colour == Colour::no_data);
    const people::RateId id = c.rate(february(20), "7"_dec);
    CHECK(c.values(above) == "02=1700");
    (void)c.rate(Date::of(2026, 1, 31), "1"_dec);  // of another period
    CHECK(c.values(above) == "02=1700");
    c.correct(id, "7.123456"_dec);
    CHECK(c.values(above) == "02=1712.3456");
    CHECK(c.values(own) == "02=100");
    CHECK(c.differing() == 0);
    const Explanation told = c.why(above, february(1));
    REQUIRE(told.read.rates.size() == 1);
    CHECK(told.read.rates.front().from == "USD");
    CHECK(told.read.rates.front().to == "CNY");
    CHECK(told.read.rates.front().rate == "7.123456"_dec);
    CHECK(told.read.rates.front().day == february(20));
    CHECK(told.read.measures.front().amount == "1712.3456"_dec);
    CHECK(c.why(own, february(1)).read.rates.empty());
    tenant.read([&](Read& db) {
      CHECK(c.service.assignment(c.ctx(), db, {own}).kpi.unit == "USD");
      CHECK(c.service.assignment(c.ctx(), db, {above}).row.unit == "CNY");
    });
  });
}

TEST_CASE("an employer with another currency, or a measure that is money after all, derives anew") {
  for_each_engine([](TestTenant& tenant) {
    Currencies c(tenant);
    const AssignmentId above = c.sold_in_both();
    c.employ(c.other, "CN");
    c.follow_money();
    CHECK(c.values(above) == "02=1100");
    c.employ(c.other, "US");
    c.follow_money();
    CHECK(c.values(above) == "02=1700");
    const auto money = [&](bool is_money, std::int64_t version) {
      tenant.write([&](Tx& tx) {
        Context knowing = c.ctx();
        knowing.if_match = version;
        const Measure changed = c.service.change_measure(knowing, tx,
                                                         {.measure = c.sales,
                                                          .names = {"销售额", "Sales"},
                                                          .money = is_money,
                                                          .reason = Text<500>("it was none")});
        CHECK(changed.money == is_money);
      });
    };
    money(false, 1);
    CHECK(c.values(above) == "02=1100");
    CHECK(c.differing() == 0);
    money(true, 2);
    CHECK(c.values(above) == "02=1700");
    CHECK(c.differing() == 0);
  });
}

TEST_CASE("money is worked out anew for another employer or place of a unit, not for its words") {
  for_each_engine([](TestTenant& tenant) {
    Currencies c(tenant);
    const AssignmentId above = c.sold_in_both();
    c.change({.unit = c.company, .names = Names{"集团", "Group"}});
    c.change({.unit = c.other, .names = Names{"二组", "Team 2"}, .no_head = true});
    c.employ(c.other, "US");
    CHECK_FALSE(c.works_out_anew());
    c.employ(c.other, "CN");
    CHECK(c.works_out_anew());
    CHECK(c.values(above) == "02=1100");
    c.employ(c.other, "US");
    CHECK(c.works_out_anew());
    CHECK(c.values(above) == "02=1700");
    c.change({.unit = c.other, .parent = c.company});
    CHECK(c.works_out_anew());
    CHECK(c.values(above) == "02=1000");
    tenant.write([&](Tx& tx) {
      (void)c.people.add_unit(c.ctx(), tx,
                              {.code = "S3",
                               .names = {"三组", "Team 3"},
                               .kind = people::UnitKind::team,
                               .parent = c.sewing,
                               .legal_entity = Text<64>("US"),
                               .valid_from = Date::of(2026, 1, 1)});
    });
    CHECK(c.works_out_anew());
  });
}

TEST_CASE("the same for what a file says of units, and when it is taken back") {
  for_each_engine([](TestTenant& tenant) {
    Currencies c(tenant);
    const AssignmentId above = c.sold_in_both();
    c.keep_trail();
    const auto taken_and_undone = [&](const char* name, const char* parent, const char* entity) {
      c.take_line(name, parent, entity);
      const bool anew = c.works_out_anew();
      const std::string values = c.values(above);
      c.undo_file();
      CHECK(c.works_out_anew() == anew);
      CHECK(c.values(above) == "02=1700");
      return anew ? values : "as it was";
    };
    CHECK(taken_and_undone("二组", "S", "US") == "as it was");
    CHECK(taken_and_undone("S2", "S", "CN") == "02=1100");
    CHECK(taken_and_undone("S2", "C", "US") == "02=1000");
  });
}

}  // namespace twinrail::kpi
