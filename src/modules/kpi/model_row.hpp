#pragma once

#include <string>

#include "base/ranged.hpp"
#include "base/table.hpp"
#include "base/text.hpp"
#include "base/wide_sum.hpp"
#include "modules/kpi/kpi.hpp"
#include "modules/kpi/rules.hpp"

/// Rows of the KPI rail as they are stored.
namespace twinrail::kpi {

using rules::BreachPhase;
using rules::MeasureKind;
using rules::OrgAgg;
using rules::RateKind;
using rules::TimeAgg;

enum class Grain { day, month };
DESCRIBE_ENUM(Grain, day, month);
enum class LeadLag { lead, lag };
DESCRIBE_ENUM(LeadLag, lead, lag);

// --- rows

/// What a reading of a measure may be, both included; outside of it somebody mistyped, or a sensor
/// broke. In the measure's own unit.
struct ReadingBounds {
  std::optional<Decimal> least;
  std::optional<Decimal> most;
  friend bool operator==(const ReadingBounds&, const ReadingBounds&) = default;
};
DESCRIBE(ReadingBounds, least, most);

struct MeasureRow : ReadingBounds {
  MeasureId id;
  std::string code;
  std::string name_zh;
  std::string name_en;
  MeasureKind kind = MeasureKind::flow;
  std::string unit;
  Grain grain = Grain::day;
  std::int64_t version = 1;
  std::optional<Date> retired_from;  ///< not used from this day on
  bool money = false;                ///< in the currency of the unit that it is reported for
};
DESCRIBE_ON(MeasureRow, ReadingBounds, id, code, name_zh, name_en, kind, unit, grain, version,
            retired_from, money);
TABLE(MeasureRow, "kpi_measure", id);

struct KpiRow {
  KpiId id;
  std::string code;
  std::string name_zh;
  std::string name_en;
  std::string formula;
  std::string unit;
  std::int64_t decimals = 0;
  Direction direction = Direction::higher;
  Frequency frequency = Frequency::month;
  TimeAgg time_agg = TimeAgg::ratio_of_sums;
  OrgAgg org_agg = OrgAgg::ratio_of_sums;
  LeadLag lead_lag = LeadLag::lag;
  std::string category_zh;
  std::string category_en;
  std::int64_t version = 1;
  std::optional<Date> retired_from;   ///< not used from this day on
  RateKind rate = RateKind::closing;  ///< by which money is converted
  friend bool operator==(const KpiRow&, const KpiRow&) = default;
};
DESCRIBE(KpiRow, id, code, name_zh, name_en, formula, unit, decimals, direction, frequency,
         time_agg, org_agg, lead_lag, category_zh, category_en, version, retired_from, rate);
TABLE(KpiRow, "kpi_kpi", id);

/// What a KPI means, in words of either language.
struct KpiWords {
  Text<1000> purpose_zh;
  Text<1000> purpose_en;
  Text<1000> counted_zh;
  Text<1000> counted_en;
  Text<1000> left_out_zh;
  Text<1000> left_out_en;
  Text<1000> origin_zh;
  Text<1000> origin_en;
  Text<200> answers_zh;  ///< who says what it means where there is doubt
  Text<200> answers_en;
  friend bool operator==(const KpiWords&, const KpiWords&) = default;
};
DESCRIBE(KpiWords, purpose_zh, purpose_en, counted_zh, counted_en, left_out_zh, left_out_en,
         origin_zh, origin_en, answers_zh, answers_en);

/// How a KPI was worked out between two days, both included. One that never changed has none.
struct KpiTermRow {
  std::int64_t id = 0;
  KpiId kpi;
  Date valid_from;
  Date valid_to;
  std::string formula;
  TimeAgg time_agg = TimeAgg::ratio_of_sums;
  OrgAgg org_agg = OrgAgg::ratio_of_sums;
};
DESCRIBE(KpiTermRow, id, kpi, valid_from, valid_to, formula, time_agg, org_agg);
TABLE(KpiTermRow, "kpi_kpi_term", id);

struct AssignmentRow {
  AssignmentId id;
  KpiId kpi;
  OrgUnitId org_unit;
  std::optional<PersonId> owner;
  Decimal weight;
  bool veto = false;
  Date valid_from;
  Date valid_to;
  Instant recorded_at;
  std::optional<std::string> breach_op;
  std::optional<Decimal> breach_value;
  std::optional<Decimal> breach_value_to;
  std::optional<std::string> recover_op;
  std::optional<Decimal> recover_value;
  std::optional<Decimal> recover_value_to;
  std::int64_t n = 2;
  std::int64_t m = 2;
  std::int64_t grace_days = 0;
  std::int64_t version = 1;
};
DESCRIBE(AssignmentRow, id, kpi, org_unit, owner, weight, veto, valid_from, valid_to, recorded_at,
         breach_op, breach_value, breach_value_to, recover_op, recover_value, recover_value_to, n,
         m, grace_days, version);
TABLE(AssignmentRow, "kpi_assignment", id);

/// What held of an assignment between two days, both included. One that never changed has none.
struct AssignmentTermRow {
  std::int64_t id = 0;
  AssignmentId assignment;
  Date valid_from;
  Date valid_to;
  std::optional<PersonId> owner;
  Decimal weight;
  bool veto = false;
  std::optional<std::string> breach_op;
  std::optional<Decimal> breach_value;
  std::optional<Decimal> breach_value_to;
  std::optional<std::string> recover_op;
  std::optional<Decimal> recover_value;
  std::optional<Decimal> recover_value_to;
  std::int64_t n = 2;
  std::int64_t m = 2;
  std::int64_t grace_days = 0;
};
DESCRIBE(AssignmentTermRow, id, assignment, valid_from, valid_to, owner, weight, veto, breach_op,
         breach_value, breach_value_to, recover_op, recover_value, recover_value_to, n, m,
         grace_days);
TABLE(AssignmentTermRow, "kpi_assignment_term", id);

/// What is aimed at and where the colours change. A request, a reply, a line of a file and the
/// stored row are described on it, so that a field of a target is written once.
struct TargetValues {
  std::optional<Decimal> target;
  std::optional<Decimal> lower;
  std::optional<Decimal> upper;
  std::optional<Decimal> tolerance;
  std::optional<Decimal> green;
  std::optional<Decimal> amber;
  std::optional<Decimal> green_to;
  std::optional<Decimal> amber_to;
  friend bool operator==(const TargetValues&, const TargetValues&) = default;
};
DESCRIBE(TargetValues, target, lower, upper, tolerance, green, amber, green_to, amber_to);

struct TargetRow : TargetValues {
  std::int64_t id = 0;
  AssignmentId assignment;
  Date valid_from;
  Date valid_to;
  Instant recorded_at;
};
DESCRIBE_ON(TargetRow, TargetValues, id, assignment, valid_from, valid_to, recorded_at);
TABLE(TargetRow, "kpi_target", id);

/// One period of an assignment, as stored. Derived from readings, targets and the clock alone.
struct PointRow {
  AssignmentId assignment;
  Date start_on;
  Date end_on;  ///< last day of the period
  std::optional<Decimal> value;
  std::optional<std::string> null_reason;
  std::optional<Decimal> achievement;  ///< four decimals
  std::optional<Colour> colour;
  std::optional<std::string> rule;  ///< what decided the colour: thresholds or bands
  bool judged = false;  ///< the period is over, so it has a colour and moved the breach machine
  BreachPhase phase = BreachPhase::ok;
  std::int64_t streak = 0;   ///< breaches or recoveries in a row, see rules::BreachState
  std::int64_t missing = 0;  ///< missing values in a row
  std::int64_t rows_used = 0;
  std::int64_t rows_seen = 0;
  friend bool operator==(const PointRow&, const PointRow&) = default;
};
DESCRIBE(PointRow, assignment, start_on, end_on, value, null_reason, achievement, colour, rule,
         judged, phase, streak, missing, rows_used, rows_seen);
TABLE(PointRow, "kpi_point", assignment, start_on);

/// One revision of a figure. Append-only: a correction is a further one of the same key.
struct ReadingRow {
  std::int64_t id = 0;
  MeasureId measure;
  std::int64_t source = 0;
  std::string source_key;
  std::int64_t revision = 1;
  OrgUnitId org_unit;
  Date day;
  Decimal amount;
  Instant recorded_at;
  AccountId recorded_by;
  std::optional<std::string> reason;
  std::optional<std::int64_t> dim1;
  std::optional<std::int64_t> dim2;
  std::optional<std::int64_t> dim3;
  std::optional<std::int64_t> dim4;
};
DESCRIBE(ReadingRow, id, measure, source, source_key, revision, org_unit, day, amount, recorded_at,
         recorded_by, reason, dim1, dim2, dim3, dim4);
TABLE(ReadingRow, "kpi_reading", id);

/// A system that readings come from.
struct SourceRow {
  std::int64_t id = 0;
  std::string code;
  std::optional<std::string> standing_reason;
  std::optional<std::int64_t> round_decimals;
  std::string name_zh;
  std::string name_en;
  bool whole_company = false;  ///< whoever may report figures of the whole company writes under it
  std::optional<Date> closed_from;
  std::int64_t version = 1;
};
DESCRIBE(SourceRow, id, code, standing_reason, round_decimals, name_zh, name_en, whole_company,
         closed_from, version);
TABLE(SourceRow, "kpi_source", id);

/// The sum of a measure's readings of one unit and day.
struct DayRow {
  MeasureId measure;
  OrgUnitId org_unit;
  Date day;
  Decimal amount;
  std::int64_t readings = 0;
};
DESCRIBE(DayRow, measure, org_unit, day, amount, readings);
TABLE(DayRow, "kpi_day", measure, org_unit, day);

/// What the readings of a measure come to in a period, and on how many days of units there are any:
/// none at all is missing, which is not 0.
struct MeasureSum {
  WideSum sum;
  std::int64_t days = 0;
  friend bool operator==(const MeasureSum&, const MeasureSum&) = default;
};

/// The running sum of a measure in a period: `amount` + `wraps` · 2^64 millionths.
struct TallyRow {
  AssignmentId assignment;
  Date start_on;
  MeasureId measure;
  Decimal amount;
  std::int64_t wraps = 0;
  std::int64_t days = 0;

  [[nodiscard]] WideSum sum() const { return WideSum::of(amount, wraps); }
  [[nodiscard]] MeasureSum figure() const { return {sum(), days}; }
};
DESCRIBE(TallyRow, assignment, start_on, measure, amount, wraps, days);
TABLE(TallyRow, "kpi_tally", assignment, start_on, measure);

[[nodiscard]] inline TallyRow tally_row(AssignmentId id, Date start, MeasureId measure,
                                        const MeasureSum& figure) {
  return {id, start, measure, figure.sum.low(), figure.sum.wraps(), figure.days};
}

struct BreachRow {
  BreachId id;
  AssignmentId assignment;
  std::string state;  ///< firing, recovering, cleared, corrected
  Date fired_start;
  Date fired_on;
  std::optional<Date> ended_start;
  std::optional<Date> ended_on;
  std::optional<AccountId> accepted_by;
  std::optional<Instant> accepted_at;
  std::optional<Decimal> accepted_value;
  std::optional<Date> accepted_until;
  std::optional<std::string> accepted_reason;
  std::int64_t version = 1;
  std::optional<PersonId> accepted_person;
};
DESCRIBE(BreachRow, id, assignment, state, fired_start, fired_on, ended_start, ended_on,
         accepted_by, accepted_at, accepted_value, accepted_until, accepted_reason, version,
         accepted_person);
TABLE(BreachRow, "kpi_breach", id);

}  // namespace twinrail::kpi
