#include "platform/db/db.hpp"

void points(Read& db) {
  db.all(R"(
    WITH RECURSIVE below (unit) AS (
      SELECT r.org_unit FROM reach r WHERE r.viewer = ?)
    SELECT p.value, EXTRACT(day FROM p.day) FROM kpi_point p
      JOIN below ON below.unit = p.org_unit
     WHERE p.value IS DISTINCT FROM p.old  -- FROM people_person is only said here
     FOR UPDATE)"_sql);
}
