-- How a file was understood. `file` is its name. `leave_out`: rows with problems stay out and the
-- others are written. `heads` is JSON: what somebody said of heads that nobody knows; `facts` is
-- JSON: encoding, separator, sheet, heads and first rows.
ALTER TABLE inlet_import ADD COLUMN file TEXT NOT NULL DEFAULT '';
ALTER TABLE inlet_import ADD COLUMN leave_out INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inlet_import ADD COLUMN heads TEXT NOT NULL DEFAULT '';
ALTER TABLE inlet_import ADD COLUMN facts TEXT NOT NULL DEFAULT '';

-- What was said of a head once, kept for the files to come. An empty `field`: it is not taken in.
CREATE TABLE inlet_head (
  inlet TEXT NOT NULL,
  head TEXT NOT NULL,
  field TEXT NOT NULL,
  PRIMARY KEY (inlet, head)
) STRICT;
