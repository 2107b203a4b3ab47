-- The KPI rail. Amounts are millionths (six decimals), ratios ten-thousandths (four decimals), days
-- count from 1970-01-01, instants are microseconds; 2932896 is 9999-12-31, "until further notice".

CREATE TABLE kpi_measure (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL UNIQUE,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL,
  unit TEXT NOT NULL,
  grain TEXT NOT NULL,
  version INTEGER NOT NULL,
  CHECK (name_zh <> '' OR name_en <> '')
) STRICT;

-- Where readings come from, and whether its corrections have a standing reason or a rounding.
CREATE TABLE kpi_source (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL UNIQUE,
  standing_reason TEXT,
  round_decimals INTEGER
) STRICT;

-- Append-only: a correction is a further revision of the same (measure, source, source_key).
CREATE TABLE kpi_reading (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  measure INTEGER NOT NULL REFERENCES kpi_measure (id),
  source INTEGER NOT NULL REFERENCES kpi_source (id),
  source_key TEXT NOT NULL,
  revision INTEGER NOT NULL,
  org_unit INTEGER NOT NULL,
  day INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  recorded_by INTEGER NOT NULL,
  reason TEXT,
  dim1 INTEGER,
  dim2 INTEGER,
  dim3 INTEGER,
  dim4 INTEGER
) STRICT;
CREATE UNIQUE INDEX kpi_reading_key ON kpi_reading (measure, source, source_key, revision);
CREATE INDEX kpi_reading_place ON kpi_reading (measure, org_unit, day);

-- The tenant's dictionaries of dimensions: product, channel, place, shift.
CREATE TABLE kpi_dim_value (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dim TEXT NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (dim, value)
) STRICT;

-- The accumulator of a measure for a unit and day: the sum of its readings' newest revisions.
CREATE TABLE kpi_day (
  measure INTEGER NOT NULL,
  org_unit INTEGER NOT NULL,
  day INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  readings INTEGER NOT NULL,
  PRIMARY KEY (measure, org_unit, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE kpi_kpi (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL UNIQUE,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  formula TEXT NOT NULL,
  unit TEXT NOT NULL,
  decimals INTEGER NOT NULL,
  direction TEXT NOT NULL,
  frequency TEXT NOT NULL,
  time_agg TEXT NOT NULL,
  org_agg TEXT NOT NULL,
  lead_lag TEXT NOT NULL,
  category_zh TEXT NOT NULL,
  category_en TEXT NOT NULL,
  version INTEGER NOT NULL,
  CHECK (name_zh <> '' OR name_en <> '')
) STRICT;

CREATE TABLE kpi_kpi_measure (
  kpi INTEGER NOT NULL REFERENCES kpi_kpi (id),
  measure INTEGER NOT NULL REFERENCES kpi_measure (id),
  PRIMARY KEY (kpi, measure)
) STRICT, WITHOUT ROWID;
CREATE INDEX kpi_kpi_measure_by_measure ON kpi_kpi_measure (measure);

CREATE TABLE kpi_assignment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kpi INTEGER NOT NULL REFERENCES kpi_kpi (id),
  org_unit INTEGER NOT NULL,
  owner INTEGER,
  weight INTEGER NOT NULL,
  veto INTEGER NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  breach_op TEXT,
  breach_value INTEGER,
  breach_value_to INTEGER,
  recover_op TEXT,
  recover_value INTEGER,
  recover_value_to INTEGER,
  n INTEGER NOT NULL,
  m INTEGER NOT NULL,
  grace_days INTEGER NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (kpi, org_unit)
) STRICT;
CREATE INDEX kpi_assignment_by_unit ON kpi_assignment (org_unit);

-- What was aimed at, and from which day: a later target never recolours an earlier period.
CREATE TABLE kpi_target (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  assignment INTEGER NOT NULL REFERENCES kpi_assignment (id),
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  target INTEGER,
  lower INTEGER,
  upper INTEGER,
  tolerance INTEGER,
  green INTEGER,
  amber INTEGER,
  green_to INTEGER,
  amber_to INTEGER
) STRICT;
CREATE INDEX kpi_target_by_assignment ON kpi_target (assignment, valid_from);

-- The running sums of an assignment's period, so that a reading costs the same however much came
-- before.
CREATE TABLE kpi_tally (
  assignment INTEGER NOT NULL,
  start_on INTEGER NOT NULL,
  measure INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (assignment, start_on, measure)
) STRICT, WITHOUT ROWID;

-- Derived: can be dropped and is rebuilt to the same bytes by `recompute`. end_on is the last day.
CREATE TABLE kpi_point (
  assignment INTEGER NOT NULL,
  start_on INTEGER NOT NULL,
  end_on INTEGER NOT NULL,
  value INTEGER,
  null_reason TEXT,
  achievement INTEGER,
  colour TEXT,
  rule TEXT,
  judged INTEGER NOT NULL,
  phase TEXT NOT NULL,
  streak INTEGER NOT NULL,
  missing INTEGER NOT NULL,
  rows_used INTEGER NOT NULL,
  rows_seen INTEGER NOT NULL,
  PRIMARY KEY (assignment, start_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX kpi_point_unjudged ON kpi_point (end_on) WHERE judged = 0;

CREATE TABLE kpi_breach (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  assignment INTEGER NOT NULL REFERENCES kpi_assignment (id),
  state TEXT NOT NULL,
  fired_start INTEGER NOT NULL,
  fired_on INTEGER NOT NULL,
  ended_start INTEGER,
  ended_on INTEGER,
  accepted_by INTEGER,
  accepted_at INTEGER,
  accepted_value INTEGER,
  accepted_until INTEGER,
  accepted_reason TEXT,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX kpi_breach_by_assignment ON kpi_breach (assignment, fired_start);
CREATE INDEX kpi_breach_by_state ON kpi_breach (state);

-- One row: other whenever a definition changed, so that what is remembered of them is known to be
-- old.
CREATE TABLE kpi_stamp (
  id INTEGER PRIMARY KEY,
  stamp INTEGER NOT NULL,
  swept_on INTEGER NOT NULL
) STRICT;
INSERT INTO kpi_stamp (id, stamp, swept_on) VALUES (1, 1, 0);
