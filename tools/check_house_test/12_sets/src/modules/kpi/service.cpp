std::vector<Point> Service::points(Read& db, const std::vector<KpiId>& kpis) {
  std::vector<Point> list;
  for (const KpiId kpi : kpis) list.push_back(store::point(db, kpi));
  for (std::size_t i = 0; i < kpis.size(); ++i) {
    if (kpis[i].value > 0)
      list.push_back(store::last<Point>(db, kpis[i]));
    else
      list.push_back({});
  }
  while (store::more(db)) list.push_back({});
  std::ranges::for_each(kpis, [&](KpiId kpi) { list.push_back(store::point(db, kpi)); });
  for (const Point& p : store::points(db, kpis)) list.push_back(p);
  for (const KpiId kpi : kpis) list.push_back(store::Point{kpi});
  store::save(db, list);
  return list;
}
