-- The audit trail. A row says who did what to which row of which table; what was there before and
-- after lies apart, so that erasing a person takes the values and leaves the chain whole.
CREATE TABLE audit_row (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  account INTEGER NOT NULL,
  actor TEXT NOT NULL,
  use_case TEXT NOT NULL,
  request TEXT NOT NULL,
  place TEXT NOT NULL,
  key TEXT NOT NULL,
  op TEXT NOT NULL
) STRICT;
CREATE INDEX audit_row_by_place ON audit_row (place, key);

CREATE TABLE audit_value (
  id INTEGER PRIMARY KEY REFERENCES audit_row (id),
  salt TEXT NOT NULL,
  old_values TEXT,
  new_values TEXT
) STRICT;

-- The chain: each hash covers the one before, the row and the salted hash of its values.
CREATE TABLE audit_seal (
  id INTEGER PRIMARY KEY REFERENCES audit_row (id),
  value_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

-- Which triggers are there, as a hash of their text.
CREATE TABLE audit_trigger (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL
) STRICT;
