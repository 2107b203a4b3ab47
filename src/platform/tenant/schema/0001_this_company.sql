-- Whose data these are: one row. A file or schema that lies in another company's place is refused.
CREATE TABLE this_company (
  code TEXT NOT NULL
) STRICT;
