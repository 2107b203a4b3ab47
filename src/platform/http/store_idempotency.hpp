#pragma once

#include <optional>
#include <string>

#include "platform/db/db.hpp"

/// SQL of answers that are given again.
namespace twinrail::idempotency::store {

struct Answer {
  std::string request_hash;
  std::int64_t status = 0;
  std::string body;
};
DESCRIBE(Answer, request_hash, status, body);

std::optional<Answer> find(Read& db, AccountId account, std::string_view key);
void save(Tx& tx, AccountId account, std::string_view key, const Answer& answer, Instant at);
/// Removes answers older than a day. Returns their number.
std::int64_t prune(Tx& tx, Instant before);

}  // namespace twinrail::idempotency::store
