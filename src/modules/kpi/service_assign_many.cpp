#include <set>

#include "modules/kpi/model_assign.hpp"
#include "modules/kpi/service_assignment.hpp"
#include "modules/people/people.hpp"
#include "platform/context.hpp"

/// A KPI given to many units at once.
namespace twinrail::kpi {
namespace {

std::vector<OrgUnitId> units_of(const NewAssignments& request) {
  std::vector<OrgUnitId> units;
  for (const UnitOfMany& one : request.units) units.push_back(one.org_unit);
  return units;
}

/// One request a unit, with the owner that it names or, unless it names nobody, whoever leads.
std::vector<NewAssignment> one_each(const NewAssignments& request,
                                    const std::map<OrgUnitId, std::vector<PersonId>>& heads) {
  std::vector<NewAssignment> list;
  for (const UnitOfMany& one : request.units) {
    NewAssignment& each = list.emplace_back(NewAssignment{.kpi = request.kpi,
                                                          .org_unit = one.org_unit,
                                                          .owner = one.owner,
                                                          .valid_from = request.valid_from,
                                                          .weight = request.weight,
                                                          .target = request.target,
                                                          .breach = request.breach,
                                                          .veto = request.veto,
                                                          .grace_days = request.grace_days});
    const auto up = heads.find(one.org_unit);
    if (!one.owner && !one.nobody.value_or(false) && up != heads.end() && !up->second.empty())
      each.owner = up->second.front();
  }
  return list;
}

/// Throws Error "kpi.assignments_refused" that names each unit that cannot have the KPI.
void require_all(const std::vector<AssignmentVerdict>& verdicts) {
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (!verdicts[i].refused) continue;
    const Error& e = *verdicts[i].refused;
    const std::string at = "/units/" + std::to_string(i);
    if (e.problems().empty()) problems.push_back({at + "/org_unit", e.key(), e.args()});
    for (const Problem& p : e.problems()) {
      const bool own = p.pointer == "/org_unit" || p.pointer == "/owner";
      problems.push_back({own ? at + p.pointer : p.pointer, p.key, p.args});
    }
  }
  if (!problems.empty())
    throw Error(Fault::unprocessable, "kpi.assignments_refused", std::move(problems));
}

std::string key_of(const Error& e) {
  return e.problems().empty() ? e.key() : e.problems().front().key;
}

}  // namespace

AssignedUnits Service::assign_many(const Context& ctx, Tx& tx, const NewAssignments& request) {
  ctx.require(permission::define);
  const bool preview = request.preview.value_or(false);
  const std::vector<OrgUnitId> units = units_of(request);
  if (units.empty())
    throw Error(Fault::invalid, "request.invalid",
                std::vector<Problem>{{"/units", "kpi.duty_no_unit", {}}});
  const auto list = one_each(request, people_.heads(tx, units, ctx.today()));
  auto verdicts = Assignments::check(*this, ctx, tx, list);
  if (!preview) {
    require_all(verdicts);
    verdicts = Assignments::add(*this, ctx, tx, list);
    require_all(verdicts);
  }
  std::vector<PersonId> owners;
  for (const NewAssignment& one : list)
    if (one.owner) owners.push_back(*one.owner);
  auto unit_names = people_.unit_names(tx, units, ctx.today());
  auto names = people_.person_names(tx, owners);
  AssignedUnits made;
  for (std::size_t i = 0; i < list.size(); ++i) {
    AssignedUnit& one = made.items.emplace_back();
    one.org_unit = list[i].org_unit;
    one.unit_names = unit_names[one.org_unit];
    one.owner = list[i].owner;
    if (one.owner) one.owner_name = names[*one.owner];
    if (!preview) one.assignment = verdicts[i].id;
    if (verdicts[i].refused) one.problem = key_of(*verdicts[i].refused);
  }
  return made;
}

}  // namespace twinrail::kpi
