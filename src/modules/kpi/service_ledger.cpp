#include "modules/kpi/service_ledger.hpp"

#include <set>

namespace twinrail::kpi {
namespace {

/// The measure itself and all that stand beside it in the formulas of the KPIs it feeds.
std::vector<MeasureId> companions_of(const Catalogue& c, MeasureId measure) {
  std::set<MeasureId> found{measure};
  if (const auto fed = c.fed.find(measure); fed != c.fed.end())
    for (const KpiId kpi : fed->second)
      for (const MeasureId m : c.definitions.at(kpi).all_measures()) found.insert(m);
  return {found.begin(), found.end()};
}

}  // namespace

void load_paths_and_sums(Read& db, const Catalogue& c, MeasureId measure, const Span& span,
                         DayLedger& ledger, DayChanges& changes) {
  std::vector<OrgUnitId> unknown;
  for (const OrgUnitId unit : span.units)
    if (!changes.up.contains(unit)) unknown.push_back(unit);
  const auto [paths, days] =
      db.all_of(store::ask_paths_up(unknown),
                store::ask_days(companions_of(c, measure), span.units, span.from, span.to));
  for (const store::AncestorRow& path : paths) changes.up[path.unit].push_back(path);
  for (const DayRow& row : days) {
    if (row.measure == measure) ledger.start_with(row);
    if (row.readings > 0) changes.standing[{row.org_unit, row.day}][row.measure] = row.amount;
  }
}

}  // namespace twinrail::kpi
