void owners(Read& db) {
  db.all(R"(
    select o.name
      from kpi_target t
      join okr_owner o on o.id = t.owner)"_sql);
  db.all("SELECT t.goal FROM kpi_target t, okr_objective o WHERE o.id = t.objective"_sql);
}

const char* joined = " join OKR_Objective o on o.id = t.objective";
