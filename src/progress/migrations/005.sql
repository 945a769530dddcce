-- Every segment of a shared folder that this log was ever written to, so that what is forgotten goes
-- there, too; unwanted from the moment of forgetting until the file is removed.
CREATE TABLE segment_written (
    folder TEXT NOT NULL,
    segment TEXT NOT NULL,
    is_unwanted INTEGER NOT NULL DEFAULT 0 CHECK (is_unwanted IN (0, 1)),
    PRIMARY KEY (folder, segment)
) STRICT, WITHOUT ROWID;

INSERT INTO segment_written (folder, segment) SELECT folder, segment FROM shared;

-- Which of many revocations of one review is the earliest is found without a look at the others.
DROP INDEX revocation_review;
CREATE INDEX revocation_review ON revocation (review, at, id);
