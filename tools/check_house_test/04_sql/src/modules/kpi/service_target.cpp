void targets(Tx& tx) {
  tx.all("select t.goal from kpi_target t"_sql);
  tx.script("delete from kpi_target");
  tx.all(R"(
    -- what is in force
    SELECT t.goal FROM kpi_target t)"_sql);
  tx.all("/* first */ select 1");
  tx.script("BEGIN; update kpi_target set goal = 1");
  throw Error("Select a unit, then update the target and delete it from the list");
}
