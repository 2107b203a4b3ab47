Module kpi_module() { return {.name = "kpi", .needs = {"people"}, .audited = {{"kpi_point"}}}; }
