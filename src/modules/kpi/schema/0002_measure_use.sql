-- How many readings each measure has and how far they go, counted by a job up to one reading: a
-- list adds what came after it, so its cost does not grow with the readings.
CREATE TABLE kpi_measure_use (
  measure INTEGER PRIMARY KEY,
  readings INTEGER NOT NULL,
  last_day INTEGER NOT NULL
) STRICT;

-- One row: the last reading that is counted.
CREATE TABLE kpi_measure_count (
  id INTEGER PRIMARY KEY,
  reading INTEGER NOT NULL
) STRICT;
INSERT INTO kpi_measure_count (id, reading) VALUES (1, 0);
