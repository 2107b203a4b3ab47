#include "modules/identity/api.hpp"

#include "modules/identity/model.hpp"

namespace twinrail::identity {

void routes(Router& r, Service& s) {
  r.module("identity");
  r.post("/session", "Sign in", s, &Service::sign_in).open();
  r.get("/session", "Who I am and what I may do", s, &Service::me);
  r.del("/session", "Sign out", s, &Service::sign_out);
  r.patch("/session", "Choose my language", s, &Service::prefer);
  r.post("/first-start", "Make the first administrator from the one-time link", s,
         &Service::first_start)
      .open();
  r.get("/tokens", "My API tokens", s, &Service::tokens);
  r.post("/tokens", "Make an API token; its secret is shown once", s, &Service::add_token)
      .status(201);
  r.del("/tokens/{entry}", "Revoke an API token", s, &Service::revoke_token);
}

}  // namespace twinrail::identity
