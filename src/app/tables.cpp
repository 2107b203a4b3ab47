#include "app/tables.hpp"

#include "app/proofs.hpp"
#include "modules/identity/identity.hpp"
#include "modules/people/people.hpp"
#include "platform/clock.hpp"
#include "platform/db/lanes.hpp"
#include "platform/log/log.hpp"

namespace twinrail {

void add_inlets(Inlets& inlets, const std::vector<Module>& modules) {
  for (const Module& m : modules) {
    for (const Inlet& inlet : m.inlets) inlets.add(inlet);
    for (const twinrail::inlets::Uses& uses : m.uses) inlets.add_uses(uses);
  }
}

namespace {

/// An account with its rights of the moment that is read.
std::optional<Context> context_of(const Services& services, Read& db,
                                  const std::shared_ptr<const Viewer>& viewer) {
  if (!viewer) return std::nullopt;
  Context ctx(now_utc(), viewer);
  ctx.set_today(local_date(ctx.now, services.people->calendar(db).zone));
  return ctx;
}

}  // namespace

ImportHooks import_hooks(Services& services) {
  return {.now = &now_utc,
          .context =
              [&services](Lanes& lanes, AccountId account) {
                std::optional<Context> ctx;
                lanes.read([&](Read& db) {
                  ctx = context_of(services, db,
                                   account == AccountId{} ? operator_viewer("command:import")
                                                          : services.identity->viewer(db, account));
                });
                return ctx;
              },
          .log =
              [](const std::string& line) {
                log::write(log::Level::error, "import", {{"why", line}});
              }};
}

std::map<std::string, ExportParts> export_parts() {
  return {{"getObjectives", {"key_results", ""}},
          {"getKpisTargets", {"cells", "columns"}},
          {"getApprovalChains", {"steps", ""}}};
}

ExportHooks export_hooks(
    const Services& services,
    std::function<bool(const std::string& tenant, const std::string& module)> module_on,
    std::function<void(const std::string& tenant)> wake) {
  return {.module_on = [on = std::move(module_on)](
                           const Context& ctx,
                           const std::string& module) { return on(ctx.tenant, module); },
          .units =
              [&people = *services.people](Read& db, const std::vector<OrgUnitId>& units) {
                return people.unit_codes(db, units);
              },
          .context =
              [&services](Read& db, const std::string& tenant, AccountId account) {
                auto ctx = context_of(services, db, services.identity->viewer(db, account));
                if (ctx) ctx->tenant = tenant;
                return ctx;
              },
          .parts = export_parts(),
          .wake = std::move(wake),
          .rights = &services.rights};
}

}  // namespace twinrail
