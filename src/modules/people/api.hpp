#pragma once

#include "modules/people/people.hpp"
#include "platform/module.hpp"

namespace twinrail::people {

/// The route table of the module.
void routes(Router& r, Service& s);
/// What the module brings beside its routes.
[[nodiscard]] Module manifest(Service& s);

}  // namespace twinrail::people
