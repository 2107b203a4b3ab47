#pragma once

#include "modules/kpi/kpi.hpp"
#include "platform/module.hpp"

namespace twinrail::kpi {

/// The route table of the module.
void routes(Router& r, Service& s);
/// What the module brings beside its routes.
[[nodiscard]] Module manifest(Service& s);

}  // namespace twinrail::kpi
