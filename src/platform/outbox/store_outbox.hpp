#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/table.hpp"
#include "platform/outbox/outbox.hpp"

/// SQL of the outbox.
namespace twinrail::outbox::store {

struct LetterRow {
  LetterId id;
  std::string kind;
  std::string key;
  std::string address;
  std::string payload;
  LetterState state = LetterState::waiting;
  std::int64_t attempts = 0;
  std::string last_error;
  Instant created_at;
  Instant due_at;
  std::optional<Instant> sent_at;
};
DESCRIBE(LetterRow, id, kind, key, address, payload, state, attempts, last_error, created_at,
         due_at, sent_at);
TABLE(LetterRow, "outbox", id);

/// Nothing when a letter of that kind and key is there already: it stays as it is.
std::optional<LetterId> add(Tx& tx, const LetterRow& row);
std::optional<LetterRow> find(Read& db, LetterId id);
std::int64_t count(Read& db, LetterState state);
/// Letters in a state, the newest first.
std::vector<LetterRow> list(Read& db, LetterState state, std::int64_t most);
/// The letter of these kinds that has been due the longest.
std::optional<LetterRow> first_due(Read& db, const std::vector<std::string>& kinds, Instant now);
/// When the next letter of these kinds is due.
std::optional<Instant> next_due(Read& db, const std::vector<std::string>& kinds);

/// From now on it is in hand, until `until`.
void take(Tx& tx, LetterId id, Instant until);
/// It was sent, by whomever.
void mark_sent(Tx& tx, LetterId id, Instant at);
/// These change nothing where it was sent, or taken by somebody else, since `attempts`.
void mark_late(Tx& tx, const LetterRow& taken, const std::string& why, Instant due_at);
/// Letters of the kind that are due wait until then.
void put_off(Tx& tx, const std::string& kind, Instant now, Instant until);
void mark_failed(Tx& tx, const LetterRow& taken, const std::string& why);
/// False when it did not fail.
bool revive(Tx& tx, LetterId id, Instant now);
void prune(Tx& tx, Instant sent_before);

}  // namespace twinrail::outbox::store
