void sweep(Tx& tx) {
  tx.run("DELETE FROM kpi_point"_sql);
  tx.run(R"(
    WITH old AS (SELECT 1) SELECT * FROM old)"_sql);
}
