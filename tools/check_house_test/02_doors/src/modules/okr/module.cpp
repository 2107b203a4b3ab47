Module okr_module() {
  return {.name = "okr", .needs = {"people"}};
}
