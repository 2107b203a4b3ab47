#include "platform/inlets/csv.hpp"

#include <map>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace twinrail {
namespace {

using Cells = std::vector<std::string>;

struct Read {
  std::vector<Cells> rows;
  std::vector<std::int64_t> numbers;
  std::vector<CsvProblem> problems;
  std::int64_t problem_count = 0;
};

Read read_all(std::string_view text, const CsvLimits& limits = {}) {
  CsvReader reader(text, limits);
  Read result;
  while (const CsvRow* row = reader.next()) {
    result.rows.emplace_back(row->cells.begin(), row->cells.end());
    result.numbers.push_back(row->row);
  }
  result.problems = reader.problems();
  result.problem_count = reader.problem_count();
  return result;
}

std::string argument(const CsvProblem& problem, const std::string& name) {
  for (const auto& [key, value] : problem.args) {
    if (key == name) return value;
  }
  return "(none)";
}

TEST_CASE("rows of a well-formed file") {
  struct Case {
    const char* text;
    std::vector<Cells> rows;
  };
  const std::vector<Case> cases = {
      {"", {}},
      {"\n\r\n\n", {}},
      {"a", {{"a"}}},
      {"a,b\n1,2", {{"a", "b"}, {"1", "2"}}},
      {"a,b\r\n1,2\r\n", {{"a", "b"}, {"1", "2"}}},
      {"a,b\n1,", {{"a", "b"}, {"1", ""}}},
      {"a,b\n,\n", {{"a", "b"}, {"", ""}}},
      {"\xEF\xBB\xBF"
       "a,b\n",
       {{"a", "b"}}},
      {"a,b\n\"1,5\",\"two\r\nlines\"\n", {{"a", "b"}, {"1,5", "two\r\nlines"}}},
      {"a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", {{"a", "b"}, {"say \"hi\"", "\""}}},
      {"a,b\n\"\",\"\"\n", {{"a", "b"}, {"", ""}}},
      {"编号,名称\n1,三厂\n", {{"编号", "名称"}, {"1", "三厂"}}},
      {"a\n\n1\n\n2\n\n", {{"a"}, {"1"}, {"2"}}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const Read result = read_all(c.text);
    CHECK(result.rows == c.rows);
    CHECK(result.problems.empty());
  }
}

TEST_CASE("what is against the rules is named with its row and column, the rest is read on") {
  struct Case {
    const char* text;
    std::int64_t row;
    const char* column;
    const char* key;
    std::vector<Cells> rows;
  };
  const std::vector<Case> cases = {
      {"a,b\n1\n3,4\n", 2, "", "csv.uneven_row", {{"a", "b"}, {"3", "4"}}},
      {"a,b\n1,2,3\n3,4\n", 2, "", "csv.uneven_row", {{"a", "b"}, {"3", "4"}}},
      {"a,b\n1,2\n3", 3, "", "csv.cut_off", {{"a", "b"}, {"1", "2"}}},
      {"a,b\n1,\"2\n3,4\n", 2, "b", "csv.quote_not_closed", {{"a", "b"}}},
      {"a,b\n1,\"2", 2, "b", "csv.quote_not_closed", {{"a", "b"}}},
      {"a,b\n1,\"2\"\"", 2, "b", "csv.quote_not_closed", {{"a", "b"}}},
      {"a,b\n1,\"2\"x\n3,4\n", 2, "b", "csv.text_after_quote", {{"a", "b"}, {"3", "4"}}},
      {"a,b\n1\"2,2\n3,4\n", 2, "a", "csv.quote_inside", {{"a", "b"}, {"3", "4"}}},
      {"a,b\n1,2\r3,4\n5,6\n", 2, "b", "csv.lone_return", {{"a", "b"}, {"5", "6"}}},
      {"a,\"b\"x\n1,2\n", 1, "2", "csv.text_after_quote", {}},
      {"a,b\n\n\n1\n", 4, "", "csv.uneven_row", {{"a", "b"}}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const Read result = read_all(c.text);
    CHECK(result.rows == c.rows);
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].row == c.row);
    CHECK(result.problems[0].column == c.column);
    CHECK(result.problems[0].key == c.key);
  }
  const Read uneven = read_all("a,b\n1,2,3\n");
  CHECK(argument(uneven.problems.at(0), "expected") == "2");
  CHECK(argument(uneven.problems.at(0), "found") == "3");
}

TEST_CASE("each limit is named when it is passed, and reached without complaint") {
  CsvLimits limits;
  limits.rows = 2;
  limits.columns = 3;
  limits.cell_bytes = 4;
  CHECK(read_all("a,b,c\n1,2,3\n1234,2,3\n", limits).problems.empty());

  struct Case {
    const char* text;
    std::int64_t row;
    const char* column;
    const char* key;
    const char* max;
  };
  const std::vector<Case> cases = {
      {"a\n1\n2\n3\n4\n", 4, "", "csv.too_many_rows", "2"},
      {"a,b,c,d\n1,2,3,4\n", 1, "", "csv.too_many_columns", "3"},
      {"a,b\n1,12345\n", 2, "b", "csv.cell_too_long", "4"},
      {"abcde,b\n1,2\n", 1, "1", "csv.cell_too_long", "4"},
      {"a\n\"12\"\"45\"\n", 2, "a", "csv.cell_too_long", "4"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const Read result = read_all(c.text, limits);
    REQUIRE(result.problem_count == 1);
    CHECK(result.problems[0].row == c.row);
    CHECK(result.problems[0].column == c.column);
    CHECK(result.problems[0].key == c.key);
    CHECK(argument(result.problems[0], "max") == c.max);
  }
}

TEST_CASE("problems beyond the limit are counted, not kept") {
  CsvLimits limits;
  limits.problems = 3;
  std::string text = "a,b\n";
  for (int i = 0; i < 10; ++i) text += "1\n";
  const Read result = read_all(text, limits);
  CHECK(result.problems.size() == 3);
  CHECK(result.problem_count == 10);
}

TEST_CASE("text that can be read has no encoding problem") {
  for (const char* text : {"", "plain",
                           "\xEF\xBB\xBF"
                           "编号",
                           "三厂缝制车间,裁剪\r\n", "é😀\n", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF",
                           "1234567\xC3\xA9"
                           "1234567"}) {
    CAPTURE(text);
    CHECK_FALSE(encoding_problem(text).has_value());
  }
}

TEST_CASE("another encoding is named") {
  struct Case {
    std::string text;
    const char* encoding;
  };
  const std::string gbk_head =
      "\xB1\xE0\xBA\xC5,\xC3\xFB\xB3\xC6,\xC9\xCF\xBC\xB6\n";  // 编号,名称,上级
  const std::vector<Case> cases = {
      {gbk_head, "GB18030"},
      {"code,name\n1,\xC1\xAA\xCD\xA8\n", "GB18030"},                  // 联通
      {"code,name\n1,\xC8\xFD\xB3\xA7\xB7\xEC\xD6\xC6\n", "GB18030"},  // 三厂缝制
      {gbk_head + "\x82\x30\x91\x31,\xD2\xBB\n", "GB18030"},           // a character of four bytes
      {std::string("\xFF\xFE"
                   "a\0,\0",
                   6),
       "UTF-16LE"},
      {std::string("\xFE\xFF"
                   "\0a\0,",
                   6),
       "UTF-16BE"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto problem = encoding_problem(c.text);
    REQUIRE(problem.has_value());
    CHECK(problem->key == "csv.encoding");
    CHECK(argument(*problem, "encoding") == c.encoding);
  }
}

TEST_CASE("what spreadsheets save becomes UTF-8, and nothing is guessed") {
  std::string gbk = "\xB1\xE0\xBA\xC5,\xC3\xFB\xB3\xC6\n1,\x82\x30\x91\x31\n";
  CHECK_FALSE(to_utf8(gbk).has_value());
  CHECK(gbk.starts_with("编号,名称\n1,"));
  std::string wide("\xFF\xFE\x16\x7F\x0A\0", 6);  // 编 and a line's end
  CHECK_FALSE(to_utf8(wide).has_value());
  CHECK(wide == "\xEF\xBB\xBF编\n");
  std::string cut("\xFF\xFE\x16", 3);
  CHECK(to_utf8(cut)->key == "csv.encoding");
  std::string plain = "编号\n";
  CHECK_FALSE(to_utf8(plain).has_value());
  CHECK(plain == "编号\n");
  std::string western = "name,city\nM\xFCller,K\xF6ln\nSch\xF6n,M\xFCnchen\nBj\xF6rn,Z\xFCrich\n";
  CHECK(to_utf8(western).has_value());
}

TEST_CASE("the separator is the one that the first line with any has most of") {
  CHECK(separator_of("") == ',');
  CHECK(separator_of("a\n1\n") == ',');
  CHECK(separator_of("a;b;c\n1,5;2;3\n") == ';');
  CHECK(separator_of("a\tb\n1,5\t2\n") == '\t');
  CHECK(separator_of("\"x;y;z\",b\n") == ',');
  CHECK(separator_of("Report\n\na;b\n") == ';');
}

TEST_CASE("damage is named by its line and character") {
  struct Case {
    std::string text;
    const char* key;
    const char* line;
    const char* column;
  };
  const std::vector<Case> cases = {
      {"编号,名称\n1,三\xFF厂\n", "csv.not_utf8", "2", "4"},
      {"编号,名称,上级\n1,\xC0\xAF,车间\n", "csv.not_utf8", "2", "3"},  // a slash, overlong
      {"编号,名称\n1,\xED\xA0\x80\n", "csv.not_utf8", "2", "3"},        // half of a surrogate pair
      {"编号,名称\n1,三\xE5\x8E", "csv.cut_off_character", "2", "4"},
      {std::string("a,b\n1,\0\n", 8), "csv.zero_byte", "2", "3"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    const auto problem = encoding_problem(c.text);
    REQUIRE(problem.has_value());
    CHECK(problem->key == c.key);
    CHECK(argument(*problem, "line") == c.line);
    CHECK(argument(*problem, "column") == c.column);
  }
  CHECK(encoding_problem("PK\x03\x04 a workbook")->key == "csv.is_workbook");
}

TEST_CASE("a cell that a spreadsheet would calculate is guarded, and comes back as it was") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ""},
      {"三厂", "三厂"},
      {"=1+1", "'=1+1"},
      {"+SUM(A1)", "'+SUM(A1)"},
      {"-SUM(A1)", "'-SUM(A1)"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\t=1", "'\t=1"},
      {"-3.50", "-3.50"},
      {"+3", "+3"},
      {"-", "'-"},
      {"--3", "'--3"},
      {"-3-4", "'-3-4"},
      {"'", "'"},
      {"'=1", "''=1"},
      {"'-3", "'-3"},
      {"a=1", "a=1"},
  };
  for (const auto& [cell, guarded] : cases) {
    CAPTURE(cell);
    CHECK(guard_formula(cell) == guarded);
    CHECK(unguard_formula(guarded) == cell);
  }
}

TEST_CASE("the writer quotes what needs it and marks the file as UTF-8") {
  CsvWriter writer;
  writer.cell("a").cell("b, c").end_row();
  writer.cell("=1").cell("x\"y\nz").end_row();
  CHECK(writer.take() ==
        "\xEF\xBB\xBF"
        "a,\"b, c\"\r\n'=1,\"x\"\"y\nz\"\r\n");
}

// What the reader makes of any bytes must stay inside the bytes and come to an end; under the
// sanitizers this is the test of the reader's arithmetic.
TEST_CASE("random bytes are read or refused, never more") {
  std::mt19937 random(20241124);
  const std::string letters = "ab1,,,\"\"\n\n\r'=-\t";
  std::map<std::string, int> seen;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    const auto length = random() % 40;
    for (unsigned i = 0; i < length; ++i) {
      text +=
          round % 4 == 0 ? static_cast<char>(random() % 256) : letters[random() % letters.size()];
    }
    CsvLimits limits;
    limits.rows = 5;
    limits.columns = 4;
    limits.cell_bytes = 6;
    if (const auto problem = encoding_problem(text)) ++seen[problem->key];
    const Read result = read_all(text, limits);
    for (const Cells& row : result.rows) CHECK(row.size() == result.rows[0].size());
    CHECK(result.rows.size() <= 6);
    for (const CsvProblem& problem : result.problems) ++seen[problem.key];
  }
  for (const char* key :
       {"csv.uneven_row", "csv.cut_off", "csv.quote_not_closed", "csv.quote_inside",
        "csv.text_after_quote", "csv.lone_return", "csv.too_many_rows", "csv.too_many_columns",
        "csv.cell_too_long", "csv.zero_byte", "csv.not_utf8", "csv.cut_off_character"}) {
    CAPTURE(key);
    CHECK(seen[key] > 0);
  }
}

TEST_CASE("random tables come back as they were written") {
  std::mt19937 random(7);
  const std::vector<std::string> bits = {"a", "厂", ",", "\"", "\n", "\r\n",
                                         "=", "-",  "'", "1",  " "};
  for (int round = 0; round < 2'000; ++round) {
    const auto columns = 2 + random() % 4;  // a row of one empty cell is a blank line
    std::vector<Cells> table(1 + random() % 5, Cells(columns));
    CsvWriter writer;
    for (Cells& row : table) {
      for (std::string& cell : row) {
        for (auto left = random() % 5; left > 0; --left) cell += bits[random() % bits.size()];
      }
      writer.row(row);
    }
    Read result = read_all(writer.take());
    CHECK(result.problems.empty());
    for (Cells& row : result.rows) {
      for (std::string& cell : row) cell = std::string(unguard_formula(cell));
    }
    CHECK(result.rows == table);
  }
}

}  // namespace
}  // namespace twinrail
