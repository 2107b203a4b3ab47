#include "modules/people/api.hpp"
#include "modules/people/inlets.hpp"

namespace twinrail::people {

Module manifest(Service& s) {
  return {
      .name = "people",
      .needs = {"identity"},
      .inlets = inlets(),
      .subscribers = {},
      // A post begins and ends by the calendar, not by a change. Nothing to do but once a day, soon
      // after the company's midnight.
      .jobs = {{"people.daily", std::chrono::minutes(15),
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
