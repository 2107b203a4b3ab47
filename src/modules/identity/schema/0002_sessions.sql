-- A session has a number, so that its owner can end it from a list, the address that it was begun
-- from, and when it was last used, so that one that lies idle ends.
ALTER TABLE identity_session RENAME TO identity_session_before;
DROP INDEX identity_session_by_account;

CREATE TABLE identity_session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash TEXT NOT NULL UNIQUE,
  account INTEGER NOT NULL REFERENCES identity_account (id),
  client TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
INSERT INTO identity_session (token_hash, account, client, created_at, used_at, expires_at)
SELECT token_hash, account, '', created_at, created_at, expires_at
  FROM identity_session_before;
DROP TABLE identity_session_before;
CREATE INDEX identity_session_by_account ON identity_session (account);
