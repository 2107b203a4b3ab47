#pragma once

#include "platform/approvals/approvals.hpp"

namespace twinrail {

/// People for tests of modules that ask for approval: each has the one with the number above as
/// manager, as far as the 9th; everybody is there, and nobody stands in.
class LineStaff final : public approvals::Staff {
 public:
  std::vector<PersonId> managers(Read&, PersonId person, Date) override {
    std::vector<PersonId> line;
    for (std::int64_t n = person.value + 1; n < 10; ++n) line.push_back(PersonId{n});
    return line;
  }
  std::vector<PersonId> heads(Read&, OrgUnitId, Date) override { return {}; }
  std::vector<OrgUnitId> above(Read&, OrgUnitId unit, Date) override { return {unit}; }
  bool has_role(Read&, const std::string&) override { return false; }
  std::vector<PersonId> in_role(Read&, const std::string&) override { return {}; }
  std::vector<PersonId> holders(Read&, Permission) override { return {}; }
  std::set<PersonId> here(Read&, const std::vector<PersonId>& people, Date) override {
    return {people.begin(), people.end()};
  }
  std::map<PersonId, std::string> names(Read&, const std::vector<PersonId>&) override { return {}; }
  std::map<OrgUnitId, Names> unit_names(Read&, const std::vector<OrgUnitId>&, Date) override {
    return {};
  }
};

}  // namespace twinrail
