#include <algorithm>
#include <set>

#include "modules/kpi/model_move.hpp"
#include "modules/kpi/service_view.hpp"
#include "modules/kpi/store_move.hpp"
#include "platform/context.hpp"

/// What moved on the KPI rail since a day, and which breaches wait, for pages of other modules.
namespace twinrail::kpi {
namespace {

bool is_breach(Light light) { return light == Light::breach || light == Light::rec; }

MoveKind kind_of(Light before, Light after) {
  if (is_breach(after) && !is_breach(before)) return MoveKind::opened;
  if (is_breach(before) && !is_breach(after)) return MoveKind::over;
  return MoveKind::light;
}

/// The assignment's name and how its figures are written.
Move move_of(const Catalogue& c, AssignmentId id, MoveKind kind, Instant at, Date on) {
  const AssignmentRow& a = c.assignments.at(id).row;
  const KpiRow& k = c.definition_of(id).kpi;
  Move move{.kind = kind, .id = id.value, .at = at, .on = on, .assignment = id};
  move.org_unit = a.org_unit;
  move.names = {k.name_zh, k.name_en};
  move.unit = k.unit;
  move.decimals = k.decimals;
  return move;
}

void add_lights(std::vector<Move>& list, const Catalogue& c, const std::vector<PointRow>& points,
                const FeedSpan& span) {
  const PointRow* before = nullptr;
  for (const PointRow& p : points) {
    const PointRow* earlier = before && before->assignment == p.assignment ? before : nullptr;
    before = &p;
    if (!earlier || p.end_on + 1 < span.from) continue;
    const Light was = rules::light_of(*earlier);
    const Light is = rules::light_of(p);
    const Instant at = span.end_of(p.end_on);
    if (was == is || !span.place.before({at, rank_of(MoveKind::light), p.assignment.value}))
      continue;
    Move& move = list.emplace_back(move_of(c, p.assignment, kind_of(was, is), at, p.end_on));
    move.before = earlier->value;
    move.after = p.value;
    move.light_before = was;
    move.light_after = is;
  }
}

void add_acknowledged(std::vector<Move>& list, const Catalogue& c,
                      const std::vector<BreachRow>& rows) {
  for (const BreachRow& b : rows) {
    Move& move = list.emplace_back(
        move_of(c, b.assignment, MoveKind::acknowledged, *b.accepted_at, b.fired_on));
    move.id = b.id.value;
    move.after = b.accepted_value;
    move.until = b.accepted_until;
    move.reason = b.accepted_reason.value_or("");
  }
}

void add_targets(std::vector<Move>& list, const Catalogue& c,
                 const std::vector<store::RetargetedRow>& rows) {
  for (const store::RetargetedRow& t : rows) {
    Move& move =
        list.emplace_back(move_of(c, t.assignment, MoveKind::target, t.recorded_at, t.valid_from));
    move.id = t.id;
    move.before = t.before;
    move.after = t.after;
  }
}

/// As many as the figure was reported with.
std::int64_t decimals_of(Decimal amount) {
  const std::string text = amount.to_string();
  const std::size_t point = text.find('.');
  return point == std::string::npos ? 0 : std::ssize(text) - static_cast<std::int64_t>(point) - 1;
}

void add_corrections(std::vector<Move>& list, const Catalogue& c,
                     const std::vector<store::CorrectedRow>& rows) {
  for (const store::CorrectedRow& r : rows) {
    const MeasureRow& m = c.measures.at(r.measure);
    Move& move = list.emplace_back(Move{.kind = MoveKind::correction, .id = r.id});
    move.at = r.recorded_at;
    move.on = r.day;
    move.measure = r.measure;
    move.org_unit = r.org_unit;
    move.names = {m.name_zh, m.name_en};
    move.unit = m.unit;
    move.decimals = std::max(decimals_of(r.before), decimals_of(r.after));
    move.before = r.before;
    move.after = r.after;
    move.reason = r.reason.value_or("");
  }
}

}  // namespace

std::vector<AssignmentId> Service::readable_in(const Context& ctx, Read& db,
                                               const std::vector<OrgUnitId>& units) {
  const auto c = catalogue(db);
  const std::set<OrgUnitId> wanted(units.begin(), units.end());
  std::vector<AssignmentId> ids;
  for (const auto& [id, assignment] : c->assignments) {
    const AssignmentRow& a = assignment.row;
    if (wanted.contains(a.org_unit) &&
        ctx.may(permission::read, a.org_unit, a.owner.value_or(PersonId{})))
      ids.push_back(id);
  }
  return ids;
}

std::vector<Move> Service::moves(const Context& ctx, Read& db, const std::vector<OrgUnitId>& units,
                                 const FeedSpan& span) {
  const auto c = catalogue(db);
  const std::vector<AssignmentId> ids = readable_in(ctx, db, units);
  std::vector<OrgUnitId> readable;
  for (const OrgUnitId unit : units)
    if (ctx.may(permission::read, unit)) readable.push_back(unit);
  const auto below = [&](MoveKind kind) { return span.place.id_below(rank_of(kind)); };
  std::vector<Move> list;
  add_lights(list, *c, store::points_ending_from(db, ids, span.from - 1), span);
  add_acknowledged(list, *c, store::acknowledged(db, ids, span, below(MoveKind::acknowledged)));
  add_targets(list, *c, store::retargeted(db, ids, span, below(MoveKind::target)));
  add_corrections(list, *c, store::corrected(db, readable, span, below(MoveKind::correction)));
  return list;
}

std::vector<KpiView> Service::rows_between(const Context& ctx, Read& db,
                                           const std::vector<OrgUnitId>& units, Date from,
                                           Date to) {
  const auto c = catalogue(db);
  std::vector<AssignmentId> ids = readable_in(ctx, db, units);
  // In the order of the units, as they are asked for, and of the KPIs.
  std::ranges::sort(ids, {}, [&](AssignmentId id) {
    const AssignmentRow& a = c->assignments.at(id).row;
    return std::pair(std::ranges::find(units, a.org_unit) - units.begin(), a.kpi);
  });
  return row_views_between(*c, db, ids, people_, from, to);
}

std::vector<KpiView> Service::rows_firing(const Context& ctx, Read& db,
                                          const std::vector<OrgUnitId>& units) {
  const auto c = catalogue(db);
  std::vector<AssignmentId> firing;
  for (const BreachRow& b : store::open_breaches(db, readable_in(ctx, db, units)))
    if (b.state == "firing") firing.push_back(b.assignment);
  return row_views(*c, db, firing, people_, ctx.today());
}

std::vector<KpiView> Service::rows_of_person(const Context& ctx, Read& db, PersonId person) {
  const auto c = catalogue(db);
  std::vector<AssignmentId> ids;
  for (const auto& [id, assignment] : c->assignments) {
    const AssignmentRow& a = assignment.row;
    if (a.owner == person && ctx.may(permission::read, a.org_unit, person)) ids.push_back(id);
  }
  return row_views(*c, db, ids, people_, ctx.today());
}

}  // namespace twinrail::kpi
