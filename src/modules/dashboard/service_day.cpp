#include <algorithm>
#include <set>

#include "modules/dashboard/rules.hpp"
#include "modules/dashboard/service_parts.hpp"
#include "modules/people/people.hpp"
#include "platform/approvals/approvals.hpp"
#include "platform/approvals/model.hpp"
#include "platform/context.hpp"
#include "platform/settings/settings.hpp"

/// A person's day: what waits, by consequence, and the person's share in both rails.
namespace twinrail::dashboard {
namespace {

/// What one page shows; the pages of goals and metrics show all.
constexpr std::size_t goals_max = 12;
constexpr std::size_t metrics_max = 12;
constexpr std::int64_t moves_shown = 8;
constexpr std::int64_t approvals_shown = 20;

/// The account is a program's, which has no day.
bool is_person(const Context& ctx) { return static_cast<bool>(ctx.viewer().person); }

bool is_told_by(const okr::KeyResultView& kr, const okr::ObjectiveView& o, PersonId person) {
  const auto responsible = kr.owner ? kr.owner : o.owner;
  return responsible == person && kr.value_mode == okr::ValueMode::manual && !kr.frozen &&
         !kr.done_on;
}

void add_check_ins(std::vector<Todo>& todos, const std::vector<okr::ObjectiveView>& goals,
                   const std::map<okr::CycleId, okr::CycleView>& cycles, PersonId person,
                   Date today) {
  for (const okr::ObjectiveView& o : goals) {
    if (o.state != okr::ObjectiveState::active) continue;
    const okr::CycleView& cycle = cycles.at(o.cycle);
    if (today > cycle.end) continue;
    for (const okr::KeyResultView& kr : o.key_results) {
      if (!is_told_by(kr, o, person)) continue;
      const Date began = std::max(o.active_on.value_or(cycle.start), cycle.start);
      const std::int64_t days = rules::overdue_days(kr.last_check_in.value_or(began), today);
      if (days == 0) continue;
      Todo& todo = todos.emplace_back(Todo{.kind = TodoKind::check_in, .subject = kr.id.value});
      todo.title = kr.title;
      todo.of = o.title;
      todo.days = days;
    }
  }
}

/// One line a closing cycle, for the objectives that are the person's to bring to an end.
void add_reviews(std::vector<Todo>& todos, const std::vector<okr::ObjectiveView>& goals,
                 const std::vector<okr::CycleView>& closing, PersonId person, Date today) {
  for (const okr::CycleView& cycle : closing) {
    const auto mine = std::ranges::count_if(goals, [&](const okr::ObjectiveView& o) {
      return o.cycle == cycle.id && o.owner == person && o.state == okr::ObjectiveState::active;
    });
    if (mine == 0) continue;
    Todo& todo = todos.emplace_back(Todo{.kind = TodoKind::review, .subject = cycle.id.value});
    todo.title = cycle.names;
    todo.count = mine;
    todo.days = std::max<std::int64_t>(today - cycle.end, 0);
  }
}

/// Whose it is to answer for a breach: the owner's, who leads the unit, and whoever stands above
/// once it has waited for so many days.
bool answers_for(const kpi::KpiView& row, const std::vector<PersonId>& heads, PersonId person,
                 std::int64_t escalate_days) {
  if (row.owner == person) return true;
  const auto place = std::ranges::find(heads, person);
  if (place == heads.end()) return false;
  return place == heads.begin() || row.breach->days >= escalate_days;
}

/// Each objective and metric of the day once; a breach that waits is told of already.
std::int64_t behind_in(const MyDay& day) {
  std::set<okr::ObjectiveId> goals;
  std::set<kpi::AssignmentId> metrics;
  const auto count = [&](const auto& objectives, const auto& rows) {
    for (const okr::ObjectiveView& o : objectives)
      if (rules::is_behind(o)) goals.insert(o.id);
    for (const kpi::KpiView& row : rows)
      if (rules::is_off(row)) metrics.insert(row.assignment);
  };
  count(day.goals, day.metrics);
  if (day.unit) count(day.unit->objectives, day.unit->metrics);
  for (const Todo& todo : day.todos)
    if (todo.kind == TodoKind::breach) metrics.erase(kpi::AssignmentId{todo.subject});
  return std::ssize(goals) + std::ssize(metrics);
}

void keep_first(auto& list, std::size_t most) {
  if (list.size() > most) list.resize(most);
}

}  // namespace

void Service::add_breach_todos(const Context& ctx, Read& db, std::vector<Todo>& todos) {
  if (!ctx.viewer().holds(kpi::permission::acknowledge)) return;
  const Date today = ctx.today();
  const PersonId me = ctx.viewer().person;
  const auto root = people_.root(db, today);
  if (!root) return;
  std::vector<kpi::KpiView> rows = kpi_.rows_firing(ctx, db, people_.subtree(db, *root, today));
  std::vector<OrgUnitId> units;
  for (const kpi::KpiView& row : rows) units.push_back(row.org_unit);
  const auto heads = people_.heads(db, units, today);
  const std::int64_t escalate = settings_of<kpi::BreachRules>(db).escalate_days;
  std::erase_if(rows, [&](const kpi::KpiView& row) {
    const auto up = heads.find(row.org_unit);
    return !ctx.may(kpi::permission::acknowledge, row.org_unit, row.owner.value_or(PersonId{})) ||
           !answers_for(row, up == heads.end() ? std::vector<PersonId>{} : up->second, me,
                        escalate);
  });
  for (Warning& w : warnings_of(rows, {}, {})) {
    if (w.acknowledged) continue;
    Todo& todo = todos.emplace_back(Todo{.kind = TodoKind::breach, .subject = w.assignment.value});
    todo.title = w.names;
    todo.of = w.unit_names;
    todo.days = w.days;
    todo.warning = std::move(w);
  }
}

void Service::add_approval_todos(const Context& ctx, Read& db, std::vector<Todo>& todos) {
  if (!ctx.viewer().holds(approvals::permission::use)) return;
  const approvals::ApprovalsQuery waiting{.box = {}, .cursor = {}, .limit = {approvals_shown}};
  for (const approvals::ApprovalView& a : approvals_.list(ctx, db, waiting).items) {
    Todo& todo = todos.emplace_back(Todo{.kind = TodoKind::approval, .subject = a.id.value});
    todo.title = a.title;
    todo.of = a.kind_names;
    todo.by_name = a.requester_name;
    const std::string zone = people_.calendar(db).zone;
    todo.days =
        std::max<std::int64_t>(ctx.today() - local_date(a.since.value_or(a.submitted_at), zone), 0);
  }
}

void Service::add_entry_todos(const Context& ctx, Read& db, std::vector<Todo>& todos) {
  if (!ctx.viewer().holds(kpi::permission::enter)) return;
  const kpi::EntryDue due = kpi_.entry_due(ctx, db, {});
  if (due.missing + due.late == 0) return;
  todos.push_back({.kind = TodoKind::entry, .count = due.missing + due.late});
}

void Service::add_goal_todos(const Context& ctx, Read& db, MyDay& day) {
  if (!ctx.viewer().holds(okr::permission::read) || !is_person(ctx)) return;
  const PersonId me = ctx.viewer().person;
  std::map<okr::CycleId, okr::CycleView> cycles;
  std::vector<okr::CycleView> closing;
  std::vector<okr::CycleId> wanted;
  for (const okr::CycleView& c : okr_.all_cycles(db)) {
    cycles[c.id] = c;
    const bool runs = c.start <= day.today && day.today <= c.end;
    if (c.state == okr::CycleState::closing) closing.push_back(c);
    if (runs || c.state == okr::CycleState::closing) wanted.push_back(c.id);
  }
  day.goals = okr_.objectives_of_person(ctx, db, me, wanted);
  add_check_ins(day.todos, day.goals, cycles, me, day.today);
  add_reviews(day.todos, day.goals, closing, me, day.today);
  if (ctx.may_everywhere(okr::permission::define))
    for (const okr::CycleView& c : closing) {
      Todo& todo = day.todos.emplace_back(Todo{.kind = TodoKind::close, .subject = c.id.value});
      todo.title = c.names;
      todo.days = std::max<std::int64_t>(day.today - c.end, 0);
    }
  std::erase_if(day.goals, [&](const okr::ObjectiveView& o) {
    const okr::CycleView& c = cycles.at(o.cycle);
    return o.state == okr::ObjectiveState::abandoned || day.today < c.start || c.end < day.today;
  });
  rules::sort_keeping(day.goals, [](const auto& a, const auto& b) {
    return rules::is_behind(a) && !rules::is_behind(b);
  });
}

std::optional<DayUnit> Service::day_unit(const Context& ctx, Read& db) {
  const Date today = ctx.today();
  const auto home =
      is_person(ctx) ? people_.home_unit(db, ctx.viewer().person, today) : std::nullopt;
  if (!home || !ctx.may(permission::read, *home)) return std::nullopt;
  DayUnit shown;
  shown.unit = unit_for(ctx, db, home);
  const std::vector<OrgUnitId> own{*home};
  if (ctx.viewer().holds(kpi::permission::read)) {
    shown.metrics = kpi_.rows_of_units(ctx, db, own);
    shown.kpi = counted(shown.metrics);
    rules::sort_keeping(shown.metrics, rules::needs_look_before);
    keep_first(shown.metrics, metrics_max);
  }
  const auto cycle = okr_.cycle_on(db, today);
  if (cycle && ctx.viewer().holds(okr::permission::read)) {
    shown.objectives = okr_.objectives_of_units(ctx, db, own, cycle->id);
    shown.okr = rail_of(okr_.headline(shown.objectives, *cycle, today));
    std::erase_if(shown.objectives, [](const okr::ObjectiveView& o) {
      return o.person || !okr::rules::has_begun(o.state);
    });
    keep_first(shown.objectives, goals_max);
  }
  return shown;
}

MyDay Service::my_day(const Context& ctx, Read& db, const NoRequest&) {
  ctx.require(permission::read);
  MyDay day{.today = ctx.today(), .updated_at = ctx.now};
  if (const auto cycle = okr_.cycle_on(db, day.today);
      cycle && ctx.viewer().holds(okr::permission::read))
    day.cycle = cycle_view(*cycle, day.today);
  add_breach_todos(ctx, db, day.todos);
  add_approval_todos(ctx, db, day.todos);
  add_entry_todos(ctx, db, day.todos);
  add_goal_todos(ctx, db, day);
  rules::sort_keeping(day.todos, rules::sooner);
  if (is_person(ctx) && ctx.viewer().holds(kpi::permission::read))
    day.metrics = kpi_.rows_of_person(ctx, db, ctx.viewer().person);
  rules::sort_keeping(day.metrics, rules::needs_look_before);
  day.unit = day_unit(ctx, db);
  day.behind = behind_in(day);
  keep_first(day.goals, goals_max);
  keep_first(day.metrics, metrics_max);
  if (day.unit)
    day.moves = changes(ctx, db,
                        {.since = day.today - 1,
                         .unit = day.unit->unit.id,
                         .cursor = {},
                         .limit = {moves_shown}})
                    .items;
  return day;
}

}  // namespace twinrail::dashboard
