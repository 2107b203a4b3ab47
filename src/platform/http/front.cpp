#include "platform/http/front.hpp"

#include <algorithm>
#include <charconv>
#include <future>
#include <random>

#include <sodium.h>

#include "platform/http/store_idempotency.hpp"

namespace twinrail {
namespace {

/// Work that waits for a worker; more is answered "busy".
constexpr std::size_t jobs_max = 256;

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
  if (if_match.size() < 4 || !if_match.starts_with("\"v") || !if_match.ends_with("\"")) return std::nullopt;
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
  const bool reads_json = !route.takes_upload && writes(route.method) && route.method != Method::del;
  if (reads_json) {
    if (!request.query().empty())
      throw Error(Fault::invalid, "request.invalid",
                  std::vector<Problem>{{"?", "request.unknown_field", {{"field", std::string(request.query())}}}});
    if (!request.body.empty() && !request.header("content-type").starts_with("application/json"))
      throw Error(Fault::unsupported, "request.not_json");
    const std::string_view body = request.body.empty() ? std::string_view("{}") : std::string_view(request.body);
    read_request(*route.request, target.get(), parameters, &body);
    return target;
  }
  add_query(parameters, request.query());
  read_request(*route.request, target.get(), parameters, nullptr);
  if (route.takes_upload)
    route.set_upload(target.get(), {std::string(request.header("content-type")), std::move(request.body)});
  return target;
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
  std::shared_ptr<Request> request;
  Respond respond;
  Router::Match match;
  Identity identity;
  std::optional<Context> context;
  std::shared_ptr<void> input;
  std::string request_hash;
  Locale locale = Locale::zh;
  std::string id;
  const std::function<void(const std::string&)>* log = nullptr;
  ReplyMarks marks;
  Response response;

  void fail(std::exception_ptr failed) { answer(problem_response(failed, locale, id, *log)); }
  void answer(Response r) {
    r.headers.emplace_back("X-Request-Id", id);
    if (context)
      for (const std::string& cookie : context->extras->cookies) r.headers.emplace_back("Set-Cookie", cookie);
    respond(std::move(r));
  }
  void finish() {
    const Route& route = *match.route;
    response.status = route.ok_status;
    if (route.is_csv_out) response.content_type = "text/csv; charset=utf-8";
    if (marks.version) response.headers.emplace_back("ETag", "\"v" + std::to_string(*marks.version) + "\"");
    if (marks.next) response.headers.emplace_back("Link", "<" + next_link() + ">; rel=\"next\"");
    response.headers.emplace_back("Cache-Control", "no-store");
    answer(std::move(response));
  }
  std::string next_link() const {
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
  Actor actor() const {
    const auto& viewer = identity.viewer;
    return {viewer ? viewer->account : AccountId{}, viewer ? viewer->login : "anonymous", id};
  }
  void run(void* db) { marks = match.route->run(*context, db, input.get(), response.body); }
};

Front::Front(const Router& router, FrontHooks hooks, int workers)
    : router_(router), hooks_(std::move(hooks)) {
  for (int i = 0; i < workers; ++i) threads_.emplace_back([this] { run_worker(); });
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

void Front::work(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || jobs_.size() >= jobs_max) throw Error(Fault::unavailable, "lanes.busy");
    jobs_.push_back(std::move(job));
  }
  ready_.notify_one();
}

std::size_t Front::body_limit(Method method, std::string_view path) const {
  const Router::Match match = router_.match(method, path);
  return match.route ? match.route->body_limit : 0;
}

void Front::handle(std::shared_ptr<Request> request, Respond respond) {
  auto call = std::make_shared<Call>();
  call->request = std::move(request);
  call->respond = std::move(respond);
  call->id = new_request_id();
  call->log = &hooks_.log;
  call->locale = locale_of(call->request->header("accept-language"));
  try {
    call->match = router_.match(call->request->method, call->request->path());
    if (!call->match.route)
      throw Error(Fault::not_found, call->match.path_known ? "request.no_such_method" : "request.no_such_path");
    hooks_.identify(*call->request, !call->match.route->is_open,
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

void Front::identified(std::shared_ptr<Call> call, Identity identity) {
  const Route& route = *call->match.route;
  Request& request = *call->request;
  call->identity = std::move(identity);
  if (call->identity.viewer) call->locale = call->identity.locale;
  if (!hooks_.module_on(*call->identity.tenant, route.module_))
    throw Error(Fault::not_found, "request.module_off", Arguments{{"module", route.module_}});
  if (call->identity.cookie && writes(route.method) && from_elsewhere(request))
    throw Error(Fault::forbidden, "access.from_elsewhere");
  Context& ctx = call->context.emplace(hooks_.now(), call->identity.viewer, call->locale);
  ctx.request_id = call->id;
  ctx.client = request.client;
  ctx.token = call->identity.token;
  ctx.set_today(hooks_.today(*call->identity.tenant, ctx.now));
  if (route.permission && !route.is_open) ctx.require(*route.permission);
  if (const std::string_view tag = request.header("if-match"); !tag.empty()) {
    ctx.if_match = version_in(tag);
    if (!ctx.if_match) throw Error(Fault::invalid, "request.bad_if_match");
  }
  if (writes(route.method) && !request.header("idempotency-key").empty())
    call->request_hash = hash_of(route, request);
  call->input = parsed(route, call->match, request);
  start(call);
}

void Front::start(const std::shared_ptr<Call>& call) {
  Lanes& lanes = call->identity.tenant->lanes();
  const auto done = [call](std::exception_ptr failed) {
    if (failed) call->fail(failed);
    else call->finish();
  };
  switch (call->match.route->lane) {
    case Lane::read: return lanes.async_read([call](Read& db) { call->run(&db); }, done);
    case Lane::worker:
      return work([call, done, &lanes] {
        std::exception_ptr failed;
        try {
          call->run(&lanes);
        } catch (...) {
          failed = std::current_exception();
        }
        done(failed);
      });
    case Lane::write: break;
  }
  lanes.async_write(call->actor(), call->match.route->name, [call](Tx& tx) {
    const std::string_view key = call->request->header("idempotency-key");
    const AccountId account = call->actor().account;
    if (key.size() > 200) throw Error(Fault::invalid, "idempotency.too_long");
    if (!key.empty())
      if (auto saved = idempotency::store::find(tx, account, key)) {
        if (saved->request_hash != call->request_hash)
          throw Error(Fault::unprocessable, "idempotency.other_body");
        call->response.body = std::move(saved->body);
        call->response.headers.emplace_back("Idempotency-Replayed", "true");
        return;
      }
    call->response = {};
    call->run(&tx);
    if (!key.empty())
      idempotency::store::save(tx, account, key, {call->request_hash, call->match.route->ok_status, call->response.body},
                               call->context->now);
  }, done);
}

Response Front::call(Request request) {
  std::promise<Response> promise;
  handle(std::make_shared<Request>(std::move(request)),
         [&promise](Response r) { promise.set_value(std::move(r)); });
  return promise.get_future().get();
}

}  // namespace twinrail
