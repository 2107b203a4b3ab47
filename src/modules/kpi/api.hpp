#pragma once

#include "modules/kpi/kpi.hpp"
#include "platform/module.hpp"

namespace twinrail::kpi {

class Printer;

/// The route table of the module.
void routes(Router& r, Service& s);
void print_routes(Router& r, Printer& printer);
/// What the module brings beside its routes.
[[nodiscard]] Module manifest(Service& s);

}  // namespace twinrail::kpi
