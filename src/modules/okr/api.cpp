#include "modules/okr/api.hpp"

#include "modules/okr/model.hpp"

namespace twinrail::okr {

void routes(Router& r, Service& s) {
  r.module("okr");
  r.get("/cycles", "Cycles, newest first", s, &Service::cycles).needs(permission::read);
  r.post("/cycles", "Add a cycle", s, &Service::add_cycle).needs(permission::define).status(201);
  r.patch("/cycles/{cycle}", "Rename a cycle or move it to its next state", s,
          &Service::change_cycle)
      .needs(permission::define);
  r.get("/objectives", "Objectives as they stand", s, &Service::objectives).needs(permission::read);
  r.post("/objectives", "Draft an objective", s, &Service::add_objective)
      .needs(permission::write)
      .within(quota::objectives)
      .status(201);
  r.get("/objectives/{objective}", "One objective", s, &Service::objective).needs(permission::read);
  r.patch("/objectives/{objective}", "Change an objective", s, &Service::change_objective)
      .needs(permission::write);
  r.post("/objectives/{objective}/activation", "Start an objective; baselines freeze", s,
         &Service::activate)
      .needs(permission::write);
  r.post("/objectives/{objective}/review", "Ask for consent to start an objective", s,
         &Service::submit_review)
      .needs(permission::write);
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
  r.post("/contributions", "Let an objective contribute to another", s, &Service::add_contribution)
      .needs(permission::write)
      .status(201);
  r.del("/contributions/{contribution}", "Remove a contribution", s, &Service::remove_contribution)
      .needs(permission::write);
  r.post("/links", "Let a KPI drive a key result or guard an objective", s, &Service::add_link)
      .needs(permission::write)
      .status(201);
  r.del("/links/{link}", "Remove a link", s, &Service::remove_link).needs(permission::write);
}

}  // namespace twinrail::okr
