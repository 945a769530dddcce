-- Mock exams: what was settled before each, and what happened in it. Both are only ever added to.

CREATE TABLE exam (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    machine TEXT NOT NULL,
    at INTEGER NOT NULL,
    utc_offset INTEGER NOT NULL CHECK (utc_offset BETWEEN -1440 AND 1440),
    title TEXT NOT NULL,
    questions TEXT NOT NULL,
    seed INTEGER NOT NULL,
    minutes INTEGER,
    pass REAL,
    strict INTEGER NOT NULL CHECK (strict IN (0, 1)),
    recorded INTEGER NOT NULL CHECK (recorded IN (0, 1)),
    predicted REAL NOT NULL
) STRICT;

CREATE TABLE exam_event (
    number INTEGER PRIMARY KEY,
    exam TEXT NOT NULL,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    question INTEGER,
    text TEXT,
    ms INTEGER
) STRICT;

CREATE INDEX exam_event_exam ON exam_event (exam, number);

CREATE TRIGGER exam_is_not_changed BEFORE UPDATE ON exam
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an exam is never changed'); END;
CREATE TRIGGER exam_is_not_deleted BEFORE DELETE ON exam
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an exam is never deleted'); END;
CREATE TRIGGER exam_event_is_not_changed BEFORE UPDATE ON exam_event
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event of an exam is never changed'); END;
CREATE TRIGGER exam_event_is_not_deleted BEFORE DELETE ON exam_event
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an event of an exam is never deleted'); END;
