Module manifest() { return {.name = "kpi", .audited = {{"kpi_more"}, {"kpi_point"}}}; }
