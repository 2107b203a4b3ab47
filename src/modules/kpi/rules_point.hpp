#pragma once

#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "modules/kpi/model.hpp"

/// From sums to a judged point: what the service stores for an assignment and period.
namespace twinrail::kpi::rules {

/// A KPI with everything that its value needs, made once from its stored row: as it is worked out
/// today, and as it was and will be on other days.
struct Definition {
  KpiRow kpi;
  ValueRule rule;
  std::vector<MeasureId>
      measures;             ///< in the order of rule.formula.measures(); 0 = of the calendar
  std::vector<bool> money;  ///< the same: whether it is converted into the unit's currency
  Grid grid = Grid::month;
  bool monthly_rows = false;  ///< a measure is only known by month, so parts are months
  /// The formula is worked out for each part of a period (a day, or a month), and then combined.
  bool by_parts = false;
  bool needs_opening = false;    ///< the formula asks for the level before the period
  bool needs_last_year = false;  ///< the formula asks for the same period a fiscal year earlier
  /// The value follows from one running sum a measure, so a reading costs the same however much
  /// there was before: flows only, plain names, and sums before the formula.
  bool tallied = false;

  /// What was, is and will be, by day; empty where nothing ever changed.
  std::vector<std::pair<Date, std::shared_ptr<const Definition>>> dated;

  /// What holds for a period that ends on this day.
  [[nodiscard]] const Definition& on(Date last_day) const;
  /// A figure of one period moves later ones as well.
  [[nodiscard]] bool looks_back() const { return needs_opening || needs_last_year; }
  /// The same, on any day.
  [[nodiscard]] bool ever_looks_back() const;
  /// Whether any of its measures is money.
  [[nodiscard]] bool has_money() const;
  /// The same, on any day.
  [[nodiscard]] bool ever_money() const;
  /// The measures that it uses on any day, without those of the calendar.
  [[nodiscard]] std::vector<MeasureId> all_measures() const;
};

/// `by_code` are the tenant's measures. Throws Error "bad_formula", or "unknown_measure" with
/// `measure`.
[[nodiscard]] Definition define(const KpiRow& kpi, const std::map<std::string, MeasureRow>& by_code,
                                const std::string& zone);
/// The same with what held on other days. Throws as well.
[[nodiscard]] Definition define(const KpiRow& kpi, std::span<const KpiTermRow> terms,
                                const std::map<std::string, MeasureRow>& by_code,
                                const std::string& zone);

/// The assignment with its targets by date, and what held of it by date.
struct AssignmentWithTargets {
  AssignmentRow row;                          ///< what holds today
  std::vector<TargetRow> targets;             ///< in order of valid_from
  std::vector<AssignmentTermRow> terms = {};  ///< the same; empty where nothing ever changed
};

/// The target in force on the last day of a period; none before the first.
[[nodiscard]] const TargetRow* target_on(const AssignmentWithTargets& assignment, Date last_day);
[[nodiscard]] Aim aim_of(const Definition& definition, const TargetValues* target);
/// The lines that a target has by itself; `lines_of` says what holds beside a breach rule.
[[nodiscard]] std::optional<Thresholds> thresholds_of(const TargetValues* target);
/// Of its stored parts; nothing where the comparison or its first value is missing.
[[nodiscard]] std::optional<Condition> condition_of(const std::optional<std::string>& op,
                                                    const std::optional<Decimal>& value,
                                                    const std::optional<Decimal>& to);
[[nodiscard]] std::optional<BreachRule> breach_rule_of(const AssignmentRow& assignment);

/// As it is stored: a value that is no decimal is none, with the reason `overflow`.
[[nodiscard]] ValueVerdict storable(ValueVerdict verdict);

/// The point of a period: value, achievement and, when the period is over, colour and the breach
/// machine one step further from `before`.
[[nodiscard]] PointRow point_of(const Definition& definition,
                                const AssignmentWithTargets& assignment, const Period& period,
                                const ValueVerdict& value, const BreachState& before, bool over);

[[nodiscard]] BreachState state_of(const PointRow& point);
/// The drawing of a point's status (ui.md, section 4).
[[nodiscard]] Light light_of(const PointRow& point);

/// Whether the formula is one measure divided by another, so that several periods add up above and
/// below.
[[nodiscard]] bool is_plain_quotient(const Definition& definition);
/// The same, of two measures whose running sums are kept.
[[nodiscard]] bool is_summed_quotient(const Definition& definition);
/// The same, on any day.
[[nodiscard]] bool ever_quotient(const Definition& definition);
/// Whether a running period can be told beside closed ones: averages, levels, and flows over flows.
/// A sum, or a flow over a level, grows with its period.
[[nodiscard]] bool may_run(const Definition& definition);
/// Its two measures: above and below the line.
[[nodiscard]] std::pair<MeasureId, MeasureId> quotient_parts(const Definition& definition);

}  // namespace twinrail::kpi::rules
