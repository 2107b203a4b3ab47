#include "modules/people/api.hpp"
#include "modules/people/inlets.hpp"

namespace twinrail::people {

Module manifest(Service& s) {
  return {
      .name = "people",
      .needs = {"identity"},
      .inlets = inlets(),
      .subscribers = {},
      // A post begins and ends by the calendar, not by a change.
      .jobs = {{"people.daily", std::chrono::hours(24),
                [&s](Tx& tx, Instant, Date today) { s.daily(tx, today); }}},
      .live = {std::string(OrganisationChanged::topic)},
      .audited = {{"people_calendar"},
                  {"people_legal_entity"},
                  {"people_unit"},
                  {"people_unit_version"},
                  {"people_person"},
                  {"people_employment"},
                  {"people_post"}},
  };
}

}  // namespace twinrail::people
