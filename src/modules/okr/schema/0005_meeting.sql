-- The meeting of a unit about a cycle; it collects the reviews of the unit's objectives.
CREATE TABLE okr_meeting (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  cycle INTEGER NOT NULL REFERENCES okr_cycle (id),
  org_unit INTEGER NOT NULL,
  held_on INTEGER,
  attendees TEXT NOT NULL,
  notes TEXT NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (cycle, org_unit)
) STRICT;
