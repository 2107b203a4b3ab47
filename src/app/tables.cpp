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

ImportHooks import_hooks(Services& services) {
  return {.now = &now_utc,
          .context =
              [&services](Lanes& lanes, AccountId account) {
                std::optional<Context> ctx;
                lanes.read([&](Read& db) {
                  if (auto viewer = account == AccountId{} ? operator_viewer("command:import")
                                                           : services.identity->viewer(db, account))
                    ctx.emplace(now_utc(), viewer);
                  if (ctx) ctx->set_today(local_date(ctx->now, services.people->calendar(db).zone));
                });
                return ctx;
              },
          .log =
              [](const std::string& line) {
                log::write(log::Level::error, "import", {{"why", line}});
              }};
}

ExportHooks export_hooks(
    Services& services,
    std::function<bool(const std::string& tenant, const std::string& module)> module_on) {
  return {.module_on = [on = std::move(module_on)](
                           const Context& ctx,
                           const std::string& module) { return on(ctx.tenant, module); },
          .units =
              [&people = *services.people](Read& db, const std::vector<OrgUnitId>& units) {
                return people.unit_codes(db, units);
              }};
}

}  // namespace twinrail
