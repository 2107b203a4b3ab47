#include "modules/identity/rules.hpp"

#include <doctest/doctest.h>

namespace twinrail::identity {
namespace {

const std::vector<std::string> permissions{"kpi.read", "okr.read"};
const std::vector<std::string> classes{"work", "contact"};

std::vector<std::string> keys(const std::vector<RoleRight>& rights,
                              const std::vector<RoleSight>& sees = {}) {
  std::vector<std::string> found;
  for (const Problem& p : rules::problems(rights, sees, permissions, classes))
    found.push_back(p.pointer + " " + p.key);
  return found;
}

}  // namespace

TEST_CASE("a role has at least one right, each known, once, and through some relation") {
  const RoleRight read{"kpi.read", {Relation::unit}};
  using Keys = std::vector<std::string>;
  CHECK(keys({read}) == Keys{});
  CHECK(keys({read}, {{"contact", {Relation::self}}}) == Keys{});
  CHECK(keys({}) == Keys{"/rights identity.role_without_rights"});
  CHECK(keys({{"kpi.raed", {Relation::unit}}}) == Keys{"/rights/0 identity.unknown_permission"});
  CHECK(keys({read, read}) == Keys{"/rights/1 identity.right_twice"});
  CHECK(keys({{"okr.read", {}}}) == Keys{"/rights/0/through identity.right_through_none"});
  CHECK(keys({read}, {{"salary", {Relation::self}}}) == Keys{"/sees/0 identity.unknown_class"});
}

TEST_CASE("relations and their bits are the same thing") {
  for (int bits = 0; bits < 32; ++bits)
    CHECK(rules::bits_of(rules::relations_of(static_cast<Relations>(bits))) == bits);
  CHECK(rules::bits_of({Relation::company, Relation::self}) ==
        (relation::company | relation::self));
}

}  // namespace twinrail::identity
