#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "modules/kpi/service_judge.hpp"

/// What readings that come, and readings that are withdrawn, do to the sums of days.
namespace twinrail::kpi {

/// Collects how the sums of days move while revisions are written.
class DayLedger {
 public:
  explicit DayLedger(MeasureId measure) : measure_(measure) {}
  void start_with(const DayRow& row) { rows_[{row.org_unit, row.day}] = {row, row}; }
  /// Puts a figure in its place, and takes the one that it corrects away from where that stood.
  /// False, and nothing is done, where the sum of a day would be no decimal.
  [[nodiscard]] bool take(Place place, Decimal amount, const rules::KnownReading* corrected) {
    std::map<Place, std::pair<WideSum, std::int64_t>> moved;
    moved[place] = {amount, 1};
    if (corrected) {
      auto& [sum, readings] = moved[{corrected->org_unit, corrected->day}];
      sum -= corrected->amount;
      --readings;
    }
    for (auto& [at, move] : moved) {
      const auto stands = rows_.find(at);
      if (stands != rows_.end()) move.first += stands->second.second.amount;
      if (!move.first.decimal()) return false;
    }
    for (const auto& [at, move] : moved) {
      DayRow& after = rows_.try_emplace(at, empty(at)).first->second.second;
      after.amount = *move.first.decimal();
      after.readings += move.second;
    }
    return true;
  }
  /// Takes a figure away from where it stands. False where the sum of the day would be no decimal.
  [[nodiscard]] bool withdraw(Place place, Decimal amount) {
    DayRow& after = rows_.try_emplace(place, empty(place)).first->second.second;
    WideSum sum = after.amount;
    sum -= amount;
    if (!sum.decimal()) return false;
    after.amount = *sum.decimal();
    --after.readings;
    return true;
  }
  [[nodiscard]] std::vector<DayRow> changed() const {
    std::vector<DayRow> list;
    for (const auto& [place, row] : rows_)
      if (row.first.amount != row.second.amount || row.first.readings != row.second.readings)
        list.push_back(row.second);
    return list;
  }
  void add_to(DayChanges& changes) const {
    for (const auto& [place, row] : rows_) {
      if (row.first.amount == row.second.amount && row.first.readings == row.second.readings)
        continue;
      changes.moved[place][measure_] = {figure(row.first), figure(row.second)};
    }
  }

 private:
  [[nodiscard]] std::pair<DayRow, DayRow> empty(Place place) const {
    const DayRow row{measure_, place.unit, place.day, {}, 0};
    return {row, row};
  }
  static std::optional<Decimal> figure(const DayRow& row) {
    return row.readings > 0 ? std::optional(row.amount) : std::nullopt;
  }

  MeasureId measure_;
  std::map<Place, std::pair<DayRow, DayRow>> rows_;
};

/// The units and days that are looked up.
struct Span {
  std::vector<OrgUnitId> units;
  Date from = Date::last();
  Date to = Date::first();
  void take(OrgUnitId unit, Date day) {
    units.push_back(unit);
    from = std::min(from, day);
    to = std::max(to, day);
  }
  void finish() {
    std::ranges::sort(units);
    units.erase(std::unique(units.begin(), units.end()), units.end());
  }
};

/// Reads the tree above the units and the sums of their days, once for everybody who asks later.
void load_paths_and_sums(Read& db, const Catalogue& c, MeasureId measure, const Span& span,
                         DayLedger& ledger, DayChanges& changes);

}  // namespace twinrail::kpi
