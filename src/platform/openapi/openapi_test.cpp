#include "platform/openapi/openapi.hpp"

#include <functional>
#include <set>

#include <doctest/doctest.h>

#include "base/describe.hpp"
#include "platform/db/db.hpp"
#include "platform/http/fixed_routes.hpp"
#include "platform/http/router.hpp"
#include "platform/inlets/record_inlet.hpp"
#include "platform/json/document.hpp"

/// Two modules with a struct of one name.
namespace twinrail::red::rules {
struct Tag {
  std::string text;
};
DESCRIBE(Tag, text);
}  // namespace twinrail::red::rules
namespace twinrail::blue {
struct Tag {
  Text<9> text;
};
DESCRIBE(Tag, text);
}  // namespace twinrail::blue

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

struct Holder {
  PersonId id;
  Text<12> name;
  Decimal weight;
  Shade shade = Shade::light;
};
DESCRIBE(Holder, id, name, weight, shade);
ATTRIBUTES(Holder, {"name", {.required = true}},
           {"weight", {.field_class = FieldClass::health, .unit = "kg"}},
           {"shade", {.field_class = FieldClass::work}});

struct Parcel {
  Text<12> code;
  std::optional<Shade> shade;
};
DESCRIBE(Parcel, code, shade);

struct Empty {
  std::optional<bool> any;
};
DESCRIBE(Empty, any);

struct Service {
  Holder hold(const Context&, Tx&, const Holder& holder) { return holder; }
  red::rules::Tag red(const Context&, Read&, const Empty&) { return {}; }
  blue::Tag blue(const Context&, Tx&, const blue::Tag& tag) { return tag; }
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
    router.post("/holders", "Add a holder", service, &Service::hold);
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

TEST_CASE("attributes of a field stand in its schema") {
  const Fixture f;
  const json::Document document = json::Document::parse(f.text);
  const auto reply = find(document.root(), {"components", "schemas", "Holder", "properties"});
  REQUIRE(reply);
  CHECK(written(find(*reply, {"weight"})) ==
        R"({"type":["string","null"],"maxLength":21,"pattern":"^-?[0-9]{1,13}(\\.[0-9]{1,6})?$",)"
        R"("x-unit":"kg","x-class":"health"})");
  CHECK(written(find(*reply, {"shade"})) ==
        R"({"anyOf":[{"$ref":"#/components/schemas/Shade"},{"type":"null"}],"x-class":"work"})");
  CHECK(written(find(*reply, {"name"})).find("minLength") == std::string::npos);
  const auto request =
      find(document.root(), {"components", "schemas", "HolderInput", "properties"});
  REQUIRE(request);
  CHECK(written(find(*request, {"name"})) ==
        R"({"type":"string","maxLength":12,"pattern":"^[^\\u0000]*$","minLength":1})");
  CHECK(written(find(*request, {"shade"})) ==
        R"({"$ref":"#/components/schemas/Shade","x-class":"work"})");
}

TEST_CASE("names of schemas follow from the set of routes and not from their order") {
  Service service;
  const auto red = [&](Router& r) {
    r.module("store");
    r.get("/red", "Red", service, &Service::red);
  };
  const auto blue = [&](Router& r) {
    r.module("shop");
    r.post("/blue", "Blue", service, &Service::blue);
  };
  const auto names = [](const Router& router) {
    const std::string text = openapi_document(router);  // the parsed document looks into it
    const json::Document document = json::Document::parse(text);
    std::string all;
    const auto schemas = find(document.root(), {"components", "schemas"});
    for (const json::Value one : schemas.value())
      if (one.name().find("Tag") != std::string_view::npos) (all += one.name()) += " ";
    return all;
  };
  Router one, other, alone;
  red(one), blue(one);
  blue(other), red(other);
  red(alone);
  CHECK(names(one) == "BlueTag BlueTagInput RedTag ");
  CHECK(names(other) == names(one));
  CHECK(names(alone) == "Tag ");
}

TEST_CASE("a request that leaves out other fields on another path has a name of its own") {
  Service service;
  Router router;
  router.post("/shelves/{shelf}/things", "Add", service, &Service::add);
  router.post("/things", "Add", service, &Service::add);
  const std::string text = openapi_document(router);
  const json::Document document = json::Document::parse(text);
  CHECK(find(document.root(), {"components", "schemas", "NewThing", "properties", "shelf"}));
  const auto without = find(document.root(), {"components", "schemas", "NewThingWithoutShelf"});
  REQUIRE(without);
  CHECK_FALSE(find(*without, {"properties", "shelf"}));
}

TEST_CASE("the columns of an inlet stand in the document") {
  Inlets inlets;
  inlets.add(inlet<Parcel>("store.parcel", Permission("store.write"),
                           [](const Context&, Tx&, InletLines<Parcel> lines) {
                             return std::vector<InletVerdict>(lines.size());
                           }));
  const std::string text = openapi_document(Router(), inlets);
  const json::Document document = json::Document::parse(text);
  CHECK(
      written(find(document.root(), {"x-inlets", "store.parcel"})) ==
      R"({"permission":"store.write","columns":[)"
      R"({"name":"code","required":true,"schema":)"
      R"({"type":"string","maxLength":12,"pattern":"^[^\\u0000]*$"}},)"
      R"({"name":"shade","required":false,"schema":{"type":"string","enum":["light","dark"]}}]})");
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
