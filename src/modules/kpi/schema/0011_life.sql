-- What an assignment is judged by, who answers for it and what it weighs, from a day on. One that
-- never changed has no rows: kpi_assignment says it all, and always says what holds today.
CREATE TABLE kpi_assignment_term (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  assignment INTEGER NOT NULL REFERENCES kpi_assignment (id),
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  owner INTEGER,
  weight INTEGER NOT NULL,
  veto INTEGER NOT NULL,
  breach_op TEXT,
  breach_value INTEGER,
  breach_value_to INTEGER,
  recover_op TEXT,
  recover_value INTEGER,
  recover_value_to INTEGER,
  n INTEGER NOT NULL,
  m INTEGER NOT NULL,
  grace_days INTEGER NOT NULL
) STRICT;
CREATE INDEX kpi_assignment_term_by_assignment ON kpi_assignment_term (assignment, valid_from);

-- How a KPI is worked out, from a day on; kpi_kpi says what holds today.
CREATE TABLE kpi_kpi_term (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kpi INTEGER NOT NULL REFERENCES kpi_kpi (id),
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  formula TEXT NOT NULL,
  time_agg TEXT NOT NULL,
  org_agg TEXT NOT NULL
) STRICT;
CREATE INDEX kpi_kpi_term_by_kpi ON kpi_kpi_term (kpi, valid_from);

-- What a KPI means, in words.
CREATE TABLE kpi_kpi_words (
  kpi INTEGER PRIMARY KEY REFERENCES kpi_kpi (id),
  purpose_zh TEXT NOT NULL,
  purpose_en TEXT NOT NULL,
  counted_zh TEXT NOT NULL,
  counted_en TEXT NOT NULL,
  left_out_zh TEXT NOT NULL,
  left_out_en TEXT NOT NULL,
  origin_zh TEXT NOT NULL,
  origin_en TEXT NOT NULL,
  answers_zh TEXT NOT NULL,
  answers_en TEXT NOT NULL
) STRICT;

-- One field of a measure, a KPI or an assignment that became another, from which day on, why, and
-- by whom. Rows stay as they are written.
CREATE TABLE kpi_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  thing TEXT NOT NULL,
  thing_id INTEGER NOT NULL,
  valid_from INTEGER NOT NULL,
  field TEXT NOT NULL,
  before TEXT,
  after TEXT,
  reason TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  recorded_by INTEGER NOT NULL,
  recorded_person INTEGER
) STRICT;
CREATE INDEX kpi_change_by_thing ON kpi_change (thing, thing_id, id);

-- From which day on they are not used any more.
ALTER TABLE kpi_measure ADD COLUMN retired_from INTEGER;
ALTER TABLE kpi_kpi ADD COLUMN retired_from INTEGER;

-- Who acknowledged a breach, as a person.
ALTER TABLE kpi_breach ADD COLUMN accepted_person INTEGER;
