#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include <doctest/doctest.h>

#include "app/application.hpp"
#include "app/module_list.hpp"
#include "modules/identity/identity.hpp"
#include "platform/db/testing.hpp"
#include "platform/jobs/store_job.hpp"

namespace twinrail {
namespace {

/// An installation whose server looks after its companies in the background.
struct Served {
  explicit Served(bool on_postgres, std::vector<std::string> made = {"a", "b", "c"})
      : codes(std::move(made)) {
    config.data = test_folder();
    config.postgres = on_postgres ? test_postgres() : "";
    config.postgres_connections = 6;
    config.companies_idle = 1;
    TestTenant::forget_tenants(config.postgres, codes);
    Application app(config);
    for (const std::string& code : codes) (void)app.tenants().create(code, {code, code});
  }
  ~Served() { TestTenant::forget_tenants(config.postgres, codes); }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  Config config;
  std::vector<std::string> codes;
};

constexpr const char* legal_entities =
    "code,name_zh,name_en,country,currency\n"
    "HENGZHI,恒织服装有限公司,Hengzhi Garment Co. Ltd,CN,CNY\n";

Response ask(Application& app, const std::string& code) {
  Request request;
  request.method = Method::get;
  request.target = "/api/v1/session";
  request.headers = {{"twinrail-tenant", code}, {"accept-language", "en"}};
  return app.front().call(std::move(request));
}

template <class Condition>
bool in_time(Condition condition) {
  for (int i = 0; i < 600 && !condition(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  return condition();
}

std::map<std::string, std::int64_t> runs(Application& app, const std::string& code) {
  std::map<std::string, std::int64_t> found;
  app.tenants().open(code)->lanes().read([&](Read& db) {
    for (const auto& row : jobs::store::list(db)) found[row.name] = row.runs;
  });
  return found;
}

TEST_CASE("every company's jobs are run, then it is closed; a request opens it again") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Served served(on_postgres);
    Application app(served.config);
    // The command that made them said that they are open; now they are due.
    for (const std::string& code : served.codes) app.tenants().set_due({{code, now_utc()}});
    app.serve_tenants();
    CHECK(app.ready().ready);
    const auto all_run = [&] {
      return app.tenants().due(now_utc(), 10).empty() && app.tenants().open_codes().empty();
    };
    CHECK(in_time(all_run));
    CHECK(app.metrics().find("twinrail_companies_open 0") != std::string::npos);
    CHECK(app.metrics().find("twinrail_job_failures_total 0") != std::string::npos);
    CHECK(ask(app, "b").status == 401);
    // No other; and on a busy machine it may have been idle, and closed, by now.
    const auto open = app.tenants().open_codes();
    CHECK((open.empty() || open == std::vector<std::string>{"b"}));
    CHECK(in_time([&] {
      const auto so_far = runs(app, "b");
      return so_far.contains("kpi.sweep") && so_far.contains("platform.prune");
    }));
    const auto ran = runs(app, "b");
    CHECK(ran.at("kpi.sweep") >= 1);
    CHECK(ran.at("platform.prune") == 1);
    CHECK(in_time([&] { return app.tenants().open_codes().empty(); }));
    // What is closed is due again when its next day begins.
    CHECK(app.tenants().due(now_utc().plus_seconds(2 * 86'400), 10).size() == 3);
    app.stop();
    CHECK(app.tenants().due(now_utc(), 10).empty());
  }
}

TEST_CASE("two servers on one place run each job once") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Served served(on_postgres);
    Application first(served.config), second(served.config);
    std::vector<std::shared_ptr<Tenant>> held;  // open in both, so that both look
    for (Application* app : {&first, &second})
      for (const std::string& code : served.codes) held.push_back(app->tenants().open(code));
    first.serve_tenants();
    second.serve_tenants();
    const auto done = [&] {
      for (const std::string& code : served.codes)
        if (runs(first, code).size() < 5) return false;
      return true;
    };
    CHECK(in_time(done));
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));  // each has looked again
    for (const std::string& code : served.codes)
      for (const auto& [job, times] : runs(first, code)) {
        CAPTURE(code);
        CAPTURE(job);
        if (job != "kpi.count") CHECK(times == 1);  // that one comes back each minute
      }
  }
}

TEST_CASE("the jobs of a module that is off do not run") {
  const Served served(false, {"a"});
  {
    // No module that can be switched off has a job yet, so one is switched off by hand.
    Application app(served.config);
    app.tenants().open("a")->lanes().write({.name = "test"}, "test", [](Tx& tx) {
      tx.run("INSERT INTO tenancy_module (name, is_on) VALUES ('kpi', 0)"_sql);
    });
  }
  Application app(served.config);
  const auto tenant = app.tenants().open("a");
  app.serve_tenants();
  CHECK(in_time([&] { return runs(app, "a").contains("platform.prune"); }));
  const auto ran = runs(app, "a");
  CHECK(ran.contains("people.daily"));
  CHECK_FALSE(ran.contains("kpi.sweep"));
  CHECK_FALSE(ran.contains("kpi.count"));
}

TEST_CASE("a company of another release answers with a plain sentence, beside good ones") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Served served(on_postgres);
    {
      Application app(served.config);
      app.tenants().open("b")->lanes().write({.name = "test"}, "test", [](Tx& tx) {
        tx.run("UPDATE program_version SET version = '99.1.0'"_sql);
      });
    }
    Application app(served.config);
    app.serve_tenants();
    CHECK(app.ready().ready);
    const Response refused = ask(app, "b");
    CHECK(refused.status == 503);
    CHECK(refused.body.find("tenant.other_version") != std::string::npos);
    CHECK(refused.body.find("release 99.1.0") != std::string::npos);
    CHECK(ask(app, "a").status == 401);
    CHECK(ask(app, "c").status == 401);
  }
}

TEST_CASE("an open company that another release takes over, or that is full, is named") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Served served(on_postgres);
    Application app(served.config);
    const auto a = app.tenants().open("a");
    const auto b = app.tenants().open("b");
    CHECK(app.ready().notes.empty());
    a->lanes().write({.name = "test"}, "test",
                     [](Tx& tx) { tx.run("UPDATE program_version SET version = '99.1.0'"_sql); });
    b->lanes().bound_storage(1);
    CHECK_THROWS_AS(
        b->lanes().write({.name = "test"}, "test", [](Tx& tx) { tx.require_storage(1); }), Error);
    const Readiness found = app.ready();
    CHECK(found.ready);
    CHECK(found.notes == "of another release: a\nat its limit of storage: b\n");
  }
}

TEST_CASE("a company whose file is damaged is refused alone, and named to who looks after it") {
  const Served served(false);
  std::ofstream(served.config.data + "/tenants/b.sqlite") << std::string(20'000, 'x');
  Application app(served.config);
  app.serve_tenants();
  CHECK(app.ready().ready);
  const Response refused = ask(app, "b");
  CHECK(refused.status == 503);
  CHECK(refused.body.find("tenant.broken") != std::string::npos);
  CHECK(refused.body.find("the company b") != std::string::npos);
  CHECK(refused.body.find(served.config.data) == std::string::npos);  // where, only the operator
  CHECK(ask(app, "a").status == 401);
  CHECK(ask(app, "c").status == 401);
  const Readiness found = app.ready();
  CHECK(found.ready);
  CHECK(found.notes == "broken: b\n");
  std::filesystem::remove(served.config.data + "/tenants/a.sqlite");  // under the open company
  CHECK(app.ready().notes == "broken: a\nbroken: b\n");
}

TEST_CASE("a data folder that others can read is not served") {
  namespace fs = std::filesystem;
  Config config;
  config.data = test_folder() + "/data";
  fs::create_directories(config.data);
  struct Row {
    fs::perms mode;
    bool served;
  };
  for (const Row row : {Row{fs::perms(0700), true}, Row{fs::perms(0750), true},
                        Row{fs::perms(0755), false}, Row{fs::perms(0701), false}}) {
    CAPTURE(static_cast<int>(row.mode));
    fs::permissions(config.data, row.mode);
    if (row.served) {
      CHECK_NOTHROW(check_config(config));
      continue;
    }
    try {
      check_config(config);
      FAIL("it was served");
    } catch (const Error& e) {
      REQUIRE(e.problems().size() == 1);
      CHECK(e.problems().front().key == "config.open_folder");
      CHECK(e.problems().front().args.front().second == config.data);
    }
  }
}

TEST_CASE("a letter leaves as soon as it is posted, and not inside the change") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Served served(on_postgres, {"a"});
    Application app(served.config);
    std::atomic<int> sent = 0;
    app.services().outbox->add("test", [&](Lanes& lanes, const Letter& letter) {
      lanes.write({.name = "test"}, "test", [](Tx&) {});  // the writer is free meanwhile
      if (letter.key == "one") ++sent;
    });
    app.serve_tenants();
    const auto tenant = app.tenants().open("a");
    CHECK(in_time([&] { return runs(app, "a").contains("platform.outbox"); }));
    const auto began = std::chrono::steady_clock::now();
    tenant->lanes().write({.name = "test"}, "test", [](Tx& tx) {
      CHECK(post(tx, {"test", "one", "a@example.org", "{}"}, now_utc()));
    });
    CHECK(in_time([&] { return sent == 1; }));
    CHECK(std::chrono::steady_clock::now() - began <
          std::chrono::seconds(30));  // not the next look
    app.stop();
  }
}

TEST_CASE("a command's import that was killed goes on as a command's") {
  const Served served(false, {"a"});
  const StartImport request{
      .inlet = "kpi.reading",
      .dry_run = false,
      .body = {"", "measure,unit,day,amount,source_key\nm,u,2026-03-09,1,k\n"}};
  {
    Application killed(served.config);
    const auto tenant = killed.tenants().open("a");
    const Context ctx = killed.operator_context(*tenant, "command:import");
    killed.imports().stop();  // keeps the file and does not work on it
    CHECK_FALSE(killed.imports().start(ctx, tenant->lanes(), request).finished_at);
  }
  Application app(served.config);
  app.serve_tenants();
  const auto tenant = app.tenants().open("a");
  const Context ctx = app.operator_context(*tenant, "command:import");
  Import import;
  CHECK(in_time([&] {
    tenant->lanes().read([&](Read& db) { import = app.imports().import(ctx, db, {ImportId{1}}); });
    return import.finished_at.has_value();
  }));
  CHECK(import.state == ImportState::refused);  // its row was read: there is no such measure
  app.stop();
}

TEST_CASE("who names no company is told whether there are several or none") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Served none(on_postgres, {});
    Application empty(none.config);
    CHECK(ask(empty, "").body.find("tenant.none") != std::string::npos);
    const Served several(on_postgres);
    Application app(several.config);
    CHECK(ask(app, "").body.find("tenant.name_it") != std::string::npos);
  }
}

TEST_CASE("what opened a company that was saved does not open its copy") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Served served(on_postgres, {"a", "b"});
    Application app(served.config);
    const std::string file = served.config.data + "/a.backup";
    std::string secret;
    const auto opens = [&](const std::string& code) {
      bool found = false;
      app.tenants().open(code)->lanes().read(
          [&](Read& db) { found = app.identity().prove(db, secret, now_utc()).has_value(); });
      return found;
    };
    app.tenants().open("a")->lanes().write({.name = "test"}, "test", [&](Tx& tx) {
      app.identity().add_account(
          tx, {.login = "wang", .password = "a-long-password-7", .roles = {"admin"}}, now_utc());
      secret = app.identity().make_token(tx, "wang", "feed", {"people.read"},
                                         now_utc().plus_seconds(3600), now_utc());
    });
    CHECK(opens("a"));
    app.tenants().backup("a", file);
    REQUIRE(app.tenants().remove("b", served.config.data + "/b.backup"));
    app.tenants().restore("b", file);
    CHECK_FALSE(opens("b"));
    CHECK(opens("a"));
  }
}

/// A command keeps the file before it works on it; killed there, the next server goes on.
TEST_CASE("an import of a command that is killed is brought to its end by the next server") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    const Served served(on_postgres, {"a"});
    ImportId id;
    {
      Application command(served.config);
      command.imports().stop();
      const auto a = command.tenants().open("a");
      const Context ctx = command.operator_context(*a, "command:import");
      StartImport request;
      request.inlet = "people.legal_entity";
      request.body.bytes = legal_entities;
      id = command.imports().start(ctx, a->lanes(), request).id;
    }
    Application server(served.config);
    server.serve_tenants();
    const auto a = server.tenants().open("a");
    const Context ctx = server.operator_context(*a, "test");
    const auto found = [&] {
      Import found;
      a->lanes().read(
          [&](Read& db) { found = server.imports().import(ctx, db, ImportOf{.import = id}); });
      return found;
    };
    CHECK(in_time([&] { return found().finished_at.has_value(); }));
    CHECK(found().state == ImportState::done);
    CHECK(found().stored == 1);
  }
}

TEST_CASE("a server saves and proves its companies by itself, and says so in its metrics") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    Served served(on_postgres, {"a", "b"});
    served.config.backup_folder = served.config.data + "/saved";
    Application app(served.config);
    app.serve_tenants();
    for (const std::string& code : served.codes) (void)app.tenants().open(code);
    const auto says = [&](const std::string& line) {
      return app.metrics().find(line + "\n") != std::string::npos;
    };
    CHECK(in_time([&] { return says("backup_proofs_total 2"); }));
    CHECK(says("backups_total 2"));
    CHECK(says("backups_failing 0"));
    CHECK(app.ready().notes.empty());
    for (const char* code : {"/a", "/b"})
      CHECK(std::filesystem::exists(served.config.backup_folder + code));
    CHECK(runs(app, "a").at("platform.backup") == 1);
  }
}

}  // namespace
}  // namespace twinrail
