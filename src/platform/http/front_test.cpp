#include <future>

#include <doctest/doctest.h>
#include <zlib.h>

#include "platform/http/testing.hpp"
#include "platform/json/document.hpp"

namespace twinrail {
namespace {

using testing::header_of;
using testing::TestFront;

const std::string good_thing = R"({"text":"a","amount":"1.25","on":"2026-11-24","shape":"square",)"
                               R"("parts":[{"name":"p","weight":"2"}],"rank":null})";

/// A body with one field of the good one replaced, by its text.
std::string with(std::string_view old_text, std::string_view new_text) {
  std::string body = good_thing;
  const auto at = body.find(old_text);
  REQUIRE(at != std::string::npos);
  return body.replace(at, old_text.size(), new_text);
}

struct Place {
  std::string pointer;
  std::string key;
  friend bool operator==(const Place&, const Place&) = default;
};

std::vector<Place> places_of(const Response& response) {
  std::vector<Place> places;
  const json::Document document = json::Document::parse(response.body);
  for (const json::Value member : document.root()) {
    if (member.name() != "errors") continue;
    for (const json::Value error : member) {
      Place place;
      for (const json::Value field : error) {
        if (field.name() == "pointer") place.pointer = field.text();
        if (field.name() == "key") place.key = field.text();
        if (field.name() == "detail") CHECK(field.text().find('_') == std::string_view::npos);
      }
      places.push_back(place);
    }
  }
  return places;
}

std::string unzipped(const std::string& packed) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string out(1 << 20, '\0');
  std::string in = packed;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

}  // namespace

TEST_CASE("a use case runs where its signature says, and its reply carries its version") {
  for_each_engine([](TestTenant& test) {
    TestFront desk(test);
    const Response one = desk.call(Method::get, "/api/v1/things/5");
    CHECK(one.status == 200);
    CHECK(one.body == R"({"id":5,"text":"thing","amount":"1.5","version":7})");
    CHECK(header_of(one, "ETag") == "\"v7\"");
    CHECK(header_of(one, "Cache-Control") == "no-store");
    CHECK(header_of(one, "X-Request-Id").size() == 16);

    const Response made = desk.call(Method::post, "/api/v1/things", good_thing);
    CHECK(made.status == 201);
    CHECK(made.body == R"({"id":1,"text":"a","amount":"1.25","version":1})");
    CHECK(desk.effects() == 1);

    const Response counted = desk.call(Method::post, "/api/v1/tables", "a,b\n1,2\n");
    CHECK(counted.body == R"({"bytes":8})");
    CHECK(desk.effects() == 2);
  });
}

TEST_CASE("bad input: each place is named, and nothing is done") {
  TestTenant test(false);
  TestFront desk(test);
  struct Case {
    std::string body;
    std::vector<Place> places;
  };
  const std::vector<Case> cases{
      {with(R"("rank":null)", R"("rang":1)"), {{"/rang", "request.unknown_field"}}},
      {with(R"("amount":"1.25",)", ""), {{"/amount", "request.missing_field"}}},
      {with(R"("text":"a")", R"("text":"a","text":"b")"), {{"/text", "request.repeated_field"}}},
      {with(R"("text":"a")", R"("text":7)"), {{"/text", "request.wrong_type"}}},
      {with(R"("text":"a")", R"("text":")" + std::string(21, 'x') + "\""),
       {{"/text", "request.too_long"}}},
      {with("1.25", "1.2345678"), {{"/amount", "base.too_many_decimals"}}},
      {with("1.25", "99999999999999999999"), {{"/amount", "base.overflow"}}},
      {with("1.25", "1,25"), {{"/amount", "base.not_a_number"}}},
      {with("2026-11-24", "2026-02-30"), {{"/on", "base.not_a_date"}}},
      {with("2026-11-24", "10000-01-01"), {{"/on", "base.not_a_date"}}},
      {with("square", "oval"), {{"/shape", "request.not_a_choice"}}},
      {with(R"("rank":null)", R"("rank":10)"), {{"/rank", "request.out_of_range"}}},
      {with(R"("rank":null)", R"("rank":1.5)"), {{"/rank", "request.wrong_type"}}},
      {with(R"("weight":"2")", R"("weight":true)"), {{"/parts/0/weight", "request.wrong_type"}}},
      {with(R"([{"name":"p","weight":"2"}])", R"([{},{},{},{}])"),
       {{"/parts", "request.too_many_items"}}},
      {"[]", {{"", "request.wrong_type"}}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.body);
    const Response refused = desk.call(Method::post, "/api/v1/things", c.body);
    CHECK(refused.status == 400);
    CHECK(refused.content_type == "application/problem+json");
    CHECK(places_of(refused) == c.places);
  }
  CHECK(desk.effects() == 0);
}

TEST_CASE("malformed JSON is refused with its line and column, in the reader's language") {
  TestTenant test(false);
  TestFront desk(test);
  const std::vector<std::string> bodies{"{",
                                        "{\"text\":",
                                        "nul",
                                        "{\"a\":1}{",
                                        "{\"a\":01}",
                                        "\xff\xfe",
                                        "{\"a\":\"\xc3\x28\"}",
                                        std::string(40, '[')};
  for (const std::string& body : bodies) {
    CAPTURE(body);
    const Response refused = desk.call(Method::post, "/api/v1/things", body);
    CHECK(refused.status == 400);
    CHECK(refused.body.find("https://twinrail.org/problems/json.malformed") != std::string::npos);
  }
  const Response english = desk.call(Method::post, "/api/v1/things", "{\n  x");
  CHECK(english.body.find("line 2") != std::string::npos);
  const Response nobody = desk.call(Method::get, "/api/v1/things/1", {},
                                    {{"Authorization", ""}, {"Accept-Language", "zh-CN,en;q=0.5"}});
  CHECK(nobody.status == 401);
  CHECK(nobody.body.find("请先登录") != std::string::npos);
}

TEST_CASE("any change of some bytes of a request is answered, never worse") {
  TestTenant test(false);
  TestFront desk(test);
  std::uint64_t seed = 20'261'124;  // the same inputs in every run
  const auto random = [&](std::size_t below) {
    seed = seed * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;
    return static_cast<std::size_t>((seed >> 33) % below);
  };
  for (int round = 0; round < 2'000; ++round) {
    std::string body = good_thing;
    std::string target = "/api/v1/things?limit=3&q=%E4%BD%A0&cursor=c2";
    std::string& hurt = round % 2 ? body : target;
    for (std::size_t i = 0; i <= random(4); ++i) {
      const std::size_t at = random(hurt.size());
      switch (random(3)) {
        case 0:
          hurt[at] = static_cast<char>(random(256));
          break;
        case 1:
          hurt.erase(at, 1 + random(8));
          break;
        default:
          hurt.insert(at, 1, "\"{}[]:,\\%&=0e-"[random(14)]);
          break;
      }
      if (hurt.empty()) hurt = "x";
    }
    const Response got = round % 2 ? desk.call(Method::post, "/api/v1/things", body)
                                   : desk.call(Method::get, target);
    CAPTURE(hurt);
    CHECK((got.status == 200 || got.status == 201 || got.status == 400 || got.status == 404));
    if (got.status >= 400) {
      CHECK(got.content_type == "application/problem+json");
      CHECK_NOTHROW((void)json::Document::parse(got.body));
    }
  }
}

TEST_CASE("paths, methods and parameters that are not ours are refused") {
  TestTenant test(false);
  TestFront desk(test);
  CHECK(desk.call(Method::get, "/api/v1/nothing").status == 404);
  const Response method = desk.call(Method::del, "/api/v1/things/5");
  CHECK(method.status == 405);
  CHECK(header_of(method, "Allow") == "GET, PATCH");
  CHECK(desk.call(Method::get, "/api/v1/things/x").status == 400);
  CHECK(desk.call(Method::get, "/api/v1/things/0").status == 400);
  CHECK(desk.call(Method::get, "/api/v1/things/99999999999999999999").status == 400);
  CHECK(desk.call(Method::get, "/api/v1/things/%zz").status == 404);
  CHECK(places_of(desk.call(Method::get, "/api/v1/things?page=2")) ==
        std::vector<Place>{{"/page", "request.unknown_parameter"}});
  CHECK(places_of(desk.call(Method::get, "/api/v1/things?limit=201")) ==
        std::vector<Place>{{"/limit", "request.out_of_range"}});
  CHECK(desk.call(Method::get, "/api/v1/things?q=%4").status == 400);
  CHECK(desk.call(Method::post, "/api/v1/things?dry=1", good_thing).status == 400);
  CHECK(desk.call(Method::post, "/api/v1/things", good_thing, {{"Content-Type", "text/xml"}})
            .status == 415);
}

TEST_CASE("a mistake of ours says only its number") {
  TestTenant test(false);
  TestFront desk(test);
  const Response broken = desk.call(Method::get, "/api/v1/things/13");
  CHECK(broken.status == 500);
  CHECK(broken.body.find("secret") == std::string::npos);
  CHECK(broken.body.find(header_of(broken, "X-Request-Id")) != std::string::npos);
  REQUIRE(desk.logged.size() == 1);
  CHECK(desk.logged[0].find("secret detail") != std::string::npos);
}

TEST_CASE("nobody, and somebody without the right, stand before a closed door") {
  TestTenant test(false);
  TestFront desk(test);
  CHECK(desk.call(Method::get, "/api/v1/things", {}, {{"Authorization", ""}}).status == 401);
  CHECK(desk.call(Method::get, "/api/v1/things", {}, {{"Authorization", "Bearer poor"}}).status ==
        403);
  desk.module_on = false;
  CHECK(desk.call(Method::get, "/api/v1/things").status == 404);
}

TEST_CASE("an update names the version that it is based on") {
  TestTenant test(false);
  TestFront desk(test);
  const auto change = [&](std::vector<std::pair<std::string, std::string>> headers) {
    return desk.call(Method::patch, "/api/v1/things/5", R"({"text":"b"})", std::move(headers));
  };
  CHECK(change({}).status == 428);
  CHECK(change({{"If-Match", "\"v6\""}}).status == 412);
  CHECK(change({{"If-Match", "v7"}}).status == 400);
  CHECK(change({{"If-Match", "*"}}).status == 400);
  CHECK(desk.desk.changes == 0);
  const Response done = change({{"If-Match", "\"v7\""}});
  CHECK(done.status == 200);
  CHECK(header_of(done, "ETag") == "\"v8\"");
}

TEST_CASE("a repeated key has one effect and the same answer") {
  for_each_engine([](TestTenant& test) {
    TestFront desk(test);
    const auto post = [&](const std::string& target, const std::string& body,
                          const std::string& key) {
      return desk.call(Method::post, target, body, {{"Idempotency-Key", key}});
    };
    const Response first = post("/api/v1/things", good_thing, "k1");
    const Response again = post("/api/v1/things", good_thing, "k1");
    CHECK(first.status == 201);
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(header_of(first, "Idempotency-Replayed").empty());
    CHECK(header_of(again, "Idempotency-Replayed") == "true");
    CHECK(header_of(again, "ETag") == header_of(first, "ETag"));
    CHECK(desk.effects() == 1);

    const Response other = post("/api/v1/things", with("\"a\"", "\"b\""), "k1");
    CHECK(other.status == 422);
    CHECK(other.body.find("idempotency.other_body") != std::string::npos);
    CHECK(post("/api/v1/things", good_thing, std::string(201, 'k')).status == 400);
    CHECK(post("/api/v1/tables", "a", "k2").status == 200);
    CHECK(header_of(post("/api/v1/tables", "a", "k2"), "Idempotency-Replayed") == "true");
    CHECK(desk.effects() == 2);
    // What was refused left no answer behind.
    CHECK(post("/api/v1/things", "{}", "k3").status == 400);
    CHECK(post("/api/v1/things", good_thing, "k3").status == 201);
    CHECK(desk.effects() == 3);
  });
}

TEST_CASE("the same upload four times at once, under one key, has one effect and one answer") {
  for_each_engine([](TestTenant& test) {
    TestFront desk(test, {.workers = 4});
    std::vector<std::future<Response>> asked;
    for (int i = 0; i < 4; ++i)
      asked.push_back(std::async(std::launch::async, [&] {
        return desk.call(Method::post, "/api/v1/tables", "a,b\n", {{"Idempotency-Key", "once"}});
      }));
    for (auto& one : asked) {
      const Response response = one.get();
      CHECK(response.status == 200);
      CHECK(response.body == R"({"bytes":4})");
    }
    CHECK(desk.effects() == 1);
    CHECK(
        desk.call(Method::post, "/api/v1/tables", "other", {{"Idempotency-Key", "once"}}).status ==
        422);
    CHECK(desk.effects() == 1);
  });
}

TEST_CASE("a list says where it goes on, and goes on nowhere else") {
  TestTenant test(false);
  TestFront desk(test);
  const Response page = desk.call(Method::get, "/api/v1/things?limit=2&q=a");
  const std::string link = header_of(page, "Link");
  const std::string begin = "</api/v1/things?limit=2&q=a&cursor=";
  REQUIRE(link.starts_with(begin));
  REQUIRE(link.ends_with(">; rel=\"next\""));
  const std::string cursor = link.substr(begin.size(), link.find('>') - begin.size());
  CHECK(cursor.find("c2") == std::string::npos);
  CHECK(page.body.find("\"next\":\"" + cursor + "\"") != std::string::npos);
  const Response last = desk.call(Method::get, "/api/v1/things?limit=2&q=a&cursor=" + cursor);
  CHECK(last.status == 200);
  CHECK(header_of(last, "Link").empty());
  for (const std::string& other : {std::string("c2"), std::string("0"), std::string(""),
                                   cursor + "x", "A" + cursor.substr(1), std::string("%20")})
    CHECK(places_of(desk.call(Method::get, "/api/v1/things?cursor=" + other)) ==
          std::vector<Place>{{"/cursor", "request.bad_cursor"}});
  CHECK(opened_cursor("getThings", closed_cursor("getThings", "7")) == "7");
  CHECK_FALSE(opened_cursor("getOthers", closed_cursor("getThings", "7")));
}

TEST_CASE("a long answer is compressed for those who take it") {
  TestTenant test(false);
  TestFront desk(test);
  const Response plain = desk.call(Method::get, "/api/v1/things?limit=200");
  CHECK(header_of(plain, "Content-Encoding").empty());
  CHECK(header_of(plain, "Vary") == "Accept-Encoding");
  const Response packed = desk.call(Method::get, "/api/v1/things?limit=200", {},
                                    {{"Accept-Encoding", "br, gzip;q=0.8"}});
  CHECK(header_of(packed, "Content-Encoding") == "gzip");
  CHECK(packed.body.size() < plain.body.size() / 5);
  CHECK(unzipped(packed.body) == plain.body);
  const Response refused =
      desk.call(Method::get, "/api/v1/things?limit=200", {}, {{"Accept-Encoding", "gzip;q=0"}});
  CHECK(refused.body == plain.body);
}

TEST_CASE("who asks too often waits, and others do not") {
  TestTenant test(false);
  TestFront desk(test, {.rate = {.per_second = 2, .burst = 3}});
  const auto ask = [&](const std::string& who) {
    return desk.call(Method::get, "/api/v1/things/5", {}, {{"Authorization", "Bearer " + who}});
  };
  CHECK(header_of(ask("good"), "RateLimit") == "\"caller\";r=2;t=1");
  CHECK(ask("good").status == 200);
  CHECK(ask("good").status == 200);
  const Response tired = ask("good");
  CHECK(tired.status == 429);
  CHECK(header_of(tired, "Retry-After") == "1");
  CHECK(ask("poor").status == 200);
  ++desk.second;
  CHECK(ask("good").status == 200);
  CHECK(ask("good").status == 200);
  CHECK(ask("good").status == 429);
}

TEST_CASE("the accounts of a company have a rate together, on every route") {
  TestTenant test(false);
  TestFront desk(test, {.company_rate = {.per_second = 1, .burst = 2}});
  const auto ask = [&](const std::string& who) {
    return desk.call(Method::get, "/api/v1/things/5", {}, {{"Authorization", "Bearer " + who}});
  };
  CHECK(ask("good").status == 200);
  CHECK(ask("poor").status == 200);
  CHECK(header_of(ask("good"), "Retry-After") == "1");
  for (const auto& route : desk.router.routes())
    if (!route->is_open) CHECK(desk.call(route->method, route->path).status == 429);
  ++desk.second;
  CHECK(ask("poor").status == 200);
  CHECK(ask("good").status == 429);
}

/// Of four dear requests one runs, two wait and one is refused; the pages of others are answered.
void check_turns(const char* dear) {
  for_each_engine([dear](TestTenant& test) {
    TestFront desk(test, {.dear = {.at_a_time = 1, .account_waiting = 2, .waiting = 8}});
    std::vector<std::future<Response>> asked;
    const auto ask = [&] {
      asked.push_back(std::async(std::launch::async, [&] { return desk.call(Method::get, dear); }));
    };
    ask();
    while (desk.desk.dear_runs == 0) std::this_thread::yield();
    for (int i = 0; i < 3; ++i) ask();
    const auto refused = [&] {
      return std::ranges::find_if(asked, [](const auto& one) {
        return one.wait_for(std::chrono::milliseconds(1)) == std::future_status::ready;
      });
    };
    while (refused() == asked.end()) std::this_thread::yield();  // two wait, the last may not
    CHECK(refused()->get().status == 429);
    asked.erase(std::ranges::find_if(asked, [](const auto& one) { return !one.valid(); }));
    CHECK(desk.call(Method::get, "/api/v1/things/5").status == 200);
    CHECK(desk.desk.dear_runs == 1);
    desk.desk.dear_may_end.release(3);
    for (auto& one : asked) CHECK(one.get().status == 200);
    CHECK(desk.desk.dear_runs == 3);
  });
}

TEST_CASE("dear reads of one person take one reader, and the pages of others are answered") {
  check_turns("/api/v1/dear");
}

TEST_CASE("long tables of one person take one worker") { check_turns("/api/v1/dear-table"); }

TEST_CASE("an address that guesses tokens, or asks for what is open, is slowed down") {
  TestTenant test(false);
  TestFront desk(test, {.open_rate = {.per_second = 1, .burst = 3}});
  const auto ask = [&](const std::string& target, const std::string& who) {
    return desk.call(Method::get, target, {}, {{"Authorization", who}}).status;
  };
  for (int i = 0; i < 3; ++i) CHECK(ask("/api/v1/things/5", "Bearer guess") == 401);
  CHECK(ask("/api/v1/things/5", "Bearer guess") == 429);
  CHECK(ask("/api/v1/things/5", "Bearer good") == 200);  // a good one of the same office gets in
  desk.second += 3;
  desk.desk.slow.release();
  CHECK(ask("/api/v1/slow", "") == 200);
  CHECK(ask("/api/v1/things/5", "Bearer good") == 200);
}

TEST_CASE("the language that the reader prefers") {
  CHECK(locale_of("en-US,en;q=0.9,zh;q=0.8") == Locale::en);
  CHECK(locale_of("zh;q=0.1, en") == Locale::en);
  CHECK(locale_of("en;q=0.25,zh;q=0.3") == Locale::zh);
  CHECK(locale_of("de") == Locale::zh);
  CHECK(locale_of("") == Locale::zh);
}

TEST_CASE("wrong secrets of one address are limited, whoever asks for the caller") {
  TestTenant test(false);
  TestFront desk(test);
  Request request{.method = Method::get, .target = "/api/v1/live"};
  request.headers = {{"Authorization", "Bearer guessed"}};
  request.client = "192.0.2.9";
  int wrong = 0;
  int slowed = 0;
  const auto known = [&](const Identity&, const std::exception_ptr& failed) {
    try {
      if (failed) std::rethrow_exception(failed);
    } catch (const Error& e) {
      ++(e.fault() == Fault::too_many ? slowed : wrong);
    }
  };
  for (int i = 0; i < 1001; ++i) desk.front->identify(request, true, known);
  CHECK(wrong == 1000);
  CHECK(slowed == 1);
  request.client = "192.0.2.10";
  desk.front->identify(request, true, known);
  CHECK(slowed == 1);
}

}  // namespace twinrail
