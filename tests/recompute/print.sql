-- The canonical lines, with the dates moved as the demo's are. LC_ALL=C sort puts them in order.

SELECT p.kpi || '|' || p.unit || '|' || date(p.period, '+' || (7 * param.weeks) || ' days') || '|'
    || printf('%d.%06d', p.value / 1000000, p.value % 1000000) || '|'
    || CASE WHEN p.achievement IS NULL THEN ''
            ELSE printf('%d.%04d', p.achievement / 10000, p.achievement % 10000) END || '|'
    || c.colour
  FROM point p JOIN colour c USING (kpi, unit, period) CROSS JOIN param
  WHERE p.value IS NOT NULL;

SELECT 'key_result|' || objective || '/' || position || '|'
    || printf('%d.%04d|%d.%04d', progress / 10000, progress % 10000,
              coverage / 10000, coverage % 10000)
  FROM key_result WHERE name = 'now';

SELECT CASE name WHEN 'now' THEN 'objective|' || objective ELSE 'day|' || objective || '|'
      || date(name, '+' || (7 * param.weeks) || ' days') END || '|'
    || CASE WHEN progress IS NULL THEN ''
            ELSE printf('%d.%04d', progress / 10000, progress % 10000) END
    || '|' || printf('%d.%04d', coverage / 10000, coverage % 10000)
  FROM standing CROSS JOIN param;
