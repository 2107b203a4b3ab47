#include "app/staff.hpp"

#include "modules/identity/identity.hpp"
#include "modules/people/people.hpp"
#include "platform/db/db.hpp"

namespace twinrail {
namespace {

class CompanyStaff final : public approvals::Staff {
 public:
  CompanyStaff(people::Service& people, identity::Service& identity)
      : people_(people), identity_(identity) {}

  std::vector<PersonId> managers(Read& db, PersonId person, Date on) override {
    return people_.managers(db, person, on);
  }
  std::vector<PersonId> heads(Read& db, OrgUnitId unit, Date on) override {
    return people_.heads(db, {unit}, on)[unit];
  }
  std::vector<OrgUnitId> above(Read& db, OrgUnitId unit, Date on) override {
    return people_.units_above(db, unit, on);
  }
  bool has_role(Read& db, const std::string& role) override { return identity_.has_role(db, role); }
  std::vector<std::pair<std::string, Names>> roles(Read& db) override {
    return identity_.role_names(db);
  }
  std::vector<PersonId> in_role(Read& db, const std::string& role) override {
    return identity_.people_in_role(db, role);
  }
  std::vector<PersonId> holders(Read& db, Permission permission) override {
    return identity_.holders(db, permission);
  }
  std::set<PersonId> here(Read& db, const std::vector<PersonId>& people, Date on) override {
    const std::vector<PersonId> found = people_.posted(db, identity_.with_account(db, people), on);
    return {found.begin(), found.end()};
  }
  std::map<PersonId, std::string> names(Read& db, const std::vector<PersonId>& people) override {
    return people_.person_names(db, people);
  }
  std::map<OrgUnitId, Names> unit_names(Read& db, const std::vector<OrgUnitId>& units,
                                        Date on) override {
    return people_.unit_names(db, units, on);
  }

 private:
  people::Service& people_;
  identity::Service& identity_;
};

}  // namespace

std::unique_ptr<approvals::Staff> make_staff(people::Service& people, identity::Service& identity) {
  return std::make_unique<CompanyStaff>(people, identity);
}

}  // namespace twinrail
