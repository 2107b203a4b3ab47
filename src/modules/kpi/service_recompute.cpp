#include "modules/kpi/service_judge.hpp"
#include "modules/kpi/service_measure.hpp"

/// Everything derived computed anew, each step from the one before it: sums of days from readings,
/// running sums and points from days.
namespace twinrail::kpi {
namespace {

/// The sums of a measure as its readings have them. Throws Error "kpi.day_anew_overflow" for one
/// that is no decimal, which no reading that was taken in can have brought about.
std::map<Place, DayRow> days_from_readings(Read& db, const MeasureRow& measure) {
  std::map<Place, DayRow> days;
  for (const store::DayAnew& d : store::days_anew(db, measure.id)) {
    const auto amount = WideSum::of_parts(d.billions, d.rest).decimal();
    if (!amount)
      throw Error(Fault::conflict, "kpi.day_anew_overflow",
                  Arguments{{"measure", measure.code},
                            {"unit", std::to_string(d.org_unit.value)},
                            {"day", d.day.to_string()}});
    days[{d.org_unit, d.day}] = {measure.id, d.org_unit, d.day, *amount, d.readings};
  }
  return days;
}

/// What is stored otherwise. A row without readings says the same as none.
void find_differing(Read& db, const MeasureRow& measure, DaysAnew& differing) {
  std::map<Place, DayRow> anew = days_from_readings(db, measure);
  for (const DayRow& stored : store::days_of(db, measure.id)) {
    const DayRow none{measure.id, stored.org_unit, stored.day, {}, 0};
    const auto found = anew.find({stored.org_unit, stored.day});
    const DayRow& now = found == anew.end() ? none : found->second;
    if (now.amount != stored.amount || now.readings != stored.readings)
      differing.rows[{now.org_unit, now.day, now.measure}] = now;
    if (found != anew.end()) anew.erase(found);
  }
  for (const auto& [place, day] : anew) differing.rows[{place.unit, place.day, measure.id}] = day;
}

DaysAnew differing_days(Read& db, const Catalogue& c) {
  DaysAnew differing;
  for (const auto& [id, measure] : c.measures) find_differing(db, measure, differing);
  std::set<OrgUnitId> units;
  for (const auto& [place, day] : differing.rows) units.insert(day.org_unit);
  if (units.empty()) return differing;
  for (const store::AncestorRow& path : store::paths_up(db, {units.begin(), units.end()}))
    differing.up[path.unit].push_back(path);
  return differing;
}

std::int64_t count_of(const std::vector<PointRow>& rows) {
  return static_cast<std::int64_t>(rows.size());
}

/// How many running sums of an assignment are wrong. Keeps what it came to only where it has to be
/// written: all of them, after those that are stored are gone.
std::int64_t differing_tallies(Read& db, AssignmentId id, Judged& judged) {
  const auto stored = store::tallies(db, {id}, Date::first(), Date::last());
  const std::int64_t wrong = rules::differing(judged.tallies, stored);
  if (wrong == 0) judged.tallies.clear();
  return wrong;
}

void mend(Tx& tx, const DaysAnew& days) {
  std::vector<DayRow> rows;
  for (const auto& [place, day] : days.rows) rows.push_back(day);
  store::save_days(tx, rows);
}

void mend(Tx& tx, AssignmentId id, Judged& judged, bool tallies_too) {
  if (tallies_too) store::drop_tallies(tx, {id});
  save(tx, judged);
}

}  // namespace

Differing Service::recompute(Tx& tx, Date today, bool repair) {
  const auto c = catalogue(tx);
  Differing differing{.counts = recount(tx, repair)};
  const DaysAnew days = differing_days(tx, *c);
  differing.days = static_cast<std::int64_t>(days.rows.size());
  if (repair) mend(tx, days);
  for (const auto& [id, assignment] : c->assignments) {
    Judged judged = corrected(tx, *c, id, today, days);
    const std::int64_t wrong = differing_tallies(tx, id, judged);
    differing.tallies += wrong;
    differing.points += count_of(judged.points) + count_of(judged.dropped);
    if (repair) mend(tx, id, judged, wrong > 0);
  }
  return differing;
}

}  // namespace twinrail::kpi
