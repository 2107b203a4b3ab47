#include "modules/tenancy/api.hpp"

#include "modules/tenancy/model.hpp"

namespace twinrail::tenancy {

void routes(Router& r, Service& s) {
  r.module("tenancy");
  r.get("/modules", "Modules and whether they are on", s, &Service::modules)
      .needs(permission::manage);
  r.put("/modules/{module}", "Switch a module on or off", s, &Service::switch_module)
      .needs(permission::manage)
      .unversioned();
}

}  // namespace twinrail::tenancy
