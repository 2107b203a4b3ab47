-- Who has to agree to what. A request (`approval`) asks for one change of one thing: `subject` is
-- the thing's number in the module that registered `kind`. While it is open it holds the thing:
-- there is one open request a thing. `changes` (what is asked, old and new) and `payload` (what the
-- module needs to carry it out) are JSON. `position` is the step that it waits at, `due_at` when
-- that step goes one up. Instants are microseconds, days count from 1970-01-01.
CREATE TABLE approval (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  subject INTEGER NOT NULL,
  org_unit INTEGER NOT NULL,
  requester INTEGER NOT NULL,
  about INTEGER NOT NULL,
  title_zh TEXT NOT NULL,
  title_en TEXT NOT NULL,
  reason TEXT NOT NULL,
  changes TEXT NOT NULL,
  payload TEXT NOT NULL,
  chain INTEGER,
  state TEXT NOT NULL,
  position INTEGER NOT NULL,
  submitted_at INTEGER NOT NULL,
  due_at INTEGER,
  ended_at INTEGER,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX approval_one_open ON approval (kind, subject) WHERE state = 'open';
CREATE INDEX approval_by_requester ON approval (requester, id);
CREATE INDEX approval_by_due ON approval (due_at) WHERE state = 'open';
CREATE INDEX approval_by_age ON approval (submitted_at) WHERE state = 'open';

-- Whose turn it is, in which step. A step is over when one of its people has agreed ("any") or all
-- have ("all"). `decided_by` is the person or whoever stood in for the person.
CREATE TABLE approval_turn (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  approval INTEGER NOT NULL REFERENCES approval (id),
  position INTEGER NOT NULL,
  who TEXT NOT NULL,
  mode TEXT NOT NULL,
  escalate_days INTEGER,
  person INTEGER NOT NULL,
  state TEXT NOT NULL,
  since INTEGER,
  decided_by INTEGER,
  decided_at INTEGER
) STRICT;
CREATE INDEX approval_turn_by_approval ON approval_turn (approval, position, id);
CREATE INDEX approval_turn_by_person ON approval_turn (person, state, approval);
CREATE INDEX approval_turn_by_decider ON approval_turn (decided_by, approval);
CREATE INDEX approval_turn_waiting ON approval_turn (person) WHERE state = 'waiting';

-- What was done with a request, by whom (nobody: the program); append-only. `other` is whom it was
-- passed on to, or went up to.
CREATE TABLE approval_deed (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  approval INTEGER NOT NULL REFERENCES approval (id),
  at INTEGER NOT NULL,
  person INTEGER,
  deed TEXT NOT NULL,
  word TEXT NOT NULL,
  other INTEGER
) STRICT;
CREATE INDEX approval_deed_by_approval ON approval_deed (approval, id);

-- A company's own rules: for a kind, in a unit and below it, from an amount on.
CREATE TABLE approval_chain (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  org_unit INTEGER,
  at_least INTEGER,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE approval_chain_step (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chain INTEGER NOT NULL REFERENCES approval_chain (id),
  position INTEGER NOT NULL,
  who TEXT NOT NULL,
  role TEXT,
  person INTEGER,
  mode TEXT NOT NULL,
  escalate_days INTEGER
) STRICT;
CREATE INDEX approval_chain_step_by_chain ON approval_chain_step (chain, position);

-- Who stands in for whom, from a day to a day, both included.
CREATE TABLE approval_delegation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person INTEGER NOT NULL,
  deputy INTEGER NOT NULL,
  from_day INTEGER NOT NULL,
  to_day INTEGER NOT NULL,
  version INTEGER NOT NULL,
  CHECK (from_day <= to_day AND person <> deputy)
) STRICT;
CREATE INDEX approval_delegation_by_person ON approval_delegation (person, id);
CREATE INDEX approval_delegation_by_deputy ON approval_delegation (deputy, to_day);
