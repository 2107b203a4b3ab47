#pragma once

#include <span>
#include <vector>

#include "modules/kpi/model.hpp"
#include "platform/db/db.hpp"

namespace twinrail {
class Scope;
}

/// SQL of the KPI rail and nothing else: every function is one statement.
namespace twinrail::kpi::store {

// --- the stamp of the definitions

std::int64_t stamp(Read& db);
void renew_stamp(Tx& tx, std::int64_t stamp);
/// The rules by which the stored points were computed, see `figured_by_now`.
std::int64_t figured_by(Read& db);
void set_figured_by(Tx& tx, std::int64_t rules);
Date swept_on(Read& db);
void set_swept_on(Tx& tx, Date day);

// --- measures

std::vector<MeasureRow> measures(Read& db);
std::optional<MeasureRow> measure(Read& db, MeasureId id);
std::optional<MeasureRow> measure(Read& db, const std::string& code);
MeasureId add_measure(Tx& tx, const MeasureRow& row);
/// False when somebody else has changed it meanwhile.
[[nodiscard]] bool change_measure(Tx& tx, const MeasureRow& row);

struct MeasureUse {
  MeasureId measure;
  std::int64_t readings = 0;
  Date last_day;
};
DESCRIBE(MeasureUse, measure, readings, last_day);
TABLE(MeasureUse, "kpi_measure_use", measure);
/// A page of the measures that are used after a day, by code.
std::vector<MeasureRow> measures(Read& db, const std::string& after, Date used_on,
                                 std::int64_t limit);
/// The last reading that is counted, what is counted, and what the readings after it add.
std::int64_t counted_to(Read& db);
std::vector<MeasureUse> counted(Read& db, const std::vector<MeasureId>& measures);
std::vector<MeasureUse> all_counted(Read& db);
std::vector<MeasureUse> uncounted(Read& db, std::int64_t after, std::int64_t limit);
/// The last of so many readings that are not counted yet; nothing when all are.
std::optional<std::int64_t> nth_uncounted(Read& db, std::int64_t after, std::int64_t limit);
/// The same again from the readings themselves, up to one of them.
std::vector<MeasureUse> counted_anew(Read& db, std::int64_t up_to);
void add_use(Tx& tx, const std::vector<MeasureUse>& rows, std::int64_t up_to);
void forget_use(Tx& tx);

// --- readings

/// What a further figure of the same key is compared with.
struct LatestReading {
  std::string source_key;
  std::int64_t revision = 0;
  OrgUnitId org_unit;
  Date day;
  Decimal amount;
  std::optional<std::int64_t> dim1;
  std::optional<std::int64_t> dim2;
  std::optional<std::int64_t> dim3;
  std::optional<std::int64_t> dim4;
  std::optional<Instant> superseded_at;  ///< it counts no more: it was withdrawn
};
DESCRIBE(LatestReading, source_key, revision, org_unit, day, amount, dim1, dim2, dim3, dim4,
         superseded_at);
/// The newest revision of each of the keys.
std::vector<LatestReading> latest(Read& db, MeasureId measure, std::int64_t source,
                                  const std::vector<std::string>& keys);

/// Stores revisions, and marks those whose place they take.
void add(Tx& tx, const std::vector<ReadingRow>& revisions);

/// The newest revision of a reading, with its measure and source.
struct BehindRow {
  std::int64_t id = 0;
  MeasureId measure;
  OrgUnitId org_unit;
  Date day;
  Decimal amount;
  std::string source;
  std::string source_key;
  std::int64_t revision = 1;
  Instant recorded_at;
};
DESCRIBE(BehindRow, id, measure, org_unit, day, amount, source, source_key, revision, recorded_at);

/// What the readings of a unit and day from one source came to, as it was known at a moment.
struct BehindSum {
  MeasureId measure;
  OrgUnitId org_unit;
  Date day;
  std::string source;
  std::int64_t billions = 0;  ///< billions · 10^9 + rest is the sum in millionths
  std::int64_t rest = 0;
  std::int64_t readings = 0;
  std::int64_t corrections = 0;  ///< further revisions of them
  Instant last_recorded_at;

  [[nodiscard]] WideSum sum() const { return WideSum::of_parts(billions, rest); }
};
DESCRIBE(BehindSum, measure, org_unit, day, source, billions, rest, readings, corrections,
         last_recorded_at);
/// The sums under a unit, the tree as it stood on each day, by unit, day, measure and source. Reads
/// the readings of those days and units.
std::vector<BehindSum> sums_behind(Read& db, OrgUnitId ancestor,
                                   const std::vector<MeasureId>& measures, Date from, Date to,
                                   Instant known_at);

/// The same of each unit's last day with readings before a day.
std::vector<BehindSum> opening_behind(Read& db, OrgUnitId ancestor,
                                      const std::vector<MeasureId>& measures, Date before,
                                      Instant known_at);

struct DaySpan {
  Date from;
  Date to;
};
/// By what a unit's day of a measure differs from how it was known: of what came since and stands
/// (`now`), or of what that took the place of.
struct MovedSum {
  std::int64_t now = 0;
  MeasureId measure;
  OrgUnitId org_unit;
  Date day;
  std::int64_t billions = 0;  ///< as of BehindSum
  std::int64_t rest = 0;
  std::int64_t readings = 0;

  [[nodiscard]] WideSum sum() const { return WideSum::of_parts(billions, rest); }
};
DESCRIBE(MovedSum, now, measure, org_unit, day, billions, rest, readings);
/// Of days under a unit, since a moment. Reads what was recorded since and what it corrects,
/// however many readings the days have.
std::vector<MovedSum> moved_since(Read& db, OrgUnitId ancestor,
                                  const std::vector<MeasureId>& measures, const DaySpan& days,
                                  Instant known_at);
/// Where a page of readings, newest day first, goes on: the last one that was shown.
struct ReadingPlace {
  Date day;
  std::int64_t id = 0;
};
/// The newest revisions of a measure's readings, newest day first, of the whole company.
std::vector<BehindRow> newest_readings(Read& db, MeasureId measure, const DaySpan& days,
                                       const ReadingPlace& before, std::int64_t limit);
/// The same of units: so many of each, one unit after the other.
std::vector<BehindRow> newest_readings(Read& db, MeasureId measure,
                                       const std::vector<OrgUnitId>& units, const DaySpan& days,
                                       const ReadingPlace& before, std::int64_t limit);
/// The newest revisions of days of units, by id within each day, at most `limit` of each; of the
/// first day only those after an id.
std::vector<BehindRow> readings_in(Read& db, const std::vector<DayRow>& cells, std::int64_t after,
                                   std::int64_t limit);
/// The units that a viewer sees, who does not see all.
std::vector<OrgUnitId> units_reached(Read& db, const Scope& scope);
/// All revisions of the readings whose newest rows these are.
struct RevisionRow {
  std::int64_t newest = 0;
  std::int64_t revision = 1;
  OrgUnitId org_unit;
  Decimal amount;
  Date day;
  Instant recorded_at;
  AccountId recorded_by;
  std::optional<std::string> reason;
};
DESCRIBE(RevisionRow, newest, revision, org_unit, amount, day, recorded_at, recorded_by, reason);
/// The next readings in the order in which they were stored; at most `limit`.
std::vector<ReadingRow> readings_after(Read& db, std::int64_t id, std::int64_t limit);
std::vector<RevisionRow> revisions_of(Read& db, const std::vector<std::int64_t>& ids);

struct DimValueRow {
  std::int64_t id = 0;
  std::string dim;
  std::string value;
};
DESCRIBE(DimValueRow, id, dim, value);
std::vector<DimValueRow> dim_values(Read& db);

Ask<DayRow> ask_days(const std::vector<MeasureId>& measures, const std::vector<OrgUnitId>& units,
                     Date from, Date to);
void save_days(Tx& tx, const std::vector<DayRow>& rows);
/// All sums of a measure that are stored, by unit and day.
std::vector<DayRow> days_of(Read& db, MeasureId measure);

/// The same from the readings themselves: billions · 10^9 + rest is the sum in millionths, so that
/// no engine leaves 64 bits on the way.
struct DayAnew {
  OrgUnitId org_unit;
  Date day;
  std::int64_t billions = 0;
  std::int64_t rest = 0;
  std::int64_t readings = 0;
};
DESCRIBE(DayAnew, org_unit, day, billions, rest, readings);
std::vector<DayAnew> days_anew(Read& db, MeasureId measure);

// --- the tree

/// A unit under one of its ancestors (or itself, depth 0) during a span of days.
struct AncestorRow {
  OrgUnitId ancestor;
  OrgUnitId unit;
  Date valid_from;
  Date valid_to;
  std::int64_t depth = 0;
};
DESCRIBE(AncestorRow, ancestor, unit, valid_from, valid_to, depth);
Ask<AncestorRow> ask_paths_up(const std::vector<OrgUnitId>& units);
/// These units and all that ever stood below them, in order.
std::vector<OrgUnitId> units_below(Read& db, const std::vector<OrgUnitId>& units);
std::vector<AncestorRow> paths_up(Read& db, const std::vector<OrgUnitId>& units);

/// Every day's sums of the measures under a unit, the tree as it stood on each day.
std::vector<DayRow> days_under(Read& db, OrgUnitId ancestor, const std::vector<MeasureId>& measures,
                               Date from, Date to);

/// The same sums under the unit of an assignment, of the measures that its KPI uses.
struct DayUnderRow {
  AssignmentId assignment;
  MeasureId measure;
  OrgUnitId org_unit;
  Date day;
  Decimal amount;
  std::int64_t readings = 0;
};
DESCRIBE(DayUnderRow, assignment, measure, org_unit, day, amount, readings);
/// None before the day from which the assignment counts.
std::vector<DayUnderRow> days_under(Read& db, const std::vector<AssignmentId>& ids, Date from,
                                    Date to);

/// The same days for what looks back, also before the assignment counts.
std::vector<DayUnderRow> earlier_under(Read& db, const std::vector<AssignmentId>& ids, Date from,
                                       Date to);
/// Each unit's last day with readings before a day, of each measure.
std::vector<DayUnderRow> opening_under(Read& db, const std::vector<AssignmentId>& ids, Date before);

// --- definitions

std::vector<KpiRow> kpis(Read& db);
std::optional<KpiRow> kpi(Read& db, const std::string& code);
KpiId add_kpi(Tx& tx, const KpiRow& row);
struct KpiMeasureRow {
  KpiId kpi;
  MeasureId measure;
};
DESCRIBE(KpiMeasureRow, kpi, measure);
TABLE(KpiMeasureRow, "kpi_kpi_measure", kpi, measure);
void add_kpi_measures(Tx& tx, const std::vector<KpiMeasureRow>& rows);

std::vector<AssignmentRow> assignments(Read& db);
std::vector<AssignmentRow> assignments_of(Read& db, const std::vector<KpiId>& kpis,
                                          const std::vector<OrgUnitId>& units);
void add_assignments(Tx& tx, const std::vector<AssignmentRow>& rows);
std::vector<TargetRow> targets(Read& db, const std::vector<AssignmentId>& ids);
/// Ends whatever is in force on `from` the day before.
/// What was aimed at ends the day before each of these begins; one of the same day is never in
/// force.
void close_targets(Tx& tx, const std::vector<TargetRow>& before);
void add_targets(Tx& tx, const std::vector<TargetRow>& rows);

// --- points

Ask<PointRow> ask_points(const std::vector<AssignmentId>& ids, Date from, Date to);
std::vector<PointRow> points(Read& db, const std::vector<AssignmentId>& ids, Date from, Date to);
/// Those of the assignments that begin on one of the days.
std::vector<PointRow> points_at(Read& db, const std::vector<AssignmentId>& ids,
                                const std::vector<Date>& starts);
/// The last periods of each assignment, oldest first: enough for a list (13 at most).
std::vector<PointRow> newest_points(Read& db, const std::vector<AssignmentId>& ids, Date today);
/// The newest judged point before a day, of each assignment: where the breach machine stood.
std::vector<PointRow> last_judged_before(Read& db, const std::vector<AssignmentId>& ids, Date day);
std::vector<PointRow> points_to_judge(Read& db, Date today);
void save_points(Tx& tx, const std::vector<PointRow>& rows);
/// Points that are stored already: their values, achievements and rows, which no index holds.
void save_moved_points(Tx& tx, const std::vector<PointRow>& rows);
void drop_points(Tx& tx, const std::vector<PointRow>& rows);
/// The end of a period of an assignment.
struct PeriodEnd {
  AssignmentId assignment;
  Date end_on;
};
DESCRIBE(PeriodEnd, assignment, end_on);
/// Of the newest judged period of every assignment that has one.
std::vector<PeriodEnd> last_judged_ends(Read& db);
/// Of the newest period that has a value, of each of these.
std::vector<PeriodEnd> last_values(Read& db, const std::vector<AssignmentId>& ids);
Ask<TallyRow> ask_tallies(const std::vector<AssignmentId>& ids, Date from, Date to);
std::vector<TallyRow> tallies(Read& db, const std::vector<AssignmentId>& ids, Date from, Date to);
void save_tallies(Tx& tx, const std::vector<TallyRow>& rows);
/// Before all of them are written anew.
void drop_tallies(Tx& tx, const std::vector<AssignmentId>& ids);

// --- breaches

std::vector<BreachRow> open_breaches(Read& db, const std::vector<AssignmentId>& ids);
/// Those that a change from `from` on may touch: open then, or later.
std::vector<BreachRow> breaches_from(Read& db, const std::vector<AssignmentId>& ids, Date from);
std::vector<BreachRow> newest_breaches(Read& db, AssignmentId id, std::int64_t limit);
std::optional<BreachRow> breach(Read& db, BreachId id);
std::vector<BreachRow> breaches(Read& db, const std::vector<BreachId>& ids);
BreachId add_breach(Tx& tx, const BreachRow& row);
void update_breaches(Tx& tx, const std::vector<BreachRow>& rows);

}  // namespace twinrail::kpi::store
