Module manifest() { return {.name = "kpi", .audited = {{"kpi_point"}}}; }
