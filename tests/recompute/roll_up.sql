-- One level of the objectives: all whose contributing children stand already. Each takes the four
-- decimals stored below it; a child without data counts 0. Run once for each level of the tree.

INSERT INTO standing
  WITH ready AS (
    SELECT code FROM objective
    WHERE code NOT IN (SELECT objective FROM standing)
      AND code NOT IN (SELECT parent FROM edge
                       WHERE child NOT IN (SELECT objective FROM standing))),
  -- A child counts with weight · share, in millionths: the demo's have two decimals at most.
  part AS (
    SELECT objective, name, weight, progress, coverage FROM key_result
    UNION ALL
    SELECT e.parent, s.name, o.weight / 100 * e.share / 10000, coalesce(s.progress, 0), s.coverage
    FROM edge e JOIN objective o ON o.code = e.child JOIN standing s ON s.objective = e.child),
  total AS (
    SELECT r.code, m.name, sum(p.weight) AS weight, sum(p.weight * p.progress) AS progress,
      sum(p.weight * p.coverage) AS coverage
    FROM ready r CROSS JOIN moment m
    LEFT JOIN part p ON p.objective = r.code AND p.name = m.name GROUP BY r.code, m.name)
  SELECT code, name,
    CASE WHEN weight IS NOT NULL THEN (2 * progress + weight) / (2 * weight) END,
    CASE WHEN weight IS NULL THEN 0 ELSE (2 * coverage + weight) / (2 * weight) END
  FROM total;
