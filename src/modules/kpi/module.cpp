#include "modules/kpi/api.hpp"
#include "modules/kpi/inlets.hpp"

namespace twinrail::kpi {

Module manifest(Service& s) {
  return {
      .name = "kpi",
      .needs = {"people"},
      .inlets = inlets(s),
      .subscribers = {},
      // A period ends by the clock, not by a reading.
      .jobs = {{"kpi.sweep", std::chrono::minutes(5),
                [&s](Tx& tx, Instant, Date today) { (void)s.sweep(tx, today); }},
               {"kpi.count", std::chrono::minutes(1),
                [&s](Tx& tx, Instant, Date) { s.count_readings(tx); }}},
      .live = {std::string(ValuesChanged::topic), std::string(BreachChanged::topic)},
      .audited = {{"kpi_measure"},
                  {"kpi_source"},
                  {"kpi_kpi"},
                  {"kpi_kpi_measure"},
                  {"kpi_assignment"},
                  {"kpi_target"},
                  {"kpi_breach"}},
  };
}

}  // namespace twinrail::kpi
