#include "modules/kpi/kpi.hpp"
#include "modules/okr/api.hpp"

namespace twinrail::okr {

Module manifest(Service& s) {
  return {
      .name = "okr",
      .needs = {"people", "kpi"},
      .optional = true,
      .inlets = {},
      .subscribers = {{"okr.follow_kpi",
                       {std::string(kpi::ValuesChanged::topic)},
                       [&s](Tx& tx, const Event& event) { s.follow_kpi(tx, event); }}},
      .jobs = {},
      .live = {std::string(ProgressChanged::topic)},
  };
}

}  // namespace twinrail::okr
