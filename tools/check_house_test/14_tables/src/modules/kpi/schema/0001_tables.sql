CREATE TABLE kpi_kpi (id INTEGER PRIMARY KEY);
CREATE TABLE kpi_account (id INTEGER PRIMARY KEY);
CREATE TABLE kpi_point (id INTEGER PRIMARY KEY);
CREATE TABLE kpi_reading (id INTEGER PRIMARY KEY);
create table if not exists kpi_stamp (stamp INTEGER);
-- CREATE TABLE kpi_old (id INTEGER);
