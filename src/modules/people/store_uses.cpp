#include "modules/people/store_uses.hpp"

namespace twinrail::people::store {

std::vector<Use> uses_of_units(Read& db, const Ids& ids) {
  return db.all<Use>(R"(
    SELECT parent AS of, 'people_unit_version' AS place, CAST(id AS TEXT) AS key
      FROM people_unit_version WHERE parent IN ?
     UNION ALL
    SELECT unit, 'people_post', CAST(id AS TEXT) FROM people_post WHERE unit IN ?
     UNION ALL
    SELECT unit, 'people_unit_calendar', CAST(id AS TEXT)
      FROM people_unit_calendar WHERE unit IN ?
     UNION ALL
    SELECT unit, 'people_work_calendar_use', '' FROM people_work_calendar_use WHERE unit IN ?)"_sql,
                     ids, ids, ids, ids);
}

std::vector<Use> uses_of_people(Read& db, const Ids& ids) {
  return db.all<Use>(R"(
    SELECT person AS of, 'people_employment' AS place, CAST(id AS TEXT) AS key
      FROM people_employment WHERE person IN ?
     UNION ALL
    SELECT person, 'people_post', CAST(id AS TEXT) FROM people_post WHERE person IN ?
     UNION ALL
    SELECT manager, 'people_post', CAST(id AS TEXT) FROM people_post WHERE manager IN ?
     UNION ALL
    SELECT head, 'people_unit_version', CAST(id AS TEXT)
      FROM people_unit_version WHERE head IN ?)"_sql,
                     ids, ids, ids, ids);
}

std::vector<Use> uses_of_legal_entities(Read& db, const Ids& ids) {
  return db.all<Use>(R"(
    SELECT legal_entity AS of, 'people_unit_version' AS place, CAST(id AS TEXT) AS key
      FROM people_unit_version WHERE legal_entity IN ?
     UNION ALL
    SELECT legal_entity, 'people_employment', CAST(id AS TEXT)
      FROM people_employment WHERE legal_entity IN ?)"_sql,
                     ids, ids);
}

}  // namespace twinrail::people::store
