#include <algorithm>

#include "modules/people/organisation.hpp"
#include "modules/people/rules_place.hpp"
#include "platform/events/events.hpp"

namespace twinrail::people {
namespace {

Unit view_of(UnitRow row, std::int64_t people, const SeenPeople& seen) {
  if (!seen.sees(row.head)) {
    row.head.reset();
    row.head_name.reset();
  }
  return {row.id,        row.code,         {row.name_zh, row.name_en},
          row.kind,      row.parent,       row.head,
          row.head_name, row.valid_from,   until(row.valid_to),
          people,        row.legal_entity, row.version};
}

Unit view_of(const Context& ctx, Read& db, Service& service, const UnitRow& row,
             std::int64_t people) {
  std::vector<PersonId> heads;
  if (row.head) heads.push_back(*row.head);
  return view_of(row, people, SeenPeople(ctx, db, service, heads));
}

/// Of the code of an entity that has to be there.
std::optional<LegalEntityId> entity_of(Read& db, const std::optional<Text<64>>& code) {
  if (!code) return std::nullopt;
  const auto found = store::legal_entities(db, {std::string(*code)});
  if (found.empty())
    throw Error(
        Fault::invalid, "request.invalid",
        std::vector<Problem>{{"/legal_entity", "people.unknown_legal_entity", {{"code", *code}}}});
  return found.front().id;
}

/// A head sees and answers for the whole unit: it is somebody whom the caller may name.
void require_head(const Context& ctx, Read& db, Service& people,
                  const std::optional<PersonId>& head) {
  if (head) people.named(db, {*head}, ctx.today()).require(ctx, permission::write, *head, "/head");
}

/// Throws unless the unit may stand below this parent: its figures and its people go up there.
void require_parent(const Context& ctx, Read& db, OrgUnitId parent, Date on) {
  ctx.require(permission::write, parent);
  const auto versions = store::versions(db, {parent});
  if (versions.empty())
    throw Error(Fault::invalid, "people.unknown_unit",
                std::vector<Problem>{{"/parent", "people.unknown_unit", {}}});
  if (versions.front().valid_from <= on && on <= versions.back().valid_to) return;
  throw Error(Fault::invalid, "request.invalid",
              std::vector<Problem>{{"/parent",
                                    "people.unit_not_there_on",
                                    {{"code", store::codes_of(db, {parent}).front().code},
                                     {"day", on.to_string()},
                                     {"from", versions.front().valid_from.to_string()}}}});
}

/// The unit on a day on which a change is to begin.
UnitRow stood_on(Read& db, OrgUnitId unit, Date on) {
  if (auto row = store::unit(db, unit, on)) return *row;
  const auto versions = store::versions(db, {unit});
  if (versions.empty()) throw Error(Fault::not_found, "people.unknown_unit");
  throw Error(Fault::unprocessable, "people.unit_not_there_on",
              std::vector<Problem>{{"/valid_from",
                                    "people.unit_not_there_on",
                                    {{"code", store::codes_of(db, {unit}).front().code},
                                     {"day", on.to_string()},
                                     {"from", versions.front().valid_from.to_string()}}}});
}

/// Which values a change takes over into a version.
struct Taken {
  bool names;
  bool parent;
  bool head;
  bool employer;
};

void take_over(const ChangeUnit& request, const std::optional<LegalEntityId>& entity,
               const Taken& taken, store::UnitVersion& version) {
  if (taken.names) {
    version.name_zh = request.names->zh;
    version.name_en = request.names->en;
  }
  if (taken.parent) version.parent = request.parent;
  if (taken.head) version.head = request.head;
  if (taken.employer) version.legal_entity = entity;
}

/// Changes what the request names in the version of its first day. A later version, one that is
/// planned, takes a value over as long as it had the same as before.
void apply(const ChangeUnit& request, const std::optional<LegalEntityId>& entity,
           std::vector<store::UnitVersion>& versions) {
  const auto first =
      std::ranges::find(versions, request.valid_from, &store::UnitVersion::valid_from);
  if (first == versions.end()) return;
  const Taken asked{.names = request.names.has_value(),
                    .parent = request.parent.has_value(),
                    .head = request.head || request.no_head.value_or(false),
                    .employer = entity.has_value()};
  Taken taken = asked;
  for (auto later = std::next(first); later != versions.end(); ++later) {
    taken.names =
        taken.names && later->name_zh == first->name_zh && later->name_en == first->name_en;
    taken.parent = taken.parent && later->parent == first->parent;
    taken.head = taken.head && later->head == first->head;
    taken.employer = taken.employer && later->legal_entity == first->legal_entity;
    take_over(request, entity, taken, *later);
  }
  take_over(request, entity, asked, *first);
  first->reason = request.reason ? std::optional<std::string>(*request.reason) : std::nullopt;
}

}  // namespace

UnitList Service::units(const Context& ctx, Read& db, const UnitsQuery& request) {
  const Scope scope = ctx.scope(permission::read);
  const Date on = request.as_of.value_or(ctx.today());
  std::map<OrgUnitId, std::int64_t> people;
  for (const store::Headcount& h : store::headcounts(db, on)) people[h.ancestor] = h.people;
  UnitList list;
  std::vector<UnitRow> rows = store::units(db, on);
  std::vector<PersonId> heads;
  std::erase_if(rows, [&](const UnitRow& row) {
    return !scope.everything() && !ctx.may(permission::read, row.id);
  });
  for (const UnitRow& row : rows)
    if (row.head) heads.push_back(*row.head);
  const SeenPeople seen(ctx, db, *this, heads);
  for (const UnitRow& row : rows) list.items.push_back(view_of(row, people[row.id], seen));
  return list;
}

Unit Service::unit(const Context& ctx, Read& db, const UnitOf& request) {
  ctx.require(permission::read, request.unit);
  const Date on = request.as_of.value_or(ctx.today());
  const auto row = store::unit(db, request.unit, on);
  if (!row) throw Error(Fault::not_found, "people.unknown_unit");
  return view_of(ctx, db, *this, *row, store::headcount(db, row->id, on));
}

Unit Service::add_unit(const Context& ctx, Tx& tx, const NewUnit& request) {
  ctx.require(permission::write);
  if (store::unit_id(tx, request.code))
    throw Error(Fault::conflict, "people.code_taken", Arguments{{"code", request.code}});
  if (request.parent)
    require_parent(ctx, tx, *request.parent, request.valid_from);
  else
    ctx.require_everywhere(permission::write);
  require_head(ctx, tx, *this, request.head);
  store::add_units(tx, {request.code});
  const OrgUnitId id = *store::unit_id(tx, request.code);
  store::add_versions(tx,
                      {{id,
                        request.valid_from,
                        Date::last(),
                        request.names.zh,
                        request.names.en,
                        request.kind,
                        request.parent,
                        request.head,
                        entity_of(tx, request.legal_entity),
                        {}}},
                      ctx.now);
  Derived(tx, ctx.today(), ctx.now).units_changed({id});
  announce(tx, OrganisationChanged{.org_units = {id}, .employers = std::vector{id}});
  const auto row = store::unit(tx, id, std::max(ctx.today(), request.valid_from));
  return view_of(ctx, tx, *this, *row, 0);
}

Unit Service::change_unit(const Context& ctx, Tx& tx, const ChangeUnit& request) {
  ctx.require(permission::write, request.unit);
  const UnitRow row = stood_on(tx, request.unit, request.valid_from);
  ctx.expect_version(row.version);
  if (request.parent && request.parent != row.parent) {
    require_parent(ctx, tx, *request.parent, request.valid_from);
    if (row.parent) ctx.require(permission::write, *row.parent);
  }
  if (request.head != row.head) require_head(ctx, tx, *this, request.head);
  const std::optional<LegalEntityId> entity = entity_of(tx, request.legal_entity);
  const auto stood = store::versions(tx, {request.unit});
  auto versions =
      changed_from<store::UnitVersion>(stood, request.valid_from, [](store::UnitVersion&) {});
  apply(request, entity, versions);
  store::supersede_versions(tx, {{request.unit, request.valid_from}}, ctx.now);
  store::add_versions(tx, versions, ctx.now);
  store::touch_units(tx, {request.unit});
  Derived(tx, ctx.today(), ctx.now).units_changed({request.unit});
  OrganisationChanged news{{request.unit}, moved_between(stood, versions, request.valid_from)};
  if (rules::places_from(stood, request.valid_from) !=
      rules::places_from(versions, request.valid_from))
    news.employers = std::vector<OrgUnitId>{request.unit};
  announce(tx, news);
  return view_of(ctx, tx, *this, *store::unit(tx, request.unit, request.valid_from),
                 store::headcount(tx, request.unit, ctx.today()));
}

std::optional<OrgUnitId> Service::unit_by_code(Read& db, const std::string& code) {
  return store::unit_id(db, code);
}

std::optional<PersonId> Service::person_by_number(Read& db, const std::string& employee_no) {
  return store::person_by_number(db, employee_no);
}

std::map<std::string, OrgUnitId> Service::units_by_code(Read& db,
                                                        const std::vector<std::string>& codes) {
  std::map<std::string, OrgUnitId> found;
  for (store::UnitCode& u : store::unit_codes(db, codes)) found.emplace(std::move(u.code), u.id);
  return found;
}

std::map<OrgUnitId, std::string> Service::unit_codes(Read& db,
                                                     const std::vector<OrgUnitId>& units) {
  std::map<OrgUnitId, std::string> found;
  if (units.empty()) return found;
  for (store::UnitCode& u : store::codes_of(db, units)) found.emplace(u.id, std::move(u.code));
  return found;
}

std::map<std::string, PersonId> Service::people_by_number(Read& db,
                                                          const std::vector<std::string>& numbers) {
  std::map<std::string, PersonId> found;
  for (const store::Numbered& n : store::numbered(db, numbers)) found[n.employee_no] = n.person;
  return found;
}

std::optional<UnitView> Service::unit_view(Read& db, OrgUnitId unit, Date on) {
  const auto row = store::unit(db, unit, on);
  if (!row) return std::nullopt;
  return UnitView{row->id,   row->code,   {row->name_zh, row->name_en},
                  row->kind, row->parent, store::headcount(db, unit, on)};
}

std::map<OrgUnitId, Names> Service::unit_names(Read& db, const std::vector<OrgUnitId>& units,
                                               Date on) {
  std::map<OrgUnitId, Names> names;
  if (units.empty()) return names;
  for (const auto& row : db.all(store::ask_unit_names(units, on)))
    names[row.id] = {row.name_zh, row.name_en};
  return names;
}

std::map<OrgUnitId, std::vector<PersonId>> Service::heads(Read& db,
                                                          const std::vector<OrgUnitId>& units,
                                                          Date on) {
  std::map<OrgUnitId, std::vector<PersonId>> heads;
  if (units.empty()) return heads;
  for (const store::HeadRow& row : store::heads(db, units, on)) heads[row.unit].push_back(row.head);
  return heads;
}

std::map<PersonId, std::string> Service::person_names(Read& db,
                                                      const std::vector<PersonId>& people) {
  std::map<PersonId, std::string> names;
  if (people.empty()) return names;
  for (const store::PersonName& row : db.all(store::ask_names(people))) names[row.id] = row.name;
  return names;
}

std::map<PersonId, std::string> Service::addresses(Read& db, const std::vector<PersonId>& people) {
  std::map<PersonId, std::string> found;
  for (store::PersonAddress& row : store::addresses(db, people))
    found.emplace(row.id, std::move(row.email));
  return found;
}

std::vector<OrgUnitId> Service::children(Read& db, OrgUnitId unit, Date on) {
  return store::directly_below(db, unit, on);
}

std::vector<OrgUnitId> Service::subtree(Read& db, OrgUnitId unit, Date on) {
  return store::below(db, unit, on);
}

std::optional<OrgUnitId> Service::home_unit(Read& db, PersonId person, Date on) {
  const auto row = db.one(store::ask_person(person, on));
  return row ? std::optional(row->unit) : std::nullopt;
}

std::optional<OrgUnitId> Service::root(Read& db, Date on) {
  for (const UnitRow& row : store::units(db, on))
    if (!row.parent) return row.id;
  return std::nullopt;
}

void Service::daily(Tx& tx, Date today) {
  const Date stood = store::reach_day(tx);
  if (stood == today) return;
  store::set_reach_day(tx, today);
  const auto [from, to] = std::minmax(stood, today);  // a clock may go back
  const std::vector<OrgUnitId> units = store::units_turning(tx, from, to);
  const std::vector<PersonId> people = store::people_turning(tx, from, to);
  if (units.empty() && people.empty()) return;
  Derived derived(tx, today, Instant::midnight(today));
  derived.units_changed(units);
  derived.posts_changed(people);
  announce(tx, OrganisationChanged{});
}

std::vector<PersonId> Service::managers(Read& db, PersonId person, Date on) {
  return store::managers_on(db, person, on);
}

std::vector<OrgUnitId> Service::units_above(Read& db, OrgUnitId unit, Date on) {
  return store::units_above(db, unit, on);
}

std::vector<PersonId> Service::posted(Read& db, const std::vector<PersonId>& people, Date on) {
  return store::posted_on(db, people, on);
}

std::int64_t Service::recompute(Tx& tx, Date today, Instant now, bool repair) {
  Derived derived(tx, today, now, repair);
  const std::vector<PersonId> people = store::all_people(tx);
  derived.units_changed(store::all_units(tx));
  derived.managers_changed(people);
  derived.names_changed(people);
  return derived.differing();
}

}  // namespace twinrail::people
