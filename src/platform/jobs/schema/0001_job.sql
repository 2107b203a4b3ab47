-- Work that comes back by itself. A row is written when a job first has its turn; `due_at` says
-- when the next one is. Whoever runs it holds it until `held_until`, so that of several processes
-- on one database one runs it, and another takes it over from one that was killed. `attempts`
-- counts turns since the last that went well. `day` is the company's day of the last turn. Instants
-- are microseconds since 1970, `day` counts days.
CREATE TABLE job (
  name TEXT PRIMARY KEY,
  due_at INTEGER NOT NULL,
  day INTEGER NOT NULL,
  holder TEXT NOT NULL,
  held_until INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT NOT NULL,
  last_run INTEGER,
  took_micros INTEGER NOT NULL,
  runs INTEGER NOT NULL
) STRICT;
