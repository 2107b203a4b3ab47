#include "platform/json/json.hpp"

#include <random>

#include <doctest/doctest.h>

#include "platform/json/document.hpp"

namespace twinrail::json_test {
namespace {

enum class Mode { fast, exact_ };
DESCRIBE_ENUM(Mode, fast, exact_);

struct Line {
  Date on;
  Decimal amount;
};
DESCRIBE(Line, on, amount);

struct Order {
  Id<struct BuyerTag> buyer;
  Text<5> code;
  Names names;
  Mode mode = Mode::fast;
  Int<0, 6> decimals;
  bool urgent = false;
  Ratio share;
  List<Line, 2> lines;
  std::optional<Instant> due;
  std::optional<List<Text<3>, 2>> marks;
};
DESCRIBE(Order, buyer, code, names, mode, decimals, urgent, share, lines, due, marks);

struct Note {
  std::string text;
};
DESCRIBE(Note, text);

struct Dated : Line {
  Text<5> code;
};
DESCRIBE_ON(Dated, Line, code);

const std::string good =
    R"({"buyer":7,"code":"双轨A/\"","names":{"zh":"订单","en":""},"mode":"exact","decimals":2,)"
    R"("urgent":true,"share":"0.2500","lines":[{"on":"2026-05-10","amount":"-0.8"}],)"
    R"("due":null,"marks":["a","b"]})";

/// The good text with one stretch replaced.
std::string with(std::string_view part, std::string_view other) {
  std::string text = good;
  const auto at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.replace(at, part.size(), other);
}

/// "pointer key name=value …" of each problem, joined by "; "; the error's own key when it has
/// none.
std::string refusal(const std::function<void()>& read) {
  try {
    read();
  } catch (const Error& error) {
    CHECK(error.fault() == Fault::invalid);
    std::string text = error.problems().empty() ? error.key() : "";
    for (const auto& [name, value] : error.args()) text += " " + name + "=" + value;
    for (const Problem& p : error.problems()) {
      if (!text.empty()) text += "; ";
      text += p.pointer + " " + p.key;
      for (const auto& [name, value] : p.args)
        if (name != "text") text += " " + name + "=" + value;
    }
    return text;
  }
  return "accepted";
}

std::string refusal_of(const std::string& text) {
  return refusal([&] { static_cast<void>(from_json<Order>(text)); });
}

TEST_CASE("a struct that is described on another has its own fields, then those of the other") {
  const std::string text = R"({"code":"A","on":"2026-05-10","amount":"1.5"})";
  const auto dated = from_json<Dated>(text);
  CHECK(dated.code == "A");
  CHECK(dated.on == Date::of(2026, 5, 10));
  CHECK(dated.amount == "1.5"_dec);
  CHECK(to_json(dated) == text);
  CHECK(refusal([] { (void)from_json<Dated>(R"({"code":"A","on":"2026-05-10"})"); }) ==
        "/amount request.missing_field");
}

TEST_CASE("what is written reads back the same") {
  const Order order = from_json<Order>(good);
  CHECK(order.buyer.value == 7);
  CHECK(order.code == "双轨A/\"");
  CHECK(order.mode == Mode::exact_);
  CHECK(order.decimals == 2);
  CHECK(order.lines.at(0).amount == "-0.8"_dec);
  CHECK(order.share == Ratio::percent(25));
  CHECK_FALSE(order.due.has_value());
  CHECK(order.marks.value().size() == 2);
  CHECK(to_json(order) == good);
}

TEST_CASE("control characters are written as escapes and read back") {
  Note note;
  for (int c = 1; c < 128; ++c) note.text += static_cast<char>(c);
  const std::string json = to_json(note);
  for (const char c : json) CHECK(static_cast<unsigned char>(c) >= 0x20);
  CHECK(from_json<Note>(json).text == note.text);
}

TEST_CASE("figures are read from texts and from numbers, exactly") {
  const auto amount = [](std::string_view json) {
    return from_json<Order>(with("\"-0.8\"", json)).lines.at(0).amount.to_string();
  };
  CHECK(amount("0.1") == "0.1");
  CHECK(amount("9223372036854.775807") == "9223372036854.775807");
  CHECK(amount("\"9223372036854.775807\"") == "9223372036854.775807");
  CHECK(amount("1.5e3") == "1500");
  CHECK(amount("25E-2") == "0.25");
}

TEST_CASE("a figure that is written as a text has no exponent") {
  for (const char* text : {"\"1e3\"", "\"1.5E+3\"", "\"25e-2\""})
    CHECK(refusal_of(with("\"-0.8\"", text)).find("base.not_a_number") != std::string::npos);
}

TEST_CASE("whole numbers may be spelt with a zero fraction") {
  CHECK(from_json<Order>(with("\"buyer\":7", "\"buyer\":7.0")).buyer.value == 7);
  CHECK(from_json<Order>(with("\"buyer\":7", "\"buyer\":7e0")).buyer.value == 7);
  CHECK(refusal_of(with("\"buyer\":7", "\"buyer\":7.5")) ==
        "/buyer request.wrong_type expected=id");
}

TEST_CASE("each wrong field is named with what was expected") {
  struct Row {
    std::string_view part, other, expected;
  };
  const Row rows[] = {
      {"\"buyer\":7", "\"buyer\":0", "/buyer request.out_of_range min=1 max=9223372036854775807"},
      {"\"buyer\":7", "\"buyer\":99999999999999999999",
       "/buyer request.out_of_range min=1 max=9223372036854775807"},
      {"\"buyer\":7", "\"buyer\":\"7\"", "/buyer request.wrong_type expected=id"},
      {"\"buyer\":7", "\"buyer\":null", "/buyer request.wrong_type expected=id"},
      {"\"buyer\":7,", "", "/buyer request.missing_field"},
      {"\"双轨A/\\\"\"", "\"双轨双轨双轨\"", "/code request.too_long max=5"},
      {"\"双轨A/\\\"\"", "\"a\\u0000b\"", "/code request.bad_character"},
      {"\"双轨A/\\\"\"", "\"a\\u001b\"", "/code request.bad_character"},
      {"\"双轨A/\\\"\"", "\"a\\u202e\"", "/code request.bad_character"},
      {"\"订单\"", "\"\\u200b\"", "/names/zh request.empty_text"},
      {"\"订单\"", "\"单\\u2066\"", "/names/zh request.bad_character"},
      {"\"双轨A/\\\"\"", "12", "/code request.wrong_type expected=text"},
      {"\"订单\"", "\"\"", "/names request.names_empty"},
      {R"({"zh":"订单","en":""})", "{}", "/names request.names_empty"},
      {R"({"zh":"订单","en":""})", "\"订单\"", "/names request.wrong_type expected=object"},
      {"\"exact\"", "\"exact_\"", "/mode request.not_a_choice choices=fast, exact"},
      {"\"exact\"", "1", "/mode request.wrong_type expected=choice"},
      {"\"decimals\":2", "\"decimals\":7", "/decimals request.out_of_range min=0 max=6"},
      {"\"urgent\":true", "\"urgent\":\"true\"", "/urgent request.wrong_type expected=boolean"},
      {"\"0.2500\"", "\"0.25001\"", "/share base.too_many_decimals"},
      {"\"-0.8\"", "\"0.1234567\"", "/lines/0/amount base.too_many_decimals"},
      {"\"-0.8\"", "\"9223372036854.775808\"", "/lines/0/amount base.overflow"},
      {"\"-0.8\"", "\"1,5\"", "/lines/0/amount base.not_a_number"},
      {"\"-0.8\"", "\"\"", "/lines/0/amount base.not_a_number"},
      {"\"-0.8\"", "[]", "/lines/0/amount request.wrong_type expected=number"},
      {"\"2026-05-10\"", "\"2026-02-30\"", "/lines/0/on base.not_a_date"},
      {"\"2026-05-10\"", "20260510", "/lines/0/on request.wrong_type expected=date"},
      {"\"due\":null", "\"due\":\"2026-05-10T12:00:00\"", "/due instant_without_offset"},
      {"\"due\":null", "\"due\":\"noon\"", "/due base.not_an_instant"},
      {"[\"a\",\"b\"]", "[\"a\",\"b\",\"c\"]", "/marks request.too_many_items max=2"},
      {"[\"a\",\"b\"]", "[\"a\",\"long\"]", "/marks/1 request.too_long max=3"},
      {"[\"a\",\"b\"]", "{}", "/marks request.wrong_type expected=list"},
      {"\"due\":null", "\"a/b~c\":null", "/a~1b~0c request.unknown_field"},
      {"\"due\":null", "\"code\":\"x\"", "/code request.repeated_field"},
      {"\"amount\":\"-0.8\"", "\"amount\":1,\"amount\":1",
       "/lines/0/amount request.repeated_field"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.other);
    CHECK(refusal_of(with(row.part, row.other)) == row.expected);
  }
}

TEST_CASE("all problems are told at once") {
  CHECK(
      refusal_of(R"({"buyer":0,"names":{"zh":"a"},"mode":"slow","extra":1,"lines":[{"on":1}]})") ==
      "/buyer request.out_of_range min=1 max=9223372036854775807; "
      "/mode request.not_a_choice choices=fast, exact; /extra request.unknown_field; "
      "/lines/0/on request.wrong_type expected=date; /lines/0/amount request.missing_field; "
      "/code request.missing_field; /decimals request.missing_field; "
      "/urgent request.missing_field; /share request.missing_field");
}

TEST_CASE("a hostile request cannot make the answer large") {
  std::string text = "{";
  for (int i = 0; i < 5000; ++i) text += "\"" + std::string(500, 'x') + std::to_string(i) + "\":1,";
  text += "\"code\":\"x\"}";
  try {
    static_cast<void>(from_json<Order>(text));
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.problems().size() == 100);
    for (const Problem& p : error.problems()) CHECK(p.pointer.size() < 80);
  }
}

TEST_CASE("what is no JSON is refused with its place") {
  CHECK(refusal_of("") == "json.malformed line=1 column=1");
  CHECK(refusal_of("{\n  \"buyer\": 7,\n  oops}") == "json.malformed line=3 column=3");
  const std::string_view texts[] = {"{",
                                    "}",
                                    "nul",
                                    "{\"a\":01}",
                                    "{\"a\":1,}",
                                    "[1 2]",
                                    "{'a':1}",
                                    "// x\n{}",
                                    "NaN",
                                    "+1",
                                    "1.",
                                    ".5",
                                    "\"\x01\"",
                                    "\"\\ud800\"",
                                    "\"\\x\"",
                                    "{} {}",
                                    "{}x",
                                    "\xEF\xBB\xBF{}",
                                    "\"\xC0\x80\"",
                                    "\"\xED\xA0\x80\"",
                                    "\"\xF5\x80\x80\x80\"",
                                    "{\"\xFF\":1}",
                                    "\"open"};
  for (const std::string_view text : texts) {
    CAPTURE(text);
    CHECK(refusal_of(std::string(text)).starts_with("json.malformed"));
  }
}

TEST_CASE("depth is bounded") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(json::Document::parse(nested(json::depth_max)).root().size() == 1);
  CHECK(refusal([&] {
          static_cast<void>(json::Document::parse(nested(json::depth_max + 1)));
        }).starts_with("json.malformed"));
  CHECK(refusal_of(std::string(1'000'000, '[')).starts_with("json.malformed"));
}

TEST_CASE("any change of some bytes is either read or refused, never worse") {
  std::mt19937 random(20260510);
  const std::string_view pieces[] = {
      "\"",   "{",   "}",  "[", "]",    ",",       ":",
      "null", "1e9", "\\", "-", "\xE5", "\\u0000", "99999999999999999999",
      "true"};
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = good;
    for (std::uint32_t changes = 1 + random() % 3; changes > 0; --changes) {
      const std::size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text.erase(at, 1 + random() % 5);
          break;
        case 1:
          text.insert(at, pieces[random() % std::size(pieces)]);
          break;
        default:
          text[at] = static_cast<char>(random());
      }
      if (text.empty()) break;
    }
    const std::string outcome = refusal_of(text);
    if (outcome != "accepted") continue;
    ++accepted;
    // What was read is written and read again without a loss.
    const std::string once = to_json(from_json<Order>(text));
    CHECK(to_json(from_json<Order>(once)) == once);
  }
  CHECK(accepted > 100);
}

struct Query {
  Id<struct BuyerTag> buyer;
  std::optional<bool> below;
  std::optional<List<Mode, 2>> modes;
  List<Int<0, 9>, 3> digits;
  std::optional<Text<4>> search;
};
DESCRIBE(Query, buyer, below, modes, digits, search);

std::string query_outcome(const std::vector<Parameter>& parameters) {
  Query query;
  const std::string refused =
      refusal([&] { read_request(type_of<Query>(), &query, parameters, nullptr); });
  return refused == "accepted" ? to_json(query) : refused;
}

TEST_CASE("a request from path and query") {
  CHECK(query_outcome({{"buyer", "5"}}) ==
        R"({"buyer":5,"below":null,"modes":null,"digits":[],"search":null})");
  CHECK(query_outcome({{"buyer", "5"}, {"modes", "fast"}, {"modes", "exact"}, {"below", "true"}}) ==
        R"({"buyer":5,"below":true,"modes":["fast","exact"],"digits":[],"search":null})");
  CHECK(query_outcome({{"buyer", "5"}, {"digits", "1,2"}, {"digits", "3"}, {"search", "a,b"}}) ==
        R"({"buyer":5,"below":null,"modes":null,"digits":[1,2,3],"search":"a,b"})");
  CHECK(query_outcome({}) == "/buyer request.missing_field");
  CHECK(query_outcome({{"buyer", "5"}, {"buyer", "6"}}) == "/buyer request.repeated_field");
  CHECK(query_outcome({{"buyer", "x"}}) == "/buyer request.wrong_type expected=id");
  CHECK(query_outcome({{"buyer", "5"}, {"page", "1"}}) == "/page request.unknown_parameter");
  CHECK(query_outcome({{"buyer", "5"}, {"below", "yes"}}) ==
        "/below request.wrong_type expected=boolean");
  CHECK(query_outcome({{"buyer", "5"}, {"digits", "1,2,3,4"}}) ==
        "/digits request.too_many_items max=3");
  CHECK(query_outcome({{"buyer", "5"}, {"digits", "1,,2"}}) ==
        "/digits request.wrong_type expected=integer");
}

TEST_CASE("what stands in the path does not belong into the body") {
  const std::string_view body = R"({"on":"2026-05-10","amount":"1"})";
  Line line;
  CHECK(refusal([&] { read_request(type_of<Line>(), &line, {{"on", "2026-05-11"}}, &body); }) ==
        "/on request.unknown_field");
  const std::string_view rest = R"({"amount":"1"})";
  read_request(type_of<Line>(), &line, {{"on", "2026-05-11"}}, &rest);
  CHECK(to_json(line) == R"({"on":"2026-05-11","amount":"1"})");
}

struct Boundless {
  std::optional<std::vector<Line>> lines;
};
DESCRIBE(Boundless, lines);
struct Wordy {
  std::string text;
};
DESCRIBE(Wordy, text);
struct Deep {
  List<Wordy, 5> parts;
};
DESCRIBE(Deep, parts);
struct Open {
  RawJson any;
};
DESCRIBE(Open, any);

struct Purse {
  std::optional<Decimal> amount;
  PersonId holder;
};
DESCRIBE(Purse, amount, holder);
ATTRIBUTES(Purse, {"amount", {.field_class = FieldClass::pay, .unit = "CNY"}});

struct Folk {
  OrgUnitId unit;
  PersonId id;
  Text<20> name;
  std::string email;
  Names post;
  std::vector<Purse> purses;
  std::optional<PersonId> manager;
};
DESCRIBE(Folk, unit, id, name, email, post, purses, manager);
ATTRIBUTES(Folk, {"email", {.field_class = FieldClass::contact}},
           {"post", {.field_class = FieldClass::work}}, {"name", {.required = true}});

/// Sees what it is told to see, and remembers of whom it was asked.
struct Told : Sight {
  FieldClass shown = FieldClass::open;
  mutable std::string asked;
  using Sight::sees;
  bool sees(FieldClass c, PersonId person, OrgUnitId unit) const override {
    asked += std::to_string(person.value) + "@" + std::to_string(unit.value) + " ";
    return c == shown;
  }
};

Folk somebody() {
  Folk folk;
  folk.unit = {3};
  folk.id = {7};
  folk.name = "Eve";
  folk.email = "eve@x.example";
  folk.post = {"缝纫工", "Sewer"};
  folk.purses = {{"12.5"_dec, {8}}};
  folk.manager = PersonId{9};
  return folk;
}

TEST_CASE("a field of a class is null for who may not see it, however deep it lies") {
  const auto with = [](const char* email, const char* post, const char* amount) {
    return std::string(R"({"unit":3,"id":7,"name":"Eve","email":)") + email + R"(,"post":)" + post +
           R"(,"purses":[{"amount":)" + amount + R"(,"holder":8}],"manager":9})";
  };
  constexpr const char* mail = "\"eve@x.example\"";
  constexpr const char* post = R"({"zh":"缝纫工","en":"Sewer"})";
  Told told;
  CHECK(to_json(somebody(), &told) == with("null", "null", "null"));
  CHECK(told.asked == "7@3 7@3 8@3 ");  // the purse is its holder's, in the unit around it
  told.shown = FieldClass::contact;
  CHECK(to_json(somebody(), &told) == with(mail, "null", "null"));
  told.shown = FieldClass::work;
  CHECK(to_json(somebody(), &told) == with("null", post, "null"));
  told.shown = FieldClass::pay;
  CHECK(to_json(somebody(), &told) == with("null", "null", "\"12.5\""));
}

TEST_CASE("a field of a class is not written where nobody looks") {
  CHECK_THROWS_AS((void)to_json(somebody()), Error);
  CHECK(to_json(Note{"free"}) == R"({"text":"free"})");
}

TEST_CASE("a required text may not be empty, and is asked for once") {
  const auto problems = [](const std::string& name) {
    try {
      (void)from_json<Folk>(R"({"unit":3,"id":7,"name":)" + name +
                            R"(,"email":"","post":{"en":"A"},"purses":[]})");
    } catch (const Error& e) {
      std::string all;
      for (const Problem& p : e.problems()) all += p.pointer + " " + p.key + "\n";
      return all;
    }
    return std::string();
  };
  CHECK(problems("\"Eve\"") == "");
  CHECK(problems("\"\"") == "/name request.empty_text\n");
  CHECK(problems("7") == "/name request.wrong_type\n");
}

TEST_CASE("a request of any length is not let in") {
  CHECK_NOTHROW(require_bounded(type_of<Order>()));
  CHECK_NOTHROW(require_bounded(type_of<NoRequest>()));
  CHECK_THROWS_AS(require_bounded(type_of<Boundless>()), Error);
  CHECK_THROWS_AS(require_bounded(type_of<Deep>()), Error);
  CHECK_THROWS_AS(require_bounded(type_of<Open>()), Error);
}

TEST_CASE("characters are counted, not bytes") {
  CHECK(characters("") == 0);
  CHECK(characters("abc") == 3);
  CHECK(characters("双轨") == 2);
  CHECK(characters("😀e\xCC\x81") == 3);
}

}  // namespace
}  // namespace twinrail::json_test
