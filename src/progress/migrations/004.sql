-- The names of rows that the learner wanted forgotten: the rows are gone, and no other log brings
-- them back.
CREATE TABLE forgotten (
    id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- How far this log stands in the segment that this machine writes to a shared folder: the last row of
-- each table that was handed over, NULL where there was none.
CREATE TABLE shared (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    folder TEXT NOT NULL,
    segment TEXT NOT NULL,
    reviews INTEGER,
    revocations INTEGER,
    decisions INTEGER,
    exams INTEGER,
    exam_events INTEGER
) STRICT;

-- How far each segment of that folder was read, in bytes, with a fingerprint of what stands before.
CREATE TABLE segment_read (
    name TEXT PRIMARY KEY,
    bytes INTEGER NOT NULL,
    mark INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
