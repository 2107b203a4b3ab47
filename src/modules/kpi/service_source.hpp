#pragma once

#include "modules/kpi/service_judge.hpp"
#include "platform/context.hpp"

/// Under which source a caller may write: asked of every reading, however it comes in.
namespace twinrail::kpi {

/// Throws unless the caller may report under this source: `api`, `file`, or a registered one whose
/// writer the caller is. One that is not registered and one of somebody else's are refused by the
/// same error, at /source; a writer is told when it is closed.
void require_source(const Context& ctx, const Catalogue& c, const std::string& source);

/// Whether the caller may correct what stands under a source, on the entry sheet: also what was
/// typed there.
[[nodiscard]] bool may_correct(const Context& ctx, const Catalogue& c, const std::string& source);

/// A row for one of the product's own sources, which nobody has registered.
[[nodiscard]] SourceRow own_source_row(const std::string& code);

}  // namespace twinrail::kpi
