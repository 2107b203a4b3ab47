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
                       [&s](Tx& tx, const std::vector<Event>& events) {
                         s.follow_kpi(tx, events);
                       }}},
      .jobs = {},
      .live = {std::string(ProgressChanged::topic)},
      .audited = {{"okr_cycle"},
                  {"okr_objective"},
                  {"okr_key_result"},
                  {"okr_milestone"},
                  {"okr_check_in"},
                  {"okr_contribution"},
                  {"okr_link"}},
  };
}

}  // namespace twinrail::okr
