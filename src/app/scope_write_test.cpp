#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "platform/db/db.hpp"

/// A write touches only rows that the caller may write, as they were and as they are then: two
/// people try whatever the routes take, and the audit trail is read against their reach.
namespace twinrail::testing {
namespace {

/// A row of the trail: the values of a table's row before and after, as JSON.
struct Trace {
  std::int64_t id = 0;
  std::string actor;
  std::string place;
  std::optional<std::string> old_values;
  std::optional<std::string> new_values;
};
DESCRIBE(Trace, id, actor, place, old_values, new_values);

/// A revision that was recorded, and where the one before it stood.
struct Moved {
  std::string login;
  OrgUnitId unit;
  std::optional<OrgUnitId> before;
};
DESCRIBE(Moved, login, unit, before);

struct Kept {
  std::int64_t id = 0;
  OrgUnitId org_unit;
  std::optional<PersonId> owner;
  std::optional<PersonId> person;
};
DESCRIBE(Kept, id, org_unit, owner, person);

/// One try: what a person sends, and what has to come of it.
struct Try {
  std::string who;
  Method method;
  std::string target;
  std::string body;
  int status;
  std::string key = {};  ///< of a refusal
  Headers more = {};
};

class Ledger {
 public:
  explicit Ledger(Installation& i) : i_(i), since_(newest()) {}

  /// Reads what was written since it was made: who may write a unit's rows, by login.
  void check(const std::map<std::string, std::set<std::string>>& leads) {
    std::map<std::string, int> written;
    for (const Trace& t : traces()) {
      const std::string who = t.actor.substr(0, t.actor.find(' '));
      if (!leads.contains(who)) continue;
      ++written[who];
      for (const auto& values : {t.old_values, t.new_values})
        if (values) within(who, leads.at(who), t.place, Answer{.body = *values});
    }
    for (const auto& [who, units] : leads) CHECK_MESSAGE(written[who] >= 4, who);
    for (const Moved& m : moved()) {
      if (!leads.contains(m.login)) continue;
      CHECK(named(leads.at(m.login), m.unit));
      CHECK(named(leads.at(m.login), m.before.value_or(m.unit)));
    }
  }

 private:
  bool named(const std::set<std::string>& units, OrgUnitId unit) const {
    return std::ranges::any_of(
        units, [&](const std::string& u) { return i_.id(u) == std::to_string(unit.value); });
  }

  /// A row lies in a unit itself, or belongs to an objective or key result that does; an edge to
  /// both of its ends. What follows of figures (a breach above) is derived, and nobody's write.
  void within(const std::string& who, const std::set<std::string>& units, const std::string& place,
              const Answer& row) {
    CAPTURE(who);
    CAPTURE(place);
    CAPTURE(row.body);
    const auto own = [&](const std::string& text) { return text == i_.id("P-" + who); };
    const auto kept_within = [&](const Kept& k) {
      const auto mine = [&](const std::optional<PersonId>& p) {
        return p && own(std::to_string(p->value));
      };
      return named(units, k.org_unit) || mine(k.owner) || mine(k.person);
    };
    if (row.at("/org_unit") != "-")
      CHECK((named(units, OrgUnitId{std::stoll(row.at("/org_unit"))}) || own(row.at("/owner")) ||
             own(row.at("/person"))));
    if (row.at("/waits_for") != "-")  // one end asks, and is theirs; or the other answers
      CHECK((kept_within(kept("objective", row.at("/child"))) ||
             kept_within(kept("objective", row.at("/parent")))));
    else
      for (const std::string end : {"/objective", "/child", "/parent"})
        if (row.at(end) != "-" && row.at(end) != "null")
          CHECK(kept_within(kept("objective", row.at(end))));
    if (row.at("/key_result") != "-" && row.at("/key_result") != "null")
      CHECK(kept_within(kept("key_result", row.at("/key_result"))));
  }

  Kept kept(const std::string& what, const std::string& id) {
    Kept found;
    i_.north().lanes().read([&](Read& db) {
      const std::int64_t number = std::stoll(id);
      if (what == "objective")
        found = *db.one<Kept>(
            "SELECT id, org_unit, owner, person FROM okr_objective WHERE id = ?"_sql, number);
      if (what == "key_result")
        found = *db.one<Kept>(
            "SELECT o.id, o.org_unit, COALESCE(k.owner, o.owner) AS owner, o.person"
            " FROM okr_key_result k JOIN okr_objective o ON o.id = k.objective"
            " WHERE k.id = ?"_sql,
            number);
    });
    return found;
  }

  std::int64_t newest() {
    std::int64_t id = 0;
    i_.north().lanes().read([&](Read& db) {
      id = *db.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) AS id FROM audit_row"_sql);
    });
    return id;
  }

  std::vector<Trace> traces() {
    std::vector<Trace> rows;
    i_.north().lanes().read([&](Read& db) {
      rows = db.all<Trace>(
          "SELECT r.id, r.actor, r.place, v.old_values, v.new_values"
          " FROM audit_row r JOIN audit_value v ON v.id = r.id WHERE r.id > ? ORDER BY r.id"_sql,
          since_);
    });
    return rows;
  }

  std::vector<Moved> moved() {
    std::vector<Moved> rows;
    i_.north().lanes().read([&](Read& db) {
      rows = db.all<Moved>(
          "SELECT a.login, r.org_unit AS unit, p.org_unit AS before"
          " FROM kpi_reading r JOIN identity_account a ON a.id = r.recorded_by"
          " LEFT JOIN kpi_reading p ON p.measure = r.measure AND p.source = r.source"
          " AND p.source_key = r.source_key AND p.revision = r.revision - 1"_sql);
    });
    return rows;
  }

  Installation& i_;
  std::int64_t since_;
};

/// What is made on the way and named later: "{mine}" in a target or body.
class Script {
 public:
  explicit Script(Installation& i) : i_(i) {}

  Answer play(const Try& t) {
    const Answer answer = i_.send(t.method, filled(t.target), t.who, filled(t.body), t.more);
    CHECK_MESSAGE(answer.status == t.status, t.who << " " << t.target << " " << t.body << "\n"
                                                   << answer.body);
    if (!t.key.empty()) CHECK_MESSAGE(answer.key() == t.key, t.target << " " << t.body);
    return answer;
  }
  void keep(const std::string& name, std::string id) { kept_[name] = std::move(id); }

 private:
  [[nodiscard]] std::string filled(std::string text) const {
    for (auto at = text.find("<"); at != std::string::npos; at = text.find("<", at)) {
      const auto end = text.find('>', at);
      const std::string name = text.substr(at + 1, end - at - 1);
      const auto known = kept_.find(name);
      text.replace(at, end - at + 1, known == kept_.end() ? i_.id(name) : known->second);
    }
    return text;
  }

  Installation& i_;
  std::map<std::string, std::string> kept_;
};

std::string reading(const std::string& unit, const std::string& key, const std::string& amount) {
  return R"({"readings":[{"org_unit":<)" + unit + R"(>,"on":")" + Installation::day(-3) +
         R"(","amount":")" + amount + R"(","source_key":")" + key + R"(","reason":"counted"}]})";
}

std::string objective(const std::string& unit, const std::string& more) {
  return R"({"cycle":<cycle>,"org_unit":<)" + unit +
         R"(>,"title":{"en":"Try"},"type":"committed")" + more + "}";
}

void report_readings(Script& s) {
  const std::string path = "/measures/<good>/readings";
  const auto post = [&](const char* who, const std::string& body, int status,
                        const char* key = "") {
    return s.play({who, Method::post, path, body, status, key});
  };
  post("hr", reading("C", "office/1", "12345"), 200);
  post("manager", reading("T1", "new/1", "5"), 200);
  for (const char* amount : {"0", "12345"}) {  // neither another figure nor the very same
    const Answer taken =
        post("manager", reading("T1", "office/1", amount), 422, "kpi.key_not_free");
    CHECK(taken.body.find("12345") == std::string::npos);
  }
  post("manager", reading("C", "new/1", "5"), 403, "access.forbidden");
  post("manager", reading("T1", "T2/3", "90"), 200);  // from one of his teams to the other
  post("employee", reading("T1", "T1/3", "90"), 403, "access.forbidden");
  const std::string named = R"({"source":"mes",)" + reading("T1", "m/1", "1").substr(1);
  post("manager", named, 403, "kpi.source_not_yours");
  post("hr", named, 200);
}

void make_objectives(Script& s) {
  const auto add = [&](const char* who, const std::string& unit, const std::string& more,
                       int status, const char* key = "") {
    return s.play({who, Method::post, "/objectives", objective(unit, more), status, key});
  };
  const std::string of_employee = R"(,"owner":<P-employee>)";
  const std::string of_manager = R"(,"owner":<P-manager>)";
  add("employee", "C", of_employee, 403, "access.forbidden");
  add("employee", "S", of_employee, 403, "access.forbidden");
  add("employee", "T1", "", 403, "access.forbidden");
  add("employee", "T1", of_employee + R"(,"weight":"1000000")", 400, "request.out_of_range");
  add("employee", "T1", of_employee + R"(,"person":<P-executive>)", 403,
      "people.not_yours_to_name");
  add("employee", "T1", R"(,"owner":<P-executive>,"person":<P-employee>)", 403,
      "people.not_yours_to_name");
  add("employee", "T1", R"(,"owner":9223372036854775807,"person":<P-employee>)", 422,
      "people.unknown_person");
  s.keep("mine", add("employee", "T1", of_employee, 201).at("/row/id"));
  add("manager", "C", of_manager, 403, "access.forbidden");
  add("manager", "S", R"(,"owner":<P-executive>)", 403, "people.not_yours_to_name");
  s.keep("led", add("manager", "S", of_employee, 201).at("/row/id"));
  const std::string result = R"("title":{"en":"Try"},"kind":"binary")";
  const std::string results = "/objectives/<mine>/key-results";
  s.play({"employee", Method::post, results, "{" + result + R"(,"owner":<P-manager>})", 403,
          "people.not_yours_to_name"});
  s.play({"employee", Method::post, results, "{" + result + "}", 201});
  s.play({"employee", Method::post, "/objectives/<goal/T1>/key-results", "{" + result + "}", 403,
          "access.forbidden"});
  s.play({"employee",
          Method::patch,
          "/objectives/<mine>",
          R"({"owner":<P-manager>})",
          403,
          "people.not_yours_to_name",
          {{"If-Match", "\"v1\""}}});
}

/// One end alone is theirs: the other side is asked, and each does what is its own.
template <class Edge>
void answer_proposals(Script& s, const Edge& edge) {
  const Headers first{{"If-Match", "\"v1\""}};
  const auto on = [&](const std::string& name, const char* act) {
    return "/contribution-proposals/<" + name + ">" + act;
  };
  s.keep("up", edge("employee", "mine", "goal/T1", 201).at("/proposal"));
  s.keep("top", edge("employee", "mine", "goal/C", 201).at("/proposal"));
  CHECK(s.play({"employee", Method::get, "/objectives/<mine>", "", 200}).size("/row/parents") == 0);
  for (const char* act : {"/acceptance", "/refusal"}) {
    s.play({"hr", Method::post, on("up", act), "{}", 428, "request.if_match_missing"});
    s.play({"operator", Method::post, on("up", act), "{}", 403, "access.forbidden", first});
    s.play({"employee", Method::post, on("up", act), "{}", 403, "access.forbidden", first});
    s.play({"manager", Method::post, on("top", act), "{}", 403, "access.forbidden", first});
  }
  s.play({"executive", Method::post, on("top", "/refusal"), R"({"reason":"too many"})", 200, "",
          first});
  const std::string waiting = "/contribution-proposals?limit=200";
  CHECK(s.play({"manager", Method::get, waiting, "", 200}).size("/items") == 1);
  s.play({"manager", Method::post, on("up", "/acceptance"), "{}", 200, "", first});
  s.play({"operator", Method::get, waiting, "", 403, "access.forbidden"});
}

void join_objectives(Script& s) {
  const auto edge = [&](const char* who, const std::string& child, const std::string& parent,
                        int status, const char* key = "") {
    return s.play(
        {who, Method::post, "/contributions",
         R"({"relation":"supports","child":<)" + child + R"(>,"parent":<)" + parent + ">}", status,
         key});
  };
  edge("employee", "goal/T1", "goal/S", 403, "access.forbidden");
  answer_proposals(s, edge);
  edge("employee", "mine", "led", 201);  // owned by the employee, both
  edge("manager", "mine", "goal/S", 201);
  const Headers first{{"If-Match", "\"v1\""}};
  const Answer goal = s.play({"manager", Method::get, "/objectives/<goal/S>", "", 200});
  s.keep("up", goal.at("/row/parents/0/contribution"));
  s.play({"manager", Method::del, "/contributions/<up>", "", 403, "okr.parent_not_yours", first});
  const auto guard = [&](const char* who, const char* goal_of, int status) {
    s.play(
        {who, Method::post, "/links",
         R"({"kind":"guards","assignment":<rate/T2>,"objective":<)" + std::string(goal_of) + ">}",
         status});
  };
  guard("manager", "goal/C", 403);
  guard("manager", "goal/S", 201);
  guard("employee", "mine", 404);  // reads no figure of the other team
}

void report_progress(Script& s) {
  const auto tell = [&](const char* who, const std::string& result, int status) {
    s.play(
        {who, Method::post, "/key-results/<" + result + ">/check-ins", R"({"value":"9"})", status});
  };
  tell("manager", "result/S", 201);
  tell("manager", "result/C", 403);
  tell("employee", "result/T1", 403);
  s.play(
      {"employee", Method::post, "/breaches/<breach>/acknowledgement",
       R"({"accepted_value":"0.5","last_day":")" + Installation::day(5) + R"(","reason":"known"})",
       201});
}

}  // namespace

TEST_CASE("every row that a manager and an employee write lies in their reach, before and after") {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    Installation i(on_postgres);
    Script script(i);
    Ledger ledger(i);
    report_progress(script);
    report_readings(script);
    make_objectives(script);
    join_objectives(script);
    ledger.check({{"manager", {"S", "T1", "T2"}}, {"employee", {}}});
  }
}

}  // namespace twinrail::testing
