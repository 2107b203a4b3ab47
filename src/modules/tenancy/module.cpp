#include "modules/tenancy/api.hpp"

namespace twinrail::tenancy {

using relation::all;
using relation::none;

Module manifest() {
  return {
      .name = "tenancy",
      .needs = {},
      // executive, hr, manager, employee, operator, admin
      .permissions = {{permission::manage, {none, none, none, none, none, all}}},
      .inlets = {},
      .subscribers = {},
      .jobs = {},
      .live = {},
      .audited = {{"tenancy_module"}},
  };
}

}  // namespace twinrail::tenancy
