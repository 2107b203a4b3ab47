Module manifest() { return {.name = "okr", .audited = {{"okr_objective"}}}; }
