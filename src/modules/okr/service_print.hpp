#pragma once

#include <string>
#include <vector>

#include "modules/okr/model.hpp"
#include "platform/pdf/forms.hpp"

/// What the papers of objectives and of reviews share.
namespace twinrail::okr {

/// The red line of a guardrail, as people write it: "< 95%".
[[nodiscard]] std::string limit_text(const GuardView& guard, Locale locale);
[[nodiscard]] pdf::Table key_results_table(const std::vector<KeyResultView>& rows,
                                           const pdf::Words& say);

}  // namespace twinrail::okr
