#pragma once

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>

#include "modules/people/people.hpp"
#include "modules/people/store.hpp"
#include "platform/context.hpp"

/// What several use cases of the module do to the organisation.
namespace twinrail::people {

/// The versions that stand from a day on when what they say changes on that day. Later versions
/// stay later; the one in force is cut off the day before. `Version` has valid_from and valid_to.
template <class Version>
[[nodiscard]] std::vector<Version> changed_from(std::vector<Version> versions, Date from,
                                                const std::function<void(Version&)>& change) {
  std::vector<Version> kept;
  for (Version& v : versions) {
    if (v.valid_to < from) continue;
    if (v.valid_from < from) {
      Version before = v;
      before.valid_to = from - 1;
      kept.push_back(before);
      v.valid_from = from;
    }
    if (v.valid_from == from) change(v);
    kept.push_back(v);
  }
  return kept;
}

/// Where a unit that moves stood and stands from a day on; empty for one that stays where it is.
template <class Version>
[[nodiscard]] std::vector<OrgUnitId> moved_between(const std::vector<Version>& before,
                                                   const std::vector<Version>& after, Date from) {
  std::set<OrgUnitId> parents;
  for (const auto* versions : {&before, &after})
    for (const Version& v : *versions)
      if (v.valid_to >= from && v.parent) parents.insert(*v.parent);
  if (parents.size() < 2) return {};
  return {parents.begin(), parents.end()};
}

/// The last day as it is shown: none is "until further notice".
[[nodiscard]] inline std::optional<Date> until(Date to) {
  return to == Date::last() ? std::nullopt : std::optional(to);
}

/// Whom of the people that a reply would name beside its own things the viewer may see: the head of
/// a unit, or somebody's manager, may be out of reach.
class SeenPeople {
 public:
  SeenPeople(const Context& ctx, Read& db, Service& people, const std::vector<PersonId>& named)
      : ctx_(ctx), everybody_(ctx.may_everywhere(permission::read)) {
    if (!everybody_) named_ = people.named(db, named, ctx.today());
  }
  [[nodiscard]] bool sees(const std::optional<PersonId>& person) const {
    return !person || everybody_ || named_.may(ctx_, permission::read, *person);
  }

 private:
  const Context& ctx_;
  bool everybody_;
  NamedPeople named_;
};

/// Keeps what is derived of units, posts and names as it has to be: the tree by day, who oversees
/// whom, line managers, what a search finds. Looks at what a change touches, and writes only the
/// rows that differ.
class Derived {
 public:
  /// Who oversees whom is kept as of one day, the one that `Service::daily` has come to; `today`
  /// when there was none. Without `repair` nothing is written, only counted.
  Derived(Tx& tx, Date today, Instant now, bool repair = true);

  /// Versions of these units changed: they and all below.
  void units_changed(const std::vector<OrgUnitId>& units);
  /// Posts of these people changed: what they oversee, and who manages them.
  void posts_changed(const std::vector<PersonId>& people);
  /// Managers of these people changed: their chains, and those of whoever is managed by them.
  void managers_changed(const std::vector<PersonId>& people);
  /// Names or employee numbers of these people changed.
  void names_changed(const std::vector<PersonId>& people);
  /// Rows that differed.
  [[nodiscard]] std::int64_t differing() const { return differing_; }

 private:
  void exchange_reach(std::vector<store::ReachRow> stored, std::vector<store::ReachRow> due);
  template <class Row, class Remove, class Add>
  void exchange(std::vector<Row> stored, std::vector<Row> due, Remove remove, Add add);

  Tx& tx_;
  Date day_;
  Instant now_;
  bool repair_;
  std::int64_t differing_ = 0;
};

}  // namespace twinrail::people
