-- The log is the truth: reviews and what revokes them, only ever added to.

CREATE TABLE machine (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL
) STRICT;

CREATE TABLE review (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    machine TEXT NOT NULL,
    face TEXT NOT NULL,
    day INTEGER NOT NULL,
    at INTEGER NOT NULL,
    utc_offset INTEGER NOT NULL CHECK (utc_offset BETWEEN -1440 AND 1440),
    mode TEXT NOT NULL,
    verdict TEXT,
    score REAL CHECK (score BETWEEN 0.0 AND 1.0),
    typed TEXT,
    proposed TEXT NOT NULL,
    grade TEXT NOT NULL,
    hints INTEGER NOT NULL,
    first_key_ms INTEGER,
    answer_ms INTEGER NOT NULL,
    due INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL,
    model TEXT NOT NULL,
    parameters INTEGER NOT NULL,
    CHECK ((verdict IS NULL) = (score IS NULL))
) STRICT;

CREATE INDEX review_face ON review (face);
CREATE INDEX review_day ON review (day);
CREATE INDEX review_at ON review (at, id);

-- A revocation may arrive from another machine before the review it revokes.
CREATE TABLE revocation (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    review TEXT NOT NULL,
    machine TEXT NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE INDEX revocation_review ON revocation (review);

CREATE TRIGGER review_is_not_changed BEFORE UPDATE ON review
BEGIN SELECT RAISE(ABORT, 'the log is append-only: a review is never changed'); END;
CREATE TRIGGER review_is_not_deleted BEFORE DELETE ON review
BEGIN SELECT RAISE(ABORT, 'the log is append-only: a review is never deleted'); END;
CREATE TRIGGER revocation_is_not_changed BEFORE UPDATE ON revocation
BEGIN SELECT RAISE(ABORT, 'the log is append-only: a revocation is never changed'); END;
CREATE TRIGGER revocation_is_not_deleted BEFORE DELETE ON revocation
BEGIN SELECT RAISE(ABORT, 'the log is append-only: a revocation is never deleted'); END;

-- What follows is a cache: replaying the log makes it.

-- Later names of faces, as the decks gave them; `face` is never itself a `was`.
CREATE TABLE name (
    was TEXT PRIMARY KEY,
    face TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX name_face ON name (face);

CREATE TABLE state (
    face TEXT PRIMARY KEY,
    stability REAL NOT NULL,
    difficulty REAL NOT NULL,
    due INTEGER,
    repeat_at INTEGER,
    last_day INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    reviews INTEGER NOT NULL,
    lapses INTEGER NOT NULL,
    fingerprint INTEGER NOT NULL,
    CHECK ((due IS NULL) <> (repeat_at IS NULL))
) STRICT, WITHOUT ROWID;

-- How much of the log the states cover, and by which model and rules they were made.
CREATE TABLE covered (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    reviews INTEGER NOT NULL,
    revocations INTEGER NOT NULL,
    model TEXT NOT NULL,
    rules INTEGER NOT NULL
) STRICT;
