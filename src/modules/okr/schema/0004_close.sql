-- What length a cycle has and which one it lies in; the end of an objective: scores, grade, review.
-- Scores are millionths, grades ten-thousandths.

ALTER TABLE okr_cycle ADD COLUMN kind TEXT NOT NULL DEFAULT 'custom';
ALTER TABLE okr_cycle ADD COLUMN parent INTEGER;
UPDATE okr_cycle SET kind = CASE
    WHEN end_on - start_on + 1 BETWEEN 350 AND 378 THEN 'year'
    WHEN end_on - start_on + 1 BETWEEN 175 AND 190 THEN 'half'
    WHEN end_on - start_on + 1 BETWEEN 84 AND 98 THEN 'quarter'
    WHEN end_on - start_on + 1 BETWEEN 28 AND 35 THEN 'month'
    ELSE 'custom' END;

-- The close of a cycle reads its objectives without the drafts.
CREATE INDEX okr_objective_by_cycle_state ON okr_objective (cycle, state);

-- Append-only: the newest of a person (of a manager: of anybody) counts.
CREATE TABLE okr_score (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  objective INTEGER NOT NULL REFERENCES okr_objective (id),
  role TEXT NOT NULL,
  person INTEGER,
  score INTEGER NOT NULL,
  reason TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  CHECK (score BETWEEN 0 AND 1000000)
) STRICT;
CREATE INDEX okr_score_by_objective ON okr_score (objective, id);

-- One row an objective that has ended. The guardrail is the lowest one that was in breach then.
CREATE TABLE okr_closing (
  objective INTEGER PRIMARY KEY REFERENCES okr_objective (id),
  closed_on INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  raw INTEGER,
  final_grade INTEGER,
  grade INTEGER,
  guard INTEGER,
  cap INTEGER,
  guard_value INTEGER,
  guard_limit INTEGER,
  by_person INTEGER
) STRICT;

CREATE TABLE okr_review (
  objective INTEGER PRIMARY KEY REFERENCES okr_objective (id),
  cause TEXT NOT NULL,
  learned TEXT NOT NULL,
  decision TEXT,
  carry INTEGER NOT NULL,
  submitted_at INTEGER,
  submitted_by INTEGER,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE okr_review_step (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  objective INTEGER NOT NULL REFERENCES okr_objective (id),
  position INTEGER NOT NULL,
  note TEXT NOT NULL,
  owner INTEGER,
  due INTEGER
) STRICT;
CREATE INDEX okr_review_step_by_objective ON okr_review_step (objective, position);

-- What an objective was made from: carried over from the cycle before, or copied.
CREATE TABLE okr_origin (
  objective INTEGER PRIMARY KEY REFERENCES okr_objective (id),
  source INTEGER NOT NULL REFERENCES okr_objective (id),
  carried INTEGER NOT NULL
) STRICT;
CREATE INDEX okr_origin_by_source ON okr_origin (source);
