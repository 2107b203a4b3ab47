#pragma once

#include "modules/dashboard/dashboard.hpp"
#include "platform/module.hpp"

namespace twinrail::pdf {
struct Paper;
}

namespace twinrail::dashboard {

/// Prints what the board answers, within the same rights.
class Printer {
 public:
  Printer(Service& dashboard, people::Service& people) : dashboard_(dashboard), people_(people) {}

  pdf::Paper board_paper(const Context& ctx, Read& db, const BoardOf& request);
  PdfFile board(const Context& ctx, Lanes& lanes, const BoardOf& request);

 private:
  Service& dashboard_;
  people::Service& people_;
};

/// The route table of the module.
void routes(Router& r, Service& s);
void print_routes(Router& r, Printer& printer);
/// What the module brings beside its routes.
[[nodiscard]] Module manifest();

}  // namespace twinrail::dashboard
