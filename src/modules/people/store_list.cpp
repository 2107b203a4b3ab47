#include "modules/people/store.hpp"
#include "platform/context.hpp"

/// Pages of people. Each statement walks along one index and stops when the page is full, so it
/// costs the same in a company of any size.
namespace twinrail::people::store {

std::vector<PersonRow> by_unit(Read& db, const Scope& scope, const PeopleFilter& filter,
                               const Listed& after) {
  return db.all<PersonRow>(R"(
    SELECT p.person AS id, p.id AS post, e.employee_no, n.name, n.latin_name, n.email,
           e.type AS employment_type, p.unit, p.name_zh AS post_zh, p.name_en AS post_en, p.manager,
           e.valid_from AS start, e.valid_to AS until, n.version
      FROM org_path o
      JOIN people_post p ON p.unit = o.unit AND p.superseded_at IS NULL
       AND ? BETWEEN p.valid_from AND p.valid_to
      JOIN people_person n ON n.id = p.person
      JOIN people_employment e ON e.id = p.employment
     WHERE o.ancestor = ? AND ? BETWEEN o.valid_from AND o.valid_to
       AND o.unit >= ? AND (o.unit > ? OR p.person > ?)
       AND NOT EXISTS (SELECT 1 FROM people_post q
                        WHERE q.person = p.person AND q.id < p.id AND q.superseded_at IS NULL
                          AND ? BETWEEN q.valid_from AND q.valid_to)
       AND (? = '' OR e.type = ?)
       AND (? = 1 OR p.person = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = p.unit
                          AND r.relation IN ?))
     ORDER BY o.unit, p.person
     LIMIT ?)"_sql,
                           filter.on, filter.unit, filter.on, after.unit, after.unit, after.person,
                           filter.on, filter.type_name(), filter.type_name(), scope.everything(),
                           scope.viewer(), scope.viewer(), scope.relations(), filter.limit);
}

std::vector<PersonRow> all_by_unit(Read& db, const Scope& scope, const PeopleFilter& filter,
                                   const Listed& after) {
  return db.all<PersonRow>(R"(
    SELECT p.person AS id, p.id AS post, e.employee_no, n.name, n.latin_name, n.email,
           e.type AS employment_type, p.unit, p.name_zh AS post_zh, p.name_en AS post_en, p.manager,
           e.valid_from AS start, e.valid_to AS until, n.version
      FROM people_post p
      JOIN people_person n ON n.id = p.person
      JOIN people_employment e ON e.id = p.employment
     WHERE p.superseded_at IS NULL
      AND ? BETWEEN p.valid_from AND p.valid_to
       AND p.unit >= ? AND (p.unit > ? OR p.person > ?)
       AND NOT EXISTS (SELECT 1 FROM people_post q
                        WHERE q.person = p.person AND q.id < p.id AND q.superseded_at IS NULL
                          AND ? BETWEEN q.valid_from AND q.valid_to)
       AND (? = '' OR e.type = ?)
       AND (? = 1 OR p.person = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = p.unit
                          AND r.relation IN ?))
     ORDER BY p.unit, p.person
     LIMIT ?)"_sql,
                           filter.on, after.unit, after.unit, after.person, filter.on,
                           filter.type_name(), filter.type_name(), scope.everything(),
                           scope.viewer(), scope.viewer(), scope.relations(), filter.limit);
}

std::vector<Listed> by_name(Read& db, const Scope& scope, const PeopleFilter& filter,
                            const Listed& after) {
  return db.all<Listed>(R"(
    SELECT p.person, p.id AS post, p.unit, p.manager, n.sort_name, e.employee_no,
           e.valid_from AS start
      FROM people_person n
      JOIN people_post p ON p.id = (SELECT MIN(q.id) FROM people_post q
                                     WHERE q.person = n.id AND q.superseded_at IS NULL
                                       AND ? BETWEEN q.valid_from AND q.valid_to)
      JOIN people_employment e ON e.id = p.employment
     WHERE n.sort_name >= ? AND (n.sort_name > ? OR n.id > ?)
       AND (? = 0 OR EXISTS (SELECT 1 FROM org_path o
                              WHERE o.ancestor = ? AND o.unit = p.unit
                                AND ? BETWEEN o.valid_from AND o.valid_to))
       AND (? = '' OR e.type = ?)
       AND (? = 1 OR p.person = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = p.unit
                          AND r.relation IN ?))
     ORDER BY n.sort_name, n.id
     LIMIT ?)"_sql,
                        filter.on, after.sort_name, after.sort_name, after.person, filter.unit,
                        filter.unit, filter.on, filter.type_name(), filter.type_name(),
                        scope.everything(), scope.viewer(), scope.viewer(), scope.relations(),
                        filter.limit);
}

// "=" between post and employment would let PostgreSQL begin with all posts.
std::vector<Listed> by_number(Read& db, const Scope& scope, const PeopleFilter& filter,
                              const Listed& after) {
  return db.all<Listed>(R"(
    SELECT p.person, p.id AS post, p.unit, p.manager, '' AS sort_name, e.employee_no,
           e.valid_from AS start
      FROM people_employment e
      JOIN people_post p ON p.id = (SELECT MIN(q.id) FROM people_post q
                                     WHERE q.person = e.person AND q.superseded_at IS NULL
                                       AND ? BETWEEN q.valid_from AND q.valid_to)
       AND p.employment IS NOT DISTINCT FROM e.id
     WHERE e.employee_no >= ? AND (e.employee_no > ? OR e.person > ?)
       AND (? = 0 OR EXISTS (SELECT 1 FROM org_path o
                              WHERE o.ancestor = ? AND o.unit = p.unit
                                AND ? BETWEEN o.valid_from AND o.valid_to))
       AND (? = '' OR e.type = ?)
       AND (? = 1 OR p.person = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = p.unit
                          AND r.relation IN ?))
     ORDER BY e.employee_no, e.person
     LIMIT ?)"_sql,
                        filter.on, after.employee_no, after.employee_no, after.person, filter.unit,
                        filter.unit, filter.on, filter.type_name(), filter.type_name(),
                        scope.everything(), scope.viewer(), scope.viewer(), scope.relations(),
                        filter.limit);
}

std::vector<Listed> by_start(Read& db, const Scope& scope, const PeopleFilter& filter,
                             const Listed& after) {
  return db.all<Listed>(R"(
    SELECT p.person, p.id AS post, p.unit, p.manager, '' AS sort_name, e.employee_no,
           e.valid_from AS start
      FROM people_employment e
      JOIN people_post p ON p.id = (SELECT MIN(q.id) FROM people_post q
                                     WHERE q.person = e.person AND q.superseded_at IS NULL
                                       AND ? BETWEEN q.valid_from AND q.valid_to)
       AND p.employment IS NOT DISTINCT FROM e.id
     WHERE e.valid_from >= ? AND (e.valid_from > ? OR e.person > ?)
       AND (? = 0 OR EXISTS (SELECT 1 FROM org_path o
                              WHERE o.ancestor = ? AND o.unit = p.unit
                                AND ? BETWEEN o.valid_from AND o.valid_to))
       AND (? = '' OR e.type = ?)
       AND (? = 1 OR p.person = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = p.unit
                          AND r.relation IN ?))
     ORDER BY e.valid_from, e.person
     LIMIT ?)"_sql,
                        filter.on, after.start, after.start, after.person, filter.unit, filter.unit,
                        filter.on, filter.type_name(), filter.type_name(), scope.everything(),
                        scope.viewer(), scope.viewer(), scope.relations(), filter.limit);
}

std::vector<Listed> in_unit(Read& db, const Scope& scope, const PeopleFilter& filter) {
  return db.all<Listed>(R"(
    SELECT p.person, p.id AS post, p.unit, p.manager, n.sort_name, e.employee_no,
           e.valid_from AS start
      FROM org_path o
      JOIN people_post p ON p.unit = o.unit AND p.superseded_at IS NULL
       AND ? BETWEEN p.valid_from AND p.valid_to
      JOIN people_person n ON n.id = p.person
      JOIN people_employment e ON e.id = p.employment
     WHERE o.ancestor = ? AND ? BETWEEN o.valid_from AND o.valid_to
       AND NOT EXISTS (SELECT 1 FROM people_post q
                        WHERE q.person = p.person AND q.id < p.id AND q.superseded_at IS NULL
                          AND ? BETWEEN q.valid_from AND q.valid_to)
       AND (? = '' OR e.type = ?)
       AND (? = 1 OR p.person = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = p.unit
                          AND r.relation IN ?)))"_sql,
                        filter.on, filter.unit, filter.on, filter.on, filter.type_name(),
                        filter.type_name(), scope.everything(), scope.viewer(), scope.viewer(),
                        scope.relations());
}

std::vector<Listed> under_manager(Read& db, const Scope& scope, const PeopleFilter& filter) {
  return db.all<Listed>(R"(
    SELECT p.person, p.id AS post, p.unit, p.manager, n.sort_name, e.employee_no,
           e.valid_from AS start
      FROM people_post p
      JOIN people_person n ON n.id = p.person
      JOIN people_employment e ON e.id = p.employment
     WHERE p.manager = ? AND p.superseded_at IS NULL
      AND ? BETWEEN p.valid_from AND p.valid_to
       AND NOT EXISTS (SELECT 1 FROM people_post q
                        WHERE q.person = p.person AND q.id < p.id AND q.superseded_at IS NULL
                          AND ? BETWEEN q.valid_from AND q.valid_to)
       AND (? = 0 OR EXISTS (SELECT 1 FROM org_path o
                              WHERE o.ancestor = ? AND o.unit = p.unit
                                AND ? BETWEEN o.valid_from AND o.valid_to))
       AND (? = '' OR e.type = ?)
       AND (? = 1 OR p.person = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = p.unit
                          AND r.relation IN ?)))"_sql,
                        filter.manager, filter.on, filter.on, filter.unit, filter.unit, filter.on,
                        filter.type_name(), filter.type_name(), scope.everything(), scope.viewer(),
                        scope.viewer(), scope.relations());
}

std::vector<Hit> searched(Read& db, const Scope& scope, const PeopleFilter& filter,
                          const std::string& term, const Hit& after) {
  const std::string beyond = term + "\xF4\x8F\xBF\xBF";  // the last character that there is
  const std::string& from = std::max(term, after.token);
  return db.all<Hit>(R"(
    SELECT p.person AS id, p.id AS post, e.employee_no, n.name, n.latin_name, n.email,
           e.type AS employment_type, p.unit, p.name_zh AS post_zh, p.name_en AS post_en, p.manager,
           e.valid_from AS start, e.valid_to AS until, n.version, s.token
      FROM people_search s
      JOIN people_post p ON p.person = s.person AND p.superseded_at IS NULL
       AND ? BETWEEN p.valid_from AND p.valid_to
       AND NOT EXISTS (SELECT 1 FROM people_post q
                        WHERE q.person = s.person AND q.id < p.id AND q.superseded_at IS NULL
                          AND ? BETWEEN q.valid_from AND q.valid_to)
      JOIN people_person n ON n.id = p.person
      JOIN people_employment e ON e.id = p.employment
     WHERE s.token >= ? AND s.token < ? AND (s.token > ? OR s.person > ?)
       AND NOT EXISTS (SELECT 1 FROM people_search t
                        WHERE t.person = s.person AND t.token >= ? AND t.token < s.token)
       AND (? = 0 OR EXISTS (SELECT 1 FROM org_path o
                              WHERE o.ancestor = ? AND o.unit = p.unit
                                AND ? BETWEEN o.valid_from AND o.valid_to))
       AND (? = 0 OR p.manager = ?)
       AND (? = '' OR e.type = ?)
       AND (? = 1 OR p.person = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = p.unit
                          AND r.relation IN ?))
     ORDER BY s.token, s.person
     LIMIT ?)"_sql,
                     filter.on, filter.on, from, beyond, after.token, after.id, term, filter.unit,
                     filter.unit, filter.on, filter.manager, filter.manager, filter.type_name(),
                     filter.type_name(), scope.everything(), scope.viewer(), scope.viewer(),
                     scope.relations(), filter.limit);
}

std::vector<Hit> searched_in_unit(Read& db, const Scope& scope, const PeopleFilter& filter,
                                  const std::string& term, const Hit& after) {
  const std::string beyond = term + "\xF4\x8F\xBF\xBF";  // the last character that there is
  const std::string& from = std::max(term, after.token);
  return db.all<Hit>(R"(
    SELECT p.person AS id, p.id AS post, e.employee_no, n.name, n.latin_name, n.email,
           e.type AS employment_type, p.unit, p.name_zh AS post_zh, p.name_en AS post_en, p.manager,
           e.valid_from AS start, e.valid_to AS until, n.version, s.token
      FROM org_path o
      JOIN people_post p ON p.unit = o.unit AND p.superseded_at IS NULL
       AND ? BETWEEN p.valid_from AND p.valid_to
      JOIN people_search s ON s.person = p.person
      JOIN people_person n ON n.id = p.person
      JOIN people_employment e ON e.id = p.employment
     WHERE o.ancestor = ? AND ? BETWEEN o.valid_from AND o.valid_to
       AND s.token >= ? AND s.token < ? AND (s.token > ? OR s.person > ?)
       AND NOT EXISTS (SELECT 1 FROM people_search t
                        WHERE t.person = s.person AND t.token >= ? AND t.token < s.token)
       AND NOT EXISTS (SELECT 1 FROM people_post q
                        WHERE q.person = p.person AND q.id < p.id AND q.superseded_at IS NULL
                          AND ? BETWEEN q.valid_from AND q.valid_to)
       AND (? = 0 OR p.manager = ?)
       AND (? = '' OR e.type = ?)
       AND (? = 1 OR p.person = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = p.unit
                          AND r.relation IN ?))
     ORDER BY s.token, s.person
     LIMIT ?)"_sql,
                     filter.on, filter.unit, filter.on, from, beyond, after.token, after.id, term,
                     filter.on, filter.manager, filter.manager, filter.type_name(),
                     filter.type_name(), scope.everything(), scope.viewer(), scope.viewer(),
                     scope.relations(), filter.limit);
}

bool has_more_than(Read& db, OrgUnitId unit, Date on, std::int64_t count) {
  return !db.all<PostId>(R"(
    SELECT p.id
      FROM org_path o
      JOIN people_post p ON p.unit = o.unit AND p.superseded_at IS NULL
     WHERE o.ancestor = ? AND ? BETWEEN o.valid_from AND o.valid_to
     LIMIT 1 OFFSET ?)"_sql,
                         unit, on, count)
              .empty();
}

}  // namespace twinrail::people::store
