#pragma once

#include <string>
#include <vector>

#include "modules/okr/model.hpp"
#include "platform/pdf/forms.hpp"

/// Objectives and their reviews on paper.
namespace twinrail::okr {

/// Prints what the OKR rail answers, within the same rights.
class Printer {
 public:
  Printer(Service& okr, people::Service& people) : okr_(okr), people_(people) {}

  /// What `objective` says, as a document; of its check-ins the newest.
  pdf::Paper objective_paper(const Context& ctx, Read& db, const ObjectiveOf& request);
  CsvFile objective(const Context& ctx, Lanes& lanes, const ObjectiveOf& request);
  /// What `review` says, in the order in which a review is read.
  pdf::Paper review_paper(const Context& ctx, Read& db, const ObjectiveOf& request);
  CsvFile review(const Context& ctx, Lanes& lanes, const ObjectiveOf& request);

 private:
  Service& okr_;
  people::Service& people_;
};

/// The red line of a guardrail, as people write it: "< 95%".
[[nodiscard]] std::string limit_text(const GuardView& guard);
[[nodiscard]] pdf::Table key_results_table(const std::vector<KeyResultView>& rows,
                                           const pdf::Words& say);

}  // namespace twinrail::okr
