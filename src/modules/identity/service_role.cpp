#include <algorithm>

#include "modules/identity/rules.hpp"
#include "modules/identity/store.hpp"
#include "platform/context.hpp"

namespace twinrail::identity {
namespace {

RoleView view_of(const RoleRow& row) {
  return {.code = row.code,
          .names = {row.name_zh, row.name_en},
          .built_in = row.built_in,
          .version = row.version};
}

/// What the program itself gives to a built-in role.
void fill_built_in(RoleView& view, const Rights& rights) {
  const std::size_t column = built_in_role(view.code).value();
  for (const Rights::Row& r : rights.all())
    if (r.grant.held[column] != relation::none)
      view.rights.push_back(
          {std::string(r.grant.permission.name), rules::relations_of(r.grant.held[column])});
  for (const ClassGrant& c : field_classes())
    if (c.seen[column] != relation::none)
      view.sees.push_back({std::string(c.name), rules::relations_of(c.seen[column])});
}

void fill_own(RoleView& view, const std::vector<RoleRightRow>& rights,
              const std::vector<RoleClassRow>& classes) {
  for (const RoleRightRow& r : rights)
    if (r.role == view.code)
      view.rights.push_back(
          {r.permission, rules::relations_of(static_cast<Relations>(r.relations))});
  for (const RoleClassRow& c : classes)
    if (c.role == view.code)
      view.sees.push_back(
          {c.field_class, rules::relations_of(static_cast<Relations>(c.relations))});
}

void require_sound(const std::vector<RoleRight>& rights, const std::vector<RoleSight>& sees,
                   const Rights& known) {
  std::vector<std::string> permissions;
  for (const Rights::Row& r : known.all()) permissions.emplace_back(r.grant.permission.name);
  std::vector<std::string> classes;
  for (const ClassGrant& c : field_classes()) classes.emplace_back(c.name);
  auto found = rules::problems(rights, sees, permissions, classes);
  if (!found.empty()) throw Error(Fault::invalid, "request.invalid", std::move(found));
}

/// Writes what the role holds, and says it as it stands now.
RoleView hold(Tx& tx, const RoleRow& row, const std::vector<RoleRight>& rights,
              const std::vector<RoleSight>& sees) {
  std::vector<RoleRightRow> right_rows;
  for (const RoleRight& r : rights)
    right_rows.push_back({row.code, r.permission, rules::bits_of(r.through)});
  std::vector<RoleClassRow> class_rows;
  for (const RoleSight& s : sees)
    class_rows.push_back({row.code, s.field_class, rules::bits_of(s.through)});
  store::set_role_rights(tx, row.code, right_rows);
  store::set_role_classes(tx, row.code, class_rows);
  RoleView view = view_of(row);
  fill_own(view, right_rows, class_rows);
  return view;
}

}  // namespace

bool Service::has_role(Read& db, const std::string& role) {
  return store::role(db, role).has_value();
}

std::map<std::string, Names> Service::role_names(Read& db) {
  std::map<std::string, Names> names;
  for (const RoleRow& row : store::roles(db)) names[row.code] = {row.name_zh, row.name_en};
  return names;
}

std::vector<PersonId> Service::people_in_role(Read& db, const std::string& role) {
  return store::people_with(db, {role});
}

std::vector<PersonId> Service::holders(Read& db, Permission permission) {
  std::vector<std::string> roles;
  if (const Rights::Row* row = rights_.find(permission.name))
    for (std::size_t i = 0; i < built_in_role_count; ++i)
      if (row->grant.held[i] & relation::company) roles.emplace_back(built_in_roles[i]);
  for (const RoleRightRow& r : store::role_rights(db))
    if (r.permission == permission.name &&
        (static_cast<Relations>(r.relations) & relation::company))
      roles.push_back(r.role);
  return store::people_with(db, roles);
}

std::vector<PersonId> Service::with_account(Read& db, const std::vector<PersonId>& people) {
  return store::with_account(db, people);
}

RoleList Service::roles(const Context& ctx, Read& db, const NoRequest&) {
  ctx.require(permission::manage);
  const auto rights = store::role_rights(db);
  const auto classes = store::role_classes(db);
  RoleList list;
  const std::size_t admin = built_in_role("admin").value();
  for (const Rights::Row& r : rights_.all())
    list.permissions.push_back(
        {std::string(r.grant.permission.name), r.module, rules::sensible(r.grant.held, admin)});
  for (const ClassGrant& c : field_classes()) list.field_classes.emplace_back(c.name);
  for (const RoleRow& row : store::roles(db)) {
    RoleView& view = list.items.emplace_back(view_of(row));
    if (row.built_in)
      fill_built_in(view, rights_);
    else
      fill_own(view, rights, classes);
  }
  return list;
}

RoleView Service::add_role(const Context& ctx, Tx& tx, const NewRole& request) {
  ctx.require(permission::manage);
  require_sound(request.rights, request.sees, rights_);
  if (store::role(tx, request.code))
    throw Error(Fault::conflict, "identity.role_taken", Arguments{{"role", request.code}});
  const RoleRow row{.code = request.code, .name_zh = request.names.zh, .name_en = request.names.en};
  store::add_role(tx, row);
  return hold(tx, row, request.rights, request.sees);
}

RoleView Service::change_role(const Context& ctx, Tx& tx, const ChangeRole& request) {
  ctx.require(permission::manage);
  auto row = store::role(tx, request.role);
  if (!row)
    throw Error(Fault::not_found, "identity.unknown_role", Arguments{{"role", request.role}});
  if (row->built_in)
    throw Error(Fault::conflict, "identity.role_built_in", Arguments{{"role", request.role}});
  ctx.expect_version(row->version);
  require_sound(request.rights, request.sees, rights_);
  row->name_zh = request.names.zh;
  row->name_en = request.names.en;
  if (!store::change_role(tx, *row))
    throw Error(Fault::stale, "request.stale",
                Arguments{{"current", std::to_string(row->version + 1)},
                          {"yours", std::to_string(row->version)}});
  ++row->version;
  ctx.extras->rights_changed = true;
  return hold(tx, *row, request.rights, request.sees);
}

}  // namespace twinrail::identity
