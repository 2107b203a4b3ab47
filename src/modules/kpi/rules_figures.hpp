#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "modules/kpi/rules_calendar.hpp"
#include "modules/kpi/rules_money.hpp"

/// Which readings make the value of a period: all of each measure in it, whatever day or unit of
/// the subtree they came from. A value and its explanation are made here. Pure.
namespace twinrail::kpi::rules {

/// The sums of days behind a period, under the unit of the assignment.
struct PeriodDays {
  std::vector<DayRow> days;          ///< of the period
  std::vector<DayRow> opening;       ///< each unit's last day with readings before it, if asked for
  std::vector<DayRow> last_year;     ///< of the period a fiscal year earlier, if asked for
  const MoneyBook* money = nullptr;  ///< without one all units count in one currency
  OrgUnitId looking = {};            ///< the unit into whose currency money is converted
};

/// The currencies of the money behind a period that are not the one the unit looks in. A unit
/// without a currency looks in that of its figures where they all have the same.
[[nodiscard]] std::vector<UsedRate> rates_used(const Definition& definition, const Period& period,
                                               const PeriodDays& days);

/// The rows that the value is worked out from. Of a whole period, or of each of its parts; of all
/// units together where the measures are added before the formula, else of each unit. A flow is
/// added up, of a level each unit's newest day counts.
[[nodiscard]] std::vector<Row> rows_of(const Definition& definition, const Period& period,
                                       const PeriodDays& days);

/// What the value of a tallied KPI is made of.
struct PeriodFigures {
  std::vector<MeasureSum> measures;  ///< in the order of the definition
  std::int64_t rows_seen = 0;        ///< days of units with any figure

  /// Whether no measure is missing; then all rows count.
  [[nodiscard]] bool complete() const;
};

/// The running sums that days come to.
[[nodiscard]] PeriodFigures figures_of(const Definition& definition, const Period& period,
                                       std::span<const DayRow> days);

/// How the sums of a unit and day change.
struct RowChange {
  std::vector<std::optional<Decimal>> before;  ///< by measure of the definition
  std::vector<std::optional<Decimal>> after;
};
void apply(const RowChange& change, PeriodFigures& figures);

/// The exact value of a period from its running sums.
[[nodiscard]] ValueVerdict value_of_sums(const Definition& definition,
                                         const PeriodFigures& figures);

/// The value of a period from its days, its hours counted where the unit is.
[[nodiscard]] ValueVerdict value_of_days(const Definition& definition,
                                         const DatedCalendar& calendar, const Period& period,
                                         const PeriodDays& days);

/// The formula with the figures in the places of the names: those that `value_of_days` computes
/// with. Where several values are combined, those, and how: "min(0.95, 0.8)".
[[nodiscard]] std::string substituted(const Definition& definition, const DatedCalendar& calendar,
                                      const Period& period, const PeriodDays& days);

/// What of a measure went into a value that is worked out at once. Absent: nothing, or several
/// parts have a figure of their own.
struct UsedFigures {
  std::optional<Decimal> amount;
  std::optional<Decimal> opening;
  std::optional<Date> opening_on;  ///< the newest day of those that make the opening
  std::optional<Decimal> last_year;
};
/// In the order of the definition's measures.
[[nodiscard]] std::vector<UsedFigures> used_figures(const Definition& definition,
                                                    const Period& period, const PeriodDays& days);

/// What is reported for a measure in %, as it is stored: "96%" is 0.96, and so is "0.96". Nothing
/// for a bare number beyond 2 either way, which may be meant as one or the other; what is no number
/// stays as it is.
[[nodiscard]] std::optional<std::string> ratio_told(const std::string& amount);

}  // namespace twinrail::kpi::rules
