#pragma once

#include <optional>
#include <vector>

#include "modules/kpi/rules_entry.hpp"
#include "modules/kpi/service_judge.hpp"

/// How complete and how old what a list shows is: the figures that duties ask for below its rows.
namespace twinrail::kpi {

/// When a list is told: at a moment, by the clock of each unit, or else on a day as it is there.
struct Moment {
  rules::UnitMoment day;
  std::optional<Instant> now;
};

/// How old the newest figure of each row is. One of the running period is as fresh as can be.
void add_ages(const Catalogue& c, std::vector<KpiView>& rows, Date today);

/// How many of the figures are in that duties ask for in the newest period of each row, and of how
/// many the time is over.
void add_reported(const Catalogue& c, Read& db, people::Service& people, std::vector<KpiView>& rows,
                  const Moment& at);

}  // namespace twinrail::kpi
