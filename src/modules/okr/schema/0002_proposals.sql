-- An edge between two objectives that one side asks for while the other has not agreed. It stands
-- in a table of its own, so that nothing that counts edges can count it. Instants: microseconds.
CREATE TABLE okr_proposal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  child INTEGER NOT NULL REFERENCES okr_objective (id),
  parent INTEGER NOT NULL REFERENCES okr_objective (id),
  relation TEXT NOT NULL,
  share INTEGER NOT NULL,
  state TEXT NOT NULL,
  waits_for TEXT NOT NULL,
  note TEXT NOT NULL,
  by_person INTEGER,
  proposed_at INTEGER NOT NULL,
  answered_by INTEGER,
  answered_at INTEGER,
  reason TEXT,
  contribution INTEGER,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX okr_proposal_open ON okr_proposal (child, parent) WHERE state = 'proposed';
CREATE INDEX okr_proposal_waiting ON okr_proposal (id) WHERE state = 'proposed';
CREATE INDEX okr_proposal_by_child ON okr_proposal (child, id);
CREATE INDEX okr_proposal_by_parent ON okr_proposal (parent, id);

-- Whoever takes an edge away names the version that is meant.
ALTER TABLE okr_contribution ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE okr_link ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
