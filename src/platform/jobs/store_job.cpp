#include "platform/jobs/store_job.hpp"

namespace twinrail::jobs::store {

std::vector<JobRow> list(Read& db) {
  return db.all<JobRow>("SELECT {columns} FROM job ORDER BY name"_sql);
}

bool claim(Tx& tx, const Lease& lease, Instant now, Date today) {
  tx.run(R"(
    INSERT INTO job (name, due_at, day, holder, held_until, attempts, last_error, took_micros, runs)
    VALUES (?, ?, ?, '', 0, 0, '', 0, 0)
        ON CONFLICT (name) DO NOTHING)"_sql,
         lease.name, now, today);
  return tx.run(R"(
    UPDATE job SET holder = ?, held_until = ?, due_at = ?, day = ?, attempts = attempts + 1
     WHERE name = ? AND (due_at <= ? OR day <> ?) AND held_until <= ?)"_sql,
                lease.holder, lease.until, lease.until, today, lease.name, now, today, now) == 1;
}

void hasten(Tx& tx, const std::string& name, Instant due_at) {
  tx.run("UPDATE job SET due_at = ? WHERE name = ? AND due_at > ?"_sql, due_at, name, due_at);
}

bool renew(Tx& tx, const Lease& lease) {
  return tx.run(R"(
    UPDATE job SET held_until = ?, due_at = CASE WHEN due_at < held_until THEN due_at ELSE ? END
     WHERE name = ? AND holder = ?)"_sql,
                lease.until, lease.until, lease.name, lease.holder) == 1;
}

bool finish(Tx& tx, const Lease& lease, Instant now, std::int64_t took_micros, Instant next) {
  return tx.run(R"(
    UPDATE job SET due_at = CASE WHEN due_at < held_until THEN due_at ELSE ? END, holder = '',
                   held_until = 0, attempts = 0, last_error = '', last_run = ?, took_micros = ?,
                   runs = runs + 1
     WHERE name = ? AND holder = ?)"_sql,
                next, now, took_micros, lease.name, lease.holder) == 1;
}

bool fail(Tx& tx, const Lease& lease, const std::string& why, Instant next) {
  return tx.run(R"(
    UPDATE job SET due_at = ?, holder = '', held_until = 0, last_error = ?
     WHERE name = ? AND holder = ?)"_sql,
                next, why, lease.name, lease.holder) == 1;
}

bool release(Tx& tx, const Lease& lease, Instant now) {
  return tx.run(R"(
    UPDATE job SET due_at = ?, holder = '', held_until = 0, attempts = attempts - 1
     WHERE name = ? AND holder = ?)"_sql,
                now, lease.name, lease.holder) == 1;
}

}  // namespace twinrail::jobs::store
