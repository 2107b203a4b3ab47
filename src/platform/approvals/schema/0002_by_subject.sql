-- The requests about one thing, as its own page lists them.
CREATE INDEX approval_by_subject ON approval (kind, subject, id);
