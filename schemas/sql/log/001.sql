-- The log of embedded mode, version 1. Data tables are made at run time, one for each segment (see segments.ts):
--   CREATE TABLE s<segment> (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL)
-- A stream is one (topic, lane, partition), numbered by layout.ts.

-- `id`: names this log in the ids of `tail`; `partitions`: fixed for the life of the file.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- A stretch of one stream: offsets from `base` up to the base of the stream's next segment.
-- `since`: when it was begun; `blanked`: how many of its records were expunged.
CREATE TABLE segment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  stream INTEGER NOT NULL,
  base INTEGER NOT NULL,
  since INTEGER NOT NULL,
  blanked INTEGER NOT NULL DEFAULT 0
);

-- The offset that a group reads next. A group is registered for a topic when it has a row for each of its streams.
CREATE TABLE position (grp TEXT NOT NULL, stream INTEGER NOT NULL, next INTEGER NOT NULL, PRIMARY KEY (grp, stream)) WITHOUT ROWID;

CREATE TABLE ledger (
  stage TEXT NOT NULL,
  source TEXT NOT NULL,
  lane TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (stage, source, lane, outcome, reason)
) WITHOUT ROWID;
