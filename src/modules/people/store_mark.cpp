#include "modules/people/store_mark.hpp"

namespace twinrail::people::store {

std::vector<Mark> unit_marks(Read& db, const std::vector<std::string>& codes) {
  return db.all<Mark>("SELECT code AS name, version FROM people_unit WHERE code IN ?"_sql, codes);
}

std::vector<Mark> person_marks(Read& db, const std::vector<std::string>& numbers) {
  return db.all<Mark>(R"(
    SELECT e.employee_no AS name, p.version
      FROM people_employment e
      JOIN people_person p ON p.id = e.person
     WHERE e.employee_no IN ? AND e.superseded_at IS NULL
     ORDER BY e.valid_from, e.id)"_sql,
                      numbers);
}

}  // namespace twinrail::people::store
