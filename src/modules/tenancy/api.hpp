#pragma once

#include "modules/tenancy/tenancy.hpp"
#include "platform/module.hpp"

namespace twinrail::tenancy {

/// The route table of the module.
void routes(Router& r, Service& s);
/// What the module brings beside its routes.
[[nodiscard]] Module manifest();

}  // namespace twinrail::tenancy
