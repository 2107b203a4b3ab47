#include "app/commands_company.hpp"

#include <iostream>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "app/application.hpp"
#include "modules/people/people.hpp"
#include "platform/i18n/i18n.hpp"

namespace twinrail {
namespace {

int create_tenant(const Options& o) {
  Application app(config_of(o));
  const auto tenant = app.tenants().create(o.tenant, {o.name_zh, o.name_en});
  CalendarRule rule;
  rule.zone = o.zone;
  rule.week_start = o.week_start == "saturday" ? Weekday::saturday
                    : o.week_start == "sunday" ? Weekday::sunday
                                               : Weekday::monday;
  tenant->lanes().write({.name = "command:tenant create"}, "set_calendar",
                        [&](Tx& tx) { app.people().set_calendar(tx, rule); });
  std::cout << "created " << o.tenant << "\n";
  return 0;
}

int move_tenant(const Options& o) {
  const auto to = enum_named<TenantEngine>(o.to);
  if (!to) throw Error(Fault::invalid, "tenant.no_such_place", Arguments{{"place", o.to}});
  Application app(config_of(o));
  const MoveReport moved = app.tenants().move(o.tenant, *to);
  std::cout << "moved " << o.tenant << " to " << o.to << ": " << moved.tables << " tables, "
            << moved.rows << " rows, compared\naudit trail: " << moved.trail.sealed << " of "
            << moved.trail.rows << " rows sealed, whole\nhead " << moved.trail.head
            << "\nthe old place is closed and kept; remove it when you are sure\n";
  return 0;
}

/// The one command that cannot be taken back: the code is typed again.
void require_confirmed(const Options& o) {
  std::string typed = o.yes;
  if (typed.empty()) {
    std::cout << i18n::text(Locale::en, "tenant.type_code", {{"code", o.tenant}}) << " "
              << std::flush;
    std::getline(std::cin, typed);
  }
  if (typed != o.tenant) throw Error(Fault::invalid, "tenant.not_confirmed");
}

int remove_tenant(const Options& o) {
  if (o.file.empty() == !o.without_backup) throw Error(Fault::invalid, "tenant.backup_or_not");
  require_confirmed(o);
  Application app(config_of(o));
  if (app.tenants().remove(o.tenant, o.file)) std::cout << "saved " << o.file << "\n";
  std::cout << "removed " << o.tenant << "; backups that were made before are still there\n";
  return 0;
}

int list_tenants(const Options& o) {
  Application app(config_of(o));
  for (const TenantEntry& t : app.tenants().list())
    std::cout << t.code << "\t" << t.name_zh << "\t" << t.name_en << "\n";
  return 0;
}

/// A company that cannot be opened does not hold up the others.
int migrate_all(const Options& o) {
  Application app(config_of(o));
  int refused = 0;
  for (const TenantEntry& t : app.tenants().list()) {
    try {
      app.tenants().open(t.code);
      std::cout << t.code << " is up to date\n";
    } catch (const Error& e) {
      ++refused;
      std::cout << t.code << ": " << sentence(e) << "\n";
    }
  }
  return refused == 0 ? 0 : 1;
}

int backup(const Options& o) {
  Application app(config_of(o));
  app.tenants().backup(o.tenant, o.file);
  std::cout << "saved " << o.file << "\n";
  return 0;
}

int restore(const Options& o) {
  Application app(config_of(o));
  app.tenants().restore(o.tenant, o.file);
  std::cout << "restored " << o.tenant
            << "; its sessions and tokens are ended: everybody signs in again, and programs need "
               "new tokens\n";
  return 0;
}

std::string whole(const std::string& code, const DataReport& found) {
  return i18n::text(Locale::en, "tenant.data_whole",
                    {{"code", code},
                     {"tables", std::to_string(found.tables)},
                     {"rows", std::to_string(found.rows)},
                     {"sealed", std::to_string(found.trail.sealed)},
                     {"trail", std::to_string(found.trail.rows)}});
}

/// Reads everything that one company has, or each of them.
int check_data(const Options& o) {
  Application app(config_of(o));
  std::vector<std::string> codes;
  if (!o.only.empty()) codes.push_back(o.only);
  if (codes.empty())
    for (const TenantEntry& t : app.tenants().list()) codes.push_back(t.code);
  int damaged = 0;
  const auto complain = [&](const std::string& code, const std::string& why) {
    ++damaged;
    std::cout << i18n::text(Locale::en, "tenant.data_damaged", {{"code", code}, {"why", why}})
              << "\n";
  };
  for (const std::string& code : codes) {
    try {
      const DataReport found = app.tenants().check_data(code);
      for (const std::string& why : found.problems) complain(code, why);
      if (found.problems.empty()) std::cout << whole(code, found) << "\n";
    } catch (const Error& e) {  // the others are looked at as well
      complain(code, sentence(e));
    }
  }
  return damaged == 0 ? 0 : 1;
}

void add_tenant_commands(CLI::App& app, Options& o, std::function<int()>& chosen) {
  CLI::App* tenant = app.add_subcommand("tenant", "companies of this installation");
  tenant->require_subcommand(1);
  CLI::App* create = tenant->add_subcommand("create", "make a company");
  create->add_option("code", o.tenant, "letters a-z, digits and hyphens")->required();
  create->add_option("--name-zh", o.name_zh, "Chinese name");
  create->add_option("--name-en", o.name_en, "English name");
  create->add_option("--zone", o.zone, "IANA time zone")->capture_default_str();
  create->add_option("--week-start", o.week_start, "monday, sunday or saturday")
      ->capture_default_str();
  create->callback([&] { chosen = [&o] { return create_tenant(o); }; });
  CLI::App* move =
      tenant->add_subcommand("move", "move a company to the other engine; stop the service before");
  move->add_option("code", o.tenant)->required();
  move->add_option("--to", o.to, "sqlite or postgres")->required();
  move->callback([&] { chosen = [&o] { return move_tenant(o); }; });
  CLI::App* remove = tenant->add_subcommand("remove", "remove a company and all its data for good");
  remove->add_option("code", o.tenant)->required();
  remove->add_option("--yes", o.yes, "the code again, instead of typing it");
  remove->add_option("--backup", o.file, "a last backup goes into this file");
  remove->add_flag("--without-backup", o.without_backup, "make no last backup");
  remove->callback([&] { chosen = [&o] { return remove_tenant(o); }; });
  tenant->add_subcommand("list", "list the companies")->callback([&] {
    chosen = [&o] { return list_tenants(o); };
  });
}

void add_file_commands(CLI::App& app, Options& o, std::function<int()>& chosen) {
  CLI::App* save = app.add_subcommand("backup", "copy a company into one file while it is in use");
  save->add_option("file", o.file)->required();
  tenant_option(save, o);
  save->callback([&] { chosen = [&o] { return backup(o); }; });
  CLI::App* load = app.add_subcommand("restore", "make a company from such a file");
  load->add_option("file", o.file)->required();
  tenant_option(load, o);
  load->callback([&] { chosen = [&o] { return restore(o); }; });
}

}  // namespace

void add_company_commands(CLI::App& app, Options& o, std::function<int()>& chosen) {
  add_tenant_commands(app, o, chosen);
  add_file_commands(app, o, chosen);
  app.add_subcommand("migrate", "bring every company's tables up to date")->callback([&] {
    chosen = [&o] { return migrate_all(o); };
  });
  CLI::App* look = app.add_subcommand(
      "check-data",
      "read all that a company has, and say whether it is whole; all of them by default");
  look->add_option("--tenant", o.only, "code of the company");
  look->callback([&] { chosen = [&o] { return check_data(o); }; });
}

}  // namespace twinrail
