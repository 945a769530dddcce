-- What the learner decided about cards besides answering them: part of the log, only ever added to.

CREATE TABLE decision (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    machine TEXT NOT NULL,
    at INTEGER NOT NULL,
    card TEXT NOT NULL,
    ruling TEXT NOT NULL,
    text TEXT,
    until INTEGER,
    CHECK ((ruling IN ('accept', 'refuse')) = (text IS NOT NULL)),
    CHECK ((ruling = 'bury') = (until IS NOT NULL))
) STRICT;

CREATE TRIGGER decision_is_not_changed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'the log is append-only: a decision is never changed'); END;
CREATE TRIGGER decision_is_not_deleted BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'the log is append-only: a decision is never deleted'); END;
