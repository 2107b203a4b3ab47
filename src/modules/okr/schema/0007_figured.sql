-- The rules that the stored standings follow. Those of before are computed anew once, by the job of
-- cycles or by a recomputation; a company without goals has nothing to compute.
CREATE TABLE okr_stamp (
  id INTEGER PRIMARY KEY,
  figured_by INTEGER NOT NULL
) STRICT;
INSERT INTO okr_stamp (id, figured_by)
SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM okr_objective) THEN 0 ELSE 1 END;
