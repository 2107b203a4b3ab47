-- When a further revision took a reading's place; nothing while it is the newest. So the newest
-- revision, and the one that was known at a moment, are told by a row alone. The figures of a
-- reading stay as they were written.
ALTER TABLE kpi_reading ADD COLUMN superseded_at INTEGER;
UPDATE kpi_reading
   SET superseded_at = (SELECT n.recorded_at FROM kpi_reading n
                         WHERE n.measure = kpi_reading.measure AND n.source = kpi_reading.source
                           AND n.source_key = kpi_reading.source_key
                           AND n.revision = kpi_reading.revision + 1)
 WHERE EXISTS (SELECT 1 FROM kpi_reading n
                WHERE n.measure = kpi_reading.measure AND n.source = kpi_reading.source
                  AND n.source_key = kpi_reading.source_key
                  AND n.revision = kpi_reading.revision + 1);

-- Pages of readings go along these, newest day first: of a measure, and of a unit.
CREATE INDEX kpi_reading_newest ON kpi_reading (measure, day, id) WHERE superseded_at IS NULL;
DROP INDEX kpi_reading_place;
CREATE INDEX kpi_reading_place ON kpi_reading (measure, org_unit, day, id);
