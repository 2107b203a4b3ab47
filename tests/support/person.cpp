#include "support/person.hpp"

namespace twinrail {

PersonId made_person(TestTenant& tenant) {
  PersonId made;
  tenant.write([&](Tx& tx) {
    tx.run(
        "INSERT INTO people_person (name, latin_name, sort_name, version)"
        " VALUES ('Eve', 'Eve', 'eve', 1)"_sql);
    made = *tx.one<PersonId>("SELECT MAX(id) AS id FROM people_person"_sql);
  });
  return made;
}

}  // namespace twinrail
