#pragma once

#include <map>
#include <span>
#include <tuple>
#include <vector>

#include "modules/kpi/rules_entry.hpp"
#include "modules/kpi/service_judge.hpp"
#include "modules/kpi/store_entry.hpp"

namespace twinrail::kpi {

/// Whether the caller reports what a duty asks for: named in it, or, where nobody is, by right over
/// its unit.
[[nodiscard]] bool may_enter(const Context& ctx, const DutyRow& duty);

/// The figures that stand where duties ask for them, read once for all.
class EntryBook {
 public:
  struct Cell {
    EntryState state = EntryState::off;
    std::optional<Decimal> amount;
    const store::SoleReading* sole = nullptr;  ///< the only reading there
    /// Of the reading that a further figure corrects; 0: there is none.
    [[nodiscard]] std::int64_t revision() const { return sole ? sole->revision : 0; }
  };

  EntryBook(Read& db, people::Service& people, const std::vector<DutyRow>& duties, Date from,
            Date to, Instant now);

  [[nodiscard]] Cell at(const DutyRow& duty, const Period& period) const;
  [[nodiscard]] const rules::UnitMoment& clock_of(OrgUnitId unit) const { return clocks_.at(unit); }

 private:
  using Key = std::tuple<MeasureId, OrgUnitId, Date>;
  std::map<Key, DayRow> sums_;
  std::map<Key, store::SoleReading> soles_;
  std::map<OrgUnitId, rules::UnitMoment> clocks_;
};

}  // namespace twinrail::kpi
