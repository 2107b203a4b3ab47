#include <chrono>
#include <thread>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "platform/i18n/i18n.hpp"

namespace twinrail::testing {
namespace {

/// What an answer has to be: its status, the message, and the place when it names one.
struct Refusal {
  int status;
  std::string key;
  std::string pointer = {};
};

void require_words(const std::string& key) {
  CHECK_MESSAGE(i18n::has(Locale::zh, key), key);
  CHECK_MESSAGE(i18n::has(Locale::en, key), key);
}

std::string type_key(const Answer& answer) {
  const std::string type = answer.at("/type");
  return type.substr(type.rfind('/') + 1);
}

/// Sends it as a reader of Chinese and as one of English: both are refused alike, each in words of
/// their own, and nothing in the company is other than before.
void refused(Installation& i, Method method, const std::string& target, const std::string& body,
             const Refusal& as, const Headers& more = {}) {
  for (const char* who : {"hr", "english"}) CHECK(i.get("/session", who).status == 200);
  const auto before = i.counts();
  const Answer zh = i.send(method, target, "hr", body, more);
  const Answer en = i.send(method, target, "english", body, more);
  CAPTURE(target);
  CAPTURE(body);
  CAPTURE(zh.body);
  for (const Answer& answer : {zh, en}) {
    CHECK(answer.status == as.status);
    CHECK(answer.key() == as.key);
    if (!as.pointer.empty()) CHECK(answer.at("/errors/0/pointer") == as.pointer);
    require_words(type_key(answer));
    require_words(answer.key());
  }
  CHECK(zh.at("/title") != en.at("/title"));
  if (!as.pointer.empty()) CHECK(zh.at("/errors/0/detail") != en.at("/errors/0/detail"));
  CHECK(i.counts() == before);
}

std::string readings_path(Installation& i) { return "/measures/" + i.id("good") + "/readings"; }

/// A report of one reading for T1, with these members instead of the sound ones.
std::string reading(Installation& i, const std::string& key, const std::string& amount,
                    const std::string& on, const std::string& more = "") {
  return R"({"readings":[{"org_unit":)" + i.id("T1") + R"(,"on":")" + on + R"(","amount":)" +
         amount + R"(,"source_key":")" + key + "\"" + more + "}]}";
}

std::string kpi(const std::string& code, const std::string& formula) {
  return R"({"code":")" + code + R"(","names":{"en":"Bad"},"formula":")" + formula +
         R"(","unit":"%","decimals":1,"direction":"higher","frequency":"day","time_agg":)"
         R"("ratio_of_sums","org_agg":"ratio_of_sums","lead_lag":"lag","category":{"en":"X"}})";
}

/// Uploads a table and waits for what becomes of it.
Answer imported(Installation& i, const std::string& inlet, const std::string& table,
                const std::string& who = "hr") {
  Headers headers = i.token("north", who, all_scopes());
  headers.emplace_back("Twinrail-Tenant", "north");
  Headers upload = headers;
  upload.emplace_back("Content-Type", "text/csv");
  Answer answer = i.ask(Method::post, "/api/v1/inlets/" + inlet + "/imports", table, upload);
  if (answer.status >= 300) return answer;
  const std::string path = "/api/v1/imports/" + answer.at("/id");
  for (int tries = 0; tries < 1000 && answer.at("/finished_at") == "null"; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    answer = i.ask(Method::get, path, "", headers);
  }
  return answer;
}

}  // namespace

TEST_CASE("a body that is no JSON, or not the JSON that was asked for") {
  for_each_installation([](Installation& i) {
    const std::string path = readings_path(i);
    const std::string day = Installation::day(-2);
    const std::string at = "/readings/0/";
    refused(i, Method::post, path, R"({"readings":[)", {400, "json.malformed"});
    refused(i, Method::post, path, R"({"readings":[],})", {400, "json.malformed"});
    refused(i, Method::post, path, "{\"readings\":\"\xff\xfe\"}", {400, "json.malformed"});
    refused(i, Method::post, path, std::string(100, '['), {400, "json.malformed"});
    refused(i, Method::post, path, reading(i, "k", "\"1\"", day, R"(,"colour":"red")"),
            {400, "request.unknown_field", at + "colour"});
    refused(i, Method::post, path, reading(i, "k", "\"1\"", day, R"(,"amount":"2")"),
            {400, "request.repeated_field"});
    refused(i, Method::post, path, reading(i, "k", "12", day),
            {400, "request.wrong_type", at + "amount"});
    refused(i, Method::post, path, reading(i, "k", "null", day),
            {400, "request.wrong_type", at + "amount"});
    refused(i, Method::post, path, reading(i, std::string(200, 'k'), "\"1\"", day),
            {400, "request.too_long", at + "source_key"});
    refused(i, Method::post, path, "{}", {400, "request.missing_field", "/readings"});
    refused(i, Method::post, "/measures", R"({"code":"x","names":{},"unit":"u"})",
            {400, "request.names_empty", "/names"});
    refused(i, Method::post, path, "a=1", {415, "request.not_json"},
            {{"Content-Type", "application/x-www-form-urlencoded"}});
  });
}

TEST_CASE("a cycle of more than two years is refused") {
  for_each_installation([](Installation& i) {
    for (const int last : {731, 1'000'000}) {
      const std::string body = R"({"names":{"en":"Long"},"start":")" + Installation::day(0) +
                               R"(","end":")" + Installation::day(last) + "\"}";
      refused(i, Method::post, "/cycles", body, {400, "okr.cycle_too_long", "/end"});
    }
  });
}

TEST_CASE("an address that does not say what is meant") {
  for_each_installation([](Installation& i) {
    refused(i, Method::get, "/people?limit=0", "", {400, "request.out_of_range", "/limit"});
    refused(i, Method::get, "/people?limit=201", "", {400, "request.out_of_range", "/limit"});
    refused(i, Method::get, "/people?limit=many", "", {400, "request.wrong_type", "/limit"});
    refused(i, Method::get, "/people?colour=red", "",
            {400, "request.unknown_parameter", "/colour"});
    refused(i, Method::get, "/people?sort=salary", "", {400, "request.not_a_choice", "/sort"});
    refused(i, Method::get, "/legal-entities?country=CN", "",
            {400, "request.unknown_parameter", "/country"});
    refused(i, Method::get, "/people?q=%zz", "", {400, "request.bad_escape"});
    refused(i, Method::get, "/units?as_of=2026-02-30", "", {400, "base.not_a_date", "/as_of"});
    refused(i, Method::get, "/units/one", "", {400, "request.wrong_type"});
    refused(i, Method::get, "/units/987654321", "", {404, "people.unknown_unit"});
    refused(i, Method::post, "/units?as_of=" + Installation::day(0), "{}",
            {400, "request.unknown_field"});
    refused(i, Method::get, "/kpi-assignments/987654321", "", {404, "kpi.unknown_assignment"});
  });
}

TEST_CASE("figures that no reading can hold, and days that are none") {
  for_each_installation([](Installation& i) {
    const std::string path = readings_path(i);
    const std::string day = Installation::day(-2);
    const std::string amount = "/readings/0/amount";
    const auto figure = [&](const char* text, const char* key) {
      refused(i, Method::post, path, reading(i, "k", std::string("\"") + text + "\"", day),
              {422, key, amount});
    };
    figure("1.1234567", "kpi.too_many_decimals");
    figure("99999999999999999999", "kpi.overflow");
    figure("-99999999999999999999", "kpi.overflow");
    figure("twelve", "kpi.not_a_number");
    figure("", "kpi.not_a_number");
    figure("1e3", "kpi.not_a_number");
    for (const char* no_day : {"2026-02-30", "2026-13-01", "10000-01-01", "2026-2-3", "today"})
      refused(i, Method::post, path, reading(i, "k", "\"1\"", no_day),
              {400, "base.not_a_date", "/readings/0/on"});
    refused(i, Method::post, path, reading(i, "k", "\"1\"", "1900-01-01"),
            {422, "kpi.unit_not_there", "/readings/0/org_unit"});
    refused(i, Method::post, path, reading(i, "k", "\"1\"", "9999-12-31"),
            {422, "outside_calendar", "/readings/0/on"});
    const std::string good = R"({"org_unit":)" + i.id("T1") + R"(,"amount":"5","on":")";
    refused(i, Method::post, path,
            R"({"readings":[)" + good + day + R"(","source_key":"one"},)" + good +
                R"(9998-01-01","source_key":"two"}]})",
            {422, "outside_calendar", "/readings/1/on"});
  });
}

TEST_CASE("a day outside the calendar is named by row and column in a file") {
  for_each_installation([](Installation& i) {
    const std::string far = "good,T1,9999-12-31,5,far\n";
    const Answer table = imported(
        i, "kpi.reading",
        "measure,unit,day,amount,source_key\ngood,T1," + Installation::day(-2) + ",5,near\n" + far);
    CHECK(table.at("/state") == "refused");
    CHECK(table.size("/problems") == 1);
    CHECK(table.at("/problems/0/row") == "3");
    CHECK(table.at("/problems/0/column") == "day");
    CHECK(table.at("/problems/0/key") == "outside_calendar");
  });
}

TEST_CASE("a reading for a unit that is not there on that day, and one of many that is wrong") {
  for_each_installation([](Installation& i) {
    const std::string path = readings_path(i);
    refused(i, Method::post, path, reading(i, "k", "\"1\"", Installation::day(-201)),
            {422, "kpi.unit_not_there", "/readings/0/org_unit"});
    const std::string good = R"({"org_unit":)" + i.id("T1") + R"(,"on":")" + Installation::day(-2) +
                             R"(","amount":"5","source_key":"many")";
    refused(i, Method::post, path,
            R"({"readings":[)" + good + R"(},{"org_unit":987654321,"on":")" +
                Installation::day(-2) + R"(","amount":"1","source_key":"other"}]})",
            {422, "kpi.unit_not_there", "/readings/1/org_unit"});
  });
}

TEST_CASE("a key that was seen before with another amount needs a reason") {
  for_each_installation([](Installation& i) {
    const std::string path = readings_path(i);
    const std::string day = Installation::day(-9);
    CHECK(i.send(Method::post, path, "hr", reading(i, "seen", "\"5\"", day)).status == 200);
    CHECK(
        i.send(Method::post, path, "hr", reading(i, "seen", "\"5.0\"", day)).at("/already_known") ==
        "1");
    refused(i, Method::post, path, reading(i, "seen", "\"6\"", day),
            {422, "kpi.reason_required", "/readings/0/reason"});
    const Answer corrected = i.send(Method::post, path, "hr",
                                    reading(i, "seen", "\"6\"", day, R"(,"reason":"recounted")"));
    CHECK(corrected.at("/corrected") == "1");
  });
}

TEST_CASE("a formula that cannot be computed is refused where it is wrong") {
  for_each_installation([](Installation& i) {
    refused(i, Method::post, "/kpis", kpi("bad", "good / nothing"),
            {400, "unknown_measure", "/formula"});
    refused(i, Method::post, "/kpis", kpi("bad", "good / / all"), {400, "bad_formula", "/formula"});
    refused(i, Method::post, "/kpis", kpi("bad", "(good + all"), {400, "bad_formula", "/formula"});
    refused(i, Method::post, "/kpis", kpi("bad", ""), {400, "bad_formula", "/formula"});
    refused(i, Method::post, "/kpis", kpi("rate", "good / all"), {409, "kpi.code_taken"});
    const Answer wrong = i.get("/kpis/check?formula=good%20/%20/%20all", "hr");
    CHECK(wrong.at("/key") == "bad_formula");
    CHECK(wrong.at("/column") == "8");
    const Answer unknown = i.get("/kpis/check?formula=good%20/%20nothing", "hr");
    CHECK(unknown.at("/key") == "unknown_measure");
    CHECK(unknown.at("/measure") == "nothing");
    const Answer sound = i.get("/kpis/check?formula=good%20/%20all", "hr");
    CHECK(sound.at("/measures/0/code") == "all");
    CHECK(sound.size("/measures") == 2);
  });
}

TEST_CASE("a division by zero gives no value and says so; it is never 0") {
  for_each_installation([](Installation& i) {
    const std::string day = Installation::day(-20);
    for (const std::string measure : {"good", "all"})
      CHECK(i.send(Method::post, "/measures/" + i.id(measure) + "/readings", "hr",
                   reading(i, "zero", "\"0\"", day))
                .status == 200);
    const Answer points =
        i.get("/kpi-assignments/" + i.id("rate/T1") + "/points?from=" + day + "&to=" + day, "hr");
    CHECK(points.size("/items") == 1);
    CHECK(points.at("/items/0/value") == "null");
    CHECK(points.at("/items/0/null_reason") == "zero_denominator");
  });
}

TEST_CASE("a contribution that would close a circle") {
  for_each_installation([](Installation& i) {
    const auto edge = [&](const char* child, const char* parent) {
      return R"({"child":)" + i.id("goal/" + std::string(child)) + R"(,"parent":)" +
             i.id("goal/" + std::string(parent)) + R"(,"relation":"contributes"})";
    };
    refused(i, Method::post, "/contributions", edge("C", "T1"), {400, "cycle"});
    refused(i, Method::post, "/contributions", edge("T1", "T1"), {400, "cycle"});
  });
}

TEST_CASE("a repeated request has one effect; another one under its key is refused") {
  for_each_installation([](Installation& i) {
    const Headers key{{"Idempotency-Key", "the same"}};
    const auto measure = [](const char* code) {
      return R"({"code":")" + std::string(code) +
             R"(","names":{"en":"Once"},"kind":"flow","unit":"u","grain":"day"})";
    };
    const Answer first = i.send(Method::post, "/measures", "executive", measure("once"), key);
    CHECK(first.status == 403);  // a refusal is not kept
    const Answer made = i.send(Method::post, "/measures", "hr", measure("once"), key);
    CHECK(made.status == 201);
    CHECK(made.header("Idempotency-Replayed").empty());
    const auto before = i.counts();
    const Answer again = i.send(Method::post, "/measures", "hr", measure("once"), key);
    CHECK(again.status == 201);
    CHECK(again.body == made.body);
    CHECK(again.header("Idempotency-Replayed") == "true");
    const Answer other = i.send(Method::post, "/measures", "hr", measure("twice"), key);
    CHECK(other.status == 422);
    CHECK(other.key() == "idempotency.other_body");
    require_words(other.key());
    CHECK(i.counts() == before);
    refused(i, Method::post, "/measures", measure("long"), {400, "idempotency.too_long"},
            {{"Idempotency-Key", std::string(201, 'k')}});
  });
}

TEST_CASE("a file in another encoding, with a mark at its beginning, or cut off") {
  for_each_installation([](Installation& i) {
    const std::string head = "code,parent,name_zh,name_en,kind,head,valid_from\n";
    const std::string day = Installation::day(-10);
    const auto before = i.counts();
    const Answer torn = imported(i, "people.unit", std::string("\xff\xfe\x16", 3));
    CHECK(torn.status == 415);
    CHECK(torn.key() == "csv.encoding");
    CHECK(torn.at("/title").find("UTF-16LE") != std::string::npos);
    const Answer cut = imported(i, "people.unit", head + "G1,S,组,,team,," + day + "\nG2,S,组");
    CHECK(cut.at("/state") == "refused");
    CHECK(cut.at("/problems/0/key") == "csv.cut_off");
    CHECK(cut.at("/problems/0/row") == "3");
    const Answer half = imported(i, "people.unit", head + "G1,S,\xe7\xbb");
    CHECK(half.key() == "csv.cut_off_character");
    const Answer wrong = imported(i, "people.unit",
                                  head + "G1,S,组,,team,," + day + "\nG2,S,组,,team,,2026-02-30\n");
    CHECK(wrong.at("/state") == "refused");
    CHECK(wrong.at("/problems/0/row") == "3");
    CHECK(wrong.at("/problems/0/column") == "valid_from");
    for (const char* key : {"csv.encoding", "csv.cut_off", "csv.cut_off_character"})
      require_words(key);
    require_words(wrong.at("/problems/0/key"));
    // That somebody tried is on record; the company is as it was.
    for (const char* table : {"units", "people", "posts", "events"})
      CHECK(i.counts().at(table) == before.at(table));
    const Answer marked =
        imported(i, "people.unit", "\xef\xbb\xbf" + head + "G1,S,组,,team,," + day + "\n");
    CHECK(marked.at("/state") == "done");
    CHECK(marked.at("/stored") == "1");
    // 车间 in GB18030
    const Answer gb =
        imported(i, "people.unit", head + "G2,S,\xb3\xb5\xbc\xe4,,team,," + day + "\n");
    CHECK(gb.at("/stored") == "1");
    CHECK(i.counts().at("units") == before.at("units") + 2);
  });
}

TEST_CASE("before sign-in the browser's language decides; a wrong password is a 401 in both") {
  for_each_installation([](Installation& i) {
    const auto title = [&](const std::string& language) {
      const Answer answer = i.ask(Method::get, "/api/v1/units", "",
                                  {{"Twinrail-Tenant", "north"}, {"Accept-Language", language}});
      CHECK(answer.status == 401);
      return answer.at("/title");
    };
    CHECK(title("en") != title("zh"));
    CHECK(title("en-GB,en;q=0.9,zh;q=0.1") == title("en"));
    CHECK(title("fr,zh-CN;q=0.8") == title("zh"));
    const Answer wrong =
        i.ask(Method::post, "/api/v1/session", R"({"login":"hr","password":"not the one"})",
              {{"Twinrail-Tenant", "north"}, {"Content-Type", "application/json"}});
    CHECK(wrong.status == 401);
    CHECK(wrong.key() == "identity.wrong_login");
    require_words(wrong.key());
    CHECK(i.ask(Method::get, "/api/v1/nowhere", "", {}).status == 404);
    CHECK(i.ask(Method::del, "/api/v1/units", "", {}).status == 405);
  });
}

}  // namespace twinrail::testing
