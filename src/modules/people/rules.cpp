#include "modules/people/rules.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/error.hpp"

namespace twinrail::people::rules {
namespace {

Error refused(const char* key, std::int64_t unit, Date day) {
  return {Fault::unprocessable, key,
          Arguments{{"unit", std::to_string(unit)}, {"day", day.to_string()}}};
}

/// Walks up from one after the other and writes down whom it meets.
template <class Id>
class Climb {
 public:
  /// `strict`: what lies above must be there on every day, once, and not too high.
  Climb(const std::vector<Placement<Id>>& placements, bool strict) : strict_(strict) {
    for (const Placement<Id>& p : placements) spans_[p.below].push_back(p);
    for (auto& [id, spans] : spans_) std::ranges::sort(spans, {}, &Placement<Id>::from);
  }

  void from(Id id) {
    for (const Placement<Id>& span : spans_[id]) {
      chain_ = {id};
      if (strict_) found_.push_back({id, id, span.from, span.to, 0});
      up(span.above, span.from, span.to);
    }
  }

  /// What was found, spans joined that follow each other.
  std::vector<Path<Id>> paths() {
    std::ranges::sort(found_);
    std::vector<Path<Id>> joined;
    for (const Path<Id>& p : found_) {
      if (!joined.empty() && follows(joined.back(), p))
        joined.back().to = p.to;
      else
        joined.push_back(p);
    }
    return joined;
  }

 private:
  static bool follows(const Path<Id>& before, const Path<Id>& after) {
    return before.above == after.above && before.below == after.below &&
           before.depth == after.depth && before.to < after.from && before.to + 1 == after.from;
  }

  void up(const std::optional<Id>& above, Date from, Date to) {
    if (!above) return;
    if (std::ranges::find(chain_, *above) != chain_.end()) {
      if (strict_) throw refused("people.cycle", above->value, from);
      return;
    }
    if (chain_.size() > static_cast<std::size_t>(depth_max)) {
      if (strict_) throw refused("people.too_deep", chain_.front().value, from);
      return;
    }
    found_.push_back({*above, chain_.front(), from, to, static_cast<int>(chain_.size())});
    chain_.push_back(*above);
    std::optional<Date> missing = from;  // the first day on which nothing is known of it
    for (const Placement<Id>& span : spans_[*above]) {
      if (span.to < from || to < span.from) continue;
      if (strict_ && *missing < span.from) break;
      up(span.above, std::max(from, span.from), std::min(to, span.to));
      missing = span.to < to ? std::optional(span.to + 1) : std::nullopt;
      if (!missing) break;
    }
    if (strict_ && missing)
      throw refused("people.parent_not_there", chain_.front().value, *missing);
    chain_.pop_back();
  }

  bool strict_;
  std::map<Id, std::vector<Placement<Id>>> spans_;
  std::vector<Id> chain_;  ///< from where the walk began up to here
  std::vector<Path<Id>> found_;
};

template <class Id>
std::vector<Path<Id>> climbed(const std::vector<Placement<Id>>& placements,
                              const std::vector<Id>& from, bool strict) {
  Climb<Id> climb(placements, strict);
  for (const Id id : from) climb.from(id);
  return climb.paths();
}

}  // namespace

std::vector<Path<OrgUnitId>> unit_paths(const std::vector<Placement<OrgUnitId>>& placements,
                                        const std::vector<OrgUnitId>& units) {
  return climbed(placements, units, true);
}

std::vector<Path<PersonId>> manager_paths(const std::vector<Placement<PersonId>>& placements,
                                          const std::vector<PersonId>& people) {
  return climbed(placements, people, false);
}

std::vector<Placement<PersonId>> first_of_each_day(const std::vector<Placement<PersonId>>& posts) {
  std::map<PersonId, std::vector<Placement<PersonId>>> taken;
  for (const Placement<PersonId>& post : posts) {
    std::vector<Placement<PersonId>>& mine = taken[post.below];
    std::vector<Placement<PersonId>> left{post};
    for (const Placement<PersonId>& earlier : std::vector(mine)) {
      std::vector<Placement<PersonId>> rest;
      for (const Placement<PersonId>& span : left) {
        if (earlier.to < span.from || span.to < earlier.from) {
          rest.push_back(span);
          continue;
        }
        if (span.from < earlier.from)
          rest.push_back({span.below, span.above, span.from, earlier.from - 1});
        if (earlier.to < span.to) rest.push_back({span.below, span.above, earlier.to + 1, span.to});
      }
      left = rest;
    }
    mine.insert(mine.end(), left.begin(), left.end());
  }
  std::vector<Placement<PersonId>> list;
  for (const auto& [person, spans] : taken) list.insert(list.end(), spans.begin(), spans.end());
  return list;
}

namespace {

bool says_the_same(const PostRow& a, const PostRow& b) {
  return std::tie(a.unit, a.manager, a.name_zh, a.name_en) ==
         std::tie(b.unit, b.manager, b.name_zh, b.name_en);
}

}  // namespace

std::vector<PostRow> with_post(std::vector<PostRow> posts, PostRow wanted) {
  const auto begun = [&](const PostRow& p) { return p.valid_from <= wanted.valid_from; };
  const auto later = std::ranges::partition_point(posts, begun);
  if (later == posts.begin()) {
    if (says_the_same(*later, wanted)) {
      later->valid_from = wanted.valid_from;
      return posts;
    }
    wanted.valid_to = later->valid_from - 1;
  } else if (PostRow& before = *(later - 1); wanted.valid_from <= before.valid_to) {
    wanted.valid_to = before.valid_to;
    if (says_the_same(before, wanted)) {
      if (posts.size() == 1) before.valid_from = wanted.valid_from;
      return posts;
    }
    if (before.valid_from == wanted.valid_from) {
      before = wanted;
      return posts;
    }
    before.valid_to = wanted.valid_from - 1;
  } else {
    wanted.valid_to = later == posts.end() ? Date::last() : later->valid_from - 1;
  }
  posts.insert(later, wanted);
  return posts;
}

}  // namespace twinrail::people::rules
