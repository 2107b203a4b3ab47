-- Why a post or a unit is as it is from its first day on, in the words of whoever changed it, and
-- how somebody left.
ALTER TABLE people_post ADD COLUMN reason TEXT;
ALTER TABLE people_unit_version ADD COLUMN reason TEXT;
ALTER TABLE people_employment ADD COLUMN leave_kind TEXT;
ALTER TABLE people_employment ADD COLUMN leave_note TEXT;

-- Those who leave and who have left, by their last day.
CREATE INDEX people_employment_by_end ON people_employment (valid_to, person);
