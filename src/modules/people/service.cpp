#include <algorithm>

#include "modules/people/organisation.hpp"
#include "platform/context.hpp"
#include "platform/events/events.hpp"

namespace twinrail::people {
namespace {

std::optional<Date> until(Date to) { return to == Date::last() ? std::nullopt : std::optional(to); }

Unit view_of(const UnitRow& row, std::int64_t people) {
  return {row.id,        row.code,         {row.name_zh, row.name_en},
          row.kind,      row.parent,       row.head,
          row.head_name, row.valid_from,   until(row.valid_to),
          people,        row.legal_entity, row.version};
}

PersonRow view_of(const PersonListRow& row) {
  return {row.id,
          row.employee_no,
          row.name,
          row.latin_name,
          row.unit,
          {row.unit_zh, row.unit_en},
          {row.post_zh, row.post_en},
          row.manager,
          row.manager_name,
          row.employment_type,
          row.email};
}

/// The pattern of LIKE for a text that is meant as it is written.
std::string pattern(std::string_view q) {
  std::string out = "%";
  for (const char c : q) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out + "%";
}

/// People a page holds unless the client asks for another number.
constexpr std::int64_t page_default = 50;

}  // namespace

UnitList Service::units(const Context& ctx, Read& db, const UnitsQuery& request) {
  const Scope scope = ctx.scope(permission::read);
  const Date on = request.as_of.value_or(ctx.today());
  std::map<OrgUnitId, std::int64_t> people;
  for (const store::Headcount& h : store::headcounts(db, on)) people[h.ancestor] = h.people;
  UnitList list;
  for (const UnitRow& row : store::units(db, on))
    if (scope.everything() || ctx.may(permission::read, row.id))
      list.items.push_back(view_of(row, people[row.id]));
  return list;
}

Unit Service::unit(const Context& ctx, Read& db, const UnitOf& request) {
  ctx.require(permission::read, request.unit);
  const auto row = store::unit(db, request.unit, ctx.today());
  if (!row) throw Error(Fault::not_found, "people.unknown_unit");
  return view_of(*row, store::headcount(db, row->id, ctx.today()));
}

Unit Service::add_unit(const Context& ctx, Tx& tx, const NewUnit& request) {
  ctx.require(permission::write);
  if (store::unit_id(tx, request.code))
    throw Error(Fault::conflict, "people.code_taken", Arguments{{"code", request.code}});
  if (request.parent && !store::unit(tx, *request.parent, request.valid_from))
    throw Error(Fault::invalid, "people.unknown_unit",
                std::vector<Problem>{{"/parent", "people.unknown_unit", {}}});
  store::add_units(tx, {request.code});
  const OrgUnitId id = *store::unit_id(tx, request.code);
  store::add_versions(tx,
                      {{id, request.valid_from, Date::last(), request.names.zh, request.names.en,
                        request.kind, request.parent, request.head, std::nullopt}},
                      ctx.now);
  rebuild_organisation(tx, ctx.today(), ctx.now);
  announce(tx, OrganisationChanged{{id}});
  const auto row = store::unit(tx, id, std::max(ctx.today(), request.valid_from));
  return view_of(*row, 0);
}

Unit Service::change_unit(const Context& ctx, Tx& tx, const ChangeUnit& request) {
  ctx.require(permission::write, request.unit);
  const auto row = store::unit(tx, request.unit, request.valid_from);
  if (!row) throw Error(Fault::not_found, "people.unknown_unit");
  ctx.expect_version(row->version);
  change_version(tx, request.unit, request.valid_from, ctx.now, [&](store::UnitVersion& v) {
    if (request.names) {
      v.name_zh = request.names->zh;
      v.name_en = request.names->en;
    }
    if (request.parent) v.parent = request.parent;
    if (request.head) v.head = request.head;
  });
  store::touch_units(tx, {request.unit});
  rebuild_organisation(tx, ctx.today(), ctx.now);
  announce(tx, OrganisationChanged{{request.unit}});
  return view_of(*store::unit(tx, request.unit, request.valid_from),
                 store::headcount(tx, request.unit, ctx.today()));
}

Page<PersonRow> Service::people(const Context& ctx, Read& db, const PeopleQuery& request) {
  const Scope scope = ctx.scope(permission::read);
  const std::int64_t limit = request.limit ? request.limit->value : page_default;
  PersonId after{};
  if (request.cursor) after.value = std::strtoll(request.cursor->c_str(), nullptr, 10);
  std::vector<OrgUnitId> units;
  if (request.unit) units = store::below(db, *request.unit, ctx.today());
  const auto rows =
      store::people(db, scope, units, !request.unit, pattern(request.q ? *request.q : ""),
                    ctx.today(), after, limit + 1);
  Page<PersonRow> page;
  for (const PersonListRow& row : rows) {
    if (static_cast<std::int64_t>(page.items.size()) == limit) {
      page.next = std::to_string(page.items.back().id.value);
      break;
    }
    page.items.push_back(view_of(row));
  }
  return page;
}

Person Service::person(const Context& ctx, Read& db, const PersonOf& request) {
  const auto [found, posts] = db.all_of(store::ask_person(request.person, ctx.today()),
                                        store::ask_posts(request.person, ctx.today()));
  // Who may not see a person is not told whether there is one.
  if (found.empty() || !ctx.may(permission::read, found.front().unit, found.front().id))
    throw Error(Fault::not_found, "people.unknown_person");
  const PersonListRow& row = found.front();
  const PersonRow head = view_of(row);
  Person view{
      head.id,         head.employee_no, head.name,    head.latin_name,   head.unit,
      head.unit_names, head.post,        head.manager, head.manager_name, head.employment_type,
      head.email,      row.start,        {},           row.version};
  for (const PostLine& post : posts)
    view.posts.push_back({post.unit,
                          {post.unit_zh.value_or(""), post.unit_en.value_or("")},
                          {post.name_zh, post.name_en},
                          post.valid_from,
                          until(post.valid_to),
                          post.manager,
                          post.manager_name});
  return view;
}

CalendarRule Service::calendar(Read& db) {
  const store::CalendarRow row = store::calendar(db);
  CalendarRule rule;
  rule.zone = row.zone;
  rule.week_start = static_cast<Weekday>(row.week_start);
  rule.fiscal_start_month = static_cast<int>(row.fiscal_start_month);
  return rule;
}

void Service::set_calendar(Tx& tx, const CalendarRule& rule) {
  require_zone(rule.zone);
  store::set_calendar(
      tx, {rule.zone, static_cast<std::int64_t>(rule.week_start), rule.fiscal_start_month});
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
  for (const auto& row : store::unit_names(db, units, on))
    names[row.id] = {row.name_zh, row.name_en};
  return names;
}

std::map<PersonId, std::string> Service::person_names(Read& db,
                                                      const std::vector<PersonId>& people) {
  std::map<PersonId, std::string> names;
  if (people.empty()) return names;
  for (const store::PersonName& row : store::names(db, people)) names[row.id] = row.name;
  return names;
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
  if (stood < today && !store::turns_between(tx, stood, today)) {
    store::set_reach_day(tx, today);
    return;
  }
  rebuild_reach(tx, today, Instant::midnight(today));
  announce(tx, OrganisationChanged{});
}

}  // namespace twinrail::people
