CREATE TABLE kpi_point (value INTEGER NOT NULL) STRICT;
CREATE INDEX kpi_point_value ON kpi_point (value);
