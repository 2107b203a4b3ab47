-- On how many days of units there is a figure: a measure with none at all is missing, which is not
-- 0.
ALTER TABLE kpi_tally ADD COLUMN days INTEGER NOT NULL DEFAULT 0;

-- By which rules the points were computed. A company with points of earlier ones has them computed
-- anew before anything else is written.
ALTER TABLE kpi_stamp ADD COLUMN figured_by INTEGER NOT NULL DEFAULT 0;
UPDATE kpi_stamp
   SET figured_by = 1
 WHERE NOT EXISTS (SELECT 1 FROM kpi_point) AND NOT EXISTS (SELECT 1 FROM kpi_assignment);
