#include "modules/kpi/rules_point.hpp"

#include <algorithm>
#include <tuple>

namespace twinrail::kpi::rules {
namespace {

bool is_calendar_name(const std::string& name) {
  return name == "days_in_period" || name == "hours_in_period";
}

Grid grid_of(Frequency frequency) {
  switch (frequency) {
    case Frequency::day:
      return Grid::day;
    case Frequency::week:
      return Grid::week;
    case Frequency::month:
      return Grid::month;
    case Frequency::quarter:
      return Grid::quarter;
    case Frequency::year:
      return Grid::year;
  }
  return Grid::month;
}

bool plain(const Formula& formula) {
  const auto is_value = [](const Formula::Slot& s) { return s.use == Formula::Use::value; };
  return std::ranges::all_of(formula.slots(), is_value) &&
         std::ranges::none_of(formula.measures(), is_calendar_name);
}

bool sums_first(const KpiRow& kpi, const Formula& formula) {
  if (kpi.org_agg == OrgAgg::ratio_of_sums)
    return kpi.time_agg == TimeAgg::ratio_of_sums || kpi.time_agg == TimeAgg::recompute;
  // A sum of sums is a sum only for a measure by itself; a product or quotient is another number.
  const bool bare = formula.measures().size() == 1 && formula.text() == formula.measures().front();
  return kpi.org_agg == OrgAgg::sum && kpi.time_agg == TimeAgg::sum && bare;
}

bool complete(const std::vector<std::optional<Decimal>>& cells) {
  return std::ranges::all_of(cells, [](const auto& c) { return c.has_value(); });
}

bool touched(const std::vector<std::optional<Decimal>>& cells) {
  return std::ranges::any_of(cells, [](const auto& c) { return c.has_value(); });
}

std::string text_of(NullReason reason) { return std::string(enum_name(reason)); }

std::optional<Condition> condition(const std::optional<std::string>& op,
                                   const std::optional<Decimal>& value,
                                   const std::optional<Decimal>& to) {
  if (!op || !value) return std::nullopt;
  const auto compare = compare_from(*op);
  if (!compare) return std::nullopt;
  return Condition{*compare, *value, to.value_or(*value)};
}

}  // namespace

Definition define(const KpiRow& kpi, const std::map<std::string, MeasureRow>& by_code,
                  const std::string& zone) {
  Definition d{.kpi = kpi, .rule = {.formula = Formula::parse(kpi.formula)}};
  d.rule.time_agg = kpi.time_agg;
  d.rule.org_agg = kpi.org_agg;
  d.rule.zone = zone;
  d.grid = grid_of(kpi.frequency);
  bool flows = true;
  for (const std::string& name : d.rule.formula.measures()) {
    const auto found = by_code.find(name);
    if (found == by_code.end() && !is_calendar_name(name))
      throw Error(Fault::invalid, "unknown_measure", Arguments{{"measure", name}});
    const bool known = found != by_code.end();
    d.measures.push_back(known ? found->second.id : MeasureId{});
    d.rule.kinds.push_back(known ? found->second.kind : MeasureKind::flow);
    flows = flows && d.rule.kinds.back() == MeasureKind::flow;
    d.monthly_rows = d.monthly_rows || (known && found->second.grain == Grain::month);
  }
  d.tallied = flows && !d.monthly_rows && plain(d.rule.formula) && sums_first(kpi, d.rule.formula);
  return d;
}

const TargetRow* target_on(const AssignmentWithTargets& assignment, Date last_day) {
  const TargetRow* found = nullptr;
  for (const TargetRow& t : assignment.targets)
    if (t.valid_from <= last_day && last_day <= t.valid_to) found = &t;
  return found;
}

Aim aim_of(const Definition& definition, const TargetValues* target) {
  Aim aim{.direction = definition.kpi.direction};
  if (!target) return aim;
  aim.target = target->target;
  aim.lower = target->lower;
  aim.upper = target->upper;
  aim.tolerance = target->tolerance;
  return aim;
}

std::optional<Thresholds> thresholds_of(const TargetValues* target) {
  if (!target || !target->green) return std::nullopt;
  Thresholds found{.green = {*target->green, target->green_to}};
  if (target->amber) found.amber = Bound{*target->amber, target->amber_to};
  return found;
}

std::optional<BreachRule> breach_rule_of(const AssignmentRow& assignment) {
  const auto breach =
      condition(assignment.breach_op, assignment.breach_value, assignment.breach_value_to);
  if (!breach) return std::nullopt;
  return BreachRule{.breach = *breach,
                    .recover = condition(assignment.recover_op, assignment.recover_value,
                                         assignment.recover_value_to),
                    .n = static_cast<int>(assignment.n),
                    .m = static_cast<int>(assignment.m)};
}

ValueVerdict storable(ValueVerdict verdict) {
  if (!verdict.value || within_range([&] { return verdict.value->rounded(); })) return verdict;
  verdict.value.reset();
  verdict.null_reason = NullReason::overflow;
  return verdict;
}

ValueVerdict value_of_sums(const Definition& definition, const PeriodFigures& figures) {
  ValueVerdict verdict;
  verdict.rows_used = static_cast<int>(figures.rows_used);
  verdict.rows_seen = static_cast<int>(figures.rows_seen);
  if (figures.rows_seen > 0)
    verdict.coverage = Fraction::of(figures.rows_used, figures.rows_seen).to_ratio();
  if (figures.rows_used == 0) {
    verdict.null_reason = NullReason::no_data;
    return verdict;
  }
  std::vector<std::optional<Fraction>> slots;
  for (const Formula::Slot& slot : definition.rule.formula.slots())
    slots.emplace_back(figures.sums[slot.measure].exact());
  const auto result = within_range([&] { return definition.rule.formula.evaluate(slots); });
  if (!result)
    verdict.null_reason = NullReason::overflow;
  else if (result->outcome == Formula::Outcome::value)
    verdict.value = result->value;
  else
    verdict.null_reason = NullReason::zero_denominator;
  return storable(std::move(verdict));
}

PointRow point_of(const Definition& definition, const AssignmentWithTargets& assignment,
                  const Period& period, const ValueVerdict& value, const BreachState& before,
                  bool over) {
  PointRow point{.assignment = assignment.row.id,
                 .start_on = period.start,
                 .end_on = period.last_day(),
                 .judged = over,
                 .phase = before.phase,
                 .streak = before.streak,
                 .missing = before.missing,
                 .rows_used = value.rows_used,
                 .rows_seen = value.rows_seen};
  if (value.value) point.value = value.value->rounded();
  if (value.null_reason) point.null_reason = text_of(*value.null_reason);
  const TargetRow* target = target_on(assignment, period.last_day());
  const Aim aim = aim_of(definition, target);
  const AchievementVerdict achieved = achieve(value.value, aim);
  if (achieved.achievement)  // one too large for a decimal is not shown, but judged
    point.achievement = within_range([&] { return achieved.achievement->to_ratio().to_decimal(); });
  if (!over) return point;
  const ColourVerdict verdict =
      judge_colour({.actual = value.value, .aim = aim, .thresholds = thresholds_of(target)});
  point.colour = verdict.colour;
  if (verdict.rule) point.rule = std::string(enum_name(*verdict.rule));
  if (const auto rule = breach_rule_of(assignment.row)) {
    const BreachState after = breach_step(before, *rule, value.value).state;
    point.phase = after.phase;
    point.streak = after.streak;
    point.missing = after.missing;
  } else {
    point.missing = value.value ? 0 : before.missing + 1;
  }
  return point;
}

BreachState state_of(const PointRow& point) {
  return {point.phase, static_cast<int>(point.streak), static_cast<int>(point.missing)};
}

Light light_of(const PointRow& point) {
  if (!point.judged) return Light::plain;
  if (point.phase == BreachPhase::firing) return Light::breach;
  if (point.phase == BreachPhase::recovering) return Light::rec;
  if (!point.value) return Light::none;
  if (point.phase == BreachPhase::pending) return Light::watch;
  if (!point.colour) return Light::plain;
  return *point.colour == Colour::green ? Light::ok : Light::watch;
}

bool is_plain_quotient(const Definition& definition) {
  std::string text = definition.rule.formula.text();
  std::erase(text, ' ');
  const auto line = text.find('/');
  if (line == std::string::npos) return false;
  const auto& formula = definition.rule.formula;
  return formula.measure_index(text.substr(0, line)) &&
         formula.measure_index(text.substr(line + 1));
}

std::pair<MeasureId, MeasureId> quotient_parts(const Definition& definition) {
  std::string text = definition.rule.formula.text();
  std::erase(text, ' ');
  const auto line = text.find('/');
  const auto id = [&](const std::string& name) {
    return definition.measures[*definition.rule.formula.measure_index(name)];
  };
  return {id(text.substr(0, line)), id(text.substr(line + 1))};
}

std::vector<Row> rows_of(const Definition& definition, const Period& period,
                         std::span<const DayRow> days) {
  std::map<std::pair<OrgUnitId, Date>, Row> rows;
  for (const DayRow& day : days) {
    const auto measure = std::ranges::find(definition.measures, day.measure);
    if (measure == definition.measures.end() || day.readings == 0 || !period.contains(day.day))
      continue;
    const Date from = definition.monthly_rows ? day.day.first_of_month() : day.day;
    Row& row = rows[{day.org_unit, from}];
    if (row.measures.empty()) {
      row.unit = std::to_string(day.org_unit.value);
      row.period = from.to_string();
      row.days = Period{from, definition.monthly_rows ? from.plus_months(1) : from + 1};
      // A measure without a reading is a gap of this row, not a name that nobody knows.
      row.measures.assign(definition.measures.size(), Cell::missing());
    }
    const auto index = static_cast<std::size_t>(measure - definition.measures.begin());
    Cell& cell = row.measures[index];
    const bool level = definition.rule.kinds[index] == MeasureKind::stock;
    const Fraction sum = level ? Fraction(day.amount) : cell.number + Fraction(day.amount);
    cell = Cell::of(sum);
  }
  std::vector<Row> list;
  for (auto& [place, row] : rows) list.push_back(std::move(row));
  return list;
}

PeriodFigures figures_of(const Definition& definition, std::span<const Row> rows) {
  PeriodFigures figures;
  figures.sums.resize(definition.measures.size());
  for (const Row& row : rows) {
    RowChange change;
    change.before.resize(definition.measures.size());
    for (const Cell& cell : row.measures)
      change.after.push_back(cell.has_figure() ? std::optional(cell.number.rounded())
                                               : std::nullopt);
    apply(change, figures);
  }
  return figures;
}

void apply(const RowChange& change, PeriodFigures& figures) {
  const bool used_before = complete(change.before);
  const bool used_after = complete(change.after);
  for (std::size_t i = 0; i < figures.sums.size(); ++i) {
    if (used_before) figures.sums[i] -= *change.before[i];
    if (used_after) figures.sums[i] += *change.after[i];
  }
  figures.rows_used += (used_after ? 1 : 0) - (used_before ? 1 : 0);
  figures.rows_seen += (touched(change.after) ? 1 : 0) - (touched(change.before) ? 1 : 0);
}

}  // namespace twinrail::kpi::rules
