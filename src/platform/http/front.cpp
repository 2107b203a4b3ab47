#include "platform/http/front.hpp"

#include <algorithm>
#include <charconv>
#include <future>
#include <random>

#include <sodium.h>

#include "platform/http/client_address.hpp"
#include "platform/http/gzip.hpp"
#include "platform/http/store_idempotency.hpp"
#include "platform/json/document.hpp"
#include "platform/log/log.hpp"

namespace twinrail {
namespace {

/// Work that waits for a worker; more is answered "busy".
constexpr std::size_t jobs_max = 256;
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

bool writes(Method m) { return m != Method::get && m != Method::head && m != Method::options; }

/// A write by cookie must come from our own pages (the session cookie is SameSite=Lax as well).
bool from_elsewhere(const Request& request) {
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty()) return site != "same-origin" && site != "none";
  const std::string_view origin = request.header("origin");
  if (origin.empty()) return false;
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos || origin.substr(scheme + 3) != request.header("host");
}

std::optional<std::int64_t> version_in(std::string_view if_match) {
  // Our tags are "v<number>".
  if (if_match.size() < 4 || !if_match.starts_with("\"v") || !if_match.ends_with("\""))
    return std::nullopt;
  std::int64_t version = 0;
  const char* end = if_match.data() + if_match.size() - 1;
  const auto [stop, bad] = std::from_chars(if_match.data() + 2, end, version);
  if (bad != std::errc{} || stop != end) return std::nullopt;
  return version;
}

/// The parameters of a query string. Throws Error "request.bad_escape".
void add_query(std::vector<Parameter>& parameters, std::string_view query) {
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = percent_decoded(pair.substr(0, equals), true);
    auto value = percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) throw Error(Fault::invalid, "request.bad_escape");
    parameters.push_back({std::move(*name), std::move(*value)});
  }
}

std::shared_ptr<void> parsed(const Route& route, const Router::Match& match, Request& request) {
  std::shared_ptr<void> target = route.make_request();
  std::vector<Parameter> parameters;
  for (const auto& [name, value] : match.names) parameters.push_back({std::string(name), value});
  const bool reads_json =
      !route.takes_upload && writes(route.method) && route.method != Method::del;
  if (reads_json) {
    if (!request.query().empty())
      throw Error(Fault::invalid, "request.invalid",
                  std::vector<Problem>{
                      {"?", "request.unknown_field", {{"field", std::string(request.query())}}}});
    if (!request.body.empty() && !request.header("content-type").starts_with("application/json"))
      throw Error(Fault::unsupported, "request.not_json");
    const std::string_view body =
        request.body.empty() ? std::string_view("{}") : std::string_view(request.body);
    read_request(*route.request, target.get(), parameters, &body);
    return target;
  }
  add_query(parameters, request.query());
  read_request(*route.request, target.get(), parameters, nullptr);
  if (route.takes_upload)
    route.set_upload(target.get(),
                     {std::string(request.header("content-type")), std::move(request.body)});
  return target;
}

/// The `version` of a reply that is already written; it has one when its route's replies do.
std::optional<std::int64_t> version_of(const std::string& reply) {
  const json::Document document = json::Document::parse(reply);
  for (const json::Value member : document.root()) {
    if (member.name() != "version") continue;
    return std::strtoll(std::string(member.text()).c_str(), nullptr, 10);
  }
  return std::nullopt;
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

std::string hash_of(const Route& route, const Request& request) {
  const std::string text = route.name + '\n' + request.target + '\n' + request.body;
  unsigned char digest[16];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  char hex[33];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return hex;
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
    respond(std::move(r));
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
    if (route.is_csv_out) response.content_type = "text/csv; charset=utf-8";
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
    marks = match.route->run(*context, db, input.get(), response.body);
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
  void save(Tx& tx) const {
    if (key().empty()) return;
    idempotency::store::save(tx, actor().account, key(),
                             {request_hash, match.route->ok_status, response.body}, context->now);
  }
};

Front::Front(const Router& router, FrontHooks hooks, FrontOptions options)
    : router_(router),
      hooks_(std::move(hooks)),
      options_(std::move(options)),
      accounts_(options_.rate),
      addresses_(options_.open_rate),
      failures_(options_.open_rate) {
  for (int i = 0; i < options_.workers; ++i) threads_.emplace_back([this] { run_worker(); });
}

Front::~Front() { stop(); }

void Front::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_all();
  for (std::thread& t : threads_)
    if (t.joinable()) t.join();
}

void Front::run_worker() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

bool Front::offload(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || jobs_.size() >= jobs_max) return false;
    jobs_.push_back(std::move(job));
  }
  ready_.notify_one();
  return true;
}

std::size_t Front::body_limit(Method method, std::string_view path) const {
  const Router::Match match = router_.match(method, path);
  return match.route ? match.route->body_limit : 0;
}

void Front::handle(std::shared_ptr<Request> request, Respond respond) {
  auto call = std::make_shared<Call>();
  call->request = std::move(request);
  call->request->client = client_address(*call->request, options_.trusted_proxies);
  call->respond = std::move(respond);
  call->id = new_request_id();
  call->hooks = &hooks_;
  call->options = &options_;
  call->locale = locale_of(call->request->header("accept-language"));
  try {
    call->match = router_.match(call->request->method, call->request->path());
    if (!call->match.allowed.empty()) throw Error(Fault::invalid, "request.no_such_method");
    if (!call->match.route) throw Error(Fault::not_found, "request.no_such_path");
    identify(*call->request, !call->match.route->is_open,
             [this, call](Identity identity, std::exception_ptr failed) {
               try {
                 if (failed) std::rethrow_exception(failed);
                 identified(call, std::move(identity));
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
  if (verdict.allowed) return failed;
  return std::make_exception_ptr(
      Error(Fault::too_many, "request.too_many",
            Arguments{{"seconds", std::to_string(verdict.retry_seconds)}}));
}

/// Throws Error "request.too_many" when this caller asks too often.
void Front::limit(Call& call) {
  const auto& viewer = call.identity.viewer;
  call.limit = viewer ? &accounts_ : &addresses_;
  if (!call.limit->policy().limits()) return;
  const std::string caller =
      viewer ? call.identity.tenant->code() + "/" + std::to_string(viewer->account.value)
             : call.request->client;
  call.verdict = call.limit->take(caller, hooks_.steady());
  if (!call.verdict->allowed)
    throw Error(Fault::too_many, "request.too_many",
                Arguments{{"seconds", std::to_string(call.verdict->retry_seconds)}});
}

void Front::identified(const std::shared_ptr<Call>& call, Identity identity) {
  const Route& route = *call->match.route;
  Request& request = *call->request;
  call->identity = std::move(identity);
  if (call->identity.viewer) call->locale = call->identity.locale;
  Context& ctx = call->context.emplace(hooks_.now(), call->identity.viewer, call->locale);
  limit(*call);
  if (!hooks_.module_on(*call->identity.tenant, route.module_))
    throw Error(Fault::not_found, "request.module_off", Arguments{{"module", route.module_}});
  if (call->identity.cookie && writes(route.method) && from_elsewhere(request))
    throw Error(Fault::forbidden, "access.from_elsewhere");
  if (route.is_by_session && !call->identity.session)
    throw Error(Fault::forbidden, "access.needs_session");
  ctx.request_id = call->id;
  ctx.tenant = call->identity.tenant->code();
  ctx.client = request.client;
  ctx.token = call->identity.token;
  ctx.set_today(hooks_.today(*call->identity.tenant, ctx.now));
  if (route.permission && !route.is_open) ctx.require(*route.permission);
  if (const std::string_view tag = request.header("if-match"); !tag.empty()) {
    ctx.if_match = version_in(tag);
    if (!ctx.if_match) throw Error(Fault::invalid, "request.bad_if_match");
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
  switch (call->match.route->lane) {
    case Lane::read:
      return lanes.async_read([call](Read& db) { call->run(&db); }, done);
    case Lane::worker:
      return start_worker(call, lanes);
    case Lane::write:
      break;
  }
  const auto job = [call](Tx& tx) {
    if (call->replayed(tx)) return;
    call->run(&tx);
    call->save(tx);
  };
  lanes.async_write(call->actor(), call->match.route->name, job, done, call->joint());
}

/// A use case on a worker has transactions of its own, so its answer is kept in one more: a
/// repeated request finds it, except after a kill between the two. Open routes keep none: they sign
/// people in.
void Front::start_worker(const std::shared_ptr<Call>& call, Lanes& lanes) {
  const bool taken = offload([call, &lanes] {
    const bool keeps = !call->key().empty() && !call->match.route->is_open;
    try {
      bool found = false;
      if (keeps) lanes.read([&](Read& db) { found = call->replayed(db); });
      if (!found) {
        call->run(&lanes);
        if (keeps)
          lanes.write(call->actor(), call->match.route->name, [&](Tx& tx) { call->save(tx); });
      }
    } catch (...) {
      return call->fail(std::current_exception());
    }
    call->finish();
  });
  if (!taken) throw Error(Fault::unavailable, "lanes.busy");
}

Response Front::call(Request request) {
  std::promise<Response> promise;
  handle(std::make_shared<Request>(std::move(request)),
         [&promise](Response r) { promise.set_value(std::move(r)); });
  return promise.get_future().get();
}

}  // namespace twinrail
