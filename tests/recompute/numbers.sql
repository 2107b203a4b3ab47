-- Plain decimals as integers of millionths: the thresholds of assignment and every text of doc (the
-- objectives as JSON) that is a number. A refused condition ends the run.

CREATE TABLE must (what TEXT, ok INTEGER CHECK (ok = 1));

CREATE TABLE number AS
  SELECT text,
    CAST(substr(text, 1, instr(text || '.', '.') - 1) AS INTEGER) * 1000000
      + CAST(substr(substr(text, instr(text || '.', '.') + 1) || '000000', 1, 6) AS INTEGER)
      AS micros
  FROM (
    SELECT green AS text FROM assignment UNION SELECT amber FROM assignment
    UNION
    SELECT node.atom FROM doc, json_tree(doc.body) node
      WHERE node.type = 'text'
        AND node.key IN ('weight', 'share', 'start', 'target', 'lower', 'upper', 'value'))
  WHERE text NOT GLOB '*[^0-9.]*' AND text GLOB '[0-9]*';

INSERT INTO must SELECT 'at most six decimals', count(*) = 0 FROM number
  WHERE length(substr(text, instr(text || '.', '.') + 1)) > 6;
