#pragma once

#include "modules/kpi/model.hpp"

/// KPIs on paper.
namespace twinrail::kpi {

/// A KPI of a unit on paper: the newest 26 periods, unless a day says from where on.
struct PrintAssignment {
  AssignmentId assignment;
  std::optional<Date> from;
  std::optional<Date> to;
};
DESCRIBE(PrintAssignment, assignment, from, to);

}  // namespace twinrail::kpi
