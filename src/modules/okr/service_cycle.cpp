#include <algorithm>

#include "modules/okr/service_close.hpp"

namespace twinrail::okr {
namespace {

/// A cycle's days at most: two years. Boards and histories show its weeks and days.
constexpr std::int64_t cycle_days_max = 731;

/// Stands in the place of the days of a backlog: it never comes, and days can be counted from it.
const Date no_day = Date::of(9999, 1, 1);

void require_names(const Names& names) {
  if (names.zh.empty() && names.en.empty()) throw refuse_field("/names", "okr.title_required");
}

void require_days(const CycleRow& row) {
  if (row.start_on > row.end_on) throw refuse_field("/end", "okr.cycle_reversed");
  if (row.end_on - row.start_on >= cycle_days_max) throw refuse_field("/end", "okr.cycle_too_long");
}

/// Beside the others: one of a level at a time, inside the longer one, one backlog.
void require_place(Read& db, const CycleRow& row) {
  const rules::CycleSpan span{row.kind, row.start_on, row.end_on};
  const auto all = store::cycles(db);
  for (const CycleRow& other : all) {
    if (other.id == row.id) continue;
    if (row.kind == CycleKind::backlog && other.kind == CycleKind::backlog)
      throw Error(Fault::conflict, "okr.backlog_known");
    if (rules::overlap(span, {other.kind, other.start_on, other.end_on}))
      throw refuse_field("/start", "okr.cycles_overlap");
    if (other.parent == row.id && (other.start_on < row.start_on || row.end_on < other.end_on))
      throw refuse_field("/end", "okr.cycle_outside_parent");
  }
  if (!row.parent) return;
  const auto parent = std::ranges::find(all, *row.parent, &CycleRow::id);
  if (parent == all.end()) throw refuse_field("/parent", "okr.unknown_cycle");
  const bool longer = parent->end_on - parent->start_on > row.end_on - row.start_on;
  if (!longer || row.start_on < parent->start_on || parent->end_on < row.end_on)
    throw refuse_field("/parent", "okr.cycle_outside_parent");
}

CycleRow row_of(const NewCycle& r) {
  CycleRow row{.name_zh = r.names.zh,
               .name_en = r.names.en,
               .start_on = no_day,
               .end_on = no_day,
               .state = r.state.value_or(CycleState::planning),
               .kind = CycleKind::backlog,
               .parent = r.parent};
  if (r.kind == CycleKind::backlog) {
    if (r.start || r.end) throw refuse_field("/start", "okr.backlog_has_no_days");
    row.parent.reset();
    row.state = CycleState::planning;
    return row;
  }
  if (!r.start) throw refuse_field("/start", "okr.day_required");
  if (!r.end) throw refuse_field("/end", "okr.day_required");
  row.start_on = *r.start;
  row.end_on = *r.end;
  require_days(row);
  row.kind = r.kind.value_or(rules::kind_of_span(row.start_on, row.end_on));
  return row;
}

/// What a cycle is about is planned before it begins; its end may move until it has come.
void change_days(CycleRow& row, const ChangeCycle& r, Date today) {
  if (row.kind == CycleKind::backlog) throw refuse_field("/start", "okr.backlog_has_no_days");
  if (r.start && *r.start != row.start_on && row.state != CycleState::planning)
    throw refuse_field("/start", "okr.cycle_begun");
  if (r.end && *r.end != row.end_on && row.state > CycleState::active)
    throw refuse_field("/end", "okr.cycle_ended");
  if (r.end && *r.end != row.end_on && row.state == CycleState::active && *r.end < today)
    throw refuse_field("/end", "okr.end_gone");
  row.start_on = r.start.value_or(row.start_on);
  row.end_on = r.end.value_or(row.end_on);
  require_days(row);
}

}  // namespace

CycleView Service::add_cycle(const Context& ctx, Tx& tx, const NewCycle& request) {
  ctx.require_everywhere(permission::define);
  require_names(request.names);
  const CycleRow row = row_of(request);
  require_place(tx, row);
  return cycle_view(*store::cycle(tx, store::add_cycle(tx, row)));
}

CycleView Service::change_cycle(const Context& ctx, Tx& tx, const ChangeCycle& request) {
  ctx.require_everywhere(permission::define);
  auto found = store::cycle(tx, request.cycle);
  if (!found) throw Error(Fault::not_found, "okr.unknown_cycle");
  CycleRow row = *found;
  ctx.expect_version(row.version);
  if (request.names) {
    require_names(*request.names);
    row.name_zh = request.names->zh;
    row.name_en = request.names->en;
  }
  if (request.start || request.end) change_days(row, request, ctx.today());
  if (request.parent) row.parent = request.parent;
  if (request.start || request.end || request.parent) require_place(tx, row);
  if (request.state && *request.state != row.state) {
    if (row.kind == CycleKind::backlog) throw refuse_field("/state", "okr.backlog_has_no_days");
    if (*request.state < row.state) throw refuse_field("/state", "okr.cycle_goes_on");
    if (request.state == CycleState::closed) close_cycle(ctx, tx, row);
    row.state = *request.state;
  }
  store::update_cycle(tx, row);
  if (row.state == CycleState::closing) tell_closing(tx, ctx.now, ctx.today());
  return cycle_view(*store::cycle(tx, row.id));
}

void Service::close_cycle(const Context& ctx, Tx& tx, const CycleRow& cycle) {
  const auto ids = store::ending_ids(tx, cycle.id);
  const CloseData data = load_close(tx, people_, kpi_, ids, ctx.today());
  std::int64_t lacking = 0;
  std::vector<ClosingRow> rows;
  for (const ObjectiveRow& o : data.list.objectives) {
    const ObjectiveView view = objective_view(ctx, data.list, o);
    const Standing s = standing_of(data, view);
    lacking += s.lacks.empty() ? 0 : 1;
    if (!data.closings.contains(o.id)) rows.push_back(closing_row(ctx, view, s));
  }
  if (lacking > 0)
    throw Error(Fault::conflict, "okr.cycle_not_ready",
                Arguments{{"count", std::to_string(lacking)}});
  store::freeze_cycle(tx, cycle.id);
  store::save_closings(tx, rows);
  store::close_objectives(tx, cycle.id);
}

void Service::advance_cycles(Tx& tx, Date today) {
  store::advance_cycles(tx, today);
  refigure(tx);
}

}  // namespace twinrail::okr
