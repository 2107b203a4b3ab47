#include "platform/exports/export_rights.hpp"

#include <memory>

namespace twinrail::exports {

rules::Grasp grasp_of(const Viewer& viewer, const Rights& rights) {
  rules::Grasp grasp{.person = viewer.person.value, .held = {}, .seen = {}, .reach = {}};
  for (const Rights::Row& row : rights.all())
    if (const Relations held = viewer.held[row.grant.permission]; held != relation::none)
      grasp.held.push_back({std::string(row.grant.permission.name), held});
  for (const Relations seen : viewer.seen) grasp.seen.push_back(seen);
  for (const ReachedUnit& r : viewer.reach) grasp.reach.push_back({r.unit.value, r.relations});
  return grasp;
}

Context narrowed(const Context& ctx, const rules::Grasp& grasp, const Rights& rights) {
  auto viewer = std::make_shared<Viewer>(ctx.viewer());
  viewer->held = {};
  for (const rules::HeldRight& right : grasp.held)
    if (const Rights::Row* row = rights.find(right.name))
      viewer->held.add(row->grant.permission, static_cast<Relations>(right.relations));
  for (std::size_t i = 0; i < viewer->seen.size(); ++i)
    viewer->seen[i] = static_cast<Relations>(i < grasp.seen.size() ? grasp.seen[i] : 0);
  if (grasp.person != viewer->person.value) viewer->reach.clear();
  Context less(ctx.now, std::move(viewer), ctx.locale);
  less.set_today(ctx.today());
  less.tenant = ctx.tenant;
  return less;
}

}  // namespace twinrail::exports
