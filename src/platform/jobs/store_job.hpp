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
/// True when the job is due and nobody holds it: it is the holder's now.
bool claim(Tx& tx, const Lease& lease, Instant now, Date today);
/// A job is due at that time at the latest.
void hasten(Tx& tx, const std::string& name, Instant due_at);
/// These are false where somebody else holds the job meanwhile.
bool renew(Tx& tx, const Lease& lease);
bool finish(Tx& tx, const Lease& lease, Instant now, std::int64_t took_micros, Instant next);
bool fail(Tx& tx, const Lease& lease, const std::string& why, Instant next);
/// The turn ends without a result: it is due again at once.
bool release(Tx& tx, const Lease& lease);

}  // namespace twinrail::jobs::store
