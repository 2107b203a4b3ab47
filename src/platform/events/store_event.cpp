#include "platform/events/store_event.hpp"

namespace twinrail::events::store {

void add(Tx& tx, std::string_view topic, const std::string& payload, Instant at) {
  tx.run_each("INSERT INTO event (topic, payload, at, actor) VALUES (?, ?, ?, ?)"_sql,
              std::array{topic}, [&](std::string_view named) {
                return std::tuple{named, std::string_view(payload), at,
                                  std::string_view(tx.actor().name)};
              });
}

std::vector<Event> after(Read& db, std::int64_t id, std::int64_t limit) {
  return db.all<Event>(R"(
    SELECT {columns} FROM event WHERE id > ? ORDER BY id LIMIT ?)"_sql,
                       id, limit);
}

std::vector<Event> after(Read& db, std::int64_t id, const std::vector<std::string>& topics,
                         std::int64_t limit) {
  return db.all<Event>(R"(
    SELECT {columns} FROM event
     WHERE id > ? AND topic IN ?
     ORDER BY id LIMIT ?)"_sql,
                       id, topics, limit);
}

std::int64_t newest(Read& db) {
  return *db.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) AS newest FROM event"_sql);
}

std::int64_t oldest(Read& db) {
  return *db.one<std::int64_t>("SELECT COALESCE(MIN(id), 0) AS oldest FROM event"_sql);
}

std::optional<CursorRow> cursor(Read& db, const std::string& subscriber) {
  return db.one<CursorRow>(R"(
    SELECT {columns} FROM event_cursor WHERE subscriber = ?)"_sql,
                           subscriber);
}

void move_cursor(Tx& tx, const std::string& subscriber, std::int64_t position) {
  tx.run(R"(
    INSERT INTO event_cursor (subscriber, position, failures, last_error) VALUES (?, ?, 0, '')
        ON CONFLICT (subscriber)
        DO UPDATE SET position = excluded.position, failures = 0, last_error = '')"_sql,
         subscriber, position);
}

void forget_others(Tx& tx, const std::vector<std::string>& subscribers) {
  tx.run("DELETE FROM event_cursor WHERE NOT (subscriber IN ?)"_sql, subscribers);
}

void note_failure(Tx& tx, const std::string& subscriber, const std::string& error) {
  tx.run(R"(
    UPDATE event_cursor SET failures = failures + 1, last_error = ? WHERE subscriber = ?)"_sql,
         error, subscriber);
}

std::int64_t prune(Tx& tx, Instant before) {
  return tx.run(R"(
    DELETE FROM event
     WHERE at < ? AND id <= (SELECT COALESCE(MIN(position), 0) FROM event_cursor))"_sql,
                before);
}

}  // namespace twinrail::events::store
