-- What a reading of a measure may be, in millionths, both included; nothing: no bound.
ALTER TABLE kpi_measure ADD COLUMN least INTEGER;
ALTER TABLE kpi_measure ADD COLUMN most INTEGER;
