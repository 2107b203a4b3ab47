#include "modules/people/api.hpp"
#include "modules/people/inlets.hpp"

namespace twinrail::people {

using relation::all;
using relation::none;
using relation::own;

Module manifest(Service& s) {
  return {
      .name = "people",
      .needs = {"identity"},
      // executive, hr, manager, employee, operator, admin
      .permissions = {{permission::read, {all, all, all, all, own, none}},
                      {permission::write, {none, all, none, none, none, none}},
                      {permission::company, {none, all, none, none, none, all}}},
      .inlets = inlets(),
      .uses = uses(),
      .subscribers = {},
      // A post begins and ends by the calendar, not by a change. Nothing to do but once a day, soon
      // after the company's midnight.
      .jobs = {{"people.daily", std::chrono::minutes(15),
                [&s](Tx& tx, Instant, Date today) { s.daily(tx, today); }}},
      .live = {{OrganisationChanged::topic, permission::read, LiveTopic::Cut::news_only}},
      .audited = {{"people_calendar"},
                  {"people_legal_entity"},
                  {"people_unit"},
                  {"people_unit_version"},
                  {"people_person"},
                  {"people_employment"},
                  {"people_post"},
                  {"people_unit_calendar"},
                  {"people_work_calendar"},
                  {"people_work_day"},
                  {"people_work_week"},
                  {"people_work_calendar_use"},
                  {"people_rate"}},
      .derived = {"org_path", "people_manager_path", "people_search", "reach", "people_reach"},
  };
}

}  // namespace twinrail::people
