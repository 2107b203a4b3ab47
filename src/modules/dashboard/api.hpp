#pragma once

#include "modules/dashboard/dashboard.hpp"
#include "platform/http/router.hpp"

namespace twinrail::dashboard {

/// The route table of the module.
void routes(Router& r, Service& s);

}  // namespace twinrail::dashboard
