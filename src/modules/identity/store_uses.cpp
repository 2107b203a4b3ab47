#include "modules/identity/store_uses.hpp"

namespace twinrail::identity::store {

std::vector<inlets::Use> uses_of_people(Read& db, const std::vector<std::int64_t>& ids) {
  return db.all<inlets::Use>(R"(
    SELECT person AS of, 'identity_account' AS place, CAST(id AS TEXT) AS key
      FROM identity_account WHERE person IN ?)"_sql,
                             ids);
}

}  // namespace twinrail::identity::store
