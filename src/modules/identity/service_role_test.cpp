#include <doctest/doctest.h>

#include "modules/identity/model.hpp"
#include "modules/kpi/kpi.hpp"
#include "modules/okr/okr.hpp"
#include "modules/tenancy/model.hpp"
#include "platform/db/testing.hpp"
#include "platform/json/json.hpp"
#include "support/viewer.hpp"

namespace twinrail::identity {
namespace {

/// Two permissions of two modules; okr can be switched off.
struct House {
  tenancy::Service tenancy;
  Rights rights;
  Service identity{tenancy, rights, true, ""};
  Context admin = context_with({permission::manage, tenancy::permission::manage});

  House() {
    const Grant kpi[] = {{kpi::permission::read, {relation::all}}};
    const Grant okr[] = {{okr::permission::read, {relation::all}}};
    rights.add("kpi", kpi);
    rights.add("okr", okr);
    tenancy.know({{"kpi", {}, false}, {"okr", {}, true}});
  }

  RoleView add(TestTenant& tenant, const NewRole& role) {
    RoleView made;
    tenant.write([&](Tx& tx) { made = identity.add_role(admin, tx, role); });
    return made;
  }
  std::shared_ptr<const Viewer> viewer_with(TestTenant& tenant, std::vector<std::string> roles) {
    std::shared_ptr<const Viewer> viewer;
    tenant.write([&](Tx& tx) {
      const std::string login = "who" + std::to_string(++accounts_);
      const AccountId id = identity.add_account(
          tx, {login, login, "a long password", {}, std::move(roles)}, test_now());
      viewer = identity.viewer(tx, id);
    });
    return viewer;
  }

 private:
  int accounts_ = 0;
};

NewRole analyst() {
  return {
      .code = "analyst",
      .names = {"分析员", "Analyst"},
      .rights = {{"kpi.read", {Relation::unit, Relation::self}}, {"okr.read", {Relation::company}}},
      .sees = {{"contact", {Relation::self}}}};
}

std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& e) {
    return e.problems().empty() ? e.key() : e.problems().front().key;
  }
  return "";
}

}  // namespace

TEST_CASE("a role of the company's own is data: whoever has it holds what its rows say") {
  for_each_engine([](TestTenant& tenant) {
    House house;
    CHECK(house.add(tenant, analyst()).rights.size() == 2);
    const auto viewer = house.viewer_with(tenant, {"analyst"});
    CHECK(viewer->held[kpi::permission::read] == (relation::unit | relation::self));
    CHECK(viewer->held[okr::permission::read] == relation::company);
    CHECK(viewer->held[kpi::permission::define] == relation::none);
    CHECK(viewer->seen[static_cast<std::size_t>(FieldClass::contact)] == relation::self);
    CHECK(viewer->seen[static_cast<std::size_t>(FieldClass::pay)] == relation::none);
  });
}

TEST_CASE("a changed role holds the new rights, and only those") {
  for_each_engine([](TestTenant& tenant) {
    House house;
    (void)house.add(tenant, analyst());
    house.admin.if_match = 1;
    RoleView changed;
    tenant.write([&](Tx& tx) {
      changed = house.identity.change_role(
          house.admin, tx,
          {"analyst", {"分析员", "Analyst"}, {{"okr.read", {Relation::self}}}, {}});
    });
    CHECK(changed.version == 2);
    const auto viewer = house.viewer_with(tenant, {"analyst"});
    CHECK_FALSE(viewer->holds(kpi::permission::read));
    CHECK(viewer->held[okr::permission::read] == relation::self);
    tenant.write([&](Tx& tx) {
      CHECK(refusal([&] {
              (void)house.identity.change_role(house.admin, tx,
                                               {"analyst", {}, analyst().rights, {}});
            }) == "request.stale");
    });
  });
}

TEST_CASE("a module that is off gives no permission to anybody") {
  for_each_engine([](TestTenant& tenant) {
    House house;
    (void)house.add(tenant, analyst());
    tenant.write(
        [&](Tx& tx) { (void)house.tenancy.switch_module(house.admin, tx, {"okr", false}); });
    CHECK_FALSE(house.viewer_with(tenant, {"analyst"})->holds(okr::permission::read));
    CHECK_FALSE(house.viewer_with(tenant, {"executive"})->holds(okr::permission::read));
    CHECK(house.viewer_with(tenant, {"executive"})->holds(kpi::permission::read));
  });
}

TEST_CASE(
    "a role without rights, one that is there, a built-in one and an unknown one are refused") {
  for_each_engine([](TestTenant& tenant) {
    House house;
    (void)house.add(tenant, analyst());
    tenant.write([&](Tx& tx) {
      const auto add = [&](NewRole role) {
        return refusal([&] { (void)house.identity.add_role(house.admin, tx, role); });
      };
      CHECK(add({"empty", {"空", "Empty"}, {}, {}}) == "identity.role_without_rights");
      CHECK(add(analyst()) == "identity.role_taken");
      CHECK(refusal([&] {
              (void)house.identity.change_role(house.admin, tx, {"hr", {}, analyst().rights, {}});
            }) == "identity.role_built_in");
      CHECK(refusal([&] {
              (void)house.identity.add_account(
                  tx, {"lost", "lost", "a long password", {}, {"nobody knows"}}, test_now());
            }) == "identity.unknown_role");
      CHECK(refusal([&] {
              (void)house.identity.add_role(context_with({kpi::permission::read}), tx, analyst());
            }) == "access.forbidden");
    });
    tenant.read([&](Read& db) {
      CHECK(house.identity.roles(house.admin, db, {}).items.size() == built_in_role_count + 1);
    });
  });
}

}  // namespace twinrail::identity
