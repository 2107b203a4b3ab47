#pragma once

#include "modules/people/people.hpp"
#include "platform/http/router.hpp"

namespace twinrail::people {

/// The route table of the module.
void routes(Router& r, Service& s);

}  // namespace twinrail::people
