-- A one-time code with which somebody opens an account that was given to them, or chooses a new
-- password for one. Kept as a hash; an account has one at a time.
CREATE TABLE identity_activation (
  account INTEGER PRIMARY KEY REFERENCES identity_account (id),
  code_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

-- When an account was last signed in with; not in the account, whose every change is in the trail.
CREATE TABLE identity_last_sign_in (
  account INTEGER PRIMARY KEY REFERENCES identity_account (id),
  at INTEGER NOT NULL
) STRICT;
INSERT INTO identity_last_sign_in (account, at)
SELECT account, MAX(created_at) FROM identity_session GROUP BY account;
