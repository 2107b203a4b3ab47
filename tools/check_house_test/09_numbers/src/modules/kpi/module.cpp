Module manifest() { return {.name = "kpi"}; }
