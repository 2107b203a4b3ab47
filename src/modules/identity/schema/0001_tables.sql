-- Who may sign in. Secrets are kept as hashes only: argon2id for passwords, BLAKE2b for random
-- tokens.

CREATE TABLE identity_account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  login TEXT NOT NULL UNIQUE,
  person INTEGER,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  roles TEXT NOT NULL,
  locale TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX identity_account_by_person ON identity_account (person);

CREATE TABLE identity_session (
  token_hash TEXT PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES identity_account (id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX identity_session_by_account ON identity_session (account);

CREATE TABLE identity_token (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL REFERENCES identity_account (id),
  label TEXT NOT NULL,
  secret_hash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  last_used_at INTEGER,
  revoked_at INTEGER
) STRICT;
CREATE INDEX identity_token_by_account ON identity_token (account);

CREATE TABLE identity_first_start (
  token_hash TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
