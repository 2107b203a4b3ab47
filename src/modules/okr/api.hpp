#pragma once

#include "modules/okr/okr.hpp"
#include "platform/module.hpp"

namespace twinrail::pdf {
struct Paper;
}

namespace twinrail::okr {

/// Prints what the OKR rail answers, within the same rights.
class Printer {
 public:
  Printer(Service& okr, people::Service& people) : okr_(okr), people_(people) {}

  /// What `objective` says, as a document; of its check-ins the newest.
  pdf::Paper objective_paper(const Context& ctx, Read& db, const ObjectiveOf& request);
  PdfFile objective(const Context& ctx, Lanes& lanes, const ObjectiveOf& request);
  /// What `review` says, in the order in which a review is read.
  pdf::Paper review_paper(const Context& ctx, Read& db, const ObjectiveOf& request);
  PdfFile review(const Context& ctx, Lanes& lanes, const ObjectiveOf& request);

 private:
  Service& okr_;
  people::Service& people_;
};

/// The route table of the module.
void routes(Router& r, Service& s);
void print_routes(Router& r, Printer& printer);
/// What the module brings beside its routes.
[[nodiscard]] Module manifest(Service& s);

}  // namespace twinrail::okr
