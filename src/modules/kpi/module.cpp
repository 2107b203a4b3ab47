#include "modules/kpi/api.hpp"
#include "modules/kpi/inlets.hpp"
#include "modules/kpi/model_notice.hpp"
#include "modules/people/people.hpp"

namespace twinrail::kpi {

using relation::all;
using relation::down;
using relation::lead;
using relation::none;
using relation::own;
using relation::self;
using relation::wide;

namespace {

std::vector<Subscriber> subscribers(Service& s) {
  return {{"kpi.follow_organisation",
           {std::string(people::OrganisationChanged::topic)},
           [&s](Tx& tx, const std::vector<Event>& events) { s.follow_organisation(tx, events); }},
          {"kpi.follow_money",
           {std::string(people::MoneyChanged::topic)},
           [&s](Tx& tx, const std::vector<Event>& events) { s.follow_money(tx, events); }},
          {"kpi.tell_breaches",
           {std::string(BreachChanged::topic)},
           [&s](Tx& tx, const std::vector<Event>& events) { s.tell_breaches(tx, events); }},
          {"kpi.tell_late",
           {std::string(ValuesChanged::topic)},
           [&s](Tx& tx, const std::vector<Event>& events) { s.tell_late(tx, events); }}};
}

}  // namespace

Module manifest(Service& s) {
  return {
      .name = "kpi",
      .needs = {"people"},
      // executive, hr, manager, employee, operator, admin
      .permissions = {{permission::read, {all, all, wide, own, own, none}},
                      {permission::write_reading, {none, all, down, none, none, all}},
                      {permission::enter, {none, all, lead, self, own, all}},
                      {permission::define, {none, all, none, none, none, none}},
                      {permission::propose, {all, all, lead, none, none, none}},
                      {permission::manage_source, {none, all, none, none, none, all}},
                      {permission::acknowledge, {all, none, lead, self, self, none}}},
      .settings = {settings_entry<BreachRules>(permission::define)},
      .inlets = inlets(s),
      .uses = uses(),
      .subscribers = subscribers(s),
      // A period ends by the clock, not by a reading.
      .jobs = {{"kpi.sweep", std::chrono::minutes(5),
                [&s](Tx& tx, Instant, Date today) { (void)s.sweep(tx, today); }},
               {"kpi.count", std::chrono::minutes(1),
                [&s](Tx& tx, Instant, Date) { s.count_readings(tx); }},
               {"kpi.escalate", std::chrono::hours(1),
                [&s](Tx& tx, Instant now, Date today) {
                  s.escalate(tx, now, today);
                  s.settle_late(tx, now, today);
                }}},
      .live = {{ValuesChanged::topic, permission::read}, {BreachChanged::topic, permission::read}},
      .approvals = {s.target_change()},
      .notices = {{"kpi.breach_fired", NoticeGroup::alarm, permission::read, MailChoice::now},
                  {"kpi.breach_escalated", NoticeGroup::alarm, permission::read, MailChoice::now},
                  {"kpi.breach_cleared", NoticeGroup::news, permission::read},
                  {"kpi.figures_late", NoticeGroup::update, permission::read}},
      .audited = {{"kpi_measure"},
                  {"kpi_source"},
                  {"kpi_source_account"},
                  {"kpi_source_role"},
                  {"kpi_kpi"},
                  {"kpi_kpi_measure"},
                  {"kpi_assignment"},
                  {"kpi_target"},
                  {"kpi_target_change"},
                  {"kpi_breach"},
                  {"kpi_duty"},
                  {"kpi_assignment_term"},
                  {"kpi_kpi_term"},
                  {"kpi_kpi_words"},
                  {"kpi_change"}},
      .append_only = {{.table = "kpi_reading", .marked_in = "superseded_at"}},
      .compare_with_trail = &readings_differ,
      .derived = {"kpi_dim_value", "kpi_day", "kpi_tally", "kpi_point", "kpi_stamp",
                  "kpi_measure_use", "kpi_measure_count"},
  };
}

}  // namespace twinrail::kpi
