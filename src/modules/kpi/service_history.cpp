#include <algorithm>
#include <cstdlib>
#include <limits>

#include "modules/kpi/model_life.hpp"
#include "modules/kpi/service_view.hpp"
#include "modules/kpi/store_life.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

/// What held when: the changes of a measure, a KPI or an assignment.
namespace twinrail::kpi {
namespace {

constexpr std::int64_t page_default = 50;

PersonId person_of(const std::optional<std::string>& text) {
  return PersonId{text ? std::strtoll(text->c_str(), nullptr, 10) : 0};
}

/// One thing, and the KPI whose changes are told beside it, if any.
struct Asked {
  ChangedThing thing;
  std::int64_t id = 0;
  KpiId beside = {};
  std::optional<Text<200>> cursor;
  std::optional<Int<1, 200>> limit;
};

/// Who changed a definition is told to whoever may read all there is, or changed it himself.
Page<TermChangeView> history(const Context& ctx, Read& db, people::Service& people,
                             const Asked& asked) {
  const std::int64_t limit = asked.limit ? asked.limit->value : page_default;
  const std::int64_t before = asked.cursor ? std::strtoll(asked.cursor->c_str(), nullptr, 10)
                                           : std::numeric_limits<std::int64_t>::max();
  auto rows = store::changes_of(db, asked.thing, asked.id, asked.beside, before, limit + 1);
  Page<TermChangeView> page;
  if (static_cast<std::int64_t>(rows.size()) > limit) {
    rows.pop_back();
    page.next = std::to_string(rows.back().id);
  }
  std::vector<PersonId> persons;
  for (const ChangeRow& row : rows) {
    if (row.recorded_person) persons.push_back(*row.recorded_person);
    if (row.field == "owner")
      persons.insert(persons.end(), {person_of(row.before), person_of(row.after)});
  }
  const auto names = people.person_names(db, persons);
  const auto name = [&](PersonId id) {
    const auto found = names.find(id);
    return found == names.end() ? std::nullopt : std::optional(found->second);
  };
  for (const ChangeRow& row : rows) {
    TermChangeView& view = page.items.emplace_back(TermChangeView{row.id,
                                                                  row.thing,
                                                                  row.valid_from,
                                                                  row.field,
                                                                  row.before,
                                                                  row.after,
                                                                  row.reason,
                                                                  row.recorded_at,
                                                                  row.recorded_by,
                                                                  {}});
    const bool told = ctx.may_everywhere(permission::read) ||
                      row.recorded_by == ctx.viewer().account ||
                      row.thing == ChangedThing::assignment;
    if (row.recorded_person && told) view.by_name = name(*row.recorded_person);
    if (row.field != "owner") continue;
    if (row.before) view.before = name(person_of(row.before));
    if (row.after) view.after = name(person_of(row.after));
  }
  return page;
}

}  // namespace

Page<TermChangeView> Service::measure_history(const Context& ctx, Read& db,
                                              const MeasureHistoryOf& request) {
  ctx.require(permission::read);
  if (!store::measure(db, request.measure))
    throw Error(Fault::not_found, "kpi.unknown_measure_id",
                Arguments{{"id", std::to_string(request.measure.value)}});
  return history(ctx, db, people_,
                 {ChangedThing::measure, request.measure.value, {}, request.cursor, request.limit});
}

Page<TermChangeView> Service::kpi_history(const Context& ctx, Read& db,
                                          const KpiHistoryOf& request) {
  (void)kpi(ctx, db, {request.kpi});
  return history(ctx, db, people_,
                 {ChangedThing::kpi, request.kpi.value, {}, request.cursor, request.limit});
}

Page<TermChangeView> Service::assignment_history(const Context& ctx, Read& db,
                                                 const AssignmentHistoryOf& request) {
  const auto c = catalogue(db);
  const AssignmentRow& a = assignment_or_refuse(*c, request.assignment).row;
  require_read(ctx, a);
  return history(ctx, db, people_,
                 {ChangedThing::assignment, a.id.value, a.kpi, request.cursor, request.limit});
}

}  // namespace twinrail::kpi
