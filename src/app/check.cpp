#include "app/check.hpp"

#include <algorithm>
#include <fstream>
#include <ostream>
#include <set>

#include "app/check_fields.hpp"
#include "app/check_json.hpp"
#include "app/check_ops.hpp"

namespace twinrail {
namespace check {

const std::vector<Operation>& operations() {
  static const std::vector<Operation> all = [] {
    std::vector<Operation> list;
    for (const auto family : {okr_operations(), pace_operations(), kpi_operations(),
                              value_operations(), link_operations()}) {
      list.insert(list.end(), family.begin(), family.end());
    }
    std::sort(list.begin(), list.end(),
              [](const Operation& a, const Operation& b) { return a.op() < b.op(); });
    return list;
  }();
  return all;
}

namespace {

/// A refusal of the rules is an answer; a mistake of ours or of the case is none.
bool is_refusal(const Error& error) {
  if (error.key() == "base.overflow") return true;
  return error.fault() == Fault::invalid && !error.key().starts_with("base.");
}

Value refusal(const Error& error) {
  const bool overflow = error.key() == "base.overflow";
  Value answer = Value::object({{"rejected", overflow ? "overflow" : error.key()}});
  for (const auto& [name, text] : error.args()) answer.add(name, text);
  return answer;
}

Value answer_of(const std::string& op, const Value& inputs);

/// Several operations in one case, independent of one another.
Value answer_of_parts(const Value& inputs) {
  const Fields in(inputs, {"parts"});
  const Value& parts = in.object("parts");
  Value answer = Value::object();
  for (std::size_t i = 0; i < parts.names().size(); ++i) {
    const Fields part(parts.items()[i], {"op", "inputs"});
    answer.add(parts.names()[i], answer_of(part.text("op"), part.object("inputs")));
  }
  return answer;
}

Value answer_of(const std::string& op, const Value& inputs) {
  if (op == "multi") return answer_of_parts(inputs);
  const auto& known = operations();
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const Operation& o) { return o.op() == op; });
  if (found == known.end()) throw malformed("unknown op \"" + op + "\"");
  try {
    return found->answer(inputs);
  } catch (const Error& error) {
    if (!is_refusal(error)) throw;
    return refusal(error);
  }
}

std::string reason_of(const Error& error) {
  if (is_malformed(error)) return "malformed: " + error.args().front().second;
  return "stopped with " + error.key();
}

/// Counts what passed and writes what failed.
class Run {
 public:
  explicit Run(std::ostream& out) : out_(out) {}

  void file(const std::string& name) {
    std::ifstream in(name, std::ios::binary);
    if (!in) return fail(name, "cannot be read");
    bool any = false;
    std::string text;
    for (int line = 1; std::getline(in, text); ++line) {
      if (text.find_first_not_of(" \t\r\n\v\f") == std::string::npos) continue;
      any = true;
      one(name + ":" + std::to_string(line), text);
    }
    if (in.bad() || !any) fail(name, in.bad() ? "cannot be read" : "holds no case");
  }

  [[nodiscard]] int finish() {
    out_ << passed_ << " passed, " << failed_ << " failed\n";
    return failed_ == 0 ? 0 : 1;
  }

 private:
  void fail(const std::string& where, const std::string& what) {
    ++failed_;
    out_ << where << ": " << what << '\n';
  }

  void one(const std::string& place, const std::string& text) {
    std::string where = place;
    try {
      const Value line = parse(text);
      if (line.kind() != Value::Kind::object) throw malformed("a case is an object");
      if (const Value* id = line.find("id")) where += " " + text_of(*id, "id");
      judge(line, where);
    } catch (const Error& error) {
      fail(where, reason_of(error));
    } catch (const std::exception& error) {
      fail(where, std::string("stopped with ") + error.what());
    }
  }

  void judge(const Value& line, const std::string& where) {
    const auto needed = [&](const char* name, Value::Kind kind) -> const Value& {
      const Value* found = line.find(name);
      if (found == nullptr) throw malformed(std::string("missing field \"") + name + "\"");
      if (found->kind() != kind) throw malformed(std::string(name) + " is of the wrong type");
      return *found;
    };
    const std::string& id = needed("id", Value::Kind::text).text();
    if (!ids_.insert(id).second) throw malformed("the id was there before");
    const std::string& op = needed("op", Value::Kind::text).text();
    const Value& inputs = needed("inputs", Value::Kind::object);
    const Value& expected = needed("expected", Value::Kind::object);
    const std::string wrong = differences(expected, answer_of(op, inputs));
    if (!wrong.empty()) return fail(where, wrong);
    ++passed_;
  }

  std::ostream& out_;
  std::set<std::string> ids_;
  long long passed_ = 0;
  long long failed_ = 0;
};

}  // namespace
}  // namespace check

int run_check(const std::vector<std::string>& files, std::ostream& out) {
  check::Run run(out);
  for (const std::string& name : files) run.file(name);
  return run.finish();
}

void list_operations(std::ostream& out) {
  for (const check::Operation& operation : check::operations()) {
    out << operation.op() << "  twinrail::" << operation.rule << '\n';
  }
}

}  // namespace twinrail
