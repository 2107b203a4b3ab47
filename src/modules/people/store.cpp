#include "modules/people/store.hpp"

#include "modules/people/store_recorded.hpp"
#include "platform/context.hpp"

namespace twinrail::people::store {

CalendarRow calendar(Read& db) {
  return *db.one<CalendarRow>(R"(
    SELECT {columns} FROM people_calendar WHERE id = 1)"_sql);
}

void set_calendar(Tx& tx, const CalendarRow& row) {
  tx.run(R"(
    UPDATE people_calendar
       SET zone = ?, week_start = ?, fiscal_start_month = ?, version = version + 1
     WHERE id = 1)"_sql,
         row.zone, row.week_start, row.fiscal_start_month);
}

std::vector<UnitCalendarRow> unit_calendars(Read& db, OrgUnitId unit) {
  return db.all<UnitCalendarRow>(R"(
    SELECT {columns}
      FROM people_unit_calendar
     WHERE unit = ? AND superseded_at IS NULL
     ORDER BY valid_from)"_sql,
                                 unit);
}

void supersede_unit_calendars(Tx& tx, OrgUnitId unit, Date from, Instant at) {
  tx.run(R"(
    UPDATE people_unit_calendar SET superseded_at = ?
     WHERE unit = ? AND superseded_at IS NULL AND valid_to >= ?)"_sql,
         at, unit, from);
}

void add_unit_calendars(Tx& tx, const std::vector<UnitCalendarRow>& rows, Instant at) {
  insert_new(tx, recorded<RecordedCalendar>(rows, at));
}

std::vector<CalendarAbove> calendars_above(Read& db, const std::vector<OrgUnitId>& units) {
  return db.all<CalendarAbove>(R"(
    SELECT o.unit, o.depth, o.valid_from AS path_from, o.valid_to AS path_to, c.valid_from,
           c.valid_to, c.zone, c.week_start, c.fiscal_start_month
      FROM people_unit_calendar c
      JOIN org_path o ON o.ancestor = c.unit
     WHERE c.superseded_at IS NULL AND o.unit IN ?
     ORDER BY o.depth DESC)"_sql,
                               units);
}

std::vector<CalendarAbove> all_calendars_above(Read& db) {
  return db.all<CalendarAbove>(R"(
    SELECT o.unit, o.depth, o.valid_from AS path_from, o.valid_to AS path_to, c.valid_from,
           c.valid_to, c.zone, c.week_start, c.fiscal_start_month
      FROM people_unit_calendar c
      JOIN org_path o ON o.ancestor = c.unit
     WHERE c.superseded_at IS NULL
     ORDER BY o.depth DESC)"_sql);
}

std::vector<UnitRow> units(Read& db, Date on) {
  return db.all<UnitRow>(R"(
    SELECT u.id, u.code, v.name_zh, v.name_en, v.kind, v.parent, v.head, p.name AS head_name,
           e.code AS legal_entity, v.valid_from, v.valid_to, u.version
      FROM people_unit u
      JOIN people_unit_version v ON v.unit = u.id AND v.superseded_at IS NULL
      LEFT JOIN people_person p ON p.id = v.head
      LEFT JOIN people_legal_entity e ON e.id = v.legal_entity
     WHERE ? BETWEEN v.valid_from AND v.valid_to
     ORDER BY u.id)"_sql,
                         on);
}

std::optional<UnitRow> unit(Read& db, OrgUnitId id, Date on) {
  return db.one<UnitRow>(R"(
    SELECT u.id, u.code, v.name_zh, v.name_en, v.kind, v.parent, v.head, p.name AS head_name,
           e.code AS legal_entity, v.valid_from, v.valid_to, u.version
      FROM people_unit u
      JOIN people_unit_version v ON v.unit = u.id AND v.superseded_at IS NULL
      LEFT JOIN people_person p ON p.id = v.head
      LEFT JOIN people_legal_entity e ON e.id = v.legal_entity
     WHERE u.id = ? AND ? BETWEEN v.valid_from AND v.valid_to)"_sql,
                         id, on);
}

std::optional<OrgUnitId> unit_id(Read& db, const std::string& code) {
  return db.one<OrgUnitId>("SELECT id FROM people_unit WHERE code = ?"_sql, code);
}

Ask<UnitName> ask_unit_names(const std::vector<OrgUnitId>& ids, Date on) {
  return ask<UnitName>(R"(
    SELECT v.unit AS id, u.code, v.name_zh, v.name_en
      FROM people_unit_version v
      JOIN people_unit u ON u.id = v.unit
     WHERE v.unit IN ? AND v.superseded_at IS NULL AND ? BETWEEN v.valid_from AND v.valid_to)"_sql,
                       ids, on);
}

std::vector<UnitCode> unit_codes(Read& db, const std::vector<std::string>& codes) {
  return db.all<UnitCode>("SELECT id, code FROM people_unit WHERE code IN ?"_sql, codes);
}

std::vector<UnitCode> codes_of(Read& db, const std::vector<OrgUnitId>& ids) {
  return db.all<UnitCode>("SELECT {columns} FROM people_unit WHERE id IN ?"_sql, ids);
}

void add_units(Tx& tx, const std::vector<std::string>& codes) {
  tx.run_each("INSERT INTO people_unit (code, version) VALUES (?, 1)"_sql, codes,
              [](const std::string& code) { return std::tuple{std::string_view(code)}; });
}

void touch_units(Tx& tx, const std::vector<OrgUnitId>& ids) {
  tx.run("UPDATE people_unit SET version = version + 1 WHERE id IN ?"_sql, ids);
}

std::vector<UnitVersion> versions(Read& db, const std::vector<OrgUnitId>& units) {
  return db.all<UnitVersion>(R"(
    SELECT {columns}
      FROM people_unit_version
     WHERE unit IN ? AND superseded_at IS NULL
     ORDER BY unit, valid_from)"_sql,
                             units);
}

std::vector<OrgUnitId> all_units(Read& db) {
  return db.all<OrgUnitId>("SELECT id FROM people_unit ORDER BY id"_sql);
}

void supersede_versions(Tx& tx, const std::vector<VersionsFrom>& ends, Instant at) {
  tx.run_each(R"(
    UPDATE people_unit_version SET superseded_at = ?
     WHERE unit = ? AND superseded_at IS NULL AND valid_to >= ?)"_sql,
              ends, [&](const VersionsFrom& e) { return std::tuple{at, e.unit, e.from}; });
}

void add_versions(Tx& tx, const std::vector<UnitVersion>& versions, Instant at) {
  insert_new(tx, recorded<RecordedVersion>(versions, at));
}

std::vector<Headcount> headcounts(Read& db, Date on) {
  return db.all<Headcount>(R"(
    SELECT o.ancestor, COUNT(DISTINCT p.person) AS people
      FROM org_path o
      JOIN people_post p ON p.unit = o.unit AND p.superseded_at IS NULL
       AND ? BETWEEN p.valid_from AND p.valid_to
     WHERE ? BETWEEN o.valid_from AND o.valid_to
     GROUP BY o.ancestor)"_sql,
                           on, on);
}

std::int64_t headcount(Read& db, OrgUnitId unit, Date on) {
  return *db.one<std::int64_t>(R"(
    SELECT COUNT(DISTINCT p.person) AS people
      FROM org_path o
      JOIN people_post p ON p.unit = o.unit AND p.superseded_at IS NULL
       AND ? BETWEEN p.valid_from AND p.valid_to
     WHERE o.ancestor = ? AND ? BETWEEN o.valid_from AND o.valid_to)"_sql,
                               on, unit, on);
}

std::vector<LegalEntityRow> legal_entities(Read& db) {
  return db.all<LegalEntityRow>("SELECT {columns} FROM people_legal_entity ORDER BY id"_sql);
}

std::vector<LegalEntityRow> legal_entities(Read& db, const Scope& scope) {
  return db.all<LegalEntityRow>(R"(
    SELECT {columns e}
      FROM people_legal_entity e
     WHERE ? = 1
        OR EXISTS (SELECT 1 FROM people_unit_version v
                     JOIN reach r ON r.org_unit = v.unit
                    WHERE v.legal_entity = e.id AND r.viewer = ? AND r.relation IN ?)
     ORDER BY e.id)"_sql,
                                scope.everything(), scope.viewer(), scope.relations());
}

std::vector<LegalEntityRow> legal_entities(Read& db, const std::vector<std::string>& codes) {
  return db.all<LegalEntityRow>("SELECT {columns} FROM people_legal_entity WHERE code IN ?"_sql,
                                codes);
}

void add_legal_entities(Tx& tx, const std::vector<LegalEntityRow>& rows) { insert_new(tx, rows); }

void update_legal_entities(Tx& tx, const std::vector<LegalEntityRow>& rows) {
  tx.run_each(R"(
    UPDATE people_legal_entity
       SET name_zh = ?, name_en = ?, country = ?, currency = ?, version = version + 1
     WHERE code = ?)"_sql,
              rows, [](const LegalEntityRow& r) {
                return std::tuple{std::string_view(r.name_zh), std::string_view(r.name_en),
                                  std::string_view(r.country), std::string_view(r.currency),
                                  std::string_view(r.code)};
              });
}

}  // namespace twinrail::people::store
