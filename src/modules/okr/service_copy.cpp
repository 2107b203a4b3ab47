#include <algorithm>

#include "modules/okr/service_close.hpp"
#include "modules/okr/service_progress.hpp"

namespace twinrail::okr {
namespace {

bool is_reached(const KeyResultView& kr) {
  if (kr.state != ProgressState::measured) return false;
  if (kr.kind == KeyResultKind::move) return kr.current == kr.target || kr.progress >= Ratio::one();
  return (kr.kind == KeyResultKind::binary || kr.kind == KeyResultKind::milestone) &&
         kr.progress >= Ratio::one();
}

/// Carried over, a key result begins where it ended, and one that was reached stays behind.
std::vector<KeyResultRow> copied(const std::vector<KeyResultRow>& rows,
                                 const std::map<KeyResultId, KeyResultView>& ended, bool carry) {
  std::vector<KeyResultRow> list;
  for (KeyResultRow row : rows) {
    const KeyResultView& end = ended.at(row.id);
    if (carry && is_reached(end)) continue;
    if (carry && row.kind == KeyResultKind::move) {
      row.start_value = end.current ? end.current : row.start_value;
      // A start past the commitment leaves it behind.
      row.commit_value.reset();
      row.stretch_value.reset();
    }
    row.due.reset();
    list.push_back(std::move(row));
  }
  return list;
}

}  // namespace

ObjectiveDetailView Service::copy(const Context& ctx, Tx& tx, const CopyObjective& request) {
  const ObjectiveRow source = objective_or_refuse(ctx, tx, request.objective);
  const bool carry = request.carry.value_or(false);
  const ObjectiveView shown = objective_views(ctx, tx, {source.id}).front();
  const NewObjective draft{.cycle = request.cycle,
                           .org_unit = request.org_unit.value_or(source.org_unit),
                           .person = source.person,
                           .owner = source.owner,
                           .title = {source.title_zh, source.title_en},
                           .why = Text<4000>(source.why),
                           .type = source.type,
                           .weight = Weight(source.weight)};
  const ObjectiveId id = add_objective(ctx, tx, draft).row.id;
  std::map<KeyResultId, KeyResultView> ended;
  for (const KeyResultView& kr : shown.key_results) ended[kr.id] = kr;
  const auto originals = copied(store::key_results(tx, {source.id}), ended, carry);
  std::vector<KeyResultRow> rows = originals;
  for (KeyResultRow& row : rows) row.objective = id;
  store::add_key_results(tx, rows);
  // They are read back in the order in which they were written.
  std::map<KeyResultId, KeyResultId> new_of;
  const auto added = store::key_results(tx, {id});
  for (std::size_t i = 0; i < added.size(); ++i) new_of[originals.at(i).id] = added.at(i).id;
  std::vector<MilestoneRow> steps;
  for (MilestoneRow m : store::milestones(tx, {source.id})) {
    if (!new_of.contains(m.key_result) || (carry && m.done_on)) continue;
    m.key_result = new_of.at(m.key_result);
    m.done_on.reset();
    steps.push_back(std::move(m));
  }
  store::add_milestones(tx, steps);
  copy_links(ctx, tx, source.id, id, new_of);
  store::add_origin(tx, {id, source.id, carry});
  update_progress(tx, kpi_, {id});
  return detail_view(ctx, tx, id);
}

void Service::copy_links(const Context& ctx, Tx& tx, ObjectiveId from, ObjectiveId to,
                         const std::map<KeyResultId, KeyResultId>& new_of) {
  const auto links = store::links(tx, {from});
  std::vector<kpi::AssignmentId> assignments;
  for (const LinkRow& link : links) assignments.push_back(link.assignment);
  std::vector<kpi::AssignmentId> readable;
  for (const kpi::AssignmentView& v : kpi_.views(tx, assignments))
    if (may_read(ctx, v)) readable.push_back(v.id);
  std::vector<LinkRow> rows;
  for (LinkRow link : links) {
    if (std::ranges::find(readable, link.assignment) == readable.end()) continue;
    if (link.key_result && !new_of.contains(*link.key_result)) continue;
    if (link.key_result) link.key_result = new_of.at(*link.key_result);
    link.objective = to;
    link.baseline.reset();  // frozen when the copy becomes active
    link.baseline_on.reset();
    rows.push_back(std::move(link));
  }
  store::add_links(tx, rows);
}

}  // namespace twinrail::okr
