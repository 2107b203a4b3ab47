-- A source of readings is registered: how people call it, who may write under it, and from which
-- day on nobody may any more. Whoever reports for the whole company is one writer; accounts and
-- roles are others. Sources that were there before keep their writers of then: who reports for the
-- whole company.
ALTER TABLE kpi_source ADD COLUMN name_zh TEXT NOT NULL DEFAULT '';
ALTER TABLE kpi_source ADD COLUMN name_en TEXT NOT NULL DEFAULT '';
ALTER TABLE kpi_source ADD COLUMN whole_company INTEGER NOT NULL DEFAULT 1;
ALTER TABLE kpi_source ADD COLUMN closed_from INTEGER;
ALTER TABLE kpi_source ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
UPDATE kpi_source
   SET name_zh = CASE code WHEN 'api' THEN '接口' WHEN 'file' THEN '文件' WHEN 'entry' THEN '填报'
                           ELSE code END,
       name_en = CASE code WHEN 'api' THEN 'API' WHEN 'file' THEN 'File'
                           WHEN 'entry' THEN 'Data entry'
                           ELSE code END;

CREATE TABLE kpi_source_account (
  source INTEGER NOT NULL REFERENCES kpi_source (id),
  account INTEGER NOT NULL,
  PRIMARY KEY (source, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE kpi_source_role (
  source INTEGER NOT NULL REFERENCES kpi_source (id),
  role TEXT NOT NULL,
  PRIMARY KEY (source, role)
) STRICT, WITHOUT ROWID;
