#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "platform/inlets/import.hpp"

/// Files as real programs have saved them, kept in tests/files with how they were made.
namespace twinrail::testing {
namespace {

std::string bytes_of(const std::string& name) {
  std::ifstream in(std::string(TWINRAIL_SOURCE_DIR) + "/tests/files/" + name, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), name);
  return {std::istreambuf_iterator<char>(in), {}};
}

Import sent(Installation& i, const char* inlet, const std::string& name, Upload body) {
  StartImport request{
      .inlet = std::string(inlet), .dry_run = false, .file = name, .body = std::move(body)};
  return i.app().imports().run(i.app().operator_context(i.north(), "fixture"), i.north().lanes(),
                               request);
}

/// Brings the two teams of the files, and then one of these.
Import taken_in(Installation& i, const std::string& name, const std::string& type) {
  const std::string units =
      "code,parent,name_zh,kind,valid_from\nC,,公司,company,2025-01-01\n"
      "G1,C,缝一组,team,2025-01-01\nG2,C,缝二组,team,2025-01-01\n";
  REQUIRE(sent(i, "people.unit", "units.csv", {"text/csv", units}).state == ImportState::done);
  return sent(i, "people.person", name, {type, bytes_of(name)});
}

std::string problem_of(const Import& import) {
  if (import.problems.empty()) return {};
  const ImportProblem& p = import.problems.front();
  return std::to_string(p.row) + " " + p.column + " " + p.key + " " + p.text;
}

/// Somebody as the list shows them, found by the number.
Answer found(Installation& i, const std::string& number) {
  return i.get("/people?state=everybody&q=" + number, "hr");
}

TEST_CASE("twenty people come in from a table that an office has saved in GB18030") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    Installation i(on_postgres);
    const Import done = taken_in(i, "people-gb18030.csv", "text/csv");
    CHECK(problem_of(done) == "");
    CHECK(done.state == ImportState::done);
    CHECK(done.stored == 20);
    REQUIRE(done.facts.has_value());
    CHECK(done.facts->encoding == "GB18030");
    const Answer one = found(i, "00007");
    CHECK(one.at("/items/0/employee_no") == "00007");
    CHECK(one.at("/items/0/name") == "赵丽");
    CHECK(one.at("/items/0/start") == "2026-07-07");
    CHECK(one.at("/items/0/post/zh") == "质检员");
  }
}

TEST_CASE("twenty people come in from a workbook that LibreOffice has saved") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    Installation i(on_postgres);
    const Import done = taken_in(i, "people-libreoffice.xlsx", "application/octet-stream");
    CHECK(problem_of(done) == "");
    CHECK(done.state == ImportState::done);
    CHECK(done.stored == 20);
    const Answer one = found(i, "010020");
    CHECK(one.at("/items/0/employee_no") == "010020");
    CHECK(one.at("/items/0/name") == "罗霞");
    CHECK(one.at("/items/0/start") == "2026-02-20");
    CHECK(one.at("/items/0/email") == "10020@north.example");
    CHECK(one.at("/items/0/employment_type") == "regular");
  }
}

}  // namespace
}  // namespace twinrail::testing
