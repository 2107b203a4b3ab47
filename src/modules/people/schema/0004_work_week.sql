-- The days of the week that a calendar had up to a day (bits, Monday is 1): whoever changes them
-- changes the days to come, not those that have been worked.
CREATE TABLE people_work_week (
  calendar INTEGER NOT NULL REFERENCES people_work_calendar (id),
  valid_to INTEGER NOT NULL,
  weekdays INTEGER NOT NULL,
  PRIMARY KEY (calendar, valid_to),
  CHECK (weekdays BETWEEN 1 AND 127)
) STRICT, WITHOUT ROWID;
