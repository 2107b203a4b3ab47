void add_all(Tx& tx, const Rows& rows) {
  for (const Row& row : rows) tx.run("INSERT INTO kpi_point (value) VALUES (?)"_sql, row.value);
  tx.run_each("INSERT INTO kpi_point (value) VALUES (?)"_sql, rows, value_of);
}
