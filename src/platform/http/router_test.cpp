#include "platform/http/router.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include "platform/db/db.hpp"

namespace twinrail::router_test {
namespace {

struct ItemOf {
  Id<struct ItemTag> item;
};
DESCRIBE(ItemOf, item);

struct PartOf {
  Id<struct ItemTag> item;
  Text<20> part;
};
DESCRIBE(PartOf, item, part);

struct Search {
  std::optional<Text<20>> text;
};
DESCRIBE(Search, text);

struct Unbounded {
  std::string text;
};
DESCRIBE(Unbounded, text);

struct Sheet {
  Upload body;
};
DESCRIBE(Sheet, body);

struct Item {
  Id<struct ItemTag> id;
  std::int64_t version = 4;
};
DESCRIBE(Item, id, version);

struct Service {
  Item item(const Context&, Read&, const ItemOf& request) { return {.id = request.item}; }
  Item change(const Context&, Tx&, const ItemOf& request) { return {.id = request.item}; }
  Item part(const Context&, Read&, const PartOf& request) { return {.id = request.item}; }
  Page<Item> search(const Context&, Read&, const Search&) { return {.items = {}, .next = "c2"}; }
  Item take(const Context&, Lanes&, const Sheet&) { return {}; }
  Item wide(const Context&, Tx&, const Unbounded&) { return {}; }
  TableFile table(const Context&, Read&, const ItemOf&) {
    return {{media::workbook, "items.xlsx", "PK"}};
  }
  PdfFile paper(const Context&, Read&, const ItemOf&) { return {{media::pdf, "item.pdf", "%PDF"}}; }
};

struct Fixture {
  Service service;
  Router router;
  Fixture() {
    router.module("store");
    router.get("/items", "Search", service, &Service::search);
    router.get("/items/{item}", "One", service, &Service::item).needs(Permission("kpi.read"));
    router.patch("/items/{item}", "Change", service, &Service::change);
    router.get("/items/{item}/parts/{part}", "A part", service, &Service::part);
    router.get("/items/newest", "The newest", service, &Service::search);
    router.get("/items/{item}/table", "A table", service, &Service::table);
    router.get("/items/{item}/paper", "A paper", service, &Service::paper);
    router.post("/sheets", "Take", service, &Service::take).status(202).body_max(50);
  }
  /// "summary name=value …", or "none".
  [[nodiscard]] std::string found(Method method, std::string_view path) const {
    const Router::Match match = router.match(method, path);
    if (match.route == nullptr) return "none";
    std::string text = match.route->summary;
    for (const auto& [name, value] : match.names) text += " " + std::string(name) + "=" + value;
    return text;
  }
};

TEST_CASE("a path finds its route and the names in it") {
  const Fixture f;
  struct Row {
    Method method;
    std::string_view path, expected;
  };
  const Row rows[] = {
      {Method::get, "/api/v1/items", "Search"},
      {Method::get, "/api/v1/items/7", "One item=7"},
      {Method::head, "/api/v1/items/7", "One item=7"},
      {Method::patch, "/api/v1/items/7", "Change item=7"},
      {Method::get, "/api/v1/items/newest", "The newest"},
      {Method::get, "/api/v1/items/7/parts/%E8%BD%B4%2F2", "A part item=7 part=轴/2"},
      {Method::get, "/api/v1/items/7/parts/a+b", "A part item=7 part=a+b"},
      {Method::del, "/api/v1/items/7", "none"},
      {Method::get, "/api/v1/items/", "none"},
      {Method::get, "/api/v1/items//parts/x", "none"},
      {Method::get, "/api/v1/items/7/", "none"},
      {Method::get, "/api/v1/items/7/parts", "none"},
      {Method::get, "/api/v1/items/7/parts/%zz", "none"},
      {Method::get, "/api/v1/items/7/parts/%00", "none"},
      {Method::get, "/api/v1/Items", "none"},
      {Method::get, "/items", "none"},
      {Method::get, "/", "none"},
      {Method::get, "", "none"},
      {Method::get, "api/v1/items", "none"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    CHECK(f.found(row.method, row.path) == row.expected);
  }
}

TEST_CASE("what a route is follows from the signature of its use case") {
  const Fixture f;
  const auto route = [&](Method method, std::string_view path) -> const Route& {
    const Route* found = f.router.match(method, path).route;
    REQUIRE(found != nullptr);
    return *found;
  };
  CHECK(route(Method::get, "/api/v1/items/7").lane == Lane::read);
  CHECK(route(Method::get, "/api/v1/items/7").permission == Permission("kpi.read"));
  CHECK(route(Method::patch, "/api/v1/items/7").lane == Lane::write);
  const Route& sheets = route(Method::post, "/api/v1/sheets");
  CHECK(sheets.lane == Lane::worker);
  CHECK(sheets.takes_upload);
  CHECK(sheets.ok_status == 202);
  CHECK(sheets.body_limit == 50);
  CHECK(sheets.module_ == "store");
  CHECK_FALSE(sheets.is_open);
}

TEST_CASE("a reply tells its version and its next page") {
  const Item item;
  CHECK(marks_of(type_of<Item>(), &item).version == 4);
  const Page<Item> page{.items = {}, .next = "c2"};
  CHECK(marks_of(type_of<Page<Item>>(), &page).next == "c2");
  const Page<Item> last;
  CHECK_FALSE(marks_of(type_of<Page<Item>>(), &last).next.has_value());
}

TEST_CASE("a route knows which kinds of file it answers, and an answer which of them it is") {
  const Fixture f;
  const auto kinds = [&](std::string_view path) {
    std::string names;
    for (const Media& kind : f.router.match(Method::get, path).route->files)
      names += kind.content_type() + "\n";
    return names;
  };
  CHECK(kinds("/api/v1/items/7").empty());
  CHECK(kinds("/api/v1/items/7/paper") == "application/pdf\n");
  CHECK(kinds("/api/v1/items/7/table") ==
        "text/csv; charset=utf-8\n"
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\n");
  const Route& route = *f.router.match(Method::get, "/api/v1/items/7/table").route;
  std::string out;
  const ReplyMarks marks =
      give(Context{{}, nullptr}, route, TableFile{{media::csv, "a.xlsx", "x"}}, out);
  CHECK(out == "x");
  CHECK(marks.file == "a.xlsx");
  CHECK(marks.kind.value().name == "text/csv");  // whatever its name ends with
}

TEST_CASE("a wrong table of routes stops the program at its start") {
  Fixture f;
  CHECK_THROWS_AS(f.router.get("/things/{thing}", "?", f.service, &Service::item),
                  std::logic_error);
  CHECK_THROWS_AS(f.router.get("/items", "?", f.service, &Service::search), std::logic_error);
  CHECK_THROWS_AS(f.router.post("/texts", "?", f.service, &Service::wide), Error);
}

TEST_CASE("percent escapes are read strictly") {
  CHECK(percent_decoded("a%20b+c", true) == "a b c");
  CHECK(percent_decoded("a%20b+c", false) == "a b+c");
  CHECK(percent_decoded("", false) == "");
  for (const std::string_view broken : {"%", "%2", "%2g", "a%", "%00", "%%20"}) {
    CAPTURE(broken);
    CHECK_FALSE(percent_decoded(broken, false).has_value());
  }
}

TEST_CASE("headers are found without case, cookies by their whole name") {
  Request request;
  request.target = "/api/v1/items?text=a&b=c";
  request.headers = {{"Content-Type", "application/json"},
                     {"Cookie", "x__Host-twinrail=no; a=1;__Host-twinrail=s3cret; b="}};
  CHECK(request.header("content-type") == "application/json");
  CHECK(request.header("accept").empty());
  CHECK(request.cookie("__Host-twinrail") == "s3cret");
  CHECK(request.cookie("a") == "1");
  CHECK(request.cookie("b").empty());
  CHECK(request.path() == "/api/v1/items");
  CHECK(request.query() == "text=a&b=c");
}

}  // namespace
}  // namespace twinrail::router_test
