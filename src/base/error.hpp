#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace twinrail {

/// What kind of refusal this is; the router turns it into a status code, the jobs into a retry or a
/// stop.
enum class Fault {
  invalid,                ///< 400: malformed or against a rule
  unauthenticated,        ///< 401
  forbidden,              ///< 403
  not_found,              ///< 404, also for what the reader may not know to exist
  conflict,               ///< 409: the state of the thing does not allow it
  stale,                  ///< 412: If-Match names an older version
  too_large,              ///< 413
  unsupported,            ///< 415: a media type or an encoding we do not read
  unprocessable,          ///< 422: well-formed rows that a rule refuses (imports, batches)
  precondition_required,  ///< 428: an update without If-Match
  too_many,               ///< 429
  unavailable,            ///< 503: a bounded queue is full, a database is away
  internal,               ///< 500: a mistake of ours
};

/// One named argument of a message; the reader's language decides the words around it.
using Argument = std::pair<std::string, std::string>;
using Arguments = std::vector<Argument>;

/// One thing that is wrong, and where.
struct Problem {
  std::string
      pointer;      ///< JSON pointer ("/readings/3/amount"), or for a table "row 4, column amount"
  std::string key;  ///< message key, e.g. "kpi.reason_required"
  Arguments args;
};

/// The one error type. Thrown when a use case cannot go on, caught once in the router.
class Error : public std::exception {
 public:
  Error(Fault fault, std::string key, Arguments args = {})
      : fault_(fault), key_(std::move(key)), args_(std::move(args)) {}
  Error(Fault fault, std::string key, std::vector<Problem> problems)
      : fault_(fault), key_(std::move(key)), problems_(std::move(problems)) {}

  [[nodiscard]] Fault fault() const { return fault_; }
  [[nodiscard]] const std::string& key() const { return key_; }
  [[nodiscard]] const Arguments& args() const { return args_; }
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }
  [[nodiscard]] const char* what() const noexcept override { return key_.c_str(); }

 private:
  Fault fault_;
  std::string key_;
  Arguments args_;
  std::vector<Problem> problems_;
};

}  // namespace twinrail
