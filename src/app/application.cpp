#include "app/application.hpp"

#include <chrono>
#include <map>
#include <mutex>

#include "app/module_list.hpp"
#include "app/places.hpp"
#include "app/proofs.hpp"
#include "app/surroundings.hpp"
#include "app/tables.hpp"
#include "modules/identity/identity.hpp"
#include "modules/people/people.hpp"
#include "platform/http/fixed_routes.hpp"
#include "platform/jobs/job_desk.hpp"
#include "platform/log/log.hpp"
#include "platform/log/sparse.hpp"
#include "platform/tenant/backups.hpp"

namespace twinrail {
namespace {

using Clock = std::chrono::steady_clock;

/// Threads that hand on the events of all companies.
constexpr int following_threads = 4;
/// While the directory is asked for the only company, what it said this long ago still holds.
constexpr auto only_stale = std::chrono::seconds(10);
/// A company that was opened is due after this, in case the process is killed; the desk says so
/// anew while it stays open.
constexpr std::int64_t open_seconds = 120;

/// Before anything asks what time it is.
const Config& with_clock(const Config& config) {
  set_clock_of(config);
  return config;
}

}  // namespace

struct Application::Impl {
  Config config;
  std::unique_ptr<Services> services;
  Inlets inlets;
  std::unique_ptr<ImportService> imports;
  std::unique_ptr<ExportService> exports;
  std::unique_ptr<ExportFiles> export_files;
  Router router;
  LiveHub live{[this](const Viewer& viewer, const Event& event) {
                 return visible_part(*services, viewer, event);
               },
               config.account_streams};
  Tenants tenants;
  Backups backups;
  log::Sparse failed_requests;
  std::unique_ptr<Front> front;
  std::shared_ptr<Workers> following = std::make_shared<Workers>(following_threads);

  std::mutex mutex;
  std::map<std::string, std::unique_ptr<Dispatcher>> dispatchers;  // of what is open
  std::map<std::string, std::string> zones;
  std::map<std::string, std::set<std::string>> off;
  Proofs proofs;
  std::optional<std::string> only;                           // the one company, when there is one
  Clock::time_point only_until = Clock::now() - only_stale;  // nothing is known yet
  bool none = false;                                         // there is no company at all
  bool only_asked = false;  // somebody is asking the directory for it anew
  bool serving = false;
  bool stopping = false;
  std::unique_ptr<JobDesk> desk;

  explicit Impl(const Config& c)
      : config(with_clock(c)),
        services(make_services(c)),
        tenants(place_of(c, *services->keeper)),
        backups(tenants, plan_of(c), watched_by(*services), services->keeper.get(), &now_utc) {
    services->tenancy->surround(surroundings_of(
        config, *services, backups,
        {.jobs = [this](const std::string& code) { return jobs_of(code); },
         .wake =
             [this](const std::string& code) {
               if (serving) desk->wake(code);
             },
         .followers = [this](const std::string& code) { return followers_of(code); }}));
    add_routes(router, *services);
    add_inlets(inlets, services->modules);
    imports = std::make_unique<ImportService>(inlets, import_hooks(*services));
    import_routes(router, *imports);
    const ExportHooks of_exports = export_hooks(
        *services, [this](const std::string& t, const std::string& m) { return module_on(t, m); },
        [this](const std::string& code) {
          if (serving) desk->wake(code);
        });
    exports = std::make_unique<ExportService>(router, of_exports);
    export_routes(router, *exports);
    export_files = std::make_unique<ExportFiles>(router, of_exports, &now_utc);
    export_file_routes(router, *export_files);
    tenants.audit(watched_by(*services));
    desk = std::make_unique<JobDesk>(
        tenants, desk_hooks(),
        JobDesk::Options{.idle = std::chrono::seconds(config.companies_idle), .times = {}});
    tenants.attend({.start = [this](Tenant& t) { opened(t); },
                    .may_end = [this](Tenant& t) { return at_rest(t); },
                    .end = [this](Tenant& t) { closing(t); },
                    .broken =
                        [](const std::string& code, const std::string& why) {
                          log::write(log::Level::error, "broken", {{"tenant", code}, {"why", why}});
                        },
                    .restored = [this](Tx& tx) { services->identity->end_all(tx); }});
    front = std::make_unique<Front>(router, hooks(), front_options());
  }

  JobDeskHooks desk_hooks() {
    return {.jobs = [this](const std::string& code) { return jobs_of(code); },
            .now = &now_utc,
            .today = [this](const std::string& code,
                            Instant at) { return local_date(at, zone_of(code)); },
            .failed =
                [](const std::string& tenant, const std::string& job, const std::string& why) {
                  log::write(log::Level::error, "job",
                             {{"tenant", tenant}, {"job", job}, {"why", why}});
                }};
  }

  std::vector<SubscriberHealth> followers_of(const std::string& code) {
    const auto tenant = tenants.opened(code, Visit::job);
    Dispatcher* dispatcher = tenant ? dispatcher_of(*tenant) : nullptr;
    return dispatcher ? dispatcher->health() : std::vector<SubscriberHealth>();
  }

  std::vector<Job> jobs_of(const std::string& tenant) {
    std::vector<Job> jobs = backups.jobs(tenant);
    for (const Module& m : services->modules)
      if (module_on(tenant, m.name)) jobs.insert(jobs.end(), m.jobs.begin(), m.jobs.end());
    jobs.push_back(export_files->job(tenant));  // the longest come last
    return jobs;
  }

  /// In a burst one may ask what one may ask in five seconds: a page opens with many requests.
  static RatePolicy rate_of(int per_second) {
    return {.per_second = per_second, .burst = std::int64_t{per_second} * 5};
  }

  FrontOptions front_options() const {
    return {.dear = {.at_a_time = static_cast<std::size_t>(std::max(config.readers - 1, 1))},
            .access_log = config.access_log,
            .rate = rate_of(config.rate_limit),
            .company_rate = rate_of(config.company_rate_limit),
            .trusted_proxies = config.trusted_proxies};
  }

  FrontHooks hooks() {
    return {
        .identify = [this](const Request& r, bool must,
                           FrontHooks::Known known) { identify(r, must, std::move(known)); },
        .module_on = [this](const Tenant& t,
                            const std::string& m) { return module_on(t.code(), m); },
        .now = &now_utc,
        .today = [this](const Tenant& t, Instant at) { return local_date(at, zone_of(t.code())); },
        .log = [this](const std::string& line) { log_failed(line); },
        .forget = [this](const Tenant& t) { proofs.forget(t.code()); },
    };
  }

  /// An outage fails every request for the same reason: one line a second says so.
  void log_failed(const std::string& line) {
    const auto left_out = failed_requests.admit(line.substr(0, line.rfind(" request ")));
    if (left_out)
      log::write(log::Level::error, "request", {{"why", line}, {"left_out", *left_out}});
  }

  std::string zone_of(const std::string& tenant) {
    const std::lock_guard lock(mutex);
    const auto found = zones.find(tenant);
    return found == zones.end() ? "UTC" : found->second;
  }

  bool module_on(const std::string& tenant, const std::string& module) {
    const std::lock_guard lock(mutex);
    const auto found = off.find(tenant);
    return found == off.end() || !found->second.contains(module);
  }

  void learn(Tenant& tenant) {
    tenant.lanes().read([&](Read& db) {
      auto rule = services->people->calendar(db);
      auto switched_off = services->tenancy->off(db);
      const std::lock_guard lock(mutex);
      zones[tenant.code()] = rule.zone;
      off[tenant.code()] = std::move(switched_off);
    });
    services->identity->name_tenant(tenant.code(), tenant.names());
  }

  /// A module that is off follows nothing; its `catch_up` makes that good when it is on again.
  std::vector<Subscriber> subscribers(const Tenant& tenant) {
    std::vector<Subscriber> list;
    for (const Module& m : services->modules)
      for (Subscriber s : m.subscribers) {
        s.handle = [this, code = tenant.code(), name = m.name, inner = s.handle](
                       Tx& tx, const std::vector<Event>& events) {
          if (module_on(code, name)) inner(tx, events);
        };
        list.push_back(std::move(s));
      }
    return list;
  }

  /// What was under way when an earlier process ended goes on.
  void opened(Tenant& tenant) {
    learn(tenant);
    auto deliver = [this, t = &tenant](const Event& event) {
      live.publish(t->code(), event);
      if (serving && (event.topic == LetterPosted::topic ||
                      (services->mail && event.topic == NoticesChanged::topic)))
        desk->wake(t->code());
      if (event.topic == tenancy::ModuleSwitched::topic ||
          event.topic == people::OrganisationChanged::topic) {
        learn(*t);
        proofs.forget(t->code());
      }
    };
    auto dispatcher =
        std::make_unique<Dispatcher>(tenant.lanes(), subscribers(tenant), deliver, following);
    {
      const std::lock_guard lock(mutex);
      dispatchers[tenant.code()] = std::move(dispatcher);
    }
    tenants.set_due({{tenant.code(), now_utc().plus_seconds(open_seconds)}});
    if (serving) imports->resume(tenant.lanes());
  }

  Dispatcher* dispatcher_of(const Tenant& tenant) {
    const std::lock_guard lock(mutex);
    const auto found = dispatchers.find(tenant.code());
    return found == dispatchers.end() ? nullptr : found->second.get();
  }

  /// Nothing goes on in the background.
  bool at_rest(Tenant& tenant) {
    Dispatcher* dispatcher = dispatcher_of(tenant);
    return dispatcher && dispatcher->idle() && (!serving || desk->at_rest(tenant.code()));
  }

  /// When the company is to be opened although nobody uses it.
  Instant next_due(Tenant& tenant) {
    const Instant now = now_utc();
    if (!tenant.lanes().idle() || !at_rest(tenant)) return now;
    const std::string zone = zone_of(tenant.code());
    Instant due = start_of_day(local_date(now, zone) + 1, zone);
    if (const auto retry = desk->retry(tenant.code())) due = std::min(due, *retry);
    if (const auto retry = dispatcher_of(tenant)->retry()) {
      const auto pause =
          std::chrono::duration_cast<std::chrono::microseconds>(*retry - Clock::now());
      due = std::min(due, Instant::from_micros(now.micros() + pause.count()));
    }
    return due;
  }

  /// A command leaves the company due soon: it does not know what is due there.
  void closing(Tenant& tenant) {
    try {
      if (serving) tenants.set_due({{tenant.code(), next_due(tenant)}});
    } catch (const std::exception& e) {  // it is due soon as one that was open
      log::write(log::Level::warn, "close", {{"tenant", tenant.code()}, {"why", e.what()}});
    }
    std::unique_ptr<Dispatcher> dispatcher;
    {
      const std::lock_guard lock(mutex);
      dispatcher = std::move(dispatchers[tenant.code()]);
      dispatchers.erase(tenant.code());
    }
    desk->closed(tenant.code());
  }

  /// The company that a request names, or the only one; empty when the directory has to be asked.
  /// One request in a second asks it, and the others go by what was there. A browser that is signed
  /// in names the company by a cookie: its stream and its downloads carry no header of ours.
  std::string code_of(const Request& request, bool by_cookie) {
    std::string code(request.header("twinrail-tenant"));
    if (code.empty() && by_cookie) code = request.cookie("__Host-twinrail-company");
    if (!code.empty()) return code;
    const std::lock_guard lock(mutex);
    const auto now = Clock::now();
    if (now >= only_until + only_stale || (now >= only_until && !only_asked)) {
      only_asked = true;
      return {};
    }
    if (!only) throw nobody_named();
    return *only;
  }

  /// `mutex` is held.
  [[nodiscard]] Error nobody_named() const {
    return {Fault::invalid, none ? "tenant.none" : "tenant.name_it"};
  }

  /// A command may add a company, so the directory is asked anew. It may hang: never on the thread
  /// of a connection.
  std::string only_tenant() {
    std::optional<std::string> found;
    bool empty = false;
    std::exception_ptr failed;
    try {
      found = tenants.only();
      empty = !found && tenants.empty();
    } catch (const std::exception&) {
      failed = std::current_exception();
    }
    const std::lock_guard lock(mutex);
    only_asked = false;
    if (failed) std::rethrow_exception(failed);
    only = std::move(found);
    none = empty;
    only_until = Clock::now() + std::chrono::seconds(1);
    if (!only) throw nobody_named();
    return *only;
  }

  /// Strangers do not learn which companies there are: one that is not there asks who they are.
  std::shared_ptr<Tenant> opened_for(const std::string& code, bool must) {
    try {
      return tenants.open(code);
    } catch (const Error& e) {
      if (e.key() != "tenant.unknown") throw;
      throw Error(Fault::unauthenticated, must ? "access.sign_in" : "identity.wrong_login");
    }
  }

  /// A company that has to be opened first is opened by a worker: nobody else waits for it.
  void identify(const Request& request, bool must, FrontHooks::Known known) {
    Identity who;
    who.locale = locale_of(request.header("accept-language"));
    who.token = secret_of(request, who.cookie);
    const std::string code = code_of(request, must && who.cookie);
    // An open page asks each second by itself: that nobody is there must be seen all the same.
    const bool is_use = request.path() != fixed::live.path;
    if (!code.empty()) who.tenant = tenants.opened(code);
    if (who.tenant) return identify_in(std::move(who), must, is_use, std::move(known));
    const bool taken = front->offload([this, code, who, must, is_use, known]() mutable {
      try {
        who.tenant = code.empty() ? tenants.open(only_tenant()) : opened_for(code, must);
        identify_in(std::move(who), must, is_use, known);
      } catch (const std::exception&) {
        known({}, std::current_exception());
      }
    });
    if (!taken) throw Error(Fault::unavailable, "lanes.busy");
  }

  void identify_in(Identity who, bool must, bool is_use, FrontHooks::Known known) {
    if (who.token.empty() || !must) {
      if (must) throw Error(Fault::unauthenticated, "access.sign_in");
      return known(std::move(who), nullptr);
    }
    const std::string key = Proofs::key(who.tenant->code(), who.token);
    std::int64_t dropped = 0;
    if (auto proof = proofs.find(key, is_use, dropped)) {
      if (is_use && proof->use_is_news) note_use(who);
      return known(proved(std::move(who), *proof), nullptr);
    }
    auto found = std::make_shared<std::optional<identity::Proof>>();
    who.tenant->lanes().async_read(
        [this, found, token = who.token](Read& db) {
          *found = services->identity->prove(db, token, now_utc());
        },
        [this, found, key, dropped, is_use, who,
         known = std::move(known)](const std::exception_ptr& failed) {
          if (failed) return known({}, failed);
          if (!*found)
            return known({},
                         std::make_exception_ptr(Error(Fault::unauthenticated, "access.sign_in")));
          if (is_use && (*found)->use_is_news) note_use(who);
          (*found)->use_is_news &= !is_use;
          proofs.remember(key, **found, dropped);
          known(proved(who, **found), nullptr);
        });
  }

  /// When a session or a token was last used, about a minute exactly. Nobody waits for it, and
  /// where the writer is too busy the next request says it.
  void note_use(const Identity& who) {
    try {
      who.tenant->lanes().async_write(
          {.name = "door"}, "note_use",
          [this, token = who.token](Tx& tx) { services->identity->note_use(tx, token, now_utc()); },
          [](const std::exception_ptr&) {});
    } catch (const Error&) {
    }
  }

  static Identity proved(Identity who, const identity::Proof& proof) {
    who.viewer = proof.viewer;
    who.locale = proof.english ? Locale::en : Locale::zh;
    who.session = proof.session;
    return who;
  }

  /// What is open now, and when each is due again; before anything is stopped.
  std::map<std::string, Instant> all_due() {
    std::map<std::string, Instant> due;
    for (const std::string& code : tenants.open_codes())
      if (const auto tenant = tenants.opened(code, Visit::job)) due[code] = next_due(*tenant);
    return due;
  }

  void stop() {
    {
      const std::lock_guard lock(mutex);
      if (stopping) return;
      stopping = true;
    }
    desk->stop();
    const auto due = serving ? all_due() : std::map<std::string, Instant>();
    front->stop();
    imports->stop();
    std::map<std::string, std::unique_ptr<Dispatcher>> ended;
    {
      const std::lock_guard lock(mutex);
      ended.swap(dispatchers);
    }
    ended.clear();
    tenants.stop();
    try {
      tenants.set_due(due);
    } catch (const std::exception&) {  // the directory is away: all are due soon
    }
  }

  std::string metrics() {
    std::string text;
    add_metric(text, "companies_open", "gauge",
               static_cast<std::int64_t>(tenants.open_codes().size()));
    add_metric(text, "postgres_connections", "gauge", tenants.connections());
    add_metric(text, "clock_seconds", "gauge", now_utc().seconds());
    add_metric(text, "jobs_done_until_seconds", "gauge", desk->done_until().seconds());
    add_metric(text, "job_failures_total", "counter", desk->failures());
    if (backups.on()) add_metrics(text, backups);
    return text;
  }
};

Application::Application(const Config& config) : impl_(std::make_unique<Impl>(config)) {}
Application::~Application() { stop(); }

Tenants& Application::tenants() { return impl_->tenants; }
const Router& Application::router() const { return impl_->router; }
Front& Application::front() { return *impl_->front; }
LiveHub& Application::live() { return impl_->live; }
ImportService& Application::imports() { return *impl_->imports; }
const Inlets& Application::inlets() const { return impl_->inlets; }
identity::Service& Application::identity() { return *impl_->services->identity; }
const Services& Application::services() const { return *impl_->services; }
people::Service& Application::people() { return *impl_->services->people; }
kpi::Service& Application::kpi() { return *impl_->services->kpi; }
okr::Service& Application::okr() { return *impl_->services->okr; }

void Application::serve_tenants() {
  impl_->serving = true;
  impl_->desk->start();
}

Readiness Application::ready() {
  Readiness found = readiness_of(impl_->tenants, impl_->backups, impl_->config.data);
  if (const std::string why = impl_->services->mail_health.failure(); !why.empty())
    found.notes += "mail does not leave: " + why + "\n";
  return found;
}

std::string Application::metrics() { return impl_->metrics(); }

void Application::settle(Tenant& tenant) {
  if (Dispatcher* dispatcher = impl_->dispatcher_of(tenant)) dispatcher->settle();
}

std::vector<SubscriberHealth> Application::subscribers(Tenant& tenant) {
  return impl_->followers_of(tenant.code());
}

void Application::stop() { impl_->stop(); }

Context Application::operator_context(Tenant& tenant, const std::string& name) {
  Context ctx(now_utc(), operator_viewer(name));
  ctx.set_today(local_date(ctx.now, impl_->zone_of(tenant.code())));
  return ctx;
}

}  // namespace twinrail
