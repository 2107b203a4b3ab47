#pragma once

#include <map>
#include <span>
#include <tuple>
#include <vector>

#include "modules/kpi/rules_entry.hpp"
#include "modules/kpi/service_judge.hpp"
#include "modules/kpi/store_entry.hpp"
#include "modules/people/people.hpp"

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
  /// Whether the duty asks for a figure of the period.
  [[nodiscard]] bool asks(const DutyRow& duty, const Period& period) const {
    return rules::asks_for(duty, period, worked(duty, period));
  }
  /// Whether a figure of the period may be typed by now.
  [[nodiscard]] bool may_be_typed(const DutyRow& duty, const Period& period) const {
    return rules::may_be_typed(duty, period, worked(duty, period), clock_of(duty.org_unit));
  }

 private:
  /// Whether the unit of a duty works on the last day of a period; asked of working days alone.
  [[nodiscard]] bool worked(const DutyRow& duty, const Period& period) const {
    return duty.grain == DutyGrain::workday && workdays_.works(duty.org_unit, period.last_day());
  }

  using Key = std::tuple<MeasureId, OrgUnitId, Date>;
  std::map<Key, DayRow> sums_;
  std::map<Key, store::SoleReading> soles_;
  std::map<OrgUnitId, rules::UnitMoment> clocks_;
  people::Workdays workdays_;
};

}  // namespace twinrail::kpi
