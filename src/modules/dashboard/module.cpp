#include "modules/dashboard/api.hpp"

namespace twinrail::dashboard {

/// It shows what others keep, so it has nothing of its own to bring.
Module manifest() {
  return {
      .name = "dashboard",
      .needs = {"people", "kpi", "okr"},
      .optional = true,
      .inlets = {},
      .subscribers = {},
      .jobs = {},
      .live = {},
      .audited = {},
  };
}

}  // namespace twinrail::dashboard
