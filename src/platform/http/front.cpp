#include "platform/http/front.hpp"

#include <algorithm>
#include <future>
#include <random>

#include <sodium.h>

#include "platform/http/client_address.hpp"
#include "platform/http/front_input.hpp"
#include "platform/http/gzip.hpp"
#include "platform/http/store_idempotency.hpp"
#include "platform/json/document.hpp"
#include "platform/log/log.hpp"

namespace twinrail {
namespace {

/// Work that waits for a worker; more is answered "busy".
constexpr std::size_t jobs_max = 256;
constexpr int opening_threads = 2;
/// Who was let in this long ago is asked for again when the body is there: the right may be gone.
constexpr auto let_in_for = std::chrono::seconds(1);
/// A smaller answer is not worth compressing.
constexpr std::size_t gzip_min = 1024;
constexpr std::size_t idempotency_key_max = 200;

std::string new_request_id() {
  static thread_local std::mt19937_64 source{std::random_device{}()};
  static constexpr char hex[] = "0123456789abcdef";
  std::string id;
  for (std::uint64_t bits = source(), i = 0; i < 16; ++i, bits >>= 4) id += hex[bits & 15];
  return id;
}

/// A write by cookie must come from our own pages (the session cookie is SameSite=Lax as well).
bool from_elsewhere(const Request& request) {
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty()) return site != "same-origin" && site != "none";
  const std::string_view origin = request.header("origin");
  if (origin.empty()) return false;
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos || origin.substr(scheme + 3) != request.header("host");
}

/// Signing in, and what else may ask for a password.
bool looks_at_passwords(const Route& route) { return route.is_open || route.is_by_session; }

Error too_many(const RateLimit::Verdict& verdict) {
  return {Fault::too_many, "request.too_many",
          Arguments{{"seconds", std::to_string(verdict.retry_seconds)}}};
}

void require_allowed(const RateLimit::Verdict& verdict) {
  if (!verdict.allowed) throw too_many(verdict);
}

bool is_unauthenticated(const std::exception_ptr& failed) {
  try {
    std::rethrow_exception(failed);
  } catch (const Error& e) {
    return e.fault() == Fault::unauthenticated;
  } catch (...) {
    return false;
  }
}

}  // namespace

/// One request on its way.
struct Front::Call {
  using Clock = std::chrono::steady_clock;

  std::shared_ptr<Request> request;
  Respond respond;
  Router::Match match;
  Identity identity;
  std::optional<Context> context;
  std::shared_ptr<void> input;
  std::string request_hash;
  Locale locale = Locale::zh;
  std::string id;
  const FrontHooks* hooks = nullptr;
  const FrontOptions* options = nullptr;
  RateLimit* limit = nullptr;
  std::optional<RateLimit::Verdict> verdict;
  Clock::time_point begun = Clock::now();
  Clock::time_point let_in_at;
  bool kept = false;  ///< the answer lies under its key already
  ReplyMarks marks;
  Response response;

  void fail(std::exception_ptr failed) {
    Response r = problem_response(failed, locale, id, hooks->log);
    if (!match.allowed.empty()) r.headers.emplace_back("Allow", match.allowed);
    answer(std::move(r));
  }
  void answer(Response r) {
    r.headers.emplace_back("X-Request-Id", id);
    if (verdict) add_limit(r);
    if (context)
      for (const std::string& cookie : context->extras->cookies)
        r.headers.emplace_back("Set-Cookie", cookie);
    if (options->access_log) log_access(r);
    if (respond) respond(std::move(r));
  }
  void add_limit(Response& r) const {
    const RatePolicy& policy = limit->policy();
    r.headers.emplace_back("RateLimit-Policy",
                           "\"caller\";q=" + std::to_string(policy.burst) + ";w=1");
    r.headers.emplace_back("RateLimit", "\"caller\";r=" + std::to_string(verdict->left) + ";t=1");
  }
  void log_access(const Response& r) const {
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun);
    const std::string tenant = identity.tenant ? identity.tenant->code() : std::string();
    log::write(log::Level::info, "request",
               {{"request", id},
                {"tenant", tenant},
                {"route", match.route ? std::string_view(match.route->name) : "none"},
                {"status", std::int64_t{r.status}},
                {"micros", std::int64_t{took.count()}},
                {"bytes", static_cast<std::int64_t>(r.body.size())}});
  }
  void finish() {
    const Route& route = *match.route;
    if (context->extras->rights_changed && hooks->forget) hooks->forget(*identity.tenant);
    response.status = route.ok_status;
    if (!route.files.empty())  // what is sent again does not say which of them it is
      response.content_type = marks.kind.value_or(route.files.front()).content_type();
    if (!marks.file.empty())
      response.headers.emplace_back("Content-Disposition",
                                    "attachment; filename=\"" + marks.file + "\"");
    if (marks.version)
      response.headers.emplace_back("ETag", "\"v" + std::to_string(*marks.version) + "\"");
    if (marks.next) response.headers.emplace_back("Link", "<" + next_link() + ">; rel=\"next\"");
    response.headers.emplace_back("Cache-Control", "no-store");
    // The writer has no time to compress: what changes something answers briefly anyway.
    if (route.lane != Lane::write && response.body.size() >= gzip_min) compress();
    answer(std::move(response));
  }
  void compress() {
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (!takes_gzip(request->header("accept-encoding"))) return;
    response.body = gzipped(response.body);
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
  [[nodiscard]] std::string next_link() const {
    std::string link(request->path());
    link += '?';
    std::string_view query = request->query();
    while (!query.empty()) {
      const auto end = std::min(query.find('&'), query.size());
      if (!query.substr(0, end).starts_with("cursor=")) (link += query.substr(0, end)) += '&';
      query.remove_prefix(std::min(end + 1, query.size()));
    }
    return link + "cursor=" + *marks.next;
  }
  [[nodiscard]] Actor actor() const {
    const auto& viewer = identity.viewer;
    return {viewer ? viewer->account : AccountId{}, viewer ? viewer->login : "anonymous", id};
  }

  /// A transaction that is run again begins anew.
  void run(void* db) {
    response = {};
    context->extras = std::make_shared<ReplyExtras>();
    if (keeps_apart()) context->extras->keep = keeper();
    marks = match.route->run(*context, db, input.get(), response.body);
  }
  /// A use case with transactions of its own keeps its answer in one of them, or in one more. Open
  /// routes keep none: they sign people in.
  void run_apart(Lanes& lanes) {
    if (!keeps_apart()) return run(&lanes);
    if (replayed_apart(lanes)) return;
    try {
      run(&lanes);
      if (!kept) lanes.write(actor(), match.route->name, [&](Tx& tx) { save(tx, response.body); });
    } catch (const DbError& e) {
      // The same request came at the same moment, and has been answered.
      if (e.kind() != DbError::Kind::unique || !replayed_apart(lanes)) throw;
    }
  }
  [[nodiscard]] bool keeps_apart() const {
    return match.route->lane == Lane::worker && !match.route->is_open && !key().empty();
  }
  bool replayed_apart(Lanes& lanes) {
    bool found = false;
    lanes.read([&](Read& db) { found = replayed(db); });
    return found;
  }
  ReplyExtras::Keep keeper() {
    return [this](Tx& tx, const TypeInfo& type, const void* reply) {
      std::string body;
      write_json(body, type, reply, &*context);
      save(tx, body);
      kept = true;
    };
  }
  /// The writer makes these as one.
  static void run_together(Tx& tx, std::span<void* const> items) {
    std::vector<Part> parts;
    for (void* item : items) {
      Call& call = *static_cast<Call*>(item);
      call.response = {};
      call.context->extras = std::make_shared<ReplyExtras>();
      parts.push_back({&*call.context, call.input.get(), &call.response.body, &call.marks});
    }
    static_cast<Call*>(items.front())->match.route->run_together(tx, parts);
  }
  /// An answer that is kept under its key is made alone, in the order of the keys.
  [[nodiscard]] Lanes::Joint joint() {
    if (!match.route->run_together || !key().empty()) return {};
    return {match.route, this, &Call::run_together};
  }
  /// None where the answer is not kept.
  [[nodiscard]] std::string_view key() const {
    if (match.route->is_by_session) return {};
    return request->header("idempotency-key");
  }
  /// Whether the answer of an earlier attempt is there; it becomes ours. Throws when the key was
  /// used for something else.
  bool replayed(Read& db) {
    if (key().empty()) return false;
    auto saved = idempotency::store::find(db, actor().account, key());
    if (!saved) return false;
    if (saved->request_hash != request_hash)
      throw Error(Fault::unprocessable, "idempotency.other_body");
    response = {};
    response.body = std::move(saved->body);
    response.headers.emplace_back("Idempotency-Replayed", "true");
    marks = {.version = version_of(response.body)};
    return true;
  }
  void save(Tx& tx, const std::string& body) const {
    if (key().empty()) return;
    idempotency::store::save(tx, actor().account, key(),
                             {request_hash, match.route->ok_status, body}, context->now);
  }
};

Front::Front(const Router& router, FrontHooks hooks, FrontOptions options)
    : router_(router),
      hooks_(std::move(hooks)),
      options_(std::move(options)),
      accounts_(options_.rate),
      companies_(options_.company_rate),
      addresses_(options_.open_rate),
      failures_(options_.open_rate),
      dear_(std::make_shared<DearReads>(options_.dear)),
      workers_(options_.workers, jobs_max),
      hashing_(options_.hashing, options_.hashing_waiting),
      opening_(opening_threads, jobs_max),
      apart_(1, jobs_max) {}

Front::~Front() { stop(); }

void Front::stop() {
  for (ThreadPool* pool : {&workers_, &hashing_, &opening_, &apart_}) pool->stop();
}

bool Front::offload(std::function<void()> job) { return opening_.run(std::move(job)); }
bool Front::ask_apart(std::function<void()> job) { return apart_.run(std::move(job)); }

std::shared_ptr<Front::Call> Front::called(std::shared_ptr<Request> request, Respond respond) {
  auto call = std::make_shared<Call>();
  call->request = std::move(request);
  call->request->client = client_address(*call->request, options_.trusted_proxies);
  call->respond = std::move(respond);
  call->id = new_request_id();
  call->hooks = &hooks_;
  call->options = &options_;
  call->locale = locale_of(call->request->header("accept-language"));
  call->match = router_.match(call->request->method, call->request->path());
  return call;
}

void Front::handle(std::shared_ptr<Request> request, Respond respond) {
  enter(called(std::move(request), std::move(respond)),
        [this](const std::shared_ptr<Call>& call) { read_and_start(call); });
}

void Front::begin(std::shared_ptr<Request> request, Respond refuse, MaySend may_send) {
  enter(called(std::move(request), std::move(refuse)),
        [may_send = std::move(may_send)](const std::shared_ptr<Call>& call) {
          call->respond = nullptr;  // nobody holds the connection while its body comes
          may_send({call, body_max(*call->match.route)});
        });
}

void Front::go_on(const Entry& entry, Respond respond) {
  entry.call->respond = std::move(respond);
  const auto go = [this](const std::shared_ptr<Call>& call) { read_and_start(call); };
  if (Call::Clock::now() - entry.call->let_in_at > let_in_for) return enter(entry.call, go);
  try {
    go(entry.call);
  } catch (...) {
    entry.call->fail(std::current_exception());
  }
}

/// Everything that is decided without the body: the route, the caller, the right.
void Front::enter(const std::shared_ptr<Call>& call, const Entered& entered) {
  try {
    if (!call->match.allowed.empty()) throw Error(Fault::invalid, "request.no_such_method");
    if (!call->match.route) throw Error(Fault::not_found, "request.no_such_path");
    identify(*call->request, !call->match.route->is_open,
             [this, call, entered](Identity identity, std::exception_ptr failed) {
               try {
                 if (failed) std::rethrow_exception(failed);
                 admit(*call, std::move(identity));
                 entered(call);
               } catch (...) {
                 call->fail(std::current_exception());
               }
             });
  } catch (...) {
    call->fail(std::current_exception());
  }
}

void Front::identify(const Request& request, bool must_sign_in, FrontHooks::Known known) {
  hooks_.identify(request, must_sign_in,
                  [this, client = client_address(request, options_.trusted_proxies),
                   known = std::move(known)](Identity identity, std::exception_ptr failed) {
                    if (failed && is_unauthenticated(failed)) failed = slowed(client, failed);
                    known(std::move(identity), failed);
                  });
}

/// Only who shows wrong secrets is slowed down: the address may be that of a whole office.
std::exception_ptr Front::slowed(const std::string& client, std::exception_ptr failed) {
  const auto verdict = failures_.take(client, hooks_.steady());
  return verdict.allowed ? failed : std::make_exception_ptr(too_many(verdict));
}

/// Throws Error "request.too_many" when this caller asks too often, or the company's accounts do
/// together. Who is over the own limit takes nothing of the company's.
void Front::limit(Call& call) {
  const auto& viewer = call.identity.viewer;
  call.limit = viewer ? &accounts_ : &addresses_;
  const std::string company = viewer ? call.identity.tenant->code() : std::string();
  const std::string caller =
      viewer ? company + "/" + std::to_string(viewer->account.value) : call.request->client;
  const auto now = hooks_.steady();
  if (call.limit->policy().limits()) {
    call.verdict = call.limit->take(caller, now);
    require_allowed(*call.verdict);
  }
  if (viewer) require_allowed(companies_.take(company, now));
}

void Front::admit(Call& call, Identity identity) {
  const Route& route = *call.match.route;
  const Request& request = *call.request;
  call.identity = std::move(identity);
  call.let_in_at = Call::Clock::now();
  if (call.identity.viewer) call.locale = call.identity.locale;
  Context& ctx = call.context.emplace(hooks_.now(), call.identity.viewer, call.locale);
  limit(call);
  if (!hooks_.module_on(*call.identity.tenant, route.module_))
    throw Error(Fault::not_found, "request.module_off", Arguments{{"module", route.module_}});
  if (call.identity.cookie && writes(route.method) && from_elsewhere(request))
    throw Error(Fault::forbidden, "access.from_elsewhere");
  if (route.is_by_session && !call.identity.session)
    throw Error(Fault::forbidden, "access.needs_session");
  if (route.permission && !route.is_open) ctx.require(*route.permission);
  if (route.gate) route.gate(ctx, call.match.names);
}

void Front::read_and_start(const std::shared_ptr<Call>& call) {
  const Route& route = *call->match.route;
  Request& request = *call->request;
  Context& ctx = *call->context;
  ctx.request_id = call->id;
  ctx.tenant = call->identity.tenant->code();
  ctx.client = request.client;
  ctx.token = call->identity.token;
  ctx.set_today(hooks_.today(*call->identity.tenant, ctx.now));
  if (const std::string_view tag = request.header("if-match"); !tag.empty()) {
    ctx.if_match = version_in(tag);
    if (!ctx.if_match) throw Error(Fault::invalid, "request.bad_if_match");
  } else if (route.is_versioned) {
    throw Error(Fault::precondition_required, "request.if_match_missing");
  }
  if (writes(route.method) && !call->key().empty()) {
    if (call->key().size() > idempotency_key_max)
      throw Error(Fault::invalid, "idempotency.too_long");
    call->request_hash = hash_of(route, request);
  }
  call->input = parsed(route, call->match, request);
  start(call);
}

void Front::start(const std::shared_ptr<Call>& call) {
  Lanes& lanes = call->identity.tenant->lanes();
  const auto done = [call](std::exception_ptr failed) {
    if (failed)
      call->fail(failed);
    else
      call->finish();
  };
  if (call->match.route->is_dear && call->identity.viewer) return start_dear(call);
  if (call->match.route->lane != Lane::write) return begin(call, done);
  const auto job = [call](Tx& tx) {
    if (call->replayed(tx)) return;
    call->run(&tx);
    call->save(tx, call->response.body);
  };
  lanes.async_write(call->actor(), call->match.route->name, job, done, call->joint());
}

/// A reader of the company, or a worker. `done` takes what it failed with.
void Front::begin(const std::shared_ptr<Call>& call, const Lanes::Done& done) {
  Lanes& lanes = call->identity.tenant->lanes();
  if (call->match.route->lane == Lane::read)
    return lanes.async_read([call](Read& db) { call->run(&db); }, done);
  ThreadPool& pool = looks_at_passwords(*call->match.route) ? hashing_ : workers_;
  const bool taken = pool.run([call, &lanes, done] {
    std::exception_ptr failed;
    try {
      call->run_apart(lanes);
    } catch (...) {
      failed = std::current_exception();
    }
    done(failed);
  });
  if (!taken) throw Error(Fault::unavailable, "lanes.busy");
}

void Front::start_dear(const std::shared_ptr<Call>& call) {
  // What takes a worker for long does not keep the company's readers waiting.
  const bool apart = call->match.route->lane == Lane::worker;
  const std::string company = call->identity.tenant->code() + (apart ? " apart" : "");
  const AccountId account = call->identity.viewer->account;
  const auto done = [call, company, account, dear = dear_](std::exception_ptr failed) {
    if (failed)
      call->fail(std::move(failed));
    else
      call->finish();
    dear->over(company, account);
  };
  dear_->ask(company, account, [this, call, done] {
    try {
      begin(call, done);
    } catch (...) {
      done(std::current_exception());
    }
  });
}

Response Front::call(Request request) {
  std::promise<Response> promise;
  handle(std::make_shared<Request>(std::move(request)),
         [&promise](Response r) { promise.set_value(std::move(r)); });
  return promise.get_future().get();
}

}  // namespace twinrail
