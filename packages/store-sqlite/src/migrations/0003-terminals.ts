/** Terminals that we talk to ourselves: what their drivers note, and payments that were taken offline. */
export const sql = `
-- What a driver has to know again after a crash, in its own words. A key is our reference of a payment, or 'terminal'.
CREATE TABLE driver_note (
  route TEXT NOT NULL,
  key TEXT NOT NULL,
  note TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (route, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX driver_note_by_age ON driver_note (changed_at) WHERE key <> 'terminal';

ALTER TABLE payments ADD COLUMN approval_settlement TEXT NOT NULL DEFAULT 'final';

DROP INDEX payments_needing_attention;
CREATE INDEX payments_needing_attention ON payments (seq)
  WHERE state = 'unknown' OR alarm IS NOT NULL OR (state = 'approved' AND told IS NOT 'paid')
    OR approval_settlement = 'queued';
`;
