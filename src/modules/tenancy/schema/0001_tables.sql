-- Which optional modules are off; a module without a row is on.
CREATE TABLE tenancy_module (
  name TEXT PRIMARY KEY,
  is_on INTEGER NOT NULL
) STRICT;
