#include "modules/people/rules.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace twinrail::people::rules {
namespace {

Date day(int d) { return Date::from_days(d); }

template <class Id>
struct Tree {
  std::vector<Placement<Id>> placements;
  void put(std::int64_t below, std::int64_t above, int from, int to) {
    placements.push_back(
        {{below}, above ? std::optional(Id{above}) : std::nullopt, day(from), day(to)});
  }
};

/// "above<below@depth:from-to", one after the other.
template <class Id>
std::string told(const std::vector<Path<Id>>& paths) {
  std::string text;
  for (const Path<Id>& p : paths)
    text += std::to_string(p.above.value) + "<" + std::to_string(p.below.value) + "@" +
            std::to_string(p.depth) + ":" + std::to_string(p.from.days()) + "-" +
            std::to_string(p.to.days()) + " ";
  return text;
}

std::string refusal(const Tree<OrgUnitId>& tree, const std::vector<OrgUnitId>& units) {
  try {
    (void)unit_paths(tree.placements, units);
  } catch (const Error& e) {
    return e.key();
  }
  return "";
}

}  // namespace

TEST_CASE("a unit stands under all above it, for as long as the whole way up stands") {
  Tree<OrgUnitId> tree;
  tree.put(1, 0, 0, 99);
  tree.put(2, 1, 0, 99);
  tree.put(3, 2, 10, 49);
  tree.put(3, 1, 50, 99);
  CHECK(told(unit_paths(tree.placements, {{3}})) ==
        "1<3@2:10-49 1<3@1:50-99 2<3@1:10-49 3<3@0:10-99 ");
  CHECK(told(unit_paths(tree.placements, {{1}})) == "1<1@0:0-99 ");
}

TEST_CASE("spans that say the same of the place are one") {
  Tree<OrgUnitId> tree;
  tree.put(1, 0, 0, 19);
  tree.put(1, 0, 20, 99);  // another name
  tree.put(2, 1, 5, 30);
  tree.put(2, 1, 31, 99);
  CHECK(told(unit_paths(tree.placements, {{2}})) == "1<2@1:5-99 2<2@0:5-99 ");
}

TEST_CASE("a unit under itself, under nothing, or too deep is refused") {
  Tree<OrgUnitId> circle;
  circle.put(1, 2, 0, 99);
  circle.put(2, 1, 0, 99);
  CHECK(refusal(circle, {{1}}) == "people.cycle");
  Tree<OrgUnitId> late;
  late.put(1, 0, 10, 99);
  late.put(2, 1, 5, 99);
  CHECK(refusal(late, {{2}}) == "people.parent_not_there");
  Tree<OrgUnitId> early;
  early.put(1, 0, 0, 50);
  early.put(2, 1, 5, 99);
  CHECK(refusal(early, {{2}}) == "people.parent_not_there");
  Tree<OrgUnitId> gap;
  gap.put(1, 0, 0, 50);
  gap.put(1, 0, 60, 99);
  gap.put(2, 1, 5, 99);
  CHECK(refusal(gap, {{2}}) == "people.parent_not_there");
  Tree<OrgUnitId> deep;
  for (int i = 1; i <= depth_max + 2; ++i) deep.put(i, i - 1, 0, 99);
  CHECK(refusal(deep, {{depth_max + 1}}).empty());
  CHECK(refusal(deep, {{depth_max + 2}}) == "people.too_deep");
}

TEST_CASE("a chain of managers ends at a gap and before it comes to somebody again") {
  Tree<PersonId> chain;
  chain.put(1, 2, 0, 99);
  chain.put(2, 3, 10, 50);
  chain.put(3, 1, 0, 99);
  CHECK(told(manager_paths(chain.placements, {{1}})) == "2<1@1:0-99 3<1@2:10-50 ");
  CHECK(told(manager_paths(chain.placements, {{3}})) == "1<3@1:0-99 2<3@2:0-99 ");
  Tree<PersonId> self;
  self.put(1, 1, 0, 99);
  CHECK(manager_paths(self.placements, {{1}}).empty());
  Tree<PersonId> high;
  for (int i = 1; i <= depth_max + 5; ++i) high.put(i, i + 1, 0, 99);
  CHECK(manager_paths(high.placements, {{1}}).size() == depth_max);
}

TEST_CASE("of several posts at a time the first counts") {
  const std::vector<Placement<PersonId>> posts = {{{1}, PersonId{7}, day(10), day(20)},
                                                  {{1}, PersonId{8}, day(0), day(30)},
                                                  {{1}, PersonId{9}, day(25), day(40)}};
  std::string text;
  for (const auto& p : first_of_each_day(posts))
    text += std::to_string(p.above->value) + ":" + std::to_string(p.from.days()) + "-" +
            std::to_string(p.to.days()) + " ";
  CHECK(text == "7:10-20 8:0-9 8:21-30 9:31-40 ");
}

namespace {

PostRow post(std::int64_t unit, int from, int to) {
  PostRow p;
  p.unit = {unit};
  p.valid_from = day(from);
  p.valid_to = day(to);
  return p;
}

/// "unit:from-to", one after the other.
std::string told(const std::vector<PostRow>& posts) {
  std::string text;
  for (const PostRow& p : posts)
    text += std::to_string(p.unit.value) + ":" + std::to_string(p.valid_from.days()) + "-" +
            (p.valid_to == Date::last() ? "" : std::to_string(p.valid_to.days())) + " ";
  return text;
}

}  // namespace

TEST_CASE("a post from a day on leaves what was before, and what comes later") {
  const int last = Date::last().days();
  const std::vector<PostRow> one = {post(1, 10, last)};
  CHECK(told(with_post(one, post(2, 20, last))) == "1:10-19 2:20- ");
  CHECK(told(with_post(one, post(2, 10, last))) == "2:10- ");
  CHECK(told(with_post(one, post(1, 10, last))) == "1:10- ");
  CHECK(told(with_post(one, post(1, 12, last))) == "1:12- ");
  CHECK(told(with_post(one, post(1, 5, last))) == "1:5- ");
  CHECK(told(with_post(one, post(2, 5, last))) == "2:5-9 1:10- ");
  const std::vector<PostRow> two = {post(1, 10, 19), post(2, 20, last)};
  CHECK(told(with_post(two, post(3, 15, last))) == "1:10-14 3:15-19 2:20- ");
  CHECK(told(with_post(two, post(1, 15, last))) == "1:10-19 2:20- ");
  CHECK(told(with_post(two, post(3, 20, last))) == "1:10-19 3:20- ");
  CHECK(told(with_post(two, post(3, 30, last))) == "1:10-19 2:20-29 3:30- ");
  const std::vector<PostRow> gap = {post(1, 10, 12), post(2, 20, 25)};
  CHECK(told(with_post(gap, post(3, 15, last))) == "1:10-12 3:15-19 2:20-25 ");
  CHECK(told(with_post(gap, post(3, 30, last))) == "1:10-12 2:20-25 3:30- ");
}

}  // namespace twinrail::people::rules
