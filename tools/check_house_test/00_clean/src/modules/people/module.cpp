Module people_module() { return {.name = "people"}; }
