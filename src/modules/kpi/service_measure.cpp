#include "modules/kpi/service_measure.hpp"

#include <map>

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

}  // namespace

Page<Measure> Service::measures(const Context& ctx, Read& db, const MeasuresQuery& request) {
  ctx.require(permission::read);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  const std::string after = request.cursor ? std::string(*request.cursor) : "";
  auto rows = store::measures(db, after, limit + 1);
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
    page.items.push_back({row.id,
                          row.code,
                          {row.name_zh, row.name_en},
                          row.kind,
                          row.unit,
                          row.grain,
                          tell ? std::optional(any ? used->second.readings : 0) : std::nullopt,
                          any ? std::optional(used->second.last_day) : std::nullopt,
                          row.version});
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
