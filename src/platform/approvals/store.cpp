#include "platform/approvals/store.hpp"

#include "platform/db/table.hpp"

namespace twinrail::approvals::store {
namespace {

void require_same(bool written, std::int64_t version) {
  if (written) return;
  throw Error(
      Fault::stale, "request.stale",
      Arguments{{"current", std::to_string(version + 1)}, {"yours", std::to_string(version)}});
}

}  // namespace

std::optional<ApprovalRow> find(Read& db, ApprovalId id) { return by_key<ApprovalRow>(db, id); }

std::vector<ApprovalRow> find(Read& db, const std::vector<ApprovalId>& ids) {
  return by_keys<ApprovalRow>(db, ids);
}

std::optional<ApprovalId> holding(Read& db, std::string_view kind, std::int64_t subject) {
  return db.one<ApprovalId>(
      "SELECT id FROM approval WHERE kind = ? AND subject = ? AND state = 'open'"_sql, kind,
      subject);
}

ApprovalId add(Tx& tx, const ApprovalRow& row) { return insert_new(tx, row); }

void save(Tx& tx, const ApprovalRow& row) { require_same(update_by_key(tx, row), row.version); }

std::vector<ApprovalRow> waiting_for(Read& db, const std::vector<PersonId>& people, PersonId me,
                                     Place place) {
  return db.all<ApprovalRow>(R"(
    SELECT {columns a}
      FROM approval a
     WHERE a.id IN (SELECT t.approval FROM approval_turn t
                     WHERE t.person IN ? AND t.state = 'waiting' AND t.approval > ?)
       AND a.state = 'open' AND a.requester <> ? AND a.about <> ?
     ORDER BY a.id
     LIMIT ?)"_sql,
                             people, place.after, me, me, place.limit);
}

std::vector<ApprovalRow> sent_by(Read& db, PersonId me, Place place) {
  return db.all<ApprovalRow>(R"(
    SELECT {columns}
      FROM approval
     WHERE requester = ? AND (? = 0 OR id < ?)
     ORDER BY id DESC
     LIMIT ?)"_sql,
                             me, place.after, place.after, place.limit);
}

std::vector<ApprovalRow> decided_by(Read& db, PersonId me, Place place) {
  return db.all<ApprovalRow>(R"(
    SELECT {columns a}
      FROM approval a
     WHERE a.id IN (SELECT t.approval FROM approval_turn t
                     WHERE t.decided_by = ? AND (? = 0 OR t.approval < ?)
                     GROUP BY t.approval ORDER BY t.approval DESC LIMIT ?)
     ORDER BY a.id DESC)"_sql,
                             me, place.after, place.after, place.limit);
}

std::vector<std::int64_t> held(Read& db, std::string_view kind,
                               const std::vector<std::int64_t>& subjects) {
  return db.all<std::int64_t>(R"(
    SELECT subject FROM approval
     WHERE kind = ? AND subject IN ? AND state = 'open'
     ORDER BY subject)"_sql,
                              kind, subjects);
}

std::vector<ApprovalRow> about(Read& db, std::string_view kind, std::int64_t subject, Place place) {
  return db.all<ApprovalRow>(R"(
    SELECT {columns} FROM approval
     WHERE kind = ? AND subject = ? AND (? = 0 OR id < ?)
     ORDER BY id DESC LIMIT ?)"_sql,
                             kind, subject, place.after, place.after, place.limit);
}

std::vector<ApprovalRow> due(Read& db, Instant now, std::int64_t limit) {
  return db.all<ApprovalRow>(R"(
    SELECT {columns} FROM approval
     WHERE state = 'open' AND due_at <= ?
     ORDER BY due_at, id LIMIT ?)"_sql,
                             now, limit);
}

std::vector<ApprovalRow> older(Read& db, Instant than, std::int64_t limit) {
  return db.all<ApprovalRow>(R"(
    SELECT {columns} FROM approval
     WHERE state = 'open' AND submitted_at <= ?
     ORDER BY submitted_at, id LIMIT ?)"_sql,
                             than, limit);
}

std::vector<ApprovalRow> waiting_on(Read& db, const std::vector<PersonId>& people,
                                    std::int64_t limit) {
  return db.all<ApprovalRow>(R"(
    SELECT {columns a}
      FROM approval a
     WHERE a.state = 'open'
       AND a.id IN (SELECT t.approval FROM approval_turn t
                     WHERE t.person IN ? AND t.state = 'waiting')
     ORDER BY a.id LIMIT ?)"_sql,
                             people, limit);
}

std::vector<PersonId> awaited(Read& db) {
  return db.all<PersonId>(R"(
    SELECT DISTINCT person FROM approval_turn WHERE state = 'waiting' ORDER BY person)"_sql);
}

std::vector<TurnRow> turns(Read& db, const std::vector<ApprovalId>& approvals) {
  return db.all<TurnRow>(R"(
    SELECT {columns} FROM approval_turn
     WHERE approval IN ?
     ORDER BY approval, position, id)"_sql,
                         approvals);
}

void add_turns(Tx& tx, const std::vector<TurnRow>& rows) { insert_new(tx, rows); }

void save_turns(Tx& tx, const std::vector<TurnRow>& rows) {
  tx.run_each(R"(
    UPDATE approval_turn SET state = ?, since = ?, decided_by = ?, decided_at = ?
     WHERE id = ?)"_sql,
              rows, [](const TurnRow& r) {
                return std::tuple{r.state, r.since, r.decided_by, r.decided_at, r.id};
              });
}

std::vector<DeedRow> deeds(Read& db, ApprovalId id) {
  return db.all<DeedRow>("SELECT {columns} FROM approval_deed WHERE approval = ? ORDER BY id"_sql,
                         id);
}

std::vector<DeedRow> handed_on(Read& db, const std::vector<ApprovalId>& approvals) {
  return db.all<DeedRow>(R"(
    SELECT {columns} FROM approval_deed
     WHERE approval IN ? AND deed IN ('passed_on', 'escalated', 'left')
     ORDER BY id)"_sql,
                         approvals);
}

void add_deeds(Tx& tx, const std::vector<DeedRow>& rows) { insert_new(tx, rows); }

std::vector<ChainRow> chains(Read& db) {
  return db.all<ChainRow>("SELECT {columns} FROM approval_chain ORDER BY id"_sql);
}

std::optional<ChainRow> chain(Read& db, ApprovalChainId id) { return by_key<ChainRow>(db, id); }

std::vector<ChainStepRow> steps(Read& db, const std::vector<ApprovalChainId>& chains) {
  return db.all<ChainStepRow>(R"(
    SELECT {columns} FROM approval_chain_step
     WHERE chain IN ?
     ORDER BY chain, position)"_sql,
                              chains);
}

ApprovalChainId add_chain(Tx& tx, const ChainRow& row) { return insert_new(tx, row); }

void save_chain(Tx& tx, const ChainRow& row) { require_same(update_by_key(tx, row), row.version); }

void set_steps(Tx& tx, ApprovalChainId chain, const std::vector<ChainStepRow>& rows) {
  tx.run("DELETE FROM approval_chain_step WHERE chain = ?"_sql, chain);
  insert_new(tx, rows);
}

void remove_chain(Tx& tx, ApprovalChainId chain) {
  tx.run("DELETE FROM approval_chain_step WHERE chain = ?"_sql, chain);
  tx.run("DELETE FROM approval_chain WHERE id = ?"_sql, chain);
}

std::vector<DelegationRow> delegations(Read& db, PersonId person, Date today) {
  return db.all<DelegationRow>(R"(
    SELECT {columns} FROM approval_delegation
     WHERE person = ? AND to_day >= ?
     ORDER BY from_day, id)"_sql,
                               person, today);
}

std::optional<DelegationRow> delegation(Read& db, ApprovalDelegationId id) {
  return by_key<DelegationRow>(db, id);
}

std::vector<PersonId> represented(Read& db, PersonId deputy, Date on) {
  return db.all<PersonId>(R"(
    SELECT DISTINCT person FROM approval_delegation
     WHERE deputy = ? AND to_day >= ? AND from_day <= ?
     ORDER BY person)"_sql,
                          deputy, on, on);
}

std::vector<DelegationRow> deputies(Read& db, const std::vector<PersonId>& people, Date on) {
  return db.all<DelegationRow>(R"(
    SELECT {columns} FROM approval_delegation
     WHERE person IN ? AND from_day <= ? AND to_day >= ?
     ORDER BY id)"_sql,
                               people, on, on);
}

ApprovalDelegationId add_delegation(Tx& tx, const DelegationRow& row) {
  return insert_new(tx, row);
}

void remove_delegation(Tx& tx, ApprovalDelegationId id) {
  tx.run("DELETE FROM approval_delegation WHERE id = ?"_sql, id);
}

}  // namespace twinrail::approvals::store
