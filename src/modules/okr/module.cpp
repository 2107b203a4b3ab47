#include "modules/kpi/kpi.hpp"
#include "modules/okr/api.hpp"
#include "modules/okr/model.hpp"
#include "modules/okr/store_uses.hpp"

namespace twinrail::okr {

using relation::all;
using relation::lead;
using relation::none;
using relation::own;
using relation::self;

Module manifest(Service& s) {
  return {
      .name = "okr",
      .needs = {"people", "kpi"},
      .optional = true,
      // executive, hr, manager, employee, operator, admin
      .permissions = {{permission::read, {all, all, all, all, own, none}},
                      {permission::check_in, {all, none, lead, self, self, none}},
                      {permission::write, {all, all, lead, self, none, none}},
                      {permission::define, {all, all, none, none, none, none}},
                      {permission::comment, {all, all, all, all, own, none}}},
      .settings = {settings_entry<ObjectiveRules>(permission::define)},
      .inlets = {},
      .uses = {{"people_unit", &store::uses_of_units},
               {"people_person", &store::uses_of_people},
               {"kpi_assignment", &store::uses_of_assignments}},
      .subscribers = {{"okr.follow_kpi",
                       {std::string(kpi::ValuesChanged::topic)},
                       [&s](Tx& tx, const std::vector<Event>& events) {
                         s.follow_kpi(tx, events);
                       }}},
      .jobs = {{"okr.cycles", std::chrono::minutes(30),
                [&s](Tx& tx, Instant, Date today) { s.advance_cycles(tx, today); }},
               {"okr.reminders", std::chrono::hours(1),
                [&s](Tx& tx, Instant now, Date today) { s.remind(tx, now, today); }}},
      // KPIs have moved meanwhile.
      .catch_up = [&s](Tx& tx, Date) { (void)s.recompute(tx, true); },
      .live = {{ProgressChanged::topic, permission::read},
               {CommentsChanged::topic, permission::read},
               {ProposalsChanged::topic, permission::write, LiveTopic::Cut::news_only}},
      .approvals = {s.review_request()},
      .notices = {{"okr.check_in_due", NoticeGroup::update, permission::check_in},
                  {"okr.cycle_closes", NoticeGroup::news, permission::read},
                  {"okr.review_waiting", NoticeGroup::update, permission::write},
                  {"okr.score_waiting", NoticeGroup::update, permission::write},
                  {"okr.mentioned", NoticeGroup::news, permission::read, MailChoice::now},
                  {"okr.commented", NoticeGroup::news, permission::read}},
      .audited = {{"okr_cycle"},
                  {"okr_objective"},
                  {"okr_key_result"},
                  {"okr_key_result_term"},
                  {"okr_milestone"},
                  {"okr_check_in"},
                  {"okr_contribution"},
                  {"okr_proposal"},
                  {"okr_link"},
                  {"okr_score"},
                  {"okr_closing"},
                  {"okr_review"},
                  {"okr_review_step"},
                  {"okr_origin"},
                  {"okr_meeting"},
                  {"okr_comment"},
                  {"okr_comment_mention"},
                  {"okr_decision"}},
      .append_only = {{"okr_comment_past"}},
      .derived = {"okr_stamp", "okr_key_result_standing", "okr_standing", "okr_key_result_day",
                  "okr_standing_day"},
  };
}

}  // namespace twinrail::okr
