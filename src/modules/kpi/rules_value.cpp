#include <algorithm>
#include <array>
#include <cstdint>

#include "base/wide_sum.hpp"
#include "modules/kpi/rules.hpp"

namespace twinrail::kpi::rules {

namespace {

using Use = Formula::Use;
using Rows = std::vector<const Row*>;

constexpr std::string_view days_name = "days_in_period";
constexpr std::string_view hours_name = "hours_in_period";

bool is_calendar_name(std::string_view name) { return name == days_name || name == hours_name; }

const Cell& cell_at(const std::vector<Cell>& cells, std::size_t index) {
  static const Cell absent;
  return index < cells.size() ? cells[index] : absent;
}

MeasureKind kind_of(const ValueRule& rule, std::size_t measure) {
  return measure < rule.kinds.size() ? rule.kinds[measure] : MeasureKind::flow;
}

bool combines_periods(TimeAgg agg) {
  return agg == TimeAgg::sum || agg == TimeAgg::avg || agg == TimeAgg::min || agg == TimeAgg::max;
}

bool is_calendar(const ValueRule& rule, const Formula::Slot& slot) {
  return slot.use == Use::value && is_calendar_name(rule.formula.measures()[slot.measure]);
}

Period days_of(const Row& row) {
  if (row.days) return *row.days;
  if (const auto read = period_of_label(row.period)) return *read;
  throw Error(Fault::invalid, "bad_period", Arguments{{"period", row.period}});
}

std::set<std::string_view> units_of(std::span<const Row> rows) {
  std::set<std::string_view> units;
  for (const Row& row : rows) units.insert(row.unit);
  return units;
}

std::size_t count_periods(std::span<const Row> rows) {
  std::set<std::string_view> labels;
  for (const Row& row : rows) labels.insert(row.period);
  return labels.size();
}

Decimal weight_of(const ValueRule& rule, std::string_view unit) {
  const auto found = rule.unit_weights.find(std::string(unit));
  return found == rule.unit_weights.end() ? Decimal::whole(1) : found->second;
}

/// What a measure comes to over several rows: a sum, or for a distinct measure a union of members.
struct Figure {
  bool distinct = false;
  bool missing = false;  ///< some part has no figure
  bool counted = false;  ///< a part is a count without its members
  int parts = 0;
  Fraction number;
  std::set<std::string_view> members;

  void add(const Cell& cell) {
    ++parts;
    if (!cell.has_figure()) missing = true;
    if (cell.state == Cell::State::number) {
      counted = true;
      number += cell.number;
    }
    if (cell.state != Cell::State::members) return;
    const std::set<std::string_view> own(cell.members.begin(), cell.members.end());
    if (distinct) members.insert(own.begin(), own.end());
    if (!distinct) number += Fraction::whole(static_cast<std::int64_t>(own.size()));
  }

  void add(const Figure& other) {
    parts += other.parts;
    missing = missing || other.missing;
    counted = counted || other.counted;
    number += other.number;
    members.insert(other.members.begin(), other.members.end());
  }

  [[nodiscard]] bool not_derivable() const { return distinct && counted && parts > 1; }

  [[nodiscard]] std::optional<Fraction> value() const {
    if (missing) return std::nullopt;
    if (!distinct || counted) return number;
    return Fraction::whole(static_cast<std::int64_t>(members.size()));
  }
};

/// The figure behind one slot of the formula; a mean of opening and close needs both.
struct SlotFigure {
  Use use = Use::value;
  Figure opening;
  Figure main;

  void add(const SlotFigure& other) {
    opening.add(other.opening);
    main.add(other.main);
  }
  [[nodiscard]] bool not_derivable() const {
    return opening.not_derivable() || main.not_derivable();
  }
  [[nodiscard]] std::optional<Fraction> value() const {
    if (use == Use::open) return opening.value();
    if (use != Use::avg_open_close) return main.value();
    const auto first = opening.value();
    const auto last = main.value();
    if (!first || !last) return std::nullopt;
    return (*first + *last) / Fraction(2);
  }
};

/// Rows of one unit in order of their periods: those considered, and of these the ones without a
/// gap.
struct UnitRows {
  Rows seen;
  Rows used;

  /// Whether the newest level is known: an older one never stands in for it.
  [[nodiscard]] bool has_level() const {
    if (used.empty() || used.back()->period != seen.back()->period) return false;
    const auto newest = [&](const Row* row) { return row->period == seen.back()->period; };
    return std::count_if(seen.begin(), seen.end(), newest) ==
           std::count_if(used.begin(), used.end(), newest);
  }
};

SlotFigure figure_of(const ValueRule& rule, const Formula::Slot& slot, const UnitRows& unit) {
  SlotFigure figure;
  figure.use = slot.use;
  const MeasureKind kind = kind_of(rule, slot.measure);
  figure.main.distinct = figure.opening.distinct = kind == MeasureKind::distinct;
  const bool is_level = slot.use == Use::close || slot.use == Use::avg_open_close ||
                        (slot.use == Use::value && kind == MeasureKind::stock);
  if (is_level && !unit.has_level()) figure.main.missing = true;
  if (unit.used.empty()) figure.main.missing = figure.opening.missing = true;
  for (const Row* row : unit.used) {
    const bool first = row->period == unit.used.front()->period;
    const bool last = row->period == unit.used.back()->period;
    if (first && (slot.use == Use::open || slot.use == Use::avg_open_close)) {
      figure.opening.add(cell_at(row->opening, slot.measure));
    }
    if (slot.use == Use::last_year) figure.main.add(cell_at(row->last_year, slot.measure));
    const bool counts = is_level ? last : slot.use == Use::value;
    if (counts) figure.main.add(cell_at(row->measures, slot.measure));
  }
  return figure;
}

/// Days and hours of the periods used, each period once.
struct CalendarFigures {
  std::map<std::string, Period> periods;

  void add(const Rows& rows) {
    for (const Row* row : rows) {
      if (!periods.contains(row->period)) periods.emplace(row->period, days_of(*row));
    }
  }
  [[nodiscard]] Fraction days() const {
    std::int64_t sum = 0;
    for (const auto& [label, period] : periods) sum += period.days();
    return Fraction::whole(sum);
  }
  [[nodiscard]] Fraction hours(std::string_view zone) const {
    Fraction sum;
    for (const auto& [label, period] : periods) sum += hours_in(period, zone);
    return sum;
  }
};

/// The figures of all slots for some rows, and the calendar behind them.
struct Inputs {
  std::vector<SlotFigure> figures;
  CalendarFigures calendar;

  void add(const Inputs& other) {
    for (std::size_t i = 0; i < figures.size(); ++i) figures[i].add(other.figures[i]);
    calendar.periods.insert(other.calendar.periods.begin(), other.calendar.periods.end());
  }
};

/// One evaluation: remembers on the way what makes the whole value impossible.
class Evaluation {
 public:
  Evaluation(const ValueRule& rule, std::span<const Row> rows) : rule_(rule) {
    for (const Row& row : rows) considered_.push_back(&row);
    if (rule.time_agg == TimeAgg::last) keep_newest();
    uses_calendar_ = std::any_of(rule.formula.slots().begin(), rule.formula.slots().end(),
                                 [&](const auto& slot) { return is_calendar(rule, slot); });
  }

  ValueVerdict run() {
    const bool fits = within_range([&] { return group(), true; }).has_value();
    ValueVerdict verdict;
    verdict.rows_seen = static_cast<int>(considered_.size());
    for (const auto& [unit, rows] : units_) verdict.rows_used += static_cast<int>(rows.used.size());
    if (verdict.rows_seen > 0) verdict.coverage = coverage(verdict);
    const bool defined = is_defined();
    const auto result = within_range([&] { return fits && defined ? over_units() : Result{}; });
    if (not_derivable_ || no_rate_) {
      verdict.null_reason = not_derivable_ ? NullReason::not_derivable : NullReason::no_rate;
      verdict.coverage.reset();
    } else if (!fits || !result) {
      verdict.null_reason = NullReason::overflow;
    } else if (result->outcome == Formula::Outcome::value) {
      verdict.value = result->value;
    } else {
      verdict.null_reason = result->outcome == Formula::Outcome::zero_denominator
                                ? NullReason::zero_denominator
                                : NullReason::no_data;
    }
    return verdict;
  }

 private:
  using Result = Formula::Result;

  static Ratio coverage(const ValueVerdict& v) {
    return Fraction::of(v.rows_used, v.rows_seen).to_ratio();
  }

  void keep_newest() {
    std::string_view newest;
    for (const Row* row : considered_) newest = std::max<std::string_view>(newest, row->period);
    std::erase_if(considered_, [&](const Row* row) { return row->period != newest; });
  }

  /// Whether a measure of the formula has no figure in the row.
  [[nodiscard]] bool has_gap(const Row& row) const {
    for (const auto& slot : rule_.formula.slots()) {
      if (is_calendar(rule_, slot)) continue;
      const Cell& now = cell_at(row.measures, slot.measure);
      if (now.state == Cell::State::missing) return true;
      if (slot.use == Use::last_year && !cell_at(row.last_year, slot.measure).has_figure()) {
        return true;
      }
      const bool needs_now = slot.use != Use::last_year && slot.use != Use::open;
      if (needs_now && !now.has_figure()) return true;
    }
    return false;
  }

  void group() {
    converted_.reserve(considered_.size());
    for (const Row* row : considered_) {
      UnitRows& unit = units_[row->unit];
      unit.seen.push_back(row);
      if (!has_gap(*row)) unit.used.push_back(rule_.money ? converted(*row) : row);
    }
    const auto by_period = [](const Row* a, const Row* b) { return a->period < b->period; };
    for (auto& [name, unit] : units_) {
      std::sort(unit.seen.begin(), unit.seen.end(), by_period);
      std::sort(unit.used.begin(), unit.used.end(), by_period);
    }
  }

  /// The newest rate of the kind whose date lies inside the row's period.
  [[nodiscard]] std::optional<Fraction> rate_for(const Row& row) const {
    const Conversion& money = *rule_.money;
    if (row.currency == money.to) return Fraction(1);
    const Period days = days_of(row);
    std::optional<Fraction> found;
    Date newest = Date::first();
    for (const FxRate& line : money.rates) {
      const auto& rate = money.rate == RateKind::closing ? line.closing : line.average;
      if (line.from != row.currency || line.to != money.to || !rate) continue;
      if (!days.contains(line.date) || (found && line.date < newest)) continue;
      found = rate;
      newest = line.date;
    }
    return found;
  }

  const Row* converted(const Row& row) {
    std::vector<std::size_t> money;
    for (const auto& slot : rule_.formula.slots()) {
      const std::string& name = rule_.formula.measures()[slot.measure];
      if (!is_calendar(rule_, slot) && rule_.money->measures.contains(name)) {
        money.push_back(slot.measure);
      }
    }
    std::sort(money.begin(), money.end());
    money.erase(std::unique(money.begin(), money.end()), money.end());
    if (money.empty()) return &row;
    const auto rate = rate_for(row);
    if (!rate) no_rate_ = true;
    Row& copy = converted_.emplace_back(row);
    for (const std::size_t measure : money) {
      for (auto* cells : {&copy.measures, &copy.opening, &copy.last_year}) {
        if (measure >= cells->size()) continue;
        Cell& cell = (*cells)[measure];
        if (rate && cell.state == Cell::State::number) cell.number = cell.number * *rate;
      }
    }
    return &copy;
  }

  /// What the definition itself rules out, whatever the figures are.
  bool is_defined() {
    const bool several = units_.size() > 1;
    if (several && (rule_.org_agg == OrgAgg::none || rule_.org_agg == OrgAgg::recompute)) {
      not_derivable_ = true;
    }
    bool has_distinct = false;
    for (const auto& slot : rule_.formula.slots()) {
      has_distinct = has_distinct || kind_of(rule_, slot.measure) == MeasureKind::distinct;
    }
    std::set<std::string_view> labels;
    for (const Row* row : considered_) labels.insert(row->period);
    const bool sums = (rule_.time_agg == TimeAgg::sum && labels.size() > 1) ||
                      (rule_.org_agg == OrgAgg::sum && several);
    if (has_distinct && sums) not_derivable_ = true;
    return !not_derivable_;
  }

  Inputs inputs(const UnitRows& unit) {
    Inputs found;
    for (const auto& slot : rule_.formula.slots()) {
      found.figures.push_back(is_calendar(rule_, slot) ? SlotFigure{}
                                                       : figure_of(rule_, slot, unit));
    }
    if (uses_calendar_) found.calendar.add(unit.used);
    return found;
  }

  Result apply(const Inputs& in) {
    std::vector<std::optional<Fraction>> figures;
    for (std::size_t i = 0; i < in.figures.size(); ++i) {
      const auto& slot = rule_.formula.slots()[i];
      if (!is_calendar(rule_, slot)) {
        if (in.figures[i].not_derivable()) not_derivable_ = true;
        figures.push_back(in.figures[i].value());
      } else if (rule_.formula.measures()[slot.measure] == days_name) {
        figures.emplace_back(in.calendar.days());
      } else {
        figures.emplace_back(in.calendar.hours(rule_.zone));
      }
    }
    return rule_.formula.evaluate(figures);
  }

  /// A quotient that goes on into another sum or comparison goes on as it is stored.
  [[nodiscard]] Fraction handed_on(const Fraction& value) const {
    return rule_.formula.has_division() ? Fraction(value.to_ratio()) : value;
  }

  static Result value_result(const Fraction& value) { return {Formula::Outcome::value, value}; }

  /// The formula of each period, combined; a period without a value leaves.
  Result over_periods(const UnitRows& unit) {
    std::map<std::string_view, UnitRows> periods;
    for (const Row* row : unit.seen) periods[row->period].seen.push_back(row);
    for (const Row* row : unit.used) periods[row->period].used.push_back(row);
    std::vector<Fraction> values;
    for (const auto& [label, rows] : periods) {
      if (rows.used.empty()) continue;
      const Result result = apply(inputs(rows));
      if (result.outcome == Formula::Outcome::value) values.push_back(handed_on(result.value));
    }
    if (values.empty()) return {};
    if (rule_.time_agg == TimeAgg::min) {
      return value_result(*std::min_element(values.begin(), values.end()));
    }
    if (rule_.time_agg == TimeAgg::max) {
      return value_result(*std::max_element(values.begin(), values.end()));
    }
    Fraction sum;
    for (const Fraction& value : values) sum += value;
    if (rule_.time_agg == TimeAgg::sum) return value_result(sum);
    return value_result(sum / Fraction::whole(static_cast<std::int64_t>(values.size())));
  }

  Result of_unit(const UnitRows& unit) {
    if (unit.used.empty()) return {};
    return combines_periods(rule_.time_agg) ? over_periods(unit) : apply(inputs(unit));
  }

  Result over_units() {
    if (units_.empty()) return {};
    if (rule_.org_agg == OrgAgg::none || rule_.org_agg == OrgAgg::recompute) {
      return of_unit(units_.begin()->second);
    }
    return rule_.org_agg == OrgAgg::ratio_of_sums ? of_sums() : of_values();
  }

  /// The measures of all units first, then the formula.
  Result of_sums() {
    std::optional<Inputs> total;
    for (const auto& [name, unit] : units_) {
      if (unit.used.empty()) continue;
      const Inputs own = inputs(unit);
      if (total) total->add(own);
      if (!total) total = own;
    }
    return total ? apply(*total) : Result{};
  }

  /// The formula of each unit, then the units; a unit without a value leaves.
  Result of_values() {
    std::vector<Fraction> values;
    Fraction weighted;
    Fraction weights;
    for (const auto& [name, unit] : units_) {
      const Result result = of_unit(unit);
      if (result.outcome != Formula::Outcome::value) continue;
      values.push_back(handed_on(result.value));
      const Fraction weight =
          rule_.org_agg == OrgAgg::weighted ? Fraction(weight_of(rule_, name)) : Fraction(1);
      weighted += weight * values.back();
      weights += weight;
    }
    if (values.empty() || (rule_.org_agg == OrgAgg::weighted && weights.is_zero())) return {};
    if (rule_.org_agg == OrgAgg::weighted) return value_result(weighted / weights);
    if (rule_.org_agg == OrgAgg::sum) return value_result(weighted);
    return value_result(rule_.org_agg == OrgAgg::min
                            ? *std::min_element(values.begin(), values.end())
                            : *std::max_element(values.begin(), values.end()));
  }

  const ValueRule& rule_;
  Rows considered_;
  std::vector<Row> converted_;  ///< never grows past its first reservation: rows point into it
  std::map<std::string_view, UnitRows> units_;
  bool uses_calendar_ = false;
  bool not_derivable_ = false;
  bool no_rate_ = false;
};

void require_known_measures(const ValueRule& rule, std::span<const Row> rows) {
  if (rows.empty()) return;
  for (const auto& slot : rule.formula.slots()) {
    if (is_calendar(rule, slot)) continue;
    const auto carries = [&](const Row& row) {
      return cell_at(row.measures, slot.measure).state != Cell::State::absent ||
             cell_at(row.opening, slot.measure).state != Cell::State::absent ||
             cell_at(row.last_year, slot.measure).state != Cell::State::absent;
    };
    if (std::any_of(rows.begin(), rows.end(), carries)) continue;
    throw Error(Fault::invalid, "unknown_measure",
                Arguments{{"measure", rule.formula.measures()[slot.measure]}});
  }
}

}  // namespace

Cell Cell::missing() { return {State::missing, {}, {}}; }

Cell Cell::of(Fraction number) { return {State::number, number, {}}; }

Cell Cell::of_members(std::vector<std::string> members) {
  return {State::members, {}, std::move(members)};
}

bool Cell::has_figure() const { return state == State::number || state == State::members; }

void require_sound(const ValueRule& rule, std::span<const Row> rows) {
  require_known_measures(rule, rows);
  const bool sums_periods =
      rule.time_agg == TimeAgg::sum || rule.time_agg == TimeAgg::ratio_of_sums;
  if (sums_periods && count_periods(rows) > 1) {
    for (const auto& slot : rule.formula.slots()) {
      if (slot.use != Use::value || kind_of(rule, slot.measure) != MeasureKind::stock) continue;
      throw Error(Fault::invalid, "stock_summed",
                  Arguments{{"measure", rule.formula.measures()[slot.measure]}});
    }
  }
  if (rule.org_agg == OrgAgg::ratio_of_sums && combines_periods(rule.time_agg)) {
    throw Error(Fault::invalid, "bad_aggregation");
  }
  if (rule.org_agg != OrgAgg::weighted || rows.empty()) return;
  Fraction weights;
  for (const auto& unit : units_of(rows)) weights += weight_of(rule, unit);
  if (weights.is_zero()) throw Error(Fault::invalid, "zero_total_weight");
}

ValueVerdict evaluate(const ValueRule& rule, std::span<const Row> rows) {
  require_sound(rule, rows);
  return Evaluation(rule, rows).run();
}

}  // namespace twinrail::kpi::rules
