#include "app/commands_user.hpp"

#include <fstream>
#include <iostream>
#include <memory>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <termios.h>
#include <unistd.h>

#include "app/application.hpp"
#include "modules/identity/model.hpp"
#include "modules/people/people.hpp"

namespace twinrail {
namespace {

/// What the options of these commands fill.
struct UserOptions {
  std::string tenant = "main";
  std::string login;
  std::string password_argument;  ///< taken only to be refused with a reason
  std::string password_file;
  std::string name;
  std::string employee_no;
  std::vector<std::string> roles;
  std::vector<std::string> scopes;
  int days = 30;
  std::int64_t token = 0;
  bool all = false;
};

/// Typed characters are not shown while this lives.
class Unseen {
 public:
  Unseen() {
    tcgetattr(STDIN_FILENO, &before_);
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~Unseen() { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

 private:
  termios before_{};
};

std::string line_of(std::istream& in) {
  std::string line;
  if (!std::getline(in, line)) throw Error(Fault::invalid, "identity.no_password");
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::string asked(const char* question) {
  std::cerr << question << std::flush;
  const Unseen unseen;
  std::string line = line_of(std::cin);
  std::cerr << "\n";
  return line;
}

/// Never from the arguments of the command: every user of the machine can read those.
std::string password_of(const UserOptions& o) {
  if (!o.password_argument.empty()) throw Error(Fault::invalid, "identity.password_in_arguments");
  if (o.password_file == "-") return line_of(std::cin);
  if (!o.password_file.empty()) {
    std::ifstream in(o.password_file);
    if (!in) throw Error(Fault::invalid, "config.unreadable", Arguments{{"file", o.password_file}});
    return line_of(in);
  }
  if (isatty(STDIN_FILENO) == 0) throw Error(Fault::invalid, "identity.no_password");
  std::string password = asked("password: ");
  if (asked("again: ") != password) throw Error(Fault::invalid, "identity.password_twice_differs");
  return password;
}

int add_user(const Config& config, const UserOptions& o) {
  identity::NewAccount account{
      .login = o.login, .name = o.name, .password = password_of(o), .roles = o.roles};
  Application app(config);
  const auto tenant = app.tenants().open(o.tenant);
  tenant->lanes().write({.name = "command:user add"}, "add_account", [&](Tx& tx) {
    if (!o.employee_no.empty()) {
      account.person = app.people().person_by_number(tx, o.employee_no);
      if (!account.person)
        throw Error(Fault::invalid, "people.unknown_number", Arguments{{"number", o.employee_no}});
      if (account.name.empty())
        account.name = app.people().person_names(tx, {*account.person})[*account.person];
    }
    (void)app.identity().add_account(tx, account, now_utc());
  });
  std::cout << "added " << o.login << "\n";
  return 0;
}

int set_password(const Config& config, const UserOptions& o) {
  const std::string password = password_of(o);
  Application app(config);
  app.tenants().open(o.tenant)->lanes().write(
      {.name = "command:user password"}, "set_password",
      [&](Tx& tx) { app.identity().set_password(tx, o.login, password, now_utc()); });
  std::cout << "changed; the account's sessions and tokens have ended\n";
  return 0;
}

int make_token(const Config& config, const UserOptions& o) {
  Application app(config);
  std::string secret;
  app.tenants().open(o.tenant)->lanes().write(
      {.name = "command:user token"}, "make_token", [&](Tx& tx) {
        secret = app.identity().make_token(
            tx, o.login, o.name.empty() ? "command line" : o.name, o.scopes,
            now_utc().plus_seconds(std::int64_t{o.days} * 86400), now_utc());
      });
  std::cout << secret << "\n";
  return 0;
}

void print(const identity::AccountView& account) {
  std::cout << account.login << "\t" << account.name << "\t" << enum_name(account.state);
  for (const std::string& role : account.roles) std::cout << "\t" << role;
  std::cout << "\n";
}

int list_users(const Config& config, const UserOptions& o) {
  Application app(config);
  const auto tenant = app.tenants().open(o.tenant);
  const Context ctx = app.operator_context(*tenant, "command:user list");
  identity::AccountsQuery query{.limit = 200};
  for (bool more = true; more;) {
    Page<identity::AccountView> page;
    tenant->lanes().read([&](Read& db) { page = app.identity().accounts(ctx, db, query); });
    for (const identity::AccountView& account : page.items) print(account);
    more = page.next.has_value();
    if (more) query.cursor = *page.next;
  }
  return 0;
}

/// Changes an account as it stands now.
int change_user(const Config& config, const UserOptions& o, const std::string& name,
                const std::function<identity::AccountView(identity::Service&, const Context&, Tx&,
                                                          AccountId)>& change) {
  Application app(config);
  const auto tenant = app.tenants().open(o.tenant);
  Context ctx = app.operator_context(*tenant, name);
  tenant->lanes().write({.name = name}, "change_account", [&](Tx& tx) {
    const AccountId id = app.identity().account_named(tx, o.login);
    ctx.if_match = app.identity().account(ctx, tx, {id}).version;
    print(change(app.identity(), ctx, tx, id));
  });
  return 0;
}

int change_state(const Config& config, const UserOptions& o, identity::AccountState state) {
  const bool closes = state == identity::AccountState::closed;
  return change_user(config, o, closes ? "command:user close" : "command:user open",
                     [state](identity::Service& s, const Context& ctx, Tx& tx, AccountId id) {
                       return s.change_state(ctx, tx, {id, state});
                     });
}

int give_roles(const Config& config, const UserOptions& o) {
  const List<Text<40>, 20> roles(o.roles.begin(), o.roles.end());
  return change_user(config, o, "command:user role",
                     [&](identity::Service& s, const Context& ctx, Tx& tx, AccountId id) {
                       return s.give_roles(ctx, tx, {id, roles});
                     });
}

void print(const identity::Token& token) {
  std::cout << token.id.value << "\t" << token.label << "\tuntil " << token.expires_at.to_string()
            << "\tlast used "
            << (token.last_used_at ? token.last_used_at->to_string() : std::string("never"));
  for (const std::string& scope : token.scopes) std::cout << "\t" << scope;
  std::cout << "\n";
}

/// Lists an account's tokens, after revoking what was asked for.
int tokens(const Config& config, const UserOptions& o) {
  Application app(config);
  const auto tenant = app.tenants().open(o.tenant);
  const Context ctx = app.operator_context(*tenant, "command:user tokens");
  identity::TokenList left;
  tenant->lanes().write({.name = "command:user tokens"}, "revoke_tokens", [&](Tx& tx) {
    const AccountId id = app.identity().account_named(tx, o.login);
    if (o.all) app.identity().revoke_account_tokens(ctx, tx, {id});
    if (o.token != 0) app.identity().revoke_account_token(ctx, tx, {id, {o.token}});
    left = app.identity().account_tokens(ctx, tx, {id});
  });
  for (const identity::Token& token : left.items) print(token);
  return 0;
}

using Run = std::function<int(const Config&, const UserOptions&)>;

/// The commands that share their options, configuration and place.
class Adder {
 public:
  Adder(CLI::App& under, const std::function<Config()>& config, std::function<int()>& chosen)
      : under_(under), config_(config), chosen_(chosen) {}

  CLI::App* add(const char* name, const char* meaning, const Run& run) {
    CLI::App* command = under_.add_subcommand(name, meaning);
    command->add_option("--tenant", options_->tenant, "code of the company")->capture_default_str();
    command->callback([options = options_, config = config_, &chosen = chosen_, run] {
      chosen = [options, config, run] { return run(config(), *options); };
    });
    return command;
  }
  CLI::App* add_for_login(const char* name, const char* meaning, const Run& run) {
    CLI::App* command = add(name, meaning, run);
    command->add_option("login", options_->login)->required();
    return command;
  }
  CLI::App* with_password(CLI::App* command) {
    command->add_option("--password-file", options_->password_file,
                        "its first line is the password, - reads it from the input; asked for "
                        "otherwise");
    command->add_option("--password", options_->password_argument)->group("");
    return command;
  }
  [[nodiscard]] UserOptions& options() { return *options_; }

 private:
  CLI::App& under_;
  std::function<Config()> config_;
  std::function<int()>& chosen_;
  std::shared_ptr<UserOptions> options_ = std::make_shared<UserOptions>();
};

void add_account_commands(Adder& to) {
  UserOptions& o = to.options();
  CLI::App* add = to.with_password(to.add_for_login("add", "make an account", &add_user));
  add->add_option("--role", o.roles, "executive, hr, manager, employee, operator, admin")
      ->required();
  add->add_option("--employee", o.employee_no, "employee number of the person");
  add->add_option("--name", o.name, "name, if there is no person");
  to.with_password(to.add_for_login(
      "password", "set a password; ends the account's sessions and tokens", &set_password));
  to.add("list", "list the accounts with their state and roles", &list_users);
  to.add_for_login("close", "close an account; ends its sessions and tokens",
                   [](const Config& c, const UserOptions& given) {
                     return change_state(c, given, identity::AccountState::closed);
                   });
  to.add_for_login("open", "open a closed account again",
                   [](const Config& c, const UserOptions& given) {
                     return change_state(c, given, identity::AccountState::active);
                   });
  to.add_for_login("role", "give an account these roles and no others; ends its sessions",
                   &give_roles)
      ->add_option("--role", o.roles, "may stand several times")
      ->required();
}

void add_token_commands(Adder& to) {
  UserOptions& o = to.options();
  CLI::App* token = to.add_for_login("token", "make an API token and print it", &make_token);
  token->add_option("--scope", o.scopes, "permission, e.g. kpi.write_reading")->required();
  token->add_option("--label", o.name, "what it is for");
  token->add_option("--days", o.days, "valid for so many days")->capture_default_str();
  CLI::App* list = to.add_for_login("tokens", "list an account's API tokens", &tokens);
  list->add_option("--revoke", o.token, "number of one to revoke before");
  list->add_flag("--revoke-all", o.all, "revoke all of them before");
}

}  // namespace

void add_user_commands(CLI::App& app, const std::function<Config()>& config,
                       std::function<int()>& chosen) {
  CLI::App* user = app.add_subcommand("user", "accounts and API tokens");
  user->require_subcommand(1);
  Adder to(*user, config, chosen);
  add_account_commands(to);
  add_token_commands(to);
}

}  // namespace twinrail
