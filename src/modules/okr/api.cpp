#include "modules/okr/api.hpp"

#include "modules/okr/model.hpp"
#include "modules/okr/model_close.hpp"
#include "modules/okr/model_comment.hpp"
#include "modules/okr/model_decision.hpp"
#include "modules/okr/model_map.hpp"

namespace twinrail::okr {

namespace {

void close_routes(Router& r, Service& s) {
  r.get("/cycles/{cycle}/close", "What a cycle lacks before it can be closed", s,
        &Service::close_of)
      .needs(permission::read);
  r.get("/cycles/{cycle}/units/{unit}/meeting", "A unit's meeting about a cycle, with its reviews",
        s, &Service::meeting)
      .needs(permission::read);
  r.patch("/cycles/{cycle}/units/{unit}/meeting", "Write what a unit's meeting came to", s,
          &Service::change_meeting)
      .needs(permission::write);
  r.get("/objectives/{objective}/review", "Scores, causes and what goes on", s, &Service::review)
      .needs(permission::read);
  r.patch("/objectives/{objective}/review", "Write an objective's review, or hand it in", s,
          &Service::change_review)
      .needs(permission::write);
  r.post("/objectives/{objective}/scores", "Score an objective", s, &Service::score)
      .needs(permission::write)
      .within(quota::scores)
      .status(201);
  r.post("/objectives/{objective}/close", "Close an objective with its grade", s,
         &Service::close_objective)
      .needs(permission::write)
      .versioned();
  r.post("/objectives/{objective}/abandonment", "Give an objective up, with a reason", s,
         &Service::abandon)
      .needs(permission::write)
      .versioned();
  r.post("/objectives/{objective}/withdrawal", "Throw a draft away", s, &Service::withdraw)
      .needs(permission::write)
      .versioned();
  r.post("/objectives/{objective}/copies", "Draft an objective again, in a cycle", s,
         &Service::copy)
      .needs(permission::write)
      .within(quota::objectives)
      .status(201);
}

void comment_routes(Router& r, Service& s) {
  r.get("/objectives/{objective}/comments", "What people say about an objective, newest first", s,
        &Service::comments)
      .needs(permission::read);
  r.post("/objectives/{objective}/comments", "Say something about an objective", s,
         &Service::add_comment)
      .needs(permission::comment)
      .within(quota::comments)
      .status(201);
  r.patch("/comments/{comment}", "Put a comment in other words, or solve it", s,
          &Service::change_comment)
      .needs(permission::comment);
  r.del("/comments/{comment}", "Take a comment back", s, &Service::remove_comment)
      .needs(permission::comment);
  r.get("/objectives/{objective}/comment-readers", "Whom a comment may mention", s,
        &Service::comment_readers)
      .needs(permission::comment);
}

void decision_routes(Router& r, Service& s) {
  r.post("/decisions", "Write down what a unit's weekly meeting decided", s, &Service::add_decision)
      .needs(permission::write)
      .within(quota::decisions)
      .status(201);
  r.patch("/decisions/{decision}", "Change a decision, or say that it is done", s,
          &Service::change_decision)
      .needs(permission::comment);
  r.del("/decisions/{decision}", "Take a decision back", s, &Service::remove_decision)
      .needs(permission::write);
}

/// What connects objectives with each other, and with KPIs.
void edge_routes(Router& r, Service& s) {
  r.post("/contributions", "Let an objective contribute to another, or ask the other side", s,
         &Service::add_contribution)
      .needs(permission::write)
      .within(quota::proposals)
      .status(201);
  r.del("/contributions/{contribution}", "Remove a contribution", s, &Service::remove_contribution)
      .needs(permission::write);
  r.get("/contribution-proposals", "Contributions that wait for an answer", s, &Service::proposals)
      .needs(permission::write);
  r.post("/contribution-proposals/{proposal}/acceptance", "Accept a proposed contribution", s,
         &Service::accept_proposal)
      .needs(permission::write)
      .versioned();
  r.post("/contribution-proposals/{proposal}/refusal", "Decline a proposed contribution", s,
         &Service::decline_proposal)
      .needs(permission::write)
      .versioned();
  r.del("/contribution-proposals/{proposal}", "Withdraw a proposed contribution", s,
        &Service::withdraw_proposal)
      .needs(permission::write);
  r.post("/links", "Let a KPI drive a key result or guard an objective", s, &Service::add_link)
      .needs(permission::write)
      .status(201);
  r.del("/links/{link}", "Remove a link", s, &Service::remove_link).needs(permission::write);
}

}  // namespace

void routes(Router& r, Service& s) {
  r.module("okr");
  close_routes(r, s);
  edge_routes(r, s);
  comment_routes(r, s);
  decision_routes(r, s);
  r.get("/cycles", "Cycles, newest first", s, &Service::cycles).needs(permission::read);
  r.post("/cycles", "Add a cycle", s, &Service::add_cycle).needs(permission::define).status(201);
  r.patch("/cycles/{cycle}", "Rename a cycle or move it to its next state", s,
          &Service::change_cycle)
      .needs(permission::define);
  r.get("/objectives", "Objectives as they stand", s, &Service::objectives).needs(permission::read);
  r.get("/objective-map", "The objectives of a cycle with the edges between them", s, &Service::map)
      .needs(permission::read);
  r.post("/objectives", "Draft an objective", s, &Service::add_objective)
      .needs(permission::write)
      .within(quota::objectives)
      .status(201);
  r.get("/objectives/{objective}", "One objective", s, &Service::objective).needs(permission::read);
  r.patch("/objectives/{objective}", "Change an objective", s, &Service::change_objective)
      .needs(permission::write);
  r.post("/objectives/{objective}/activation", "Start an objective; baselines freeze", s,
         &Service::activate)
      .needs(permission::write)
      .versioned();
  r.post("/objectives/{objective}/review", "Ask for consent to start an objective", s,
         &Service::submit_review)
      .needs(permission::write)
      .versioned();
  r.post("/objectives/{objective}/key-results", "Add a key result", s, &Service::add_key_result)
      .needs(permission::write)
      .within(quota::key_results)
      .status(201);
  r.get("/key-results/{key_result}", "One key result", s, &Service::key_result)
      .needs(permission::read);
  r.patch("/key-results/{key_result}", "Change a key result", s, &Service::change_key_result)
      .needs(permission::write);
  r.get("/key-results/{key_result}/preview", "What a value would do", s, &Service::preview)
      .needs(permission::read);
  r.post("/key-results/{key_result}/check-ins", "Check in on a key result", s, &Service::check_in)
      .needs(permission::check_in)
      .status(201);
  r.post("/check-ins/{check_in}/corrections", "Correct a check-in", s, &Service::correct_check_in)
      .needs(permission::check_in)
      .status(201);
}

void print_routes(Router& r, Printer& printer) {
  r.module("okr");
  r.get("/objectives/{objective}/pdf", "One objective, on paper", printer, &Printer::objective)
      .needs(permission::read)
      .dear();
  r.get("/objectives/{objective}/review/pdf", "An objective's review, on paper", printer,
        &Printer::review)
      .needs(permission::read)
      .dear();
}

}  // namespace twinrail::okr
