#include "app/commands.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <sodium.h>
#include <unistd.h>

#include "app/application.hpp"
#include "app/check.hpp"
#include "app/commands_audit.hpp"
#include "app/commands_company.hpp"
#include "app/commands_user.hpp"
#include "app/options.hpp"
#include "app/rights_page.hpp"
#include "app/serving.hpp"
#include "modules/identity/identity.hpp"
#include "modules/kpi/kpi.hpp"
#include "modules/okr/okr.hpp"
#include "modules/people/people.hpp"
#include "platform/db/migrate.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/inlets/import.hpp"
#include "platform/openapi/openapi.hpp"
#include "platform/outbox/outbox.hpp"

namespace twinrail {
namespace {

volatile std::sig_atomic_t stop_asked = 0;
void ask_stop(int) { stop_asked = 1; }

void offer_first_start(Application& app, const std::string& url, const TenantEntry& entry) {
  const auto tenant = app.tenants().open(entry.code);
  std::string secret;
  tenant->lanes().write({.name = "command:serve"}, "first_start_link", [&](Tx& tx) {
    if (!app.identity().has_accounts(tx)) secret = app.identity().first_start_secret(tx, now_utc());
  });
  if (!secret.empty())
    std::cout << "first start: open " << url << "/start?token=" << secret
              << " within a day to make the administrator of \"" << entry.code << "\"\n";
}

/// A large installation makes accounts by command; its companies are not opened to look for some.
constexpr std::size_t first_start_companies = 20;

/// A new installation has nobody who could sign in: a link that works once makes the first one.
void offer_first_start(Application& app, const std::string& url) {
  const std::vector<TenantEntry> companies = app.tenants().list();
  if (companies.size() > first_start_companies) return;
  for (const TenantEntry& entry : companies) {
    try {
      offer_first_start(app, url, entry);
    } catch (const Error& e) {  // the others go on
      std::cout << "company \"" << entry.code << "\": " << sentence(e) << "\n";
    }
  }
}

int serve(const Options& o) {
  Config config = config_of(o);
  check_config(config);
  Application app(config);
  if (app.tenants().list().empty()) app.tenants().create("main", {"公司", "Company"});
  app.serve_tenants();
  Server server(server_options(config), app.front(), app.live(),
                {[&] { return app.ready(); }, [&] { return app.metrics(); }});
  const std::string url = std::string(config.tls_certificate.empty() ? "http" : "https") + "://" +
                          config.listen + ":" + std::to_string(server.port());
  std::signal(SIGINT, ask_stop);
  std::signal(SIGTERM, ask_stop);
  offer_first_start(app, url);
  if (config.demo) std::cout << "demo: an invented company on real public data\n";
  if (server.metrics_port() >= 0)
    std::cout << "metrics http://" << config.listen << ":" << server.metrics_port() << "/metrics\n";
  std::cout << "ready " << url << std::endl;
  while (!stop_asked) usleep(50'000);
  end_soon();
  server.stop();
  app.stop();
  return 0;
}

int import(const Options& o) {
  Application app(config_of(o));
  const auto tenant = app.tenants().open(o.tenant);
  std::ifstream in(o.file, std::ios::binary);
  if (!in) throw Error(Fault::invalid, "config.unreadable", Arguments{{"file", o.file}});
  std::ostringstream bytes;
  bytes << in.rdbuf();
  const Context ctx = app.operator_context(*tenant, "command:import");
  const Import done = import_file(app.imports(), *tenant, ctx, o.inlet, bytes.str(), o.dry_run);
  app.settle(*tenant);
  std::cout << done.rows << " rows: " << done.stored << " stored, " << done.corrected
            << " corrected, " << done.known << " already known, " << done.refused << " refused"
            << (o.dry_run ? " (dry run: nothing was written)" : "") << "\n";
  for (const ImportProblem& p : done.problems)
    std::cout << o.file << ":" << p.row << ": " << p.column << ": " << p.detail << "\n";
  return done.state == ImportState::done ? 0 : 1;
}

int recompute(const Options& o) {
  Application app(config_of(o));
  const auto tenant = app.tenants().open(o.tenant);
  app.settle(*tenant);
  const Date today = app.operator_context(*tenant, "command:recompute").today();
  kpi::Differing figures;
  std::int64_t standings = 0;
  std::int64_t organisation = 0;
  tenant->lanes().write({.name = "command:recompute"}, "recompute", [&](Tx& tx) {
    organisation = app.people().recompute(tx, today, now_utc(), o.repair);
    figures = app.kpi().recompute(tx, today, o.repair);
    standings = app.okr().recompute(tx, o.repair);
  });
  std::cout << figures.days << " sums of days, " << figures.tallies << " running sums, "
            << figures.points << " points, " << figures.counts << " counts of readings and "
            << standings << " standings differ, and " << organisation
            << " rows of who oversees and finds whom" << (o.repair ? ", repaired" : "") << "\n";
  return organisation + figures.all() + standings == 0 || o.repair ? 0 : 1;
}

/// What the program says of itself, without any company: in a folder that is gone afterwards.
int print_of_program(const Options& o, const std::function<void(Application&)>& print) {
  Config config = config_of(o);
  char folder[] = "/tmp/twinrail-XXXXXX";
  if (!mkdtemp(folder))
    throw Error(Fault::unavailable, "config.unwritable", Arguments{{"file", folder}});
  config.data = std::string(folder) + "/data";
  config.audit_key = std::string(folder) + "/audit.key";
  config.postgres.clear();
  {
    Application app(config);
    print(app);
  }
  std::filesystem::remove_all(folder);
  return 0;
}

int print_rights(const Options& o) {
  return print_of_program(o, [&](Application& app) {
    std::cout << rights_page(app.services(), app.router(), o.module);
  });
}

int print_openapi(const Options& o) {
  return print_of_program(o, [](Application& app) {
    std::cout << openapi_document(app.router(), app.inlets()) << "\n";
  });
}

int print_config(const Options& o) {
  const Config config = config_of(o);
  check_config(config);
  std::cout << describe_config(config);
  return 0;
}

std::string time_of(const std::optional<Instant>& at) {
  return at ? at->to_string() : std::string("never");
}

/// What goes on in the background of a company, and what went wrong there.
int show_status(const Options& o) {
  Application app(config_of(o));
  const auto tenant = app.tenants().open(o.tenant);
  std::vector<jobs::store::JobRow> rows;
  tenant->lanes().read([&](Read& db) { rows = jobs::store::list(db); });
  int failing = 0;
  for (const auto& job : rows) {
    std::cout << job.name << "\tran " << time_of(job.last_run) << "\tdue " << job.due_at.to_string()
              << "\t" << job.runs << " times\n";
    if (job.last_error.empty()) continue;
    ++failing;
    std::cout << "  failed " << job.attempts << " times in a row: " << job.last_error << "\n";
  }
  app.settle(*tenant);
  for (const SubscriberHealth& s : app.subscribers(*tenant)) {
    if (s.failures == 0) continue;
    ++failing;
    std::cout << s.name << "\t" << s.behind << " events behind\n  failed: " << s.last_error << "\n";
  }
  std::vector<LetterView> failed;
  tenant->lanes().read([&](Read& db) { failed = letters(db, LetterState::failed); });
  for (const LetterView& l : failed) {
    ++failing;
    std::cout << "letter " << l.id.value << "\t" << l.kind << " to " << l.address << "\n  failed "
              << l.attempts << " times: " << l.last_error << "\n";
  }
  std::cout << (failing == 0 ? "all is well\n" : std::to_string(failing) + " failing\n");
  return failing == 0 ? 0 : 1;
}

int resend(const Options& o) {
  Application app(config_of(o));
  app.tenants().open(o.tenant)->lanes().write({.name = "command:resend"}, "resend", [&](Tx& tx) {
    send_again(tx, LetterId{o.letter}, now_utc());
  });
  return 0;
}

void add_data_commands(CLI::App& app, Options& o, std::function<int()>& chosen) {
  CLI::App* in = app.add_subcommand("import", "take in a CSV file through an inlet");
  in->add_option("inlet", o.inlet, "e.g. kpi.reading")->required();
  in->add_option("file", o.file)->required();
  in->add_flag("--dry-run", o.dry_run, "check everything, write nothing");
  tenant_option(in, o);
  in->callback([&] { chosen = [&o] { return import(o); }; });
  CLI::App* again =
      app.add_subcommand("recompute", "compare all derived figures with a new computation");
  again->add_flag("--repair", o.repair, "write what was computed");
  tenant_option(again, o);
  again->callback([&] { chosen = [&o] { return recompute(o); }; });
  CLI::App* letter =
      app.add_subcommand("resend", "send a letter again that status says has failed");
  letter->add_option("letter", o.letter, "its number")->required();
  tenant_option(letter, o);
  letter->callback([&] { chosen = [&o] { return resend(o); }; });
}

void add_other_commands(CLI::App& app, Options& o, std::function<int()>& chosen) {
  CLI::App* s = app.add_subcommand("serve", "answer requests until stopped");
  s->add_option("--port", o.port, "0 takes a free one");
  s->add_flag("--demo", o.demo, "says on every page that the company is invented");
  s->callback([&] { chosen = [&o] { return serve(o); }; });
  CLI::App* status = app.add_subcommand("status", "a company's jobs, and what fails there");
  tenant_option(status, o);
  status->callback([&] { chosen = [&o] { return show_status(o); }; });
  app.add_subcommand("openapi", "print the OpenAPI document")->callback([&] {
    chosen = [&o] { return print_openapi(o); };
  });
  CLI::App* rights = app.add_subcommand("rights", "print who may do what, as a module gives it");
  rights->add_option("module", o.module, "e.g. kpi, or platform")->required();
  rights->callback([&] { chosen = [&o] { return print_rights(o); }; });
  app.add_subcommand("check-config", "say whether the configuration is right, and print it")
      ->callback([&] { chosen = [&o] { return print_config(o); }; });
  CLI::App* c = app.add_subcommand("check", "run worked cases through the rules of the server");
  c->add_option("files", o.files, "JSON lines");
  c->add_flag("--list", o.list, "name the server's function behind each operation");
  c->callback([&] {
    chosen = [&o] {
      return o.list ? list_operations(std::cout), 0 : run_check(o.files, std::cout);
    };
  });
}

}  // namespace

int run_command(int argc, char** argv) {
  if (sodium_init() < 0) throw Error(Fault::internal, "server.no_sodium");
  CLI::App app("Twinrail 双轨: the HR system in which OKR and KPI run on the same live data");
  Options o;
  std::function<int()> chosen;
  app.set_version_flag("--version", program_version(), "print the version and end");
  app.require_subcommand(1);
  app.add_option("--config", o.config_file, "TOML file; see check-config for the keys");
  app.add_option("--data", o.data, "folder of the companies' files");
  add_other_commands(app, o, chosen);
  add_company_commands(app, o, chosen);
  add_user_commands(app, [&o] { return config_of(o); }, chosen);
  add_data_commands(app, o, chosen);
  add_audit_commands(app, o, chosen);
  app.fallthrough();
  CLI11_PARSE(app, argc, argv);
  return chosen();
}

}  // namespace twinrail
