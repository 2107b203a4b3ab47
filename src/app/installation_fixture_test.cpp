#include "app/installation_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <doctest/doctest.h>
#include <unistd.h>

#include "app/export_fixture.hpp"
#include "app/module_list.hpp"
#include "modules/identity/identity.hpp"
#include "modules/people/people.hpp"
#include "platform/db/db.hpp"
#include "platform/db/postgres_pipe.hpp"
#include "platform/db/testing.hpp"

namespace twinrail::testing {
namespace {

/// What modules bring to be looked at: src/modules/NAME/sample/INLET.csv, of the units below.
std::vector<std::filesystem::path> samples() {
  std::vector<std::filesystem::path> found;
  for (const auto& module :
       std::filesystem::directory_iterator(std::string(TWINRAIL_SOURCE_DIR) + "/src/modules"))
    if (const auto folder = module.path() / "sample"; std::filesystem::exists(folder))
      for (const auto& file : std::filesystem::directory_iterator(folder))
        found.push_back(file.path());
  std::ranges::sort(found);
  return found;
}

std::optional<json::Value> child(json::Value of, std::string_view step) {
  std::size_t i = 0;
  for (const json::Value one : of)
    if (of.kind() == json::ValueKind::list ? std::to_string(i++) == step : one.name() == step)
      return one;
  return std::nullopt;
}

std::optional<json::Value> down(json::Value from, std::string_view pointer) {
  std::optional<json::Value> here = from;
  while (here && !pointer.empty()) {
    pointer.remove_prefix(1);
    const auto end = std::min(pointer.find('/'), pointer.size());
    here = child(*here, pointer.substr(0, end));
    pointer.remove_prefix(end);
  }
  return here;
}

struct Count {
  std::string name;
  std::int64_t n = 0;
};
DESCRIBE(Count, name, n);

/// A database of its own on the test server: the directory of tenants has one fixed place in each.
std::string made_database(std::string& name) {
  static std::atomic<int> count{0};
  name = "installation_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
  PostgresPipe(test_postgres()).script("CREATE DATABASE " + name);
  return test_postgres() + " dbname=" + name;
}

Config config_on(bool postgres, std::string& database) {
  Config config{.data = test_folder()};
  if (postgres) config.postgres = made_database(database);
  return config;
}

}  // namespace

std::string Answer::at(std::string_view pointer) const {
  const json::Document document = json::Document::parse(body);
  const auto found = down(document.root(), pointer);
  if (!found) return "-";
  if (found->kind() == json::ValueKind::text) return std::string(found->text());
  std::string out;
  found->write(out);
  return out;
}

std::size_t Answer::size(std::string_view pointer) const {
  const json::Document document = json::Document::parse(body);
  const auto found = down(document.root(), pointer);
  return found ? found->size() : 0;
}

std::string Answer::header(std::string_view name) const {
  for (const auto& [n, value] : headers)
    if (n == name) return value;
  return "";
}

std::string Answer::key() const {
  if (const std::string place = at("/errors/0/key"); place != "-") return place;
  const std::string type = at("/type");
  return type.substr(type.rfind('/') + 1);
}

Installation::Installation(bool on_postgres)
    : on_postgres_(on_postgres),
      app_(std::make_unique<Application>(config_on(on_postgres, database_))),
      check_(std::make_unique<ReplyCheck>(app_->router())) {
  north_ = app_->tenants().create("north", {"北方", "North"});
  south_ = app_->tenants().create("south", {"南方", "South"});
  std::string units = "code,parent,name_zh,name_en,kind,head,valid_from\n";
  for (const char* unit : {"C,,公司,Company,company", "S,C,车缝,Sewing,department",
                           "T1,S,一组,Team 1,team", "T2,S,二组,Team 2,team"})
    units += unit + std::string(",,") + day(-200) + "\n";
  take("people.unit", units);
  add_people();
  add_accounts();
  add_figures();
  add_goals();
  add_notices();
  for (const std::filesystem::path& file : samples()) {
    std::ifstream in(file);
    take(file.stem().c_str(), {std::istreambuf_iterator<char>(in), {}});
  }
  app_->settle(*north_);
  const Answer file =
      send(Method::post, "/export-files", "english", R"({"list":"/facts","format":"csv"})");
  ids_["file"] = file.at("/id");
  make_files(*app_, *north_);
}

Installation::~Installation() {
  north_.reset();
  south_.reset();
  app_.reset();
  if (!database_.empty())
    PostgresPipe(test_postgres()).script("DROP DATABASE " + database_ + " WITH (FORCE)");
}

std::string Installation::day(int from_today) {
  return (local_date(now_utc(), "Asia/Shanghai") + from_today).to_string();
}

std::string Installation::id(const std::string& name) const {
  const auto found = ids_.find(name);
  return found == ids_.end() ? "1" : found->second;
}

void Installation::take(const char* inlet, const std::string& table) {
  StartImport request{.inlet = inlet, .dry_run = false, .body = {"text/csv", table}};
  const Import done =
      app_->imports().run(app_->operator_context(*north_, "fixture"), north_->lanes(), request);
  if (done.state != ImportState::done)
    throw std::runtime_error(std::string(inlet) + ": " +
                             (done.problems.empty() ? "?" : done.problems.front().key));
}

void Installation::add_people() {
  const std::string since = ",regular," + day(-150) + "\n";
  take("people.person",
       "employee_no,name,latin_name,unit,post_zh,post_en,manager_no,email,employment_type,start\n"
       "P-executive,Ada,Ada,C,,Head,,ada@north.example" +
           since + "P-hr,Hu,Hu,C,,HR,P-executive,hu@north.example" + since +
           "P-manager,Mo,Mo,S,,Lead,P-executive,mo@north.example" + since +
           "P-employee,Eve,Eve,T1,,Sewer,P-manager,eve@north.example" + since +
           "P-operator,Oz,Oz,T2,,Sewer,P-manager,oz@north.example" + since);
  take("people.unit",
       "code,parent,name_zh,name_en,kind,head,valid_from\n"
       "C,,公司,Company,company,P-executive," +
           day(-150) + "\n" + "S,C,车缝,Sewing,department,P-manager," + day(-150) + "\n");
  north_->lanes().read([&](Read& db) {
    for (const char* code : {"C", "S", "T1", "T2"})
      ids_[code] = std::to_string(app_->people().unit_by_code(db, code).value().value);
    for (const std::string& role : role_names())
      if (const auto person = app_->people().person_by_number(db, "P-" + role))
        ids_["P-" + role] = std::to_string(person->value);
  });
  ids_["unit"] = ids_["T1"];
  ids_["person"] = ids_["P-employee"];
  ids_["inlet"] = "people.unit";
  ids_["module"] = "okr";
}

void Installation::add_accounts() {
  const auto add = [&](Tenant& tenant, const std::string& login, std::vector<std::string> roles) {
    std::optional<PersonId> person;
    if (ids_.contains("P-" + login) && &tenant == north_.get())
      person = PersonId{std::stoll(ids_["P-" + login])};
    tenant.lanes().write({.name = "fixture"}, "fixture", [&](Tx& tx) {
      app_->identity().add_account(tx, {login, login, password, person, roles}, now_utc());
    });
  };
  for (const std::string& name : role_names()) add(*north_, name, {name});
  add(*north_, "nobody", {});
  add(*north_, "english", {"hr"});
  Headers english = session("north", "english");
  english.insert(english.end(),
                 {{"Twinrail-Tenant", "north"}, {"Content-Type", "application/json"}});
  (void)ask(Method::patch, "/api/v1/session", R"({"locale":"en"})", std::move(english));
  add(*south_, "admin", {"admin", "hr", "executive"});
}

std::string Installation::made(const std::string& target, const std::string& body,
                               std::string_view pointer, Headers more) {
  const Answer answer = send(Method::post, target, "hr", body, std::move(more));
  if (answer.status != 201 && answer.status != 200)
    throw std::runtime_error(target + ": " + answer.body);
  return answer.at(pointer);
}

void Installation::add_figures() {
  for (const std::string name : {"good", "all"})
    ids_[name] = made("/measures",
                      R"({"code":")" + name + R"(","names":{"zh":")" + name +
                          R"("},"kind":"flow","unit":"pcs","grain":"day"})",
                      "/id");
  ids_["measure"] = ids_["good"];
  ids_["year"] = day(0).substr(0, 4);
  ids_["rate"] =
      made("/exchange-rates",
           R"({"base":"USD","quote":"CNY","day":")" + day(-1) + R"(","closing":"7.1"})", "/id");
  ids_["source"] = made("/sources",
                        R"({"code":"mes","names":{"en":"Line system"},)"
                        R"("writers":{"whole_company":true,"accounts":[],"roles":[]}})",
                        "/id");
  ids_["kpi"] = made("/kpis",
                     R"({"code":"rate","names":{"zh":"合格率","en":"Pass rate"},"formula":)"
                     R"("good / all","unit":"%","decimals":1,"direction":"higher",)"
                     R"("frequency":"day","time_agg":"ratio_of_sums","org_agg":)"
                     R"("ratio_of_sums","lead_lag":"lag","category":{"zh":"质量"}})",
                     "/id");
  for (const std::string unit : {"C", "S", "T1", "T2"})
    ids_["rate/" + unit] = made("/kpi-assignments",
                                R"({"kpi":)" + ids_["kpi"] + R"(,"org_unit":)" + ids_[unit] +
                                    (unit == "T1" ? R"(,"owner":)" + ids_["P-employee"] : "") +
                                    R"(,"valid_from":")" + day(-100) +
                                    R"(","target":{"target":"1"},"breach":)"
                                    R"({"op":"<","value":"0.9","n":2,"m":2,"grace_days":100}})",
                                "/row/assignment");
  ids_["assignment"] = ids_["rate/T1"];
  for (const int back : {5, 4, 3, 2})
    for (const std::string unit : {"T1", "T2"})
      for (const std::string measure : {"good", "all"})
        made("/measures/" + ids_[measure] + "/readings",
             R"({"readings":[{"org_unit":)" + ids_[unit] + R"(,"on":")" + day(-back) +
                 R"(","amount":")" +
                 (measure == "all" ? "100"
                  : unit == "T1"   ? "80"
                                   : "97") +
                 R"(","source_key":")" + unit + "/" + std::to_string(back) + R"("}]})",
             "/stored");
  const Answer row = get("/kpi-assignments/" + ids_["assignment"], "hr");
  ids_["breach"] = row.at("/row/breach/id");
  if (ids_["breach"] == "-" || ids_["breach"] == "0")
    throw std::runtime_error("no breach: " + row.body);
}

void Installation::add_goals() {
  ids_["cycle"] = made("/cycles",
                       R"({"names":{"zh":"本季","en":"This quarter"},"start":")" + day(-40) +
                           R"(","end":")" + day(40) + R"(","state":"active"})",
                       "/id");
  for (const std::string unit : {"C", "S", "T1"}) {
    const std::string id =
        made("/objectives",
             R"({"cycle":)" + ids_["cycle"] + R"(,"org_unit":)" + ids_[unit] +
                 R"(,"title":{"zh":"目标","en":"Goal )" + unit + R"("},"type":"committed"})",
             "/row/id");
    ids_["goal/" + unit] = id;
    ids_["result/" + unit] =
        made("/objectives/" + id + "/key-results",
             R"({"title":{"en":"Result"},"kind":"move","unit":"pcs","decimals":0,"start":"0",)"
             R"("target":"100"})",
             "/id");
  }
  ids_["objective"] = ids_["goal/T1"];
  ids_["key_result"] = ids_["result/T1"];
  ids_["contribution"] = made("/contributions",
                              R"({"child":)" + ids_["goal/T1"] + R"(,"parent":)" + ids_["goal/S"] +
                                  R"(,"relation":"contributes"})",
                              "/id");
  made("/contributions",
       R"({"child":)" + ids_["goal/S"] + R"(,"parent":)" + ids_["goal/C"] +
           R"(,"relation":"contributes"})",
       "/id");
  ids_["link"] = made("/links",
                      R"({"kind":"guards","assignment":)" + ids_["rate/T1"] + R"(,"objective":)" +
                          ids_["goal/T1"] + R"(,"cap":"0.5"})",
                      "/id");
  agree_to(ids_["goal/C"]);
  for (const std::string unit : {"S", "T1"}) {
    const std::string goal = "/objectives/" + ids_["goal/" + unit];
    made(goal + "/activation", "{}", "/row/id", {{"If-Match", get(goal, "hr").header("ETag")}});
  }
  const Answer asked = send(Method::post, "/contributions", "manager",
                            R"({"child":)" + ids_["goal/T1"] + R"(,"parent":)" + ids_["goal/C"] +
                                R"(,"relation":"supports"})");
  ids_["proposal"] = asked.at("/proposal");
  if (ids_["proposal"] == "-") throw std::runtime_error("proposal: " + asked.body);
  const Answer answer = send(Method::post, "/key-results/" + ids_["key_result"] + "/check-ins",
                             "executive", R"({"value":"30","text":"on the way"})");
  if (answer.status != 201) throw std::runtime_error("check-in: " + answer.body);
  ids_["check_in"] = answer.at("/id");
  ids_["comment"] =
      made("/objectives/" + ids_["goal/C"] + "/comments", R"({"text":"How is it going?"})", "/id");
  ids_["decision"] =
      made("/decisions", R"({"org_unit":)" + ids_["C"] + R"(,"note":"One line more on Saturdays"})",
           "/id");
}

void Installation::agree_to(const std::string& objective) {
  ids_["approval"] =
      made("/objectives/" + objective + "/review", R"({"reason":"please"})", "/review",
           {{"If-Match", get("/objectives/" + objective, "hr").header("ETag")}});
  const std::string target = "/approvals/" + ids_["approval"];
  const std::string version = get(target, "executive").at("/version");
  const Answer answer = send(Method::patch, target, "executive", R"({"act":"approve"})",
                             {{"If-Match", "\"v" + version + "\""}});
  if (answer.status != 200) throw std::runtime_error("approval: " + answer.body);
}

void Installation::add_notices() {
  app_->settle(*north_);
  ids_["notice"] = get("/notices", "employee").at("/items/0/id");
}

Answer Installation::get(const std::string& target, const std::string& who, Headers more) {
  return send(Method::get, target, who, "", std::move(more));
}

Answer Installation::send(Method method, const std::string& target, const std::string& who,
                          const std::string& body, Headers more) {
  if (!who.empty()) {
    Headers& secret = secrets_[who];
    if (secret.empty()) secret = token("north", who, all_scopes());
    more.insert(more.end(), secret.begin(), secret.end());
  }
  more.emplace_back("Twinrail-Tenant", "north");
  if (!body.empty()) more.emplace_back("Content-Type", "application/json");
  return ask(method, "/api/v1" + target, body, std::move(more));
}

Answer Installation::ask(Method method, const std::string& target, const std::string& body,
                         Headers headers) {
  Request request{.method = method, .target = target, .headers = std::move(headers), .body = body};
  request.client = "test " + std::to_string(++asked_);  // no limit of one address for a whole test
  const Router::Match match = app_->router().match(method, request.path());
  const Response response = app_->front().call(std::move(request));
  const auto findings = match.route ? check_->findings(*match.route, response.status,
                                                       response.content_type, response.body)
                                    : check_->findings(response.body);
  for (const std::string& finding : findings) FAIL_CHECK(finding);
  CHECK((response.status < 500 || response.status == 503));
  return {response.status, response.body, response.headers};
}

Answer Installation::knock(const Route& route, Headers headers) {
  std::string target = route.path;
  for (auto at = target.find('{'); at != std::string::npos; at = target.find('{')) {
    const auto end = target.find('}', at);
    target.replace(at, end - at + 1, id(target.substr(at + 1, end - at - 1)));
  }
  return ask(route.method, target, "", std::move(headers));
}

Headers Installation::token(const std::string& tenant, const std::string& login,
                            const std::vector<std::string>& scopes) {
  std::string secret;
  Lanes& lanes = (tenant == "north" ? north_ : south_)->lanes();
  lanes.write({.name = "fixture"}, "fixture", [&](Tx& tx) {
    secret = app_->identity().make_token(tx, login, "test", scopes,
                                         now_utc().plus_seconds(24 * 3600), now_utc());
  });
  return {{"Authorization", "Bearer " + secret}};
}

Headers Installation::session(const std::string& tenant, const std::string& login) {
  Headers& known = secrets_[tenant + " session " + login];
  if (!known.empty()) return known;
  const Answer answer = ask(Method::post, "/api/v1/session",
                            R"({"login":")" + login + R"(","password":")" + password + R"("})",
                            {{"Twinrail-Tenant", tenant}, {"Content-Type", "application/json"}});
  const std::string cookie = answer.header("Set-Cookie");
  return known = {{"Cookie", cookie.substr(0, cookie.find(';'))}};
}

std::map<std::string, std::int64_t> Installation::counts() {
  std::map<std::string, std::int64_t> found;
  north_->lanes().read([&](Read& db) {
    const auto rows = db.all<Count>(
        "SELECT 'units' AS name, COUNT(*) AS n FROM people_unit_version"
        " UNION ALL SELECT 'people', COUNT(*) FROM people_person"
        " UNION ALL SELECT 'posts', COUNT(*) FROM people_post"
        " UNION ALL SELECT 'measures', COUNT(*) FROM kpi_measure"
        " UNION ALL SELECT 'sources', COUNT(*) FROM kpi_source"
        " UNION ALL SELECT 'readings', COUNT(*) FROM kpi_reading"
        " UNION ALL SELECT 'days', COUNT(*) FROM kpi_day"
        " UNION ALL SELECT 'kpis', COUNT(*) FROM kpi_kpi"
        " UNION ALL SELECT 'assignments', COUNT(*) FROM kpi_assignment"
        " UNION ALL SELECT 'targets', COUNT(*) FROM kpi_target"
        " UNION ALL SELECT 'points', COUNT(*) FROM kpi_point"
        " UNION ALL SELECT 'breaches', COUNT(*) FROM kpi_breach"
        " UNION ALL SELECT 'objectives', COUNT(*) FROM okr_objective"
        " UNION ALL SELECT 'key results', COUNT(*) FROM okr_key_result"
        " UNION ALL SELECT 'check-ins', COUNT(*) FROM okr_check_in"
        " UNION ALL SELECT 'contributions', COUNT(*) FROM okr_contribution"
        " UNION ALL SELECT 'proposals', COUNT(*) FROM okr_proposal"
        " UNION ALL SELECT 'comments', COUNT(*) FROM okr_comment"
        " UNION ALL SELECT 'decisions', COUNT(*) FROM okr_decision"
        " UNION ALL SELECT 'links', COUNT(*) FROM okr_link"
        " UNION ALL SELECT 'approvals', COUNT(*) FROM approval"
        " UNION ALL SELECT 'approval turns', COUNT(*) FROM approval_turn"
        " UNION ALL SELECT 'approval deeds', COUNT(*) FROM approval_deed"
        " UNION ALL SELECT 'approval chains', COUNT(*) FROM approval_chain"
        " UNION ALL SELECT 'delegations', COUNT(*) FROM approval_delegation"
        " UNION ALL SELECT 'events', COUNT(*) FROM event"
        " UNION ALL SELECT 'answers', COUNT(*) FROM idempotency"
        " UNION ALL SELECT 'audit', COUNT(*) FROM audit_row"_sql);
    for (const Count& row : rows) found[row.name] = row.n;
  });
  return found;
}

namespace {

/// By engine.
std::map<bool, std::unique_ptr<Installation>>& installations() {
  static std::map<bool, std::unique_ptr<Installation>> made;
  return made;
}

/// Installations end with the tests. What the program keeps for its whole life is still there then:
/// a company seals its audit trail when it is closed.
struct EndOfInstallations final : doctest::IReporter {
  explicit EndOfInstallations(const doctest::ContextOptions&) {}
  void test_run_end(const doctest::TestRunStats&) override { installations().clear(); }
  void report_query(const doctest::QueryData&) override {}
  void test_run_start() override {}
  void test_case_start(const doctest::TestCaseData&) override {}
  void test_case_reenter(const doctest::TestCaseData&) override {}
  void test_case_end(const doctest::CurrentTestCaseStats&) override {}
  void test_case_exception(const doctest::TestCaseException&) override {}
  void subcase_start(const doctest::SubcaseSignature&) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData&) override {}
  void log_message(const doctest::MessageData&) override {}
  void test_case_skipped(const doctest::TestCaseData&) override {}
};
REGISTER_LISTENER("end_of_installations", 1, EndOfInstallations);

}  // namespace

void for_each_installation(const std::function<void(Installation&)>& test) {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    std::unique_ptr<Installation>& one = installations()[on_postgres];
    if (!one) one = std::make_unique<Installation>(on_postgres);
    test(*one);
  }
}

void for_each_fresh(const std::function<void(Installation&)>& test) {
  for (const bool on_postgres : {false, true}) {
    CAPTURE(on_postgres);
    Installation i(on_postgres);
    test(i);
  }
}

std::vector<std::string> role_names() { return {built_in_roles.begin(), built_in_roles.end()}; }

std::vector<std::string> all_scopes() {
  static const std::vector<std::string> names = [] {
    const std::unique_ptr<Services> services = make_services({});
    std::vector<std::string> found;
    for (const Rights::Row& r : services->rights.all()) found.emplace_back(r.grant.permission.name);
    return found;
  }();
  return names;
}

}  // namespace twinrail::testing
