KpiList Service::kpis(const Context& ctx, Read& db, const NoRequest&) {
  ctx.require(Permission::kpi_read);
  return {store::kpis(db)};
}

Page<Reading> Service::readings(const Context& ctx, Read& db, const ReadingsOf& request) {
  const Scope scope = ctx.scope(Permission::kpi_read);
  return {store::readings(db, scope, request.measure)};
}

std::vector<Point> Service::points(const Context& ctx, Read& db, const NoRequest&) {
  std::vector<Point> list = store::points(db);
  std::erase_if(list, [&](const Point& p) { return !ctx.may(Permission::kpi_read, p.unit); });
  return list;
}

TokenList Service::tokens(const Context& ctx, Read& db, const NoRequest&) {
  return {store::tokens(db, ctx.viewer().account)};
}

std::vector<Point> Service::points_of(Read& db, KpiId kpi) { return store::points(db, kpi); }

namespace {
std::vector<Goal> found(const Context& ctx, Read& db) {
  return store::goals(db, ctx.scope(Permission::kpi_read));
}
std::vector<Goal> named(const Context& ctx, Read& db) { return store::goals(db, ctx.today()); }
}  // namespace

GoalList Service::goals(const Context& ctx, Read& db, const NoRequest&) { return {found(ctx, db)}; }

GoalList Service::old_goals(const Context& ctx, Read& db, const NoRequest&) {
  return {named(ctx, db)};
}
