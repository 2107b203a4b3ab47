#pragma once

class Service {
 public:
  KpiList kpis(const Context& ctx, Read& db, const NoRequest&);
  Page<Reading> readings(const Context& ctx, Read& db, const ReadingsOf& request);
  std::vector<Point> points(const Context& ctx, Read& db, const NoRequest&);
  GoalList goals(const Context& ctx, Read& db, const NoRequest&);
  GoalList old_goals(const Context& ctx, Read& db, const NoRequest&);
  TokenList tokens(const Context& ctx, Read& db, const NoRequest&);
  std::vector<Point> points_of(Read& db, KpiId kpi);
};
