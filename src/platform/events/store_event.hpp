#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/events/events.hpp"

/// SQL of events and cursors.
namespace twinrail::events::store {

struct CursorRow {
  std::int64_t position = 0;
  std::int64_t failures = 0;
  std::string last_error;
};
DESCRIBE(CursorRow, position, failures, last_error);

/// Sent as a list with one row: a statement for a list is not waited for.
void add(Tx& tx, std::string_view topic, const std::string& payload, Instant at);
std::vector<Event> after(Read& db, std::int64_t id, std::int64_t limit);
std::vector<Event> after(Read& db, std::int64_t id, const std::vector<std::string>& topics,
                         std::int64_t limit);
std::int64_t newest(Read& db);
std::int64_t oldest(Read& db);
std::optional<CursorRow> cursor(Read& db, const std::string& subscriber);
void move_cursor(Tx& tx, const std::string& subscriber, std::int64_t position);
/// Removes the cursors of all other subscribers.
void forget_others(Tx& tx, const std::vector<std::string>& subscribers);
void note_failure(Tx& tx, const std::string& subscriber, const std::string& error);
/// Removes events that every subscriber has read and that are older than the resume window.
std::int64_t prune(Tx& tx, Instant before);

}  // namespace twinrail::events::store
