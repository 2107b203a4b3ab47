#include "modules/dashboard/api.hpp"

#include "modules/dashboard/model.hpp"

namespace twinrail::dashboard {

void routes(Router& r, Service& s) {
  r.module("dashboard");
  r.get("/board", "The dual-track board of a unit", s, &Service::board).needs(permission::read);
}

}  // namespace twinrail::dashboard
