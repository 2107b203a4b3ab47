void viewers(Read& db) {
  db.all("SELECT r.viewer FROM reach r JOIN okr_objective o ON o.unit = r.org_unit"_sql);
}
