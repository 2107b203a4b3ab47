#include "app/module_list.hpp"

#include <algorithm>

#include "app/application.hpp"
#include "app/mailing.hpp"
#include "app/staff.hpp"
#include "app/writers.hpp"
#include "modules/dashboard/api.hpp"
#include "modules/dashboard/dashboard.hpp"
#include "modules/identity/api.hpp"
#include "modules/kpi/api.hpp"
#include "modules/okr/api.hpp"
#include "modules/people/api.hpp"
#include "modules/tenancy/api.hpp"
#include "platform/audit/trail_pages.hpp"
#include "platform/events/store_event.hpp"
#include "platform/http/store_idempotency.hpp"
#include "platform/json/document.hpp"
#include "platform/outbox/store_outbox.hpp"
#include "platform/tenant/store_tenant.hpp"

namespace twinrail {
namespace {

constexpr const char* demo_source =
    "UCI Machine Learning Repository 597, Productivity Prediction of Garment Employees, CC BY 4.0";

constexpr const char* prune_job = "platform.prune";

/// Answers that may be asked for again, and events that a stream may resume from.
constexpr std::int64_t answers_seconds = 24 * 3600;
constexpr std::int64_t events_seconds = 7 * 24 * 3600;
/// Letters that were sent: longer than events, so that a subscriber that reads an event again finds
/// the letter that it wrote of it.
constexpr std::int64_t letters_seconds = 30 * 24 * 3600;

/// What people were told, read or not.
constexpr std::int64_t notices_seconds = 365 * 24 * 3600;

/// The topic as its module announced it; null: no page may follow it.
const LiveTopic* live_topic(const Services& services, std::string_view topic) {
  for (const Module& m : services.modules)
    for (const LiveTopic& live : m.live)
      if (live.topic == topic) return &live;
  return nullptr;
}

/// Whether an event about people is about this one.
bool is_named(const Viewer& viewer, const Event& event) {
  const auto people = from_json<NoticesChanged>(event.payload).people;
  return viewer.person && std::ranges::find(people, viewer.person) != people.end();
}

bool may_see(const Viewer& viewer, Permission permission, std::int64_t unit) {
  const Relations held = viewer.held[permission];
  if (held & relation::company) return true;
  return (held & viewer.relations_to(OrgUnitId{unit}) & ~relation::self) != 0;
}

/// Whom accounts can be given to, for a module that may not know of people.
std::vector<identity::KnownPerson> known_people(people::Service& people, Read& db,
                                                const std::vector<std::string>& numbers) {
  const auto found = people.people_by_number(db, numbers);
  std::vector<PersonId> ids;
  for (const auto& [number, id] : found) ids.push_back(id);
  auto names = people.person_names(db, ids);
  std::vector<identity::KnownPerson> known;
  for (const auto& [number, id] : found) known.push_back({number, id, names[id]});
  return known;
}

void add_mail(Services& s, const Config& config) {
  s.mail_readers = make_mail_readers(*s.people, *s.identity);
  s.mail = std::make_unique<NoticeMail>(*s.notices, s.notice_kinds, *s.mail_readers,
                                        mail_place_of(config),
                                        smtp_sender(smtp_server_of(config), s.mail_health));
  s.outbox->add(NoticeMail::letter_kind, [mail = s.mail.get()](Lanes& lanes, const Letter& letter) {
    mail->send(lanes, letter);
  });
  s.outbox->add(identity::invitation_kind,
                invitation_sender(*s.identity, mail_place_of(config),
                                  smtp_sender(smtp_server_of(config), s.mail_health)));
  s.identity->know_addresses([people = s.people.get()](Read& db, const std::vector<PersonId>& ids) {
    return people->addresses(db, ids);
  });
}

}  // namespace

Services::Services() = default;
Services::~Services() = default;

namespace {
void add_printers(Services& s) {
  s.kpi_printer = std::make_unique<kpi::Printer>(*s.kpi, *s.people);
  s.okr_printer = std::make_unique<okr::Printer>(*s.okr, *s.people);
  s.dashboard_printer = std::make_unique<dashboard::Printer>(*s.dashboard, *s.people);
}
}  // namespace

std::unique_ptr<Services> make_services(const Config& config) {
  auto s = std::make_unique<Services>();
  s->tenancy = std::make_unique<tenancy::Service>();
  // Browsers take a Secure cookie from a loopback address as well.
  s->identity = std::make_unique<identity::Service>(*s->tenancy, s->rights, true,
                                                    config.demo ? demo_source : "");
  s->people = std::make_unique<people::Service>();
  s->identity->know_people(
      [people = s->people.get()](Read& db, const std::vector<std::string>& numbers) {
        return known_people(*people, db, numbers);
      });
  s->identity->know_company([people = s->people.get()](Read& db) {
    people::CompanyStyle style = people->style(db);
    return identity::CompanyStyle{std::move(style.names), style.english};
  });
  s->approvals = std::make_unique<approvals::Service>(make_staff(*s->people, *s->identity));
  s->kpi = std::make_unique<kpi::Service>(*s->people, s->approvals.get());
  s->kpi->know_accounts(make_accounts(*s->identity));
  s->okr = std::make_unique<okr::Service>(*s->people, *s->kpi, *s->approvals);
  s->okr->know_sights([readers = std::shared_ptr(make_mail_readers(*s->people, *s->identity))](
                          Read& db, PersonId person, Instant now) {
    auto found = readers->context(db, person, now);
    return found ? std::make_shared<const Context>(std::move(*found)) : nullptr;
  });
  s->dashboard = std::make_unique<dashboard::Service>(*s->people, *s->kpi, *s->okr, *s->approvals);
  add_printers(*s);
  s->modules.push_back(tenancy::manifest());
  s->modules.push_back(identity::manifest(*s->identity));
  s->modules.push_back(people::manifest(*s->people));
  s->modules.push_back(kpi::manifest(*s->kpi));
  s->modules.push_back(okr::manifest(*s->okr));
  s->modules.push_back(dashboard::manifest());
  std::vector<tenancy::KnownModule> known;
  for (const Module& m : s->modules) {
    known.push_back({m.name, m.needs, m.optional, m.catch_up});
    s->rights.add(m.name, m.permissions);
    s->facts.add(m.name, m.facts);
    s->approvals->know(m.approvals);
    s->notice_kinds.add(m.name, m.notices);
  }
  s->tenancy->know(std::move(known));
  const auto off = [tenancy = s->tenancy.get()](Read& db) { return tenancy->off(db); };
  s->fact_service = std::make_unique<FactService>(s->facts, off);
  s->notices = std::make_unique<NoticeService>(s->notice_kinds, off, sends_mail(config));
  s->outbox = std::make_unique<Outbox>(&now_utc);
  if (sends_mail(config)) add_mail(*s, config);
  s->keeper = std::make_unique<audit::Keeper>(config.audit_key, config.data);
  // No module that a company could know of.
  s->modules.emplace_back(platform_manifest(*s->outbox, *s->keeper, *s->approvals, s->mail.get(),
                                            [people = s->people.get()](Read& db, Instant at) {
                                              return local_date(at, people->calendar(db).zone);
                                            }));
  s->notice_kinds.add("platform", s->modules.back().notices);
  s->rights.add("platform", s->modules.back().permissions);
  check_manifests(s->modules, s->rights);
  return s;
}

namespace {

/// What the platform itself tells people.
std::vector<NoticeKind> platform_notices() {
  const Permission use = approvals::permission::use;
  return {{"approval.asked", NoticeGroup::update, use, MailChoice::now},
          {"approval.decided", NoticeGroup::news, use},
          {"export.ready", NoticeGroup::news, use, MailChoice::none},
          {"export.failed", NoticeGroup::news, use, MailChoice::none}};
}

}  // namespace

Module platform_manifest(const Outbox& outbox, const audit::Keeper& keeper,
                         approvals::Service& approvals, const NoticeMail* mail,
                         const DayOf& day_of) {
  using relation::all, relation::none, relation::self;
  const auto prune = [](Tx& tx, Instant now, Date) {
    idempotency::store::prune(tx, now.plus_seconds(-answers_seconds));
    events::store::prune(tx, now.plus_seconds(-events_seconds));
    outbox::store::prune(tx, now.plus_seconds(-letters_seconds));
    notices::prune(tx, now.plus_seconds(-notices_seconds));
  };
  const auto keep_head = [&keeper](JobParts& parts) {
    parts.lanes().read([&](Read& db) {
      if (const auto company = tenant::store::named(db)) keeper.renew(db, *company, parts.today());
    });
  };
  const auto verify = [&keeper](JobParts& parts) {
    audit::Verdict verdict;
    parts.lanes().read([&](Read& db) { verdict = audit::verify(db, keeper.key()); });
    parts.part([&](Tx& tx) { audit::keep_proof(tx, verdict); });
  };
  std::vector<Job> jobs{
      {prune_job, std::chrono::minutes(30), prune},
      {.name = "platform.keep_head", .every = std::chrono::hours(24), .work = keep_head},
      {.name = "platform.verify_trail",
       .every = std::chrono::hours(24),
       .work = verify,
       .hold = std::chrono::hours(1)},
      outbox.job(),
      approvals.job()};
  if (mail != nullptr) jobs.push_back(mail->job());
  return {
      .name = "platform",
      .needs = {},
      // executive, hr, manager, employee, operator, admin
      .permissions = {{approvals::permission::use, {self, self, self, self, self, self}},
                      {approvals::permission::configure, {none, all, none, none, none, all}},
                      {approvals::permission::fallback, {all, all, none, none, none, none}}},
      .inlets = {},
      .subscribers = {{"platform.tell_approvals",
                       {std::string(approvals::ApprovalMoved::topic)},
                       [&approvals, day_of](Tx& tx, const std::vector<Event>& events) {
                         approvals.tell(tx, events, day_of(tx, events.back().at));
                       }}},
      .jobs = std::move(jobs),
      .live = {{NoticesChanged::topic, {}, LiveTopic::Cut::own}},
      .notices = platform_notices(),
      .audited = {{"setting"},
                  {"approval"},
                  {"approval_turn"},
                  {"approval_chain"},
                  {"approval_chain_step"},
                  {"approval_delegation"},
                  {"notice_choice"},
                  {"notice_person"}},
      .append_only = {{"event", prune_job}, {"approval_deed"}},
      .derived = {"event_cursor", "export_file", "export_piece", "idempotency", "inlet_import",
                  "inlet_upload", "notice", "notice_copy", "outbox"},
  };
}

void add_routes(Router& router, Services& s) {
  tenancy::routes(router, *s.tenancy);
  identity::routes(router, *s.identity);
  people::routes(router, *s.people);
  kpi::routes(router, *s.kpi);
  okr::routes(router, *s.okr);
  dashboard::routes(router, *s.dashboard);
  kpi::print_routes(router, *s.kpi_printer);
  okr::print_routes(router, *s.okr_printer);
  dashboard::print_routes(router, *s.dashboard_printer);
  for (const Module& m : s.modules)
    for (const SettingsEntry& entry : m.settings) entry.routes(router);
  fact_routes(router, *s.fact_service);
  approvals::routes(router, *s.approvals);
  notice_routes(router, *s.notices);
}

std::vector<Audited> audited_tables(const Services& services) {
  std::vector<Audited> tables;
  for (const Module& m : services.modules)
    tables.insert(tables.end(), m.audited.begin(), m.audited.end());
  return tables;
}

std::vector<AppendOnly> append_only_tables(const Services& services) {
  std::vector<AppendOnly> tables;
  for (const Module& m : services.modules)
    tables.insert(tables.end(), m.append_only.begin(), m.append_only.end());
  return tables;
}

std::vector<Comparison> trail_comparisons(const Services& services) {
  std::vector<Comparison> comparisons;
  for (const Module& m : services.modules)
    if (m.compare_with_trail) comparisons.push_back(m.compare_with_trail);
  return comparisons;
}

audit::Watched watched_by(const Services& services) {
  return {audited_tables(services), append_only_tables(services), trail_comparisons(services)};
}

std::string shown_of(const Services& services, const Context& ctx, const std::string& table,
                     const std::string& values) {
  for (const Module& m : services.modules)
    for (const Audited& of : m.audited)
      if (of.table == table) return audit::shown_values(of, values, ctx, {});
  return values;  // a note or a batch: it carries counts, and no field of a person
}

std::optional<std::string> visible_part(const Services& services, const Viewer& viewer,
                                        const Event& event) {
  const LiveTopic* topic = live_topic(services, event.topic);
  if (topic == nullptr) return std::nullopt;
  if (topic->cut == LiveTopic::Cut::own)
    return is_named(viewer, event) ? std::optional<std::string>("{}") : std::nullopt;
  if (!viewer.holds(topic->permission)) return std::nullopt;
  if (topic->cut == LiveTopic::Cut::news_only) return "{}";
  if (viewer.held[topic->permission] & relation::company) return event.payload;
  const json::Document document = json::Document::parse(event.payload);
  std::string out = "{\"changes\":[";
  bool any = false;
  for (const json::Value changes : document.root())
    for (const json::Value change : changes) {
      std::int64_t unit = 0;
      for (const json::Value field : change)
        if (field.name() == "org_unit")
          unit = std::strtoll(std::string(field.text()).c_str(), nullptr, 10);
      if (!may_see(viewer, topic->permission, unit)) continue;
      if (any) out += ',';
      change.write(out);
      any = true;
    }
  return any ? std::optional(out + "]}") : std::nullopt;
}

}  // namespace twinrail
