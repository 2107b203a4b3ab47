-- Letters that leave the program: mail, calls to other programs, files. Each is written in the
-- transaction of what it tells of, and sent after it. `key` says what a letter tells of, so that
-- whoever works twice writes it once. A letter that is being sent is due again at `due_at` if
-- nobody says by then what became of it; `attempts` counts how often it was taken, which tells the
-- one who took it last from those before. `payload` is JSON. Instants are microseconds since 1970.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  address TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  last_error TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  sent_at INTEGER,
  UNIQUE (kind, key)
) STRICT;
CREATE INDEX outbox_by_due ON outbox (state, due_at);
