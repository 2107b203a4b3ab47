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
  r.get("/overview", "How the installation stands: backups, trail, room, followers", s,
        &Service::overview)
      .needs(permission::manage);
  r.get("/jobs", "Jobs that run in the background, and how their last turn went", s, &Service::jobs)
      .needs(permission::manage);
  r.post("/jobs/turns", "Let a job have its turn now", s, &Service::run_job)
      .needs(permission::manage);
  r.get("/trail", "The audit trail, the newest first", s, &Service::trail)
      .needs(permission::manage)
      .dear();
}

}  // namespace twinrail::tenancy
