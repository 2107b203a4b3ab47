#include "board.hpp"

namespace bare {

std::vector<std::string> board_queries() {
  const std::string now = " AND o.valid_to = 2932896";  // "until further notice"
  const std::string shown = "org_path o WHERE o.ancestor = ?1 AND o.depth <= 1" + now;
  const std::string units = "(SELECT o.unit FROM " + shown + ")";
  const std::string assigned =
      "(SELECT a.id FROM kpi_assignment a WHERE a.org_unit IN " + units + ")";
  const std::string goals = "(SELECT g.id FROM okr_objective g WHERE g.org_unit IN " + units + ")";
  const std::string own =
      "(SELECT g.id FROM okr_objective g WHERE g.org_unit = ?1 AND g.state = 'active')";
  return {
      "SELECT u.id, u.code, v.name_zh, v.name_en, v.kind, v.parent FROM people_unit u "
      "JOIN people_unit_version v ON v.unit = u.id AND v.superseded_at IS NULL WHERE u.id = ?1",
      "SELECT COUNT(DISTINCT p.person) FROM org_path o JOIN people_post p ON p.unit = o.unit "
      "AND p.superseded_at IS NULL WHERE o.ancestor = ?1" +
          now,
      "SELECT v.unit, v.name_zh, v.name_en FROM people_unit_version v WHERE v.superseded_at "
      "IS NULL AND v.unit IN " +
          units,
      "SELECT a.* FROM kpi_assignment a WHERE a.org_unit IN " + units + " ORDER BY a.id",
      "SELECT k.* FROM kpi_kpi k WHERE ?1 > 0",
      "SELECT t.* FROM kpi_target t WHERE t.assignment IN " + assigned,
      "SELECT p.* FROM kpi_assignment a JOIN kpi_point p ON p.assignment = a.id AND p.start_on >= "
      "COALESCE((SELECT q.start_on FROM kpi_point q WHERE q.assignment = a.id ORDER BY "
      "q.start_on DESC "
      "LIMIT 1 OFFSET 12), -1000000) WHERE a.org_unit IN " +
          units + " ORDER BY p.assignment, p.start_on",
      "SELECT b.* FROM kpi_breach b WHERE b.state IN ('firing', 'recovering') AND "
      "b.assignment IN " +
          assigned,
      "SELECT c.* FROM okr_cycle c WHERE ?1 > 0",
      "SELECT g.* FROM okr_objective g WHERE g.org_unit IN " + units + " ORDER BY g.id",
      "SELECT k.* FROM okr_key_result k WHERE k.objective IN " + goals +
          " ORDER BY k.objective, k.position",
      "SELECT s.* FROM okr_key_result k JOIN okr_key_result_standing s ON s.key_result = k.id "
      "WHERE k.objective IN " +
          goals,
      "SELECT m.* FROM okr_key_result k JOIN okr_milestone m ON m.key_result = k.id WHERE "
      "k.objective IN " +
          goals,
      "SELECT s.* FROM okr_standing s WHERE s.objective IN " + goals,
      "SELECT l.* FROM okr_link l WHERE l.objective IN " + goals,
      "SELECT c.id, c.child, c.parent, c.relation, c.share, g.title_zh, g.title_en FROM "
      "okr_contribution c "
      "JOIN okr_objective g ON g.id = c.parent WHERE c.child IN " +
          goals,
      "SELECT p.* FROM okr_link l JOIN kpi_point p ON p.assignment = l.assignment AND p.start_on = "
      "(SELECT MAX(q.start_on) FROM kpi_point q WHERE q.assignment = l.assignment AND "
      "q.judged = 1) "
      "WHERE l.objective IN " +
          goals,
      "SELECT d.* FROM okr_standing_day d WHERE d.objective IN " + own + " ORDER BY d.day",
      "SELECT p.* FROM kpi_point p JOIN okr_cycle c ON p.start_on BETWEEN c.start_on AND c.end_on "
      "WHERE p.assignment IN " +
          assigned + " ORDER BY p.assignment, p.start_on",
  };
}

std::vector<std::string> people_queries(const std::string& people) {
  return {
      "SELECT p.id, e.employee_no, p.name, p.latin_name, p.email, e.type, o.unit, v.name_zh, "
      "v.name_en, o.name_zh, o.name_en, o.manager, m.name, e.valid_from, p.version "
      "FROM people_person p JOIN people_post o ON o.person = p.id AND o.superseded_at IS NULL "
      "JOIN people_employment e ON e.id = o.employment "
      "JOIN people_unit_version v ON v.unit = o.unit AND v.superseded_at IS NULL "
      "LEFT JOIN people_person m ON m.id = o.manager "
      "WHERE ?1 > 0 AND p.id IN (" +
      people + ")"};
}

std::vector<std::string> map_queries(const std::string& cycle) {
  const std::string page =
      "(SELECT g.id FROM okr_objective g WHERE g.id > ?1 AND g.cycle = " + cycle +
      " ORDER BY g.id LIMIT 500)";
  const std::string up = "(SELECT c.parent FROM okr_contribution c WHERE c.child IN " + page + ")";
  return {
      "SELECT c.* FROM okr_cycle c WHERE ?1 >= 0",
      "SELECT g.* FROM okr_objective g WHERE g.id IN " + page + " ORDER BY g.id",
      "SELECT s.* FROM okr_standing s WHERE s.objective IN " + page,
      "SELECT k.* FROM okr_key_result k WHERE k.objective IN " + page +
          " ORDER BY k.objective, k.position",
      "SELECT s.* FROM okr_key_result k JOIN okr_key_result_standing s ON s.key_result = k.id "
      "WHERE k.objective IN " +
          page,
      "SELECT c.* FROM okr_contribution c WHERE c.child IN " + page,
      "SELECT g.* FROM okr_objective g WHERE g.id IN " + up,
      "SELECT c.parent, c.share, c.relation, g.state, g.weight, g.active_on, g.cycle FROM "
      "okr_contribution c JOIN okr_objective g ON g.id = c.child WHERE c.parent IN " +
          page,
      "SELECT l.* FROM okr_link l WHERE l.objective IN " + page,
      "SELECT p.* FROM okr_link l JOIN kpi_point p ON p.assignment = l.assignment AND p.start_on = "
      "(SELECT MAX(q.start_on) FROM kpi_point q WHERE q.assignment = l.assignment AND "
      "q.judged = 1) WHERE l.objective IN " +
          page,
      "SELECT DISTINCT v.unit, v.name_zh, v.name_en FROM okr_objective g JOIN "
      "people_unit_version v ON v.unit = g.org_unit AND v.superseded_at IS NULL WHERE g.id IN " +
          page,
      "SELECT DISTINCT p.id, p.name FROM okr_objective g JOIN people_person p ON p.id = g.owner "
      "WHERE g.id IN " +
          page,
  };
}

}  // namespace bare
