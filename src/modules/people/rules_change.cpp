#include "modules/people/rules_change.hpp"

#include <algorithm>
#include <tuple>

#include "base/error.hpp"

namespace twinrail::people::rules {
namespace {

bool says_the_same(const PostRow& a, const PostRow& b) {
  return std::tie(a.employment, a.unit, a.manager, a.name_zh, a.name_en) ==
         std::tie(b.employment, b.unit, b.manager, b.name_zh, b.name_en);
}

Error wrong_day(const char* pointer, const char* key, Date day) {
  return {Fault::unprocessable, key,
          std::vector<Problem>{{pointer, key, {{"day", day.to_string()}}}}};
}

/// Adds a post, or lengthens the last one when it goes on as it was.
void add(std::vector<PostRow>& posts, const PostRow& post) {
  if (!posts.empty() && says_the_same(posts.back(), post) &&
      posts.back().valid_to + 1 == post.valid_from)
    posts.back().valid_to = post.valid_to;
  else
    posts.push_back(post);
}

/// Takes the new value of a field as long as the old one was there.
template <class Field>
class Carried {
 public:
  Carried(Field before, Field now) : before_(std::move(before)), now_(std::move(now)) {}
  void pass(Field& field) {
    if (!(goes_on_ = goes_on_ && field == before_)) return;
    field = now_;
  }

 private:
  Field before_;
  Field now_;
  bool goes_on_ = true;
};

}  // namespace

std::vector<PostRow> moved(const std::vector<PostRow>& posts, const PostRow& wanted) {
  const Date from = wanted.valid_from;
  const auto stood = std::ranges::find_if(
      posts, [&](const PostRow& p) { return p.valid_from <= from && from <= p.valid_to; });
  if (stood == posts.end()) throw wrong_day("/valid_from", "people.not_in_service_on", from);
  Carried unit(stood->unit, wanted.unit);
  Carried manager(stood->manager, wanted.manager);
  Carried name(std::tuple(stood->name_zh, stood->name_en),
               std::tuple(wanted.name_zh, wanted.name_en));
  std::vector<PostRow> list;
  for (const PostRow& p : posts) {
    if (p.employment != stood->employment || p.valid_to < from) {
      add(list, p);
      continue;
    }
    if (p.valid_from < from) {
      list.push_back(p);
      list.back().valid_to = from - 1;
    }
    PostRow now = p;
    unit.pass(now.unit);
    manager.pass(now.manager);
    std::tuple names(now.name_zh, now.name_en);
    name.pass(names);
    std::tie(now.name_zh, now.name_en) = names;
    if (p.valid_from <= from) {
      now.valid_from = from;
      now.reason = wanted.reason;
    }
    add(list, now);
  }
  return list;
}

std::vector<PostRow> ended(const std::vector<PostRow>& posts, Date last_day) {
  std::vector<PostRow> list;
  for (const PostRow& p : posts)
    if (p.valid_from <= last_day) list.push_back(p);
  if (list.empty()) throw wrong_day("/last_day", "people.before_first_day", last_day);
  list.back().valid_to = last_day;
  return list;
}

std::vector<PostRow> handed_over(const std::vector<PostRow>& posts, PersonId before,
                                 PersonId successor, const std::optional<PersonId>& above,
                                 Date from) {
  std::vector<PostRow> list;
  for (const PostRow& p : posts) {
    if (p.manager != before || p.valid_to < from) {
      add(list, p);
      continue;
    }
    if (p.valid_from < from) {
      list.push_back(p);
      list.back().valid_to = from - 1;
    }
    PostRow now = p;
    now.valid_from = std::max(p.valid_from, from);
    now.manager = p.person == successor ? above : std::optional(successor);
    if (now.manager == p.person) now.manager.reset();
    add(list, now);
  }
  return list;
}

KnownSince known_since(const std::vector<Recorded>& rows, std::size_t index) {
  const Recorded& row = rows.at(index);
  const auto covers = [&](const Recorded& r) { return r.from <= row.from && row.from <= r.to; };
  const Recorded* first = &row;
  for (const Recorded& r : rows)
    if (r.content == row.content && covers(r) && r.recorded_at < first->recorded_at) first = &r;
  const bool otherwise = std::ranges::any_of(rows, [&](const Recorded& r) {
    return r.superseded && r.content != row.content && covers(r) &&
           r.recorded_at < first->recorded_at;
  });
  return {first->recorded_on, otherwise && row.from < first->recorded_on};
}

PeopleState state_on(Date start, Date last_day, Date on) {
  if (on < start) return PeopleState::starting;
  if (last_day < on) return PeopleState::left;
  return last_day == Date::last() ? PeopleState::in_service : PeopleState::leaving;
}

}  // namespace twinrail::people::rules
