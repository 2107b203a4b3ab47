#include "app/module_list.hpp"

#include "modules/dashboard/api.hpp"
#include "modules/dashboard/dashboard.hpp"
#include "modules/identity/api.hpp"
#include "modules/kpi/api.hpp"
#include "modules/okr/api.hpp"
#include "modules/people/api.hpp"
#include "modules/people/inlets.hpp"
#include "modules/tenancy/api.hpp"
#include "platform/json/document.hpp"

namespace twinrail {
namespace {

const std::vector<tenancy::KnownModule>& known_modules() {
  static const std::vector<tenancy::KnownModule> all{
      {"tenancy", {}, false},
      {"identity", {}, false},
      {"people", {}, false},
      {"kpi", {"people"}, false},
      {"okr", {"people", "kpi"}, true},
      {"dashboard", {"people", "kpi", "okr"}, true},
  };
  return all;
}

constexpr const char* demo_source =
    "UCI Machine Learning Repository 597, Productivity Prediction of Garment Employees, CC BY 4.0";

/// Which permission shows the changes of a topic.
std::optional<Permission> permission_of(std::string_view topic) {
  if (topic == kpi::ValuesChanged::topic || topic == kpi::BreachChanged::topic)
    return Permission::kpi_read;
  if (topic == okr::ProgressChanged::topic) return Permission::okr_read;
  if (topic == people::OrganisationChanged::topic) return Permission::people_read;
  return std::nullopt;
}

bool may_see(const Viewer& viewer, Permission permission, std::int64_t unit) {
  const Relations held = viewer.held[static_cast<std::size_t>(permission)];
  if (held & relation::company) return true;
  return (held & viewer.relations_to(OrgUnitId{unit}) & ~relation::self) != 0;
}

}  // namespace

Services::Services() = default;
Services::~Services() = default;

std::unique_ptr<Services> make_services(const Config& config) {
  auto s = std::make_unique<Services>();
  std::vector<std::string> names;
  for (const tenancy::KnownModule& m : known_modules()) names.push_back(m.name);
  s->tenancy = std::make_unique<tenancy::Service>(known_modules());
  // Browsers take a Secure cookie from a loopback address as well.
  s->identity =
      std::make_unique<identity::Service>(*s->tenancy, names, true, config.demo ? demo_source : "");
  s->people = std::make_unique<people::Service>();
  s->kpi = std::make_unique<kpi::Service>(*s->people);
  s->okr = std::make_unique<okr::Service>(*s->people, *s->kpi);
  s->dashboard = std::make_unique<dashboard::Service>(*s->people, *s->kpi, *s->okr);
  Module people{.name = "people", .inlets = people::inlets(), .live = {"people.changed"}};
  people.jobs = {{"people.daily", std::chrono::hours(24),
                  [&p = *s->people](Tx& tx, Instant, Date today) { p.daily(tx, today); }}};
  s->modules = {std::move(people), kpi::manifest(*s->kpi), okr::manifest(*s->okr)};
  return s;
}

void add_routes(Router& router, Services& s) {
  tenancy::routes(router, *s.tenancy);
  identity::routes(router, *s.identity);
  people::routes(router, *s.people);
  kpi::routes(router, *s.kpi);
  okr::routes(router, *s.okr);
  dashboard::routes(router, *s.dashboard);
}

std::vector<Audited> audited_tables() {
  return {
      {"tenancy_module"},
      {"identity_account", {"password_hash"}},
      {"identity_token", {"secret_hash"}},
      {"people_calendar"},
      {"people_legal_entity"},
      {"people_unit"},
      {"people_unit_version"},
      {"people_person"},
      {"people_employment"},
      {"people_post"},
      {"kpi_measure"},
      {"kpi_source"},
      {"kpi_kpi"},
      {"kpi_kpi_measure"},
      {"kpi_assignment"},
      {"kpi_target"},
      {"kpi_breach"},
      {"okr_cycle"},
      {"okr_objective"},
      {"okr_key_result"},
      {"okr_milestone"},
      {"okr_check_in"},
      {"okr_contribution"},
      {"okr_link"},
  };
}

std::optional<std::string> visible_part(const Viewer& viewer, const Event& event) {
  const auto permission = permission_of(event.topic);
  if (!permission || !viewer.holds(*permission)) return std::nullopt;
  if (event.topic == people::OrganisationChanged::topic) return "{}";
  if (viewer.held[static_cast<std::size_t>(*permission)] & relation::company) return event.payload;
  const json::Document document = json::Document::parse(event.payload);
  std::string out = "{\"changes\":[";
  bool any = false;
  for (const json::Value changes : document.root())
    for (const json::Value change : changes) {
      std::int64_t unit = 0;
      for (const json::Value field : change)
        if (field.name() == "org_unit")
          unit = std::strtoll(std::string(field.text()).c_str(), nullptr, 10);
      if (!may_see(viewer, *permission, unit)) continue;
      if (any) out += ',';
      change.write(out);
      any = true;
    }
  return any ? std::optional(out + "]}") : std::nullopt;
}

}  // namespace twinrail
