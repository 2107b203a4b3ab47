-- A running sum over units and days may leave the range of a decimal, and comes back into it with a
-- correction: the sum is amount + wraps * 2^64 millionths.
ALTER TABLE kpi_tally ADD COLUMN wraps INTEGER NOT NULL DEFAULT 0;
