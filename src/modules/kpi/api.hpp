#pragma once

#include "modules/kpi/kpi.hpp"
#include "platform/module.hpp"

namespace twinrail::pdf {
struct Paper;
}

namespace twinrail::kpi {

struct PrintAssignment;

/// Prints what the KPI rail answers, within the same rights.
class Printer {
 public:
  Printer(Service& kpi, people::Service& people) : kpi_(kpi), people_(people) {}

  /// What `assignment`, `points` and `explain` say, as a document.
  pdf::Paper paper(const Context& ctx, Read& db, const PrintAssignment& request);
  PdfFile assignment(const Context& ctx, Lanes& lanes, const PrintAssignment& request);

 private:
  Service& kpi_;
  people::Service& people_;
};

/// The route table of the module.
void routes(Router& r, Service& s);
void print_routes(Router& r, Printer& printer);
/// What the module brings beside its routes.
[[nodiscard]] Module manifest(Service& s);

}  // namespace twinrail::kpi
