-- Which figure is reported for which unit, how often, by whom and until when. Without a person:
-- by whoever may enter the unit's figures. Days of the week are bits, Monday is 1; minutes are
-- those of the unit's own day.
CREATE TABLE kpi_duty (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  measure INTEGER NOT NULL REFERENCES kpi_measure (id),
  org_unit INTEGER NOT NULL,
  person INTEGER,
  grain TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  workdays INTEGER NOT NULL,
  open_minute INTEGER NOT NULL,
  due_minute INTEGER NOT NULL,
  grace_days INTEGER NOT NULL,
  version INTEGER NOT NULL,
  CHECK (valid_from <= valid_to),
  CHECK (workdays BETWEEN 1 AND 127)
) STRICT;
CREATE INDEX kpi_duty_by_measure ON kpi_duty (measure, org_unit);
CREATE INDEX kpi_duty_by_unit ON kpi_duty (org_unit);
CREATE INDEX kpi_duty_by_person ON kpi_duty (person);
