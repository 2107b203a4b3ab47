void routes(Router& r, Service& s) {
  r.get("/kpis", "KPIs; with their formulas", s, &Service::kpis).needs(kpi_read);
  r.post("/kpis", "Define a KPI", s, &Service::add_kpi)
      .needs(kpi_read)
      .status(201);
  r.put("/kpis/{kpi}", "Change a KPI", s, &Service::change_kpi).needs(Permission::kpi_read);
  r.del("/kpis/{kpi}", "Drop a KPI", s, &Service::drop_kpi).needs(permission::read);
  r.patch("/kpis/{kpi}", "Rename a KPI", s, &Service::rename_kpi).needs(kpi_define);
  r.get("/readings", "Readings", s, &Service::readings).needs(kpi_read);
  r.get("/points", "Points", s, &Service::points).needs(kpi_read);
  r.get("/goals", "Goals", s, &Service::goals).needs(kpi_read);
  r.get("/old-goals", "Old goals", s, &Service::old_goals).needs(kpi_read);
  r.get("/tokens", "Mine", s, &Service::tokens);
}
