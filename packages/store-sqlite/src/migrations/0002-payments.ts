/** Payments. Reasons and other words that may grow are checked when a row is read, so that a new one needs no rebuild. */
export const sql = `
CREATE TABLE payments (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  subscription_id TEXT NOT NULL,
  external_payment_id TEXT NOT NULL,
  till TEXT NOT NULL,
  session_id TEXT,
  method TEXT NOT NULL,
  means TEXT NOT NULL CHECK (means IN ('card', 'qr')),
  direction TEXT NOT NULL CHECK (direction IN ('pay', 'refund')),
  amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
  route TEXT NOT NULL,
  terminal TEXT,
  state TEXT NOT NULL
    CHECK (state IN ('intent', 'started', 'approved', 'declined', 'cancelled', 'timed-out', 'unknown')),
  reason TEXT,
  detail TEXT,
  provider_ref TEXT,
  qr_payload TEXT,
  qr_expires_at INTEGER,
  lease_until INTEGER NOT NULL,
  busy_until INTEGER,
  cancel_by TEXT,
  cancel_at INTEGER,
  approval_cents INTEGER,
  approval_reference TEXT,
  approval_card_type TEXT,
  approval_terminal_label TEXT,
  approval_method TEXT,
  approval_receipts TEXT,
  witness_at INTEGER,
  witness_person TEXT,
  witness_says TEXT,
  told_at INTEGER,
  told TEXT CHECK (told IN ('paid', 'not-paid')),
  told_by TEXT,
  alarm TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (subscription_id, external_payment_id),
  CHECK ((qr_payload IS NULL) = (qr_expires_at IS NULL)),
  CHECK ((cancel_by IS NULL) = (cancel_at IS NULL)),
  CHECK ((approval_cents IS NULL) = (approval_reference IS NULL)),
  CHECK ((approval_cents IS NULL) = (approval_receipts IS NULL)),
  CHECK ((witness_at IS NULL) = (witness_person IS NULL)),
  CHECK ((witness_at IS NULL) = (witness_says IS NULL)),
  CHECK ((told_at IS NULL) = (told IS NULL)),
  CHECK ((told_at IS NULL) = (told_by IS NULL))
) STRICT;

CREATE INDEX payments_by_session ON payments (subscription_id, session_id) WHERE session_id IS NOT NULL;
CREATE INDEX payments_by_till ON payments (till);
CREATE INDEX payments_by_provider_ref ON payments (route, provider_ref) WHERE provider_ref IS NOT NULL;
CREATE INDEX payments_open ON payments (seq) WHERE state IN ('intent', 'started', 'unknown');
CREATE INDEX payments_needing_attention ON payments (seq)
  WHERE state = 'unknown' OR alarm IS NOT NULL OR (state = 'approved' AND told IS NOT 'paid');
`;
