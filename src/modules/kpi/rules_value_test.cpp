#include <string>

#include <doctest/doctest.h>

#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

namespace {

/// A figure as the cases write it: "12.5", "null", or members "a,b".
using Figures = std::map<std::string, std::string>;

Cell cell_of(const std::string& text) {
  if (text == "null") return Cell::missing();
  if (text.find_first_not_of("0123456789.-") == std::string::npos) {
    return Cell::of(Fraction::from_text(text));
  }
  std::vector<std::string> members;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    members.push_back(text.substr(at, comma - at));
    at = comma + 1;
  }
  return Cell::of_members(members);
}

/// A question in the words of the cases.
struct Ask {
  std::string formula;
  TimeAgg time_agg;
  OrgAgg org_agg = OrgAgg::none;
  std::map<std::string, MeasureKind> kinds;
  std::map<std::string, Decimal> unit_weights;
  std::optional<Conversion> money;
  std::string zone = "UTC";
  std::vector<Row> rows;

  [[nodiscard]] std::vector<Cell> cells(const Figures& figures) const {
    std::vector<Cell> found;
    for (const auto& name : Formula::parse(formula).measures()) {
      const auto figure = figures.find(name);
      found.push_back(figure == figures.end() ? Cell{} : cell_of(figure->second));
    }
    return found;
  }
  Ask& row(std::string unit, std::string period, const Figures& measures,
           const Figures& opening = {}, const Figures& last_year = {}) {
    Row r;
    r.unit = std::move(unit);
    r.period = std::move(period);
    r.measures = cells(measures);
    r.opening = cells(opening);
    r.last_year = cells(last_year);
    rows.push_back(r);
    return *this;
  }
  Ask& in(const char* currency) {
    rows.back().currency = currency;
    return *this;
  }
  [[nodiscard]] ValueVerdict verdict() const {
    ValueRule rule{Formula::parse(formula), {}, time_agg, org_agg, unit_weights, zone, money};
    for (const auto& name : rule.formula.measures()) {
      const auto kind = kinds.find(name);
      rule.kinds.push_back(kind == kinds.end() ? MeasureKind::flow : kind->second);
    }
    return evaluate(rule, rows);
  }
  /// "value coverage", "no_data coverage", or the code of a refusal.
  [[nodiscard]] std::string answer() const {
    constexpr const char* reasons[] = {"not_derivable",    "no_rate",     "no_data",
                                       "zero_denominator", "zero_target", "zero_tolerance",
                                       "overflow"};
    try {
      const auto v = verdict();
      const std::string coverage = v.coverage ? v.coverage->to_string() : "null";
      if (v.value) return v.value->to_fixed(4) + " " + coverage;
      return std::string(reasons[static_cast<std::size_t>(*v.null_reason)]) + " " + coverage;
    } catch (const Error& error) {
      return error.key();
    }
  }
};

Conversion to_yuan(RateKind kind, std::vector<FxRate> rates) {
  return {{"revenue", "cash"}, "CNY", kind, std::move(rates)};
}

FxRate euro_rate(const char* date, const char* closing, const char* average) {
  FxRate rate{"EUR", "CNY", Date::from_text(date), std::nullopt, std::nullopt};
  if (*closing != '\0') rate.closing = Fraction::from_text(closing);
  if (*average != '\0') rate.average = Fraction::from_text(average);
  return rate;
}

constexpr auto stock = MeasureKind::stock;
constexpr auto distinct = MeasureKind::distinct;

}  // namespace

TEST_CASE("a ratio of sums, never a mean of ratios") {
  Ask ask{"good / total", TimeAgg::last, OrgAgg::ratio_of_sums, {}, {}, {}, "UTC", {}};
  ask.row("A", "2026-05", {{"good", "95"}, {"total", "100"}});
  ask.row("B", "2026-05", {{"good", "10"}, {"total", "50"}});
  CHECK(ask.answer() == "0.7000 1.0000");
  ask.org_agg = OrgAgg::min;
  CHECK(ask.answer() == "0.2000 1.0000");
  ask.org_agg = OrgAgg::max;
  CHECK(ask.answer() == "0.9500 1.0000");
  ask.org_agg = OrgAgg::sum;
  CHECK(ask.answer() == "1.1500 1.0000");
  ask.org_agg = OrgAgg::weighted;
  CHECK(ask.answer() == "0.5750 1.0000");
  ask.unit_weights = {{"A", Decimal::whole(3)}};
  CHECK(ask.answer() == "0.7625 1.0000");
  ask.unit_weights = {{"A", Decimal::whole(0)}, {"B", Decimal::whole(0)}};
  CHECK(ask.answer() == "zero_total_weight");
  for (const OrgAgg refuses : {OrgAgg::none, OrgAgg::recompute}) {
    ask.org_agg = refuses;
    CHECK(ask.answer() == "not_derivable null");
  }
}

TEST_CASE("quotients are combined as they are stored") {
  Ask ask{"a / b", TimeAgg::sum, OrgAgg::none, {}, {}, {}, "UTC", {}};
  for (const char* period : {"1", "2", "3"}) ask.row("", period, {{"a", "1"}, {"b", "3"}});
  CHECK(ask.answer() == "0.9999 1.0000");  // three times 0.3333
  ask.time_agg = TimeAgg::avg;
  CHECK(ask.answer() == "0.3333 1.0000");
  Ask plain{"a * 0.00001", TimeAgg::sum, OrgAgg::none, {}, {}, {}, "UTC", {}};
  for (const char* period : {"1", "2", "3"}) plain.row("", period, {{"a", "4"}});
  CHECK(plain.answer() == "0.0001 1.0000");  // 0.00012, not three times 0.0000
}

TEST_CASE("a stock over time") {
  Ask ask{"headcount", TimeAgg::last, OrgAgg::none, {{"headcount", stock}}, {}, {}, "UTC", {}};
  ask.row("", "2026-01", {{"headcount", "100"}}, {{"headcount", "90"}});
  ask.row("", "2026-03", {{"headcount", "120"}});
  ask.row("", "2026-02", {{"headcount", "110"}});
  CHECK(ask.answer() == "120.0000 1.0000");
  ask.time_agg = TimeAgg::avg;
  CHECK(ask.answer() == "110.0000 1.0000");
  ask.time_agg = TimeAgg::min;
  CHECK(ask.answer() == "100.0000 1.0000");
  ask.time_agg = TimeAgg::recompute;
  CHECK(ask.answer() == "120.0000 1.0000");
  for (const TimeAgg sums : {TimeAgg::sum, TimeAgg::ratio_of_sums}) {
    ask.time_agg = sums;
    CHECK(ask.answer() == "stock_summed");
  }
  ask.rows.resize(1);
  CHECK(ask.answer() == "100.0000 1.0000");  // one period is no sum over time
}

TEST_CASE("opening, closing and their mean") {
  Ask ask{"leavers / avg_open_close(headcount)",
          TimeAgg::recompute,
          OrgAgg::none,
          {{"headcount", stock}},
          {},
          {},
          "UTC",
          {}};
  ask.row("", "2026-01", {{"leavers", "5"}, {"headcount", "100"}}, {{"headcount", "100"}});
  ask.row("", "2026-02", {{"leavers", "4"}, {"headcount", "110"}});
  ask.row("", "2026-03", {{"leavers", "3"}, {"headcount", "120"}});
  CHECK(ask.answer() == "0.1091 1.0000");
  ask.formula = "close(headcount) - open(headcount)";
  ask.rows.clear();
  ask.row("", "2026-01", {{"headcount", "100"}}, {{"headcount", "95"}});
  ask.row("", "2026-02", {{"headcount", "110"}}, {{"headcount", "100"}});
  CHECK(ask.answer() == "15.0000 1.0000");
  ask.time_agg = TimeAgg::sum;  // each period's own growth
  CHECK(ask.answer() == "15.0000 1.0000");
  ask.time_agg = TimeAgg::last;
  CHECK(ask.answer() == "10.0000 1.0000");
  ask.rows[1].opening.clear();
  CHECK(ask.answer() == "no_data 1.0000");
}

TEST_CASE("an older level never stands in for the last one") {
  Ask ask{"leavers / headcount",
          TimeAgg::recompute,
          OrgAgg::none,
          {{"headcount", stock}},
          {},
          {},
          "UTC",
          {}};
  ask.row("", "2026-01", {{"leavers", "2"}, {"headcount", "100"}});
  ask.row("", "2026-02", {{"leavers", "3"}, {"headcount", "null"}});
  CHECK(ask.answer() == "no_data 0.5000");
  ask.formula = "leavers";
  ask.rows.clear();
  ask.row("", "2026-01", {{"leavers", "2"}});
  ask.row("", "2026-02", {{"leavers", "null"}});
  CHECK(ask.answer() == "2.0000 0.5000");  // a flow has no last level
}

TEST_CASE("a row with a gap leaves all sums") {
  Ask ask{"good / total", TimeAgg::ratio_of_sums, OrgAgg::none, {}, {}, {}, "UTC", {}};
  ask.row("", "2026-01", {{"good", "8"}, {"total", "10"}});
  ask.row("", "2026-02", {{"good", "5"}, {"total", "null"}});
  ask.row("", "2026-03", {{"good", "10"}, {"total", "20"}});
  CHECK(ask.answer() == "0.6000 0.6667");
  ask.row("", "2026-04", {{"good", "7"}});
  CHECK(ask.answer() == "0.6000 0.5000");
  ask.rows.resize(2);
  ask.rows.erase(ask.rows.begin());
  CHECK(ask.answer() == "no_data 0.0000");
  ask.rows.clear();
  CHECK(ask.answer() == "no_data null");
}

TEST_CASE("the newest period of all rows is the last") {
  Ask ask{"good / total", TimeAgg::last, OrgAgg::ratio_of_sums, {}, {}, {}, "UTC", {}};
  ask.row("A", "2026-04", {{"good", "1"}, {"total", "1"}});
  ask.row("B", "2026-05", {{"good", "3"}, {"total", "4"}});
  ask.row("C", "2026-05", {{"good", "null"}, {"total", "4"}});
  CHECK(ask.answer() == "0.7500 0.5000");
}

TEST_CASE("zero denominators") {
  Ask ask{"a / b", TimeAgg::last, OrgAgg::none, {}, {}, {}, "UTC", {}};
  ask.row("", "2026-01", {{"a", "0"}, {"b", "0"}});
  for (const TimeAgg agg : {TimeAgg::last, TimeAgg::ratio_of_sums, TimeAgg::recompute}) {
    ask.time_agg = agg;
    CHECK(ask.answer() == "zero_denominator 1.0000");
  }
  ask.time_agg = TimeAgg::avg;  // the period leaves, and nothing is left
  CHECK(ask.answer() == "no_data 1.0000");
  ask.row("", "2026-02", {{"a", "1"}, {"b", "2"}});
  CHECK(ask.answer() == "0.5000 1.0000");
}

TEST_CASE("a unit without a value leaves the combined value") {
  Ask ask{
      "a / b", TimeAgg::ratio_of_sums, OrgAgg::weighted, {}, {{"A", Decimal::whole(9)}}, {}, "UTC",
      {}};
  ask.row("A", "2026-01", {{"a", "1"}, {"b", "0"}});
  ask.row("B", "2026-01", {{"a", "1"}, {"b", "4"}});
  CHECK(ask.answer() == "0.2500 1.0000");
  ask.org_agg = OrgAgg::ratio_of_sums;
  CHECK(ask.answer() == "0.5000 1.0000");
}

TEST_CASE("distinct members are united") {
  Ask ask{"buyers", TimeAgg::recompute, OrgAgg::none, {{"buyers", distinct}}, {}, {}, "UTC", {}};
  ask.row("A", "2026-01", {{"buyers", "ann,bob,ann"}});
  ask.row("A", "2026-02", {{"buyers", "bob,cid"}});
  CHECK(ask.answer() == "3.0000 1.0000");
  ask.row("B", "2026-02", {{"buyers", "cid,dan"}});
  CHECK(ask.answer() == "not_derivable null");
  ask.org_agg = OrgAgg::ratio_of_sums;
  CHECK(ask.answer() == "4.0000 1.0000");
  ask.org_agg = OrgAgg::sum;
  CHECK(ask.answer() == "not_derivable null");
  ask.org_agg = OrgAgg::max;
  CHECK(ask.answer() == "3.0000 1.0000");
  ask.time_agg = TimeAgg::sum;
  CHECK(ask.answer() == "not_derivable null");
  ask.time_agg = TimeAgg::last;
  ask.org_agg = OrgAgg::ratio_of_sums;
  CHECK(ask.answer() == "3.0000 1.0000");
}

TEST_CASE("counts without members are never united") {
  Ask ask{"buyers", TimeAgg::recompute, OrgAgg::none, {{"buyers", distinct}}, {}, {}, "UTC", {}};
  ask.row("A", "2026-01", {{"buyers", "10"}});
  CHECK(ask.answer() == "10.0000 1.0000");
  ask.row("A", "2026-02", {{"buyers", "12"}});
  CHECK(ask.answer() == "not_derivable null");
  ask.time_agg = TimeAgg::max;
  CHECK(ask.answer() == "12.0000 1.0000");
  ask.time_agg = TimeAgg::last;
  CHECK(ask.answer() == "12.0000 1.0000");
}

TEST_CASE("the same period last year") {
  Ask ask{"(revenue - same_period_last_year(revenue)) / same_period_last_year(revenue)",
          TimeAgg::recompute,
          OrgAgg::ratio_of_sums,
          {},
          {},
          {},
          "UTC",
          {}};
  ask.row("A", "2026-01", {{"revenue", "110"}}, {}, {{"revenue", "100"}});
  ask.row("A", "2026-02", {{"revenue", "130"}}, {}, {{"revenue", "100"}});
  ask.row("B", "2026-02", {{"revenue", "999"}});  // opened this year: like is compared with like
  CHECK(ask.answer() == "0.2000 0.6667");
}

TEST_CASE("days and hours of the periods count once") {
  Ask ask{"deployments / days_in_period",
          TimeAgg::ratio_of_sums,
          OrgAgg::ratio_of_sums,
          {},
          {},
          {},
          "UTC",
          {}};
  ask.row("N", "2026-04", {{"deployments", "12"}});
  ask.row("S", "2026-04", {{"deployments", "18"}});
  CHECK(ask.answer() == "1.0000 1.0000");
  ask.row("S", "2026-05", {{"deployments", "31"}});
  CHECK(ask.answer() == "1.0000 1.0000");  // 61 in 30 + 31 days
  ask.row("S", "2026-06", {{"deployments", "null"}});
  CHECK(ask.answer() == "1.0000 0.7500");  // June is not used, so its days are not
  ask.org_agg = OrgAgg::sum;
  CHECK(ask.answer() == "1.2033 0.7500");  // 12/30 + 49/61
  Ask hours{"runs * hours_in_period", TimeAgg::last, OrgAgg::none, {}, {}, {}, "Europe/Berlin", {}};
  hours.row("", "2026-03", {{"runs", "1"}});
  CHECK(hours.answer() == "743.0000 1.0000");
  hours.row("", "2026-03-29", {{"runs", "2"}});
  CHECK(hours.answer() == "46.0000 1.0000");
  hours.row("", "week 14", {{"runs", "2"}});
  CHECK(hours.answer() == "bad_period");
  hours.rows.back().days = Period{Date::of(2026, 3, 30), Date::of(2026, 4, 6), 0, 0};
  CHECK(hours.answer() == "336.0000 1.0000");
}

TEST_CASE("money is converted row by row at its own period's rate") {
  const std::vector<FxRate> rates{euro_rate("2026-01-31", "8.00", "7.80"),
                                  euro_rate("2026-01-15", "9.00", "9.00"),
                                  euro_rate("2026-02-28", "8.10", "")};
  Ask ask{"revenue", TimeAgg::sum, OrgAgg::sum, {}, {}, to_yuan(RateKind::average, rates), "UTC",
          {}};
  ask.row("DE", "2026-01", {{"revenue", "1000"}}).in("EUR");
  ask.row("CN", "2026-01", {{"revenue", "5000"}}).in("CNY");
  CHECK(ask.answer() == "12800.0000 1.0000");
  ask.row("DE", "2026-02", {{"revenue", "2000"}}).in("EUR");
  CHECK(ask.answer() == "no_rate null");
  ask.money->rate = RateKind::closing;
  CHECK(ask.answer() == "29200.0000 1.0000");
  ask.row("DE", "2026-03", {{"revenue", "null"}}).in("EUR");  // nothing to convert
  CHECK(ask.answer() == "29200.0000 0.7500");
  ask.row("US", "2026-01", {{"revenue", "1"}}).in("USD");
  CHECK(ask.answer() == "no_rate null");
}

TEST_CASE("only what is named as money is converted") {
  Ask ask{"revenue / orders",
          TimeAgg::ratio_of_sums,
          OrgAgg::ratio_of_sums,
          {},
          {},
          to_yuan(RateKind::closing, {euro_rate("2026-01-31", "8", "")}),
          "UTC",
          {}};
  ask.row("DE", "2026-01", {{"revenue", "100"}, {"orders", "4"}}).in("EUR");
  ask.row("CN", "2026-01", {{"revenue", "200"}, {"orders", "6"}}).in("CNY");
  CHECK(ask.answer() == "100.0000 1.0000");
  Ask growth{"close(cash) - open(cash)",
             TimeAgg::last,
             OrgAgg::none,
             {{"cash", stock}},
             {},
             to_yuan(RateKind::closing, {euro_rate("2026-01-31", "8", "")}),
             "UTC",
             {}};
  growth.row("", "2026-01", {{"cash", "7"}}, {{"cash", "4"}}).in("EUR");
  growth.row("", "2026-01", {{"cash", "10"}}, {{"cash", "10"}}).in("CNY");
  CHECK(growth.answer() == "24.0000 1.0000");
}

TEST_CASE("a wrong definition is refused before any data is looked at, in order") {
  Ask ask{"a / headcount",
          TimeAgg::ratio_of_sums,
          OrgAgg::none,
          {{"headcount", stock}},
          {},
          {},
          "UTC",
          {}};
  ask.row("A", "2026-01", {{"headcount", "null"}});
  CHECK(ask.answer() == "unknown_measure");
  ask.rows.clear();
  ask.row("A", "2026-01", {{"headcount", "null"}, {"a", "null"}});
  CHECK(ask.answer() == "no_data 0.0000");
  ask.row("B", "2026-02", {{"headcount", "null"}, {"a", "null"}});
  CHECK(ask.answer() == "stock_summed");
  ask.time_agg = TimeAgg::sum;
  ask.org_agg = OrgAgg::ratio_of_sums;
  CHECK(ask.answer() == "stock_summed");
  ask.time_agg = TimeAgg::avg;
  CHECK(ask.answer() == "bad_aggregation");
  ask.formula = "a /";
  CHECK_THROWS_AS((void)ask.verdict(), Error);
}

TEST_CASE("amounts beyond the range are no value, never wrapped") {
  Ask ask{"a * b * c * d", TimeAgg::last, OrgAgg::none, {}, {}, {}, "UTC", {}};
  const std::string most = "9223372036854.775807";
  ask.row("", "2026-01", {{"a", most}, {"b", most}, {"c", most}, {"d", most}});
  CHECK(ask.answer() == "overflow 1.0000");
}

TEST_CASE("a stock is not summed over periods, whatever they hold") {
  ValueRule rule{.formula = Formula::parse("headcount"),
                 .kinds = {MeasureKind::stock},
                 .time_agg = TimeAgg::sum};
  const auto refusal = [&](const std::vector<Row>& rows) {
    try {
      require_sound(rule, rows);
    } catch (const Error& error) {
      return error.key();
    }
    return std::string("sound");
  };
  const Row january{.unit = "sales", .period = "2026-01", .measures = {Cell::missing()}};
  const Row february{.unit = "sales", .period = "2026-02", .measures = {Cell::missing()}};
  CHECK(refusal({january}) == "sound");
  CHECK(refusal({january, february}) == "stock_summed");
  rule.time_agg = TimeAgg::last;
  CHECK(refusal({january, february}) == "sound");
}

}  // namespace twinrail::kpi::rules
