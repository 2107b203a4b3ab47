CREATE TABLE kpi_point (
  value double precision NOT NULL  -- REAL would be no better
);
