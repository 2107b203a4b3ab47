-- What was corrected since a moment is found without reading what was only reported since.
CREATE INDEX kpi_reading_corrected ON kpi_reading (recorded_at, id) WHERE revision > 1;
