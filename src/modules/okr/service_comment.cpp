#include <algorithm>
#include <cstdlib>
#include <set>

#include "modules/okr/rules_comment.hpp"
#include "modules/okr/service_view.hpp"
#include "modules/okr/store_comment.hpp"
#include "modules/people/model.hpp"
#include "modules/people/people.hpp"
#include "platform/events/events.hpp"
#include "platform/notices/notices.hpp"

/// The thread of an objective: who says what, and who is told of it.
namespace twinrail::okr {
namespace {

constexpr const char* mentioned = "okr.mentioned";
constexpr const char* commented = "okr.commented";

constexpr std::int64_t page_default = 30;
/// People that a chooser offers, and those of whom it is asked whether they may see the objective.
constexpr std::int64_t readers_shown = 8;
constexpr std::int64_t readers_asked = 20;

/// People and what a comment names of them, loaded for a page at once.
struct Thread {
  std::map<CommentId, std::vector<MentionRow>> mentions;
  std::map<CommentId, std::vector<CommentPastRow>> past;
  std::map<PersonId, std::string> names;
  std::map<KeyResultId, Names> key_results;
};

Thread load_thread(Read& db, people::Service& people, ObjectiveId objective,
                   const std::vector<CommentRow>& rows) {
  std::vector<CommentId> ids;
  std::vector<PersonId> named;
  for (const CommentRow& row : rows) {
    ids.push_back(row.id);
    named.push_back(row.person);
    if (row.solved_by) named.push_back(*row.solved_by);
  }
  Thread thread;
  for (MentionRow& m : store::mentions_of(db, ids)) thread.mentions[m.comment].push_back(m);
  for (CommentPastRow& p : store::past_of(db, ids)) thread.past[p.comment].push_back(std::move(p));
  thread.names = people.person_names(db, named);
  for (const KeyResultRow& kr : store::key_results(db, {objective}))
    thread.key_results[kr.id] = {kr.title_zh, kr.title_en};
  return thread;
}

std::optional<std::string> name_of(const Thread& thread, std::optional<PersonId> person) {
  const auto found = person ? thread.names.find(*person) : thread.names.end();
  return found == thread.names.end() ? std::nullopt : std::optional(found->second);
}

bool may_comment(const Context& ctx, const ObjectiveRow& o) {
  return ctx.may(permission::comment, o.org_unit, o.owner.value_or(PersonId{})) ||
         (o.person && ctx.may(permission::comment, o.org_unit, *o.person));
}

bool is_mine(const Context& ctx, const CommentRow& row) {
  return ctx.viewer().person && ctx.viewer().person == row.person;
}

bool may_solve(const Context& ctx, const ObjectiveRow& o, const CommentRow& row) {
  return is_mine(ctx, row) || may_write(ctx, o);
}

/// `writes`: the viewer may comment on the objective.
CommentView view_of(const Context& ctx, const ObjectiveRow& o, const CommentRow& row,
                    const Thread& thread, bool writes) {
  const bool there = !row.removed_at;
  const bool mine = there && writes && is_mine(ctx, row);
  CommentView view{.id = row.id,
                   .objective = row.objective,
                   .key_result = row.key_result,
                   .person = row.person,
                   .by_name = name_of(thread, row.person),
                   .text = row.body,
                   .written_at = row.written_at,
                   .edited_at = row.edited_at,
                   .removed = !there,
                   .solved_at = row.solved_at,
                   .solved_by_name = name_of(thread, row.solved_by),
                   .may_edit = mine && rules::may_edit(row.written_at, ctx.now),
                   .may_remove = mine,
                   .may_solve = there && writes && may_solve(ctx, o, row),
                   .version = row.version};
  if (row.key_result)
    if (const auto kr = thread.key_results.find(*row.key_result); kr != thread.key_results.end())
      view.key_result_title = kr->second;
  if (!there) return view;
  if (const auto found = thread.mentions.find(row.id); found != thread.mentions.end())
    for (const MentionRow& m : found->second) view.mentions.push_back({m.person, m.name});
  if (const auto found = thread.past.find(row.id); found != thread.past.end())
    for (const CommentPastRow& p : found->second) view.before.push_back({p.body, p.until});
  return view;
}

std::string text_or_refuse(const std::string& text) {
  std::string trimmed = rules::trimmed(text);
  if (trimmed.empty()) throw refuse_field("/text", "okr.comment_empty");
  return trimmed;
}

/// Those who are told of a comment, each with the thing's own place: a notice shows itself only to
/// who may see that.
Notice notice_of(const ObjectiveRow& o, const CommentRow& row, std::string key,
                 const std::string& author, PersonId reader, const char* reason) {
  const bool own = o.person == reader;
  Notice notice{
      .key = std::move(key),
      .org_unit = o.org_unit,
      .owner = own ? o.person : o.owner,
      .link = "/okr/" + std::to_string(o.id.value) + "?comment=" + std::to_string(row.id.value)};
  notice.words = {{"objective", o.title_zh, o.title_en}, {"author", author, author}};
  notice.readers = {{reader, reason}};
  return notice;
}

std::vector<PersonId> people_in(const std::vector<MentionRow>& rows) {
  std::vector<PersonId> people;
  for (const MentionRow& row : rows) people.push_back(row.person);
  return people;
}

/// A comment that is there, with its objective as the viewer may see it.
std::pair<CommentRow, ObjectiveRow> comment_or_refuse(const Context& ctx, Read& db, CommentId id) {
  const auto row = store::comment(db, id);
  if (!row) throw Error(Fault::not_found, "okr.unknown_comment");
  ObjectiveRow o = objective_behind(ctx, db, row->objective, "okr.unknown_comment");
  if (row->removed_at) throw Error(Fault::not_found, "okr.unknown_comment");
  return {*row, std::move(o)};
}

void require_mine(const Context& ctx, const ObjectiveRow& o, const CommentRow& row) {
  if (!may_comment(ctx, o) || !is_mine(ctx, row))
    throw Error(Fault::forbidden, "okr.comment_not_yours");
}

void announce_comments(Tx& tx, const ObjectiveRow& o) {
  announce(tx, CommentsChanged{{{o.id, o.org_unit}}});
}

}  // namespace

void Service::know_sights(SightOf sight_of) { sight_of_ = std::move(sight_of); }

bool Service::may_see(Read& db, PersonId person, const ObjectiveRow& o, Instant now) const {
  const auto sight = sight_of_ ? sight_of_(db, person, now) : nullptr;
  return sight && may_read(*sight, o);
}

std::vector<MentionRow> Service::mentions_for(const Context& ctx, Read& db, const ObjectiveRow& o,
                                              const std::string& text,
                                              const std::vector<PersonId>& people,
                                              const std::vector<MentionRow>& before) {
  const auto names = people_.person_names(db, people);
  std::vector<std::string> all;
  for (const auto& [person, name] : names) all.push_back(name);
  for (const MentionRow& m : before) all.push_back(m.name);
  std::vector<MentionRow> rows;
  for (std::size_t i = 0; i < people.size(); ++i) {
    const std::string at = "/mentions/" + std::to_string(i);
    const auto known = std::ranges::find(before, people[i], &MentionRow::person);
    const auto name = names.find(people[i]);
    // Whoever was mentioned already keeps the name that stands in the text.
    MentionRow row{.comment = {}, .person = people[i], .name = {}};
    if (known != before.end())
      row.name = known->name;
    else if (name != names.end() && may_see(db, people[i], o, ctx.now))
      row.name = name->second;
    else
      throw refuse_field(at.c_str(), "okr.mention_cannot_see");
    if (!rules::mentions(text, row.name, all)) throw refuse_field(at.c_str(), "okr.mention_unsaid");
    if (std::ranges::find(rows, row.person, &MentionRow::person) == rows.end())
      rows.push_back(std::move(row));
  }
  return rows;
}

void Service::tell_comment(const Context& ctx, Tx& tx, const ObjectiveRow& o, const CommentRow& row,
                           const std::vector<MentionRow>& mentions, bool is_new) {
  const PersonId me = ctx.viewer().person;
  const auto names = people_.person_names(tx, {me});
  const std::string author = names.empty() ? "" : names.begin()->second;
  const std::string id = std::to_string(row.id.value);
  std::vector<Notice> told, owners;
  std::set<PersonId> seen{me};
  for (const MentionRow& m : mentions)
    if (seen.insert(m.person).second)
      told.push_back(notice_of(o, row, id + "/" + std::to_string(m.person.value), author, m.person,
                               "okr.because_mentioned"));
  notices::tell(tx, mentioned, told, ctx.now);
  if (!is_new) return;
  for (const auto& owner : {o.owner, o.person})
    if (owner && seen.insert(*owner).second)
      owners.push_back(notice_of(o, row, id + "/" + std::to_string(owner->value), author, *owner,
                                 "okr.because_objective_owner"));
  notices::tell(tx, commented, owners, ctx.now);
}

Page<CommentView> Service::comments(const Context& ctx, Read& db, const CommentsQuery& request) {
  const ObjectiveRow o = objective_or_refuse(ctx, db, request.objective);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  store::CommentFilter filter{
      .objective = o.id, .open_only = request.open.value_or(false), .limit = limit + 1};
  if (request.cursor) filter.before = CommentId{std::strtoll(request.cursor->c_str(), nullptr, 10)};
  auto rows = store::comments(db, filter);
  Page<CommentView> page;
  if (std::ssize(rows) > limit) {
    rows.pop_back();
    page.next = std::to_string(rows.back().id.value);
  }
  const Thread thread = load_thread(db, people_, o.id, rows);
  const bool writes = may_comment(ctx, o);
  for (const CommentRow& row : rows) page.items.push_back(view_of(ctx, o, row, thread, writes));
  return page;
}

CommentView Service::comment_view(const Context& ctx, Read& db, const ObjectiveRow& o,
                                  CommentId id) {
  const auto row = store::comment(db, id);
  return view_of(ctx, o, *row, load_thread(db, people_, o.id, {*row}), may_comment(ctx, o));
}

CommentView Service::add_comment(const Context& ctx, Tx& tx, const NewComment& request) {
  const ObjectiveRow o = objective_or_refuse(ctx, tx, request.objective);
  if (!may_comment(ctx, o))
    ctx.require(permission::comment, o.org_unit, o.owner.value_or(PersonId{}));
  if (!ctx.viewer().person) throw Error(Fault::conflict, "okr.comment_no_person");
  quota::comments.require_room(store::comments_of(tx, o.id));
  CommentRow row{.objective = o.id,
                 .key_result = request.key_result,
                 .person = ctx.viewer().person,
                 .body = text_or_refuse(request.text),
                 .written_at = ctx.now};
  if (row.key_result) {
    const auto kr = store::key_result(tx, *row.key_result);
    if (!kr || kr->objective != o.id) throw refuse_field("/key_result", "okr.unknown_key_result");
  }
  auto mentions = mentions_for(ctx, tx, o, row.body,
                               request.mentions.value_or(List<PersonId, quota::mentions>{}), {});
  row.id = store::add_comment(tx, row);
  for (MentionRow& m : mentions) m.comment = row.id;
  store::set_mentions(tx, row.id, mentions);
  tell_comment(ctx, tx, o, row, mentions, true);
  announce_comments(tx, o);
  return comment_view(ctx, tx, o, row.id);
}

CommentView Service::change_comment(const Context& ctx, Tx& tx, const ChangeComment& request) {
  auto [row, o] = comment_or_refuse(ctx, tx, request.comment);
  ctx.expect_version(row.version);
  if (request.text) {
    require_mine(ctx, o, row);
    if (!rules::may_edit(row.written_at, ctx.now))
      throw Error(Fault::conflict, "okr.comment_too_old");
    const std::string text = text_or_refuse(*request.text);
    const auto before = store::mentions_of(tx, {row.id});
    auto mentions = mentions_for(
        ctx, tx, o, text,
        request.mentions ? std::vector<PersonId>(*request.mentions) : people_in(before), before);
    for (MentionRow& m : mentions) m.comment = row.id;
    if (text != row.body) {
      store::add_past(tx, {.id = {}, .comment = row.id, .body = row.body, .until = ctx.now});
      row.edited_at = ctx.now;
      row.body = text;
    }
    store::set_mentions(tx, row.id, mentions);
    tell_comment(ctx, tx, o, row, mentions, false);
  } else if (request.mentions) {
    throw refuse_field("/text", "request.missing_field");
  }
  if (request.solved && *request.solved != row.solved_at.has_value()) {
    if (!may_comment(ctx, o) || !may_solve(ctx, o, row))
      throw Error(Fault::forbidden, "okr.comment_not_yours");
    row.solved_at = *request.solved ? std::optional(ctx.now) : std::nullopt;
    row.solved_by.reset();
    if (*request.solved && ctx.viewer().person) row.solved_by = ctx.viewer().person;
  }
  store::save_comment(tx, row);
  announce_comments(tx, o);
  return comment_view(ctx, tx, o, row.id);
}

Done Service::remove_comment(const Context& ctx, Tx& tx, const CommentOf& request) {
  auto [row, o] = comment_or_refuse(ctx, tx, request.comment);
  ctx.expect_version(row.version);
  require_mine(ctx, o, row);
  std::vector<std::string> keys;
  const std::string id = std::to_string(row.id.value);
  for (const MentionRow& m : store::mentions_of(tx, {row.id}))
    keys.push_back(id + "/" + std::to_string(m.person.value));
  for (const auto& owner : {o.owner, o.person})
    if (owner) keys.push_back(id + "/" + std::to_string(owner->value));
  notices::settle(tx, {mentioned, commented}, keys, ctx.now);
  row.body.clear();
  row.removed_at = ctx.now;
  store::set_mentions(tx, row.id, {});
  store::save_comment(tx, row);
  announce_comments(tx, o);
  return {};
}

CommentReaders Service::comment_readers(const Context& ctx, Read& db,
                                        const CommentReadersQuery& request) {
  const ObjectiveRow o = objective_or_refuse(ctx, db, request.objective);
  CommentReaders readers;
  const auto offer = [&](PersonId person, const std::string& name, std::optional<Names> unit) {
    const bool full = std::ssize(readers.items) >= readers_shown;
    if (full || person == ctx.viewer().person || !may_see(db, person, o, ctx.now)) return;
    readers.items.push_back({person, name, std::move(unit)});
  };
  const std::string q = request.q ? rules::trimmed(*request.q) : "";
  if (q.empty()) {
    for (const auto& [person, name] : people_.person_names(db, store::concerned(db, o.id)))
      offer(person, name, {});
    return readers;
  }
  if (!ctx.viewer().holds(people::permission::read)) return readers;
  people::PeopleQuery sought;
  sought.q = Text<100>(q);
  sought.limit = Int<1, 200>{readers_asked};
  for (const people::PersonView& p : people_.people(ctx, db, sought).items)
    offer(p.id, p.name, p.unit_names);
  return readers;
}

}  // namespace twinrail::okr
