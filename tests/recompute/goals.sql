-- Progress of every key result of the demo: from the KPI that drives it (table part), or from its
-- check-ins and milestones (doc, the objectives as JSON). Leaves objective, edge and key_result.

CREATE TABLE objective AS
  SELECT node.value ->> 'code' AS code, weight.micros AS weight, node.value AS body
  FROM doc, json_each(doc.body, '$.objectives') node
  JOIN number weight ON weight.text = node.value ->> 'weight';

CREATE TABLE edge AS
  SELECT o.code AS child, c.value ->> 'parent' AS parent, share.micros AS share
  FROM objective o, json_each(o.body, '$.contributions') c
  JOIN number share ON share.text = c.value ->> 'share'
  WHERE c.value ->> 'relation' = 'contributes';

CREATE TABLE goal AS
  SELECT o.code AS objective, k.key + 1 AS position, k.value ->> 'kind' AS kind,
    weight.micros AS weight, start.micros AS start, target.micros AS target,
    lower.micros AS lower, upper.micros AS upper,
    k.value ->> '$.drives.kpi' AS kpi, k.value ->> '$.drives.org_unit' AS unit,
    k.value ->> '$.drives.value_rule' AS rule, k.value ->> '$.drives.k' AS k,
    k.value AS body
  FROM objective o, json_each(o.body, '$.key_results') k
  JOIN number weight ON weight.text = k.value ->> 'weight'
  LEFT JOIN number start ON start.text = k.value ->> 'start'
  LEFT JOIN number target ON target.text = k.value ->> 'target'
  LEFT JOIN number lower ON lower.text = k.value ->> 'lower'
  LEFT JOIN number upper ON upper.text = k.value ->> 'upper';

INSERT INTO must SELECT 'driven key results take a ratio that is assigned', count(*) = 0
  FROM goal g LEFT JOIN assignment a ON a.kpi = g.kpi AND a.unit = g.unit
  WHERE g.kpi IS NOT NULL AND (a.kpi IS NULL OR g.kpi = 'style_change_count'
    OR g.rule NOT IN ('period', 'cycle_to_date', 'rolling'));

INSERT INTO must SELECT 'the objectives became active after the opening, in its last week',
  doc.body ->> '$.active_on' > opening
    AND NOT EXISTS (SELECT 1 FROM part WHERE day > opening AND day <= doc.body ->> '$.active_on')
  FROM doc, param;

-- The moments at which everything stands: now, and the end of each day of the cycle that is past.
CREATE TABLE moment AS
  WITH RECURSIVE past (day) AS (
    SELECT doc.body ->> '$.cycle.start' FROM doc
    UNION ALL
    SELECT date(day, '+1 day') FROM past, param WHERE date(day, '+1 day') < param.today)
  SELECT 'now' AS name, '9999-12-31' AS day UNION ALL SELECT day, day FROM past;

-- What a driving KPI said: before the objectives became active, in its newest period that was over;
-- and at each moment since then, from the periods that were over by the end of the day (now: all).
CREATE TABLE driven AS
  WITH seen AS (
    SELECT 'baseline' AS name, p.* FROM part p, param, doc
    WHERE p.day <= opening
      AND date(p.period, CASE p.kpi WHEN 'attainment' THEN '+0 days' ELSE '+6 days' END)
        < doc.body ->> '$.active_on'
    UNION ALL
    SELECT m.name, p.* FROM part p, moment m, doc
    WHERE m.day >= doc.body ->> '$.active_on'
      AND date(p.period, CASE p.kpi WHEN 'attainment' THEN '+0 days' ELSE '+6 days' END) <= m.day),
  period AS (
    SELECT g.objective, g.position, p.name, g.rule, g.k, p.period,
      sum(p.num) AS num, sum(p.den) AS den
    FROM goal g JOIN seen p ON p.kpi = g.kpi AND p.unit = g.unit
    JOIN doc ON p.period BETWEEN doc.body ->> '$.cycle.start' AND doc.body ->> '$.cycle.end'
    WHERE g.kind = 'move'
    GROUP BY g.objective, g.position, p.name, p.period HAVING sum(p.den) > 0),
  newest AS (
    SELECT *, row_number() OVER (
      PARTITION BY objective, position, name ORDER BY period DESC) AS back FROM period),
  total AS (
    SELECT objective, position, name, sum(num) AS num, sum(den) AS den FROM newest
    WHERE CASE iif(name = 'baseline', 'period', rule) WHEN 'period' THEN back = 1
      WHEN 'rolling' THEN back <= k ELSE 1 END
    GROUP BY objective, position, name)
  SELECT objective, position, name,
    num / den * 1000000 + (2000000 * (num % den) + den) / (2 * den) AS value
  FROM total;
CREATE INDEX driven_of ON driven (objective, position, name);

CREATE TABLE said AS
  SELECT g.objective, g.position, c.key AS at, c.value ->> 'on' AS day,
    c.value ->> 'done' AS done, c.value ->> 'milestone' AS milestone, v.micros AS value
  FROM goal g, json_each(g.body, '$.check_ins') c
  LEFT JOIN number v ON v.text = c.value ->> 'value';

-- The newest check-in with a value.
CREATE TABLE typed AS
  SELECT objective, position, name, value FROM (
    SELECT s.objective, s.position, m.name, s.value, row_number() OVER (
      PARTITION BY s.objective, s.position, m.name ORDER BY s.day DESC, s.at DESC) AS back
    FROM said s JOIN moment m ON s.day <= m.day WHERE s.value IS NOT NULL) WHERE back = 1;
CREATE INDEX typed_of ON typed (objective, position, name);

CREATE TABLE moved AS
  SELECT g.objective, g.position, m.name, g.target, coalesce(b.value, g.start) AS start,
    coalesce(n.value, t.value) AS value
  FROM goal g CROSS JOIN moment m
  LEFT JOIN driven b ON (b.objective, b.position, b.name) = (g.objective, g.position, 'baseline')
  LEFT JOIN driven n ON (n.objective, n.position, n.name) = (g.objective, g.position, m.name)
  LEFT JOIN typed t ON (t.objective, t.position, t.name) = (g.objective, g.position, m.name)
  WHERE g.kind = 'move';

-- Share of the periods inside the band, judged on the stored values of the points.
CREATE TABLE kept AS
  SELECT g.objective, g.position, m.name, count(*) AS seen,
    sum((g.lower IS NULL OR p.value >= g.lower) AND (g.upper IS NULL OR p.value <= g.upper))
      AS inside
  FROM goal g JOIN point p ON p.kpi = g.kpi AND p.unit = g.unit
  JOIN doc ON p.period BETWEEN doc.body ->> '$.cycle.start' AND doc.body ->> '$.cycle.end'
  JOIN moment m ON m.day >= doc.body ->> '$.active_on'
    AND date(p.period, '+' || (p.length - 1) || ' days') <= m.day
  WHERE g.kind = 'keep' AND p.value IS NOT NULL
  GROUP BY g.objective, g.position, m.name;

-- A milestone is done when a check-in with its number says so; a yes/no result when any does.
-- Before a first word about any of them, milestones and a yes/no result say nothing.
CREATE TABLE stepped AS
  SELECT g.objective, g.position, m.name, sum(w.micros) AS weight,
    CASE WHEN EXISTS (SELECT 1 FROM said c
        WHERE (c.objective, c.position) = (g.objective, g.position)
          AND c.milestone IS NOT NULL AND c.day <= m.day)
      THEN sum(w.micros * (EXISTS (SELECT 1 FROM said c
        WHERE (c.objective, c.position) = (g.objective, g.position)
          AND c.done = 1 AND c.milestone = s.key + 1 AND c.day <= m.day))) END AS done
  FROM goal g CROSS JOIN moment m, json_each(g.body, '$.milestones') s
  JOIN number w ON w.text = s.value ->> 'weight'
  WHERE g.kind = 'milestone'
  GROUP BY g.objective, g.position, m.name;

-- Progress and coverage of each key result in ten-thousandths, half-up.
CREATE TABLE key_result AS
  SELECT objective, position, name, weight,
    CASE WHEN up < 0 OR up IS NULL THEN 0 WHEN up > down THEN 10000
         ELSE (20000 * up + down) / (2 * down) END AS progress,
    CASE WHEN up IS NULL THEN 0 ELSE 10000 END AS coverage
  FROM (
    SELECT g.objective, g.position, m.name, g.weight,
      CASE g.kind
        WHEN 'move' THEN (v.value - v.start) * CASE WHEN v.target < v.start THEN -1 ELSE 1 END
        WHEN 'keep' THEN k.inside
        WHEN 'milestone' THEN s.done
        WHEN 'binary' THEN (SELECT max(c.done) FROM said c
          WHERE (c.objective, c.position) = (g.objective, g.position)
            AND c.done IS NOT NULL AND c.day <= m.day) END AS up,
      CASE g.kind WHEN 'move' THEN abs(v.target - v.start) WHEN 'keep' THEN k.seen
        WHEN 'milestone' THEN s.weight ELSE 1 END AS down
    FROM goal g CROSS JOIN moment m
    LEFT JOIN moved v USING (objective, position, name)
    LEFT JOIN kept k USING (objective, position, name)
    LEFT JOIN stepped s USING (objective, position, name));
CREATE INDEX key_result_of ON key_result (objective, name);

CREATE TABLE standing (objective TEXT, name TEXT, progress INTEGER, coverage INTEGER,
  PRIMARY KEY (objective, name));
