#include <algorithm>
#include <set>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "app/module_list.hpp"
#include "modules/kpi/kpi.hpp"
#include "modules/people/people.hpp"
#include "platform/json/document.hpp"

namespace twinrail::testing {
namespace {

using Words = std::set<std::string>;

const std::vector<std::string> units{"C", "S", "T1", "T2"};

/// How the person of a role stands to a unit: by the post, and by what the person leads. Both reach
/// down the tree: C over S over T1 and T2.
Relations stands(const std::string& role, const std::string& unit) {
  const auto within = [&](const std::string& top) {
    return top == "C" || unit == top || (top == "S" && unit.starts_with("T"));
  };
  Relations found = relation::none;
  const auto post = [&](const std::string& at) {
    if (within(at)) found |= relation::unit;
  };
  const auto leads = [&](const std::string& at) {
    if (within(at)) found |= relation::chain;
  };
  if (role == "executive") post("C"), leads("C");
  if (role == "hr") post("C");
  if (role == "manager") post("S"), leads("S");
  if (role == "employee") post("T1");
  if (role == "operator") post("T2");
  return found;
}

bool reaches(Relations held, const std::string& role, const std::string& unit, bool own) {
  if (held & relation::company) return true;
  return (own && (held & relation::self)) || (held & stands(role, unit));
}

Relations held(Installation& i, Permission permission, const std::string& role) {
  return i.app().services().rights.find(permission.name)->grant.held[built_in_role(role).value()];
}

Relations seen(FieldClass field_class, const std::string& role) {
  const auto row = std::ranges::find(field_classes(), field_class, &ClassGrant::field_class);
  return row->seen[built_in_role(role).value()];
}

/// The texts that the items of a list have at a pointer.
Words all_of(const Answer& list, const std::string& pointer) {
  Words found;
  for (std::size_t n = 0; n < list.size("/items"); ++n)
    found.insert(list.at("/items/" + std::to_string(n) + pointer));
  return found;
}

/// A field of a class in an answer: whom it belongs to, and whether its value is there.
struct Classed {
  std::string field;
  FieldClass field_class = FieldClass::open;
  std::string person;
  bool shown = false;
};

void look_for_classes(const TypeInfo& type, json::Value value, std::string person,
                      std::vector<Classed>& found) {
  if (value.kind() == json::ValueKind::null) return;
  if (type.kind == Kind::optional) return look_for_classes(type.element(), value, person, found);
  if (type.kind == Kind::list)
    for (const json::Value item : value) look_for_classes(type.element(), item, person, found);
  if (type.kind != Kind::object) return;
  for (const json::Value member : value)
    if (type.person != nullptr && member.name() == type.person->name) person = member.text();
  for (const json::Value member : value) {
    const FieldInfo& field = *std::ranges::find(type.fields, member.name(), &FieldInfo::name);
    const FieldClass field_class = field.attributes.field_class;
    if (field_class == FieldClass::open)
      look_for_classes(field.type(), member, person, found);
    else
      found.push_back({std::string(member.name()), field_class, person,
                       member.kind() != json::ValueKind::null});
  }
}

/// Whether a struct has a field of a class somewhere inside.
bool has_classes(const TypeInfo& type, std::set<const TypeInfo*>& seen_already) {
  if (!seen_already.insert(&type).second) return false;
  if (type.element != nullptr && has_classes(type.element(), seen_already)) return true;
  return std::ranges::any_of(type.fields, [&](const FieldInfo& field) {
    return field.attributes.field_class != FieldClass::open ||
           has_classes(field.type(), seen_already);
  });
}

/// Whoever changes a person reads what the person's page would say.
const Words& answering_a_person() {
  static const Words names{"createPeople",          "changePeopleOne",
                           "createPeoplePosts",     "createPeopleDeparture",
                           "removePeopleDeparture", "createPeopleEmployments"};
  return names;
}

const Route& person_page(Installation& i) {
  const auto& routes = i.app().router().routes();
  return **std::ranges::find(routes, "getPeopleOne", [](const auto& r) { return r->name; });
}

/// A problem without what differs between any two: the number of the request and the id asked for.
std::string look_of(const Answer& answer, const std::string& id) {
  std::string text = answer.at("/type") + answer.at("/title") + answer.at("/errors");
  for (auto at = text.find(id); at != std::string::npos; at = text.find(id, at + 1))
    text.replace(at, id.size(), "#");
  return std::to_string(answer.status) + " " + text;
}

/// What is there but out of reach answers as what is not there at all.
void hidden(Installation& i, const std::string& who, const std::string& path, const std::string& id,
            const std::string& rest = "") {
  const std::string unknown = "987";
  const Answer there = i.get(path + id + rest, who);
  const Answer nowhere = i.get(path + unknown + rest, who);
  CHECK_MESSAGE((there.status == 404 || there.status == 403), path << id << rest << there.body);
  CHECK_MESSAGE(look_of(there, id) == look_of(nowhere, unknown), path << id << rest);
}

/// The first use of a secret leaves rows of its own, which are nothing that a refusal has written.
void use_all(Installation& i) {
  for (const std::string role : {"hr", "manager", "employee", "operator", "admin"})
    (void)i.get("/session", role);
}

}  // namespace

TEST_CASE("a list of KPIs holds what the rights table lets a role reach, and nothing else") {
  for_each_installation([](Installation& i) {
    for (const std::string& role : role_names()) {
      const Relations reach = held(i, kpi::permission::read, role);
      const Answer list = i.get("/kpi-assignments", role);
      if (reach == relation::none) {
        CHECK(list.status == 403);
        continue;
      }
      Words expected;
      for (const std::string& unit : units)
        if (reaches(reach, role, unit, unit == "T1" && role == "employee"))
          expected.insert(i.id(unit));
      CHECK_MESSAGE(all_of(list, "/org_unit") == expected, role);
      CHECK(!expected.empty());
    }
  });
}

TEST_CASE("one KPI, its points, its explanation and its readings answer alike when out of reach") {
  for_each_installation([](Installation& i) {
    const std::string start = "?start=" + Installation::day(-3);
    for (const std::string& role : role_names()) {
      const Relations reach = held(i, kpi::permission::read, role);
      if (reach == relation::none) continue;
      for (const std::string& unit : units) {
        const std::string id = i.id("rate/" + unit);
        const bool there = reaches(reach, role, unit, unit == "T1" && role == "employee");
        for (const std::string rest : {"", "/points", "/explanation", "/readings"}) {
          const bool of_a_point = rest == "/explanation" || rest == "/readings";
          const std::string tail = rest + (of_a_point ? start : "");
          if (there)
            CHECK_MESSAGE(i.get("/kpi-assignments/" + id + tail, role).status == 200,
                          role << " " << unit << tail);
          else
            hidden(i, role, "/kpi-assignments/", id, tail);
        }
      }
    }
  });
}

TEST_CASE("readings of a measure are those of the units in reach") {
  for_each_installation([](Installation& i) {
    const std::string path = "/measures/" + i.id("good") + "/readings";
    CHECK(all_of(i.get(path, "hr"), "/org_unit") == Words{i.id("T1"), i.id("T2")});
    CHECK(all_of(i.get(path, "manager"), "/org_unit") == Words{i.id("T1"), i.id("T2")});
    CHECK(all_of(i.get(path, "employee"), "/org_unit") == Words{i.id("T1")});
    CHECK(all_of(i.get(path, "operator"), "/org_unit") == Words{i.id("T2")});
    CHECK(all_of(i.get(path + "?org_unit=" + i.id("T2"), "employee"), "/org_unit").empty());
  });
}

TEST_CASE("a reading for a unit out of reach is refused and writes nothing") {
  for_each_installation([](Installation& i) {
    use_all(i);
    const auto before = i.counts();
    const std::string body = R"({"readings":[{"org_unit":)" + i.id("C") + R"(,"on":")" +
                             Installation::day(-2) + R"(","amount":"1","source_key":"mine"}]})";
    const std::string path = "/measures/" + i.id("good") + "/readings";
    CHECK(i.send(Method::post, path, "manager", body).status == 403);
    CHECK(i.send(Method::post, path, "employee", body).status == 403);
    CHECK(i.counts() == before);
  });
}

TEST_CASE("people in a list, and their e-mail, as the tables of rights and field classes say") {
  for_each_installation([](Installation& i) {
    const std::map<std::string, std::string> posts{
        {"executive", "C"}, {"hr", "C"}, {"manager", "S"}, {"employee", "T1"}, {"operator", "T2"}};
    for (const auto& [role, home] : posts) {
      const Answer list = i.get("/people", role);
      Words expected;
      for (const auto& [other, unit] : posts) {
        if (!reaches(held(i, people::permission::read, role), role, unit, other == role)) continue;
        const std::string id = i.id("P-" + other);
        expected.insert(id);
        const bool mail = reaches(seen(FieldClass::contact, role), role, unit, other == role);
        const Answer one = i.get("/people/" + id, role);
        CHECK(one.status == 200);
        CHECK_MESSAGE((one.at("/email") != "null") == mail, role << " of " << other);
        for (std::size_t n = 0; n < list.size("/items"); ++n) {
          const std::string at = "/items/" + std::to_string(n);
          if (list.at(at + "/id") == id) CHECK(list.at(at + "/email") == one.at("/email"));
        }
      }
      CHECK_MESSAGE(all_of(list, "/id") == expected, role);
    }
  });
}

TEST_CASE("a field of a class leaves by no route for who may not see it") {
  for_each_installation([](Installation& i) {
    const std::map<std::string, std::string> posts{
        {"executive", "C"}, {"hr", "C"}, {"manager", "S"}, {"employee", "T1"}, {"operator", "T2"}};
    std::map<std::string, std::string> role_of;
    for (const auto& [role, unit] : posts) role_of[i.id("P-" + role)] = role;
    Words walked;
    for (const auto& route : i.app().router().routes()) {
      std::set<const TypeInfo*> seen_already;
      if (!has_classes(*route->reply, seen_already)) continue;
      if (route->method != Method::get) {  // answers as the page of the person does
        REQUIRE_MESSAGE(answering_a_person().contains(route->name), route->name);
        CHECK(route->reply == person_page(i).reply);
        continue;
      }
      walked.insert(route->name);
      int shown = 0;
      int hidden_ones = 0;
      for (const auto& [role, home] : posts) {
        Headers headers = i.token("north", role, all_scopes());
        headers.emplace_back("Twinrail-Tenant", "north");
        const Answer answer = i.knock(*route, std::move(headers));
        if (answer.status == 404) continue;  // the one that is asked for is out of reach
        REQUIRE_MESSAGE(answer.status == 200, route->name << answer.body);
        std::vector<Classed> found;
        const json::Document document = json::Document::parse(answer.body);
        look_for_classes(*route->reply, document.root(), "", found);
        for (const Classed& one : found) {
          const std::string& whose = role_of.at(one.person);
          const bool may =
              reaches(seen(one.field_class, role), role, posts.at(whose), whose == role);
          // Everybody has an address; a reason, or how somebody left, is there where it was given.
          if (one.field == "email" || one.shown)
            CHECK_MESSAGE(one.shown == may, route->name << ": " << role << " of " << whose);
          (one.shown ? shown : hidden_ones)++;
        }
      }
      CHECK_MESSAGE(shown > 0, route->name);
      CHECK_MESSAGE(hidden_ones > 0, route->name);
    }
    CHECK(walked == Words{"getPeople", "getPeopleOne"});
  });
}

TEST_CASE("people and units out of reach look like none") {
  for_each_installation([](Installation& i) {
    for (const std::string other : {"executive", "hr", "manager", "employee"})
      hidden(i, "operator", "/people/", i.id("P-" + other));
    for (const std::string unit : {"C", "S", "T1"}) hidden(i, "operator", "/units/", i.id(unit));
    CHECK(i.get("/units/" + i.id("T2"), "operator").status == 200);
    CHECK(all_of(i.get("/units", "operator"), "/id") == Words{i.id("T2")});
    CHECK(all_of(i.get("/units", "employee"), "/id").contains(i.id("C")));
    CHECK(i.get("/people?unit=" + i.id("T1"), "operator").size("/items") == 0);
    CHECK(i.get("/people?q=eve", "operator").size("/items") == 0);
    CHECK(i.get("/people?q=eve", "employee").size("/items") == 1);
    const std::string self = "/people/" + i.id("P-operator");
    for (const std::string field : {"/manager", "/manager_name", "/posts/0/manager_name"}) {
      CHECK(i.get(self, "operator").at(field) == "null");
      CHECK(i.get(self, "employee").at(field) != "null");
    }
    CHECK(i.get("/people", "operator").at("/items/0/manager_name") == "null");
    const std::string managed = "/people?manager=" + i.id("P-manager");
    CHECK(i.get(managed, "operator").size("/items") == 0);
    CHECK(i.get(managed, "employee").size("/items") == 2);
  });
}

TEST_CASE("objectives, key results and the board are cut the same way") {
  for_each_installation([](Installation& i) {
    CHECK(i.get("/objectives", "employee").size("/items") == 3);
    CHECK(i.get("/objectives", "operator").size("/items") == 0);
    for (const std::string unit : {"C", "S", "T1"}) {
      hidden(i, "operator", "/objectives/", i.id("goal/" + unit));
      hidden(i, "operator", "/key-results/", i.id("result/" + unit));
    }
    hidden(i, "operator", "/board?unit=", i.id("C"));
    CHECK(i.get("/board?unit=" + i.id("C"), "hr").size("/kpis") > 0);
    CHECK(i.get("/board?unit=" + i.id("T2"), "hr").size("/kpis") == 1);
    CHECK(i.get("/board?unit=" + i.id("T2"), "employee").size("/kpis") == 0);
    CHECK(i.get("/board?unit=" + i.id("T1"), "employee").size("/kpis") == 1);
  });
}

TEST_CASE("what drives and guards a goal is named only to who may read the indicator") {
  for_each_installation([](Installation& i) {
    const auto linked = [&](const std::string& more) {
      const Answer answer = i.send(Method::post, "/links", "hr",
                                   R"({"assignment":)" + i.id("rate/S") + "," + more + "}");
      CHECK_MESSAGE(answer.status == 201, answer.body);
      return answer.at("/id");
    };
    const std::string drives = linked(R"("kind":"drives","key_result":)" + i.id("result/S"));
    const std::string guards =
        linked(R"("kind":"guards","cap":"0.5","objective":)" + i.id("goal/S"));
    const std::string goal = "/objectives/" + i.id("goal/S");
    const Answer whole = i.get(goal, "hr");
    CHECK(whole.at("/row/key_results/0/driven_by/kpi_names/zh") == "合格率");
    CHECK(whole.at("/row/key_results/0/driven_by/assignment") == i.id("rate/S"));
    CHECK(whole.at("/row/capped_by/zh") == "合格率");
    CHECK(whole.at("/guards/0/kpi_names/zh") == "合格率");
    CHECK(whole.at("/guards/0/actual") != "null");
    CHECK(i.get(goal, "manager").at("/row/capped_by/zh") == "合格率");

    const Answer cut = i.get(goal, "employee");  // of T1 below S: reads its goals, not its figures
    CHECK(cut.status == 200);
    const std::string driver = "/row/key_results/0/driven_by";
    CHECK(cut.at("/row/key_results/0/value_mode") == "kpi");
    CHECK(cut.at(driver + "/link") == drives);
    for (const std::string field :
         {"/assignment", "/kpi", "/kpi_names", "/kpi_unit_names", "/updated_at"})
      CHECK_MESSAGE(cut.at(driver + field) == "null", field);
    CHECK(cut.at("/row/cap") == whole.at("/row/cap"));
    CHECK(cut.at("/row/capped_by") == "null");
    CHECK(cut.at("/row/guarded_by/0/assignment") == "null");
    const std::string by_metric = "/objectives?metric=" + i.id("rate/S");
    CHECK(i.get(by_metric, "hr").size("/items") == 1);
    CHECK(i.get(by_metric, "employee").status == 404);  // not even whether it moves a goal
    CHECK(cut.at("/guards/0/link") == guards);
    CHECK(cut.at("/guards/0/cap") == "0.5");
    CHECK(cut.at("/guards/0/light") == "plain");
    for (const std::string field :
         {"/assignment", "/kpi_names", "/unit_names", "/actual", "/limit", "/limit_op"})
      CHECK_MESSAGE(cut.at("/guards/0" + field) == "null", field);
    for (const std::string& path :
         {"/objectives?org_unit=" + i.id("S"), "/key-results/" + i.id("result/S")})
      CHECK_MESSAGE(i.get(path, "employee").body.find("合格率") == std::string::npos, path);
    for (const auto& [link, version] : {std::pair{guards, whole.at("/guards/0/version")},
                                        {drives, whole.at(driver + "/version")}})
      CHECK(i.send(Method::del, "/links/" + link, "hr", "", {{"If-Match", "\"v" + version + "\""}})
                .status == 200);
  });
}

TEST_CASE("a link to the key result of a hidden objective answers as one to no key result") {
  for_each_installation([](Installation& i) {
    // Holds the pen and no eyes: every objective is hidden from this token.
    Headers blind = i.token("north", "executive", {"okr.write", "okr.define", "kpi.read"});
    blind.insert(blind.end(), {{"Twinrail-Tenant", "north"}, {"Content-Type", "application/json"}});
    const auto before = i.counts();
    const auto same = [&](const std::string& path, const std::string& start, const std::string& id,
                          const std::string& rest) {
      const auto ask = [&](const std::string& of) {
        return i.ask(Method::post, "/api/v1" + path, start + of + rest + "}", blind);
      };
      const Answer there = ask(id);
      const Answer nowhere = ask("987");
      CHECK_MESSAGE(there.status == 404, there.body);
      CHECK_MESSAGE(look_of(there, id) == look_of(nowhere, "987"), there.body << nowhere.body);
    };
    const std::string link = R"({"assignment":)" + i.id("rate/S");
    same("/links", link + R"(,"kind":"drives","key_result":)", i.id("result/S"), "");
    same("/links", link + R"(,"kind":"guards","objective":)", i.id("goal/S"), "");
    same("/contributions", R"({"child":)", i.id("goal/S"),
         R"(,"relation":"supports","parent":)" + i.id("goal/C"));
    same("/contributions", R"({"parent":)", i.id("goal/C"),
         R"(,"relation":"supports","child":)" + i.id("goal/S"));
    CHECK(i.counts() == before);
  });
}

TEST_CASE("a check-in belongs to whoever owns the key result or leads its unit") {
  for_each_installation([](Installation& i) {
    const std::string path = "/key-results/" + i.id("result/C") + "/check-ins";
    use_all(i);
    const auto before = i.counts();
    for (const std::string role : {"hr", "manager", "employee", "operator", "admin"}) {
      const Answer answer = i.send(Method::post, path, role, R"({"value":"99"})");
      CHECK_MESSAGE((answer.status == 403 || answer.status == 404), role << answer.body);
    }
    CHECK(i.counts() == before);
  });
}

}  // namespace twinrail::testing
