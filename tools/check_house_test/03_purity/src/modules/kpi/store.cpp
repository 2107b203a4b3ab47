long total(Read& db) { return db.one("SELECT CAST(SUM(p.value) AS REAL) FROM kpi_point p"_sql); }
