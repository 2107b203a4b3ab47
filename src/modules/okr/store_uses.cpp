#include "modules/okr/store_uses.hpp"

namespace twinrail::okr::store {

std::vector<Use> uses_of_units(Read& db, const Ids& ids) {
  return db.all<Use>(R"(
    SELECT org_unit AS of, 'okr_objective' AS place, CAST(id AS TEXT) AS key
      FROM okr_objective WHERE org_unit IN ?
     UNION ALL
    SELECT org_unit, 'okr_meeting', CAST(id AS TEXT) FROM okr_meeting WHERE org_unit IN ?
     UNION ALL
    SELECT org_unit, 'okr_decision', CAST(id AS TEXT) FROM okr_decision WHERE org_unit IN ?)"_sql,
                     ids, ids, ids);
}

std::vector<Use> uses_of_people(Read& db, const Ids& ids) {
  return db.all<Use>(R"(
    SELECT person AS of, 'okr_objective' AS place, CAST(id AS TEXT) AS key
      FROM okr_objective WHERE person IN ?
     UNION ALL
    SELECT owner, 'okr_objective', CAST(id AS TEXT) FROM okr_objective WHERE owner IN ?
     UNION ALL
    SELECT owner, 'okr_key_result', CAST(id AS TEXT) FROM okr_key_result WHERE owner IN ?
     UNION ALL
    SELECT by_person, 'okr_check_in', CAST(id AS TEXT) FROM okr_check_in WHERE by_person IN ?
     UNION ALL
    SELECT owner, 'okr_review_step', CAST(id AS TEXT) FROM okr_review_step WHERE owner IN ?
     UNION ALL
    SELECT person, 'okr_comment', CAST(id AS TEXT) FROM okr_comment WHERE person IN ?
     UNION ALL
    SELECT person, 'okr_comment', CAST(comment AS TEXT)
      FROM okr_comment_mention WHERE person IN ?
     UNION ALL
    SELECT owner, 'okr_decision', CAST(id AS TEXT) FROM okr_decision WHERE owner IN ?)"_sql,
                     ids, ids, ids, ids, ids, ids, ids, ids);
}

std::vector<Use> uses_of_assignments(Read& db, const Ids& ids) {
  return db.all<Use>(R"(
    SELECT assignment AS of, 'okr_link' AS place, CAST(id AS TEXT) AS key
      FROM okr_link WHERE assignment IN ?)"_sql,
                     ids);
}

}  // namespace twinrail::okr::store
