-- What an import wrote, one row a transaction, so that all of it can be taken back: the rows of the
-- trail after `trail_after`, up to `trail_to`; of what is only ever added to, the numbers after
-- `mark_after`, up to `mark_to`. `back_...` say the same of the transaction that took it back; 0
-- until then. `written` are rows of the file that were new or other than before.
CREATE TABLE inlet_part (
  import INTEGER NOT NULL REFERENCES inlet_import (id),
  part INTEGER NOT NULL,
  written INTEGER NOT NULL,
  trail_after INTEGER NOT NULL,
  trail_to INTEGER NOT NULL,
  mark_after INTEGER NOT NULL,
  mark_to INTEGER NOT NULL,
  back_trail_after INTEGER NOT NULL,
  back_trail_to INTEGER NOT NULL,
  back_mark_after INTEGER NOT NULL,
  back_mark_to INTEGER NOT NULL,
  PRIMARY KEY (import, part)
) STRICT, WITHOUT ROWID;

-- `parts` counts the rows above. While an import is taken back it is under way again: `written_as`
-- and `written_at` say how and when its writing ended. `undone` are rows of the file that were
-- taken back, `hindered` says that something stood in the way.
ALTER TABLE inlet_import ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE inlet_import ADD COLUMN parts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inlet_import ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inlet_import ADD COLUMN hindered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inlet_import ADD COLUMN undone_by INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inlet_import ADD COLUMN written_as TEXT NOT NULL DEFAULT 'checking';
ALTER TABLE inlet_import ADD COLUMN written_at INTEGER;
