CREATE TABLE catalogue_articles (
  number TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  turnover_group INTEGER,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  moved_from INTEGER,
  moved_at INTEGER,
  gone_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE catalogue_groups (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE catalogue_progress (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  marker TEXT NOT NULL,
  read_at INTEGER,
  whole_at INTEGER
) STRICT;

CREATE TABLE driver_note (
  route TEXT NOT NULL,
  key TEXT NOT NULL,
  note TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (route, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX driver_note_by_age ON driver_note (changed_at) WHERE key <> 'terminal';

CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts
BEGIN
  SELECT RAISE(ABORT, 'facts are never changed');
END;

CREATE TRIGGER facts_are_never_deleted BEFORE DELETE ON facts
BEGIN
  SELECT RAISE(ABORT, 'facts are never deleted');
END;

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

CREATE TABLE inbox (
  source TEXT NOT NULL,
  identity TEXT NOT NULL,
  kind TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  PRIMARY KEY (source, identity)
) STRICT, WITHOUT ROWID;

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

CREATE INDEX outbox_leased ON outbox (lease_until) WHERE state = 'leased';

CREATE INDEX outbox_parked ON outbox (id) WHERE state = 'parked';

CREATE INDEX outbox_waiting ON outbox (not_before, kind) WHERE state = 'waiting';

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
  version INTEGER NOT NULL, approval_settlement TEXT NOT NULL DEFAULT 'final', original TEXT, asked_by TEXT, asked_reason TEXT CHECK ((asked_by IS NULL) = (asked_reason IS NULL)),
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

CREATE INDEX payments_by_original ON payments (original) WHERE original IS NOT NULL;

CREATE INDEX payments_by_provider_ref ON payments (route, provider_ref) WHERE provider_ref IS NOT NULL;

CREATE INDEX payments_by_session ON payments (subscription_id, session_id) WHERE session_id IS NOT NULL;

CREATE INDEX payments_by_till ON payments (till);

CREATE INDEX payments_needing_attention ON payments (seq)
  WHERE state = 'unknown' OR alarm IS NOT NULL OR (state = 'approved' AND told IS NOT 'paid')
    OR approval_settlement = 'queued';

CREATE INDEX payments_open ON payments (seq) WHERE state IN ('intent', 'started', 'unknown');

CREATE TABLE voucher_entitlements (
  voucher INTEGER NOT NULL,
  nth INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  valid_from INTEGER,
  valid_until INTEGER,
  issued INTEGER,
  redeemed INTEGER NOT NULL DEFAULT 0,
  held INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (voucher, nth),
  CHECK (redeemed >= 0 AND (issued IS NULL OR redeemed <= issued)),
  CHECK (held >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE voucher_idle_sales (
  subscription_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('parked', 'lapsed')),
  lease_until INTEGER NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (subscription_id, session_id)
) STRICT;

CREATE INDEX voucher_idle_sales_by_age ON voucher_idle_sales (lease_until);

CREATE TABLE voucher_injections (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  shop INTEGER NOT NULL,
  by TEXT NOT NULL,
  operation TEXT NOT NULL,
  order_reference TEXT,
  response TEXT NOT NULL,
  vouchers INTEGER NOT NULL,
  request_id TEXT NOT NULL
) STRICT;

CREATE INDEX voucher_injections_by_order ON voucher_injections (order_reference, at) WHERE order_reference IS NOT NULL;

CREATE INDEX voucher_injections_by_shop ON voucher_injections (shop, at);

CREATE INDEX voucher_injections_by_time ON voucher_injections (at);

CREATE TABLE voucher_key (key TEXT NOT NULL CHECK (length(key) = 32)) STRICT;

CREATE TABLE voucher_open_sales (
  number INTEGER PRIMARY KEY,
  subscription_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  lease_until INTEGER NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TRIGGER voucher_other_code_is_new BEFORE INSERT ON voucher_other_codes
WHEN EXISTS (SELECT 1 FROM vouchers WHERE code = NEW.code)
BEGIN
  SELECT RAISE(ABORT, 'the code was used before');
END;

CREATE TABLE voucher_other_codes (
  number INTEGER PRIMARY KEY,
  voucher INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  entitlement INTEGER,
  replaced_at INTEGER,
  CHECK (entitlement IS NOT NULL OR replaced_at IS NOT NULL)
) STRICT;

CREATE INDEX voucher_other_codes_by_voucher ON voucher_other_codes (voucher);

CREATE TABLE voucher_redemptions (
  number INTEGER PRIMARY KEY,
  voucher INTEGER NOT NULL,
  id TEXT NOT NULL,
  entitlement INTEGER NOT NULL,
  code TEXT NOT NULL,
  subscription_id TEXT,
  session_id TEXT,
  till TEXT NOT NULL,
  branch INTEGER NOT NULL,
  workplace INTEGER NOT NULL,
  employee INTEGER,
  at INTEGER NOT NULL,
  units INTEGER NOT NULL,
  cents INTEGER NOT NULL,
  lines TEXT NOT NULL,
  credited_at INTEGER,
  mark TEXT CHECK (mark IN ('over', 'offline')),
  seen_at INTEGER,
  seen_by TEXT,
  CHECK ((subscription_id IS NULL) = (session_id IS NULL)),
  CHECK ((seen_at IS NULL) = (seen_by IS NULL))
) STRICT;

CREATE UNIQUE INDEX voucher_redemptions_by_id ON voucher_redemptions (id);

CREATE INDEX voucher_redemptions_by_sale ON voucher_redemptions (subscription_id, session_id) WHERE session_id IS NOT NULL;

CREATE INDEX voucher_redemptions_by_voucher ON voucher_redemptions (voucher, at);

CREATE INDEX voucher_redemptions_over ON voucher_redemptions (at) WHERE mark = 'over' AND seen_at IS NULL;

CREATE TABLE voucher_replays (
  shop INTEGER NOT NULL,
  key TEXT NOT NULL,
  digest TEXT NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (shop, key)
) STRICT;

CREATE INDEX voucher_replays_by_age ON voucher_replays (at);

CREATE TABLE voucher_rules (
  number INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
  name TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE voucher_shops (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TRIGGER voucher_code_is_new BEFORE INSERT ON vouchers
WHEN EXISTS (SELECT 1 FROM voucher_other_codes WHERE code = NEW.code)
BEGIN
  SELECT RAISE(ABORT, 'the code was used before');
END;

CREATE TRIGGER voucher_new_code_is_new BEFORE UPDATE OF code ON vouchers
WHEN EXISTS (SELECT 1 FROM voucher_other_codes WHERE code = NEW.code)
BEGIN
  SELECT RAISE(ABORT, 'the code was used before');
END;

CREATE TABLE vouchers (
  number INTEGER PRIMARY KEY,
  shop INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  order_reference TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  blocked_at INTEGER,
  blocked_reason TEXT CHECK (blocked_reason IN ('cancelled', 'refunded')),
  CHECK ((blocked_at IS NULL) = (blocked_reason IS NULL))
) STRICT;

CREATE INDEX vouchers_by_order ON vouchers (order_reference);

CREATE INDEX vouchers_by_time ON vouchers (shop, received_at);
