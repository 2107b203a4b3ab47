#include "modules/dashboard/api.hpp"

namespace twinrail::dashboard {

using relation::all;
using relation::none;
using relation::unit;

/// It shows what others keep, so it has nothing of its own to bring.
Module manifest() {
  return {
      .name = "dashboard",
      .needs = {"people", "kpi", "okr"},
      .optional = true,
      // executive, hr, manager, employee, operator, admin
      .permissions = {{permission::read, {all, all, all, all, unit, none}}},
      .inlets = {},
      .subscribers = {},
      .jobs = {},
      .live = {},
      .audited = {},
  };
}

}  // namespace twinrail::dashboard
