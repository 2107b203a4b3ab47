#pragma once

#include <functional>
#include <memory>

#include "platform/http/dear_reads.hpp"
#include "platform/http/rate_limit.hpp"
#include "platform/http/router.hpp"
#include "platform/http/thread_pool.hpp"
#include "platform/tenant/tenant.hpp"

namespace twinrail {

/// Who is calling, and where.
struct Identity {
  std::shared_ptr<Tenant> tenant;
  std::shared_ptr<const Viewer> viewer;  ///< none for an open route
  Locale locale = Locale::zh;
  std::string token;     ///< the session's secret, to end it
  bool cookie = false;   ///< by cookie, so a write must come from our own pages
  bool session = false;  ///< a person signed in; otherwise an API token, or nobody
};

/// What the front asks of the rest of the program.
struct FrontHooks {
  /// Finds the caller; `known` is called at once or from another thread, with an identity or an
  /// error.
  using Known = std::function<void(Identity, std::exception_ptr)>;
  std::function<void(const Request&, bool must_sign_in, Known)> identify;
  std::function<bool(const Tenant&, const std::string& module)> module_on;
  std::function<Instant()> now;
  std::function<Date(const Tenant&, Instant)> today;
  std::function<void(const std::string& line)> log;
  /// Who may do what in a company has changed: nothing that was proved before counts any more.
  std::function<void(const Tenant&)> forget = {};
  /// For limits: a clock that nobody sets.
  std::function<RateLimit::Time()> steady = &std::chrono::steady_clock::now;
};

struct FrontOptions {
  int workers = 2;  ///< threads of use cases that hold no lane
  /// Threads that look at passwords, apart from the others: strangers ask for that, and it is dear.
  int hashing = 2;
  std::size_t hashing_waiting = 32;  ///< more are told to come back
  /// Dear reads of one company, of which some readers are to stay free.
  DearReads::Limits dear = {};
  bool access_log = false;       ///< a line for each request, by its route and without who asked
  RatePolicy rate = {};          ///< of one account; the operator's configuration has a default
  RatePolicy company_rate = {};  ///< of all accounts of one company together
  /// Of one address, for what is open to everybody (signing in), and for wrong tokens.
  RatePolicy open_rate = {.per_second = 20, .burst = 1000};
  /// Addresses whose word is taken for who asks through them; nobody else's is.
  std::vector<std::string> trusted_proxies = {};
};

/// From a request to an answer: the one way through which every route is called.
class Front {
 public:
  Front(const Router& router, FrontHooks hooks, FrontOptions options = {});
  ~Front();
  Front(const Front&) = delete;
  Front& operator=(const Front&) = delete;

  struct Call;
  /// A request that may send its body, of at most that many bytes.
  struct Entry {
    std::shared_ptr<Call> call;
    std::size_t body_max = 0;
  };
  using MaySend = std::function<void(Entry)>;

  /// `respond` is called once, from any thread, after what was changed is durable.
  void handle(std::shared_ptr<Request> request, Respond respond);
  /// The same for a request whose body is still to come. Whoever may not call the route is told by
  /// `refuse` before a byte of it is read; for the others `may_send` is called. Either is called
  /// once, from any thread. When the body lies in the request, the caller goes on.
  void begin(std::shared_ptr<Request> request, Respond refuse, MaySend may_send);
  void go_on(const Entry& entry, Respond respond);
  /// Finds the caller. Wrong secrets of one address are answered with Error "request.too_many" when
  /// they are too many; a good one never is.
  void identify(const Request& request, bool must_sign_in, FrontHooks::Known known);
  /// The same as `handle`, waiting: for tests and the command line.
  [[nodiscard]] Response call(Request request);
  /// Runs a job that may wait, such as opening a company; false when too many wait already.
  [[nodiscard]] bool offload(std::function<void()> job);
  /// The same on a thread that does nothing else: whether we are ready.
  [[nodiscard]] bool ask_apart(std::function<void()> job);
  void stop();

  [[nodiscard]] const Router& router() const { return router_; }
  [[nodiscard]] const FrontHooks& hooks() const { return hooks_; }

 private:
  using Entered = std::function<void(const std::shared_ptr<Call>&)>;
  std::shared_ptr<Call> called(std::shared_ptr<Request> request, Respond respond);
  void enter(const std::shared_ptr<Call>& call, const Entered& entered);
  [[nodiscard]] std::exception_ptr slowed(const std::string& client, std::exception_ptr failed);
  void admit(Call& call, Identity identity);
  void limit(Call& call);
  void read_and_start(const std::shared_ptr<Call>& call);
  void start(const std::shared_ptr<Call>& call);
  void start_dear(const std::shared_ptr<Call>& call);
  void begin(const std::shared_ptr<Call>& call, const Lanes::Done& done);

  const Router& router_;
  FrontHooks hooks_;
  FrontOptions options_;
  RateLimit accounts_;
  RateLimit companies_;
  RateLimit addresses_;
  RateLimit failures_;  ///< wrong tokens and cookies, by address
  std::shared_ptr<DearReads> dear_;
  ThreadPool workers_;
  ThreadPool hashing_;
  ThreadPool opening_;
  ThreadPool apart_;
};

/// An error as application/problem+json (RFC 9457) in the reader's language.
[[nodiscard]] Response problem_response(const Error& error, Locale locale,
                                        const std::string& request_id);
/// The same for any exception; one that is no Error is a mistake of ours and says only its number.
[[nodiscard]] Response problem_response(std::exception_ptr failed, Locale locale,
                                        const std::string& request_id,
                                        const std::function<void(const std::string&)>& log);
[[nodiscard]] int status_of(const Error& error);
/// The language that Accept-Language prefers; Chinese unless it says English.
[[nodiscard]] Locale locale_of(std::string_view accept_language);

}  // namespace twinrail
