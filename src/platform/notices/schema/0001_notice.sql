-- What people are told. A notice is told once per edge: `key` names the edge within its kind. It
-- carries the place of its subject, by which its text is cut to what each reader may see when it is
-- shown, and the names that its words take in both languages (JSON). Instants are microseconds
-- since 1970.
CREATE TABLE notice (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  org_unit INTEGER NOT NULL,
  owner INTEGER,
  link TEXT NOT NULL,
  words TEXT NOT NULL,
  told_at INTEGER NOT NULL,
  UNIQUE (kind, key)
) STRICT;
CREATE INDEX notice_by_time ON notice (kind, told_at);

-- One for each person who is told; `reason` is the key of the sentence that says why. `mail` is
-- what becomes of it by mail: none, waiting for the day's letter, or posted.
CREATE TABLE notice_copy (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  notice INTEGER NOT NULL REFERENCES notice (id),
  person INTEGER NOT NULL,
  reason TEXT NOT NULL,
  told_at INTEGER NOT NULL,
  read_at INTEGER,
  mail TEXT NOT NULL,
  UNIQUE (notice, person)
) STRICT;
CREATE INDEX notice_copy_by_person ON notice_copy (person, id);
CREATE INDEX notice_copy_by_unread ON notice_copy (person, id) WHERE read_at IS NULL;
CREATE INDEX notice_copy_by_mail ON notice_copy (mail, person, id);

-- How a person wants to be told: what is not here is as its kind is usually told. Quiet hours are
-- minutes of the day in the company's zone; both or none.
CREATE TABLE notice_choice (
  person INTEGER NOT NULL,
  kind TEXT NOT NULL,
  mail TEXT NOT NULL,
  PRIMARY KEY (person, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE notice_person (
  person INTEGER PRIMARY KEY,
  quiet_from INTEGER,
  quiet_to INTEGER,
  version INTEGER NOT NULL,
  CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
) STRICT;
