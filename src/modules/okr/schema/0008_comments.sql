-- What people say about an objective, or about one of its key results: one thread an objective. A
-- comment that was removed stays as a row without its text. `name` of a mention is how the person
-- was called when it was written, as it stands in the text. Instants are microseconds.
CREATE TABLE okr_comment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  objective INTEGER NOT NULL REFERENCES okr_objective (id),
  key_result INTEGER REFERENCES okr_key_result (id),
  person INTEGER NOT NULL,
  body TEXT NOT NULL,
  written_at INTEGER NOT NULL,
  edited_at INTEGER,
  removed_at INTEGER,
  solved_at INTEGER,
  solved_by INTEGER,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX okr_comment_by_objective ON okr_comment (objective, id);

-- What a comment said before it was edited. Append-only.
CREATE TABLE okr_comment_past (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  comment INTEGER NOT NULL REFERENCES okr_comment (id),
  body TEXT NOT NULL,
  until INTEGER NOT NULL
) STRICT;
CREATE INDEX okr_comment_past_by_comment ON okr_comment_past (comment, id);

CREATE TABLE okr_comment_mention (
  comment INTEGER NOT NULL REFERENCES okr_comment (id),
  person INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (comment, person)
) STRICT, WITHOUT ROWID;
