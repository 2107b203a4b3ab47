#pragma once

#include <map>
#include <memory>
#include <set>
#include <tuple>
#include <vector>

#include "modules/kpi/rules_period.hpp"
#include "modules/kpi/rules_source.hpp"
#include "modules/kpi/store.hpp"

/// How a change of readings, targets or time becomes points and breaches: inside one transaction,
/// for all of an organisation's levels, without summing what is already summed.
namespace twinrail::kpi {

/// Everything that is defined: read once and kept until its stamp changes. Immutable.
struct Catalogue {
  std::int64_t stamp = 0;
  std::int64_t figured_by = 0;  ///< the rules that the stored points follow
  CalendarRule company_calendar;
  rules::DatedCalendar usual;  ///< of units that count as the company does
  std::map<OrgUnitId, rules::DatedCalendar> own_calendars;
  std::map<MeasureId, MeasureRow> measures;
  std::map<std::string, MeasureId> measure_by_code;
  std::map<std::string, SourceRow> sources;
  std::map<std::int64_t, rules::Writers> writers;  ///< by source
  rules::Dictionaries dictionaries;
  std::map<std::pair<std::string, std::string>, std::int64_t> dim_ids;
  std::map<KpiId, rules::Definition> definitions;
  std::map<KpiId, std::vector<KpiTermRow>> terms;  ///< of those that changed
  std::map<KpiId, KpiWords> words;
  std::map<MeasureId, std::vector<KpiId>> fed;  ///< KPIs that use a measure
  std::optional<rules::MoneyBook> money;        ///< where a KPI of money is defined
  std::map<AssignmentId, rules::AssignmentWithTargets> assignments;
  std::map<std::pair<KpiId, OrgUnitId>, AssignmentId> assigned;

  [[nodiscard]] const rules::Definition& definition_of(AssignmentId id) const {
    return definitions.at(assignments.at(id).row.kpi);
  }
  [[nodiscard]] const rules::MoneyBook* money_book() const { return money ? &*money : nullptr; }
  [[nodiscard]] const rules::DatedCalendar& calendar_of(OrgUnitId unit) const {
    const auto own = own_calendars.find(unit);
    return own == own_calendars.end() ? usual : own->second;
  }
};

/// The sum of a measure for a unit and day, before and after a batch; absent = no reading.
struct DayChange {
  std::optional<Decimal> before;
  std::optional<Decimal> after;
};
struct Place {
  OrgUnitId unit;
  Date day;
  friend auto operator<=>(const Place&, const Place&) = default;
};

/// How readings move the sums of days, and what was looked up on the way: the sums that stand
/// beside them for the same KPIs, and the way up the tree from each unit.
struct DayChanges {
  std::map<Place, std::map<MeasureId, DayChange>> moved;
  std::map<Place, std::map<MeasureId, Decimal>> standing;
  std::map<OrgUnitId, std::vector<store::AncestorRow>> up;
  [[nodiscard]] bool empty() const { return moved.empty(); }
};

using rules::Judged;

/// What an assignment is judged by.
[[nodiscard]] rules::JudgedBy judged_by(const Catalogue& c, AssignmentId id, Date today);

/// Rejudges every assignment that a change of day sums feeds, each period once.
[[nodiscard]] Judged rejudge(Tx& tx, const Catalogue& catalogue, const DayChanges& changes,
                             Date today);

/// Periods of assignments that have to be looked at again though no sum changed: the period ended,
/// the target is new, the data is overdue. By assignment, the first days of the periods.
using Wanted = std::map<AssignmentId, std::set<Date>>;
[[nodiscard]] Judged rejudge(Tx& tx, const Catalogue& catalogue, const Wanted& wanted, Date today);

/// Assignments with other targets than the catalogue has.
using Retargeted = std::map<AssignmentId, rules::AssignmentWithTargets>;
/// The same as if these were defined already.
[[nodiscard]] Judged rejudge(Read& db, const Catalogue& catalogue, const Wanted& wanted, Date today,
                             const Retargeted& retargeted);

/// Sums of days that are stored otherwise than the readings have them, as the readings have them
/// (0 readings: there are none), and the way up the tree from their units.
struct DaysAnew {
  std::map<std::tuple<OrgUnitId, Date, MeasureId>, DayRow> rows;
  std::map<OrgUnitId, std::vector<store::AncestorRow>> up;
};

/// All points of an assignment from the sums of days alone, as if none were stored; `anew` takes
/// the place of sums that are wrong. One assignment at a time: the days of all its years are held
/// while it runs.
[[nodiscard]] Judged rebuild(Read& db, const Catalogue& catalogue, AssignmentId id, Date today,
                             const DaysAnew& anew = {});

/// The rules by which points are computed: a higher number has all of them computed anew.
constexpr std::int64_t figured_by_now = 1;

/// All points of an assignment anew, as far as they are other than stored; those that are not due
/// any more are dropped.
[[nodiscard]] Judged corrected(Read& db, const Catalogue& catalogue, AssignmentId id, Date today,
                               const DaysAnew& anew = {});

/// Saves and announces.
void save(Tx& tx, Judged& judged);

}  // namespace twinrail::kpi
