#include "app/application.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "app/module_list.hpp"
#include "modules/identity/identity.hpp"
#include "modules/people/people.hpp"
#include "platform/db/migrate.hpp"
#include "platform/log/log.hpp"

namespace twinrail {
namespace {

using Clock = std::chrono::steady_clock;

/// A proof is asked for anew after this long, so a session that ended elsewhere is dead within it.
constexpr std::int64_t proof_micros = 1'000'000;
constexpr std::size_t proofs_max = 20'000;

std::string secret_of(const Request& request, bool& cookie) {
  const std::string_view bearer = request.header("authorization");
  if (bearer.starts_with("Bearer ")) return std::string(bearer.substr(7));
  cookie = true;
  return std::string(request.cookie("__Host-twinrail"));
}

}  // namespace

Instant now_utc() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant::from_micros(std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

struct Application::Impl {
  /// What runs for one open tenant.
  struct Running {
    std::shared_ptr<Tenant> tenant;
    std::unique_ptr<Dispatcher> dispatcher;
    std::map<std::string, Clock::time_point> due;
    Date last_day;
  };
  struct Proved {
    identity::Proof proof;
    std::int64_t at = 0;
  };

  Config config;
  std::unique_ptr<Services> services;
  Inlets inlets;
  std::unique_ptr<ImportService> imports;
  Router router;
  LiveHub live{[this](const Viewer& viewer, const Event& event) {
    return visible_part(*services, viewer, event);
  }};
  Tenants tenants;
  std::unique_ptr<Front> front;

  std::mutex mutex;
  std::map<std::string, Running> running;
  std::map<std::string, std::string> zones;
  std::map<std::string, std::set<std::string>> off;
  std::map<std::string, Proved> proofs;  // by tenant and secret
  std::optional<std::string> only;       // the one company, when there is one
  std::chrono::steady_clock::time_point only_until{};
  std::condition_variable wake_jobs;
  bool stopping = false;
  std::thread jobs;

  explicit Impl(const Config& c)
      : config(c), services(make_services(c)), tenants({c.data, c.postgres, c.readers}) {
    add_routes(router, *services);
    for (const Module& m : services->modules)
      for (const Inlet& inlet : m.inlets) inlets.add(inlet);
    imports = std::make_unique<ImportService>(inlets, import_hooks());
    import_routes(router, *imports);
    tenants.audit(audited_tables(*services));
    tenants.on_open([this](const std::shared_ptr<Tenant>& tenant) { opened(tenant); });
    front = std::make_unique<Front>(router, hooks(), front_options());
  }

  /// An account may ask in a burst what it may ask in five seconds: a page opens with many
  /// requests.
  FrontOptions front_options() const {
    return {
        .access_log = config.access_log,
        .rate = {.per_second = config.rate_limit, .burst = std::int64_t{config.rate_limit} * 5}};
  }

  FrontHooks hooks() {
    return {
        .identify = [this](const Request& r, bool must,
                           FrontHooks::Known known) { identify(r, must, std::move(known)); },
        .module_on = [this](const Tenant& t,
                            const std::string& m) { return module_on(t.code(), m); },
        .now = &now_utc,
        .today = [this](const Tenant& t, Instant at) { return local_date(at, zone_of(t.code())); },
        .log =
            [](const std::string& line) {
              log::write(log::Level::error, "request", {{"why", line}});
            },
    };
  }

  /// An import that goes on after a restart runs as whoever began it, with the rights of today.
  ImportHooks import_hooks() {
    return {.now = &now_utc,
            .context =
                [this](Lanes& lanes, AccountId account) {
                  std::optional<Context> ctx;
                  lanes.read([&](Read& db) {
                    if (auto viewer = services->identity->viewer(db, account))
                      ctx.emplace(now_utc(), viewer);
                    if (ctx)
                      ctx->set_today(local_date(ctx->now, services->people->calendar(db).zone));
                  });
                  return ctx;
                },
            .log =
                [](const std::string& line) {
                  log::write(log::Level::error, "import", {{"why", line}});
                }};
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

  /// A module that is off follows nothing; what it missed it fills from facts when it is on again.
  std::vector<Subscriber> subscribers(const std::shared_ptr<Tenant>& tenant) {
    std::vector<Subscriber> list;
    for (const Module& m : services->modules)
      for (Subscriber s : m.subscribers) {
        s.handle = [this, code = tenant->code(), name = m.name, inner = s.handle](
                       Tx& tx, const std::vector<Event>& events) {
          if (module_on(code, name)) inner(tx, events);
        };
        list.push_back(std::move(s));
      }
    return list;
  }

  void opened(const std::shared_ptr<Tenant>& tenant) {
    learn(*tenant);
    auto deliver = [this, weak = std::weak_ptr(tenant)](const Event& event) {
      const auto t = weak.lock();
      if (!t) return;
      live.publish(t->code(), event);
      if (event.topic == tenancy::ModuleSwitched::topic ||
          event.topic == people::OrganisationChanged::topic) {
        learn(*t);
        const std::lock_guard lock(mutex);
        proofs.clear();
      }
    };
    auto dispatcher = std::make_unique<Dispatcher>(tenant->lanes(), subscribers(tenant), deliver);
    const std::lock_guard lock(mutex);
    Running& r = running[tenant->code()];
    r.tenant = tenant;
    r.dispatcher = std::move(dispatcher);
  }

  void resume_imports() {
    for (const TenantEntry& entry : tenants.list())
      imports->resume(tenants.open(entry.code)->lanes());
  }

  std::shared_ptr<Tenant> tenant_of(const Request& request) {
    std::string code(request.header("twinrail-tenant"));
    if (code.empty()) {
      const auto alone = only_tenant();
      if (!alone) throw Error(Fault::invalid, "tenant.name_it");
      code = *alone;
    }
    return tenants.open(code);
  }

  /// The directory is asked once a second, not once a request: a command may add a company.
  std::optional<std::string> only_tenant() {
    const auto now = std::chrono::steady_clock::now();
    {
      const std::lock_guard lock(mutex);
      if (now < only_until) return only;
    }
    auto found = tenants.only();
    const std::lock_guard lock(mutex);
    only = std::move(found);
    only_until = now + std::chrono::seconds(1);
    return only;
  }

  void identify(const Request& request, bool must, FrontHooks::Known known) {
    Identity who;
    who.tenant = tenant_of(request);
    who.locale = locale_of(request.header("accept-language"));
    who.token = secret_of(request, who.cookie);
    if (who.token.empty() || !must) {
      if (must) throw Error(Fault::unauthenticated, "access.sign_in");
      return known(std::move(who), nullptr);
    }
    const std::string key = who.tenant->code() + "\n" + who.token;
    const Instant now = now_utc();
    if (auto proof = remembered(key, now)) return known(proved(std::move(who), *proof), nullptr);
    auto found = std::make_shared<std::optional<identity::Proof>>();
    who.tenant->lanes().async_read(
        [this, found, token = who.token, now](Read& db) {
          *found = services->identity->prove(db, token, now);
        },
        [this, found, key, now, who, known = std::move(known)](std::exception_ptr failed) {
          if (failed) return known({}, failed);
          if (!*found)
            return known({},
                         std::make_exception_ptr(Error(Fault::unauthenticated, "access.sign_in")));
          remember(key, **found, now);
          known(proved(who, **found), nullptr);
        });
  }

  static Identity proved(Identity who, const identity::Proof& proof) {
    who.viewer = proof.viewer;
    who.locale = proof.english ? Locale::en : Locale::zh;
    who.session = proof.session;
    return who;
  }

  std::optional<identity::Proof> remembered(const std::string& key, Instant now) {
    const std::lock_guard lock(mutex);
    const auto found = proofs.find(key);
    if (found == proofs.end() || now.micros() - found->second.at > proof_micros)
      return std::nullopt;
    return found->second.proof;
  }

  void remember(const std::string& key, const identity::Proof& proof, Instant now) {
    const std::lock_guard lock(mutex);
    if (proofs.size() >= proofs_max) proofs.clear();
    proofs[key] = {proof, now.micros()};
  }

  // --- jobs ---

  void run_jobs() {
    std::unique_lock lock(mutex);
    while (!stopping) {
      std::vector<std::string> codes;
      for (const auto& [code, r] : running) codes.push_back(code);
      for (const std::string& code : codes) {
        lock.unlock();
        run_due(code);
        lock.lock();
        if (stopping) return;
      }
      wake_jobs.wait_for(lock, std::chrono::seconds(1));
    }
  }

  void run_due(const std::string& code) {
    std::shared_ptr<Tenant> tenant;
    {
      const std::lock_guard lock(mutex);
      const auto found = running.find(code);
      if (found == running.end()) return;
      tenant = found->second.tenant;
    }
    const Instant now = now_utc();
    const Date today = local_date(now, zone_of(code));
    for (const Module& m : services->modules)
      for (const Job& job : m.jobs)
        if (module_on(code, m.name) && take_due(code, job, today))
          run_job(*tenant, job, now, today);
  }

  /// A job is due after its pause, and whenever a new day has begun.
  bool take_due(const std::string& code, const Job& job, Date today) {
    const std::lock_guard lock(mutex);
    Running& r = running[code];
    if (r.last_day != today) {
      r.due.clear();
      r.last_day = today;
    }
    Clock::time_point& due = r.due[job.name];
    if (Clock::now() < due) return false;
    due = Clock::now() + job.every;
    return true;
  }

  static void run_job(Tenant& tenant, const Job& job, Instant now, Date today) {
    try {
      tenant.lanes().write({.name = "job:" + job.name}, job.name,
                           [&](Tx& tx) { job.run(tx, now, today); });
    } catch (const Error& e) {  // tried again at its next turn
      log::write(log::Level::error, "job", {{"job", job.name}, {"why", e.key()}});
    }
  }

  void stop() {
    {
      const std::lock_guard lock(mutex);
      if (stopping) return;
      stopping = true;
    }
    wake_jobs.notify_all();
    if (jobs.joinable()) jobs.join();
    front->stop();
    imports->stop();
    for (auto& [code, r] : running) r.dispatcher->stop();
    tenants.stop();
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
const Rights& Application::rights() const { return impl_->services->rights; }
people::Service& Application::people() { return *impl_->services->people; }
kpi::Service& Application::kpi() { return *impl_->services->kpi; }
okr::Service& Application::okr() { return *impl_->services->okr; }

void Application::start_tenants() {
  for (const TenantEntry& entry : impl_->tenants.list()) impl_->tenants.open(entry.code);
  impl_->resume_imports();
  impl_->jobs = std::thread([this] { impl_->run_jobs(); });
}

bool Application::ready() {
  try {
    for (const TenantEntry& entry : impl_->tenants.list())
      impl_->tenants.open(entry.code)->lanes().read([](Read& db) { (void)newest_event(db); });
    return true;
  } catch (const Error&) {
    return false;
  }
}

void Application::settle(Tenant& tenant) {
  Dispatcher* dispatcher = nullptr;
  {
    const std::lock_guard lock(impl_->mutex);
    dispatcher = impl_->running.at(tenant.code()).dispatcher.get();
  }
  dispatcher->settle();
}

void Application::stop() { impl_->stop(); }

Context Application::operator_context(Tenant& tenant, const std::string& name) {
  auto viewer = std::make_shared<Viewer>();
  viewer->login = name;
  viewer->held.everything();
  viewer->seen.fill(relation::company);
  Context ctx(now_utc(), viewer);
  ctx.set_today(local_date(ctx.now, impl_->zone_of(tenant.code())));
  return ctx;
}

}  // namespace twinrail
