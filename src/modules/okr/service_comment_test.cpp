#include <doctest/doctest.h>

#include "modules/okr/company_fixture.hpp"
#include "modules/okr/model_comment.hpp"
#include "platform/notices/notices.hpp"
#include "support/person.hpp"

namespace twinrail::okr {
namespace {

/// A goal with its owner, a colleague who sees it, and a stranger who does not.
struct Talk {
  explicit Talk(TestTenant& t)
      : tenant(t), c(t), owner(made_person(t)), friendly(made_person(t)), stranger(made_person(t)) {
    for (const PersonId person : {owner, friendly, stranger}) {
      auto viewer = std::make_shared<Viewer>();
      viewer->account = AccountId{person.value};
      viewer->person = person;
      if (person != stranger) {
        viewer->held.add(permission::read, relation::company);
        viewer->held.add(permission::comment, relation::company);
      }
      viewers[person] = viewer;
    }
    c.okr.know_sights([this](Read&, PersonId person, Instant) {
      return std::make_shared<const Context>(as(person));
    });
    NewObjective request{
        .cycle = c.cycle, .org_unit = c.unit, .owner = owner, .title = {"目标", "Goal"}};
    o = c.write([&](Tx& tx) { return c.okr.add_objective(c.ctx(), tx, request).row.id; });
  }

  [[nodiscard]] Context as(PersonId person, std::optional<std::int64_t> version = {}) const {
    Context ctx(now, viewers.at(person));
    ctx.set_today(c.today);
    ctx.if_match = version;
    return ctx;
  }
  std::string name(PersonId person) {
    return c.read([&](Read& db) { return c.people.person_names(db, {person})[person]; });
  }
  CommentView say(PersonId by, const std::string& text, std::vector<PersonId> mentions = {}) {
    NewComment request{.objective = o, .text = Text<4000>(text)};
    request.mentions.emplace();
    for (const PersonId m : mentions) request.mentions->push_back(m);
    return c.write([&](Tx& tx) { return c.okr.add_comment(as(by), tx, request); });
  }
  CommentView change(PersonId by, const CommentView& seen, ChangeComment request) {
    request.comment = seen.id;
    return c.write([&](Tx& tx) { return c.okr.change_comment(as(by, seen.version), tx, request); });
  }
  std::vector<CommentView> list(PersonId by, bool open = false) {
    CommentsQuery query{.objective = o};
    query.open = open;
    return c.read([&](Read& db) { return c.okr.comments(as(by), db, query).items; });
  }
  std::size_t told(const char* kind) {
    return c.read([&](Read& db) { return notices::unread_keys(db, kind).size(); });
  }
  /// The key of what is refused: of its first place when it has one.
  template <class F>
  std::string refused(F&& act) {
    try {
      act();
    } catch (const Error& e) {
      return e.problems().empty() ? std::string(e.key())
                                  : e.problems().front().pointer + " " + e.problems().front().key;
    }
    return "";
  }

  TestTenant& tenant;
  TestCompany c;
  PersonId owner, friendly, stranger;
  std::map<PersonId, std::shared_ptr<Viewer>> viewers;
  ObjectiveId o;
  Instant now = Instant::midnight(Date::of(2026, 3, 7));
};

}  // namespace

TEST_CASE("a comment mentions who may see the objective, tells them once, and nobody else") {
  for_each_engine([](TestTenant& tenant) {
    Talk t(tenant);
    const std::string at = "look @" + t.name(t.friendly);
    const CommentView said = t.say(t.owner, at, {t.friendly});
    CHECK(said.mentions.front().name == t.name(t.friendly));
    CHECK(t.told("okr.mentioned") == 1);
    CHECK(t.told("okr.commented") == 0);  // one's own
    CHECK(t.refused([&] { t.say(t.owner, "hey @" + t.name(t.stranger), {t.stranger}); }) ==
          "/mentions/0 okr.mention_cannot_see");
    CHECK(t.refused([&] { t.say(t.owner, at, {t.friendly, PersonId{9999}}); }) ==
          "/mentions/1 okr.mention_cannot_see");
    CHECK(t.refused([&] { t.say(t.owner, "nobody", {t.friendly}); }) ==
          "/mentions/0 okr.mention_unsaid");
    CHECK(t.refused([&] { t.say(t.stranger, "hello"); }) == "okr.unknown_objective");
    (void)t.say(t.friendly, "well done");
    CHECK(t.told("okr.commented") == 1);
    CHECK(t.list(t.owner).size() == 2);
    CHECK(t.list(t.owner).front().text == "well done");  // the newest first
  });
}

TEST_CASE("one's own comment is edited for a day, with what it said before, and by nobody else") {
  for_each_engine([](TestTenant& tenant) {
    Talk t(tenant);
    const CommentView said = t.say(t.friendly, "first");
    ChangeComment again;
    again.text = Text<4000>("second");
    CHECK(t.refused([&] { (void)t.change(t.owner, said, again); }) == "okr.comment_not_yours");
    const CommentView edited = t.change(t.friendly, said, again);
    CHECK(edited.text == "second");
    REQUIRE(edited.before.size() == 1);
    CHECK(edited.before.front().text == "first");
    CHECK(t.refused([&] { (void)t.change(t.friendly, said, again); }) == "request.stale");
    t.now = t.now.plus_seconds(86'401);
    CHECK_FALSE(t.list(t.friendly).front().may_edit);
    CHECK(t.refused([&] { (void)t.change(t.friendly, edited, again); }) == "okr.comment_too_old");
  });
}

TEST_CASE("an edit tells only who was not told before") {
  for_each_engine([](TestTenant& tenant) {
    Talk t(tenant);
    const CommentView said = t.say(t.friendly, "hello");
    ChangeComment again;
    again.text = Text<4000>("hello @" + t.name(t.owner));
    again.mentions.emplace().push_back(t.owner);
    const CommentView once = t.change(t.friendly, said, again);
    CHECK(t.told("okr.mentioned") == 1);
    again.text = Text<4000>(*again.text + "!");
    (void)t.change(t.friendly, once, again);
    CHECK(t.told("okr.mentioned") == 1);
  });
}

TEST_CASE("a comment is taken back by its author alone, and what was told of it is settled") {
  for_each_engine([](TestTenant& tenant) {
    Talk t(tenant);
    const CommentView said = t.say(t.friendly, "see @" + t.name(t.owner), {t.owner});
    const auto remove = [&](PersonId by) {
      return t.c.write(
          [&](Tx& tx) { return t.c.okr.remove_comment(t.as(by, said.version), tx, {said.id}); });
    };
    CHECK(t.refused([&] { (void)remove(t.owner); }) == "okr.comment_not_yours");
    (void)remove(t.friendly);
    CHECK(t.told("okr.mentioned") == 0);
    const CommentView left = t.list(t.owner).front();
    CHECK(left.removed);
    CHECK(left.text.empty());
    CHECK(left.mentions.empty());
    CHECK(t.list(t.owner, true).empty());
    CHECK(t.refused([&] { (void)remove(t.friendly); }) == "okr.unknown_comment");
  });
}

TEST_CASE("a comment is solved and opened again by its author or who writes the objective") {
  for_each_engine([](TestTenant& tenant) {
    Talk t(tenant);
    const CommentView said = t.say(t.friendly, "why?");
    ChangeComment solve;
    solve.solved = true;
    CHECK(t.refused([&] { (void)t.change(t.owner, said, solve); }) == "okr.comment_not_yours");
    t.viewers[t.owner]->held.add(permission::write, relation::self);
    const CommentView solved = t.change(t.owner, said, solve);
    CHECK(solved.solved_by_name == t.name(t.owner));
    CHECK(t.list(t.owner, true).empty());
    solve.solved = false;
    CHECK_FALSE(t.change(t.friendly, solved, solve).solved_at);
    CHECK(t.list(t.owner, true).size() == 1);
  });
}

TEST_CASE("a thread is read page by page") {
  for_each_engine([](TestTenant& tenant) {
    Talk t(tenant);
    for (const char* text : {"1", "2", "3"}) (void)t.say(t.owner, text);
    CommentsQuery query{.objective = t.o};
    query.limit = Int<1, 200>{2};
    const auto page = [&] {
      return t.c.read([&](Read& db) { return t.c.okr.comments(t.as(t.owner), db, query); });
    };
    const Page<CommentView> first = page();
    REQUIRE(first.next);
    CHECK(first.items.back().text == "2");
    query.cursor = Text<20>(*first.next);
    CHECK(page().items.front().text == "1");
    CHECK_FALSE(page().next);
  });
}

}  // namespace twinrail::okr
