#include "platform/inlets/cell_forms.hpp"

#include <vector>

#include <doctest/doctest.h>

#include "base/date.hpp"
#include "base/decimal.hpp"

namespace twinrail::inlets {
namespace {

struct Case {
  const char* cell;
  const char* text;
  const char* problem = "";
  char separator = ',';
};

void check(const TypeInfo& type, const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    CAPTURE(c.cell);
    const CellForm form = cell_form(type, c.cell, c.separator);
    CHECK(form.text == c.text);
    CHECK(form.problem == c.problem);
  }
}

TEST_CASE("a day as people and spreadsheets write it") {
  check(type_of<Date>(),
        {
            {"2026-09-01", "2026-09-01"},
            {"2026-9-1", "2026-09-01"},
            {"2026/9/1", "2026-09-01"},
            {"2026.09.1", "2026-09-01"},
            {"2026年9月1日", "2026-09-01"},
            {"２０２６/９/１", "2026-09-01"},
            {"20260901", "2026-09-01"},
            {"5-Sep-26", "2026-09-05"},
            {"5 September 2026", "2026-09-05"},
            {"2026/9/1 0:00", "2026-09-01"},
            {"2026-09-01T00:00:00", "2026-09-01"},
            {"2026-02-30", "2026-02-30"},  // the reader says that there is no such day
            {"2026-9/1", "2026-9/1"},
            {"2026-09", "2026-09"},
            {"2026/9/1 8:30", "2026/9/1 8:30"},
            {"5-Foo-26", "5-Foo-26"},
            {"tomorrow", "tomorrow"},
            {"1/5/2026", "1/5/2026", "csv.day_unclear"},
            {"13/5/2026", "13/5/2026", "csv.day_unclear"},
            {"01.09.2026", "01.09.2026", "csv.day_unclear"},
            {"46268", "46268", "csv.day_as_number"},
        });
}

TEST_CASE("a number loses what groups its digits, and nothing else") {
  check(type_of<Decimal>(), {
                                {"1234.5", "1234.5"},
                                {"-1,000.50", "-1000.50"},
                                {"+5", "5"},
                                {"1,234,567", "1234567"},
                                {"1 234.5", "1234.5"},
                                {"1\xC2\xA0"
                                 "234.5",
                                 "1234.5"},
                                {"１２３", "123"},
                                {"95%", "0.95"},
                                {"-7.5 %", "-0.075"},
                                {"100%", "1"},
                                {"0.5%", "0.005"},
                                {"12,50", "12,50"},
                                {"1,5", "1,5"},
                                {"1.000,5", "1.000,5"},
                                {"1,2345", "1,2345"},
                                {",123", ",123"},
                                {"￥1,200", "￥1,200"},
                                {"1,234", "1,234", "", ';'},
                                {"1234,05", "1234,05", "", ';'},
                                {"--", "--"},
                            });
}

TEST_CASE("yes and no in both languages") {
  check(type_of<bool>(),
        {{"TRUE", "true"}, {"Yes", "true"}, {"是", "true"}, {"否", "false"}, {"maybe", "maybe"}});
}

TEST_CASE("a number that is a text stays one, and one that is lost is named") {
  check(type_of<std::string>(), {
                                    {"00101", "00101"},
                                    {"'00104", "00104"},
                                    {"００１０３", "00103"},
                                    {"三厂", "三厂"},
                                    {"E+1", "E+1"},
                                    {"1.00E+05", "1.00E+05", "csv.number_shortened"},
                                });
}

TEST_CASE("blanks of every kind are taken off") {
  CHECK(without_blanks(" \t\xC2\xA0\xE3\x80\x80三厂 \xEF\xBB\xBF\r\n") == "三厂");
  CHECK(without_blanks("\xE3\x80\x80 ").empty());
}

}  // namespace
}  // namespace twinrail::inlets
