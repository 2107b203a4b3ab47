void grades(Read& db) {
  db.all(R"(
    SELECT o.grade
      FROM kpi_point p
      JOIN okr_objective o ON o.unit = p.unit)"_sql);
}

void oversee(Tx& tx) {
  tx.run("INSERT INTO reach (viewer) VALUES (?)"_sql);
}
