#pragma once

#include "modules/tenancy/tenancy.hpp"
#include "platform/http/router.hpp"

namespace twinrail::tenancy {

/// The route table of the module.
void routes(Router& r, Service& s);

}  // namespace twinrail::tenancy
