#include <algorithm>

#include "platform/approvals/steps.hpp"
#include "platform/context.hpp"
#include "platform/events/events.hpp"
#include "platform/jobs/jobs.hpp"
#include "platform/json/json.hpp"

namespace twinrail::approvals {
namespace {

/// A request that nobody decides in this time ends by itself.
constexpr std::int64_t open_days_max = 90;
constexpr std::int64_t seconds_a_day = 24 * 3600;
/// Requests that one turn of the job looks at; the rest have theirs in the next.
constexpr std::int64_t at_a_time = 200;

Error refuse_field(const char* pointer, const char* key) {
  return {Fault::invalid, "request.invalid", std::vector<Problem>{{pointer, key, {}}}};
}

Case case_of(const ApprovalRow& row) { return {row.id, row.subject, row.requester, row.payload}; }

bool is_blank(const std::string& word) { return word.find_first_not_of(" \t\r\n") == word.npos; }

TurnState turn_after(ApprovalAct act) {
  return act == ApprovalAct::approve ? TurnState::approved : TurnState::refused;
}

/// A decision that arrives twice is one: the second is answered like the first.
bool is_done_already(const ApprovalRow& row, const std::vector<TurnRow>& turns, PersonId me,
                     ApprovalAct act) {
  if (act == ApprovalAct::withdraw)
    return row.state == ApprovalState::withdrawn && row.requester == me;
  if (act == ApprovalAct::pass_on) return false;
  return std::ranges::any_of(
      turns, [&](const TurnRow& t) { return t.decided_by == me && t.state == turn_after(act); });
}

void require_words(const ChangeApproval& request) {
  if (request.act == ApprovalAct::refuse && (!request.word || is_blank(*request.word)))
    throw refuse_field("/word", "approvals.word_needed");
  if (request.act == ApprovalAct::pass_on && !request.to)
    throw refuse_field("/to", "request.missing_field");
}

}  // namespace

Service::Service(std::unique_ptr<Staff> staff) : staff_(std::move(staff)) {}
Service::~Service() = default;

void Service::know(const std::vector<Kind>& kinds) {
  for (const Kind& added : kinds) {
    if (kind(added.code))
      throw Error(Fault::internal, "approvals.kind_twice", Arguments{{"kind", added.code}});
    kinds_.push_back(added);
  }
}

const Kind* Service::kind(std::string_view code) const {
  const auto found = std::ranges::find(kinds_, code, &Kind::code);
  return found == kinds_.end() ? nullptr : &*found;
}

const Kind& Service::kind_or_fail(const std::string& code) const {
  if (const Kind* found = kind(code)) return *found;
  throw Error(Fault::internal, "approvals.unknown_kind", Arguments{{"kind", code}});
}

std::optional<ApprovalId> Service::holding(Read& db, std::string_view kind, std::int64_t subject) {
  return store::holding(db, kind, subject);
}

std::vector<std::int64_t> Service::held(Read& db, std::string_view kind,
                                        const std::vector<std::int64_t>& subjects) {
  return store::held(db, kind, subjects);
}

std::vector<ApprovalRow> Service::about(Read& db, std::string_view kind, std::int64_t subject,
                                        std::int64_t before, std::int64_t limit) {
  return store::about(db, kind, subject, {before, limit});
}

ApprovalId Service::submit(const Context& ctx, Tx& tx, const Submission& request) {
  (void)kind_or_fail(request.kind);
  const PersonId me = ctx.viewer().person;
  if (!me) throw Error(Fault::conflict, "approvals.no_person");
  if (holding(tx, request.kind, request.subject))
    throw Error(Fault::conflict, "approvals.waits_already");
  ApprovalRow row{.kind = request.kind,
                  .subject = request.subject,
                  .org_unit = request.org_unit,
                  .requester = me,
                  .about = request.about ? request.about : me,
                  .title_zh = request.title.zh,
                  .title_en = request.title.en,
                  .reason = request.reason,
                  .changes = to_json(StoredFacts{request.changes}),
                  .payload = request.payload,
                  .chain = chain_for(*staff_, tx, request, ctx.today()),
                  .submitted_at = ctx.now};
  std::vector<TurnRow> turns = planned(*staff_, tx, row, ctx.today());
  row.id = store::add(tx, row);
  for (TurnRow& t : turns) t.approval = row.id;
  store::add_turns(tx, turns);
  Going going(*staff_, tx, row, store::turns(tx, {row.id}), ctx.now, ctx.today());
  going.enter(1);
  going.note(ApprovalDeed::submitted, me, request.reason);
  going.save();
  return row.id;
}

ApprovalDetail Service::change(const Context& ctx, Tx& tx, const ChangeApproval& request) {
  ctx.require(permission::use);
  require_words(request);
  const PersonId me = ctx.viewer().person;
  const ApprovalRow row = found_for(ctx, tx, request.approval);
  const std::vector<TurnRow> turns = store::turns(tx, {row.id});
  if (is_done_already(row, turns, me, request.act)) return detail(ctx, tx, row);
  if (row.state != ApprovalState::open) throw Error(Fault::conflict, "approvals.ended");
  ctx.expect_version(row.version);
  Going going(*staff_, tx, row, turns, ctx.now, ctx.today());
  const Kind& of = kind_or_fail(row.kind);
  const std::string word = request.word.value_or(Text<1000>());
  if (request.act == ApprovalAct::withdraw) {
    if (me != row.requester) throw Error(Fault::forbidden, "approvals.not_yours");
    going.note(ApprovalDeed::withdrawn, me, word);
    going.end(ApprovalState::withdrawn);
    going.save();
    of.cancel(tx, case_of(row));
    return detail(ctx, tx, going.row());
  }
  TurnRow* turn = going.turn_of(me, store::represented(tx, me, ctx.today()));
  if (!turn) throw Error(Fault::forbidden, "approvals.not_yours");
  const std::optional<PersonId> for_whom =
      turn->person == me ? std::nullopt : std::optional(turn->person);
  bool approved = false;
  if (request.act == ApprovalAct::pass_on) {
    going.note(ApprovalDeed::passed_on, me, word, *request.to);
    going.pass_on(*turn, me, *request.to);
  } else {
    const bool agrees = request.act == ApprovalAct::approve;
    going.note(agrees ? ApprovalDeed::approved : ApprovalDeed::refused, me, word, for_whom);
    going.decide(*turn, turn_after(request.act), me);
    approved = agrees && going.go_on();
    if (approved || !agrees) going.end(agrees ? ApprovalState::approved : ApprovalState::refused);
  }
  going.save();
  if (approved) of.apply(tx, case_of(row), ctx.today());
  if (request.act == ApprovalAct::refuse) of.cancel(tx, case_of(row));
  return detail(ctx, tx, going.row());
}

Job Service::job() {
  return {.name = "platform.look_after_approvals",
          .every = std::chrono::hours(1),
          .run = [this](Tx& tx, Instant now, Date today) { look_after(tx, now, today); }};
}

void Service::look_after(Tx& tx, Instant now, Date today) {
  expire(tx, now);
  const std::vector<PersonId> awaited = store::awaited(tx);
  const std::set<PersonId> here = staff_->here(tx, awaited, today);
  std::vector<PersonId> gone;
  for (const PersonId person : awaited)
    if (!here.contains(person)) gone.push_back(person);
  const auto each = [&](const std::vector<ApprovalRow>& rows, auto&& act) {
    std::vector<ApprovalId> ids;
    for (const ApprovalRow& row : rows) ids.push_back(row.id);
    std::map<ApprovalId, std::vector<TurnRow>> turns;
    for (TurnRow& t : store::turns(tx, ids)) turns[t.approval].push_back(std::move(t));
    for (const ApprovalRow& row : rows) {
      Going going(*staff_, tx, row, std::move(turns[row.id]), now, today);
      if (act(going)) going.save();
    }
  };
  each(store::waiting_on(tx, gone, at_a_time), [](Going& going) { return going.replace_left(); });
  each(store::due(tx, now, at_a_time), [](Going& going) { return going.escalate(), true; });
}

void Service::expire(Tx& tx, Instant now) {
  const Instant than = now.plus_seconds(-open_days_max * seconds_a_day);
  const std::vector<ApprovalRow> rows = store::older(tx, than, at_a_time);
  std::vector<ApprovalId> ids;
  for (const ApprovalRow& row : rows) ids.push_back(row.id);
  std::map<ApprovalId, std::vector<TurnRow>> turns;
  for (TurnRow& t : store::turns(tx, ids)) turns[t.approval].push_back(std::move(t));
  for (const ApprovalRow& row : rows) {
    Going going(*staff_, tx, row, std::move(turns[row.id]), now, {});
    going.note(ApprovalDeed::expired, {});
    going.end(ApprovalState::expired);
    going.save();
    kind_or_fail(row.kind).cancel(tx, case_of(row));
  }
}

}  // namespace twinrail::approvals
