#include <map>

#include "modules/people/store_recorded.hpp"
#include "platform/context.hpp"

namespace twinrail::people::store {

Ask<PersonRow> ask_people_with(const std::vector<PostId>& posts) {
  return ask<PersonRow>(R"(
    SELECT p.id, o.id AS post, e.employee_no, p.name, p.latin_name, p.email,
           e.type AS employment_type, o.unit, o.name_zh AS post_zh, o.name_en AS post_en, o.manager,
           e.valid_from AS start, e.valid_to AS until, p.version
      FROM people_post o
      JOIN people_person p ON p.id = o.person
      JOIN people_employment e ON e.id = o.employment
     WHERE o.id IN ?)"_sql,
                        posts);
}

Ask<PersonRow> ask_person(PersonId id, Date on) {
  return ask<PersonRow>(R"(
    SELECT p.id, o.id AS post, e.employee_no, p.name, p.latin_name, p.email,
           e.type AS employment_type, o.unit, o.name_zh AS post_zh, o.name_en AS post_en, o.manager,
           e.valid_from AS start, e.valid_to AS until, p.version
      FROM people_person p
      JOIN people_post o ON o.id = (SELECT MIN(q.id) FROM people_post q
                                     WHERE q.person = p.id AND q.superseded_at IS NULL
                                       AND ? BETWEEN q.valid_from AND q.valid_to)
      JOIN people_employment e ON e.id = o.employment
     WHERE p.id = ?)"_sql,
                        on, id);
}

Ask<PersonRow> ask_person_ever(PersonId id, Date on) {
  return ask<PersonRow>(R"(
    SELECT p.id, o.id AS post, e.employee_no, p.name, p.latin_name, p.email,
           e.type AS employment_type, o.unit, o.name_zh AS post_zh, o.name_en AS post_en, o.manager,
           e.valid_from AS start, e.valid_to AS until, p.version
      FROM people_person p
      JOIN people_post o ON o.id = COALESCE(
           (SELECT MIN(q.id) FROM people_post q
             WHERE q.person = p.id AND q.superseded_at IS NULL
               AND ? BETWEEN q.valid_from AND q.valid_to),
           (SELECT q.id FROM people_post q
             WHERE q.person = p.id AND q.superseded_at IS NULL AND q.valid_from > ?
             ORDER BY q.valid_from, q.id LIMIT 1),
           (SELECT q.id FROM people_post q
             WHERE q.person = p.id AND q.superseded_at IS NULL
             ORDER BY q.valid_to DESC, q.id LIMIT 1))
      JOIN people_employment e ON e.id = o.employment
     WHERE p.id = ?)"_sql,
                        on, on, id);
}

Ask<PostLine> ask_posts(PersonId person, Date on) {
  return ask<PostLine>(R"(
    SELECT o.id, o.unit, u.code AS unit_code, v.name_zh AS unit_zh,
           v.name_en AS unit_en, o.name_zh, o.name_en,
           o.valid_from, o.valid_to, o.manager, m.name AS manager_name
      FROM people_post o
      JOIN people_unit u ON u.id = o.unit
      LEFT JOIN people_unit_version v ON v.unit = o.unit AND v.superseded_at IS NULL
       AND ? BETWEEN v.valid_from AND v.valid_to
      LEFT JOIN people_person m ON m.id = o.manager
     WHERE o.person = ? AND o.superseded_at IS NULL
     ORDER BY o.valid_from DESC, o.id)"_sql,
                       on, person);
}

std::optional<PersonId> person_by_number(Read& db, const std::string& employee_no) {
  return db.one<PersonId>(R"(
    SELECT person FROM people_employment
     WHERE employee_no = ? AND superseded_at IS NULL
     ORDER BY valid_from DESC LIMIT 1)"_sql,
                          employee_no);
}

Ask<PersonName> ask_names(const std::vector<PersonId>& ids) {
  return ask<PersonName>("SELECT id, name FROM people_person WHERE id IN ?"_sql, ids);
}

std::vector<PersonAddress> addresses(Read& db, const std::vector<PersonId>& ids) {
  return db.all<PersonAddress>(
      "SELECT id, email FROM people_person WHERE id IN ? AND email IS NOT NULL"_sql, ids);
}

std::vector<NamedPost> named_posts(Read& db, const std::vector<PersonId>& people, Date on) {
  return db.all<NamedPost>(R"(
    SELECT p.id AS person, o.unit
      FROM people_person p
      LEFT JOIN people_post o ON o.person = p.id AND o.superseded_at IS NULL
       AND ? BETWEEN o.valid_from AND o.valid_to
     WHERE p.id IN ?
     ORDER BY p.id, o.id)"_sql,
                           on, people);
}

std::vector<Numbered> numbered(Read& db, const std::vector<std::string>& numbers) {
  return db.all<Numbered>(R"(
    SELECT employee_no, person, id AS employment
      FROM people_employment
     WHERE employee_no IN ? AND superseded_at IS NULL
     ORDER BY valid_from, id)"_sql,
                          numbers);
}

std::vector<Posted> posted(Read& db, const std::vector<PersonId>& people) {
  return db.all<Posted>(R"(
    SELECT p.id AS person, p.name, p.latin_name, p.email, o.unit, o.manager, o.name_zh AS post_zh,
           o.name_en AS post_en, o.valid_from, o.valid_to, o.employment, o.reason, e.type,
           e.valid_from AS started
      FROM people_person p
      JOIN people_post o ON o.person = p.id AND o.superseded_at IS NULL
      JOIN people_employment e ON e.id = o.employment
     WHERE p.id IN ?
     ORDER BY p.id, o.valid_from, o.id)"_sql,
                        people);
}

namespace {

PersonId newest_person(Read& db) {
  return *db.one<PersonId>("SELECT COALESCE(MAX(id), 0) AS id FROM people_person"_sql);
}

void add_employments(Tx& tx, const std::vector<PersonLine>& lines, Instant at) {
  tx.run_each(R"(
    INSERT INTO people_employment (person, employee_no, type, valid_from, valid_to, recorded_at)
    VALUES (?, ?, ?, ?, ?, ?))"_sql,
              lines, [&](const PersonLine& l) {
                return std::tuple{
                    l.id, std::string_view(l.employee_no), l.type, l.start, Date::last(), at};
              });
}

}  // namespace

void add_people(Tx& tx, std::vector<PersonLine>& lines, Instant at) {
  if (lines.empty()) return;
  const PersonId before = newest_person(tx);
  tx.run_each(R"(
    INSERT INTO people_person (name, latin_name, sort_name, email, version)
    VALUES (?, ?, ?, ?, 1))"_sql,
              lines, [](const PersonLine& l) {
                return std::tuple{std::string_view(l.name), std::string_view(l.latin_name),
                                  std::string_view(l.sort_name), l.email};
              });
  const auto made =
      tx.all<PersonId>("SELECT id FROM people_person WHERE id > ? ORDER BY id"_sql, before);
  if (made.size() != lines.size()) throw Error(Fault::internal, "db.more_than_one");
  for (std::size_t i = 0; i < made.size(); ++i) lines[i].id = made[i];
  add_employments(tx, lines, at);
  std::map<PersonId, std::int64_t> employments;
  std::vector<std::string> numbers;
  for (const PersonLine& l : lines) numbers.push_back(l.employee_no);
  for (const Numbered& n : numbered(tx, numbers)) employments[n.person] = n.employment;
  for (PersonLine& l : lines) l.employment = employments.at(l.id);
}

std::int64_t add_employment(Tx& tx, const PersonLine& line, Instant at) {
  add_employments(tx, {line}, at);
  return *tx.one<std::int64_t>("SELECT MAX(id) AS id FROM people_employment"_sql);
}

void update_people(Tx& tx, const std::vector<PersonLine>& lines) {
  tx.run_each(R"(
    UPDATE people_person
       SET name = ?, latin_name = ?, sort_name = ?, email = ?, version = version + 1
     WHERE id = ?)"_sql,
              lines, [](const PersonLine& l) {
                return std::tuple{std::string_view(l.name), std::string_view(l.latin_name),
                                  std::string_view(l.sort_name), l.email, l.id};
              });
  tx.run_each(R"(
    UPDATE people_employment SET type = ?, valid_from = ?
     WHERE id = ? AND (type <> ? OR valid_from <> ?))"_sql,
              lines, [](const PersonLine& l) {
                return std::tuple{l.type, l.start, l.employment, l.type, l.start};
              });
}

std::vector<ManagedBy> managed_by(Read& db, const std::vector<PersonId>& people, Date from) {
  return db.all<ManagedBy>(R"(
    SELECT e.employee_no AS number, m.employee_no AS manager
      FROM people_manager_path q
      JOIN people_employment e ON e.person = q.person AND e.superseded_at IS NULL
      JOIN people_employment m ON m.person = q.manager AND m.superseded_at IS NULL
     WHERE q.depth = 1 AND q.valid_to >= ?
       AND (q.person IN ? OR q.person IN (SELECT manager FROM people_manager_path
                                           WHERE person IN ? AND valid_to >= ?))
     ORDER BY q.person, q.valid_from)"_sql,
                           from, people, people, from);
}

void supersede_posts(Tx& tx, const std::vector<PersonId>& people, Instant at) {
  tx.run(R"(
    UPDATE people_post SET superseded_at = ? WHERE person IN ? AND superseded_at IS NULL)"_sql,
         at, people);
}

void add_posts(Tx& tx, const std::vector<PostRow>& rows, Instant at) {
  insert_new(tx, recorded<RecordedPost>(rows, at));
}

}  // namespace twinrail::people::store
