-- All generations that ever were, so that no number comes again. kept = 0: dropped. since: number of the newest change when it became active.
CREATE TABLE generation (n INTEGER PRIMARY KEY, kept INTEGER NOT NULL, since INTEGER NOT NULL) STRICT;
INSERT INTO generation SELECT generation, 1, 0 FROM totals;
