#include <algorithm>

#include "modules/people/model_change.hpp"
#include "modules/people/organisation.hpp"
#include "modules/people/rules_change.hpp"
#include "platform/events/events.hpp"

/// The end of a unit, and what it was on other days.
namespace twinrail::people {
namespace {

constexpr std::size_t names_max = 5;

Error wrong(const char* key, Arguments args) {
  return {Fault::unprocessable, key, std::vector<Problem>{{"/last_day", key, std::move(args)}}};
}

/// A unit ends empty: who works in it moves first, and so does what stands below it.
void require_empty(const Context& ctx, Read& db, Service& service, const CloseUnit& request) {
  const std::string day = request.last_day.to_string();
  auto below = store::units_beyond(db, request.unit, request.last_day);
  if (!below.empty()) {
    const std::string count = std::to_string(below.size());
    if (below.size() > names_max) below.resize(names_max);
    std::string codes;
    for (const store::UnitCode& u : store::codes_of(db, below))
      codes += (codes.empty() ? "" : ", ") + u.code;
    throw wrong("people.unit_has_units", {{"count", count}, {"codes", codes}, {"day", day}});
  }
  auto staff = store::people_beyond(db, request.unit, request.last_day);
  if (staff.empty()) return;
  const std::string count = std::to_string(staff.size());
  if (staff.size() > names_max) staff.resize(names_max);
  const SeenPeople seen(ctx, db, service, staff);
  std::erase_if(staff, [&](PersonId p) { return !seen.sees(p); });
  std::string names;
  for (const auto& [id, name] : service.person_names(db, staff))
    names += (names.empty() ? "" : ", ") + name;
  throw wrong("people.unit_has_people", {{"count", count}, {"names", names}, {"day", day}});
}

std::string content_of(const store::UnitVersion& v) {
  const auto number = [](const auto& id) { return id ? std::to_string(id->value) : "-"; };
  return v.name_zh + "/" + v.name_en + "/" + number(v.parent) + "/" + number(v.head) + "/" +
         number(v.legal_entity) + "/" + std::string(enum_name(v.kind));
}

}  // namespace

Unit Service::close_unit(const Context& ctx, Tx& tx, const CloseUnit& request) {
  ctx.require(permission::write, request.unit);
  const auto row = store::unit(tx, request.unit, request.last_day);
  if (!row) throw Error(Fault::not_found, "people.unknown_unit");
  ctx.expect_version(row->version);
  if (!row->parent) throw wrong("people.company_stays", {});
  require_empty(ctx, tx, *this, request);
  auto versions = store::versions(tx, {request.unit});
  const auto over = [&](const store::UnitVersion& v) {
    return v.valid_to < request.last_day || request.last_day < v.valid_from;
  };
  std::erase_if(versions, over);
  for (store::UnitVersion& v : versions) {
    v.valid_to = request.last_day;
    if (request.reason) v.reason = *request.reason;
  }
  store::supersede_versions(tx, {{request.unit, request.last_day}}, ctx.now);
  store::add_versions(tx, versions, ctx.now);
  store::touch_units(tx, {request.unit});
  Derived(tx, ctx.today(), ctx.now).units_changed({request.unit});
  const std::vector<OrgUnitId> ended{request.unit};
  announce(tx, OrganisationChanged{.org_units = ended,
                                   .subtrees = std::vector<OrgUnitId>{*row->parent},
                                   .employers = ended});
  return unit(ctx, tx, {request.unit, request.last_day});
}

UnitHistory Service::unit_history(const Context& ctx, Read& db, const UnitOf& request) {
  ctx.require(permission::read, request.unit);
  const std::vector<store::KeptVersion> kept = store::kept_versions(db, request.unit);
  if (kept.empty()) throw Error(Fault::not_found, "people.unknown_unit");
  const std::string zone = calendar(db).zone;
  std::vector<rules::Recorded> known;
  std::vector<PersonId> heads;
  std::vector<OrgUnitId> parents;
  for (const store::KeptVersion& v : kept) {
    known.push_back({content_of(v), v.valid_from, v.valid_to, local_date(v.recorded_at, zone),
                     v.recorded_at, v.superseded_at.has_value()});
    if (v.head) heads.push_back(*v.head);
    if (v.parent) parents.push_back(*v.parent);
  }
  const SeenPeople seen(ctx, db, *this, heads);
  const auto names = person_names(db, heads);
  const auto codes = unit_codes(db, parents);
  const auto titles = unit_names(db, parents, request.as_of.value_or(ctx.today()));
  UnitHistory list;
  for (std::size_t i = kept.size(); i-- > 0;) {
    const store::KeptVersion& v = kept[i];
    if (v.superseded_at) continue;
    const rules::KnownSince since = rules::known_since(known, i);
    UnitTurn turn{.from = v.valid_from,
                  .to = until(v.valid_to),
                  .names = {v.name_zh, v.name_en},
                  .kind = v.kind,
                  .parent = v.parent,
                  .reason = v.reason,
                  .known_on = since.on,
                  .corrected = since.corrected};
    if (v.parent && ctx.may(permission::read, *v.parent)) {
      if (const auto code = codes.find(*v.parent); code != codes.end())
        turn.parent_code = code->second;
      if (const auto title = titles.find(*v.parent); title != titles.end())
        turn.parent_names = title->second;
    }
    if (v.head && seen.sees(v.head)) {
      turn.head = v.head;
      turn.head_name = names.at(*v.head);
    }
    list.items.push_back(std::move(turn));
  }
  return list;
}

}  // namespace twinrail::people
