#include "platform/approvals/model.hpp"
#include "platform/http/router.hpp"

namespace twinrail::approvals {

void routes(Router& r, Service& s) {
  r.module("platform");
  r.get("/approvals", "Requests that wait for me, that I sent, or that I decided", s,
        &Service::list)
      .needs(permission::use);
  r.get("/approvals/{approval}", "One request", s, &Service::one).needs(permission::use);
  r.patch("/approvals/{approval}", "Agree to a request, refuse it, withdraw it or pass it on", s,
          &Service::change)
      .needs(permission::use);
  r.get("/approval-chains", "Who agrees to what", s, &Service::chains).needs(permission::configure);
  r.post("/approval-chains", "Add a chain", s, &Service::add_chain)
      .needs(permission::configure)
      .within(quota::chains)
      .status(201);
  r.post("/approval-chains/trial", "Who would be asked", s, &Service::try_chain)
      .needs(permission::configure);
  r.patch("/approval-chains/{chain}", "Change a chain", s, &Service::change_chain)
      .needs(permission::configure);
  r.del("/approval-chains/{chain}", "Remove a chain", s, &Service::remove_chain)
      .needs(permission::configure);
  r.get("/approval-delegations", "Who stands in for me", s, &Service::delegations)
      .needs(permission::use);
  r.post("/approval-delegations", "Let somebody stand in for me", s, &Service::add_delegation)
      .needs(permission::use)
      .within(quota::delegations)
      .status(201);
  r.del("/approval-delegations/{delegation}", "End a delegation", s, &Service::remove_delegation)
      .needs(permission::use);
}

}  // namespace twinrail::approvals
