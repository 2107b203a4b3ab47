#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

#include "modules/people/model_change.hpp"
#include "modules/people/names.hpp"
#include "modules/people/organisation.hpp"
#include "modules/people/rules_change.hpp"
#include "platform/events/events.hpp"
#include "platform/mail/message.hpp"

/// Hire, move, leave, come back: posts and employments from a day on.
namespace twinrail::people {
namespace {

/// Names that a refusal lists before it only counts.
constexpr std::size_t names_max = 5;

Error wrong(const char* pointer, const char* key, Arguments args = {}) {
  return {Fault::unprocessable, key, std::vector<Problem>{{pointer, key, std::move(args)}}};
}

/// An empty one is none.
void require_address(const std::optional<Text<254>>& email) {
  if (email && !email->empty() && !mail::is_address(*email))
    throw wrong("/email", "people.bad_email");
}

/// A person who is to change, with all that is known of them now.
struct Standing {
  PersonRow row;
  std::vector<PostRow> posts;                     ///< in order of days
  std::vector<store::KeptPost> kept;              ///< the same as they are stored
  std::vector<store::EmploymentRow> employments;  ///< the newest first

  /// The posts of one employment.
  [[nodiscard]] std::vector<PostRow> of(std::int64_t employment) const {
    std::vector<PostRow> list;
    std::ranges::copy_if(posts, std::back_inserter(list),
                         [&](const PostRow& p) { return p.employment == employment; });
    return list;
  }
};

/// Who may not see a person is not told whether there is one.
Standing standing(const Context& ctx, Read& db, PersonId person) {
  auto [rows, kept, employments] =
      db.all_of(store::ask_person_ever(person, ctx.today()), store::ask_kept_posts(person),
                store::ask_employments(person));
  if (rows.empty() || !ctx.may(permission::read, rows.front().unit, person))
    throw Error(Fault::not_found, "people.unknown_person");
  std::erase_if(kept, [](const store::KeptPost& p) { return p.superseded_at.has_value(); });
  Standing s{std::move(rows.front()), {}, std::move(kept), std::move(employments)};
  s.posts.assign(s.kept.begin(), s.kept.end());
  return s;
}

/// Each unit that a person is in from a day on, before and after: nobody is taken from, or put
/// into, a unit that is not the caller's to write.
void require_units(const Context& ctx, const std::vector<PostRow>& before,
                   const std::vector<PostRow>& after) {
  const auto holds = [](const std::vector<PostRow>& list, const PostRow& p) {
    return std::ranges::find(list, p) != list.end();
  };
  for (const PostRow& p : before)
    if (!holds(after, p)) ctx.require(permission::write, p.unit);
  for (const PostRow& p : after)
    if (!holds(before, p)) ctx.require(permission::write, p.unit);
}

/// Throws unless the units of these posts stand on all their days. `what` is a post that was there
/// before: what is wrong with it already is not asked again.
void require_units_there(Read& db, const std::vector<PostRow>& before,
                         const std::vector<PostRow>& after) {
  std::vector<OrgUnitId> units;
  for (const PostRow& p : after)
    if (std::ranges::find(before, p) == before.end()) units.push_back(p.unit);
  if (units.empty()) return;
  const std::vector<store::UnitVersion> versions = store::versions(db, units);
  const std::vector<store::UnitCode> codes = store::codes_of(db, units);
  for (const PostRow& p : after) {
    if (std::ranges::find(before, p) != before.end()) continue;
    const auto mine = std::ranges::equal_range(versions, p.unit, {}, &store::UnitVersion::unit);
    if (mine.empty()) throw wrong("/unit", "people.unknown_unit");
    const std::string& code = std::ranges::find(codes, p.unit, &store::UnitCode::id)->code;
    const Date first = mine.front().valid_from;
    const Date last = std::prev(mine.end())->valid_to;
    if (p.valid_from < first || last < p.valid_from)
      throw wrong("/unit", "people.unit_not_there_on",
                  {{"code", code}, {"day", p.valid_from.to_string()}, {"from", first.to_string()}});
    if (last < p.valid_to)
      throw wrong("/unit", "people.unit_ends", {{"code", code}, {"day", last.to_string()}});
  }
}

/// Somebody whom the caller may see, who works here on the day, and is not below the person.
void require_manager(const Context& ctx, Read& db, Service& people,
                     const std::optional<PersonId>& manager, PersonId person, Date from,
                     const char* pointer) {
  if (!manager) return;
  people.named(db, {*manager}, ctx.today()).require(ctx, permission::read, *manager, pointer);
  const auto posts = store::named_posts(db, {*manager}, from);
  const std::string name = people.person_names(db, {*manager})[*manager];
  if (posts.empty() || !posts.front().unit)
    throw wrong(pointer, "people.manager_not_there", {{"name", name}, {"day", from.to_string()}});
  const auto above = store::manager_paths_of(db, {*manager});
  const bool below = std::ranges::any_of(above, [&](const store::ManagerPathRow& r) {
    return r.manager == person && from <= r.valid_to;
  });
  if (below || *manager == person) throw wrong(pointer, "people.own_manager", {{"name", name}});
}

/// What is known of the past changes only with a reason.
void require_reason(const Context& ctx, Date from, const std::optional<Text<500>>& reason) {
  if (from < ctx.today() && (!reason || reason->empty()))
    throw wrong("/reason", "people.reason_missing", {{"day", from.to_string()}});
}

/// Puts posts in the place of others; those that stay as they are keep the day they are known
/// since.
void exchange_posts(Tx& tx, const std::vector<store::KeptPost>& before,
                    const std::vector<PostRow>& after, Instant at) {
  std::vector<PostId> ended;
  std::vector<PostRow> fresh;
  for (const store::KeptPost& p : before)
    if (std::ranges::find(after, static_cast<const PostRow&>(p)) == after.end())
      ended.push_back(p.id);
  for (const PostRow& p : after) {
    const auto same = [&](const store::KeptPost& b) { return static_cast<const PostRow&>(b) == p; };
    if (std::ranges::none_of(before, same)) fresh.push_back(p);
  }
  if (!ended.empty()) store::supersede_posts(tx, ended, at);
  store::add_posts(tx, fresh, at);
}

PostRow first_post(PersonId person, std::int64_t employment, OrgUnitId unit,
                   const std::optional<PersonId>& manager, const std::optional<Names>& post,
                   Date from) {
  const Names name = post.value_or(Names{});
  return {person, employment, unit, manager, name.zh, name.en, from, Date::last(), {}};
}

/// All posts with those of one employment as they are to be.
std::vector<PostRow> with(const Standing& s, std::int64_t employment,
                          const std::vector<PostRow>& mine) {
  std::vector<PostRow> all;
  std::ranges::copy_if(s.posts, std::back_inserter(all),
                       [&](const PostRow& p) { return p.employment != employment; });
  all.insert(all.end(), mine.begin(), mine.end());
  std::ranges::sort(all, [](const PostRow& a, const PostRow& b) {
    return std::tie(a.valid_from, a.employment) < std::tie(b.valid_from, b.employment);
  });
  return all;
}

/// Whom somebody manages, and which units the person leads, after the last day.
struct Left {
  std::vector<store::KeptPost> posts;
  std::vector<OrgUnitId> units;
};

/// "A, B, C …": those of them whom the caller may see.
std::string names_of(const Context& ctx, Read& db, Service& people, const Left& left) {
  std::vector<PersonId> seen;
  for (const store::KeptPost& p : left.posts)
    if (ctx.may(permission::read, p.unit, p.person) && (seen.empty() || seen.back() != p.person) &&
        seen.size() < names_max)
      seen.push_back(p.person);
  std::string text;
  for (const auto& [id, name] : people.person_names(db, seen))
    text += (text.empty() ? "" : ", ") + name;
  for (const auto& row : db.all(store::ask_unit_names(left.units, ctx.today())))
    if (ctx.may(permission::read, row.id)) text += (text.empty() ? "" : ", ") + row.code;
  return text;
}

/// Gives the successor what somebody who leaves would leave without a manager or head.
void hand_over(const Context& ctx, Tx& tx, Service& people, const Standing& s, const Left& left,
               const NewDeparture& request) {
  const Date from = request.last_day + 1;
  std::vector<PersonId> who;
  for (const store::KeptPost& p : left.posts) {
    ctx.require(permission::write, p.unit);
    who.push_back(p.person);
  }
  const auto stood = std::ranges::find_if(s.posts, [&](const PostRow& p) {
    return p.valid_from <= request.last_day && request.last_day <= p.valid_to;
  });
  const auto above = stood == s.posts.end() ? std::nullopt : stood->manager;
  for (const store::ManagerPathRow& r : store::manager_paths_of(tx, {*request.successor}))
    if (r.valid_to >= from && r.manager != s.row.id &&
        std::ranges::find(who, r.manager) != who.end())
      throw wrong("/successor", "people.own_manager",
                  {{"name", people.person_names(tx, {r.manager})[r.manager]}});
  std::vector<store::KeptPost> before = store::posts_of(tx, who);
  const std::vector<PostRow> rows(before.begin(), before.end());
  exchange_posts(tx, before, rules::handed_over(rows, s.row.id, *request.successor, above, from),
                 ctx.now);
  store::touch_people(tx, who);
  if (left.units.empty()) return;
  people.named(tx, {*request.successor}, ctx.today())
      .require(ctx, permission::write, *request.successor, "/successor");
  ctx.require(permission::write, left.units);
  std::vector<store::VersionsFrom> ends;
  std::vector<store::UnitVersion> versions;
  for (const store::UnitVersion& v : store::versions(tx, left.units)) {
    if (v.valid_to < from) continue;
    if (ends.empty() || ends.back().unit != v.unit) ends.push_back({v.unit, from});
    for (store::UnitVersion& now : changed_from<store::UnitVersion>({v}, from, [](auto&) {})) {
      if (now.valid_from >= from && now.head == s.row.id) now.head = request.successor;
      versions.push_back(std::move(now));
    }
  }
  store::supersede_versions(tx, ends, ctx.now);
  store::add_versions(tx, versions, ctx.now);
  store::touch_units(tx, left.units);
}

}  // namespace

Person Service::hire(const Context& ctx, Tx& tx, const NewPerson& request) {
  ctx.require(permission::write, request.unit);
  if (store::person_by_number(tx, request.employee_no))
    throw Error(Fault::conflict, "people.number_taken",
                std::vector<Problem>{
                    {"/employee_no", "people.number_taken", {{"number", request.employee_no}}}});
  require_address(request.email);
  PostRow post = first_post({}, 0, request.unit, request.manager, request.post, request.start);
  require_units_there(tx, {}, {post});
  require_manager(ctx, tx, *this, request.manager, {}, request.start, "/manager");
  std::vector<store::PersonLine> lines(1);
  store::PersonLine& line = lines.front();
  line.employee_no = request.employee_no;
  line.name = request.name;
  line.latin_name = request.latin_name.value_or("");
  line.sort_name = names::sort_name(request.name);
  if (request.email && !request.email->empty()) line.email = *request.email;
  line.type = request.employment_type.value_or(EmploymentType::regular);
  line.start = request.start;
  store::add_people(tx, lines, ctx.now);
  post.person = line.id;
  post.employment = line.employment;
  store::add_posts(tx, {post}, ctx.now);
  Derived derived(tx, ctx.today(), ctx.now);
  derived.posts_changed({line.id});
  derived.names_changed({line.id});
  announce(tx, OrganisationChanged{});
  return person(ctx, tx, {line.id, std::nullopt});
}

Person Service::change_person(const Context& ctx, Tx& tx, const ChangePerson& request) {
  const Standing s = standing(ctx, tx, request.person);
  ctx.require(permission::write, s.row.unit);
  ctx.expect_version(s.row.version);
  require_address(request.email);
  const store::EmploymentRow& job = s.employments.front();
  store::PersonLine line{s.row.id,
                         job.id,
                         job.employee_no,
                         request.name.value_or(s.row.name),
                         request.latin_name.value_or(s.row.latin_name),
                         "",
                         s.row.email,
                         request.employment_type.value_or(job.type),
                         job.valid_from};
  line.sort_name = names::sort_name(line.name);
  if (request.email) line.email = *request.email;
  if (line.email && line.email->empty()) line.email.reset();
  store::update_people(tx, {line});
  Derived(tx, ctx.today(), ctx.now).names_changed({s.row.id});
  announce(tx, OrganisationChanged{});
  return person(ctx, tx, {s.row.id, std::nullopt});
}

Person Service::move(const Context& ctx, Tx& tx, const NewPost& request) {
  const Standing s = standing(ctx, tx, request.person);
  ctx.require(permission::write, s.row.unit);
  ctx.expect_version(s.row.version);
  require_reason(ctx, request.valid_from, request.reason);
  PostRow wanted =
      first_post(s.row.id, 0, request.unit, request.manager, request.post, request.valid_from);
  if (request.reason && !request.reason->empty()) wanted.reason = *request.reason;
  const std::vector<PostRow> next = rules::moved(s.posts, wanted);
  require_units(ctx, s.posts, next);
  require_units_there(tx, s.posts, next);
  require_manager(ctx, tx, *this, request.manager, s.row.id, request.valid_from, "/manager");
  exchange_posts(tx, s.kept, next, ctx.now);
  store::touch_people(tx, {s.row.id});
  Derived(tx, ctx.today(), ctx.now).posts_changed({s.row.id});
  announce(tx, OrganisationChanged{});
  return person(ctx, tx, {s.row.id, std::nullopt});
}

Person Service::leave(const Context& ctx, Tx& tx, const NewDeparture& request) {
  const Standing s = standing(ctx, tx, request.person);
  ctx.require(permission::write, s.row.unit);
  ctx.expect_version(s.row.version);
  store::EmploymentRow job = s.employments.front();
  const std::vector<PostRow> mine = rules::ended(s.of(job.id), request.last_day);
  const std::vector<PostRow> next = with(s, job.id, mine);
  require_units(ctx, s.posts, next);
  require_units_there(tx, s.posts, next);
  const Left left{store::posts_under(tx, s.row.id, request.last_day),
                  store::units_led(tx, s.row.id, request.last_day)};
  std::set<PersonId> touched{s.row.id};
  for (const store::KeptPost& p : left.posts) touched.insert(p.person);
  if (!left.posts.empty() || !left.units.empty()) {
    if (!request.successor)
      throw wrong("/successor", "people.still_reports",
                  {{"people", std::to_string(touched.size() - 1)},
                   {"units", std::to_string(left.units.size())},
                   {"names", names_of(ctx, tx, *this, left)}});
    if (*request.successor == s.row.id)
      throw wrong("/successor", "people.own_manager", {{"name", s.row.name}});
    require_manager(ctx, tx, *this, request.successor, {}, request.last_day + 1, "/successor");
    hand_over(ctx, tx, *this, s, left, request);
  }
  exchange_posts(tx, s.kept, next, ctx.now);
  job.valid_to = request.last_day;
  job.leave_kind = request.kind;
  job.leave_note = request.note ? std::optional<std::string>(*request.note) : std::nullopt;
  store::end_employment(tx, job);
  store::touch_people(tx, {s.row.id});
  Derived derived(tx, ctx.today(), ctx.now);
  if (!left.units.empty()) derived.units_changed(left.units);
  derived.posts_changed({touched.begin(), touched.end()});
  announce(tx, OrganisationChanged{left.units, std::nullopt});
  return person(ctx, tx, {s.row.id, std::nullopt});
}

Person Service::stay(const Context& ctx, Tx& tx, const NoDeparture& request) {
  const Standing s = standing(ctx, tx, request.person);
  ctx.require(permission::write, s.row.unit);
  ctx.expect_version(s.row.version);
  store::EmploymentRow job = s.employments.front();
  if (job.valid_to == Date::last()) throw Error(Fault::conflict, "people.not_leaving");
  const std::vector<PostRow> next = with(s, job.id, rules::ended(s.of(job.id), Date::last()));
  require_units(ctx, s.posts, next);
  require_units_there(tx, s.posts, next);
  exchange_posts(tx, s.kept, next, ctx.now);
  job.valid_to = Date::last();
  job.leave_kind.reset();
  job.leave_note.reset();
  store::end_employment(tx, job);
  store::touch_people(tx, {s.row.id});
  Derived(tx, ctx.today(), ctx.now).posts_changed({s.row.id});
  announce(tx, OrganisationChanged{});
  return person(ctx, tx, {s.row.id, std::nullopt});
}

Person Service::rehire(const Context& ctx, Tx& tx, const NewEmployment& request) {
  const Standing s = standing(ctx, tx, request.person);
  ctx.require(permission::write, request.unit);
  ctx.expect_version(s.row.version);
  const store::EmploymentRow& last = s.employments.front();
  if (request.start <= last.valid_to)
    throw wrong("/start", "people.still_employed",
                {{"day", last.valid_to == Date::last() ? "" : last.valid_to.to_string()}});
  store::PersonLine line;
  line.id = s.row.id;
  line.employee_no = request.employee_no.value_or(last.employee_no);
  const auto holder = store::person_by_number(tx, line.employee_no);
  if (holder && *holder != s.row.id)
    throw Error(Fault::conflict, "people.number_taken",
                std::vector<Problem>{
                    {"/employee_no", "people.number_taken", {{"number", line.employee_no}}}});
  line.type = request.employment_type.value_or(last.type);
  line.start = request.start;
  const PostRow post =
      first_post(s.row.id, 0, request.unit, request.manager, request.post, request.start);
  require_units_there(tx, {}, {post});
  require_manager(ctx, tx, *this, request.manager, s.row.id, request.start, "/manager");
  PostRow made = post;
  made.employment = store::add_employment(tx, line, ctx.now);
  store::add_posts(tx, {made}, ctx.now);
  store::touch_people(tx, {s.row.id});
  Derived derived(tx, ctx.today(), ctx.now);
  derived.posts_changed({s.row.id});
  derived.names_changed({s.row.id});
  announce(tx, OrganisationChanged{});
  return person(ctx, tx, {s.row.id, std::nullopt});
}

}  // namespace twinrail::people
