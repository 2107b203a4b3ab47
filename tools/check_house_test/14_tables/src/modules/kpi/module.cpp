Module manifest(Service& s) {
  return {
      .name = "kpi",
      .audited = {{"kpi_kpi"}, {"kpi_account", {"password_hash"}}},
      .derived = {"kpi_point"},  // not "kpi_stamp"
  };
}
