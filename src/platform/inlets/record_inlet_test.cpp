#include "platform/inlets/record_inlet.hpp"

#include <doctest/doctest.h>

#include "platform/context.hpp"
#include "platform/inlets/csv_export.hpp"
#include "platform/inlets/inlet_file.hpp"
#include "platform/inlets/record_columns.hpp"
#include "platform/json/json.hpp"

namespace twinrail {
namespace {

enum class Size { small, large };
DESCRIBE_ENUM(Size, small, large);

/// A column of every kind.
struct ParcelRecord {
  Text<8> code;
  Names title;
  std::optional<Names> maker;
  Decimal amount;
  std::optional<Ratio> share;
  std::optional<Int<1, 9>> pieces;
  Date day;
  std::optional<Instant> at;
  std::optional<Size> size;
  std::optional<bool> closed;
  std::optional<Text<5>> note;
};
DESCRIBE(ParcelRecord, code, title, maker, amount, share, pieces, day, at, size, closed, note);

/// What the handler was given, as the JSON of each record.
struct Given {
  std::vector<std::string> records;
  std::vector<std::int64_t> lines;
  std::string without;  ///< fields that the file has no column for
};

Inlet parcels(Given& given) {
  return inlet<ParcelRecord>("test.parcel", Permission("test.write"),
                             [&given](const Context&, Tx&, InletLines<ParcelRecord> lines) {
                               for (const InletLine<ParcelRecord>& line : lines) {
                                 given.records.push_back(to_json(*line));
                                 given.lines.push_back(line.line);
                                 given.without.clear();
                                 if (!line.given(&ParcelRecord::title)) given.without += " title";
                                 if (!line.given(&ParcelRecord::maker)) given.without += " maker";
                                 if (!line.given_zh(&ParcelRecord::maker)) given.without += " zh";
                                 if (!line.given_en(&ParcelRecord::maker)) given.without += " en";
                                 if (!line.given(&ParcelRecord::pieces)) given.without += " pieces";
                                 if (!line.given(&ParcelRecord::note)) given.without += " note";
                               }
                               return std::vector<InletVerdict>(lines.size());
                             });
}

Context nobody() { return {Instant::from_text("2026-05-10T04:00:00Z"), nullptr, Locale::en}; }

/// Never looked at: the handlers of this file change nothing.
Tx& no_tx() {
  static std::byte nothing[sizeof(void*)];
  return reinterpret_cast<Tx&>(nothing);
}

Given taken(const std::string& table) {
  Given given;
  const Inlet made = parcels(given);
  InletFile file(made, table);
  const std::vector<InletRow> rows = file.next(100);
  CHECK(file.problems().empty());
  CHECK(made.accept(nobody(), no_tx(), rows).size() == rows.size());
  return given;
}

/// Row, column and key of each problem, one a line.
std::string problems_of(const std::string& table) {
  Given given;
  const Inlet made = parcels(given);
  InletFile file(made, table);
  (void)file.next(100);
  std::string text;
  for (const CsvProblem& p : file.problems())
    text += std::to_string(p.row) + " " + p.column + " " + p.key + "\n";
  return text;
}

TEST_CASE("a row comes in as a record; an empty cell is an absent value") {
  const Given given = taken(
      "code,title_zh,title_en,maker_en,amount,share,pieces,day,at,size,closed,note\n"
      "a,包裹,,Acme,\"1.5\",0.25,9,2026-03-01,2026-03-01T08:00:00Z,large,TRUE,n\n"
      "\n"
      "b,,Parcel,,-2,,,2026-03-02,,,,\n");
  REQUIRE(given.records.size() == 2);
  CHECK(given.records[0] ==
        R"({"code":"a","title":{"zh":"包裹","en":""},"maker":{"zh":"","en":"Acme"},"amount":"1.5",)"
        R"("share":"0.2500","pieces":9,"day":"2026-03-01","at":"2026-03-01T08:00:00Z",)"
        R"("size":"large","closed":true,"note":"n"})");
  CHECK(given.records[1] ==
        R"({"code":"b","title":{"zh":"","en":"Parcel"},"maker":null,"amount":"-2","share":null,)"
        R"("pieces":null,"day":"2026-03-02","at":null,"size":null,"closed":null,"note":null})");
  CHECK(given.lines == std::vector<std::int64_t>{2, 4});
}

TEST_CASE("a handler tells an empty cell from a column that the file does not have") {
  CHECK(taken("code,title_en,amount,day,note\na,A,1,2026-03-01,\n").without ==
        " maker zh en pieces");
  CHECK(taken("code,title_en,maker_zh,amount,day\na,A,,1,2026-03-01\n").without ==
        " en pieces note");
}

TEST_CASE("cells keep the bounds of a request, in its words, and every wrong one is named") {
  struct Case {
    const char* row;
    const char* problems;
  };
  const std::vector<Case> cases = {
      {"toolongcode,A,1,,2026-03-01,,,", "2 code request.too_long\n"},
      {"a,,1,,2026-03-01,,,", "2 title_zh request.names_empty\n"},
      {"a,A,one,,2026-03-01,,,", "2 amount base.not_a_number\n"},
      {"a,A,1,0,2026-03-01,,,", "2 pieces request.out_of_range\n"},
      {"a,A,1,1.5,2026-03-01,,,", "2 pieces request.wrong_type\n"},
      {"a,A,1,,2026-02-30,,,", "2 day base.not_a_date\n"},
      {"a,A,1,,2026-03-01,huge,,", "2 size request.not_a_choice\n"},
      {"a,A,1,,2026-03-01,,perhaps,", "2 closed request.wrong_type\n"},
      {",A,,,,,,",
       "2 amount inlet.missing_value\n2 code inlet.missing_value\n2 day inlet.missing_value\n"},
      {"a,A,x,99,never,,,toolong",
       "2 amount base.not_a_number\n2 day base.not_a_date\n2 note request.too_long\n"
       "2 pieces request.out_of_range\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.row);
    CHECK(problems_of(std::string("code,title_en,amount,pieces,day,size,closed,note\n") + c.row +
                      "\n") == c.problems);
  }
  CHECK(problems_of("code,title_en,amount\na,A,1\n") == "1 day csv.column_missing\n");
}

TEST_CASE("rows that came from no file are read too; a bad one is refused, the others are taken") {
  Given given;
  const Inlet made = parcels(given);
  const auto row = [&](std::int64_t line, const std::string& day) {
    InletRow cells{line, std::vector<std::string>(made.columns.size()), nullptr, nullptr};
    cells.values[0] = "a";
    cells.values[1] = "A";
    cells.values[5] = "1";
    cells.values[8] = day;
    return cells;
  };
  const std::vector<InletRow> rows = {row(2, "2026-03-01"), row(3, "never"), row(4, "2026-03-02")};
  const auto verdicts = made.accept(nobody(), no_tx(), rows);
  REQUIRE(verdicts.size() == 3);
  CHECK(verdicts[1].verdict == Verdict::refused);
  CHECK(verdicts[1].column == "day");
  CHECK(verdicts[1].key == "base.not_a_date");
  CHECK(given.lines == std::vector<std::int64_t>{2, 4});
}

struct HeadRow {
  Text<40> measure;
  Decimal amount;
};
DESCRIBE(HeadRow, measure, amount);

struct WithList {
  Text<8> code;
  List<Text<8>, 3> words;
};
DESCRIBE(WithList, code, words);
struct Unbounded {
  std::string code;
};
DESCRIBE(Unbounded, code);

TEST_CASE("a record that no table can hold stops the program at its start") {
  const auto key_of = [](auto make) -> std::string {
    try {
      make();
    } catch (const Error& e) {
      return e.key();
    }
    return "";
  };
  const auto made = [](const TypeInfo& type) {
    (void)inlets::described("test.bad", Permission("test.write"), type, {});
  };
  CHECK(key_of([&] { made(type_of<WithList>()); }) == "inlet.misdescribed");
  CHECK(key_of([&] { made(type_of<Unbounded>()); }) == "routes.unbounded");
  Given given;
  Inlets list;
  Inlet without_record = parcels(given);
  without_record.read = nullptr;
  CHECK(key_of([&] { list.add(without_record); }) == "inlet.misdescribed");
  CHECK(key_of([&] { list.add(parcels(given)); }).empty());
}

TEST_CASE("what goes out as a table comes in again, and no cell is a formula") {
  ParcelRecord parcel{.code = "=a+b",
                      .title = {"包裹", "Parcel, large"},
                      .maker = std::nullopt,
                      .amount = "-1.5"_dec,
                      .share = Ratio::from_parts(2500),
                      .day = Date::of(2026, 3, 1),
                      .at = Instant::from_text("2026-03-01T08:00:00Z"),
                      .size = Size::large,
                      .closed = true};
  const TableFile file =
      csv_of(nobody(), "parcels.csv", "inlet.test.parcel", std::vector<ParcelRecord>{parcel});
  CHECK(file.name == "parcels.csv");
  CHECK(file.content.find("'=a+b,包裹,\"Parcel, large\",,,-1.5,0.2500,,2026-03-01,") !=
        std::string::npos);
  const auto head = file.content.find("\r\n");
  Given given;
  const Inlet made = parcels(given);
  std::string heads;
  for (const InletColumn& column : made.columns) (heads += heads.empty() ? "" : ",") += column.name;
  CHECK(taken(heads + file.content.substr(head)).records ==
        std::vector<std::string>{to_json(parcel)});
}

struct MailRow {
  PersonId person;
  std::string name;
  std::string email;
};
DESCRIBE(MailRow, person, name, email);
ATTRIBUTES(MailRow, {"email", {.field_class = FieldClass::contact}});

TEST_CASE("a table that goes out has no cell that its reader may not see") {
  auto viewer = std::make_shared<Viewer>();
  viewer->person = {1};
  const Context self{Instant(), viewer, Locale::en};
  viewer->seen[static_cast<std::size_t>(FieldClass::contact)] = relation::self;
  const std::vector<MailRow> rows{{{1}, "Eve", "eve@x.example"}, {{2}, "Mo", "mo@x.example"}};
  const auto content = [&](const Context& ctx) {
    const std::string all = csv_of(ctx, "x.csv", "inlet.test", rows).content;
    return all.substr(all.find("\r\n") + 2);
  };
  CHECK(content(self) == "1,Eve,eve@x.example\r\n2,Mo,\r\n");
  CHECK(content(nobody()) == "1,Eve,\r\n2,Mo,\r\n");
}

TEST_CASE("heads of a table that goes out are in the reader's language") {
  Context reader = nobody();
  const std::vector<HeadRow> none;
  CHECK(csv_of(reader, "x.csv", "inlet.kpi.reading", none).content ==
        "\xEF\xBB\xBF"
        "Measure code,Amount\r\n");
  reader.locale = Locale::zh;
  CHECK(csv_of(reader, "x.csv", "inlet.kpi.reading", none).content ==
        "\xEF\xBB\xBF"
        "度量编号,数值\r\n");
}

}  // namespace
}  // namespace twinrail
