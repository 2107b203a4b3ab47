#include "platform/facts/fact_list.hpp"

#include "platform/http/router.hpp"

namespace twinrail {

FactList FactService::list(const Context& ctx, Read& db, const NoRequest&) {
  const std::set<std::string> off = off_(db);
  FactList list;
  for (const Facts::Row& r : facts_.all()) {
    const bool is_off = off.contains(r.module);
    if (!is_off && !ctx.viewer().holds(r.fact.permission)) continue;
    list.items.push_back({r.fact.code, r.module, r.fact.unit, r.fact.grain, !is_off});
  }
  return list;
}

void fact_routes(Router& router, FactService& service) {
  router.module("platform");
  router.get("/facts", "Numbers that formulas may use", service, &FactService::list);
}

}  // namespace twinrail
