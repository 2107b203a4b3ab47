#include <set>

#include "modules/people/names.hpp"
#include "modules/people/organisation.hpp"
#include "modules/people/rules.hpp"

namespace twinrail::people {
namespace {

/// Both lists, each once, in order.
template <class Id>
std::vector<Id> together(const std::vector<Id>& one, const std::vector<Id>& other) {
  std::set<Id> all(one.begin(), one.end());
  all.insert(other.begin(), other.end());
  return {all.begin(), all.end()};
}

/// What stands above somebody in the list, each once.
template <class Id>
std::vector<Id> right_above(const std::vector<rules::Placement<Id>>& placements) {
  std::set<Id> found;
  for (const rules::Placement<Id>& p : placements)
    if (p.above) found.insert(*p.above);
  return {found.begin(), found.end()};
}

std::vector<rules::Placement<OrgUnitId>> placements_of(Read& db,
                                                       const std::vector<OrgUnitId>& units) {
  std::vector<rules::Placement<OrgUnitId>> list;
  for (const store::UnitVersion& v : store::versions(db, units))
    list.push_back({v.unit, v.parent, v.valid_from, v.valid_to});
  return list;
}

std::vector<rules::Placement<PersonId>> placements_of(Read& db,
                                                      const std::vector<PersonId>& people) {
  std::vector<rules::Placement<PersonId>> list;
  for (const store::Managed& m : store::managed(db, people))
    list.push_back({m.person, m.manager, m.valid_from, m.valid_to});
  return rules::first_of_each_day(list);
}

}  // namespace

Derived::Derived(Tx& tx, Date today, Instant now, bool repair)
    : tx_(tx), day_(store::reach_day(tx)), now_(now), repair_(repair) {
  if (day_ != Date{}) return;
  day_ = today;
  if (repair_) store::set_reach_day(tx_, today);
}

template <class Row, class Remove, class Add>
void Derived::exchange(std::vector<Row> stored, std::vector<Row> due, Remove remove, Add add) {
  std::ranges::sort(stored);
  std::ranges::sort(due);
  std::vector<Row> surplus;
  std::vector<Row> missing;
  std::ranges::set_difference(stored, due, std::back_inserter(surplus));
  std::ranges::set_difference(due, stored, std::back_inserter(missing));
  differing_ += static_cast<std::int64_t>(surplus.size() + missing.size());
  if (!repair_) return;
  if (!surplus.empty()) remove(surplus);
  if (!missing.empty()) add(missing);
}

void Derived::exchange_reach(std::vector<store::ReachRow> stored,
                             std::vector<store::ReachRow> due) {
  exchange(
      std::move(stored), std::move(due), [&](const auto& rows) { store::remove_reach(tx_, rows); },
      [&](const auto& rows) { store::add_reach(tx_, rows, now_); });
}

void Derived::units_changed(const std::vector<OrgUnitId>& units) {
  const std::vector<OrgUnitId> touched = together(units, store::ever_below(tx_, units));
  std::vector<rules::Placement<OrgUnitId>> placements = placements_of(tx_, touched);
  std::vector<OrgUnitId> above = store::ever_above(tx_, right_above(placements));
  std::erase_if(above, [&](OrgUnitId u) { return std::ranges::binary_search(touched, u); });
  std::ranges::copy(placements_of(tx_, above), std::back_inserter(placements));
  std::vector<store::PathRow> due;
  for (const rules::Path<OrgUnitId>& p : rules::unit_paths(placements, touched))
    due.push_back({p.above, p.below, p.from, p.to, p.depth});
  exchange(
      store::paths_of(tx_, touched), std::move(due),
      [&](const auto& rows) { store::remove_paths(tx_, rows); },
      [&](const auto& rows) { store::add_paths(tx_, rows, now_); });
  exchange_reach(store::reach_to(tx_, touched), store::due_reach_to(tx_, touched, day_));
}

void Derived::posts_changed(const std::vector<PersonId>& people) {
  exchange_reach(store::reach_of(tx_, people), store::due_reach_of(tx_, people, day_));
  managers_changed(people);
}

void Derived::managers_changed(const std::vector<PersonId>& people) {
  const std::vector<PersonId> touched = together(people, store::ever_managed_by(tx_, people));
  std::vector<rules::Placement<PersonId>> placements = placements_of(tx_, touched);
  const std::vector<PersonId> next = right_above(placements);
  std::vector<PersonId> above = together(next, store::ever_managers_of(tx_, next));
  std::erase_if(above, [&](PersonId p) { return std::ranges::binary_search(touched, p); });
  std::ranges::copy(placements_of(tx_, above), std::back_inserter(placements));
  std::vector<store::ManagerPathRow> due;
  for (const rules::Path<PersonId>& p : rules::manager_paths(placements, touched))
    due.push_back({p.above, p.below, p.from, p.to, p.depth});
  exchange(
      store::manager_paths_of(tx_, touched), std::move(due),
      [&](const auto& rows) { store::remove_manager_paths(tx_, rows); },
      [&](const auto& rows) { store::add_manager_paths(tx_, rows, now_); });
}

void Derived::names_changed(const std::vector<PersonId>& people) {
  std::vector<store::TokenRow> due;
  const std::vector<store::Named> named = store::named(tx_, people);
  for (auto first = named.begin(); first != named.end();) {
    const auto last = std::find_if(
        first, named.end(), [&](const store::Named& n) { return n.person != first->person; });
    std::vector<std::string> numbers;
    for (auto n = first; n != last; ++n) numbers.push_back(n->employee_no);
    for (std::string& token : names::search_tokens(first->name, first->latin_name, numbers))
      due.push_back({first->person, std::move(token)});
    first = last;
  }
  exchange(
      store::tokens_of(tx_, people), std::move(due),
      [&](const auto& rows) { store::remove_tokens(tx_, rows); },
      [&](const auto& rows) { store::add_tokens(tx_, rows); });
}

}  // namespace twinrail::people
