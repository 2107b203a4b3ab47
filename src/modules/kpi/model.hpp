#pragma once

#include "modules/kpi/model_breach.hpp"
#include "modules/kpi/model_entry.hpp"
#include "modules/kpi/model_explain.hpp"
#include "modules/kpi/model_move.hpp"
#include "modules/kpi/model_notice.hpp"
#include "modules/kpi/model_row.hpp"
#include "modules/kpi/model_target.hpp"

/// Requests and replies of the KPI rail as they travel.
namespace twinrail::kpi {

// --- measures and readings

struct NewMeasure : ReadingBounds {
  CodeText<64> code;
  Names names;
  MeasureKind kind = MeasureKind::flow;
  Text<32> unit;
  Grain grain = Grain::day;
  std::optional<bool> money;  ///< reported in the currency of the unit's employer
};
DESCRIBE_ON(NewMeasure, ReadingBounds, code, names, kind, unit, grain, money);

/// From now on the measure has these names and bounds, and none where none is said. What was read
/// before stays.
struct ChangeMeasure : ReadingBounds {
  MeasureId measure;
  Names names;
  std::optional<Text<32>> unit;  ///< another word for the same unit; absent: it stays
  /// Whether it is money in the currency of each unit; absent: it stays. Values are worked out
  /// anew.
  std::optional<bool> money;
  std::optional<Text<500>> reason;
};
DESCRIBE_ON(ChangeMeasure, ReadingBounds, measure, names, unit, money, reason);

struct Measure : ReadingBounds {
  MeasureId id;
  std::string code;
  Names names;
  MeasureKind kind = MeasureKind::flow;
  std::string unit;
  Grain grain = Grain::day;
  /// Each once, however often it was corrected; told to whoever may read those of all units.
  std::optional<std::int64_t> readings;
  std::optional<Date> last_day;  ///< the newest day that was ever reported; told to the same
  std::int64_t version = 1;
  std::optional<Date> retired_from;  ///< not used from this day on
  bool money = false;                ///< in the currency of each unit
};
DESCRIBE_ON(Measure, ReadingBounds, id, code, names, kind, unit, grain, readings, last_day, version,
            retired_from, money);

struct Dim {
  Text<32> dim;
  Text<64> value;
};
DESCRIBE(Dim, dim, value);

/// One figure of a measure as a source reports it: an atom that KPI formulas are made of.
struct Reading {
  OrgUnitId org_unit;
  Date on;               ///< business day in the unit's zone
  Text<32> amount;       ///< exact decimal text, in the measure's own unit; six decimals at most
  Text<128> source_key;  ///< unique in the measure and source, e.g. "erp:invoice-4711"
  std::optional<Text<500>> reason;  ///< why it differs from what was reported before
  std::optional<List<Dim, 4>> dims;
};
DESCRIBE(Reading, org_unit, on, amount, source_key, reason, dims);

/// Readings a request may carry: one transaction of a few milliseconds.
inline constexpr std::size_t readings_max = 1000;

struct ReportReadings {
  MeasureId measure;
  std::optional<CodeText<64>> source;  ///< "api" unless named
  List<Reading, readings_max> readings;
};
DESCRIBE(ReportReadings, measure, source, readings);

struct ReadingsReport {
  std::int64_t stored = 0;
  std::int64_t already_known = 0;
  std::int64_t corrected = 0;
  std::int64_t points_changed = 0;
};
DESCRIBE(ReadingsReport, stored, already_known, corrected, points_changed);

struct MeasuresQuery {
  std::optional<bool> retired;  ///< also those that are not used any more
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(MeasuresQuery, retired, cursor, limit);

/// One revision of a reading: what was said, when and by whom.
struct RevisionView {
  std::int64_t revision = 1;
  Decimal amount;
  Date on;
  Instant recorded_at;
  AccountId recorded_by;
  std::optional<std::string> reason;
};
DESCRIBE(RevisionView, revision, amount, on, recorded_at, recorded_by, reason);

struct ReadingView {
  std::int64_t id = 0;
  OrgUnitId org_unit;
  Names unit_names;
  Date on;
  Decimal amount;
  std::string source;
  Names source_names;
  std::string source_key;
  std::int64_t revision = 1;
  std::vector<RevisionView> revisions;  ///< newest first
};
DESCRIBE(ReadingView, id, org_unit, unit_names, on, amount, source, source_names, source_key,
         revision, revisions);

struct ReadingsOf {
  MeasureId measure;
  std::optional<OrgUnitId> org_unit;
  std::optional<Date> from;
  std::optional<Date> to;
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(ReadingsOf, measure, org_unit, from, to, cursor, limit);

// --- KPIs and assignments

struct NewKpi {
  CodeText<64> code;
  Names names;
  Text<4000> formula;
  Text<32> unit;
  Int<0, 6> decimals;
  Direction direction = Direction::higher;
  Frequency frequency = Frequency::month;
  TimeAgg time_agg = TimeAgg::ratio_of_sums;
  OrgAgg org_agg = OrgAgg::ratio_of_sums;
  LeadLag lead_lag = LeadLag::lag;
  Names category;
  std::optional<RateKind> rate;  ///< by which money is converted; that of a day's end unless named
  std::optional<KpiWords> words;
};
DESCRIBE(NewKpi, code, names, formula, unit, decimals, direction, frequency, time_agg, org_agg,
         lead_lag, category, rate, words);

struct KpiMeasure {
  MeasureId id;
  std::string code;
  Names names;
  std::string unit;
  MeasureKind kind = MeasureKind::flow;
  bool money = false;  ///< in the currency of each unit
};
DESCRIBE(KpiMeasure, id, code, names, unit, kind, money);

struct Kpi {
  KpiId id;
  std::string code;
  Names names;
  std::string formula;
  std::string unit;
  std::int64_t decimals = 0;
  Direction direction = Direction::higher;
  Frequency frequency = Frequency::month;
  TimeAgg time_agg = TimeAgg::ratio_of_sums;
  OrgAgg org_agg = OrgAgg::ratio_of_sums;
  LeadLag lead_lag = LeadLag::lag;
  Names category;
  std::vector<KpiMeasure> measures;
  std::int64_t assignments = 0;
  std::int64_t version = 1;
  std::optional<Date> retired_from;  ///< not used from this day on
  KpiWords words;
  RateKind rate = RateKind::closing;
  bool money = false;  ///< its figures are converted into the currency of the unit that looks
};
DESCRIBE(Kpi, id, code, names, formula, unit, decimals, direction, frequency, time_agg, org_agg,
         lead_lag, category, measures, assignments, version, retired_from, words, rate, money);

struct KpisQuery {
  std::optional<bool> retired;  ///< also those that are not used any more
};
DESCRIBE(KpisQuery, retired);

struct FormulaQuestion {
  Text<4000> formula;
  std::optional<TimeAgg> time_agg;
  std::optional<OrgAgg> org_agg;
};
DESCRIBE(FormulaQuestion, formula, time_agg, org_agg);

/// What a KPI of this formula would be refused for, if anything.
struct FormulaVerdict {
  std::optional<std::string> key;      ///< of the words for what is wrong
  std::optional<std::int64_t> column;  ///< from 1, where the text is wrong
  std::optional<std::string> measure;  ///< the name that it is about
  std::vector<KpiMeasure> measures;    ///< that it reads, where it is sound
};
DESCRIBE(FormulaVerdict, key, column, measure, measures);

struct KpiList {
  std::vector<Kpi> items;
};
DESCRIBE(KpiList, items);

struct PeriodView {
  Date start;
  Date end;  ///< last day
  std::string label;
};
DESCRIBE(PeriodView, start, end, label);

struct OpenView {
  Date start;
  Date end;
  std::optional<Decimal> value;
};
DESCRIBE(OpenView, start, end, value);

struct SparkPoint {
  Date start;
  std::optional<Decimal> value;
  Light light = Light::plain;
};
DESCRIBE(SparkPoint, start, value, light);

/// The value of an earlier period, and what it gained until the newest one.
struct EarlierView {
  PeriodView period;
  std::optional<Decimal> value;
  std::optional<Decimal> change;
};
DESCRIBE(EarlierView, period, value, change);

/// How far a figure lies from its own past; `usual` is the median of the periods before it,
/// `spread` their median distance from that.
struct OutlierView {
  Decimal usual;
  Decimal spread;
  std::int64_t periods = 0;
};
DESCRIBE(OutlierView, usual, spread, periods);

/// One assignment as a list or the board shows it.
struct KpiView {
  AssignmentId assignment;
  KpiId kpi;
  std::string code;
  Names names;
  Names category;
  OrgUnitId org_unit;
  Names unit_names;
  std::optional<PersonId> owner;
  std::optional<std::string> owner_name;
  std::string unit;
  std::int64_t decimals = 0;
  Direction direction = Direction::higher;
  Frequency frequency = Frequency::month;
  std::optional<PeriodView> period;  ///< the newest one that is over
  std::optional<Decimal> actual;
  std::optional<Decimal> change;  ///< against the period right before it
  std::optional<Decimal> achievement;
  std::optional<Colour> colour;
  Light light = Light::plain;
  std::optional<Decimal> target;
  std::optional<Decimal> lower;
  std::optional<Decimal> upper;
  std::optional<Decimal> watch;     ///< where green ends; the first end of a range
  std::optional<Decimal> watch_to;  ///< the second end of a range
  std::optional<Decimal> limit;     ///< the red line, past which the colour is red
  std::optional<Decimal> limit_to;  ///< the second end of a range
  std::optional<std::string> limit_op;
  std::optional<OpenView> open;  ///< the running period, not judged yet
  std::optional<BreachView> breach;
  std::vector<SparkPoint> spark;  ///< the last 12 periods, oldest first
  std::optional<Date> since;      ///< first day of the current light
  std::optional<std::int64_t> days;
  /// Where the newest period has no value: the last day of the one that has.
  std::optional<Date> last_figure_on;
  std::optional<EarlierView> before;    ///< the period right before the newest one
  std::optional<EarlierView> year_ago;  ///< the one with the same number a fiscal year earlier
  std::optional<Date> last_day;  ///< on which the KPI is, or was, the unit's; absent: no end is set
  /// Figures that reporting duties ask for in the newest period, and how many are there. Absent:
  /// nobody has to report, the period is longer than a month, or the list asks for too many.
  std::optional<EntryCount> reported;
  std::optional<std::int64_t> age;     ///< days since the newest period with a figure ended
  std::optional<std::int64_t> behind;  ///< periods that ended since, up to 99; 0: it is fresh
  std::optional<OutlierView> outlier;  ///< the newest figure stands out from those before it
  std::optional<LineDifference> lines_differ;  ///< of the lines that hold today
};
DESCRIBE(KpiView, assignment, kpi, code, names, category, org_unit, unit_names, owner, owner_name,
         unit, decimals, direction, frequency, period, actual, change, achievement, colour, light,
         target, lower, upper, watch, watch_to, limit, limit_to, limit_op, open, breach, spark,
         since, days, last_figure_on, before, year_ago, last_day, reported, age, behind, outlier,
         lines_differ);

struct RowsQuery {
  std::optional<OrgUnitId> org_unit;
  std::optional<KpiId> kpi;
  std::optional<bool> below;  ///< also of the units under org_unit
  std::optional<Light> light;
  std::optional<bool> retired;  ///< also those that have ended
  /// Only those of whose lines two say different things.
  std::optional<bool> lines_differ;
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(RowsQuery, org_unit, kpi, below, light, retired, lines_differ, cursor, limit);

struct TargetView : TargetValues {
  Date from;
  std::optional<Date> to;
};
DESCRIBE_ON(TargetView, TargetValues, from, to);

struct BreachSetting {
  Text<8> op;
  Decimal value;
  std::optional<Decimal> value_to;
  std::optional<Text<8>> recover_op;
  std::optional<Decimal> recover_value;
  std::optional<Decimal> recover_value_to;
  std::optional<Int<1, 99>> n;
  std::optional<Int<1, 99>> m;
  std::optional<Int<0, 366>> grace_days;
};
DESCRIBE(BreachSetting, op, value, value_to, recover_op, recover_value, recover_value_to, n, m,
         grace_days);

struct NewAssignment {
  KpiId kpi;
  OrgUnitId org_unit;
  std::optional<PersonId> owner;
  Date valid_from;
  std::optional<Weight> weight;
  TargetValues target;
  std::optional<BreachSetting> breach;
  std::optional<bool> veto;
  /// How late figures may be, where no breach rule says it.
  std::optional<Int<0, 366>> grace_days;
};
DESCRIBE(NewAssignment, kpi, org_unit, owner, valid_from, weight, target, breach, veto, grace_days);

/// Where a period from that day on has ended already, it says how it is meant, and why.
struct NewTarget : TargetValues {
  AssignmentId assignment;
  Date from;
  std::optional<TargetMode> mode;
  std::optional<Text<500>> reason;
};
DESCRIBE_ON(NewTarget, TargetValues, assignment, from, mode, reason);

struct Assignment {
  KpiView row;
  Kpi kpi;
  std::vector<TargetView> targets;
  std::optional<BreachSetting> breach_rule;
  bool veto = false;
  Decimal weight;
  Date valid_from;
  std::optional<Date> valid_to;
  std::vector<StoryLine> story;
  std::vector<KpiView> children;  ///< the same KPI one level below
  std::int64_t version = 1;
};
DESCRIBE(Assignment, row, kpi, targets, breach_rule, veto, weight, valid_from, valid_to, story,
         children, version);

struct AssignmentOf {
  AssignmentId assignment;
};
DESCRIBE(AssignmentOf, assignment);

/// Periods that are told at once at most.
inline constexpr std::int64_t points_max = 750;
/// Days of figures that are read again as they were known at a moment, at most: two years.
inline constexpr std::int64_t known_days_max = 731;
/// Days of them that are read where nobody says from which: a quarter.
inline constexpr std::int64_t known_days_default = 92;

/// The newest periods that fit, unless both ends are named; a longer span is refused. As known at a
/// moment: those until then.
struct PointsOf {
  AssignmentId assignment;
  std::optional<Date> from;
  std::optional<Date> to;
  std::optional<Instant> known_at;
};
DESCRIBE(PointsOf, assignment, from, to, known_at);

struct PointLine {
  Date start;
  Date end;
  std::string label;
  std::optional<Decimal> value;
  std::optional<Decimal> achievement;
  std::optional<Colour> colour;
  Light light = Light::plain;
  BreachPhase state = BreachPhase::ok;
  bool no_data = false;
  std::optional<Ratio> coverage;
  std::optional<Decimal> target;
  std::optional<Decimal> green;     ///< the watch line
  std::optional<Decimal> green_to;  ///< the second end of a range, as `limit_to` and `recover_to`
  std::optional<Decimal> amber;     ///< the red line, itself still amber
  std::optional<Decimal> limit;     ///< the same, with or without a breach rule
  std::optional<Decimal> limit_to;
  std::optional<std::string> limit_op;
  std::optional<Decimal> recover;
  std::optional<Decimal> recover_to;
  bool open = false;
  std::optional<std::string> null_reason;
  std::optional<TargetChangeView> retargeted;  ///< its target was changed after it had ended
  std::optional<OutlierView> outlier;
};
DESCRIBE(PointLine, start, end, label, value, achievement, colour, light, state, no_data, coverage,
         target, green, green_to, amber, limit, limit_to, limit_op, recover, recover_to, open,
         null_reason, retargeted, outlier);

struct Points {
  std::vector<PointLine> items;
};
DESCRIBE(Points, items);

/// The readings behind a point.
struct ReadingsBehind {
  AssignmentId assignment;
  Date start;
  std::optional<MeasureId> measure;
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(ReadingsBehind, assignment, start, measure, cursor, limit);

}  // namespace twinrail::kpi
