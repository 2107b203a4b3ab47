#pragma once

#include "modules/identity/identity.hpp"
#include "platform/module.hpp"

namespace twinrail::identity {

/// The route table of the module. Open routes, which answer without sign-in, stand only here.
void routes(Router& r, Service& s);
/// What the module brings beside its routes.
[[nodiscard]] Module manifest(Service& s);

}  // namespace twinrail::identity
