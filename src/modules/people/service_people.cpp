#include <algorithm>
#include <concepts>
#include <tuple>

#include "modules/people/names.hpp"
#include "modules/people/organisation.hpp"
#include "modules/people/rules_change.hpp"

/// Lists of people, and one person.
namespace twinrail::people {
namespace {

/// People a page holds unless the client asks for another number.
constexpr std::int64_t page_default = 50;
/// A unit of so many posts is read whole and sorted; in a larger one an index in the order that is
/// asked for meets people of the unit often enough.
constexpr std::int64_t gather_max = 2'000;

/// What a reply calls a unit.
struct UnitNamed {
  Names names;
  std::string code;
};

/// Takes the texts out of the row: a page has some hundred of them.
PersonView view_of(PersonRow&& row, UnitNamed unit, std::optional<std::string> manager_name,
                   Date on) {
  return {row.id,
          std::move(row.employee_no),
          std::move(row.name),
          std::move(row.latin_name),
          row.unit,
          std::move(unit.names),
          {std::move(row.post_zh), std::move(row.post_en)},
          row.manager,
          std::move(manager_name),
          row.employment_type,
          std::move(row.email),
          std::move(unit.code),
          row.start,
          until(row.until),
          rules::state_on(row.start, row.until, on)};
}

Names unit_names_of(const PostLine& post) {
  return {post.unit_zh.value_or(""), post.unit_en.value_or("")};
}

/// Where a page ended: "PERSON.TEXT", the text as the order has it.
struct Cursor {
  PersonId person;
  std::string text;

  static Cursor read(const PeopleQuery& request) {
    if (!request.cursor) return {};
    const std::string& cursor = *request.cursor;
    const auto dot = cursor.find('.');
    return {{std::strtoll(cursor.c_str(), nullptr, 10)},
            dot == std::string::npos ? "" : cursor.substr(dot + 1)};
  }
  [[nodiscard]] std::string written() const { return std::to_string(person.value) + "." + text; }
  [[nodiscard]] std::int64_t number() const { return std::strtoll(text.c_str(), nullptr, 10); }
};

/// A page as it was found: people, or posts of people that are still to be read, in order; the
/// units and managers whose names it shows, each once; and where the next page begins.
struct FoundPage {
  std::vector<PersonRow> people;
  std::vector<PostId> posts;
  std::vector<OrgUnitId> units;
  std::vector<PersonId> managers;
  std::optional<std::string> next;
};

Cursor place_of(const store::Listed& one, PeopleSort sort) {
  switch (sort) {
    case PeopleSort::unit:
      return {one.person, std::to_string(one.unit.value)};
    case PeopleSort::name:
      return {one.person, one.sort_name};
    case PeopleSort::employee_no:
      return {one.person, one.employee_no};
    case PeopleSort::start:
      return {one.person, std::to_string(one.start.days())};
  }
  return {one.person, ""};
}

/// What a page comes after; without a cursor, before everybody.
store::Listed place_of(const Cursor& cursor, PeopleSort sort) {
  store::Listed place;
  place.person = cursor.person;
  place.start = Date::first();
  if (sort == PeopleSort::unit) place.unit = {cursor.number()};
  if (sort == PeopleSort::name) place.sort_name = cursor.text;
  if (sort == PeopleSort::employee_no) place.employee_no = cursor.text;
  if (sort == PeopleSort::start && cursor.person)
    place.start = Date::from_days(
        std::clamp<std::int64_t>(cursor.number(), Date::first().days(), Date::last().days()));
  return place;
}

bool stands_before(const store::Listed& one, const store::Listed& other, PeopleSort sort) {
  switch (sort) {
    case PeopleSort::unit:
      return std::tie(one.unit, one.person) < std::tie(other.unit, other.person);
    case PeopleSort::name:
      return std::tie(one.sort_name, one.person) < std::tie(other.sort_name, other.person);
    case PeopleSort::employee_no:
      return std::tie(one.employee_no, one.person) < std::tie(other.employee_no, other.person);
    case PeopleSort::start:
      return std::tie(one.start, one.person) < std::tie(other.start, other.person);
  }
  return false;
}

/// The people after a place, in order, from all of a list.
std::vector<store::Listed> sorted_after(std::vector<store::Listed> list, const store::Listed& after,
                                        PeopleSort sort) {
  std::erase_if(list, [&](const store::Listed& l) { return !stands_before(after, l, sort); });
  std::ranges::sort(list, [&](const store::Listed& a, const store::Listed& b) {
    return stands_before(a, b, sort);
  });
  return list;
}

std::vector<store::Listed> walked(Read& db, const Scope& scope, const store::PeopleFilter& filter,
                                  const store::Listed& after, PeopleSort sort) {
  if (sort == PeopleSort::name) return store::by_name(db, scope, filter, after);
  if (sort == PeopleSort::employee_no) return store::by_number(db, scope, filter, after);
  return store::by_start(db, scope, filter, after);
}

bool is_small(Read& db, const store::PeopleFilter& filter) {
  return filter.unit && !store::has_more_than(db, filter.unit, filter.on, gather_max);
}

std::vector<PersonRow> listed_by_unit(Read& db, const Scope& scope,
                                      const store::PeopleFilter& filter,
                                      const store::Listed& after) {
  return filter.unit ? store::by_unit(db, scope, filter, after)
                     : store::all_by_unit(db, scope, filter, after);
}

/// The next people in another order, one more than the page when there are more.
std::vector<store::Listed> listed(Read& db, const Scope& scope, const store::PeopleFilter& filter,
                                  const store::Listed& after, PeopleSort sort) {
  if (filter.manager) return sorted_after(store::under_manager(db, scope, filter), after, sort);
  if (is_small(db, filter)) return sorted_after(store::in_unit(db, scope, filter), after, sort);
  return walked(db, scope, filter, after, sort);
}

std::vector<store::Hit> hits(Read& db, const Scope& scope, const store::PeopleFilter& filter,
                             const std::string& term, const store::Hit& after) {
  if (filter.state != PeopleState::in_service)
    return store::searched_ever(db, scope, filter, term, after);
  return is_small(db, filter) ? store::searched_in_unit(db, scope, filter, term, after)
                              : store::searched(db, scope, filter, term, after);
}

template <class Id>
void keep_each_once(std::vector<Id>& ids) {
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
}

/// The first `limit` of what was found; `place` says where the last of them stands.
template <class Found, class Place>
FoundPage page_of(std::vector<Found> found, std::int64_t limit, Place place) {
  FoundPage page;
  if (const auto size = static_cast<std::size_t>(limit); found.size() > size) {
    found.resize(size);
    page.next = place(found.back()).written();
  }
  for (Found& one : found) {
    page.units.push_back(one.unit);
    if (one.manager) page.managers.push_back(*one.manager);
    if constexpr (std::derived_from<Found, PersonRow>)
      page.people.push_back(std::move(one));
    else
      page.posts.push_back(one.post);
  }
  keep_each_once(page.units);
  keep_each_once(page.managers);
  return page;
}

store::Hit hit_at(const Cursor& cursor) {
  store::Hit hit;
  hit.id = cursor.person;
  hit.token = cursor.text;
  return hit;
}

/// Of a state other than in service: in the order of the day on which somebody comes or goes.
FoundPage find_turning(Read& db, const Scope& scope, const store::PeopleFilter& filter,
                       const Cursor& cursor, std::int64_t limit) {
  store::Listed after = place_of(cursor, PeopleSort::start);
  if (filter.state == PeopleState::left && !cursor.person) after.start = Date::last();
  const auto by_start = [](const PersonRow& p) {
    return Cursor{p.id, std::to_string(p.start.days())};
  };
  const auto by_end = [](const PersonRow& p) {
    return Cursor{p.id, std::to_string(p.until.days())};
  };
  if (filter.state == PeopleState::starting)
    return page_of(store::starting(db, scope, filter, after), limit, by_start);
  if (filter.state == PeopleState::leaving)
    return page_of(store::leaving(db, scope, filter, after), limit, by_end);
  return page_of(store::left(db, scope, filter, after), limit, by_end);
}

FoundPage find(Read& db, const Scope& scope, const PeopleQuery& request, Date today) {
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  const store::PeopleFilter filter{.unit = request.unit.value_or(OrgUnitId{}),
                                   .type = request.employment_type,
                                   .manager = request.manager.value_or(PersonId{}),
                                   .on = today,
                                   .limit = limit + 1,
                                   .state = request.state.value_or(PeopleState::in_service)};
  const Cursor cursor = Cursor::read(request);
  const std::string term = names::search_term(request.q ? *request.q : "");
  if (filter.state == PeopleState::everybody && term.empty())
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"/state", "people.everybody_is_searched", {}}});
  if (filter.state != PeopleState::in_service && term.empty())
    return find_turning(db, scope, filter, cursor, limit);
  if (!term.empty())
    return page_of(hits(db, scope, filter, term, hit_at(cursor)), limit,
                   [](const store::Hit& h) { return Cursor{h.id, h.token}; });
  const PeopleSort sort = request.sort.value_or(PeopleSort::unit);
  if (sort == PeopleSort::unit && !filter.manager)
    return page_of(listed_by_unit(db, scope, filter, place_of(cursor, sort)), limit,
                   [](const PersonRow& p) { return Cursor{p.id, std::to_string(p.unit.value)}; });
  return page_of(listed(db, scope, filter, place_of(cursor, sort), sort), limit,
                 [&](const store::Listed& l) { return place_of(l, sort); });
}

std::vector<PersonRow> in_order_of(const std::vector<PostId>& posts, std::vector<PersonRow> rows) {
  std::ranges::sort(rows, {}, &PersonRow::post);
  std::vector<PersonRow> ordered;
  ordered.reserve(rows.size());
  for (const PostId post : posts)
    if (const auto row = std::ranges::lower_bound(rows, post, {}, &PersonRow::post);
        row != rows.end() && row->post == post)
      ordered.push_back(std::move(*row));
  return ordered;
}

std::vector<PersonId> managers_of(const std::vector<PostLine>& posts) {
  std::vector<PersonId> managers;
  for (const PostLine& post : posts)
    if (post.manager) managers.push_back(*post.manager);
  return managers;
}

/// Takes away the managers whom the viewer may not see.
void hide_managers(const SeenPeople& seen, PersonRow& row, std::vector<PostLine>& posts) {
  if (!seen.sees(row.manager)) row.manager.reset();
  for (PostLine& post : posts) {
    if (seen.sees(post.manager)) continue;
    post.manager.reset();
    post.manager_name.reset();
  }
}

}  // namespace

Page<PersonView> Service::people(const Context& ctx, Read& db, const PeopleQuery& request) {
  const Scope scope = ctx.scope(permission::read);
  if (request.manager && !SeenPeople(ctx, db, *this, {*request.manager}).sees(request.manager))
    return {};  // not even how many somebody out of reach manages
  const Date on = request.as_of.value_or(ctx.today());
  FoundPage found = find(db, scope, request, on);
  const SeenPeople seen(ctx, db, *this, found.managers);
  Page<PersonView> page;
  page.next = std::move(found.next);
  if (found.units.empty()) return page;
  if (!found.posts.empty())
    found.people = in_order_of(found.posts, db.all(store::ask_people_with(found.posts)));
  const auto [units, managers] =
      db.all_of(store::ask_unit_names(found.units, on), store::ask_names(found.managers));
  page.items.reserve(found.people.size());
  for (PersonRow& row : found.people) {
    if (!seen.sees(row.manager)) row.manager.reset();
    const auto unit = std::ranges::find(units, row.unit, &store::UnitName::id);
    const auto manager = std::ranges::find(managers, row.manager, &store::PersonName::id);
    page.items.push_back(view_of(
        std::move(row),
        unit == units.end() ? UnitNamed{} : UnitNamed{{unit->name_zh, unit->name_en}, unit->code},
        manager == managers.end() ? std::nullopt : std::optional(manager->name), on));
  }
  return page;
}

NamedPeople::NamedPeople(const std::vector<Post>& posts) {
  for (const Post& post : posts) units_[post.person].push_back(post.unit);
}

bool NamedPeople::may(const Context& ctx, Permission permission, PersonId person) const {
  const auto found = units_.find(person);
  return found != units_.end() && std::ranges::any_of(found->second, [&](OrgUnitId unit) {
           return ctx.may(permission, unit, person);
         });
}

void NamedPeople::require(const Context& ctx, Permission permission, PersonId person,
                          const char* pointer) const {
  const bool oneself = person == ctx.viewer().person && units_.contains(person);
  if (oneself || may(ctx, permission, person)) return;
  // Who may not see a person is not told whether there is one.
  const bool seen = may(ctx, permission::read, person);
  const char* key = seen ? "people.not_yours_to_name" : "people.unknown_person";
  throw Error(seen ? Fault::forbidden : Fault::unprocessable,
              seen ? "access.forbidden" : "people.unknown_person",
              std::vector<Problem>{{pointer, key, {}}});
}

NamedPeople Service::named(Read& db, const std::vector<PersonId>& people, Date on) {
  std::vector<NamedPeople::Post> posts;
  if (people.empty()) return NamedPeople(posts);
  for (const store::NamedPost& p : store::named_posts(db, people, on))
    posts.push_back({p.person, p.unit.value_or(OrgUnitId{})});
  return NamedPeople(posts);
}

namespace {

rules::Recorded recorded_of(const store::KeptPost& p, const std::string& zone) {
  const std::string manager = p.manager ? std::to_string(p.manager->value) : "-";
  return {std::to_string(p.unit.value) + "/" + manager + "/" + p.name_zh + "/" + p.name_en,
          p.valid_from,
          p.valid_to,
          local_date(p.recorded_at, zone),
          p.recorded_at,
          p.superseded_at.has_value()};
}

Post view_of(const PostLine& post, PersonId person) {
  return {.unit = post.unit,
          .unit_names = unit_names_of(post),
          .post = {post.name_zh, post.name_en},
          .from = post.valid_from,
          .to = until(post.valid_to),
          .manager = post.manager,
          .manager_name = post.manager_name,
          .person = person,
          .unit_code = post.unit_code,
          .reason = {},
          .known_on = {}};
}

/// The newest first, each with the reason and since when it is known.
std::vector<Post> timeline(const std::vector<PostLine>& posts,
                           const std::vector<store::KeptPost>& kept, PersonId person,
                           const std::string& zone) {
  std::vector<rules::Recorded> known;
  for (const store::KeptPost& k : kept) known.push_back(recorded_of(k, zone));
  std::vector<Post> list;
  for (const PostLine& post : posts) {
    Post view = view_of(post, person);
    const auto row = std::ranges::find(kept, post.id, &store::KeptPost::id);
    const rules::KnownSince since =
        rules::known_since(known, static_cast<std::size_t>(row - kept.begin()));
    view.reason = row->reason;
    view.known_on = since.on;
    view.corrected = since.corrected;
    list.push_back(std::move(view));
  }
  return list;
}

}  // namespace

Person Service::person(const Context& ctx, Read& db, const PersonOf& request) {
  const Date on = request.as_of.value_or(ctx.today());
  auto [found, posts, kept, jobs] =
      db.all_of(store::ask_person_ever(request.person, on), store::ask_posts(request.person, on),
                store::ask_kept_posts(request.person), store::ask_employments(request.person));
  // Who may not see a person is not told whether there is one.
  if (found.empty() || !ctx.may(permission::read, found.front().unit, found.front().id))
    throw Error(Fault::not_found, "people.unknown_person");
  PersonRow& row = found.front();
  hide_managers(SeenPeople(ctx, db, *this, managers_of(posts)), row, posts);
  const auto held = std::ranges::find(posts, row.post, &PostLine::id);
  const std::int64_t version = row.version;
  const PersonId id = row.id;
  Person view{
      view_of(std::move(row), {unit_names_of(*held), held->unit_code}, held->manager_name, on),
      timeline(posts, kept, id, calendar(db).zone),
      version,
      store::reports(db, id, on),
      {}};
  for (const store::EmploymentRow& job : jobs)
    view.employments.push_back({id, job.employee_no, job.type, job.valid_from, until(job.valid_to),
                                job.leave_kind, job.leave_note});
  return view;
}

}  // namespace twinrail::people
