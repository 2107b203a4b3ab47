-- The OKR rail. Amounts are millionths, ratios ten-thousandths, days count from 1970-01-01,
-- instants are microseconds.

CREATE TABLE okr_cycle (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  start_on INTEGER NOT NULL,
  end_on INTEGER NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  CHECK (start_on <= end_on),
  CHECK (name_zh <> '' OR name_en <> '')
) STRICT;

CREATE TABLE okr_objective (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT UNIQUE,
  cycle INTEGER NOT NULL REFERENCES okr_cycle (id),
  org_unit INTEGER NOT NULL,
  person INTEGER,
  owner INTEGER,
  title_zh TEXT NOT NULL,
  title_en TEXT NOT NULL,
  why TEXT NOT NULL,
  type TEXT NOT NULL,
  state TEXT NOT NULL,
  weight INTEGER NOT NULL,
  recovers INTEGER NOT NULL,
  reported TEXT,
  version INTEGER NOT NULL,
  CHECK (title_zh <> '' OR title_en <> '')
) STRICT;
CREATE INDEX okr_objective_by_unit ON okr_objective (org_unit, cycle);
CREATE INDEX okr_objective_by_cycle ON okr_objective (cycle);

CREATE TABLE okr_key_result (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  objective INTEGER NOT NULL REFERENCES okr_objective (id),
  position INTEGER NOT NULL,
  title_zh TEXT NOT NULL,
  title_en TEXT NOT NULL,
  kind TEXT NOT NULL,
  unit TEXT NOT NULL,
  decimals INTEGER NOT NULL,
  start_value INTEGER,
  target_value INTEGER,
  lower INTEGER,
  upper INTEGER,
  commit_value INTEGER,
  stretch_value INTEGER,
  weight INTEGER NOT NULL,
  due INTEGER,
  owner INTEGER,
  version INTEGER NOT NULL,
  CHECK (title_zh <> '' OR title_en <> '')
) STRICT;
CREATE INDEX okr_key_result_by_objective ON okr_key_result (objective, position);

CREATE TABLE okr_milestone (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key_result INTEGER NOT NULL REFERENCES okr_key_result (id),
  position INTEGER NOT NULL,
  title_zh TEXT NOT NULL,
  title_en TEXT NOT NULL,
  weight INTEGER NOT NULL,
  done_on INTEGER
) STRICT;
CREATE INDEX okr_milestone_by_key_result ON okr_milestone (key_result, position);

-- Derived standing of a key result, stored as it is handed on: four decimals.
CREATE TABLE okr_key_result_standing (
  key_result INTEGER PRIMARY KEY REFERENCES okr_key_result (id),
  current_value INTEGER,
  progress INTEGER NOT NULL,
  raw INTEGER,
  coverage INTEGER NOT NULL,
  state TEXT NOT NULL,
  done_on INTEGER,
  confidence INTEGER,
  reported TEXT,
  checked_on INTEGER,
  frozen INTEGER NOT NULL
) STRICT;

-- sums: what the progress is the quotient of, so that one part can change without the others.
CREATE TABLE okr_standing (
  objective INTEGER PRIMARY KEY REFERENCES okr_objective (id),
  progress INTEGER,
  coverage INTEGER NOT NULL,
  sums TEXT NOT NULL
) STRICT;

-- How it stood at the end of a day: a row on each day on which a fact of it or below is dated.
CREATE TABLE okr_key_result_day (
  key_result INTEGER NOT NULL REFERENCES okr_key_result (id),
  day INTEGER NOT NULL,
  progress INTEGER,
  coverage INTEGER NOT NULL,
  PRIMARY KEY (key_result, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE okr_standing_day (
  objective INTEGER NOT NULL,
  day INTEGER NOT NULL,
  progress INTEGER,
  coverage INTEGER NOT NULL,
  sums TEXT NOT NULL,
  PRIMARY KEY (objective, day)
) STRICT, WITHOUT ROWID;

-- Append-only: a corrected check-in keeps its old row, superseded by the new one.
CREATE TABLE okr_check_in (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key_result INTEGER NOT NULL REFERENCES okr_key_result (id),
  day INTEGER NOT NULL,
  value INTEGER,
  done INTEGER,
  milestone INTEGER,
  confidence INTEGER,
  reported TEXT,
  note TEXT NOT NULL,
  blocker TEXT,
  source TEXT NOT NULL,
  by_person INTEGER,
  recorded_at INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  first INTEGER,
  override_reason TEXT,
  reason TEXT,
  superseded_at INTEGER,
  progress INTEGER NOT NULL
) STRICT;
CREATE INDEX okr_check_in_by_key_result ON okr_check_in (key_result, day);

CREATE TABLE okr_contribution (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  child INTEGER NOT NULL REFERENCES okr_objective (id),
  parent INTEGER NOT NULL REFERENCES okr_objective (id),
  relation TEXT NOT NULL,
  share INTEGER NOT NULL,
  UNIQUE (child, parent)
) STRICT;
CREATE INDEX okr_contribution_by_parent ON okr_contribution (parent);

-- drives: a KPI gives a key result its value; guards: a KPI in breach caps an objective's grade.
CREATE TABLE okr_link (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  assignment INTEGER NOT NULL,
  key_result INTEGER REFERENCES okr_key_result (id),
  objective INTEGER NOT NULL REFERENCES okr_objective (id),
  value_rule TEXT NOT NULL,
  k INTEGER,
  agg TEXT NOT NULL,
  cap INTEGER,
  baseline INTEGER,
  baseline_on INTEGER
) STRICT;
CREATE INDEX okr_link_by_assignment ON okr_link (assignment);
CREATE INDEX okr_link_by_objective ON okr_link (objective);
CREATE UNIQUE INDEX okr_link_driver ON okr_link (key_result) WHERE key_result IS NOT NULL;
