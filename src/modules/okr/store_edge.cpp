#include "modules/okr/store.hpp"
#include "platform/context.hpp"
#include "platform/db/table.hpp"

/// Edges: contributions, those that are only proposed, and the links from KPIs.
namespace twinrail::okr::store {

std::vector<ContributionRow> contributions_of(Read& db, const std::vector<ObjectiveId>& children) {
  return db.all<ContributionRow>(R"(
    SELECT {columns}
      FROM okr_contribution
     WHERE child IN ?
     ORDER BY child, id)"_sql,
                                 children);
}

std::vector<ContributionRow> contributions_above(Read& db, ObjectiveId child, ObjectiveId parent) {
  return db.all<ContributionRow>(R"(
    WITH RECURSIVE up (objective) AS (
      SELECT id FROM okr_objective WHERE id = ?
       UNION
      SELECT c.parent
        FROM up
        JOIN okr_contribution c ON c.child = up.objective AND c.relation = 'contributes')
    SELECT {columns}
      FROM okr_contribution
     WHERE child IN (SELECT objective FROM up UNION SELECT id FROM okr_objective WHERE id = ?)
     ORDER BY id)"_sql,
                                 parent, child);
}

std::optional<ContributionRow> contribution(Read& db, ContributionId id) {
  return by_key<ContributionRow>(db, id);
}

ContributionId add_contribution(Tx& tx, const ContributionRow& row) { return insert_new(tx, row); }

void remove_contribution(Tx& tx, ContributionId id) {
  tx.run("DELETE FROM okr_contribution WHERE id = ?"_sql, id);
}

std::vector<ProposalRow> proposals(Read& db, const Scope& scope, const ProposalFilter& filter) {
  // `mine` is the end that the viewer has to be able to write; what is over waits for nobody.
  return db.all<ProposalRow>(R"(
    SELECT {columns p}
      FROM okr_proposal p
      JOIN okr_objective c ON c.id = p.child
      JOIN okr_objective a ON a.id = p.parent
      JOIN okr_cycle y ON y.id = a.cycle
      JOIN okr_objective mine
        ON mine.id = CASE WHEN p.waits_for = ? THEN p.parent ELSE p.child END
     WHERE p.state = 'proposed' AND p.id > ?
       AND c.state <> 'closed' AND a.state <> 'closed' AND y.state <> 'closed'
       AND (? = 1 OR (? = 1 AND (mine.owner = ? OR mine.person = ?))
            OR EXISTS (SELECT 1 FROM reach x
                        WHERE x.viewer = ? AND x.org_unit = mine.org_unit AND x.relation IN ?))
     ORDER BY p.id
     LIMIT ?)"_sql,
                             filter.waiting ? End::parent : End::child, filter.after,
                             scope.everything(), std::int64_t{scope.own() ? 1 : 0}, scope.viewer(),
                             scope.viewer(), scope.viewer(), scope.relations(), filter.limit);
}

std::vector<ProposalRow> proposals_of(Read& db, ObjectiveId objective, Instant declined_since) {
  return db.all<ProposalRow>(R"(
    SELECT {columns}
      FROM okr_proposal
     WHERE id IN (SELECT id FROM okr_proposal WHERE child = ?
                   UNION SELECT id FROM okr_proposal WHERE parent = ?)
       AND (state = 'proposed' OR (state = 'declined' AND answered_at >= ?))
     ORDER BY id)"_sql,
                             objective, objective, declined_since);
}

std::optional<ProposalRow> proposal(Read& db, ProposalId id) { return by_key<ProposalRow>(db, id); }

std::optional<ProposalRow> open_proposal(Read& db, ObjectiveId child, ObjectiveId parent) {
  return db.one<ProposalRow>(R"(
    SELECT {columns}
      FROM okr_proposal
     WHERE child = ? AND parent = ? AND state = 'proposed')"_sql,
                             child, parent);
}

std::int64_t proposals_waiting_for(Read& db, ObjectiveId objective) {
  return *db.one<std::int64_t>(R"(
    SELECT COUNT(*) AS n FROM okr_proposal
     WHERE state = 'proposed'
       AND ((waits_for = 'parent' AND parent = ?) OR (waits_for = 'child' AND child = ?)))"_sql,
                               objective, objective);
}

ProposalId add_proposal(Tx& tx, const ProposalRow& row) { return insert_new(tx, row); }

void update_proposal(Tx& tx, const ProposalRow& row) {
  if (!update_by_key(tx, row)) throw Error(Fault::conflict, "okr.proposal_answered");
}

std::vector<LinkRow> links(Read& db, const std::vector<ObjectiveId>& objectives) {
  return db.all<LinkRow>(R"(
    SELECT {columns}
      FROM okr_link
     WHERE objective IN ? AND ended_on IS NULL
     ORDER BY id)"_sql,
                         objectives);
}

Ask<LinkRow> ask_former_drivers(const std::vector<ObjectiveId>& objectives) {
  return ask<LinkRow>(R"(
    SELECT {columns}
      FROM okr_link
     WHERE objective IN ? AND ended_on IS NOT NULL
     ORDER BY ended_on, id)"_sql,
                      objectives);
}

std::vector<LinkRow> drivers(Read& db, const std::vector<kpi::AssignmentId>& assignments) {
  return db.all<LinkRow>(R"(
    SELECT {columns l}
      FROM okr_link l
      JOIN okr_objective o ON o.id = l.objective
      JOIN okr_cycle y ON y.id = o.cycle
     WHERE l.assignment IN ? AND l.kind = 'drives' AND o.state = 'active' AND y.state <> 'closed'
     ORDER BY l.id)"_sql,
                         assignments);
}

std::optional<LinkRow> link(Read& db, LinkId id) { return by_key<LinkRow>(db, id); }

LinkId add_link(Tx& tx, const LinkRow& row) { return insert_new(tx, row); }

void remove_link(Tx& tx, LinkId id) { tx.run("DELETE FROM okr_link WHERE id = ?"_sql, id); }

void end_link(Tx& tx, LinkId id, Date on) {
  tx.run("UPDATE okr_link SET ended_on = ?, version = version + 1 WHERE id = ?"_sql, on, id);
}

void save_baselines(Tx& tx, const std::vector<LinkRow>& rows) {
  tx.run_each(R"(
    UPDATE okr_link
       SET baseline = ?, baseline_on = ?, version = version + 1
     WHERE id = ?)"_sql,
              rows, [](const LinkRow& r) { return std::tuple{r.baseline, r.baseline_on, r.id}; });
}

}  // namespace twinrail::okr::store
