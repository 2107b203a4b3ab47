#include "platform/pdf/paper.hpp"

#include <doctest/doctest.h>

#include "support/pdf_text.hpp"

namespace twinrail::pdf {
namespace {

using testing::asked_of_pdf;
using testing::says;
using testing::text_of_pdf;

Paper paper_of(std::vector<Block> blocks, Locale locale = Locale::zh) {
  return {.locale = locale,
          .kind = "指标",
          .title = "一次合格率",
          .subtitle = "缝制一组",
          .blocks = std::move(blocks),
          .colophon = {"北方服装", "周明远", "2026-11-18 14:32 Asia/Shanghai"},
          .made_at = Instant::from_text("2026-11-18T06:32:00Z")};
}

Table long_table(std::size_t rows) {
  Table table{{{"期间", 2}, {"实际", 1, true}, {"状态", 1}}, {}, "没有"};
  for (std::size_t i = 0; i < rows; ++i)
    table.rows.push_back({{.text = "第 " + std::to_string(i) + " 期"},
                          {.text = std::to_string(i) + ".5%"},
                          {.text = "告警", .mark = Mark::breach}});
  return table;
}

std::size_t count_of(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

std::size_t pages_of(const std::string& bytes) {
  const std::string info = asked_of_pdf(bytes, "pdfinfo");
  const auto at = info.find("Pages:");
  REQUIRE_MESSAGE(at != std::string::npos, info);
  return std::stoul(info.substr(at + 6));
}

TEST_CASE("a paper says what it was given, in letters that can be read and copied") {
  Chart chart{.finding = "从 90% 到 95%",
              .target_word = "目标值",
              .shown = [](Decimal value) { return value.to_fixed(0) + "%"; },
              .points = {{.label = "2026-01", .value = Decimal::whole(90)},
                         {.label = "2026-02"},
                         {.label = "2026-03",
                          .value = Decimal::whole(95),
                          .target = Decimal::whole(96),
                          .mark = Mark::watch}}};
  const std::string bytes = drawn(paper_of(
      {Facts{{{"实际", {.text = "89.4%"}}, {"状态", {.text = "关注", .mark = Mark::watch}}}},
       Heading{"走势", "最近 3 期"}, chart, Paragraph{.text = "合格数 / 检验数"}, long_table(3),
       Table{{{"来源"}}, {}, "没有来源"}}));
  CHECK(bytes.starts_with("%PDF-"));
  const std::string text = text_of_pdf(bytes);
  for (const char* said :
       {"一次合格率", "缝制一组", "89.4%", "关注", "走势", "最近 3 期", "从 90% 到 95%",
        "合格数 / 检验数", "第 2 期", "2.5%", "目标值 96%", "2026-03", "没有来源",
        "北方服装 · 周明远 制作于 2026-11-18 14:32", "第 1 / 1 页"})
    CHECK_MESSAGE(says(text, said), said);
  const std::string info = asked_of_pdf(bytes, "pdfinfo");
  CHECK(info.find("一次合格率") != std::string::npos);
  CHECK(info.find("(A4)") != std::string::npos);
  CHECK(asked_of_pdf(bytes, "pdffonts").find("NotoSansCJK") != std::string::npos);
}

TEST_CASE("a long table goes on on further pages, each with its head and its number") {
  const std::string bytes = drawn(paper_of({long_table(200)}));
  const std::size_t pages = pages_of(bytes);
  CHECK(pages > 3);
  const std::string text = text_of_pdf(bytes);
  CHECK(count_of(text, "期间") == pages);
  const std::string last = "第 " + std::to_string(pages) + " / " + std::to_string(pages) + " 页";
  CHECK(says(text, last));
  for (std::size_t i = 0; i < 200; ++i) CHECK(says(text, std::to_string(i) + ".5%"));
}

TEST_CASE("a cell that is longer than a page is torn between lines, and nothing is lost") {
  std::string text;
  for (int i = 0; i < 900; ++i) text += "第" + std::to_string(i) + "句话。";
  Table table{{{"说明", 3}, {"谁", 1}}, {{{.text = text}, {.text = "周明远"}}}, {}};
  const std::string bytes = drawn(paper_of({table, Paragraph{.text = text}}));
  CHECK(pages_of(bytes) > 2);
  const std::string read = testing::squeezed(text_of_pdf(bytes));
  CHECK(read.find("第899句话") != std::string::npos);
}

TEST_CASE("what cannot be drawn is left out, and the rest stands") {
  CHECK(drawable("a\tb\x01\x7f") == "a b  ");
  CHECK(drawable("one\r\ntwo\rthree\xE2\x80\xA8"
                 "four") == "one\ntwo\nthree\nfour");
  CHECK(drawable("txt\xE2\x80\xAEgpj.exe") == "txtgpj.exe");  // turned by U+202E
  CHECK(drawable("\xff\xfe") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(has_letters("目标 Ziel"));
  CHECK_FALSE(has_letters("\xEE\x80\x80"));  // of nobody: U+E000
  const std::string bytes =
      drawn(paper_of({Paragraph{.text = std::string("甲\0乙", 7)},
                      Paragraph{.text = "好\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD的\xEE\x80\x80完"},
                      Paragraph{.text = std::string(4000, 'x')}, Paragraph{.text = ""}}));
  const std::string text = text_of_pdf(bytes);
  CHECK(says(text, "的"));
  CHECK(says(text, "完"));
  CHECK(pages_of(bytes) == 1);
}

TEST_CASE("what is too long is refused before it is drawn, and so is what becomes too long") {
  CHECK_THROWS_AS((void)drawn(paper_of({long_table(rows_most + 1)})), Error);
  const Paragraph page{.text = std::string(20'000, 'm')};
  CHECK_THROWS_AS((void)drawn(paper_of(std::vector<Block>(80, page))), Error);
}

TEST_CASE("the same paper has the same bytes") {
  CHECK(drawn(paper_of({long_table(5)})) == drawn(paper_of({long_table(5)})));
}

}  // namespace
}  // namespace twinrail::pdf
