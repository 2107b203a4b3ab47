#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/access.hpp"
#include "base/date.hpp"
#include "base/decimal.hpp"
#include "base/describe.hpp"
#include "base/ids.hpp"
#include "base/text.hpp"

namespace twinrail {
class Context;
class Scope;
class Read;
class Tx;
class Lanes;
struct FeedSpan;
template <class Request>
struct Asked;
struct Event;
}  // namespace twinrail

namespace twinrail::people {
class Service;
}
namespace twinrail::approvals {
class Service;
struct Kind;
}  // namespace twinrail::approvals

namespace twinrail::kpi {

namespace permission {
inline constexpr Permission read{"kpi.read"};  ///< see indicators and their figures
inline constexpr Permission write_reading{"kpi.write_reading"};  ///< report figures
inline constexpr Permission enter{"kpi.enter"};  ///< type figures that one has to report
inline constexpr Permission define{
    "kpi.define"};  ///< define measures, KPIs, assignments and targets
/// Ask for another target; it counts once somebody has agreed.
inline constexpr Permission propose{"kpi.propose"};
inline constexpr Permission manage_source{
    "kpi.manage_source"};  ///< register the systems that figures come from, and who writes for them
inline constexpr Permission acknowledge{"kpi.acknowledge"};  ///< acknowledge a breach
}  // namespace permission

using MeasureId = Id<struct MeasureTag>;
using KpiId = Id<struct KpiTag>;
using AssignmentId = Id<struct KpiAssignmentTag>;
using BreachId = Id<struct BreachTag>;

enum class Colour { green, amber, red, no_data };
DESCRIBE_ENUM(Colour, green, amber, red, no_data);

/// The drawing of a status (ui.md, section 4); `plain` cannot be judged yet and has no shape.
enum class Light { ok, watch, breach, rec, none, plain };
DESCRIBE_ENUM(Light, ok, watch, breach, rec, none, plain);

/// How long a period is; the unit's calendar says where each begins.
enum class Frequency { day, week, month, quarter, year };
DESCRIBE_ENUM(Frequency, day, week, month, quarter, year);

enum class Direction { higher, lower, range };
DESCRIBE_ENUM(Direction, higher, lower, range);

/// One point of an assignment that is new or other than before.
struct ValueChange {
  AssignmentId assignment;
  OrgUnitId org_unit;
  Date start;  ///< first day of the period
  Date end;    ///< and its last
  std::optional<Decimal> value;
  std::optional<Decimal> achievement;
  std::optional<Colour> colour;
  Light light = Light::plain;
};
DESCRIBE(ValueChange, assignment, org_unit, start, end, value, achievement, colour, light);

/// Announced once a change of readings, targets or time, with every point it moved.
struct ValuesChanged {
  static constexpr std::string_view topic = "kpi.values_changed";
  std::vector<ValueChange> changes;
};
DESCRIBE(ValuesChanged, changes);

/// One breach that opened, ended, or was acknowledged.
struct BreachChange {
  BreachId breach;
  AssignmentId assignment;
  OrgUnitId org_unit;
  std::string state;
};
DESCRIBE(BreachChange, breach, assignment, org_unit, state);

struct BreachChanged {
  static constexpr std::string_view topic = "kpi.breach_changed";
  std::vector<BreachChange> changes;
};
DESCRIBE(BreachChanged, changes);

/// What others need to name and judge an assignment: its KPI, its unit and where it stands now.
struct AssignmentView {
  AssignmentId id;
  KpiId kpi;
  OrgUnitId org_unit;
  std::optional<PersonId> owner;
  Names names;
  std::string unit;
  std::int64_t decimals = 0;
  Direction direction = Direction::higher;
  std::optional<Decimal> actual;  ///< of the newest period that is over
  std::optional<Decimal> limit;
  std::optional<Decimal> limit_to;  ///< the second end of a range
  std::optional<std::string> limit_op;
  Light light = Light::plain;
  bool in_breach = false;  ///< confirmed: firing or recovering; caps what it guards
  std::optional<Date> updated_on;
  Frequency frequency = Frequency::month;
  std::int64_t grace_days = 0;  ///< how late figures may be after the end of a period
  bool may_run = false;         ///< the value of a running period does not grow with it
};

/// One period of an assignment, as links read it.
struct PointView {
  AssignmentId assignment;
  Date start;
  Date end;  ///< last day
  std::optional<Decimal> value;
  std::optional<Decimal> numerator;  ///< of a quotient of two sums, for rules over several periods
  std::optional<Decimal> denominator;
  bool over = false;     ///< the period has ended
  bool may_run = false;  ///< its value does not grow with it, so it is told while it runs
};

/// In which light an assignment stood after a period.
struct LightDay {
  AssignmentId assignment;
  Date end;  ///< last day of the period
  Light light = Light::plain;
};

/// How many derived rows are other than what the readings come to.
struct Differing {
  std::int64_t counts = 0;   ///< of measures: how many readings they have
  std::int64_t days = 0;     ///< sums of a measure, unit and day
  std::int64_t tallies = 0;  ///< running sums of an assignment and period
  std::int64_t points = 0;
  [[nodiscard]] std::int64_t all() const { return counts + days + tallies + points; }
};

struct Catalogue;
struct NewMeasure;
struct ChangeMeasure;
struct Measure;
struct MeasuresQuery;
struct ReportReadings;
struct ReadingsReport;
struct ReadingsOf;
struct ReadingView;
struct ReadingsBehind;
struct RetireMeasure;
struct RetireKpi;
struct RetireAssignment;
struct ChangeKpi;
struct SetKpiWords;
struct ChangeAssignment;
struct KpiOf;
struct KpisQuery;
struct MeasureHistoryOf;
struct KpiHistoryOf;
struct AssignmentHistoryOf;
struct TermChangeView;
struct NewKpi;
struct Kpi;
struct KpiList;
struct FormulaQuestion;
struct FormulaVerdict;
struct KpiView;
struct RowsQuery;
struct NewAssignment;
struct NewAssignments;
struct AssignedUnits;
struct Assignment;
struct AssignmentOf;
struct NewTarget;
struct PointsOf;
struct Points;
struct ExplainPoint;
struct Explanation;
struct Acknowledge;
struct BreachView;
struct BreachOf;
struct NewSource;
struct ChangeSource;
struct CloseSource;
struct SourceOf;
struct SourcesQuery;
struct SourceView;
struct WritersQuery;
struct WriterChoices;
struct NewDuties;
struct ChangeDuty;
struct DutiesOf;
struct DutyView;
struct DutyList;
struct TargetGridQuery;
struct TargetGrid;
struct SetTargets;
struct TargetReport;
struct TargetRule;
struct ProposeTarget;
struct TargetProposalsQuery;
struct TargetProposalView;
struct TargetGuard;
struct EntryQuery;
struct EntrySheet;
struct EntryDue;
struct EnterFigures;
struct EntryReport;
struct Move;

/// An account, as those see it who keep the sources.
struct SourceAccount {
  AccountId id;
  std::string login;
  std::string name;
};
DESCRIBE(SourceAccount, id, login, name);

struct SourceRole {
  std::string code;
  Names names;
};
DESCRIBE(SourceRole, code, names);

/// Accounts and roles of the company, as the module tells that keeps them: of these are the writers
/// of a source.
class Accounts {
 public:
  virtual ~Accounts() = default;
  /// Those of the list that there are.
  virtual std::vector<SourceAccount> named(Read& db, const std::vector<AccountId>& ids) = 0;
  /// The first that have the text in login or name.
  virtual std::vector<SourceAccount> found(Read& db, const Scope& scope,
                                           const std::optional<Text<100>>& text,
                                           std::int64_t limit) = 0;
  virtual std::vector<SourceRole> roles(Read& db) = 0;
};

/// The KPI rail: measures and their readings, KPIs, what is aimed at, points, breaches, and why.
class Service {
 public:
  /// Without `approvals` no target can be proposed: for tests of other things.
  explicit Service(people::Service& people, approvals::Service* approvals = nullptr);
  ~Service();

  Page<Measure> measures(const Context& ctx, Read& db, const MeasuresQuery& request);
  Measure add_measure(const Context& ctx, Tx& tx, const NewMeasure& request);
  Measure change_measure(const Context& ctx, Tx& tx, const ChangeMeasure& request);
  ReadingsReport record_readings(const Context& ctx, Tx& tx, const ReportReadings& request);
  /// The same for requests of one account that wait at the same moment: each period is judged once
  /// for all of them. One that is refused refuses all, and each is then taken alone.
  std::vector<ReadingsReport> record_together(std::span<const Asked<ReportReadings>> asked, Tx& tx);
  Page<ReadingView> readings(const Context& ctx, Read& db, const ReadingsOf& request);

  Page<SourceView> sources(const Context& ctx, Read& db, const SourcesQuery& request);
  SourceView source(const Context& ctx, Read& db, const SourceOf& request);
  SourceView add_source(const Context& ctx, Tx& tx, const NewSource& request);
  SourceView change_source(const Context& ctx, Tx& tx, const ChangeSource& request);
  SourceView close_source(const Context& ctx, Tx& tx, const CloseSource& request);
  SourceView open_source(const Context& ctx, Tx& tx, const SourceOf& request);
  WriterChoices writer_choices(const Context& ctx, Read& db, const WritersQuery& request);

  Page<ReadingView> point_readings(const Context& ctx, Read& db, const ReadingsBehind& request);

  /// Not used from a day on; refused while a KPI uses it, which is named.
  Measure retire_measure(const Context& ctx, Tx& tx, const RetireMeasure& request);
  Page<TermChangeView> measure_history(const Context& ctx, Read& db,
                                       const MeasureHistoryOf& request);

  KpiList kpis(const Context& ctx, Read& db, const KpisQuery& request);
  Kpi kpi(const Context& ctx, Read& db, const KpiOf& request);
  /// From a day on, today at the earliest: what has been judged stays.
  Kpi change_kpi(const Context& ctx, Tx& tx, const ChangeKpi& request);
  Kpi set_kpi_words(const Context& ctx, Tx& tx, const SetKpiWords& request);
  /// Its assignments end with it.
  Kpi retire_kpi(const Context& ctx, Tx& tx, const RetireKpi& request);
  Page<TermChangeView> kpi_history(const Context& ctx, Read& db, const KpiHistoryOf& request);
  Assignment change_assignment(const Context& ctx, Tx& tx, const ChangeAssignment& request);
  Assignment retire_assignment(const Context& ctx, Tx& tx, const RetireAssignment& request);
  /// With the changes of its KPI.
  Page<TermChangeView> assignment_history(const Context& ctx, Read& db,
                                          const AssignmentHistoryOf& request);
  FormulaVerdict check_formula(const Context& ctx, Read& db, const FormulaQuestion& request);
  Kpi add_kpi(const Context& ctx, Tx& tx, const NewKpi& request);
  Page<KpiView> rows(const Context& ctx, Read& db, const RowsQuery& request);
  Assignment add_assignment(const Context& ctx, Tx& tx, const NewAssignment& request);
  /// All units or none.
  AssignedUnits assign_many(const Context& ctx, Tx& tx, const NewAssignments& request);
  Assignment add_target(const Context& ctx, Tx& tx, const NewTarget& request);
  Assignment assignment(const Context& ctx, Read& db, const AssignmentOf& request);
  Points points(const Context& ctx, Read& db, const PointsOf& request);
  Explanation explain(const Context& ctx, Read& db, const ExplainPoint& request);
  Page<DutyView> duties(const Context& ctx, Read& db, const DutiesOf& request);
  DutyList add_duties(const Context& ctx, Tx& tx, const NewDuties& request);
  DutyView change_duty(const Context& ctx, Tx& tx, const ChangeDuty& request);
  EntrySheet entry(const Context& ctx, Read& db, const EntryQuery& request);
  EntryDue entry_due(const Context& ctx, Read& db, const NoRequest&);
  /// Takes all cells or none, and says what is wrong with each.
  EntryReport enter(const Context& ctx, Tx& tx, const EnterFigures& request);
  TargetGrid target_grid(const Context& ctx, Read& db, const TargetGridQuery& request);
  /// Takes all cells or none, and says what is wrong with each.
  TargetReport set_targets(const Context& ctx, Tx& tx, const SetTargets& request);
  /// How a target of one KPI may be changed by the caller.
  TargetRule target_rule(const Context& ctx, Read& db, const AssignmentOf& request);
  /// Asks for another target; the one that is there counts until somebody has agreed.
  TargetRule propose_target(const Context& ctx, Tx& tx, const ProposeTarget& request);
  /// What was asked for, the newest first.
  Page<TargetProposalView> target_proposals(const Context& ctx, Read& db,
                                            const TargetProposalsQuery& request);
  BreachView acknowledge(const Context& ctx, Tx& tx, const Acknowledge& request);

  /// The kind of request that another target is.
  [[nodiscard]] approvals::Kind target_change();
  /// Ends periods that are over and marks overdue data. Run by a job and at the start of a day.
  std::int64_t sweep(Tx& tx, Date today);
  /// Judges anew what units that moved, or count their time otherwise, reported. Run when units
  /// changed.
  void follow_organisation(Tx& tx, const std::vector<Event>& events);
  /// Works out anew what is converted from one currency into another. Follows
  /// `people::MoneyChanged`.
  void follow_money(Tx& tx, const std::vector<Event>& events);
  /// Tells people of breaches that began, were acknowledged or are over. Follows `BreachChanged`.
  void tell_breaches(Tx& tx, const std::vector<Event>& events);
  /// Tells people of figures that do not come any more. Follows `ValuesChanged`.
  void tell_late(Tx& tx, const std::vector<Event>& events);
  /// Where figures have come again, what was told of them is settled. Run by a job.
  void settle_late(Tx& tx, Instant now, Date today);
  /// Tells those above of breaches that nobody has acknowledged in time. Run by a job.
  void escalate(Tx& tx, Instant now, Date today);
  /// Counts readings of measures that are not counted yet, a bounded number. Run by a job.
  void count_readings(Tx& tx);
  /// Computes everything derived anew from the newest revisions of the readings and compares. Says
  /// how many rows differed (0 when all is well) and, with `repair`, writes what it computed.
  Differing recompute(Tx& tx, Date today, bool repair);

  // --- for other modules; the caller has passed its own gate ---
  std::vector<KpiView> rows_of_units(const Context& ctx, Read& db,
                                     const std::vector<OrgUnitId>& units);
  /// The same as they stood at the end of a span of days, by the periods that lie in it; without
  /// figures where none does.
  std::vector<KpiView> rows_between(const Context& ctx, Read& db,
                                    const std::vector<OrgUnitId>& units, Date from, Date to);
  /// Those of the units whose breach is firing.
  std::vector<KpiView> rows_firing(const Context& ctx, Read& db,
                                   const std::vector<OrgUnitId>& units);
  /// Those that a person owns.
  std::vector<KpiView> rows_of_person(const Context& ctx, Read& db, PersonId person);
  /// What moved in units, at most `limit` of each list, in no order.
  std::vector<Move> moves(const Context& ctx, Read& db, const std::vector<OrgUnitId>& units,
                          const FeedSpan& span);
  std::vector<AssignmentView> views(Read& db, const std::vector<AssignmentId>& ids);
  /// The lights of judged periods that end between two days, by assignment and day.
  std::vector<LightDay> lights_between(Read& db, const std::vector<AssignmentId>& ids, Date from,
                                       Date to);
  std::vector<PointView> points_between(Read& db, AssignmentId id, Date from, Date to);
  /// The same for many, by assignment; with the parts of quotients only when they are asked for.
  std::map<AssignmentId, std::vector<PointView>> points_between(
      Read& db, const std::vector<AssignmentId>& ids, Date from, Date to, bool with_parts);
  Date today(Read& db, Instant now);
  /// Without these no account and no role can be the writer of a source.
  void know_accounts(std::unique_ptr<Accounts> accounts);

  struct Inlets;  ///< handlers of the module's inlets, see inlets.cpp
  friend struct Inlets;
  struct Undo;  ///< how imports are taken back, see inlets_undo.cpp
  friend struct Undo;
  struct Assignments;  ///< new assignments as a set, see service_assignment.hpp
  friend struct Assignments;

 private:
  TargetGuard target_guard(Read& db, const std::vector<AssignmentId>& ids, Date today);
  /// Assignments of the units that the viewer may read, by id.
  std::vector<AssignmentId> readable_in(const Context& ctx, Read& db,
                                        const std::vector<OrgUnitId>& units);
  std::shared_ptr<const Catalogue> catalogue(Read& db);
  std::shared_ptr<const Catalogue> fresh_catalogue(Tx& tx);
  /// The same with all points as today's rules have them: for whoever judges.
  std::shared_ptr<const Catalogue> figured_catalogue(Tx& tx, Date today);

  people::Service& people_;
  approvals::Service* approvals_;
  std::unique_ptr<Accounts> accounts_;
  struct Cache;
  std::unique_ptr<Cache> cache_;
};

}  // namespace twinrail::kpi
