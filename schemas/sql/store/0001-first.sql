-- store.db, first version: posts with their mentions, counts, stories, full text; small documents and leases beside them.
-- Applied in one transaction; `user_version` says how many of these files have been applied.

-- One row. What is counted here is never scanned for.
CREATE TABLE totals (
  one          INTEGER PRIMARY KEY CHECK (one = 1),
  n            INTEGER NOT NULL,           -- number of the newest change
  clock        INTEGER NOT NULL,           -- newest time heard in posts and ticks: minute buckets are pruned by it
  horizon      INTEGER NOT NULL,           -- minute buckets before this are gone
  posts        INTEGER NOT NULL,
  mentions     INTEGER NOT NULL,
  tombstones   INTEGER NOT NULL,
  corrections  INTEGER NOT NULL,
  generation   INTEGER NOT NULL,           -- the active one: everything that reads sees only it
  token_version INTEGER NOT NULL
) STRICT;

-- One post in one generation; json is the whole event of `mentions`. pid is the number of the change that brought the post.
CREATE TABLE post (
  pid        INTEGER PRIMARY KEY,
  generation INTEGER NOT NULL,
  id         TEXT NOT NULL,
  version    INTEGER NOT NULL,             -- packVersion(revision, enrichment version)
  origin     TEXT NOT NULL,                -- lane:partition:offset
  at         INTEGER NOT NULL,
  source     TEXT NOT NULL,
  author     TEXT,
  voter      TEXT NOT NULL,                -- author key, else s:site, else p:id
  brands     TEXT NOT NULL,                -- brands of its mentions, joined by commas
  hash       TEXT,                         -- content hash; null: takes no part in stories
  sim        TEXT,                         -- similarity; null: too short for near-copies
  sid        INTEGER,                      -- story of two posts or more; null: a story of its own
  repost_of  TEXT,                         -- only of pure reposts
  json       TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX post_id ON post (id, generation);
CREATE INDEX post_at ON post (generation, at, id);
CREATE INDEX post_author ON post (author, at) WHERE author IS NOT NULL;
CREATE INDEX post_source ON post (source, at);
-- By slots of 72 hours first, so that the part of the index that is written to stays small however long the history.
CREATE INDEX post_hash ON post (generation, at / 259200000, hash, at) WHERE hash IS NOT NULL;
CREATE INDEX post_story ON post (sid, at, id) WHERE sid IS NOT NULL;
CREATE INDEX post_voter ON post (sid, voter) WHERE sid IS NOT NULL;

-- What lists filter and sort by; the mention itself stands in post.json.
CREATE TABLE mention (
  generation INTEGER NOT NULL,
  brand      TEXT NOT NULL,
  at         INTEGER NOT NULL,
  mid        TEXT NOT NULL,                -- mentionId(post id, brand)
  pid        INTEGER NOT NULL,
  sure       INTEGER NOT NULL,
  label      TEXT NOT NULL,
  voice      TEXT NOT NULL,
  counted    INTEGER NOT NULL,
  reason     TEXT,                         -- of unscored
  source     TEXT NOT NULL,
  language   TEXT NOT NULL,
  voter      TEXT NOT NULL,
  site       TEXT,
  sid        INTEGER,
  vote       INTEGER NOT NULL,             -- 1: speaks for (brand, voter, story)
  PRIMARY KEY (generation, brand, at, mid)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_voter ON mention (generation, brand, sid, voter, at, mid) WHERE sid IS NOT NULL AND sure = 1;

-- Full text over the escaped tokens of posts that have mentions; rowid = pid. The text itself is not stored twice.
CREATE VIRTUAL TABLE fts USING fts5(stream, content='', columnsize=0, tokenize='ascii');
INSERT INTO fts (fts, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE fts_terms USING fts5vocab(fts, 'row');
CREATE VIRTUAL TABLE fts_places USING fts5vocab(fts, 'instance');

CREATE TABLE minute (
  generation INTEGER NOT NULL, brand TEXT NOT NULL, bucket INTEGER NOT NULL, source TEXT NOT NULL, language TEXT NOT NULL,
  label TEXT NOT NULL, counted INTEGER NOT NULL, mentions INTEGER NOT NULL, votes INTEGER NOT NULL,
  PRIMARY KEY (generation, brand, bucket, source, language, label, counted)
) STRICT, WITHOUT ROWID;
CREATE TABLE quarter (
  generation INTEGER NOT NULL, brand TEXT NOT NULL, bucket INTEGER NOT NULL, source TEXT NOT NULL, language TEXT NOT NULL,
  label TEXT NOT NULL, counted INTEGER NOT NULL, mentions INTEGER NOT NULL, votes INTEGER NOT NULL,
  PRIMARY KEY (generation, brand, bucket, source, language, label, counted)
) STRICT, WITHOUT ROWID;

-- Stories of two posts or more. Near-copies are found by four bands of 16 bits within slots of 72 hours.
CREATE TABLE story (sid INTEGER PRIMARY KEY, posts INTEGER NOT NULL, authors INTEGER NOT NULL) STRICT;
CREATE TABLE band (
  place INTEGER NOT NULL,                  -- ((generation, slot), band, value) in one number
  hash  TEXT NOT NULL,
  sim   TEXT NOT NULL,
  PRIMARY KEY (place, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE reposts (id TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE engagement (id TEXT PRIMARY KEY, source TEXT NOT NULL, at INTEGER NOT NULL, counts TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- final = 1: deleted, nothing of the id is taken any more. final = 0: a version that a purge refused; older ones are refused too.
CREATE TABLE tombstone (
  id TEXT PRIMARY KEY, final INTEGER NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE purge (author TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE author (key TEXT PRIMARY KEY, network TEXT NOT NULL, handle TEXT, name TEXT, seen_at INTEGER NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX author_handle ON author (handle);
CREATE INDEX author_name ON author (name);

-- Labels given by people; put in again whenever a machine labels the post anew.
CREATE TABLE correction (id TEXT NOT NULL, brand TEXT NOT NULL, at INTEGER NOT NULL, sentiment TEXT NOT NULL, PRIMARY KEY (id, brand)) STRICT, WITHOUT ROWID;

CREATE TABLE hole (id TEXT PRIMARY KEY, source TEXT NOT NULL, "from" INTEGER NOT NULL, "to" INTEGER, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX hole_from ON hole ("from");
CREATE TABLE settings (version INTEGER PRIMARY KEY) STRICT;
CREATE TABLE model (hash TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (hash, version)) STRICT, WITHOUT ROWID;
CREATE TABLE journal (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL, text TEXT NOT NULL, by TEXT NOT NULL) STRICT;
CREATE INDEX journal_at ON journal (at);
CREATE TABLE change (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT, pid INTEGER) STRICT;

CREATE TABLE source (source TEXT PRIMARY KEY, posts INTEGER NOT NULL, newest INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE brand (generation INTEGER NOT NULL, brand TEXT NOT NULL, mentions INTEGER NOT NULL, PRIMARY KEY (generation, brand)) STRICT, WITHOUT ROWID;

-- StateStore.
CREATE TABLE document (kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT, fence INTEGER NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
