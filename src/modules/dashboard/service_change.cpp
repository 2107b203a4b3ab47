#include <algorithm>

#include "base/feed.hpp"
#include "modules/dashboard/service_parts.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

/// What changed: the moves of both rails in one list, newest first.
namespace twinrail::dashboard {
namespace {

constexpr std::int64_t page_default = 50;

/// A change with the place that it has in the list, and who did it.
struct Placed {
  FeedPlace place;
  ChangeView view;
  std::optional<PersonId> by;
};

ChangeKind kind_of(kpi::MoveKind kind) {
  switch (kind) {
    case kpi::MoveKind::opened:
      return ChangeKind::opened;
    case kpi::MoveKind::over:
      return ChangeKind::over;
    case kpi::MoveKind::light:
      return ChangeKind::light;
    case kpi::MoveKind::acknowledged:
      return ChangeKind::acknowledged;
    case kpi::MoveKind::correction:
      return ChangeKind::correction;
    case kpi::MoveKind::target:
      return ChangeKind::target;
  }
  throw Error(Fault::internal, "request.internal");
}

ChangeKind kind_of(okr::MoveKind kind) {
  switch (kind) {
    case okr::MoveKind::check_in:
      return ChangeKind::check_in;
    case okr::MoveKind::progress:
      return ChangeKind::progress;
    case okr::MoveKind::aim:
      return ChangeKind::aim;
  }
  throw Error(Fault::internal, "request.internal");
}

Placed placed(kpi::Move& m) {
  Placed p{.place = {m.at, rank_of(m.kind), m.id}, .view = {}, .by = {}};
  p.view = {.kind = kind_of(m.kind),
            .id = m.id,
            .at = m.at,
            .on = m.on,
            .org_unit = m.org_unit,
            .unit_names = {},
            .title = std::move(m.names),
            .of = {},
            .assignment = m.assignment,
            .measure = m.measure,
            .objective = {},
            .key_result = {},
            .unit = std::move(m.unit),
            .decimals = m.decimals,
            .before = m.before,
            .after = m.after,
            .light_before = m.light_before,
            .light_after = m.light_after,
            .confidence_before = {},
            .confidence = {},
            .until = m.until,
            .by_name = {},
            .text = std::move(m.reason)};
  return p;
}

Placed placed(okr::Move& m) {
  Placed p{.place = {m.at, rank_of(m.kind), m.id}, .view = {}, .by = m.by};
  p.view.kind = kind_of(m.kind);
  p.view.id = m.id;
  p.view.at = m.at;
  p.view.on = m.on;
  p.view.org_unit = m.org_unit;
  p.view.title = std::move(m.title);
  if (m.key_result) p.view.of = std::move(m.of);
  p.view.objective = m.objective;
  p.view.key_result = m.key_result;
  p.view.unit = std::move(m.unit);
  p.view.decimals = m.decimals;
  p.view.before = m.before;
  p.view.after = m.after;
  p.view.confidence_before = m.confidence_before;
  p.view.confidence = m.confidence;
  p.view.text = std::move(m.text);
  return p;
}

void name_all(people::Service& people, Read& db, std::vector<Placed>& list, Date today) {
  std::vector<OrgUnitId> units;
  std::vector<PersonId> persons;
  for (const Placed& p : list) {
    units.push_back(p.view.org_unit);
    if (p.by) persons.push_back(*p.by);
  }
  auto unit_names = people.unit_names(db, units, today);
  auto names = people.person_names(db, persons);
  for (Placed& p : list) {
    p.view.unit_names = unit_names[p.view.org_unit];
    if (p.by) p.view.by_name = names[*p.by];
  }
}

}  // namespace

Page<ChangeView> Service::changes(const Context& ctx, Read& db, const ChangesQuery& request) {
  const Date today = ctx.today();
  const OrgUnitId unit = unit_for(ctx, db, request.unit).id;
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  FeedSpan span{since_of(request.since, today), people_.calendar(db).zone, {}, limit + 1};
  // The end of today, which is where today's progress stands.
  span.place = request.cursor ? FeedPlace::from_text(*request.cursor)
                              : FeedPlace{span.end_of(today).plus_seconds(1), 0, 0};
  std::vector<OrgUnitId> units = people_.subtree(db, unit, today);
  std::erase_if(units, [&](OrgUnitId below) { return !ctx.may(permission::read, below); });
  std::vector<Placed> list;
  if (ctx.viewer().holds(kpi::permission::read))
    for (kpi::Move& move : kpi_.moves(ctx, db, units, span)) list.push_back(placed(move));
  if (ctx.viewer().holds(okr::permission::read))
    for (okr::Move& move : okr_.moves(ctx, db, units, span)) list.push_back(placed(move));
  std::ranges::sort(list, [](const Placed& a, const Placed& b) { return a.place.before(b.place); });
  Page<ChangeView> page;
  if (std::ssize(list) > limit) {
    list.resize(static_cast<std::size_t>(limit));
    page.next = list.back().place.to_text();
  }
  name_all(people_, db, list, today);
  for (Placed& p : list) page.items.push_back(std::move(p.view));
  return page;
}

}  // namespace twinrail::dashboard
