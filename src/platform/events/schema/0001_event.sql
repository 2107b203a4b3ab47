-- What happened, in order of commit: changes of a tenant run one after the other on either engine,
-- so the number is the order and a cursor steps over nothing.
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  payload TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL
) STRICT;

-- How far each subscriber has read.
CREATE TABLE event_cursor (
  subscriber TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  last_error TEXT NOT NULL
) STRICT;
