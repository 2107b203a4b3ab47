#include "modules/identity/api.hpp"

#include "modules/identity/model.hpp"

namespace twinrail::identity {

namespace {

/// Of who keeps the accounts of others.
void account_routes(Router& r, Service& s) {
  r.get("/accounts", "Accounts", s, &Service::accounts).needs(permission::manage);
  r.get("/accounts/{account}", "One account", s, &Service::account).needs(permission::manage);
  r.post("/accounts", "Give somebody an account; its one-time code is shown once", s,
         &Service::give_account)
      .needs(permission::manage)
      .status(201)
      .by_session();
  r.post("/accounts/together", "Give several people accounts, by their employee numbers", s,
         &Service::give_accounts)
      .needs(permission::manage)
      .status(201)
      .by_session();
  r.post("/accounts/codes", "New one-time codes, for whoever lost one or forgot a password", s,
         &Service::make_codes)
      .needs(permission::manage)
      .by_session();
  r.get("/invitations", "Whether people can be invited by mail, and how many have not come", s,
        &Service::invitations)
      .needs(permission::manage);
  r.post("/invitations", "Invite people by mail to open their accounts, or invite them again", s,
         &Service::invite)
      .needs(permission::manage)
      .by_session();
  r.del("/invitations/{account}", "Take an invitation back; its link opens nothing any more", s,
        &Service::revoke_invitation)
      .needs(permission::manage)
      .by_session()
      .unversioned();
  r.get("/accounts/{account}/sight", "What an account may do and see, as the gate has it", s,
        &Service::sight)
      .needs(permission::manage);
  r.put("/accounts/{account}/roles", "Give an account these roles and no others", s,
        &Service::give_roles)
      .needs(permission::manage);
  r.put("/accounts/{account}/state", "Close an account, or open it again", s,
        &Service::change_state)
      .needs(permission::manage);
  r.get("/accounts/{account}/tokens", "API tokens of an account", s, &Service::account_tokens)
      .needs(permission::manage);
  r.del("/accounts/{account}/tokens", "Revoke all API tokens of an account", s,
        &Service::revoke_account_tokens)
      .needs(permission::manage)
      .by_session()
      .unversioned();
  r.del("/accounts/{account}/tokens/{entry}", "Revoke an API token of an account", s,
        &Service::revoke_account_token)
      .needs(permission::manage)
      .by_session()
      .unversioned();
}

}  // namespace

void routes(Router& r, Service& s) {
  r.module("identity");
  r.post("/session", "Sign in", s, &Service::sign_in).open();
  r.get("/session", "Who I am and what I may do", s, &Service::me);
  r.del("/session", "Sign out", s, &Service::sign_out).by_session().unversioned();
  r.patch("/session", "Choose my language", s, &Service::prefer).by_session().unversioned();
  r.post("/first-start", "Make the first administrator from the one-time link", s,
         &Service::first_start)
      .open();
  r.post("/activation", "Open an account with its one-time code, and sign in", s,
         &Service::activate)
      .open();
  r.get("/roles", "Roles and what they hold", s, &Service::roles).needs(permission::manage);
  r.post("/roles", "Add a role of the company's own", s, &Service::add_role)
      .needs(permission::manage)
      .status(201);
  r.put("/roles/{role}", "Change a role of the company's own", s, &Service::change_role)
      .needs(permission::manage);
  account_routes(r, s);
  r.get("/me/sessions", "Where I am signed in", s, &Service::sessions).by_session();
  r.del("/me/sessions/{entry}", "Sign out somewhere else", s, &Service::end_session)
      .by_session()
      .unversioned();
  r.put("/me/password", "Choose a new password; ends my tokens and my other sessions", s,
        &Service::change_password)
      .by_session()
      .unversioned();
  r.get("/tokens", "My API tokens", s, &Service::tokens).by_session();
  r.post("/tokens", "Make an API token; its secret is shown once", s, &Service::add_token)
      .within(quota::tokens)
      .status(201)
      .by_session();
  r.del("/tokens/{entry}", "Revoke an API token", s, &Service::revoke_token)
      .by_session()
      .unversioned();
}

}  // namespace twinrail::identity
