#include <algorithm>

#include "modules/tenancy/store.hpp"
#include "platform/context.hpp"
#include "platform/events/events.hpp"

namespace twinrail::tenancy {

std::set<std::string> Service::off(Read& db) {
  const std::vector<std::string> names = store::off(db);
  return {names.begin(), names.end()};
}

ModuleList Service::modules(const Context& ctx, Read& db, const NoRequest&) {
  ctx.require(permission::manage);
  const std::set<std::string> none = off(db);
  ModuleList list;
  for (const KnownModule& m : modules_)
    list.items.push_back({m.name, !none.contains(m.name), m.optional});
  return list;
}

ModuleState Service::switch_module(const Context& ctx, Tx& tx, const SwitchModule& request) {
  ctx.require(permission::manage);
  const auto known = std::ranges::find(modules_, std::string(request.module), &KnownModule::name);
  if (known == modules_.end())
    throw Error(Fault::not_found, "tenancy.unknown_module", Arguments{{"module", request.module}});
  if (!known->optional && !request.on)
    throw Error(Fault::conflict, "tenancy.always_on", Arguments{{"module", request.module}});
  const bool was_off = off(tx).contains(known->name);
  store::set(tx, known->name, request.on);
  // The module followed no events while it was off: it computes what it derives anew, before
  // anybody sees it again.
  if (was_off && request.on && known->catch_up) known->catch_up(tx, ctx.today());
  announce(tx, ModuleSwitched{known->name, request.on});
  return {known->name, request.on, known->optional};
}

}  // namespace twinrail::tenancy
