-- Lists that are too long for one answer: somebody asked for one as a file, and a job makes it.
-- `rights` is what the one who asked might see then, and once the file is made what was seen of the
-- company for it (JSON): whoever holds less is not given the file. `turns` counts how often the
-- work was begun; it tells the one who writes now from those before. `problem` and `problem_args`
-- (JSON) say why there is no file. `expires_at` is when the row goes away with its pieces.
-- Instants are microseconds since 1970.
CREATE TABLE export_file (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account INTEGER NOT NULL,
  title TEXT NOT NULL,
  list TEXT NOT NULL,
  format TEXT NOT NULL,
  language TEXT NOT NULL,
  state TEXT NOT NULL,
  written INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  pieces INTEGER NOT NULL,
  name TEXT NOT NULL,
  rights TEXT NOT NULL,
  problem TEXT NOT NULL,
  problem_args TEXT NOT NULL,
  request TEXT NOT NULL,
  turns INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  as_of INTEGER,
  ended_at INTEGER,
  expires_at INTEGER,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX export_file_by_account ON export_file (account, id);
CREATE INDEX export_file_by_end ON export_file (expires_at);
CREATE INDEX export_file_by_work ON export_file (id) WHERE ended_at IS NULL;

-- The file itself, in pieces in their order: of a CSV file its text, of a workbook base64.
CREATE TABLE export_piece (
  file INTEGER NOT NULL REFERENCES export_file (id),
  piece INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (file, piece)
) STRICT, WITHOUT ROWID;
