-- What a company has set otherwise than the program does. A group is a described struct of a
-- module; its values are one JSON object. A group without a row has the defaults of its struct.
CREATE TABLE setting (
  module TEXT PRIMARY KEY,
  settings TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
