-- Who works where, as it stood on each day (valid_from..valid_to, both inclusive) and as it was
-- known (recorded_at; superseded_at is empty for what is known now). Days count from 1970-01-01,
-- instants are microseconds; 2932896 is 9999-12-31, "until further notice". Nothing is overwritten:
-- a correction supersedes a version and adds another.

-- An employer: country (ISO 3166, two letters), currency (ISO 4217, three letters).
CREATE TABLE people_legal_entity (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL UNIQUE,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  country TEXT NOT NULL,
  currency TEXT NOT NULL,
  version INTEGER NOT NULL,
  CHECK (length(country) = 2 AND length(currency) = 3),
  CHECK (name_zh <> '' OR name_en <> '')
) STRICT;

CREATE TABLE people_unit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE people_person (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  latin_name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  email TEXT,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX people_person_by_name ON people_person (sort_name, id);

-- What a search finds a person by, lower case, without blanks: name, sound, initials, number, each
-- from the beginning of each of its words. A search is a range of tokens, so it looks only at what
-- it finds.
CREATE TABLE people_search (
  person INTEGER NOT NULL,
  token TEXT NOT NULL,
  PRIMARY KEY (person, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_search_by_token ON people_search (token, person);

CREATE TABLE people_unit_version (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  unit INTEGER NOT NULL REFERENCES people_unit (id),
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  superseded_at INTEGER,
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL,
  parent INTEGER REFERENCES people_unit (id),
  head INTEGER REFERENCES people_person (id),
  legal_entity INTEGER REFERENCES people_legal_entity (id),
  CHECK (valid_from <= valid_to),
  CHECK (name_zh <> '' OR name_en <> '')
) STRICT;
CREATE INDEX people_unit_version_by_unit ON people_unit_version (unit, valid_from);
CREATE INDEX people_unit_version_by_parent ON people_unit_version (parent);

CREATE TABLE people_employment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person INTEGER NOT NULL REFERENCES people_person (id),
  legal_entity INTEGER REFERENCES people_legal_entity (id),
  employee_no TEXT NOT NULL,
  type TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  superseded_at INTEGER,
  CHECK (valid_from <= valid_to)
) STRICT;
CREATE INDEX people_employment_by_person ON people_employment (person);
CREATE INDEX people_employment_by_number ON people_employment (employee_no, person);
CREATE INDEX people_employment_by_start ON people_employment (valid_from, person);

CREATE TABLE people_post (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  employment INTEGER NOT NULL REFERENCES people_employment (id),
  person INTEGER NOT NULL REFERENCES people_person (id),
  unit INTEGER NOT NULL REFERENCES people_unit (id),
  manager INTEGER REFERENCES people_person (id),
  name_zh TEXT NOT NULL,
  name_en TEXT NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  superseded_at INTEGER,
  CHECK (valid_from <= valid_to)
) STRICT;
CREATE INDEX people_post_by_person ON people_post (person, valid_from);
CREATE INDEX people_post_by_unit ON people_post (unit, person) WHERE superseded_at IS NULL;
CREATE INDEX people_post_by_employment ON people_post (employment);
CREATE INDEX people_post_by_manager ON people_post (manager);

-- The tree as it stood on each day: every unit under each of its ancestors and under itself (depth
-- 0).
CREATE TABLE org_path (
  ancestor INTEGER NOT NULL,
  unit INTEGER NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  depth INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (ancestor, unit, valid_from)
) STRICT, WITHOUT ROWID;
CREATE INDEX org_path_by_unit ON org_path (unit, valid_from, ancestor);

-- Whose line manager who was on each day: every person under each manager of the chain upwards
-- (depth 1: their own). A chain ends where it would come to somebody again.
CREATE TABLE people_manager_path (
  manager INTEGER NOT NULL,
  person INTEGER NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  depth INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (manager, person, valid_from)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_manager_path_by_person ON people_manager_path (person, valid_from, manager);

-- Who oversees whom today: each unit a person is posted in (2), leads (4) or partners (8), and all
-- below.
CREATE TABLE reach (
  viewer INTEGER NOT NULL,
  org_unit INTEGER NOT NULL,
  relation INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY (viewer, org_unit, relation)
) STRICT, WITHOUT ROWID;
CREATE INDEX reach_by_unit ON reach (org_unit, viewer);

-- The day that `reach` is of; 0 before it was ever filled.
CREATE TABLE people_reach (
  id INTEGER PRIMARY KEY,
  day INTEGER NOT NULL
) STRICT;
INSERT INTO people_reach (id, day) VALUES (1, 0);

-- How the company counts its time. Days of the week: 1 is Monday.
CREATE TABLE people_calendar (
  id INTEGER PRIMARY KEY,
  zone TEXT NOT NULL,
  week_start INTEGER NOT NULL,
  fiscal_start_month INTEGER NOT NULL
) STRICT;
INSERT INTO people_calendar (id, zone, week_start, fiscal_start_month)
VALUES (1, 'Asia/Shanghai', 1, 1);

-- How a unit counts its time where it differs from the unit above it, and from the company: what is
-- empty is as above.
CREATE TABLE people_unit_calendar (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  unit INTEGER NOT NULL REFERENCES people_unit (id),
  valid_from INTEGER NOT NULL,
  valid_to INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  superseded_at INTEGER,
  zone TEXT,
  week_start INTEGER,
  fiscal_start_month INTEGER,
  CHECK (valid_from <= valid_to)
) STRICT;
CREATE INDEX people_unit_calendar_by_unit ON people_unit_calendar (unit, valid_from);
