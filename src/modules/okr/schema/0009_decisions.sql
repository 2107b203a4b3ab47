-- What a unit's weekly meeting decided: who does what until when. Days are the company's.
CREATE TABLE okr_decision (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  org_unit INTEGER NOT NULL,
  decided_on INTEGER NOT NULL,
  note TEXT NOT NULL,
  owner INTEGER,
  due INTEGER,
  done_on INTEGER,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX okr_decision_by_unit ON okr_decision (org_unit, done_on);
