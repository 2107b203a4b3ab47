-- A KPI that drives a key result does so until a day; what is aimed at has held until a day; an
-- objective counts from the day on which it started. Days count from 1970-01-01.
ALTER TABLE okr_link ADD COLUMN ended_on INTEGER;
DROP INDEX okr_link_driver;
CREATE UNIQUE INDEX okr_link_driver ON okr_link (key_result)
    WHERE key_result IS NOT NULL AND ended_on IS NULL;
CREATE INDEX okr_link_by_key_result ON okr_link (key_result);

-- Null: an objective of before this was written down; it counts from the first day of its cycle.
ALTER TABLE okr_objective ADD COLUMN active_on INTEGER;
ALTER TABLE okr_key_result_standing ADD COLUMN overridden INTEGER NOT NULL DEFAULT 0;

-- What a key result aimed at before the change of a day, and why it was changed. Append-only.
CREATE TABLE okr_key_result_term (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key_result INTEGER NOT NULL REFERENCES okr_key_result (id),
  until INTEGER NOT NULL,
  start_value INTEGER,
  target_value INTEGER,
  commit_value INTEGER,
  stretch_value INTEGER,
  weight INTEGER NOT NULL,
  reason TEXT NOT NULL,
  by_person INTEGER,
  recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX okr_key_result_term_by_key_result ON okr_key_result_term (key_result, until, id);
