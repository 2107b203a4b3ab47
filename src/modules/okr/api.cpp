#include "modules/okr/api.hpp"

#include "modules/okr/model.hpp"

namespace twinrail::okr {

void routes(Router& r, Service& s) {
  using enum Permission;
  r.module("okr");
  r.get("/cycles", "Cycles, newest first", s, &Service::cycles).needs(okr_read);
  r.post("/cycles", "Add a cycle", s, &Service::add_cycle).needs(okr_define).status(201);
  r.patch("/cycles/{cycle}", "Rename a cycle or take it on", s, &Service::change_cycle)
      .needs(okr_define);
  r.get("/objectives", "Objectives as they stand", s, &Service::objectives).needs(okr_read);
  r.post("/objectives", "Draft an objective", s, &Service::add_objective)
      .needs(okr_write)
      .status(201);
  r.get("/objectives/{objective}", "One objective", s, &Service::objective).needs(okr_read);
  r.patch("/objectives/{objective}", "Change an objective", s, &Service::change_objective)
      .needs(okr_write);
  r.post("/objectives/{objective}/activation", "Start an objective; baselines freeze", s,
         &Service::activate)
      .needs(okr_write);
  r.post("/objectives/{objective}/key-results", "Add a key result", s, &Service::add_key_result)
      .needs(okr_write)
      .status(201);
  r.get("/key-results/{key_result}", "One key result", s, &Service::key_result).needs(okr_read);
  r.patch("/key-results/{key_result}", "Change a key result", s, &Service::change_key_result)
      .needs(okr_write);
  r.get("/key-results/{key_result}/preview", "What a value would do", s, &Service::preview)
      .needs(okr_read);
  r.post("/key-results/{key_result}/check-ins", "Tell how far a key result is", s,
         &Service::check_in)
      .needs(okr_check_in)
      .status(201);
  r.post("/check-ins/{check_in}/corrections", "Correct a check-in", s, &Service::correct_check_in)
      .needs(okr_check_in)
      .status(201);
  r.post("/contributions", "Let an objective count towards another", s, &Service::add_contribution)
      .needs(okr_write)
      .status(201);
  r.del("/contributions/{contribution}", "Take a contribution back", s,
        &Service::remove_contribution)
      .needs(okr_write);
  r.post("/links", "Let a KPI drive a key result or guard an objective", s, &Service::add_link)
      .needs(okr_write)
      .status(201);
  r.del("/links/{link}", "Remove a link", s, &Service::remove_link).needs(okr_write);
}

}  // namespace twinrail::okr
