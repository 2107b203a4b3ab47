-- What was aimed at in a period that had ended already, and is now: why, by whom, and how the
-- period's point changed its colour. Rows stay as they are written.
CREATE TABLE kpi_target_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  assignment INTEGER NOT NULL REFERENCES kpi_assignment (id),
  start_on INTEGER NOT NULL,
  end_on INTEGER NOT NULL,
  mode TEXT NOT NULL,
  target_before INTEGER,
  target_after INTEGER NOT NULL,
  colour_before TEXT,
  colour_after TEXT,
  reason TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  recorded_by INTEGER NOT NULL,
  CHECK (reason <> '')
) STRICT;
CREATE INDEX kpi_target_change_by_period ON kpi_target_change (assignment, start_on);
