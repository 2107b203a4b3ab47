#pragma once

#include "modules/kpi/model.hpp"
#include "platform/pdf/paper.hpp"

/// KPIs on paper.
namespace twinrail::kpi {

/// A KPI of a unit on paper: the newest 26 periods, unless a day says from where on.
struct PrintAssignment {
  AssignmentId assignment;
  std::optional<Date> from;
  std::optional<Date> to;
};
DESCRIBE(PrintAssignment, assignment, from, to);

/// Prints what the KPI rail answers, within the same rights.
class Printer {
 public:
  Printer(Service& kpi, people::Service& people) : kpi_(kpi), people_(people) {}

  /// What `assignment`, `points` and `explain` say, as a document.
  pdf::Paper paper(const Context& ctx, Read& db, const PrintAssignment& request);
  CsvFile assignment(const Context& ctx, Lanes& lanes, const PrintAssignment& request);

 private:
  Service& kpi_;
  people::Service& people_;
};

}  // namespace twinrail::kpi
