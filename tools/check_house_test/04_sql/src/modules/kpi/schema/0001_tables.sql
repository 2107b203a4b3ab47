CREATE TABLE kpi_point (
  objective INTEGER REFERENCES okr_objective (id)
);
