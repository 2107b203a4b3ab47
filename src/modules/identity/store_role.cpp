#include "modules/identity/store.hpp"
#include "platform/db/table.hpp"

namespace twinrail::identity::store {

std::vector<RoleRow> roles(Read& db) {
  return db.all<RoleRow>("SELECT {columns} FROM identity_role ORDER BY built_in DESC, code"_sql);
}

std::optional<RoleRow> role(Read& db, const std::string& code) { return by_key<RoleRow>(db, code); }

std::vector<RoleRightRow> role_rights(Read& db) {
  return db.all<RoleRightRow>(
      "SELECT {columns} FROM identity_role_right ORDER BY role, permission"_sql);
}

std::vector<RoleClassRow> role_classes(Read& db) {
  return db.all<RoleClassRow>(
      "SELECT {columns} FROM identity_role_class ORDER BY role, field_class"_sql);
}

void add_role(Tx& tx, const RoleRow& row) { insert(tx, row); }

bool change_role(Tx& tx, const RoleRow& row) { return update_by_key(tx, row); }

void set_role_rights(Tx& tx, const std::string& role, const std::vector<RoleRightRow>& rights) {
  tx.run("DELETE FROM identity_role_right WHERE role = ?"_sql, role);
  insert(tx, rights);
}

void set_role_classes(Tx& tx, const std::string& role, const std::vector<RoleClassRow>& classes) {
  tx.run("DELETE FROM identity_role_class WHERE role = ?"_sql, role);
  insert(tx, classes);
}

Ask<std::string> ask_roles_of(AccountId account) {
  return ask<std::string>(
      "SELECT role FROM identity_account_role WHERE account = ? ORDER BY role"_sql, account);
}

Ask<RoleRightRow> ask_rights_of(AccountId account) {
  return ask<RoleRightRow>(R"(
    SELECT {columns g}
      FROM identity_account_role a
      JOIN identity_role_right g ON g.role = a.role
     WHERE a.account = ?)"_sql,
                           account);
}

Ask<RoleClassRow> ask_classes_of(AccountId account) {
  return ask<RoleClassRow>(R"(
    SELECT {columns g}
      FROM identity_account_role a
      JOIN identity_role_class g ON g.role = a.role
     WHERE a.account = ?)"_sql,
                           account);
}

void add_roles(Tx& tx, AccountId account, const std::vector<std::string>& roles) {
  std::vector<AccountRoleRow> rows;
  for (const std::string& role : roles) rows.push_back({account, role});
  insert(tx, rows);
}

void add_roles_to(Tx& tx, const std::vector<AccountId>& accounts,
                  const std::vector<std::string>& roles) {
  std::vector<AccountRoleRow> rows;
  for (const AccountId account : accounts)
    for (const std::string& role : roles) rows.push_back({account, role});
  insert(tx, rows);
}

void set_roles(Tx& tx, AccountId account, const std::vector<std::string>& roles) {
  tx.run("DELETE FROM identity_account_role WHERE account = ?"_sql, account);
  add_roles(tx, account, roles);
}

}  // namespace twinrail::identity::store
