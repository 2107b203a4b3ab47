#pragma once

#include <functional>
#include <vector>

#include "modules/kpi/rules_point.hpp"

/// Into which periods a unit's time is cut when its calendar may change from a day on. Pure.
namespace twinrail::kpi::rules {

/// How a unit counts its time over all days. Its periods follow one another without a gap: one that
/// would begin or end elsewhere by the calendar of the next days is cut where that begins.
class DatedCalendar {
 public:
  struct Since {
    Date from;
    CalendarRule rule;
  };

  DatedCalendar() : DatedCalendar(CalendarRule{}) {}
  /// `later`: what holds from a day on, oldest first.
  explicit DatedCalendar(CalendarRule first, std::vector<Since> later = {});

  [[nodiscard]] const CalendarRule& on(Date day) const;
  [[nodiscard]] Period period_of(Date day, Grid grid) const;
  [[nodiscard]] Period next(const Period& period, Grid grid) const;
  [[nodiscard]] Period previous(const Period& period, Grid grid) const;
  /// The period with the same number a fiscal year earlier: a week 52 weeks, a day its date.
  [[nodiscard]] Period year_before(const Period& period, Grid grid) const;
  /// The unit works on the days of which this is true.
  void work_by(std::function<bool(Date)> works) { works_ = std::move(works); }
  /// Whether the unit works on a day; Monday to Friday unless something else was said.
  [[nodiscard]] bool works(Date day) const;

 private:
  [[nodiscard]] Period uncut(Date day, Grid grid) const;
  [[nodiscard]] bool cut_at(Date day, Grid grid) const;

  CalendarRule first_;
  std::vector<Since> later_;
  std::function<bool(Date)> works_;
};

/// Whether the value of a period is another in another zone.
[[nodiscard]] bool counts_hours(const Definition& definition);

}  // namespace twinrail::kpi::rules
