void add_all(Tx& tx, const Rows& rows) {
  for (const Row& row : rows) tx.run("INSERT INTO kpi_point (value) VALUES (?)"_sql, row.value);
  for (const Row& row : rows) insert(tx, row);
  for (const Row& row : rows) tree.insert(row.id);
  for (const Row& row : rows) seen(by_key<PointRow>(tx, row.id));
  tx.run_each("INSERT INTO kpi_point (value) VALUES (?)"_sql, rows, value_of);
  insert(tx, rows);
}
