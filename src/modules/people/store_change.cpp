#include "modules/people/store_recorded.hpp"
#include "platform/context.hpp"

/// What changes of people and units look at and write.
namespace twinrail::people::store {

Ask<KeptPost> ask_kept_posts(PersonId person) {
  return ask<KeptPost>(R"(
    SELECT {columns} FROM people_post WHERE person = ? ORDER BY valid_from, id)"_sql,
                       person);
}

std::vector<KeptPost> posts_under(Read& db, PersonId manager, Date beyond) {
  return db.all<KeptPost>(R"(
    SELECT {columns} FROM people_post
     WHERE manager = ? AND superseded_at IS NULL AND valid_to > ?
     ORDER BY person, valid_from, id)"_sql,
                          manager, beyond);
}

std::vector<KeptPost> posts_of(Read& db, const std::vector<PersonId>& people) {
  return db.all<KeptPost>(R"(
    SELECT {columns} FROM people_post
     WHERE person IN ? AND superseded_at IS NULL
     ORDER BY person, valid_from, id)"_sql,
                          people);
}

std::vector<PersonId> people_beyond(Read& db, OrgUnitId unit, Date beyond) {
  return db.all<PersonId>(R"(
    SELECT DISTINCT person FROM people_post
     WHERE unit = ? AND superseded_at IS NULL AND valid_to > ?
     ORDER BY person)"_sql,
                          unit, beyond);
}

std::vector<OrgUnitId> units_beyond(Read& db, OrgUnitId parent, Date beyond) {
  return db.all<OrgUnitId>(R"(
    SELECT DISTINCT unit FROM people_unit_version
     WHERE parent = ? AND superseded_at IS NULL AND valid_to > ?
     ORDER BY unit)"_sql,
                           parent, beyond);
}

std::vector<OrgUnitId> units_led(Read& db, PersonId head, Date beyond) {
  return db.all<OrgUnitId>(R"(
    SELECT DISTINCT unit FROM people_unit_version
     WHERE head = ? AND superseded_at IS NULL AND valid_to > ?
     ORDER BY unit)"_sql,
                           head, beyond);
}

Ask<EmploymentRow> ask_employments(PersonId person) {
  return ask<EmploymentRow>(R"(
    SELECT {columns} FROM people_employment
     WHERE person = ? AND superseded_at IS NULL
     ORDER BY valid_from DESC, id DESC)"_sql,
                            person);
}

void end_employment(Tx& tx, const EmploymentRow& row) {
  tx.run(R"(
    UPDATE people_employment SET valid_to = ?, leave_kind = ?, leave_note = ? WHERE id = ?)"_sql,
         row.valid_to, row.leave_kind, row.leave_note, row.id);
}

void touch_people(Tx& tx, const std::vector<PersonId>& people) {
  tx.run("UPDATE people_person SET version = version + 1 WHERE id IN ?"_sql, people);
}

std::int64_t reports(Read& db, PersonId manager, Date on) {
  return *db.one<std::int64_t>(R"(
    SELECT COUNT(DISTINCT person) AS people FROM people_post
     WHERE manager = ? AND superseded_at IS NULL AND ? BETWEEN valid_from AND valid_to)"_sql,
                               manager, on);
}

std::vector<KeptVersion> kept_versions(Read& db, OrgUnitId unit) {
  return db.all<KeptVersion>(R"(
    SELECT {columns} FROM people_unit_version WHERE unit = ? ORDER BY valid_from, id)"_sql,
                             unit);
}

void supersede_posts(Tx& tx, const std::vector<PostId>& posts, Instant at) {
  tx.run("UPDATE people_post SET superseded_at = ? WHERE id IN ?"_sql, at, posts);
}

}  // namespace twinrail::people::store
