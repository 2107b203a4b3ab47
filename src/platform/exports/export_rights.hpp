#pragma once

#include "platform/context.hpp"
#include "platform/exports/rules_rights.hpp"

/// What a viewer may see, written down and read again.
namespace twinrail::exports {

[[nodiscard]] rules::Grasp grasp_of(const Viewer& viewer, const Rights& rights);
/// The same caller with no more than these rights.
[[nodiscard]] Context narrowed(const Context& ctx, const rules::Grasp& grasp, const Rights& rights);

}  // namespace twinrail::exports
