#include "app/commands_audit.hpp"

#include <filesystem>
#include <iostream>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "app/application.hpp"
#include "base/calendar.hpp"
#include "platform/json/json.hpp"

namespace twinrail {
namespace {

void say(bool is_so, const std::string& text) {
  if (is_so) std::cout << text << "\n";
}

void say(const std::optional<std::int64_t>& row, const std::string& before,
         const std::string& after = "") {
  say(row.has_value(), before + std::to_string(row.value_or(0)) + after);
}

std::string number(std::int64_t n) { return std::to_string(n); }

void print_counts(const audit::Verdict& v) {
  std::cout << v.rows << " rows, " << v.sealed << " sealed, " << v.unsealed << " not sealed yet, "
            << v.erased << " with erased values\nhead " << v.head << "\n";
  say(v.without_key > 0, number(v.without_key) + " rows were sealed without a key, as 0.2.0 did");
  say(v.of_other_keys > 0, number(v.of_other_keys) + " rows were sealed by another key, " +
                               v.other_key +
                               (v.unchecked > 0 ? "" : ", and later by this installation's"));
}

void print_faults(const audit::Verdict& v) {
  say(v.first_broken, "broken at row ");
  say(v.first_gap, "recording had been switched off before row ",
      ": what was changed then left no row");
  say(v.first_erased, "the values of row ", " are gone, and no row says that they were erased");
  say(v.first_added, "row ", " says that rows were found that nobody had sealed: they were added");
  say(v.first_late, "row ",
      " says that rows were sealed late: the server was killed, or they were added");
  say(v.stale > 0, number(v.stale) + " rows are not sealed although they are not of now");
  say(v.unchecked > 0,
      number(v.unchecked) + " rows cannot be checked: they were sealed by a key that is not here");
  say(v.rows == 0, "the trail is empty: nothing here was ever recorded");
}

void print_head(const std::optional<audit::HeadState>& state, const std::string& which) {
  if (!state) return;
  switch (*state) {
    case audit::HeadState::stands:
      return;
    case audit::HeadState::gone:
      return say(true, "the head that " + which +
                           " is not in the chain: its end was cut off, or the chain was computed "
                           "anew");
    case audit::HeadState::other_key:
      return say(true, "the head that " + which + " is signed by another key");
    case audit::HeadState::forged:
      return say(true, "the head that " + which + " is not what was signed");
    case audit::HeadState::other_company:
      return say(true, "the head that " + which + " is another company's");
  }
}

std::string key_file(const Config& config) {
  return config.audit_key.empty() ? audit::default_key_file() : config.audit_key;
}

int verify(const Options& o) {
  const Config config = config_of(o);
  if (!std::filesystem::exists(key_file(config))) {
    std::cout << "the key " << key_file(config)
              << " is not there: what it has sealed cannot be checked\n";
    return 1;
  }
  Application app(config);
  const TrailReport found = app.tenants().look_at_trail(o.tenant, o.head);
  print_counts(found.verdict);
  print_faults(found.verdict);
  say(!found.recording, "recording is switched off");
  say(found.differs, "what stands in a table is not what the batch of row ",
      " brought (0: no batch brought it)");
  print_head(found.kept, "this installation keeps");
  print_head(found.given, "you kept");
  return found.well() ? 0 : 1;
}

int head(const Options& o) {
  Application app(config_of(o));
  std::cout << to_json(app.tenants().head_of(o.tenant, local_date(now_utc(), "UTC"))) << "\n";
  return 0;
}

}  // namespace

void add_audit_commands(CLI::App& app, Options& o, std::function<int()>& chosen) {
  CLI::App* trail = app.add_subcommand("audit", "the audit trail");
  trail->require_subcommand(1);
  CLI::App* walk = trail->add_subcommand(
      "verify", "walk the hash chain, compare what batches brought, and name what is wrong");
  walk->add_option("--head", o.head,
                   "a signed head's file, or a hash, that you kept: is it still there?");
  tenant_option(walk, o);
  walk->callback([&] { chosen = [&o] { return verify(o); }; });
  CLI::App* end = trail->add_subcommand("head", "print the signed head of the chain, to keep it");
  tenant_option(end, o);
  end->callback([&] { chosen = [&o] { return head(o); }; });
}

}  // namespace twinrail
