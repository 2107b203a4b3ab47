-- What the company says of itself beside how it counts its time. Without a name it is called as the
-- installation calls it; without a language a new account speaks that of whoever gives it.
ALTER TABLE people_calendar ADD COLUMN name_zh TEXT NOT NULL DEFAULT '';
ALTER TABLE people_calendar ADD COLUMN name_en TEXT NOT NULL DEFAULT '';
ALTER TABLE people_calendar ADD COLUMN language TEXT;
ALTER TABLE people_calendar ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- A calendar of working days: the days of each week on which work is done (bits, Monday is 1), and
-- the days that are otherwise.
CREATE TABLE people_work_calendar (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL UNIQUE,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  weekdays INTEGER NOT NULL,
  version INTEGER NOT NULL,
  CHECK (weekdays BETWEEN 1 AND 127)
) STRICT;
-- The first one holds for every unit that no other calendar was chosen for.
INSERT INTO people_work_calendar (code, name_zh, name_en, weekdays, version)
VALUES ('standard', '标准日历', 'Standard', 31, 1);

CREATE TABLE people_work_day (
  calendar INTEGER NOT NULL REFERENCES people_work_calendar (id),
  day INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (calendar, day)
) STRICT, WITHOUT ROWID;

-- Which calendar a unit and those below it work by from a day on; none: as the unit above.
CREATE TABLE people_work_calendar_use (
  unit INTEGER NOT NULL REFERENCES people_unit (id),
  valid_from INTEGER NOT NULL,
  calendar INTEGER REFERENCES people_work_calendar (id),
  PRIMARY KEY (unit, valid_from)
) STRICT, WITHOUT ROWID;

-- What one unit of a currency was worth in another one on a day: at its end, and on average over
-- the period that ends with it. Millionths. What was corrected says why; what it was before stands
-- in the audit trail.
CREATE TABLE people_rate (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  base TEXT NOT NULL,
  quote TEXT NOT NULL,
  day INTEGER NOT NULL,
  closing INTEGER,
  average INTEGER,
  reason TEXT NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (base, quote, day),
  CHECK (length(base) = 3 AND length(quote) = 3 AND base <> quote),
  CHECK (closing > 0 OR average > 0)
) STRICT;
CREATE INDEX people_rate_by_day ON people_rate (day, id);
