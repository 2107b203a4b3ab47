-- How a day stood at a moment is told from how it stands, by what was recorded since: the readings
-- of a measure in the order in which they came.
CREATE INDEX kpi_reading_recorded ON kpi_reading (measure, recorded_at);
