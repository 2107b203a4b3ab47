-- Who may sign in. Secrets are kept as hashes only: argon2id for passwords, BLAKE2b for random
-- tokens.

CREATE TABLE identity_account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  login TEXT NOT NULL UNIQUE,
  person INTEGER,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  locale TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX identity_account_by_person ON identity_account (person);

-- Roles. A built-in one holds what the manifests of the modules give it; a role of the company's
-- own holds what its rows say. `relations` are the bits of base/access.hpp.
CREATE TABLE identity_role (
  code TEXT PRIMARY KEY,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  built_in INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
INSERT INTO identity_role (code, name_zh, name_en, built_in, version) VALUES
  ('executive', '高管', 'Executive', 1, 1),
  ('hr', '人力资源', 'HR', 1, 1),
  ('manager', '经理', 'Manager', 1, 1),
  ('employee', '员工', 'Employee', 1, 1),
  ('operator', '一线员工', 'Shop-floor worker', 1, 1),
  ('admin', '系统管理员', 'Administrator', 1, 1);

CREATE TABLE identity_role_right (
  role TEXT NOT NULL REFERENCES identity_role (code),
  permission TEXT NOT NULL,
  relations INTEGER NOT NULL,
  PRIMARY KEY (role, permission)
) STRICT;

CREATE TABLE identity_role_class (
  role TEXT NOT NULL REFERENCES identity_role (code),
  field_class TEXT NOT NULL,
  relations INTEGER NOT NULL,
  PRIMARY KEY (role, field_class)
) STRICT;

CREATE TABLE identity_account_role (
  account INTEGER NOT NULL REFERENCES identity_account (id),
  role TEXT NOT NULL REFERENCES identity_role (code),
  PRIMARY KEY (account, role)
) STRICT;

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
