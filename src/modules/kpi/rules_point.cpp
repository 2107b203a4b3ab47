#include "modules/kpi/rules_point.hpp"

#include <algorithm>
#include <set>

#include "modules/kpi/rules_lines.hpp"
#include "modules/kpi/rules_term.hpp"

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

/// Whether the time of a KPI is gone through part by part. The newest level of a period is that of
/// each unit; of flows the newest part counts.
bool combines_parts(const Definition& d) {
  const TimeAgg agg = d.rule.time_agg;
  if (agg == TimeAgg::last) {
    for (std::size_t i = 0; i < d.measures.size(); ++i)
      if (d.measures[i] && d.rule.kinds[i] != MeasureKind::stock) return true;
    return false;
  }
  return agg != TimeAgg::ratio_of_sums && agg != TimeAgg::recompute;
}

std::string text_of(NullReason reason) { return std::string(enum_name(reason)); }

}  // namespace

std::optional<Condition> condition_of(const std::optional<std::string>& op,
                                      const std::optional<Decimal>& value,
                                      const std::optional<Decimal>& to) {
  if (!op || !value) return std::nullopt;
  const auto compare = compare_from(*op);
  if (!compare) return std::nullopt;
  return Condition{*compare, *value, to.value_or(*value)};
}

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
    d.money.push_back(known && found->second.money);
    flows = flows && d.rule.kinds.back() == MeasureKind::flow;
    d.monthly_rows = d.monthly_rows || (known && found->second.grain == Grain::month);
  }
  // A running sum knows no currencies.
  d.tallied = flows && !d.has_money() && !d.monthly_rows && plain(d.rule.formula) &&
              sums_first(kpi, d.rule.formula);
  d.by_parts = combines_parts(d) && d.grid != (d.monthly_rows ? Grid::month : Grid::day);
  for (const Formula::Slot& slot : d.rule.formula.slots()) {
    d.needs_last_year = d.needs_last_year || slot.use == Formula::Use::last_year;
    d.needs_opening = d.needs_opening || slot.use == Formula::Use::open ||
                      slot.use == Formula::Use::avg_open_close;
  }
  return d;
}

Definition define(const KpiRow& kpi, std::span<const KpiTermRow> terms,
                  const std::map<std::string, MeasureRow>& by_code, const std::string& zone) {
  Definition now = define(kpi, by_code, zone);
  for (const KpiTermRow& term : terms)
    if (term.valid_from <= term.valid_to)
      now.dated.emplace_back(term.valid_from, std::make_shared<const Definition>(
                                                  define(with_term(kpi, term), by_code, zone)));
  return now;
}

const Definition& Definition::on(Date last_day) const {
  if (dated.empty()) return *this;
  const Definition* found = dated.front().second.get();
  for (const auto& [from, one] : dated)
    if (from <= last_day) found = one.get();
  return *found;
}

bool Definition::ever_looks_back() const {
  return looks_back() ||
         std::ranges::any_of(dated, [](const auto& one) { return one.second->looks_back(); });
}

bool Definition::has_money() const { return std::ranges::find(money, true) != money.end(); }

bool Definition::ever_money() const {
  return has_money() ||
         std::ranges::any_of(dated, [](const auto& one) { return one.second->has_money(); });
}

std::vector<MeasureId> Definition::all_measures() const {
  std::set<MeasureId> all(measures.begin(), measures.end());
  for (const auto& [from, one] : dated) all.insert(one->measures.begin(), one->measures.end());
  all.erase(MeasureId{});
  return {all.begin(), all.end()};
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
      condition_of(assignment.breach_op, assignment.breach_value, assignment.breach_value_to);
  if (!breach) return std::nullopt;
  return BreachRule{.breach = *breach,
                    .recover = condition_of(assignment.recover_op, assignment.recover_value,
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

PointRow point_of(const Definition& dated, const AssignmentWithTargets& assignment,
                  const Period& period, const ValueVerdict& value, const BreachState& before,
                  bool over) {
  const Definition& definition = dated.on(period.last_day());
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
  const AssignmentRow held = held_on(assignment, period.last_day());
  const ColourVerdict verdict =
      judge_colour({.actual = value.value,
                    .aim = aim,
                    .thresholds = lines_of(definition.kpi.direction, held, target)});
  point.colour = verdict.colour;
  if (verdict.rule) point.rule = std::string(enum_name(*verdict.rule));
  if (const auto rule = breach_rule_of(held)) {
    const BreachState after = breach_step(before, *rule, value.value).state;
    point.phase = after.phase;
    point.streak = after.streak;
    point.missing = after.missing;
  } else {  // nobody is warned any more, or never was
    point.phase = BreachPhase::ok;
    point.streak = 0;
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

bool is_summed_quotient(const Definition& definition) {
  return definition.tallied && definition.measures.size() == 2 && is_plain_quotient(definition);
}

bool ever_quotient(const Definition& definition) {
  return is_summed_quotient(definition) ||
         std::ranges::any_of(definition.dated,
                             [](const auto& one) { return is_summed_quotient(*one.second); });
}

bool may_run(const Definition& definition) {
  const auto& kinds = definition.rule.kinds;
  const auto all = [&](MeasureKind wanted) {
    return std::ranges::all_of(kinds, [&](MeasureKind kind) { return kind == wanted; });
  };
  const TimeAgg agg = definition.rule.time_agg;
  if (agg == TimeAgg::avg || agg == TimeAgg::last || all(MeasureKind::stock)) return true;
  const bool at_once = agg == TimeAgg::ratio_of_sums || agg == TimeAgg::recompute;
  return at_once && is_plain_quotient(definition) && all(MeasureKind::flow) &&
         plain(definition.rule.formula);
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

}  // namespace twinrail::kpi::rules
