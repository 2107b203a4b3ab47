#pragma once

#include "modules/dashboard/dashboard.hpp"
#include "platform/module.hpp"

namespace twinrail::dashboard {

class Printer;

/// The route table of the module.
void routes(Router& r, Service& s);
void print_routes(Router& r, Printer& printer);
/// What the module brings beside its routes.
[[nodiscard]] Module manifest();

}  // namespace twinrail::dashboard
