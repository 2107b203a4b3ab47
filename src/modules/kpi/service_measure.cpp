#include "modules/kpi/service_measure.hpp"

#include <algorithm>
#include <map>

#include "modules/kpi/rules_term.hpp"
#include "modules/kpi/service_life.hpp"
#include "modules/kpi/store_life.hpp"
#include "platform/context.hpp"

namespace twinrail::kpi {
namespace {

constexpr std::int64_t page_default = 100;
/// Readings that one turn of the job counts: some tens of milliseconds of the writer.
constexpr std::int64_t counted_max = 200'000;
/// Readings that a list adds to what the job has counted, which comes round every minute: exact
/// while few are recorded, a little behind while many are, and never dearer than this.
constexpr std::int64_t added_max = 200;

using Uses = std::map<MeasureId, store::MeasureUse>;

void add(Uses& uses, const std::vector<store::MeasureUse>& rows) {
  for (const store::MeasureUse& row : rows) {
    store::MeasureUse& use =
        uses.try_emplace(row.measure, row.measure, 0, row.last_day).first->second;
    use.readings += row.readings;
    use.last_day = std::max(use.last_day, row.last_day);
  }
}

Measure view_of(const MeasureRow& row) {
  Measure view;
  static_cast<ReadingBounds&>(view) = row;
  view.id = row.id;
  view.code = row.code;
  view.names = {row.name_zh, row.name_en};
  view.kind = row.kind;
  view.unit = row.unit;
  view.grain = row.grain;
  view.version = row.version;
  view.retired_from = row.retired_from;
  view.money = row.money;
  return view;
}

/// What takes the measure is worked out anew, in all its periods.
void judge_users(Tx& tx, const Catalogue& c, MeasureId measure, Date today) {
  std::vector<AssignmentId> users;
  for (const auto& [id, assignment] : c.assignments) {
    const std::vector<MeasureId> used = c.definition_of(id).all_measures();
    if (std::ranges::find(used, measure) != used.end()) users.push_back(id);
  }
  judge_anew(tx, c, users, std::max(today, store::swept_on(tx)));
}

}  // namespace

void require_unit(const std::string& unit) {
  if (unit.find_first_not_of(" \t") == std::string::npos)
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"/unit", "kpi.unit_needed", {}}});
}

void require_order(const ReadingBounds& bounds) {
  if (bounds.least && bounds.most && *bounds.most < *bounds.least)
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"/most", "kpi.bounds_crossed", {}}});
}

Measure Service::add_measure(const Context& ctx, Tx& tx, const NewMeasure& request) {
  ctx.require(permission::define);
  if (request.kind == MeasureKind::distinct)
    throw Error(Fault::invalid, "kpi.distinct_not_counted",
                std::vector<Problem>{{"/kind", "kpi.distinct_not_counted", {}}});
  require_order(request);
  require_unit(request.unit);
  if (store::measure(tx, request.code))
    throw Error(Fault::conflict, "kpi.code_taken", Arguments{{"code", request.code}});
  MeasureRow row;
  static_cast<ReadingBounds&>(row) = request;
  row.code = request.code;
  row.name_zh = request.names.zh;
  row.name_en = request.names.en;
  row.kind = request.kind;
  row.unit = request.unit;
  row.grain = request.grain;
  row.money = request.money.value_or(false);
  row.id = store::add_measure(tx, row);
  store::renew_stamp(tx, new_stamp());
  Measure made = view_of(row);
  made.readings = 0;
  return made;
}

Measure Service::change_measure(const Context& ctx, Tx& tx, const ChangeMeasure& request) {
  ctx.require(permission::define);
  auto row = store::measure(tx, request.measure);
  if (!row)
    throw Error(Fault::not_found, "kpi.unknown_measure_id",
                Arguments{{"id", std::to_string(request.measure.value)}});
  ctx.expect_version(row->version);
  require_order(request);
  const MeasureRow before = *row;
  row->name_zh = request.names.zh;
  row->name_en = request.names.en;
  static_cast<ReadingBounds&>(*row) = request;
  if (request.unit) row->unit = *request.unit;
  row->money = request.money.value_or(row->money);
  require_unit(row->unit);
  if ((row->unit == "%") != (before.unit == "%"))
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"/unit", "kpi.percent_stays", {}}});
  note_changes(ctx, tx, ChangedThing::measure, row->id.value, ctx.today(),
               request.reason.value_or(""), rules::differences(before, *row));
  change_and_renew(tx, *row);
  if (row->money != before.money) judge_users(tx, *catalogue(tx), row->id, ctx.today());
  return view_of(*row);
}

namespace {

/// The KPIs that use a measure on a day or later and are used then themselves.
std::vector<const KpiRow*> users_from(const Catalogue& c, MeasureId measure, Date day) {
  std::vector<const KpiRow*> users;
  const auto fed = c.fed.find(measure);
  if (fed == c.fed.end()) return users;
  const auto names = [&](const rules::Definition& d) {
    return std::ranges::find(d.measures, measure) != d.measures.end();
  };
  for (const KpiId kpi : fed->second) {
    const rules::Definition& d = c.definitions.at(kpi);
    const bool later = std::ranges::any_of(
        d.dated, [&](const auto& one) { return one.first > day && names(*one.second); });
    if (!is_over(d.kpi.retired_from, day) && (later || names(d.on(day)))) users.push_back(&d.kpi);
  }
  return users;
}

/// Their names in the reader's language, where there are any in it.
std::string named(const std::vector<const KpiRow*>& kpis, Locale locale) {
  std::string list;
  for (const KpiRow* kpi : kpis) {
    const bool zh = kpi->name_en.empty() || (locale == Locale::zh && !kpi->name_zh.empty());
    list += (list.empty() ? "" : ", ") + (zh ? kpi->name_zh : kpi->name_en);
  }
  return list;
}

}  // namespace

Measure Service::retire_measure(const Context& ctx, Tx& tx, const RetireMeasure& request) {
  ctx.require(permission::define);
  auto row = store::measure(tx, request.measure);
  if (!row)
    throw Error(Fault::not_found, "kpi.unknown_measure_id",
                Arguments{{"id", std::to_string(request.measure.value)}});
  ctx.expect_version(row->version);
  require_change_reason(request.reason);
  if (request.from) {
    require_to_come(ctx, *request.from);
    if (const auto users = users_from(*catalogue(tx), row->id, *request.from); !users.empty())
      throw Error(
          Fault::conflict, "kpi.measure_used",
          Arguments{{"count", std::to_string(users.size())}, {"kpis", named(users, ctx.locale)}});
    store::end_duties(tx, row->id, *request.from - 1);
  }
  const MeasureRow before = *row;
  row->retired_from = request.from;
  note_changes(ctx, tx, ChangedThing::measure, row->id.value, request.from.value_or(ctx.today()),
               request.reason, rules::differences(before, *row));
  change_and_renew(tx, *row);
  return view_of(*row);
}

void change_and_renew(Tx& tx, MeasureRow& row) {
  if (!store::change_measure(tx, row))
    throw Error(Fault::stale, "request.stale",
                Arguments{{"current", std::to_string(row.version + 1)},
                          {"yours", std::to_string(row.version)}});
  ++row.version;
  store::renew_stamp(tx, new_stamp());
}

Page<Measure> Service::measures(const Context& ctx, Read& db, const MeasuresQuery& request) {
  ctx.require(permission::read);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  const std::string after = request.cursor ? std::string(*request.cursor) : "";
  const Date used_on = request.retired.value_or(false) ? Date::first() : ctx.today();
  auto rows = store::measures(db, after, used_on, limit + 1);
  Page<Measure> page;
  if (static_cast<std::int64_t>(rows.size()) > limit) {
    rows.pop_back();
    page.next = rows.back().code;
  }
  std::vector<MeasureId> shown;
  for (const MeasureRow& row : rows) shown.push_back(row.id);
  Uses uses;
  // How many the company has is told to whoever may read all of them.
  const bool tell = ctx.may_everywhere(permission::read);
  if (tell) {
    add(uses, store::counted(db, shown));
    add(uses, store::uncounted(db, store::counted_to(db), added_max));
  }
  for (const MeasureRow& row : rows) {
    const auto used = uses.find(row.id);
    const bool any = used != uses.end();
    Measure& view = page.items.emplace_back(view_of(row));
    if (tell) view.readings = any ? used->second.readings : 0;
    if (any) view.last_day = used->second.last_day;
  }
  return page;
}

void Service::count_readings(Tx& tx) {
  const std::int64_t before = store::counted_to(tx);
  const auto up_to = store::nth_uncounted(tx, before, counted_max);
  if (up_to) store::add_use(tx, store::uncounted(tx, before, counted_max), *up_to);
}

std::int64_t recount(Tx& tx, bool repair) {
  const auto stored = store::all_counted(tx);
  const std::int64_t up_to = store::counted_to(tx);
  Uses differing;
  add(differing, store::counted_anew(tx, up_to));
  const std::size_t all = differing.size();
  std::int64_t same = 0;
  for (const store::MeasureUse& use : stored)
    if (const auto found = differing.find(use.measure); found != differing.end())
      same += found->second.readings == use.readings && found->second.last_day == use.last_day;
  const auto wrong = static_cast<std::int64_t>(std::max(all, stored.size())) - same;
  if (wrong == 0 || !repair) return wrong;
  store::forget_use(tx);
  std::vector<store::MeasureUse> rows;
  for (const auto& [measure, use] : differing) rows.push_back(use);
  store::add_use(tx, rows, up_to);
  return wrong;
}

}  // namespace twinrail::kpi
