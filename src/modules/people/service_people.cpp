#include <algorithm>
#include <concepts>
#include <tuple>

#include "modules/people/names.hpp"
#include "modules/people/organisation.hpp"

/// Lists of people, and one person.
namespace twinrail::people {
namespace {

/// People a page holds unless the client asks for another number.
constexpr std::int64_t page_default = 50;
/// A unit of so many posts is read whole and sorted; in a larger one an index in the order that is
/// asked for meets people of the unit often enough.
constexpr std::int64_t gather_max = 2'000;

/// Takes the texts out of the row: a page has some hundred of them.
PersonView view_of(PersonRow&& row, Names unit_names, std::optional<std::string> manager_name) {
  return {row.id,
          std::move(row.employee_no),
          std::move(row.name),
          std::move(row.latin_name),
          row.unit,
          std::move(unit_names),
          {std::move(row.post_zh), std::move(row.post_en)},
          row.manager,
          std::move(manager_name),
          row.employment_type,
          std::move(row.email)};
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

FoundPage find(Read& db, const Scope& scope, const PeopleQuery& request, Date today) {
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  const store::PeopleFilter filter{.unit = request.unit.value_or(OrgUnitId{}),
                                   .type = request.employment_type,
                                   .manager = request.manager.value_or(PersonId{}),
                                   .on = today,
                                   .limit = limit + 1};
  const Cursor cursor = Cursor::read(request);
  if (const std::string term = names::search_term(request.q ? *request.q : ""); !term.empty())
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
  FoundPage found = find(db, scope, request, ctx.today());
  const SeenPeople seen(ctx, db, *this, found.managers);
  Page<PersonView> page;
  page.next = std::move(found.next);
  if (found.units.empty()) return page;
  if (!found.posts.empty())
    found.people = in_order_of(found.posts, db.all(store::ask_people_with(found.posts)));
  const auto [units, managers] =
      db.all_of(store::ask_unit_names(found.units, ctx.today()), store::ask_names(found.managers));
  page.items.reserve(found.people.size());
  for (PersonRow& row : found.people) {
    if (!seen.sees(row.manager)) row.manager.reset();
    const auto unit = std::ranges::find(units, row.unit, &store::UnitName::id);
    const auto manager = std::ranges::find(managers, row.manager, &store::PersonName::id);
    page.items.push_back(
        view_of(std::move(row), unit == units.end() ? Names{} : Names{unit->name_zh, unit->name_en},
                manager == managers.end() ? std::nullopt : std::optional(manager->name)));
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

Person Service::person(const Context& ctx, Read& db, const PersonOf& request) {
  auto [found, posts] = db.all_of(store::ask_person(request.person, ctx.today()),
                                  store::ask_posts(request.person, ctx.today()));
  // Who may not see a person is not told whether there is one.
  if (found.empty() || !ctx.may(permission::read, found.front().unit, found.front().id))
    throw Error(Fault::not_found, "people.unknown_person");
  PersonRow& row = found.front();
  hide_managers(SeenPeople(ctx, db, *this, managers_of(posts)), row, posts);
  const auto held = std::ranges::find(posts, row.post, &PostLine::id);
  const Date start = row.start;
  const std::int64_t version = row.version;
  Person view{
      view_of(std::move(row), unit_names_of(*held), held->manager_name), start, {}, version};
  for (const PostLine& post : posts)
    view.posts.push_back({post.unit,
                          unit_names_of(post),
                          {post.name_zh, post.name_en},
                          post.valid_from,
                          until(post.valid_to),
                          post.manager,
                          post.manager_name});
  return view;
}

}  // namespace twinrail::people
