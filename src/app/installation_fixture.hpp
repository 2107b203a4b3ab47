#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/application.hpp"
#include "support/reply_check.hpp"

/// A whole installation to test with, in process, on either engine.
namespace twinrail::testing {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// What came back, with a look into its JSON.
struct Answer {
  int status = 0;
  std::string body;
  Headers headers;

  /// The value at a JSON pointer as text ("null" for null); "-" where there is nothing.
  [[nodiscard]] std::string at(std::string_view pointer) const;
  /// How many children the value at a pointer has.
  [[nodiscard]] std::size_t size(std::string_view pointer) const;
  [[nodiscard]] std::string header(std::string_view name) const;
  /// Of a problem: the name at the end of its type, or of its first place when that says more.
  [[nodiscard]] std::string key() const;
};

/// Two companies. "north" has the unit C above S above T1 and T2, a person for each role and an
/// account for each role, named as the role; "nobody" has an account without roles, "english" may
/// do what "hr" may and reads English. Figures flow in T1 and T2. "south" has an administrator.
/// Every reply is held against the OpenAPI document.
class Installation {
 public:
  explicit Installation(bool on_postgres);
  ~Installation();
  Installation(const Installation&) = delete;
  Installation& operator=(const Installation&) = delete;

  /// Asks as that account of "north", by an API token with every scope; "" asks as nobody at all.
  Answer get(const std::string& target, const std::string& who, Headers more = {});
  Answer send(Method method, const std::string& target, const std::string& who,
              const std::string& body, Headers more = {});
  /// Asks with these headers alone.
  Answer ask(Method method, const std::string& target, const std::string& body, Headers headers);
  /// A route with the ids of things that are there in its path, without a body.
  Answer knock(const Route& route, Headers headers);

  /// The header that an API token of an account stands in; made with these scopes.
  Headers token(const std::string& tenant, const std::string& login,
                const std::vector<std::string>& scopes);
  /// The header of a signed-in session.
  Headers session(const std::string& tenant, const std::string& login);
  /// How many rows stand in each table that a request could change.
  std::map<std::string, std::int64_t> counts();

  [[nodiscard]] Application& app() { return *app_; }
  [[nodiscard]] Tenant& north() { return *north_; }
  [[nodiscard]] bool on_postgres() const { return on_postgres_; }
  /// The id of a thing: units by code, people by number ("P-" + role), and the field names of
  /// paths.
  [[nodiscard]] std::string id(const std::string& name) const;
  /// A day, counted from today.
  [[nodiscard]] static std::string day(int from_today);

  static constexpr const char* password = "a long enough password";

 private:
  void take(const char* inlet, const std::string& table);
  void add_people();
  void add_accounts();
  void add_figures();
  void add_goals();
  /// hr asks for the review of a draft, and the executive, hr's manager, agrees to it.
  void agree_to(const std::string& objective);
  void add_notices();
  /// Sends as hr what has to work, and gives the id at a pointer of the answer.
  std::string made(const std::string& target, const std::string& body, std::string_view pointer,
                   Headers more = {});

  bool on_postgres_;
  std::string database_;
  std::unique_ptr<Application> app_;
  std::shared_ptr<Tenant> north_;
  std::shared_ptr<Tenant> south_;
  std::unique_ptr<ReplyCheck> check_;
  std::map<std::string, std::string> ids_;
  std::map<std::string, Headers> secrets_;
  int asked_ = 0;
};

/// Runs a test on SQLite and on PostgreSQL, each on the one installation of this process.
void for_each_installation(const std::function<void(Installation&)>& test);
/// The same on installations of its own: for a test that changes what others would look at.
void for_each_fresh(const std::function<void(Installation&)>& test);

/// Every role's name; the accounts of "north".
[[nodiscard]] std::vector<std::string> role_names();
/// Every permission's name.
[[nodiscard]] std::vector<std::string> all_scopes();

}  // namespace twinrail::testing
