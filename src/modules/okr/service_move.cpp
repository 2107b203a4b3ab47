#include <algorithm>

#include "modules/okr/model_move.hpp"
#include "modules/okr/service_view.hpp"
#include "modules/okr/store_move.hpp"
#include "modules/people/people.hpp"

/// What moved on the OKR rail since a day, and what is a person's own, for pages of other modules.
namespace twinrail::okr {
namespace {

Move move_of(const store::ToldRow& c) {
  Move move{.kind = MoveKind::check_in, .id = c.id.value, .at = c.recorded_at, .on = c.day};
  move.objective = c.objective;
  move.key_result = c.key_result;
  move.org_unit = c.org_unit;
  move.title = {c.title_zh, c.title_en};
  move.of = {c.of_zh, c.of_en};
  move.unit = c.unit;
  move.decimals = c.decimals;
  move.before = c.value_before;
  move.after = c.value;
  move.confidence_before = c.confidence_before;
  move.confidence = c.confidence;
  move.by = c.by_person;
  move.text = c.blocker && !c.blocker->empty() ? *c.blocker : c.note;
  return move;
}

Move move_of(const store::ReaimedRow& t) {
  Move move{.kind = MoveKind::aim, .id = t.id.value, .at = t.recorded_at, .on = t.until};
  move.objective = t.objective;
  move.key_result = t.key_result;
  move.org_unit = t.org_unit;
  move.title = {t.title_zh, t.title_en};
  move.of = {t.of_zh, t.of_en};
  move.unit = t.unit;
  move.decimals = t.decimals;
  move.before = t.before;
  move.after = t.after;
  move.by = t.by_person;
  move.text = t.reason;
  return move;
}

void add_progress(std::vector<Move>& list, const std::vector<store::StoodRow>& rows,
                  const FeedSpan& span) {
  const store::StoodRow* before = nullptr;
  for (const store::StoodRow& row : rows) {
    const store::StoodRow* earlier =
        before && before->objective == row.objective ? before : nullptr;
    before = &row;
    const auto was = earlier ? earlier->progress : std::nullopt;
    if (row.day < span.from || !row.progress || was == row.progress) continue;
    const Instant at = span.end_of(row.day);
    if (!span.place.before({at, rank_of(MoveKind::progress), row.objective.value})) continue;
    Move& move = list.emplace_back(
        Move{.kind = MoveKind::progress, .id = row.objective.value, .at = at, .on = row.day});
    move.objective = row.objective;
    move.org_unit = row.org_unit;
    move.title = {row.title_zh, row.title_en};
    move.unit = "%";
    if (was) move.before = was->to_decimal();
    move.after = row.progress->to_decimal();
  }
}

/// Cycles that have a day between two.
std::vector<CycleId> cycles_between(const std::vector<CycleView>& cycles, Date from, Date to) {
  std::vector<CycleId> found;
  for (const CycleView& c : cycles)
    if (c.start <= to && from <= c.end) found.push_back(c.id);
  return found;
}

}  // namespace

std::vector<Move> Service::moves(const Context& ctx, Read& db, const std::vector<OrgUnitId>& units,
                                 const FeedSpan& span) {
  const Scope scope = ctx.scope(permission::read);
  const auto cycles = cycles_between(all_cycles(db), span.from, ctx.today());
  const auto ids = store::moving_ids(db, scope, cycles, units);
  const auto below = [&](MoveKind kind) { return span.place.id_below(rank_of(kind)); };
  std::vector<Move> list;
  add_progress(list, store::stood_from(db, ids, span.from), span);
  for (const auto& row : store::told(db, ids, span, below(MoveKind::check_in)))
    list.push_back(move_of(row));
  for (const auto& row : store::reaimed(db, ids, span, below(MoveKind::aim)))
    if (row.before != row.after) list.push_back(move_of(row));
  return list;
}

std::vector<ObjectiveView> Service::objectives_under_way(const Context& ctx, Read& db,
                                                         const std::vector<OrgUnitId>& units,
                                                         CycleId cycle) {
  const Scope scope = ctx.scope(permission::read);
  return objective_views(ctx, db, store::moving_ids(db, scope, {cycle}, units));
}

std::vector<ObjectiveView> Service::objectives_of_person(const Context& ctx, Read& db,
                                                         PersonId person,
                                                         const std::vector<CycleId>& cycles) {
  const Scope scope = ctx.scope(permission::read);
  return objective_views(ctx, db, store::ids_of_person(db, scope, cycles, person));
}

}  // namespace twinrail::okr
