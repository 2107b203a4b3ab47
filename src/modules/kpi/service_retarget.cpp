#include <algorithm>
#include <set>

#include "modules/kpi/model_target.hpp"
#include "modules/kpi/service_assignment.hpp"
#include "modules/kpi/service_measure.hpp"
#include "modules/kpi/service_proposal.hpp"
#include "modules/kpi/service_target.hpp"
#include "modules/kpi/store_target.hpp"
#include "platform/context.hpp"

/// Targets that are set on a sheet: all of a request or none.
namespace twinrail::kpi {
namespace {

/// One cell that is to be other than it is.
struct Wish {
  Period period;
  Decimal target;
  std::optional<Decimal> before;
  bool ended = false;
  bool last = false;  ///< it goes on after its period
};
/// By first day of the period.
using Wishes = std::map<AssignmentId, std::map<Date, Wish>>;

/// Reads the cells of a request and finds all that is wrong with them.
class Cells {
 public:
  Cells(const Context& ctx, const Catalogue& c, const rules::Definition& d,
        const SetTargets& request, const TargetGuard& guard)
      : ctx_(ctx), c_(c), d_(d), request_(request), guard_(guard), range_(range_of(c, d)) {
    for (std::size_t i = 0; i < request.cells.size(); ++i) take(i);
    if (ended_ > 0 && !request.preview.value_or(false)) require_reason();
    if (!problems_.empty())
      throw Error(Fault::unprocessable, "kpi.targets_refused", std::move(problems_));
  }

  [[nodiscard]] const Wishes& wishes() const { return wishes_; }
  [[nodiscard]] std::int64_t ended() const { return ended_; }
  [[nodiscard]] std::int64_t changed() const { return changed_; }

 private:
  void refuse(std::size_t cell, const char* field, const char* key, Arguments args = {}) {
    problems_.push_back({"/cells/" + std::to_string(cell) + "/" + field, key, std::move(args)});
  }

  void require_reason() {
    if (!request_.mode) problems_.push_back({"/mode", "kpi.target_mode_needed", {}});
    if (!request_.reason || request_.reason->find_first_not_of(' ') == std::string::npos)
      problems_.push_back({"/reason", "kpi.target_reason_needed", {}});
  }

  void take(std::size_t i) {
    const TargetCell& cell = request_.cells[i];
    const auto found = c_.assignments.find(cell.assignment);
    if (found == c_.assignments.end() || found->second.row.kpi != d_.kpi.id ||
        !ctx_.may(permission::define, found->second.row.org_unit))
      return refuse(i, "assignment", "kpi.unknown_assignment",
                    {{"id", std::to_string(cell.assignment.value)}});
    const AssignmentRow& a = found->second.row;
    const Period period = c_.calendar_of(a.org_unit).period_of(cell.day, d_.grid);
    if (period.last_day() < a.valid_from || a.valid_to < period.start)
      return refuse(i, "day", "kpi.target_outside", {{"day", a.valid_from.to_string()}});
    const TargetRow* now = rules::in_force(found->second.targets, period.last_day());
    const std::optional<Decimal> stands = now ? now->target : std::nullopt;
    const auto target = number(i, stands);
    if (!target) return;
    if (!seen_.insert({a.id, period.start}).second) return refuse(i, "day", "kpi.entry_twice");
    if (cell.before != stands && target != stands)
      return refuse(i, "before", "kpi.entry_changed",
                    {{"known", stands ? stands->to_string() : "—"}});
    if (target == stands) return;
    if (const char* refusal = refusal_of(a.id, period)) return refuse(i, "target", refusal);
    keep(i, a, period, {period, *target, stands});
  }

  /// The running period, and an ended one that counts from the running one on, may need consent;
  /// a correction of an ended period has its reason.
  [[nodiscard]] const char* refusal_of(AssignmentId id, const Period& period) const {
    const bool ended = period.last_day() < ctx_.today();
    const bool corrects = ended && request_.mode != TargetMode::from_this_month;
    return guard_.refusal(c_, id, corrects ? Date::last() : period.start);
  }

  /// The figure of a cell, where it is one and may be one.
  std::optional<Decimal> number(std::size_t i, const std::optional<Decimal>& stands) {
    const std::string& said = request_.cells[i].target;
    std::optional<std::string> text = said;
    if (d_.kpi.unit == "%") text = rules::ratio_told(said);
    const Decimal::Parsed parsed = Decimal::parse(text.value_or(said));
    if (!parsed)
      return refuse(i, "target", "kpi.target_no_number", {{"target", said}}), std::nullopt;
    const bool within =
        text && (!range_ || (range_->least <= parsed.value && parsed.value <= range_->most));
    if (within) return parsed.value;
    const auto likely = range_ ? rules::likely_target(parsed.value, *range_, stands) : std::nullopt;
    Arguments args{{"target", said},
                   {"least", range_ ? range_->least.to_string() : "—"},
                   {"most", range_ ? range_->most.to_string() : "—"},
                   {"likely", likely ? likely->to_string() : "—"}};
    refuse(i, "target", likely ? "kpi.target_likely" : "kpi.target_out_of_range", std::move(args));
    return std::nullopt;
  }

  void keep(std::size_t i, const AssignmentRow& a, const Period& period, Wish wish) {
    const rules::NewAim aim{period.start, period.last_day(), wish.target, period.last_day()};
    try {
      const std::vector<TargetRow>& series = c_.assignments.at(a.id).targets;
      const auto row = rules::retarget(a.id, series, {&aim, 1}, ctx_.now).added;
      const TargetRow* set = rules::in_force(row, period.last_day());
      (void)rules::judge_colour({.actual = std::nullopt,
                                 .aim = rules::aim_of(d_, set),
                                 .thresholds = rules::thresholds_of(set)});
    } catch (const Error& e) {
      if (e.fault() == Fault::internal || e.fault() == Fault::unavailable) throw;
      return refuse(i, "target", e.key().c_str(), e.args());
    }
    wish.ended = period.last_day() < ctx_.today();
    wish.last = !wish.ended && request_.last && period.contains(*request_.last);
    ended_ += wish.ended;
    ++changed_;
    wishes_[a.id].emplace(period.start, wish);
  }

  const Context& ctx_;
  const Catalogue& c_;
  const rules::Definition& d_;
  const SetTargets& request_;
  const TargetGuard& guard_;
  std::optional<rules::TargetRange> range_;
  std::set<std::pair<AssignmentId, Date>> seen_;
  std::vector<Problem> problems_;
  Wishes wishes_;
  std::int64_t ended_ = 0;
  std::int64_t changed_ = 0;
};

/// What the cells of one unit come to as aims. The newest cell of an ended period that stays as it
/// was counts from the running one on, as long as what stood there goes on.
std::vector<rules::NewAim> aims_of(const Catalogue& c, AssignmentId id, TargetMode mode, Date today,
                                   const std::map<Date, Wish>& wishes) {
  const rules::AssignmentWithTargets& assignment = c.assignments.at(id);
  const std::vector<TargetRow>& series = assignment.targets;
  std::vector<rules::NewAim> aims;
  const Wish* carried = nullptr;
  for (const auto& [start, wish] : wishes)
    if (wish.ended && mode == TargetMode::from_this_month) carried = &wish;
  if (carried) {
    const Period now = Service::Assignments::running_period(c, id, today);
    rules::lay(aims, {now.start, rules::runs_until(series, now.last_day()), carried->target,
                      now.last_day()});
  }
  for (const auto& [start, wish] : wishes) {
    if (wish.ended && mode == TargetMode::from_this_month) continue;
    const Date end = wish.period.last_day();
    rules::lay(aims, {start, wish.last ? std::max(end, rules::runs_until(series, end)) : end,
                      wish.target, end});
  }
  return aims;
}

/// What a request changes, worked out before anything is written.
struct Plan {
  Retargeted retargeted;
  std::vector<TargetRow> ended;
  std::vector<TargetRow> added;
  std::map<AssignmentId, std::vector<rules::NewAim>> aims;
};

Plan plan_of(const Context& ctx, const Catalogue& c, const Wishes& wishes, TargetMode mode) {
  Plan plan;
  for (const auto& [id, own] : wishes) {
    const rules::AssignmentWithTargets& assignment = c.assignments.at(id);
    auto aims = aims_of(c, id, mode, ctx.today(), own);
    auto change = rules::retarget(id, assignment.targets, aims, ctx.now);
    for (TargetRow& row : change.added)
      Service::Assignments::leave_one_red_line(c.definition_of(id), assignment, row.valid_from,
                                               row);
    plan.ended.insert(plan.ended.end(), change.ended.begin(), change.ended.end());
    plan.added.insert(plan.added.end(), change.added.begin(), change.added.end());
    plan.retargeted[id] = {assignment.row, rules::changed(assignment.targets, change),
                           assignment.terms};
    plan.aims[id] = std::move(aims);
  }
  return plan;
}

/// The stored points whose target is another now.
std::map<std::pair<AssignmentId, Date>, PointRow> points_of(Read& db, const Plan& plan) {
  std::map<std::pair<AssignmentId, Date>, PointRow> found;
  std::vector<AssignmentId> ids;
  Date from = Date::last();
  Date to = Date::first();
  for (const auto& [id, aims] : plan.aims) {
    ids.push_back(id);
    from = std::min(from, aims.front().from);
    to = std::max(to, aims.back().to);
  }
  if (ids.empty()) return found;
  for (PointRow& p : store::points(db, ids, from, to))
    if (std::ranges::any_of(plan.aims.at(p.assignment), [&](const rules::NewAim& aim) {
          return aim.from <= p.end_on && p.end_on <= aim.to;
        }))
      found.emplace(std::pair(p.assignment, p.start_on), std::move(p));
  return found;
}

using PointsAt = std::map<std::pair<AssignmentId, Date>, PointRow>;

PointsAt after(const PointsAt& before, const Judged& judged) {
  PointsAt points = before;
  for (const auto* list : {&judged.points, &judged.moved})
    for (const PointRow& p : *list)
      if (const auto found = points.find({p.assignment, p.start_on}); found != points.end())
        found->second = p;
  return points;
}

void tell(const Context& ctx, const Catalogue& c, const PointsAt& before, const PointsAt& now,
          TargetReport& report) {
  for (const auto& [place, was] : before) {
    const PointRow& is = now.at(place);
    const AssignmentRow& a = c.assignments.at(is.assignment).row;
    report.judged += is.judged;
    report.recoloured += was.colour != is.colour;
    if (was.colour == is.colour && is.judged) continue;
    if (!ctx.may(permission::read, a.org_unit, a.owner.value_or(PersonId{}))) continue;
    report.points.push_back({is.assignment, a.org_unit, is.start_on, is.end_on, is.value,
                             was.colour, is.colour, !is.judged});
  }
}

/// Why each cell of an ended period was changed, and what it did to its point.
std::vector<TargetChangeRow> reasons_of(const Context& ctx, const Wishes& wishes, TargetMode mode,
                                        const std::string& reason, const PointsAt& before,
                                        const PointsAt& now) {
  std::vector<TargetChangeRow> rows;
  for (const auto& [id, own] : wishes)
    for (const auto& [start, wish] : own) {
      if (!wish.ended) continue;
      TargetChangeRow& row =
          rows.emplace_back(TargetChangeRow{.assignment = id,
                                            .start_on = start,
                                            .end_on = wish.period.last_day(),
                                            .mode = mode,
                                            .target_before = wish.before,
                                            .target_after = wish.target,
                                            .colour_before = {},
                                            .colour_after = {},
                                            .reason = reason,
                                            .recorded_at = ctx.now,
                                            .recorded_by = ctx.viewer().account});
      if (const auto was = before.find({id, start}); was != before.end()) {
        row.colour_before = was->second.colour;
        row.colour_after = now.at({id, start}).colour;
      }
    }
  return rows;
}

}  // namespace

TargetReport Service::set_targets(const Context& ctx, Tx& tx, const SetTargets& request) {
  ctx.require(permission::define);
  const auto c = figured_catalogue(tx, ctx.today());
  std::vector<AssignmentId> ids;
  for (const TargetCell& cell : request.cells) ids.push_back(cell.assignment);
  const TargetGuard guard = target_guard(tx, ids, ctx.today());
  const Cells cells(ctx, *c, sheet_kpi(*c, request.kpi), request, guard);
  const TargetMode mode = request.mode.value_or(TargetMode::correction);
  const Plan plan = plan_of(ctx, *c, cells.wishes(), mode);
  const PointsAt before = points_of(tx, plan);
  Wanted wanted;
  for (const auto& [place, point] : before) wanted[place.first].insert(place.second);
  Judged judged = rejudge(tx, *c, wanted, ctx.today(), plan.retargeted);
  const PointsAt now = after(before, judged);
  TargetReport report{.changed = cells.changed(), .ended = cells.ended(), .points = {}};
  tell(ctx, *c, before, now, report);
  if (request.preview.value_or(false) || cells.changed() == 0) return report;
  store::end_targets(tx, plan.ended);
  store::add_targets(tx, plan.added);
  if (cells.ended() > 0)
    store::add_target_changes(tx,
                              reasons_of(ctx, cells.wishes(), mode, *request.reason, before, now));
  store::renew_stamp(tx, new_stamp());
  save(tx, judged);
  return report;
}

}  // namespace twinrail::kpi
