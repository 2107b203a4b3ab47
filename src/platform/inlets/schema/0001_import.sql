-- Files that came in through an inlet, and how far each got. `problems` is JSON. `next_row` is
-- the number of rows that are written already: it moves in the transaction that writes them, so a
-- killed import goes on where it was. `holder` is the process that works on it; nobody else does so
-- before `held_until`, unless it was let go. Instants are microseconds since 1970.
CREATE TABLE inlet_import (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  inlet TEXT NOT NULL,
  account INTEGER NOT NULL,
  dry_run INTEGER NOT NULL,
  state TEXT NOT NULL,
  total INTEGER NOT NULL,
  checked INTEGER NOT NULL,
  next_row INTEGER NOT NULL,
  stored INTEGER NOT NULL,
  known INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  problems TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  holder TEXT NOT NULL,
  held_until INTEGER NOT NULL
) STRICT;
CREATE INDEX inlet_import_by_inlet ON inlet_import (inlet, id);

-- The file itself, as long as its import is under way.
CREATE TABLE inlet_upload (
  import INTEGER PRIMARY KEY REFERENCES inlet_import (id),
  content TEXT NOT NULL
) STRICT;
