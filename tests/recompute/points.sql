-- Every KPI point of the demo from the panel alone, in integers. Reads the tables raw (the panel),
-- unit, assignment (CSV files as they are), number and param; leaves item (one team-day), part (one
-- assignment and day), point and colour.

INSERT INTO must SELECT 'whole rows of known departments', count(*) = 0 FROM raw
  WHERE actual_productivity IS NULL OR date(date) IS NOT date
     OR trim(department) NOT IN ('sewing', 'finishing')
     OR NOT EXISTS (SELECT 1 FROM unit WHERE code = CASE trim(department)
                    WHEN 'sewing' THEN 'SEW-' ELSE 'FIN-' END || printf('%02d', team));
-- Fractions longer than the places read here would be cut off: refuse them.
INSERT INTO must SELECT 'plain decimals', count(*) = 0 FROM raw
  WHERE (actual_productivity || targeted_productivity || no_of_workers || over_time || idle_men
         || no_of_style_change) GLOB '*[^0-9.]*'
     OR length(substr(actual_productivity, instr(actual_productivity || '.', '.') + 1)) > 9
     OR length(substr(targeted_productivity, instr(targeted_productivity || '.', '.') + 1)) > 4
     OR length(substr(no_of_workers, instr(no_of_workers || '.', '.') + 1)) > 2;
INSERT INTO must SELECT 'each team-day once', count(*) = 0 FROM
  (SELECT 1 FROM raw GROUP BY date, trim(department), team HAVING count(*) > 1);
INSERT INTO must SELECT 'target of attainment is 1, others have none', count(*) = 0 FROM assignment
  WHERE target <> CASE kpi WHEN 'attainment' THEN '1' ELSE '' END;

-- The exact digits: actual in units of 1e-9, target of 1e-4, workers of 1e-2.
CREATE TABLE digits AS
  SELECT date AS day,
    CASE trim(department) WHEN 'sewing' THEN 'SEW-' ELSE 'FIN-' END || printf('%02d', team) AS unit,
    CAST(substr(actual_productivity, 1, instr(actual_productivity || '.', '.') - 1) AS INTEGER)
      * 1000000000
      + CAST(substr(substr(actual_productivity, instr(actual_productivity || '.', '.') + 1)
             || '000000000', 1, 9) AS INTEGER) AS actual,
    CAST(substr(targeted_productivity, 1, instr(targeted_productivity || '.', '.') - 1) AS INTEGER)
      * 10000
      + CAST(substr(substr(targeted_productivity, instr(targeted_productivity || '.', '.') + 1)
             || '0000', 1, 4) AS INTEGER) AS target,
    CAST(substr(no_of_workers, 1, instr(no_of_workers || '.', '.') - 1) AS INTEGER) * 100
      + CAST(substr(substr(no_of_workers, instr(no_of_workers || '.', '.') + 1) || '00', 1, 2)
             AS INTEGER) AS workers,
    CAST(over_time AS INTEGER) AS overtime,
    CAST(idle_men AS INTEGER) AS idle,
    CAST(no_of_style_change AS INTEGER) AS changes
  FROM raw, param
  WHERE date <= param.through;

-- One team-day in millionths; the product of actual and workers is rounded half-up, here only.
CREATE TABLE item AS
  SELECT day, unit,
    date(day, '-' || ((strftime('%w', day) + 1) % 7) || ' days') AS week,
    (actual * workers + 50000) / 100000 AS attained,
    target * workers AS planned,
    workers * 10000 AS workers,
    overtime * 1000000 AS overtime,
    idle * 1000000 AS idle,
    changes * 1000000 AS changes
  FROM digits;

-- Which team counts for which unit.
CREATE TABLE below AS
  WITH RECURSIVE reach (unit, member) AS (
    SELECT code, code FROM unit
    UNION ALL
    SELECT reach.unit, unit.code FROM reach JOIN unit ON unit.parent = reach.member)
  SELECT unit, member FROM reach;

-- A ratio of sums: numerator and denominator of each assignment and day (its week beside it).
CREATE TABLE part AS
  SELECT a.kpi, a.unit, i.day,
    CASE a.kpi WHEN 'attainment' THEN i.day ELSE i.week END AS period,
    sum(CASE a.kpi WHEN 'attainment' THEN i.attained WHEN 'overtime_per_head' THEN i.overtime
                   WHEN 'idle_share' THEN i.idle ELSE i.changes END) AS num,
    sum(CASE a.kpi WHEN 'attainment' THEN i.planned WHEN 'style_change_count' THEN 0
                   ELSE i.workers END) AS den
  FROM assignment a JOIN below b ON b.unit = a.unit JOIN item i ON i.unit = b.member
  GROUP BY a.kpi, a.unit, i.day;

-- Thresholds in millionths.
CREATE TABLE threshold AS
  SELECT a.kpi, a.unit, g.micros AS green, m.micros AS amber
  FROM assignment a JOIN number g ON g.text = a.green JOIN number m ON m.text = a.amber;

-- A style change count has no denominator: it is its own value. A ratio without one has none.
CREATE TABLE point AS
  SELECT s.kpi, s.unit, s.period, s.num, s.den, s.length,
    CASE WHEN s.kpi = 'style_change_count' THEN s.num
         WHEN s.den > 0
         THEN s.num / s.den * 1000000 + (2000000 * (s.num % s.den) + s.den) / (2 * s.den) END
      AS value,
    CASE WHEN s.kpi = 'attainment' AND s.den > 0 THEN (20000 * s.num + s.den) / (2 * s.den) END
      AS achievement
  FROM (SELECT kpi, unit, period, sum(num) AS num, sum(den) AS den,
          CASE kpi WHEN 'attainment' THEN 1 ELSE 7 END AS length
        FROM part GROUP BY kpi, unit, period) s;

-- The colour is judged on the exact quotient once the period is over.
CREATE TABLE colour AS
  SELECT p.kpi, p.unit, p.period,
    CASE
      WHEN p.value IS NULL OR date(p.period, '+' || p.length || ' days') > param.today THEN ''
      WHEN p.kpi = 'attainment' THEN
        CASE WHEN p.num * 1000000 >= t.green * p.den THEN 'green'
             WHEN p.num * 1000000 >= t.amber * p.den THEN 'amber' ELSE 'red' END
      WHEN p.kpi = 'style_change_count' THEN
        CASE WHEN p.num <= t.green THEN 'green' WHEN p.num <= t.amber THEN 'amber' ELSE 'red' END
      WHEN p.num * 1000000 <= t.green * p.den THEN 'green'
      WHEN p.num * 1000000 <= t.amber * p.den THEN 'amber' ELSE 'red' END AS colour
  FROM point p JOIN threshold t USING (kpi, unit) CROSS JOIN param;
