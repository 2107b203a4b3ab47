#include "modules/people/store.hpp"
#include "platform/context.hpp"

/// Those who are to come, who leave, and who have left: pages by first and last day, and searches.
namespace twinrail::people::store {

std::vector<PersonRow> starting(Read& db, const Scope& scope, const PeopleFilter& filter,
                                const Listed& after) {
  return db.all<PersonRow>(R"(
    SELECT p.person AS id, p.id AS post, e.employee_no, n.name, n.latin_name, n.email,
           e.type AS employment_type, p.unit, p.name_zh AS post_zh, p.name_en AS post_en, p.manager,
           e.valid_from AS start, e.valid_to AS until, n.version
      FROM people_employment e
      JOIN people_post p ON p.id = (SELECT q.id FROM people_post q
                                     WHERE q.employment = e.id AND q.superseded_at IS NULL
                                     ORDER BY q.valid_from, q.id LIMIT 1)
      JOIN people_person n ON n.id = e.person
     WHERE e.superseded_at IS NULL AND e.valid_from > ?
       AND e.valid_from >= ? AND (e.valid_from > ? OR e.person > ?)
       AND NOT EXISTS (SELECT 1 FROM people_post q
                        WHERE q.person = e.person AND q.superseded_at IS NULL
                          AND ? BETWEEN q.valid_from AND q.valid_to)
       AND (? = 0 OR EXISTS (SELECT 1 FROM org_path o
                              WHERE o.ancestor = ? AND o.unit = p.unit
                                AND p.valid_from BETWEEN o.valid_from AND o.valid_to))
       AND (? = 0 OR p.manager = ?)
       AND (? = '' OR e.type = ?)
       AND (? = 1 OR p.person = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = p.unit
                          AND r.relation IN ?))
     ORDER BY e.valid_from, e.person
     LIMIT ?)"_sql,
                           filter.on, after.start, after.start, after.person, filter.on,
                           filter.unit, filter.unit, filter.manager, filter.manager,
                           filter.type_name(), filter.type_name(), scope.everything(),
                           scope.viewer(), scope.viewer(), scope.relations(), filter.limit);
}

std::vector<PersonRow> leaving(Read& db, const Scope& scope, const PeopleFilter& filter,
                               const Listed& after) {
  return db.all<PersonRow>(R"(
    SELECT p.person AS id, p.id AS post, e.employee_no, n.name, n.latin_name, n.email,
           e.type AS employment_type, p.unit, p.name_zh AS post_zh, p.name_en AS post_en, p.manager,
           e.valid_from AS start, e.valid_to AS until, n.version
      FROM people_employment e
      JOIN people_post p ON p.id = (SELECT MIN(q.id) FROM people_post q
                                     WHERE q.employment = e.id AND q.superseded_at IS NULL
                                       AND ? BETWEEN q.valid_from AND q.valid_to)
      JOIN people_person n ON n.id = e.person
     WHERE e.superseded_at IS NULL AND e.valid_to >= ? AND e.valid_to < ?
       AND e.valid_to >= ? AND (e.valid_to > ? OR e.person > ?)
       AND (? = 0 OR EXISTS (SELECT 1 FROM org_path o
                              WHERE o.ancestor = ? AND o.unit = p.unit
                                AND ? BETWEEN o.valid_from AND o.valid_to))
       AND (? = 0 OR p.manager = ?)
       AND (? = '' OR e.type = ?)
       AND (? = 1 OR p.person = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = p.unit
                          AND r.relation IN ?))
     ORDER BY e.valid_to, e.person
     LIMIT ?)"_sql,
                           filter.on, filter.on, Date::last(), after.start, after.start,
                           after.person, filter.unit, filter.unit, filter.on, filter.manager,
                           filter.manager, filter.type_name(), filter.type_name(),
                           scope.everything(), scope.viewer(), scope.viewer(), scope.relations(),
                           filter.limit);
}

std::vector<PersonRow> left(Read& db, const Scope& scope, const PeopleFilter& filter,
                            const Listed& after) {
  return db.all<PersonRow>(R"(
    SELECT p.person AS id, p.id AS post, e.employee_no, n.name, n.latin_name, n.email,
           e.type AS employment_type, p.unit, p.name_zh AS post_zh, p.name_en AS post_en, p.manager,
           e.valid_from AS start, e.valid_to AS until, n.version
      FROM people_employment e
      JOIN people_post p ON p.id = (SELECT q.id FROM people_post q
                                     WHERE q.employment = e.id AND q.superseded_at IS NULL
                                     ORDER BY q.valid_to DESC, q.id LIMIT 1)
      JOIN people_person n ON n.id = e.person
     WHERE e.superseded_at IS NULL AND e.valid_to < ?
       AND e.valid_to <= ? AND (e.valid_to < ? OR e.person < ?)
       AND NOT EXISTS (SELECT 1 FROM people_employment f
                        WHERE f.person = e.person AND f.superseded_at IS NULL
                          AND f.valid_to > e.valid_to)
       AND (? = 0 OR EXISTS (SELECT 1 FROM org_path o
                              WHERE o.ancestor = ? AND o.unit = p.unit
                                AND p.valid_to BETWEEN o.valid_from AND o.valid_to))
       AND (? = 0 OR p.manager = ?)
       AND (? = '' OR e.type = ?)
       AND (? = 1 OR p.person = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = p.unit
                          AND r.relation IN ?))
     ORDER BY e.valid_to DESC, e.person DESC
     LIMIT ?)"_sql,
                           filter.on, after.start, after.start, after.person, filter.unit,
                           filter.unit, filter.manager, filter.manager, filter.type_name(),
                           filter.type_name(), scope.everything(), scope.viewer(), scope.viewer(),
                           scope.relations(), filter.limit);
}

std::vector<Hit> searched_ever(Read& db, const Scope& scope, const PeopleFilter& filter,
                               const std::string& term, const Hit& after) {
  const std::string beyond = term + "\xF4\x8F\xBF\xBF";  // the last character that there is
  const std::string& from = std::max(term, after.token);
  const std::string_view state = enum_name(filter.state);
  return db.all<Hit>(R"(
    SELECT p.person AS id, p.id AS post, e.employee_no, n.name, n.latin_name, n.email,
           e.type AS employment_type, p.unit, p.name_zh AS post_zh, p.name_en AS post_en, p.manager,
           e.valid_from AS start, e.valid_to AS until, n.version, s.token
      FROM people_search s
      JOIN people_post p ON p.id = COALESCE(
           (SELECT MIN(q.id) FROM people_post q
             WHERE q.person = s.person AND q.superseded_at IS NULL
               AND ? BETWEEN q.valid_from AND q.valid_to),
           (SELECT q.id FROM people_post q
             WHERE q.person = s.person AND q.superseded_at IS NULL AND q.valid_from > ?
             ORDER BY q.valid_from, q.id LIMIT 1),
           (SELECT q.id FROM people_post q
             WHERE q.person = s.person AND q.superseded_at IS NULL
             ORDER BY q.valid_to DESC, q.id LIMIT 1))
      JOIN people_person n ON n.id = p.person
      JOIN people_employment e ON e.id = p.employment
     WHERE s.token >= ? AND s.token < ? AND (s.token > ? OR s.person > ?)
       AND NOT EXISTS (SELECT 1 FROM people_search t
                        WHERE t.person = s.person AND t.token >= ? AND t.token < s.token)
       AND (? = 'everybody' OR (? = 'starting' AND p.valid_from > ?)
            OR (? = 'left' AND p.valid_to < ?)
            OR (? = 'leaving' AND ? BETWEEN p.valid_from AND p.valid_to AND e.valid_to < ?))
       AND (? = 0 OR EXISTS (SELECT 1 FROM org_path o
                              WHERE o.ancestor = ? AND o.unit = p.unit
                                AND CASE WHEN ? < p.valid_from THEN p.valid_from
                                         WHEN ? > p.valid_to THEN p.valid_to ELSE ? END
                                    BETWEEN o.valid_from AND o.valid_to))
       AND (? = 0 OR p.manager = ?)
       AND (? = '' OR e.type = ?)
       AND (? = 1 OR p.person = ?
            OR EXISTS (SELECT 1 FROM reach r WHERE r.viewer = ? AND r.org_unit = p.unit
                          AND r.relation IN ?))
     ORDER BY s.token, s.person
     LIMIT ?)"_sql,
                     filter.on, filter.on, from, beyond, after.token, after.id, term, state, state,
                     filter.on, state, filter.on, state, filter.on, Date::last(), filter.unit,
                     filter.unit, filter.on, filter.on, filter.on, filter.manager, filter.manager,
                     filter.type_name(), filter.type_name(), scope.everything(), scope.viewer(),
                     scope.viewer(), scope.relations(), filter.limit);
}

}  // namespace twinrail::people::store
