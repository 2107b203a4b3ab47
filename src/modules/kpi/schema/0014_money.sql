-- A measure of money is reported in the currency of the unit that it is of. A KPI of such measures
-- names the rate by which they are converted for the unit that looks: that of a day's end, or the
-- average.
ALTER TABLE kpi_measure ADD COLUMN money INTEGER NOT NULL DEFAULT 0;
ALTER TABLE kpi_kpi ADD COLUMN rate TEXT NOT NULL DEFAULT 'closing';
