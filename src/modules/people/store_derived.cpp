#include "modules/people/store_recorded.hpp"

namespace twinrail::people::store {

// --- the tree by day

std::vector<PathRow> paths_of(Read& db, const std::vector<OrgUnitId>& units) {
  return db.all<PathRow>(R"(
    SELECT {columns}
      FROM org_path
     WHERE unit IN ?
     ORDER BY ancestor, unit, valid_from)"_sql,
                         units);
}

std::vector<OrgUnitId> ever_below(Read& db, const std::vector<OrgUnitId>& units) {
  return db.all<OrgUnitId>(
      "SELECT DISTINCT unit FROM org_path WHERE ancestor IN ? ORDER BY unit"_sql, units);
}

std::vector<OrgUnitId> ever_above(Read& db, const std::vector<OrgUnitId>& units) {
  return db.all<OrgUnitId>(
      "SELECT DISTINCT ancestor FROM org_path WHERE unit IN ? ORDER BY ancestor"_sql, units);
}

void remove_paths(Tx& tx, const std::vector<PathRow>& rows) {
  tx.run_each("DELETE FROM org_path WHERE ancestor = ? AND unit = ? AND valid_from = ?"_sql, rows,
              [](const PathRow& r) { return std::tuple{r.ancestor, r.unit, r.valid_from}; });
}

void add_paths(Tx& tx, const std::vector<PathRow>& rows, Instant at) {
  insert(tx, recorded<RecordedPath>(rows, at));
}

std::vector<OrgUnitId> below(Read& db, OrgUnitId unit, Date on) {
  return db.all<OrgUnitId>(R"(
    SELECT unit FROM org_path
     WHERE ancestor = ? AND ? BETWEEN valid_from AND valid_to
     ORDER BY depth, unit)"_sql,
                           unit, on);
}

std::vector<OrgUnitId> directly_below(Read& db, OrgUnitId unit, Date on) {
  return db.all<OrgUnitId>(R"(
    SELECT unit FROM org_path
     WHERE ancestor = ? AND depth = 1 AND ? BETWEEN valid_from AND valid_to
     ORDER BY unit)"_sql,
                           unit, on);
}

// --- who oversees whom

Date reach_day(Read& db) { return *db.one<Date>("SELECT day FROM people_reach WHERE id = 1"_sql); }

void set_reach_day(Tx& tx, Date day) {
  tx.run("UPDATE people_reach SET day = ? WHERE id = 1"_sql, day);
}

std::vector<PersonId> people_turning(Read& db, Date from, Date to) {
  return db.all<PersonId>(R"(
    SELECT DISTINCT person FROM people_post
     WHERE superseded_at IS NULL
       AND ((valid_from > ? AND valid_from <= ?) OR (valid_to >= ? AND valid_to < ?))
     ORDER BY person)"_sql,
                          from, to, from, to);
}

std::vector<OrgUnitId> units_turning(Read& db, Date from, Date to) {
  return db.all<OrgUnitId>(R"(
    SELECT DISTINCT unit FROM people_unit_version
     WHERE superseded_at IS NULL
       AND ((valid_from > ? AND valid_from <= ?) OR (valid_to >= ? AND valid_to < ?))
     ORDER BY unit)"_sql,
                           from, to, from, to);
}

std::vector<ReachRow> reach_to(Read& db, const std::vector<OrgUnitId>& units) {
  return db.all<ReachRow>(R"(
    SELECT {columns} FROM reach
     WHERE org_unit IN ?
     ORDER BY viewer, org_unit, relation)"_sql,
                          units);
}

std::vector<ReachRow> reach_of(Read& db, const std::vector<PersonId>& viewers) {
  return db.all<ReachRow>(R"(
    SELECT {columns} FROM reach
     WHERE viewer IN ?
     ORDER BY viewer, org_unit, relation)"_sql,
                          viewers);
}

std::vector<ReachRow> due_reach_to(Read& db, const std::vector<OrgUnitId>& units, Date on) {
  return db.all<ReachRow>(R"(
    SELECT p.person AS viewer, o.unit AS org_unit, 2 AS relation
      FROM org_path o
      JOIN people_post p ON p.unit = o.ancestor AND p.superseded_at IS NULL
       AND ? BETWEEN p.valid_from AND p.valid_to
     WHERE o.unit IN ? AND ? BETWEEN o.valid_from AND o.valid_to
    UNION
    SELECT v.head AS viewer, o.unit AS org_unit, 4 AS relation
      FROM org_path o
      JOIN people_unit_version v ON v.unit = o.ancestor AND v.superseded_at IS NULL
       AND ? BETWEEN v.valid_from AND v.valid_to
     WHERE v.head IS NOT NULL AND o.unit IN ? AND ? BETWEEN o.valid_from AND o.valid_to
     ORDER BY viewer, org_unit, relation)"_sql,
                          on, units, on, on, units, on);
}

std::vector<ReachRow> due_reach_of(Read& db, const std::vector<PersonId>& viewers, Date on) {
  return db.all<ReachRow>(R"(
    SELECT p.person AS viewer, o.unit AS org_unit, 2 AS relation
      FROM people_post p
      JOIN org_path o ON o.ancestor = p.unit AND ? BETWEEN o.valid_from AND o.valid_to
     WHERE p.person IN ? AND p.superseded_at IS NULL AND ? BETWEEN p.valid_from AND p.valid_to
    UNION
    SELECT v.head AS viewer, o.unit AS org_unit, 4 AS relation
      FROM people_unit_version v
      JOIN org_path o ON o.ancestor = v.unit AND ? BETWEEN o.valid_from AND o.valid_to
     WHERE v.head IN ? AND v.superseded_at IS NULL AND ? BETWEEN v.valid_from AND v.valid_to
     ORDER BY viewer, org_unit, relation)"_sql,
                          on, viewers, on, on, viewers, on);
}

std::vector<HeadRow> heads(Read& db, const std::vector<OrgUnitId>& units, Date on) {
  return db.all<HeadRow>(R"(
    SELECT o.unit, v.head
      FROM org_path o
      JOIN people_unit_version v ON v.unit = o.ancestor AND v.superseded_at IS NULL
       AND ? BETWEEN v.valid_from AND v.valid_to
     WHERE v.head IS NOT NULL AND o.unit IN ? AND ? BETWEEN o.valid_from AND o.valid_to
     ORDER BY o.unit, o.depth)"_sql,
                         on, units, on);
}

void remove_reach(Tx& tx, const std::vector<ReachRow>& rows) {
  tx.run_each("DELETE FROM reach WHERE viewer = ? AND org_unit = ? AND relation = ?"_sql, rows,
              [](const ReachRow& r) { return std::tuple{r.viewer, r.org_unit, r.relation}; });
}

void add_reach(Tx& tx, const std::vector<ReachRow>& rows, Instant at) {
  insert(tx, recorded<RecordedReach>(rows, at));
}

// --- line managers

std::vector<ManagerPathRow> manager_paths_of(Read& db, const std::vector<PersonId>& people) {
  return db.all<ManagerPathRow>(R"(
    SELECT {columns}
      FROM people_manager_path
     WHERE person IN ?
     ORDER BY manager, person, valid_from)"_sql,
                                people);
}

std::vector<PersonId> ever_managed_by(Read& db, const std::vector<PersonId>& managers) {
  return db.all<PersonId>(R"(
    SELECT DISTINCT person FROM people_manager_path WHERE manager IN ? ORDER BY person)"_sql,
                          managers);
}

std::vector<PersonId> ever_managers_of(Read& db, const std::vector<PersonId>& people) {
  return db.all<PersonId>(R"(
    SELECT DISTINCT manager FROM people_manager_path WHERE person IN ? ORDER BY manager)"_sql,
                          people);
}

void remove_manager_paths(Tx& tx, const std::vector<ManagerPathRow>& rows) {
  tx.run_each(
      R"(
    DELETE FROM people_manager_path WHERE manager = ? AND person = ? AND valid_from = ?)"_sql,
      rows, [](const ManagerPathRow& r) { return std::tuple{r.manager, r.person, r.valid_from}; });
}

void add_manager_paths(Tx& tx, const std::vector<ManagerPathRow>& rows, Instant at) {
  insert(tx, recorded<RecordedManagerPath>(rows, at));
}

std::vector<PersonId> managers_on(Read& db, PersonId person, Date on) {
  return db.all<PersonId>(R"(
    SELECT manager FROM people_manager_path
     WHERE person = ? AND ? BETWEEN valid_from AND valid_to
     ORDER BY depth)"_sql,
                          person, on);
}

std::vector<OrgUnitId> units_above(Read& db, OrgUnitId unit, Date on) {
  return db.all<OrgUnitId>(R"(
    SELECT ancestor FROM org_path
     WHERE unit = ? AND ? BETWEEN valid_from AND valid_to
     ORDER BY depth)"_sql,
                           unit, on);
}

std::vector<PersonId> posted_on(Read& db, const std::vector<PersonId>& people, Date on) {
  return db.all<PersonId>(R"(
    SELECT DISTINCT person FROM people_post
     WHERE person IN ? AND superseded_at IS NULL AND ? BETWEEN valid_from AND valid_to
     ORDER BY person)"_sql,
                          people, on);
}

std::vector<Managed> managed(Read& db, const std::vector<PersonId>& people) {
  return db.all<Managed>(R"(
    SELECT {columns}
      FROM people_post
     WHERE person IN ? AND superseded_at IS NULL
     ORDER BY person, id)"_sql,
                         people);
}

// --- what a search finds

std::vector<TokenRow> tokens_of(Read& db, const std::vector<PersonId>& people) {
  return db.all<TokenRow>(R"(
    SELECT {columns} FROM people_search WHERE person IN ? ORDER BY person, token)"_sql,
                          people);
}

void remove_tokens(Tx& tx, const std::vector<TokenRow>& rows) {
  tx.run_each("DELETE FROM people_search WHERE person = ? AND token = ?"_sql, rows,
              [](const TokenRow& r) { return std::tuple{r.person, std::string_view(r.token)}; });
}

void add_tokens(Tx& tx, const std::vector<TokenRow>& rows) { insert(tx, rows); }

std::vector<Named> named(Read& db, const std::vector<PersonId>& people) {
  return db.all<Named>(R"(
    SELECT DISTINCT p.id AS person, p.name, p.latin_name, e.employee_no
      FROM people_person p
      JOIN people_employment e ON e.person = p.id AND e.superseded_at IS NULL
     WHERE p.id IN ?
     ORDER BY person, e.employee_no)"_sql,
                       people);
}

std::vector<PersonId> all_people(Read& db) {
  return db.all<PersonId>("SELECT id FROM people_person ORDER BY id"_sql);
}

}  // namespace twinrail::people::store
