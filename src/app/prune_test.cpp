#include <doctest/doctest.h>

#include "app/module_list.hpp"
#include "modules/identity/identity.hpp"
#include "modules/tenancy/tenancy.hpp"
#include "platform/db/testing.hpp"
#include "platform/events/store_event.hpp"
#include "platform/http/store_idempotency.hpp"
#include "platform/outbox/store_outbox.hpp"

namespace twinrail::testing {
namespace {

constexpr std::int64_t hour = 3600;
const Instant now = Instant::midnight(Date::of(2026, 3, 10));

Instant ago(std::int64_t seconds) { return now.plus_seconds(-seconds); }

/// Runs the one job of a manifest, by its name.
void run(TestTenant& tenant, const Module& module, const std::string& name) {
  REQUIRE(!module.jobs.empty());
  CHECK(module.jobs[0].name == name);
  tenant.write([&](Tx& tx) { module.jobs[0].run(tx, now, now.utc_date()); });
}

std::int64_t add_event(TestTenant& tenant, Instant at) {
  std::int64_t id = 0;
  tenant.write([&](Tx& tx) {
    events::store::add(tx, "test.topic", "{}", at);
    id = events::store::newest(tx);
  });
  return id;
}

void prune(TestTenant& tenant) {
  static const audit::Keeper keeper("", test_folder());
  static approvals::Service nobody(nullptr);
  run(tenant,
      platform_manifest(Outbox([] { return now; }), keeper, nobody, nullptr,
                        [](Read&, Instant at) { return at.utc_date(); }),
      "platform.prune");
}

}  // namespace

TEST_CASE("a letter that was sent is known for longer than the event that it tells of") {
  for_each_engine([](TestTenant& tenant) {
    tenant.write([&](Tx& tx) {
      for (const char* key : {"old", "new", "waiting"})
        CHECK(post(tx, {"test", key, "a@b", "{}"}, ago(60 * 24 * hour)));
      outbox::store::mark_sent(tx, {1}, ago(31 * 24 * hour));
      outbox::store::mark_sent(tx, {2}, ago(29 * 24 * hour));
    });
    prune(tenant);
    tenant.read([&](Read& db) {
      CHECK_FALSE(outbox::store::find(db, {1}));
      CHECK(outbox::store::find(db, {2}));
      CHECK(outbox::store::find(db, {3}));
    });
  });
}

TEST_CASE("events go when every subscriber has read them and no stream may resume from them") {
  for_each_engine([](TestTenant& tenant) {
    const std::int64_t first = add_event(tenant, ago(8 * 24 * hour));
    const std::int64_t second = add_event(tenant, ago(8 * 24 * hour));
    const std::int64_t third = add_event(tenant, ago(6 * 24 * hour));
    const auto oldest = [&] {
      std::int64_t id = 0;
      tenant.read([&](Read& db) { id = events::store::oldest(db); });
      return id;
    };
    const auto read_to = [&](const char* subscriber, std::int64_t id) {
      tenant.write([&](Tx& tx) { events::store::move_cursor(tx, subscriber, id); });
    };
    read_to("fast", third);
    read_to("slow", first);
    prune(tenant);
    CHECK(oldest() == second);  // the slow one has not read it
    read_to("slow", third);
    prune(tenant);
    CHECK(oldest() == third);  // read by all, and a stream may still resume from it
  });
}

TEST_CASE("an answer may be asked for again for a day") {
  for_each_engine([](TestTenant& tenant) {
    const AccountId who{1};
    tenant.write([&](Tx& tx) {
      idempotency::store::save(tx, who, "old", {"h", 200, "{}"}, ago(25 * hour));
      idempotency::store::save(tx, who, "new", {"h", 200, "{}"}, ago(23 * hour));
    });
    prune(tenant);
    tenant.read([&](Read& db) {
      CHECK_FALSE(idempotency::store::find(db, who, "old"));
      CHECK(idempotency::store::find(db, who, "new"));
    });
  });
}

TEST_CASE("a session that is over or idle goes, another stays, and so does a revoked token's row") {
  for_each_engine([](TestTenant& tenant) {
    tenancy::Service tenancy;
    const Rights rights;
    identity::Service service(tenancy, rights, true, "");
    std::string token;
    tenant.write([&](Tx& tx) {
      const AccountId who = service.add_account(
          tx, {.login = "wang", .name = "Wang", .password = "long enough it is"}, ago(hour));
      for (const auto& [hash, end] : {std::pair{"dead", -1}, std::pair{"alive", 1}})
        tx.run(R"(
          INSERT INTO identity_session
                 (token_hash, account, client, created_at, used_at, expires_at)
          VALUES (?, ?, '', ?, ?, ?))"_sql,
               std::string_view(hash), who, ago(2 * hour), ago(hour), now.plus_seconds(end));
      tx.run(R"(
        INSERT INTO identity_session (token_hash, account, client, created_at, used_at, expires_at)
        VALUES ('idle', ?, '', ?, ?, ?))"_sql,
             who, ago(30 * hour), ago(25 * hour), now.plus_seconds(hour));
      token = service.make_token(tx, "wang", "feed", {}, ago(1), ago(hour));
    });
    tenant.write([&](Tx& tx) { service.prune(tx, now); });
    tenant.read([&](Read& db) {
      CHECK(db.all<std::string>("SELECT token_hash FROM identity_session"_sql) ==
            std::vector<std::string>{"alive"});
      CHECK(db.one<std::int64_t>("SELECT COUNT(*) AS n FROM identity_token"_sql) == 1);
      CHECK_FALSE(service.prove(db, token, now));
    });
  });
}

}  // namespace twinrail::testing
