-- Who was invited by mail to open an account, and has not come yet. The one-time code is made when
-- the letter leaves, so that it stands nowhere but in the letter and, as a hash, by the account.
CREATE TABLE identity_invitation (
  account INTEGER PRIMARY KEY REFERENCES identity_account (id),
  invited_at INTEGER NOT NULL,
  sent_at INTEGER
) STRICT;
