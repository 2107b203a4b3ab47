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

-- What a driving KPI said at two moments: when the objectives became active, and now.
CREATE TABLE moment AS
  SELECT 'baseline' AS name, opening AS day FROM param UNION ALL SELECT 'now', through FROM param;

CREATE TABLE driven AS
  WITH period AS (
    SELECT g.objective, g.position, m.name, g.rule, g.k, p.period,
      sum(p.num) AS num, sum(p.den) AS den
    FROM goal g JOIN moment m JOIN part p ON p.kpi = g.kpi AND p.unit = g.unit AND p.day <= m.day
    JOIN doc ON p.period BETWEEN doc.body ->> '$.cycle.start' AND doc.body ->> '$.cycle.end'
    WHERE g.kind = 'move'
    GROUP BY g.objective, g.position, m.name, p.period HAVING sum(p.den) > 0),
  newest AS (
    SELECT *, row_number() OVER (
      PARTITION BY objective, position, name ORDER BY period DESC) AS back FROM period),
  total AS (
    SELECT objective, position, name, sum(num) AS num, sum(den) AS den FROM newest
    WHERE CASE rule WHEN 'period' THEN back = 1 WHEN 'rolling' THEN back <= k ELSE 1 END
    GROUP BY objective, position, name)
  SELECT objective, position, name,
    num / den * 1000000 + (2000000 * (num % den) + den) / (2 * den) AS value
  FROM total;

-- The newest check-in with a value.
CREATE TABLE typed AS
  SELECT objective, position, value FROM (
    SELECT g.objective, g.position, v.micros AS value, row_number() OVER (
      PARTITION BY g.objective, g.position ORDER BY c.value ->> 'on' DESC) AS back
    FROM goal g, json_each(g.body, '$.check_ins') c
    JOIN number v ON v.text = c.value ->> 'value') WHERE back = 1;

CREATE TABLE moved AS
  SELECT g.objective, g.position, g.target, coalesce(b.value, g.start) AS start,
    coalesce(n.value, t.value) AS value
  FROM goal g
  LEFT JOIN driven b ON (b.objective, b.position, b.name) = (g.objective, g.position, 'baseline')
  LEFT JOIN driven n ON (n.objective, n.position, n.name) = (g.objective, g.position, 'now')
  LEFT JOIN typed t ON (t.objective, t.position) = (g.objective, g.position)
  WHERE g.kind = 'move';

-- Share of the periods inside the band, judged on the stored values of the points.
CREATE TABLE kept AS
  SELECT g.objective, g.position, count(*) AS seen,
    sum((g.lower IS NULL OR p.value >= g.lower) AND (g.upper IS NULL OR p.value <= g.upper))
      AS inside
  FROM goal g JOIN point p ON p.kpi = g.kpi AND p.unit = g.unit
  JOIN doc ON p.period BETWEEN doc.body ->> '$.cycle.start' AND doc.body ->> '$.cycle.end'
  WHERE g.kind = 'keep' AND p.value IS NOT NULL
  GROUP BY g.objective, g.position;

-- A milestone is done when a check-in with its number says so; a yes/no result when any does.
CREATE TABLE stepped AS
  SELECT g.objective, g.position, sum(w.micros) AS weight,
    sum(w.micros * (EXISTS (SELECT 1 FROM json_each(g.body, '$.check_ins') c
      WHERE c.value ->> 'done' = 1 AND c.value ->> 'milestone' = s.key + 1))) AS done
  FROM goal g, json_each(g.body, '$.milestones') s
  JOIN number w ON w.text = s.value ->> 'weight'
  WHERE g.kind = 'milestone'
  GROUP BY g.objective, g.position;

-- Progress and coverage of each key result in ten-thousandths, half-up.
CREATE TABLE key_result AS
  SELECT objective, position, weight,
    CASE WHEN up < 0 OR up IS NULL THEN 0 WHEN up > down THEN 10000
         ELSE (20000 * up + down) / (2 * down) END AS progress,
    CASE WHEN up IS NULL THEN 0 ELSE 10000 END AS coverage
  FROM (
    SELECT g.objective, g.position, g.weight,
      CASE g.kind
        WHEN 'move' THEN (m.value - m.start) * CASE WHEN m.target < m.start THEN -1 ELSE 1 END
        WHEN 'keep' THEN k.inside
        WHEN 'milestone' THEN s.done
        WHEN 'binary' THEN EXISTS (SELECT 1 FROM json_each(g.body, '$.check_ins') c
                                   WHERE c.value ->> 'done' = 1) END AS up,
      CASE g.kind WHEN 'move' THEN abs(m.target - m.start) WHEN 'keep' THEN k.seen
        WHEN 'milestone' THEN s.weight ELSE 1 END AS down
    FROM goal g
    LEFT JOIN moved m USING (objective, position)
    LEFT JOIN kept k USING (objective, position)
    LEFT JOIN stepped s USING (objective, position));

CREATE TABLE standing (objective TEXT PRIMARY KEY, progress INTEGER, coverage INTEGER);
