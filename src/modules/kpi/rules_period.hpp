#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "modules/kpi/rules_figures.hpp"

/// How the periods of an assignment are judged one after the other: which figures move, when a
/// breach begins and ends, and which of them say that data is missing. Pure: whoever asks
/// has loaded what is stored, and writes what it comes to.
namespace twinrail::kpi::rules {

/// What does not change while the periods of an assignment are judged.
struct JudgedBy {
  const Definition& definition;
  const AssignmentWithTargets& assignment;
  const DatedCalendar& calendar;  ///< of the unit
  Date today;
  const MoneyBook* money = nullptr;  ///< currencies and rates; without: all count in one
};

/// What is stored of one assignment, from its first touched period on.
struct AssignmentHistory {
  std::map<Date, PointRow> points;                       ///< by first day of the period
  std::map<Date, std::map<MeasureId, MeasureSum>> sums;  ///< the running sums of a tallied KPI
  std::optional<PointRow> last_judged;  ///< the newest judged point before the first touched period
};

/// The periods to be looked at again, by their first days, and the changed days in each.
using TouchedPeriods = std::map<Date, std::vector<const RowChange*>>;

/// The stored point of a period that still runs. It has moved no breach, so it says how the periods
/// before it left the machine, and `last_judged` is not needed.
[[nodiscard]] const PointRow* running_point(const AssignmentHistory& history, Date start,
                                            Date today);

/// Whether a period without a figure is a missing one: it is over, its days of grace as well, and
/// there were figures before, or the assignment was made by then. Of a daily KPI the days alone on
/// which the unit works.
[[nodiscard]] bool is_missing(const JudgedBy& by, const Period& period, bool had_figures);

/// The first period that may be missing while no figure has come: that of the day on which the
/// assignment was made, or on which it begins.
[[nodiscard]] Period first_expected(const JudgedBy& by);

/// What judging comes to: rows to write and changes to announce.
struct Judged {
  std::vector<PointRow> points;
  std::vector<PointRow> moved;    ///< those of which only value and rows are other than stored
  std::vector<PointRow> dropped;  ///< periods without a figure that are not missing any more
  std::vector<TallyRow> tallies;
  std::vector<BreachRow> new_breaches;
  std::vector<BreachRow> changed_breaches;
  ValuesChanged values;
  std::map<AssignmentId, OrgUnitId> units;  ///< of the assignments judged

  /// Adds what another assignment came to.
  void append(Judged&& other);
};

/// Judges the periods of one assignment, oldest first. It stops at a period whose days it needs and
/// goes on when it has them, so that they are read for many assignments at once.
class PeriodEvaluator {
 public:
  /// What `by` and `touched` refer to stays alive as long as this.
  PeriodEvaluator(const JudgedBy& by, AssignmentHistory history, TouchedPeriods touched);

  /// Takes these values, and the running sums they leave, instead of what is stored; where they are
  /// complete, a period without a value has no data. For a rebuild.
  void use_values(std::map<Date, ValueVerdict> values, std::vector<TallyRow> tallies,
                  bool complete = true);
  /// The days of the period that `run` stopped at.
  void use_days(PeriodDays days);

  /// Goes on to the end, or to a period whose value follows from its days: that period.
  [[nodiscard]] std::optional<Period> run();

  /// Whether a phase is other than stored, so that breaches have to be compared.
  [[nodiscard]] bool phases_differ() const { return phases_differ_; }
  /// Breaches follow the phases: one that the corrected figures never fired becomes `corrected`.
  void settle_breaches(std::vector<BreachRow> stored);

  [[nodiscard]] Date first() const { return touched_.begin()->first; }
  [[nodiscard]] const AssignmentRow& assignment() const { return by_.assignment.row; }
  [[nodiscard]] const JudgedBy& by() const { return by_; }
  /// What the periods came to.
  [[nodiscard]] Judged take() { return std::move(judged_); }

 private:
  void start_from(Date first);
  void remember(const PointRow& point);
  void step(const Period& period, const PointRow* stored, const ValueVerdict& value);
  void write(const PointRow& point, const PointRow* stored);
  void keep(const PointRow& stored);
  void drop(const PointRow& stored);
  void advance(const PointRow& point);
  void end_episode(const PointRow& point);
  [[nodiscard]] bool unchanged(const PointRow& stored, const Period& period) const;
  /// The periods to be judged: touched, stored after those, and those between that are missing.
  [[nodiscard]] std::vector<Date> starts_to_judge() const;
  [[nodiscard]] Date missing_from() const;
  [[nodiscard]] std::optional<ValueVerdict> value_of(const Period& period, const PointRow* stored);
  [[nodiscard]] ValueVerdict value_of_tally(const Period& period, const PointRow* stored);
  [[nodiscard]] BreachRow settled(BreachRow row);

  JudgedBy by_;
  AssignmentHistory history_;
  TouchedPeriods touched_;
  std::vector<Date> starts_;
  std::size_t at_ = 0;  ///< the next of them
  std::map<Date, ValueVerdict> values_;
  bool values_complete_ = false;
  BreachState state_;         ///< as judged now
  BreachState stored_state_;  ///< as stored
  BreachState entry_;         ///< before the first touched period
  bool had_figures_ = false;  ///< before the period that is judged
  bool phases_differ_ = false;
  std::vector<BreachRow> episodes_;    ///< breaches that fire in the judged periods
  std::string open_state_ = "firing";  ///< of the breach that was open at the entry
  std::optional<PointRow> open_ended_by_;
  Judged judged_;
};

/// Leaves out of a rebuild what is stored just so, and drops what is stored and not due any more.
void leave_out(Judged& rebuilt, const std::vector<PointRow>& stored);

/// How many running sums of an assignment are other than stored. One of 0 says the same as none.
[[nodiscard]] std::int64_t differing(std::span<const TallyRow> anew,
                                     std::span<const TallyRow> stored);

/// Judges all periods of an assignment from the sums of its days alone, as if none were stored.
[[nodiscard]] PeriodEvaluator rebuilt(const JudgedBy& by, std::span<const DayRow> days);

}  // namespace twinrail::kpi::rules
