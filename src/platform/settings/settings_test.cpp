#include "platform/settings/settings.hpp"

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"
#include "platform/json/json.hpp"
#include "platform/settings/store_setting.hpp"

namespace twinrail::settings_test {

struct Kitchen {
  static constexpr std::string_view module = "kitchen";
  Int<1, 90> minutes{20};
  Text<10> dish = "soup";
  bool spicy = false;
};
DESCRIBE(Kitchen, minutes, dish, spicy);

namespace {

const Permission cook{"kitchen.cook"};

Context caller(bool may) {
  auto viewer = std::make_shared<Viewer>();
  if (may) viewer->held.add(cook, relation::company);
  return {Instant::from_text("2026-05-10T05:00:00Z"), viewer};
}

void store_as(TestTenant& tenant, const std::string& json) {
  tenant.write([&](Tx& tx) {
    settings::store::save(tx, {"kitchen", json, Instant::from_text("2026-05-10T05:00:00Z"), 3});
  });
}

std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& e) {
    return e.key();
  }
  return "";
}

}  // namespace

TEST_CASE("a group that nobody has set has the defaults of its struct") {
  for_each_engine([](TestTenant& tenant) {
    tenant.read([&](Read& db) {
      CHECK(settings_of<Kitchen>(db).minutes == 20);
      CHECK(settings_of<Kitchen>(db).dish == "soup");
    });
  });
}

TEST_CASE("what is set stands, with a version that a change must name") {
  for_each_engine([](TestTenant& tenant) {
    SettingsService<Kitchen> service(cook);
    Context ctx = caller(true);
    tenant.write([&](Tx& tx) {
      ctx.if_match = 0;
      CHECK(service.change(ctx, tx, {.minutes = 30, .dish = "rice"}).version == 1);
      CHECK(refusal([&] { (void)service.change(ctx, tx, {}); }) == "request.stale");
      ctx.if_match = 1;
      CHECK(service.change(ctx, tx, {.minutes = 31, .dish = "rice"}).version == 2);
      CHECK(service.show(ctx, tx, {}).settings.minutes == 31);
      CHECK(refusal([&] { (void)service.show(caller(false), tx, {}); }) == "access.forbidden");
      CHECK(refusal([&] { (void)service.change(caller(false), tx, {}); }) == "access.forbidden");
    });
  });
}

TEST_CASE("a field that is new has its default, one that is gone is left out") {
  for_each_engine([](TestTenant& tenant) {
    store_as(tenant, R"({"minutes":40,"colour":"red"})");
    tenant.read([&](Read& db) {
      const Kitchen kitchen = settings_of<Kitchen>(db);
      CHECK(kitchen.minutes == 40);
      CHECK(kitchen.dish == "soup");
    });
  });
}

TEST_CASE("a value past today's bounds is said, never silently replaced") {
  for_each_engine([](TestTenant& tenant) {
    store_as(tenant, R"({"minutes":200})");
    tenant.read([&](Read& db) {
      CHECK(refusal([&] { (void)settings_of<Kitchen>(db); }) == "settings.out_of_bounds");
    });
  });
  CHECK(refusal([] { (void)from_json<Kitchen>(R"({"minutes":91,"dish":"x","spicy":true})"); }) ==
        "request.invalid");
}

TEST_CASE("what is past today's bounds is set again, although nobody can have read its version") {
  for_each_engine([](TestTenant& tenant) {
    store_as(tenant, R"({"minutes":200})");
    SettingsService<Kitchen> service(cook);
    tenant.write([&](Tx& tx) {
      CHECK(refusal([&] { (void)service.show(caller(true), tx, {}); }) == "settings.out_of_bounds");
      CHECK(refusal([&] { (void)service.change(caller(false), tx, {}); }) == "access.forbidden");
      CHECK(service.change(caller(true), tx, {.minutes = 90}).version == 4);
      CHECK(service.show(caller(true), tx, {}).settings.minutes == 90);
      CHECK(refusal([&] { (void)service.change(caller(true), tx, {}); }) ==
            "request.if_match_missing");
    });
  });
}

}  // namespace twinrail::settings_test
