#include "platform/approvals/approvals.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "platform/approvals/model.hpp"
#include "platform/context.hpp"
#include "platform/db/testing.hpp"
#include "platform/events/events.hpp"
#include "platform/jobs/jobs.hpp"

namespace twinrail::approvals {
namespace {

constexpr PersonId worker{1}, lead{2}, head{3}, chief{4}, hr{5}, other{6};
constexpr OrgUnitId team{30}, department{20}, company{10};

/// worker < lead < head < chief; hr stands in. Who is away can be said by a test.
struct FakeStaff final : Staff {
  std::set<PersonId> away;
  std::vector<PersonId> fallback{hr};

  std::vector<PersonId> managers(Read&, PersonId person, Date) override {
    const std::vector<PersonId> line{worker, lead, head, chief};
    const auto at = std::ranges::find(line, person);
    return at == line.end() ? std::vector<PersonId>() : std::vector<PersonId>(at + 1, line.end());
  }
  std::vector<PersonId> heads(Read&, OrgUnitId unit, Date) override {
    if (unit == team) return {lead, head, chief};
    return {head, chief};
  }
  std::vector<OrgUnitId> above(Read&, OrgUnitId unit, Date) override {
    if (unit == team) return {team, department, company};
    return {unit, company};
  }
  bool has_role(Read&, const std::string& role) override { return role == "hr"; }
  std::vector<PersonId> in_role(Read&, const std::string&) override { return {hr, other}; }
  std::vector<PersonId> holders(Read&, Permission) override { return fallback; }
  std::set<PersonId> here(Read&, const std::vector<PersonId>& people, Date) override {
    std::set<PersonId> found(people.begin(), people.end());
    for (const PersonId person : away) found.erase(person);
    return found;
  }
  std::map<PersonId, std::string> names(Read&, const std::vector<PersonId>& people) override {
    std::map<PersonId, std::string> found;
    for (const PersonId p : people) found[p] = "person " + std::to_string(p.value);
    return found;
  }
  std::map<OrgUnitId, Names> unit_names(Read&, const std::vector<OrgUnitId>& units, Date) override {
    std::map<OrgUnitId, Names> found;
    for (const OrgUnitId u : units) found[u] = {"部门", "Unit"};
    return found;
  }
};

/// What a test does, and what became of it.
struct Desk {
  explicit Desk(TestTenant& t) : tenant(t) {
    service.know(
        {{.code = "test.change",
          .words = "approvals.unknown",
          .apply =
              [this](Tx&, const Case& c, Date) {
                if (fails) throw Error(Fault::conflict, "approvals.ended");
                told += "applied " + std::to_string(c.subject) + ";";
              },
          .cancel =
              [this](Tx&, const Case& c) { told += "freed " + std::to_string(c.subject) + ";"; }}});
  }

  [[nodiscard]] Context as(PersonId person, std::optional<std::int64_t> version = {}) const {
    auto viewer = std::make_shared<Viewer>();
    viewer->account = AccountId{person.value};
    viewer->person = person;
    viewer->held.add(permission::use, relation::self);
    if (person == chief) viewer->held.add(permission::configure, relation::company);
    Context ctx(now, viewer);
    ctx.set_today(now.utc_date());
    ctx.if_match = version;
    return ctx;
  }
  ApprovalId ask(PersonId by, std::int64_t subject = 7, OrgUnitId unit = team,
                 std::optional<Decimal> amount = {}) {
    ApprovalId id;
    tenant.write([&](Tx& tx) {
      id = service.submit(as(by), tx,
                          {.kind = "test.change",
                           .subject = subject,
                           .org_unit = unit,
                           .title = {"改", "Change"},
                           .reason = "late parts",
                           .changes = {{{"目标", "Target"}, {"96", "96"}, {"93", "93"}}},
                           .amount = amount});
    });
    return id;
  }
  ApprovalDetail see(ApprovalId id, PersonId by) {
    ApprovalDetail found;
    tenant.read([&](Read& db) { found = service.one(as(by), db, {id}); });
    return found;
  }
  std::string act(ApprovalId id, PersonId by, ApprovalAct what, const char* word = "",
                  std::optional<PersonId> to = {}) {
    return act_at(version(id), id, by, what, word, to);
  }
  std::string act_at(std::int64_t at, ApprovalId id, PersonId by, ApprovalAct what,
                     const char* word = "", std::optional<PersonId> to = {}) {
    return key_of([&] {
      tenant.write(
          [&](Tx& tx) { (void)service.change(as(by, at), tx, {id, what, Text<1000>(word), to}); });
    });
  }
  std::int64_t version(ApprovalId id) {
    std::int64_t found = 0;
    tenant.read([&](Read& db) {
      found = *db.one<std::int64_t>("SELECT version FROM approval WHERE id = ?"_sql, id);
    });
    return found;
  }
  /// Numbers of the people for whom it waits now.
  std::string waits(ApprovalId id) {
    std::string text;
    tenant.read([&](Read& db) {
      for (const PersonId p : db.all<PersonId>(
               "SELECT person FROM approval_turn WHERE approval = ? AND state = 'waiting'"
               " ORDER BY id"_sql,
               id))
        text += std::to_string(p.value);
    });
    return text;
  }
  std::int64_t box(PersonId who, ApprovalBox of) {
    std::int64_t found = 0;
    tenant.read([&](Read& db) {
      ApprovalsQuery query;
      query.box = of;
      found = std::ssize(service.list(as(who), db, query).items);
    });
    return found;
  }
  void days_pass(std::int64_t days) {
    now = now.plus_seconds(days * 24 * 3600);
    tenant.write([&](Tx& tx) { service.look_after(tx, now, now.utc_date()); });
  }
  ApprovalChainView chain(NewApprovalChain request) {
    ApprovalChainView made;
    tenant.write([&](Tx& tx) { made = service.add_chain(as(chief), tx, request); });
    return made;
  }
  static std::string key_of(const std::function<void()>& what) {
    try {
      what();
    } catch (const Error& e) {
      return e.problems().empty() ? e.key() : e.problems().front().key;
    }
    return "";
  }

  TestTenant& tenant;
  std::unique_ptr<FakeStaff> made_staff = std::make_unique<FakeStaff>();
  FakeStaff* staff = made_staff.get();
  Service service{std::move(made_staff)};
  Instant now = Instant::from_text("2026-03-02T01:00:00Z");
  bool fails = false;
  std::string told;
};

NewApprovalChain steps(std::vector<ApprovalChainStep> list) {
  NewApprovalChain request{.kind = "test.change"};
  request.steps = List<ApprovalChainStep, 10>(std::move(list));
  return request;
}

using enum ApprovalAct;

}  // namespace

TEST_CASE("without a rule the manager agrees, and what is agreed to is carried out at once") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    const ApprovalId id = d.ask(worker);
    CHECK(d.waits(id) == "2");
    CHECK(d.box(lead, ApprovalBox::mine) == 1);
    CHECK(d.box(worker, ApprovalBox::mine) == 0);
    CHECK(d.box(worker, ApprovalBox::sent) == 1);
    const ApprovalDetail seen = d.see(id, lead);
    CHECK(seen.may_decide);
    CHECK(seen.my_part == ApprovalWho::manager);
    CHECK(seen.row.change->after.en == "93");
    CHECK(d.act(id, lead, approve) == "");
    CHECK(d.told == "applied 7;");
    CHECK(d.see(id, worker).row.state == ApprovalState::approved);
    CHECK(d.box(lead, ApprovalBox::mine) == 0);
    CHECK(d.box(lead, ApprovalBox::done) == 1);
    CHECK(d.see(id, worker).history.size() == 2);
  });
}

TEST_CASE("nobody agrees to what is his own, and nobody else is asked of it") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    const ApprovalId id = d.ask(worker);
    CHECK(d.act(id, worker, approve) == "approvals.not_yours");
    CHECK(d.act(id, head, approve) == "approvals.unknown");  // it does not concern the head
    CHECK(d.act(id, lead, withdraw) == "approvals.not_yours");
    CHECK(d.see(id, worker).may_withdraw);
    // The head of a unit asks: the step goes to the next one above.
    (void)d.chain(steps({{.who = ApprovalWho::unit_head}}));
    CHECK(d.waits(d.ask(lead, 8)) == "3");
  });
}

TEST_CASE("a chain that ends at nobody goes to who stands in, and is refused where nobody does") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    const ApprovalId id = d.ask(chief);
    CHECK(d.waits(id) == "5");
    CHECK(d.see(id, hr).my_part == ApprovalWho::stand_in);
    d.staff->fallback = {chief};
    CHECK(d.key_of([&] { (void)d.ask(chief, 8); }) == "approvals.nobody");
    CHECK(d.key_of([&] { (void)d.ask(PersonId{}, 9); }) == "approvals.no_person");
  });
}

TEST_CASE("an open request holds its thing; refused with a word or withdrawn it is free again") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    const ApprovalId id = d.ask(worker);
    CHECK(d.key_of([&] { (void)d.ask(other); }) == "approvals.waits_already");
    CHECK(d.act(id, lead, refuse, "  ") == "approvals.word_needed");
    CHECK(d.act(id, lead, refuse, "not before May") == "");
    CHECK(d.told == "freed 7;");
    CHECK(d.see(id, worker).history.back().word == "not before May");
    const ApprovalId again = d.ask(worker);
    CHECK(d.act(again, worker, withdraw) == "");
    CHECK(d.act(again, lead, approve) == "approvals.ended");
    CHECK(d.told == "freed 7;freed 7;");
  });
}

TEST_CASE("a decision names its version; the same one sent again is answered as before") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    const ApprovalId id = d.ask(worker);
    const std::int64_t seen = d.version(id);
    CHECK(d.act_at(seen - 1, id, lead, approve) == "request.stale");
    CHECK(d.act_at(seen, id, lead, approve) == "");
    CHECK(d.act_at(seen, id, lead, approve) == "");
    CHECK(d.told == "applied 7;");
  });
}

TEST_CASE("what cannot be carried out leaves the request as it was") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    const ApprovalId id = d.ask(worker);
    d.fails = true;
    CHECK(d.act(id, lead, approve) == "approvals.ended");
    CHECK(d.waits(id) == "2");
    CHECK(d.see(id, lead).row.state == ApprovalState::open);
  });
}

TEST_CASE("steps come one after the other; of a role one agrees, or all do") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    ApprovalChainStep role{.who = ApprovalWho::role};
    role.role = Text<64>("hr");
    role.mode = ApprovalMode::all;
    (void)d.chain(steps({{.who = ApprovalWho::manager}, role}));
    const ApprovalId id = d.ask(worker);
    CHECK(d.waits(id) == "2");
    CHECK(d.act(id, hr, approve) == "approvals.not_yours");  // the step has not come
    CHECK(d.act(id, lead, approve) == "");
    CHECK(d.waits(id) == "56");
    CHECK(d.act(id, hr, approve) == "");
    CHECK(d.told.empty());
    CHECK(d.act(id, other, approve) == "");
    CHECK(d.told == "applied 7;");
  });
}

TEST_CASE("an amount from which on more have to agree, and a unit with a rule of its own") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    NewApprovalChain large = steps({{.who = ApprovalWho::managers_manager}});
    large.at_least = Decimal::whole(1000);
    (void)d.chain(large);
    NewApprovalChain here = steps({{.who = ApprovalWho::unit_head}});
    here.org_unit = department;
    const ApprovalChainView made = d.chain(here);
    CHECK(d.waits(d.ask(worker, 1, company, Decimal::whole(999))) == "2");
    CHECK(d.waits(d.ask(worker, 2, company, Decimal::whole(1000))) == "3");
    CHECK(d.waits(d.ask(worker, 3, department, Decimal::whole(1000))) == "3");
    CHECK(d.key_of([&] {
      t.write([&](Tx& tx) { (void)d.service.remove_chain(d.as(chief), tx, {made.id}); });
    }) == "request.if_match_missing");
    CHECK(d.key_of([&] {
      t.write([&](Tx& tx) {
        (void)d.service.add_chain(d.as(worker), tx, steps({{.who = ApprovalWho::manager}}));
      });
    }) == "access.forbidden");
    CHECK(d.key_of([&] { (void)d.chain(steps({{.who = ApprovalWho::role}})); }) ==
          "approvals.unknown_role");
  });
}

TEST_CASE("who is away lets somebody stand in, from a day to a day, and it says for whom") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    const ApprovalId id = d.ask(worker);
    const Date today = d.now.utc_date();
    t.write([&](Tx& tx) {
      (void)d.service.add_delegation(d.as(lead), tx, {other, today + 1, today + 2});
    });
    CHECK(d.box(other, ApprovalBox::mine) == 0);
    d.days_pass(1);
    CHECK(d.box(other, ApprovalBox::mine) == 1);
    CHECK(d.see(id, other).instead_of == "person 2");
    CHECK(d.see(id, lead).deputy == other);
    CHECK(d.act(id, other, approve) == "");
    CHECK(d.see(id, worker).steps.at(0).people.at(0).decided_by_name == "person 6");
    // The one who asks never stands in for who decides about it.
    const ApprovalId next = d.ask(other, 8, department);
    CHECK(d.waits(next) == "5");  // other has no manager: who stands in
    d.days_pass(2);
    CHECK(d.box(other, ApprovalBox::mine) == 0);
  });
}

TEST_CASE("a deputy never decides what is his own") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    const ApprovalId id = d.ask(worker);
    const Date today = d.now.utc_date();
    t.write(
        [&](Tx& tx) { (void)d.service.add_delegation(d.as(lead), tx, {worker, today, today}); });
    CHECK(d.box(worker, ApprovalBox::mine) == 0);
    CHECK(d.act(id, worker, approve) == "approvals.not_yours");
  });
}

TEST_CASE("a request is passed on to somebody who may decide, and to nobody else") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    const ApprovalId id = d.ask(worker);
    CHECK(d.act(id, lead, pass_on) == "request.missing_field");
    CHECK(d.act(id, lead, pass_on, "", worker) == "approvals.not_eligible");
    CHECK(d.act(id, lead, pass_on, "knows more", other) == "");
    CHECK(d.waits(id) == "6");
    CHECK(d.act(id, lead, approve) == "approvals.not_yours");
    CHECK(d.act(id, other, approve) == "");
    CHECK(d.told == "applied 7;");
  });
}

TEST_CASE("a step that waits too long goes one up, again and again, and both may decide") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    (void)d.chain(steps({{.who = ApprovalWho::manager, .escalate_days = Int<1, 90>(2)}}));
    const ApprovalId id = d.ask(worker);
    d.days_pass(1);
    CHECK(d.waits(id) == "2");
    d.days_pass(1);
    CHECK(d.waits(id) == "23");
    d.days_pass(2);
    CHECK(d.waits(id) == "234");
    CHECK(d.act(id, head, approve) == "");
    CHECK(d.told == "applied 7;");
    CHECK(d.waits(id).empty());
  });
}

TEST_CASE("a reviewer who left is skipped up, before the request and after it") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    const ApprovalId id = d.ask(worker);
    d.staff->away = {lead};
    CHECK(d.waits(d.ask(worker, 8)) == "3");
    d.days_pass(1);
    CHECK(d.waits(id) == "3");
    CHECK(d.see(id, worker).history.back().deed == ApprovalDeed::left);
    d.staff->away = {lead, head, chief};
    d.days_pass(1);
    CHECK(d.waits(id) == "5");
    d.staff->away = {lead, head, chief, hr};
    d.days_pass(1);
    CHECK(d.waits(id) == "5");  // nobody at all: it stays until somebody is there
  });
}

TEST_CASE("a request that nobody decides ends by itself after 90 days") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    const ApprovalId id = d.ask(worker);
    d.days_pass(89);
    CHECK(d.see(id, worker).row.state == ApprovalState::open);
    d.days_pass(1);
    CHECK(d.see(id, worker).row.state == ApprovalState::expired);
    CHECK(d.told == "freed 7;");
  });
}

TEST_CASE("whom a request waits for is announced, each time and once") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    std::string heard;
    const auto listen = [&] {
      t.read([&](Read& db) {
        heard.clear();
        for (const Event& e : events_after(db, 0, 100)) heard += e.topic + e.payload + " ";
      });
      return heard;
    };
    const ApprovalId id = d.ask(worker);
    const std::string of = R"({"approval":)" + std::to_string(id.value);
    const std::string moved = "approval.moved" + of + "} ";
    CHECK(listen() == "approval.waiting" + of + R"(,"people":[2]} )" + moved);
    CHECK(d.act(id, lead, approve) == "");
    CHECK(listen().ends_with("approval.ended" + of + R"(,"requester":1} )" + moved));
  });
}

TEST_CASE("a list goes on where a page ended") {
  for_each_engine([](TestTenant& t) {
    Desk d(t);
    for (std::int64_t n = 1; n <= 5; ++n) (void)d.ask(worker, n);
    t.read([&](Read& db) {
      for (const ApprovalBox box : {ApprovalBox::mine, ApprovalBox::sent}) {
        ApprovalsQuery query;
        query.box = box;
        query.limit = Int<1, 200>(2);
        std::string numbers;
        std::optional<std::string> next;
        do {
          const auto page =
              d.service.list(d.as(box == ApprovalBox::mine ? lead : worker), db, query);
          for (const ApprovalView& v : page.items) numbers += std::to_string(v.subject);
          next = page.next;
          if (next) query.cursor = Text<200>(*next);
        } while (next);
        CHECK(numbers == (box == ApprovalBox::mine ? "12345" : "54321"));
      }
    });
  });
}

TEST_CASE("a chain is tried out: who would be asked, before anybody asks") {
  for_each_engine([](TestTenant& tenant) {
    Desk d(tenant);
    const auto tried = [&](TryApprovalChain request) {
      request.kind = Text<64>("test.change");
      request.org_unit = team;
      std::string text;
      tenant.read([&](Read& db) {
        for (const ApprovalTrialStep& step : d.service.try_chain(d.as(chief), db, request).steps) {
          text += text.empty() ? "" : ", then";
          for (const ApprovalTrialPerson& p : step.people) text += " " + p.name;
        }
      });
      return text;
    };
    TryApprovalChain plain;
    plain.requester = worker;
    CHECK(tried(plain) == " person 2");
    TryApprovalChain drafted = plain;
    ApprovalChainStep above, role;
    above.who = ApprovalWho::managers_manager;
    role.who = ApprovalWho::role;
    role.role = Text<64>("hr");
    drafted.steps.emplace();
    drafted.steps->push_back(above);
    drafted.steps->push_back(role);
    CHECK(tried(drafted) == " person 3, then person 5 person 6");
    plain.requester = chief;
    CHECK(tried(plain) == " person 5");  // stands in
    d.staff->fallback.clear();
    CHECK(Desk::key_of([&] { (void)tried(plain); }) == "approvals.nobody");
    plain.requester = worker;
    CHECK(Desk::key_of([&] {
            tenant.read([&](Read& db) {
              plain.kind = Text<64>("test.change");
              (void)d.service.try_chain(d.as(worker), db, plain);
            });
          }) == "access.forbidden");
  });
}

}  // namespace twinrail::approvals
