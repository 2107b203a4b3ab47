#include "modules/people/store.hpp"
#include "platform/context.hpp"

namespace twinrail::people::store {

std::vector<PersonListRow> people(Read& db, const Scope& scope, const std::vector<OrgUnitId>& units,
                                  bool everywhere, const std::string& like, Date on, PersonId after,
                                  std::int64_t limit) {
  return db.all<PersonListRow>(R"(
    SELECT p.id, e.employee_no, p.name, p.latin_name, p.email, e.type AS employment_type,
           o.unit, v.name_zh AS unit_zh, v.name_en AS unit_en, o.name_zh AS post_zh,
           o.name_en AS post_en, o.manager, m.name AS manager_name, e.valid_from AS start, p.version
      FROM people_person p
      JOIN people_post o ON o.id = (SELECT MIN(q.id) FROM people_post q
                                     WHERE q.person = p.id AND q.superseded_at IS NULL
                                       AND ? BETWEEN q.valid_from AND q.valid_to)
      JOIN people_employment e ON e.id = o.employment
      JOIN people_unit_version v ON v.unit = o.unit AND v.superseded_at IS NULL
       AND ? BETWEEN v.valid_from AND v.valid_to
      LEFT JOIN people_person m ON m.id = o.manager
     WHERE p.id > ?
       AND (? = 1 OR o.unit IN ?)
       AND p.search LIKE ? ESCAPE '\'
       AND (? = 1 OR p.id = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = o.unit
                          AND r.relation IN ?))
     ORDER BY p.id
     LIMIT ?)"_sql,
                               on, on, after, everywhere, units, like, scope.everything(),
                               scope.viewer(), scope.viewer(), scope.relations(), limit);
}

std::optional<PersonListRow> person(Read& db, PersonId id, Date on) {
  return db.one<PersonListRow>(R"(
    SELECT p.id, e.employee_no, p.name, p.latin_name, p.email, e.type AS employment_type,
           o.unit, v.name_zh AS unit_zh, v.name_en AS unit_en, o.name_zh AS post_zh,
           o.name_en AS post_en, o.manager, m.name AS manager_name, e.valid_from AS start, p.version
      FROM people_person p
      JOIN people_post o ON o.id = (SELECT MIN(q.id) FROM people_post q
                                     WHERE q.person = p.id AND q.superseded_at IS NULL
                                       AND ? BETWEEN q.valid_from AND q.valid_to)
      JOIN people_employment e ON e.id = o.employment
      JOIN people_unit_version v ON v.unit = o.unit AND v.superseded_at IS NULL
       AND ? BETWEEN v.valid_from AND v.valid_to
      LEFT JOIN people_person m ON m.id = o.manager
     WHERE p.id = ?)"_sql,
                               on, on, id);
}

std::vector<PostRow> posts(Read& db, PersonId person) {
  return db.all<PostRow>(R"(
    SELECT person, employment, unit, manager, name_zh, name_en, valid_from, valid_to
      FROM people_post
     WHERE person = ? AND superseded_at IS NULL
     ORDER BY valid_from DESC, id)"_sql,
                         person);
}

std::optional<PersonId> person_by_number(Read& db, const std::string& employee_no) {
  return db.one<PersonId>(R"(
    SELECT person FROM people_employment
     WHERE employee_no = ? AND superseded_at IS NULL
     ORDER BY valid_from DESC LIMIT 1)"_sql,
                          employee_no);
}

std::vector<PersonName> names(Read& db, const std::vector<PersonId>& ids) {
  return db.all<PersonName>("SELECT id, name FROM people_person WHERE id IN ?"_sql, ids);
}

PersonId add_person(Tx& tx, const std::string& name, const std::string& latin,
                    const std::string& search, const std::optional<std::string>& email) {
  return *tx.one<PersonId>(R"(
    INSERT INTO people_person (name, latin_name, search, email, version) VALUES (?, ?, ?, ?, 1)
    RETURNING id)"_sql,
                           name, latin, search, email);
}

void update_person(Tx& tx, PersonId id, const std::string& name, const std::string& latin,
                   const std::string& search, const std::optional<std::string>& email) {
  tx.run(R"(
    UPDATE people_person
       SET name = ?, latin_name = ?, search = ?, email = ?, version = version + 1
     WHERE id = ?)"_sql,
         name, latin, search, email, id);
}

std::int64_t add_employment(Tx& tx, PersonId person, const std::string& employee_no,
                            EmploymentType type, Date from, Instant at) {
  return *tx.one<std::int64_t>(R"(
    INSERT INTO people_employment (person, employee_no, type, valid_from, valid_to, recorded_at)
    VALUES (?, ?, ?, ?, ?, ?)
    RETURNING id)"_sql,
                               person, employee_no, type, from, Date::last(), at);
}

void supersede_posts(Tx& tx, PersonId person, Instant at) {
  tx.run(R"(
    UPDATE people_post SET superseded_at = ? WHERE person = ? AND superseded_at IS NULL)"_sql,
         at, person);
}

void add_post(Tx& tx, const PostRow& row, Instant at) {
  tx.run(R"(
    INSERT INTO people_post (employment, person, unit, manager, name_zh, name_en, valid_from,
                             valid_to, recorded_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))"_sql,
         row.employment, row.person, row.unit, row.manager, row.name_zh, row.name_en,
         row.valid_from, row.valid_to, at);
}

}  // namespace twinrail::people::store
