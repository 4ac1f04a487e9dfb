/** Facts, inbox and outbox. */
export const sql = `
-- AUTOINCREMENT remembers the highest sequence, so that facts cut off the end of the chain are noticed.
CREATE TABLE facts (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  at INTEGER NOT NULL,
  body TEXT NOT NULL,
  previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

CREATE INDEX facts_by_subject ON facts (subject);

CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts
BEGIN
  SELECT RAISE(ABORT, 'facts are never changed');
END;

CREATE TRIGGER facts_are_never_deleted BEFORE DELETE ON facts
BEGIN
  SELECT RAISE(ABORT, 'facts are never deleted');
END;

CREATE TABLE inbox (
  source TEXT NOT NULL,
  identity TEXT NOT NULL,
  kind TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (source, identity)
) STRICT, WITHOUT ROWID;

-- Delivered items are removed, so every row is open. An id is never used twice: a late answer about a removed item
-- must not hit another one.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'leased', 'parked')),
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL,
  lease_owner TEXT,
  lease_until INTEGER,
  last_error TEXT,
  created_at INTEGER NOT NULL,
  UNIQUE (kind, key),
  CHECK ((state = 'leased') = (lease_owner IS NOT NULL)),
  CHECK ((state = 'leased') = (lease_until IS NOT NULL))
) STRICT;

CREATE INDEX outbox_waiting ON outbox (not_before) WHERE state = 'waiting';
CREATE INDEX outbox_leased ON outbox (lease_until) WHERE state = 'leased';
`;
