#include <algorithm>
#include <future>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"
#include "platform/http/front.hpp"
#include "platform/inlets/import_fixture.hpp"
#include "platform/json/document.hpp"

namespace twinrail {
namespace {

/// The imports behind their addresses, with the importer signed in.
class Site {
 public:
  explicit Site(TestTenant& t)
      : tenant_(std::make_shared<Tenant>("test", Names{"测试", "Test"}, t.engine(), 1)),
        imports_(testing::probe_inlet()),
        router_(routes(imports_.service)),
        front_(router_, hooks(tenant_)) {}

  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  /// A tenant's threads end before its last holder goes, which may be one of them.
  ~Site() {
    front_.stop();
    imports_.service.stop();
    tenant_->lanes().stop();
  }

  Response get(const std::string& target) { return call({.target = target}); }
  Response post(const std::string& target, std::string body, const char* type = "text/csv",
                const char* key = "") {
    Request request;
    request.method = Method::post;
    request.target = target;
    request.headers = {{"Content-Type", type}, {"Idempotency-Key", key}};
    request.body = std::move(body);
    return call(std::move(request));
  }

  /// What a client hears that sends the head alone.
  std::string first_word(Method method, const std::string& target) {
    auto request = std::make_shared<Request>();
    request->method = method;
    request->target = "/api/v1" + target;
    std::string heard;
    front_.begin(
        request, [&](const Response& r) { heard = std::to_string(r.status); },
        [&](const Front::Entry&) { heard = "go on"; });
    return heard;
  }

 private:
  Response call(Request request) {
    request.target = "/api/v1" + request.target;
    return front_.call(std::move(request));
  }
  static Router routes(ImportService& service) {
    Router router;
    router.module("people");
    import_routes(router, service);
    return router;
  }
  static FrontHooks hooks(const std::shared_ptr<Tenant>& tenant) {
    FrontHooks hooks;
    hooks.identify = [tenant](const Request&, bool, const FrontHooks::Known& known) {
      Identity identity;
      identity.tenant = tenant;
      identity.viewer = testing::caller().shared_viewer();
      identity.locale = Locale::en;
      known(identity, nullptr);
    };
    hooks.module_on = [](const Tenant&, const std::string&) { return true; };
    hooks.now = [] { return Instant::from_text("2026-05-10T04:00:00Z"); };
    hooks.today = [](const Tenant&, Instant now) { return now.utc_date(); };
    hooks.log = [](const std::string&) {};
    return hooks;
  }

  std::shared_ptr<Tenant> tenant_;
  testing::ProbeImports imports_;
  Router router_;
  Front front_;
};

/// The value of a member of the outermost object, as it was written.
std::string member(const Response& response, std::string_view name) {
  const json::Document document = json::Document::parse(response.body);
  for (const json::Value value : document.root())
    if (value.name() == name) return std::string(value.text());
  return "(none)";
}

/// Asks until the import is at its end, as the browser does.
Response watched(Site& site, const std::string& id) {
  for (int i = 0; i < 2000; ++i) {
    Response seen = site.get("/imports/" + id);
    if (member(seen, "finished_at") != "") return seen;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  FAIL("the import does not end");
  return {};
}

TEST_CASE("a file is posted, answered at once and watched to its end") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Site site(t);
    const Response accepted =
        site.post("/inlets/test.row/imports?dry_run=false", testing::table_of(23));
    CAPTURE(accepted.body);
    CHECK(accepted.status == 202);
    CHECK(member(accepted, "rows") == "23");
    const Response done = watched(site, member(accepted, "id"));
    CHECK(member(done, "state") == "done");
    CHECK(member(done, "stored") == "23");
    CHECK(testing::rows_there(t.lanes()).size() == 23);

    const Response trial =
        site.post("/inlets/test.row/imports?dry_run=true", "code,amount\nno,1\n");
    const Response refused = watched(site, member(trial, "id"));
    CHECK(member(refused, "state") == "refused");
    CHECK(refused.body.find("There is no inlet no") != std::string::npos);
    CHECK(testing::rows_there(t.lanes()).size() == 23);
  });
}

TEST_CASE("one upload sent four times at once under one key is one import") {
  for_each_engine([](TestTenant& t) {
    CAPTURE(t.engine_name());
    Site site(t);
    const auto send = [&] {
      return site.post("/inlets/test.row/imports", testing::table_of(23), "text/csv", "once");
    };
    std::vector<std::future<Response>> sent;
    for (int i = 0; i < 4; ++i) sent.push_back(std::async(std::launch::async, send));
    std::set<std::string> ids;
    for (auto& one : sent) {
      const Response accepted = one.get();
      CHECK(accepted.status == 202);
      ids.insert(member(accepted, "id"));
    }
    CHECK(ids.size() == 1);
    CHECK(member(watched(site, *ids.begin()), "stored") == "23");
    CHECK(site.get("/imports/2").status == 404);
  });
}

TEST_CASE("an upload to an inlet that the caller may not use is refused before its body") {
  TestTenant t(false);
  Site site(t);
  CHECK(site.first_word(Method::post, "/inlets/test.row/imports") == "go on");
  CHECK(site.first_word(Method::post, "/inlets/test.other/imports") == "404");
}

TEST_CASE("what is wrong with a file is said in words, with a status") {
  TestTenant t(false);
  Site site(t);
  const Response book = site.post("/inlets/test.row/imports", "PK\x03\x04");
  CHECK(book.status == 400);
  CHECK(book.body.find("The workbook is damaged") != std::string::npos);
  CHECK(site.post("/inlets/test.row/imports", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").status == 415);
  CHECK(site.post("/inlets/test.row/imports", "{}", "application/json").status == 415);
  CHECK(site.post("/inlets/test.other/imports", "a,b\n").status == 404);
  CHECK(site.get("/imports/999").status == 404);
  CHECK(site.post("/inlets/test.row/imports?dry_run=perhaps", "a,b\n").status == 400);
}

TEST_CASE("a template is a table with its heads") {
  TestTenant t(false);
  Site site(t);
  const Response table = site.get("/inlets/test.row/template?lang=en");
  const std::pair<std::string, std::string> named{"Content-Disposition",
                                                  "attachment; filename=\"test.row.csv\""};
  CHECK(std::ranges::find(table.headers, named) != table.headers.end());
  CHECK(table.status == 200);
  CHECK(table.content_type == "text/csv; charset=utf-8");
  CHECK(table.body.starts_with("\xEF\xBB\xBF"));
  CHECK(table.body.ends_with("\r\n"));
  CHECK(member(site.get("/inlets"), "items") == "");
  CHECK(site.get("/imports?inlet=test.row").status == 200);
}

}  // namespace
}  // namespace twinrail
