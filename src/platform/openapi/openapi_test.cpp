#include "platform/openapi/openapi.hpp"

#include <functional>
#include <set>

#include <doctest/doctest.h>

#include "base/describe.hpp"
#include "platform/db/db.hpp"
#include "platform/http/fixed_routes.hpp"
#include "platform/http/router.hpp"
#include "platform/json/document.hpp"

namespace twinrail::openapi_test {
namespace {

enum class Shade { light, dark };
DESCRIBE_ENUM(Shade, light, dark);

struct Part {
  Names names;
  std::optional<Decimal> weight;
};
DESCRIBE(Part, names, weight);

struct NewThing {
  Id<struct ShelfTag> shelf;
  Text<12> code;
  std::optional<Shade> shade;
  List<Part, 3> parts;
};
DESCRIBE(NewThing, shelf, code, shade, parts);

struct Thing {
  Id<struct ThingTag> id;
  std::string code;
  std::vector<Part> parts;
  std::int64_t version = 1;
};
DESCRIBE(Thing, id, code, parts, version);

struct ThingsOf {
  Id<struct ShelfTag> shelf;
  std::optional<List<Shade, 2>> shades;
  std::optional<Int<1, 200>> limit;
};
DESCRIBE(ThingsOf, shelf, shades, limit);

struct Sheet {
  Upload body;
  std::optional<bool> dry_run;
};
DESCRIBE(Sheet, body, dry_run);

struct Service {
  Thing add(const Context&, Tx&, const NewThing&) { return {}; }
  Page<Thing> list(const Context&, Read&, const ThingsOf&) { return {}; }
  Thing take(const Context&, Lanes&, const Sheet&) { return {}; }
};

struct Fixture {
  Service service;
  Router router;
  std::string text;
  Fixture() {
    router.module("store");
    router.post("/shelves/{shelf}/things", "Add a thing", service, &Service::add).status(201);
    router.get("/shelves/{shelf}/things", "Things", service, &Service::list)
        .needs(Permission("kpi.read"));
    router.post("/sheets", "Take a sheet", service, &Service::take).open();
    text = openapi_document(router);
  }
};

/// The value at a path of names; the document's own `null` where there is none.
std::optional<json::Value> find(json::Value from, std::vector<std::string_view> way) {
  for (const std::string_view step : way) {
    std::optional<json::Value> next;
    for (const json::Value child : from)
      if (child.name() == step) next = child;
    if (!next) return std::nullopt;
    from = *next;
  }
  return from;
}

std::string written(std::optional<json::Value> value) {
  std::string out;
  if (value) value->write(out);
  return out;
}

void each(json::Value value, const std::function<void(json::Value)>& look) {
  look(value);
  for (const json::Value child : value) each(child, look);
}

TEST_CASE("every reference of the document leads somewhere") {
  const Fixture f;
  const json::Document document = json::Document::parse(f.text);
  std::set<std::string> targets;
  each(document.root(), [&](json::Value v) {
    if (v.name() == "$ref") targets.insert(std::string(v.text()));
  });
  CHECK(targets.size() > 20);
  for (const std::string& target : targets) {
    REQUIRE(target.starts_with("#/components/"));
    const std::string rest = target.substr(13);
    const auto slash = rest.find('/');
    CHECK_MESSAGE(
        find(document.root(), {"components", rest.substr(0, slash), rest.substr(slash + 1)})
            .has_value(),
        target);
  }
}

TEST_CASE("no component stands there unused") {
  const Fixture f;
  const json::Document document = json::Document::parse(f.text);
  for (const std::string_view kind : {"schemas", "responses", "headers", "parameters"}) {
    const auto all = find(document.root(), {"components", kind});
    REQUIRE(all);
    for (const json::Value one : *all) {
      const std::string target =
          "\"#/components/" + std::string(kind) + "/" + std::string(one.name()) + "\"";
      CHECK_MESSAGE(f.text.find(target) != std::string::npos, target);
    }
  }
}

TEST_CASE("fields of the path are parameters and not in the body") {
  const Fixture f;
  const json::Document document = json::Document::parse(f.text);
  const auto body = find(document.root(), {"components", "schemas", "NewThing", "properties"});
  REQUIRE(body);
  CHECK(body->size() == 3);
  CHECK(written(find(document.root(), {"components", "schemas", "NewThing", "required"})) ==
        R"(["code","parts"])");
  CHECK(written(find(*body, {"code"})) ==
        R"({"type":"string","maxLength":12,"pattern":"^[^\\u0000]*$"})");
  CHECK(written(find(*body, {"shade"})) ==
        R"({"anyOf":[{"$ref":"#/components/schemas/Shade"},{"type":"null"}]})");
  CHECK(written(find(*body, {"parts"})) ==
        R"({"type":"array","maxItems":3,"items":{"$ref":"#/components/schemas/PartInput"}})");
}

TEST_CASE("a reply has every field, a request may lack what is optional") {
  const Fixture f;
  const json::Document document = json::Document::parse(f.text);
  CHECK(written(find(document.root(), {"components", "schemas", "Part", "required"})) ==
        R"(["names","weight"])");
  CHECK(written(find(document.root(), {"components", "schemas", "PartInput", "required"})) ==
        R"(["names"])");
  CHECK(written(find(document.root(), {"components", "schemas", "NamesInput", "required"})) == "");
  CHECK(written(find(document.root(), {"components", "schemas", "Shade", "enum"})) ==
        R"(["light","dark"])");
  CHECK(find(document.root(), {"components", "schemas", "ThingPage", "properties", "next"}));
}

TEST_CASE("an operation says who may call it and what it answers") {
  const Fixture f;
  const json::Document document = json::Document::parse(f.text);
  const std::string_view things = "/api/v1/shelves/{shelf}/things";
  CHECK(written(find(document.root(), {"paths", things, "get", "x-permission"})) == "\"kpi.read\"");
  CHECK(written(find(document.root(), {"paths", "/api/v1/sheets", "post", "security"})) == "[{}]");
  CHECK(find(document.root(), {"paths", things, "post", "responses", "201", "headers", "ETag"}));
  CHECK(find(document.root(), {"paths", things, "get", "responses", "200", "headers", "Link"}));
  CHECK_FALSE(find(document.root(), {"paths", things, "get", "responses", "428"}));
  CHECK(find(document.root(),
             {"paths", "/api/v1/sheets", "post", "requestBody", "content", "text/csv"}));
  CHECK(openapi_document(f.router) == f.text);
}

TEST_CASE("what the server answers itself is listed like a route") {
  const Fixture f;
  const json::Document document = json::Document::parse(f.text);
  for (const FixedRoute& route : fixed_routes)
    CHECK_MESSAGE(find(document.root(), {"paths", route.path, "get", "responses", "200", "content",
                                         route.media, "schema"}),
                  route.path);
  const auto live = find(document.root(), {"paths", "/api/v1/live", "get"});
  REQUIRE(live);
  CHECK(find(*live, {"responses", "401"}));
  CHECK_FALSE(find(*live, {"security"}));
  CHECK(written(find(*live, {"parameters"})) ==
        R"([{"$ref":"#/components/parameters/LastEventId"}])");
  CHECK(written(find(document.root(), {"paths", "/readyz", "get", "security"})) == "[{}]");
  CHECK(find(document.root(), {"paths", "/readyz", "get", "responses", "503"}));
  CHECK_FALSE(find(document.root(), {"paths", "/healthz", "get", "responses", "503"}));
}

TEST_CASE("a route about tokens is for sessions alone, and keeps no answer") {
  Fixture f;
  f.router.post("/secrets/{shelf}", "Make a secret", f.service, &Service::add).by_session();
  const std::string text = openapi_document(f.router);
  const json::Document document = json::Document::parse(text);
  const auto post = find(document.root(), {"paths", "/api/v1/secrets/{shelf}", "post"});
  REQUIRE(post);
  CHECK(written(find(*post, {"security"})) == R"([{"session":[]}])");
  CHECK(written(find(*post, {"parameters"})).find("IdempotencyKey") == std::string::npos);
}

}  // namespace
}  // namespace twinrail::openapi_test
