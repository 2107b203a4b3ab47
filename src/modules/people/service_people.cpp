#include <algorithm>
#include <map>
#include <tuple>

#include "modules/people/names.hpp"
#include "modules/people/organisation.hpp"
#include "platform/context.hpp"

/// Lists of people, and one person.
namespace twinrail::people {
namespace {

/// People a page holds unless the client asks for another number.
constexpr std::int64_t page_default = 50;
/// A unit of so many posts is read whole and sorted; in a larger one an index in the order that is
/// asked for meets people of the unit often enough.
constexpr std::int64_t gather_max = 2'000;

/// Takes the texts out of the row: a page has some hundred of them.
PersonView view_of(PersonRow&& row) {
  return {row.id,
          std::move(row.employee_no),
          std::move(row.name),
          std::move(row.latin_name),
          row.unit,
          {std::move(row.unit_zh), std::move(row.unit_en)},
          {std::move(row.post_zh), std::move(row.post_en)},
          row.manager,
          std::move(row.manager_name),
          row.employment_type,
          std::move(row.email)};
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

/// A page as it was found: posts in order, and where the next one begins.
struct FoundPage {
  std::vector<PostId> posts;
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
  switch (sort) {
    case PeopleSort::unit:
      return filter.unit ? store::by_unit(db, scope, filter, after)
                         : store::all_by_unit(db, scope, filter, after);
    case PeopleSort::name:
      return store::by_name(db, scope, filter, after);
    case PeopleSort::employee_no:
      return store::by_number(db, scope, filter, after);
    case PeopleSort::start:
      return store::by_start(db, scope, filter, after);
  }
  return {};
}

bool is_small(Read& db, const store::PeopleFilter& filter) {
  return filter.unit && !store::has_more_than(db, filter.unit, filter.on, gather_max);
}

/// The next people in the order, one more than the page when there are more.
std::vector<store::Listed> listed(Read& db, const Scope& scope, const store::PeopleFilter& filter,
                                  const store::Listed& after, PeopleSort sort) {
  if (filter.manager) return sorted_after(store::under_manager(db, scope, filter), after, sort);
  if (sort != PeopleSort::unit && is_small(db, filter))
    return sorted_after(store::in_unit(db, scope, filter), after, sort);
  return walked(db, scope, filter, after, sort);
}

std::vector<store::Hit> hits(Read& db, const Scope& scope, const store::PeopleFilter& filter,
                             const std::string& term, const store::Hit& after) {
  return is_small(db, filter) ? store::searched_in_unit(db, scope, filter, term, after)
                              : store::searched(db, scope, filter, term, after);
}

/// The first `limit` of what was found; `place` says where the last of them stands.
template <class Hit, class Place>
FoundPage page_of(const std::vector<Hit>& hits, std::int64_t limit, Place place) {
  FoundPage page;
  for (const Hit& hit : hits) {
    if (static_cast<std::int64_t>(page.posts.size()) == limit) {
      page.next = place(hits[page.posts.size() - 1]).written();
      break;
    }
    page.posts.push_back(hit.post);
  }
  return page;
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
    return page_of(hits(db, scope, filter, term, {cursor.text, cursor.person, {}}), limit,
                   [](const store::Hit& h) { return Cursor{h.person, h.token}; });
  const PeopleSort sort = request.sort.value_or(PeopleSort::unit);
  return page_of(listed(db, scope, filter, place_of(cursor, sort), sort), limit,
                 [&](const store::Listed& l) { return place_of(l, sort); });
}

}  // namespace

Page<PersonView> Service::people(const Context& ctx, Read& db, const PeopleQuery& request) {
  FoundPage found = find(db, ctx.scope(permission::read), request, ctx.today());
  Page<PersonView> page;
  page.next = std::move(found.next);
  if (found.posts.empty()) return page;
  std::vector<PersonRow> rows = store::people_with(db, found.posts, ctx.today());
  std::map<PostId, PersonRow*> by_post;
  for (PersonRow& row : rows) by_post.emplace(row.post, &row);
  page.items.reserve(rows.size());
  for (const PostId post : found.posts)
    if (const auto row = by_post.find(post); row != by_post.end())
      page.items.push_back(view_of(std::move(*row->second)));
  return page;
}

Person Service::person(const Context& ctx, Read& db, const PersonOf& request) {
  const auto [found, posts] = db.all_of(store::ask_person(request.person, ctx.today()),
                                        store::ask_posts(request.person, ctx.today()));
  // Who may not see a person is not told whether there is one.
  if (found.empty() || !ctx.may(permission::read, found.front().unit, found.front().id))
    throw Error(Fault::not_found, "people.unknown_person");
  const PersonRow& row = found.front();
  Person view{view_of(PersonRow(row)), row.start, {}, row.version};
  for (const PostLine& post : posts)
    view.posts.push_back({post.unit,
                          {post.unit_zh.value_or(""), post.unit_en.value_or("")},
                          {post.name_zh, post.name_en},
                          post.valid_from,
                          until(post.valid_to),
                          post.manager,
                          post.manager_name});
  return view;
}

}  // namespace twinrail::people
