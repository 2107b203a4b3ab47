#include "app/check.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "app/check_json.hpp"
#include "app/check_ops.hpp"

namespace twinrail {
namespace {

const std::string cases = TWINRAIL_SOURCE_DIR "/tests/cases/";

struct Outcome {
  int status = 0;
  std::string printed;
};

Outcome check_files(const std::vector<std::string>& files) {
  std::ostringstream out;
  const int status = run_check(files, out);
  return {status, out.str()};
}

/// A case file that is gone again at the end of the test.
class CaseFile {
 public:
  explicit CaseFile(const std::string& text) {
    static int number = 0;
    name_ = (std::filesystem::temp_directory_path() /
             ("twinrail-check-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)) + "-" +
              std::to_string(++number) + ".jsonl"))
                .string();
    std::ofstream(name_, std::ios::binary) << text;
  }
  CaseFile(const CaseFile&) = delete;
  CaseFile& operator=(const CaseFile&) = delete;
  ~CaseFile() { std::filesystem::remove(name_); }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_;
};

Outcome check_text(const std::string& text) {
  const CaseFile file(text);
  return check_files({file.name()});
}

/// A right case of a move half way, with another expectation or other inputs.
std::string half_way(const std::string& id, const std::string& expected,
                     const std::string& more_inputs = "") {
  return R"({"id": ")" + id + R"(", "op": "okr.kr_progress", "inputs": {"kind": "move", )" +
         R"("start": "0", "target": "4", "current": "2")" + more_inputs + R"(}, "expected": )" +
         expected + "}\n";
}

const std::string right = R"({"progress": "0.5", "coverage": 1, "raw": 0.50, "flags": []})";

bool ends_with(const Outcome& outcome, const std::string& line) {
  return outcome.printed.ends_with(line + "\n");
}

TEST_CASE("all worked cases come out right, and again the same") {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(cases)) {
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  REQUIRE(files.size() >= 2);
  const Outcome first = check_files(files);
  CHECK_MESSAGE(first.status == 0, first.printed);
  CHECK(first.printed.ends_with(" passed, 0 failed\n"));
  CHECK(std::count(first.printed.begin(), first.printed.end(), '\n') == 1);
  CHECK(first.printed.find("0 passed") != 0);
  CHECK(check_files(files).printed == first.printed);
}

TEST_CASE("numbers are compared by value, only what is listed is compared") {
  CHECK(check_text(half_way("a", right)).status == 0);
  CHECK(check_text(half_way("a", R"({"progress": 5e-1, "raw": "00.5"})")).status == 0);
  CHECK(check_text(half_way("a", "{}")).status == 0);
}

TEST_CASE("a wrong expectation fails and is named with what came out") {
  const Outcome outcome = check_text("\n" + half_way("wrong", R"({"progress": "0.51"})"));
  CHECK(outcome.status == 1);
  CHECK(outcome.printed.find(":2 wrong: progress: expected \"0.51\", got \"0.5000\"") !=
        std::string::npos);
  CHECK(ends_with(outcome, "0 passed, 1 failed"));
}

TEST_CASE("null, 0, false, absent, lists and refusals are told apart") {
  for (const char* expected :
       {R"({"progress": null})", R"({"progress": false})", R"({"reached_on": 0})",
        R"({"reached_on": false})", R"({"nothing": null})", R"({"flags": [null]})",
        R"({"flags": ["regressed"]})", R"({"flags": {}})", R"({"state": "pending"})",
        R"({"rejected": "use_keep"})", R"({"progress": ""})", R"({"coverage": true})"}) {
    CAPTURE(expected);
    CHECK(ends_with(check_text(half_way("a", expected)), "0 passed, 1 failed"));
  }
}

TEST_CASE("a refusal fails what does not expect it, also in a part that is not listed") {
  const std::string keep = R"({"kind": "move", "start": 1, "target": 1, "current": 2})";
  const std::string part = R"({"op": "okr.kr_progress", "inputs": )" + keep + "}";
  const auto line = [](const std::string& op, const std::string& inputs,
                       const std::string& expected) {
    return R"({"id": "a", "op": ")" + op + R"(", "inputs": )" + inputs + R"(, "expected": )" +
           expected + "}\n";
  };
  CHECK(check_text(line("okr.kr_progress", keep, "{}")).status == 1);
  CHECK(check_text(line("okr.kr_progress", keep, R"({"rejected": "keep"})")).status == 1);
  CHECK(check_text(line("okr.kr_progress", keep, R"({"rejected": "use_keep", "sum": 1})")).status ==
        1);
  CHECK(check_text(line("okr.kr_progress", keep, R"({"rejected": "use_keep"})")).status == 0);
  const std::string parts = R"({"parts": {"x": )" + part + "}}";
  CHECK(check_text(line("multi", parts, "{}")).status == 1);
  CHECK(check_text(line("multi", parts, R"({"x": {}})")).status == 1);
  CHECK(check_text(line("multi", parts, R"({"x": {"rejected": "use_keep"}})")).status == 0);
  CHECK(check_text(line("multi", R"({"parts": {"x": {"op": "no.such", "inputs": {}}}})", "{}"))
            .status == 1);
}

TEST_CASE("what is no case counts as failed, is named with its line and ends nothing") {
  const std::string good = half_way("good", right);
  for (const std::string& bad : std::vector<std::string>{
           "not JSON",
           "[1, 2]",
           R"({"id": "x")",
           half_way("x", right, R"(, "unknown": 1)"),
           half_way("x", right, R"(, "start": "0")"),  // a key twice
           half_way("x", right).substr(0, 60),
           half_way("x", right).insert(8, "\xC3\x28"),  // no UTF-8
           R"({"id": "x", "op": "okr.kr_progress", "inputs": {}, "expected": {}} {})",
           R"({"id": "x", "op": "okr.kr_progress", "inputs": {}, "expected": {}})",
           R"({"id": "x", "op": "okr.no_such_op", "inputs": {}, "expected": {}})",
           R"({"id": "x", "op": "okr.kr_keep", "expected": {}})",
           R"({"id": "x", "op": "okr.kr_keep", "inputs": {"lower": 1, "values": []}})",
           R"({"op": "okr.kr_keep", "inputs": {"lower": 1, "values": []}, "expected": {}})",
           R"({"id": "x", "op": "okr.kr_keep", "inputs": {"lower": "one", "values": []}, )"
           R"("expected": {}})",
           R"({"id": "x", "op": "okr.kr_keep", "inputs": {"lower": 1, "values": [0.1234567]}, )"
           R"("expected": {}})",
           R"({"id": "x", "op": "okr.kr_keep", "inputs": {"lower": 1, "values": [1e13]}, )"
           R"("expected": {}})",
       }) {
    CAPTURE(bad);
    const Outcome outcome = check_text(bad + "\n \t\r\n" + good);
    CHECK(outcome.status == 1);
    CHECK(outcome.printed.find(".jsonl:1") != std::string::npos);
    CHECK(ends_with(outcome, "1 passed, 1 failed"));
  }
}

TEST_CASE("an id that was there before fails, over all files") {
  const CaseFile one(half_way("same", right));
  const CaseFile two(half_way("same", right));
  CHECK(ends_with(check_files({one.name(), two.name()}), "1 passed, 1 failed"));
}

TEST_CASE("a file that is missing, empty or a folder is one failed case") {
  CHECK(ends_with(check_text(""), "0 passed, 1 failed"));
  CHECK(ends_with(check_text(" \n\t\n"), "0 passed, 1 failed"));
  CHECK(ends_with(check_files({cases + "no-such-file.jsonl"}), "0 passed, 1 failed"));
  CHECK(ends_with(check_files({cases}), "0 passed, 1 failed"));
}

TEST_CASE("figures that leave the exact range are refused, never wrapped") {
  const std::string line =
      R"({"id": "x", "op": "okr.kr_progress", "inputs": {"kind": "move", "start": "0", )"
      R"("target": "0.000001", "current": "9000000000000"}, "expected": {"raw": "0"}})";
  const Outcome outcome = check_text(line);
  CHECK(outcome.status == 1);
  CHECK(outcome.printed.find("overflow") != std::string::npos);
}

TEST_CASE("every operation of the case files is listed with the rule it runs through") {
  std::ostringstream out;
  list_operations(out);
  std::set<std::string> seen;
  for (const check::Operation& operation : check::operations()) {
    CHECK(seen.insert(operation.op()).second);
    CHECK(out.str().find(operation.op() + "  twinrail::") != std::string::npos);
  }
  CHECK(seen.size() == 30);
}

/// Where the server decides one period, one record or one objective at a time, it calls the step
/// that the case runs over a whole list; kpi::rules::point_of makes a whole point of several rules,
/// and value_of_days says which readings count before their rows are evaluated.
const std::map<std::string, std::vector<std::string>> steps{
    {"kpi.achievement", {"point_of"}},     {"kpi.colour", {"point_of"}},
    {"kpi.breach_sequence", {"point_of"}}, {"kpi.readings", {"intake"}},
    {"kpi.value", {"value_of_days"}},      {"okr.tree", {"roll_up_tree", "roll_up"}},
};

/// The functions of the server that stand for an operation: those of its rule, and its steps.
std::vector<std::string> functions_of(const check::Operation& operation) {
  const auto step = steps.find(operation.op());
  if (step != steps.end()) return step->second;
  std::vector<std::string> names;
  std::istringstream list{std::string(operation.rule)};
  for (std::string name; std::getline(list, name, ',');) {
    const auto start = name.find_last_of(": ");
    names.push_back(start == std::string::npos ? name : name.substr(start + 1));
  }
  return names;
}

/// Name and text of every source of the server that is neither a rule nor a test.
std::map<std::string, std::string> server_sources() {
  std::map<std::string, std::string> sources;
  const std::string modules = TWINRAIL_SOURCE_DIR "/src/modules";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(modules)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".cpp") || name.ends_with("_test.cpp") || name.starts_with("rules")) {
      continue;
    }
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    sources[entry.path().lexically_relative(modules).string()] = text.str();
  }
  return sources;
}

/// "kpi/service_judge.cpp: evaluate", or nothing while the screen of an operation comes later.
std::string server_function(const check::Operation& operation,
                            const std::map<std::string, std::string>& sources) {
  for (const std::string& name : functions_of(operation)) {
    const std::regex call("\\b(rules|links)::" + name + "\\(");
    const std::regex free_call("[^:\\w]" + name + "\\(");
    const bool is_free = operation.rule == name;  // of base: called without a namespace
    for (const auto& [file, text] : sources) {
      if (std::regex_search(text, is_free ? free_call : call)) return file + ": " + name;
    }
  }
  return "";
}

/// From where the server takes the inputs of an operation: a file, and what in it reads them.
/// Operations whose screen comes later stand in the second list, none in both.
struct InputsOf {
  const char* op;
  const char* file;
  const char* read;
};
const std::vector<InputsOf> inputs_read{
    {"kpi.value", "kpi/service_judge.cpp", "store::days_under("},
    {"kpi.value", "kpi/service_judge.cpp", "store::opening_under("},
    {"kpi.value", "kpi/service_judge.cpp", "store::earlier_under("},
    {"kpi.readings", "kpi/service_reading.cpp", "store::latest("},
    {"kpi.achievement", "kpi/service.cpp", "store::targets("},
    {"kpi.colour", "kpi/service.cpp", "store::targets("},
    {"kpi.breach_sequence", "kpi/service_judge.cpp", "store::last_judged_before("},
    {"kpi.acknowledge", "kpi/service_view.cpp", "store::open_breaches("},
    {"time.period_of", "kpi/service.cpp", "people.calendars("},
    {"link.drives", "okr/service_inputs.cpp", "kpi.points_between("},
    {"okr.contribution_validate", "okr/service_edge.cpp", "store::contributions_above("},
    {"okr.kr_progress", "okr/service_inputs.cpp", "store::check_ins("},
    {"okr.kr_keep", "okr/service_inputs.cpp", "store::check_ins("},
    {"okr.kr_milestones", "okr/service_inputs.cpp", "store::milestones("},
    {"kpi.anomaly", "kpi/service_view.cpp", "find_anomaly(history"},
    {"okr.kr_anchored_score", "okr/service_view.cpp", "stretch_value"},
    {"okr.objective_rollup", "okr/service_inputs.cpp", "store::ask_children("},
    {"okr.tree", "okr/service_inputs.cpp", "store::with_ancestors("},
    {"okr.rail_headline", "okr/service_query.cpp", "rail_headline("},
    {"okr.forecast", "okr/service_query.cpp", "rules::weekly("},
    {"okr.freshness", "okr/service_view.cpp", "freshness("},
    {"okr.pace_status", "okr/service_view.cpp", "pace("},
};
const std::set<std::string> screen_later{
    "kpi.correction",     "kpi.scorecard",  "kpi.scorecard_prorate", "link.graduation",
    "link.recovery",      "okr.carry_over", "okr.weights_split",     "okr.grade",
    "link.guardrail_cap", "org.diagnosis"};

TEST_CASE(
    "of each operation it is known where the server has its inputs from, or that it has not") {
  const auto sources = server_sources();
  std::set<std::string> read;
  for (const InputsOf& inputs : inputs_read) {
    CAPTURE(inputs.op);
    read.insert(inputs.op);
    const auto source = sources.find(inputs.file);
    REQUIRE(source != sources.end());
    CHECK(source->second.find(inputs.read) != std::string::npos);
  }
  for (const check::Operation& operation : check::operations()) {
    CAPTURE(operation.op());
    CHECK(read.contains(operation.op()) != screen_later.contains(operation.op()));
    if (screen_later.contains(operation.op())) CHECK(server_function(operation, sources).empty());
  }
}

TEST_CASE("the server runs through the rules that the cases prove") {
  const auto sources = server_sources();
  const std::set<std::string> wanted{"kpi.value",           "kpi.readings",    "kpi.colour",
                                     "kpi.breach_sequence", "kpi.acknowledge", "time.period_of",
                                     "kpi.achievement"};
  std::string list;
  for (const check::Operation& operation : check::operations()) {
    const std::string found = server_function(operation, sources);
    list += "\n" + operation.op() + "  " + (found.empty() ? "its screen comes later" : found);
    CAPTURE(operation.op());
    if (wanted.contains(operation.op())) CHECK(!found.empty());
  }
  MESSAGE(list);
}

}  // namespace
}  // namespace twinrail
