#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/db.hpp"

/// SQL of the jobs.
namespace twinrail::jobs::store {

struct JobRow {
  std::string name;
  Instant due_at;
  Date day;  ///< the company's day of the last turn
  std::string holder;
  Instant held_until;
  std::int64_t attempts = 0;  ///< turns since the last that went well
  std::string last_error;
  std::optional<Instant> last_run;
  std::int64_t took_micros = 0;
  std::int64_t runs = 0;  ///< turns that went well
};
DESCRIBE(JobRow, name, due_at, day, holder, held_until, attempts, last_error, last_run, took_micros,
         runs);

/// Who runs a job, and until when nobody else may.
struct Lease {
  std::string name;
  std::string holder;
  Instant until;
};

std::vector<JobRow> list(Read& db);
/// True when the job is due and nobody holds it: it is the holder's now. While it is held, it is
/// due when the lease ends; one that is due before has been hastened meanwhile.
bool claim(Tx& tx, const Lease& lease, Instant now, Date today);
/// A job is due at that time at the latest; one that is under way runs once more.
void hasten(Tx& tx, const std::string& name, Instant due_at);
/// These are false where somebody else holds the job meanwhile.
bool renew(Tx& tx, const Lease& lease);
/// Due next at `next`, or as it was hastened since the turn began: what came to it then may have
/// come too late for this turn.
bool finish(Tx& tx, const Lease& lease, Instant now, std::int64_t took_micros, Instant next);
bool fail(Tx& tx, const Lease& lease, const std::string& why, Instant next);
/// The turn ends without a result: it is due again at once.
bool release(Tx& tx, const Lease& lease, Instant now);

}  // namespace twinrail::jobs::store
