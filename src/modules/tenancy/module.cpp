#include "modules/tenancy/api.hpp"

namespace twinrail::tenancy {

Module manifest() {
  return {
      .name = "tenancy",
      .needs = {},
      .inlets = {},
      .subscribers = {},
      .jobs = {},
      .live = {},
      .audited = {{"tenancy_module"}},
  };
}

}  // namespace twinrail::tenancy
