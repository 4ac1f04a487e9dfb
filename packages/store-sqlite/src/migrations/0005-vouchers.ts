/**
 * Vouchers, laid out for a million of them: what they share is stored once, a voucher's entitlements lie beside each
 * other, and the end of a sale touches few pages.
 */
export const sql = `
-- Our names of vouchers are made from their row numbers under this key (voucher-ids.ts).
CREATE TABLE voucher_key (key TEXT NOT NULL CHECK (length(key) = 32)) STRICT;
INSERT INTO voucher_key VALUES (hex(randomblob(16)));

CREATE TABLE voucher_shops (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- A rule under the name the shop knows it by, once, however many vouchers rest on it. digest: SHA-256 of both.
CREATE TABLE voucher_rules (
  number INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
  name TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

-- Never deleted, so the highest number is how many there are. code: the one that counts now.
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

-- Codes that were replaced, and those of single entitlements. Most vouchers have none, so that the usual look-up goes by.
-- entitlement: the nth of the voucher's; NULL: all of them.
CREATE TABLE voucher_other_codes (
  number INTEGER PRIMARY KEY,
  voucher INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  entitlement INTEGER,
  replaced_at INTEGER,
  CHECK (entitlement IS NOT NULL OR replaced_at IS NOT NULL)
) STRICT;

CREATE INDEX voucher_other_codes_by_voucher ON voucher_other_codes (voucher);

-- No code ever comes twice, in neither table.
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

CREATE TRIGGER voucher_other_code_is_new BEFORE INSERT ON voucher_other_codes
WHEN EXISTS (SELECT 1 FROM vouchers WHERE code = NEW.code)
BEGIN
  SELECT RAISE(ABORT, 'the code was used before');
END;

-- The checks are the last word on V1, whoever does the counting.
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

-- A handful, and the only writer knows them by heart: no index, so that a sale's vouchers are one page to write.
CREATE TABLE voucher_open_sales (
  number INTEGER PRIMARY KEY,
  subscription_id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  lease_until INTEGER NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

-- Sales that hold nothing and may go on.
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

-- lines: the discounts it went into.
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

CREATE INDEX voucher_redemptions_by_voucher ON voucher_redemptions (voucher, at);
CREATE UNIQUE INDEX voucher_redemptions_by_id ON voucher_redemptions (id);
CREATE INDEX voucher_redemptions_by_sale ON voucher_redemptions (subscription_id, session_id) WHERE session_id IS NOT NULL;
CREATE INDEX voucher_redemptions_over ON voucher_redemptions (at) WHERE mark = 'over' AND seen_at IS NULL;

-- What a repeated call of a ticket shop is answered.
CREATE TABLE voucher_replays (
  shop INTEGER NOT NULL,
  key TEXT NOT NULL,
  digest TEXT NOT NULL,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (shop, key)
) STRICT;

CREATE INDEX voucher_replays_by_age ON voucher_replays (at);

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

CREATE INDEX voucher_injections_by_time ON voucher_injections (at);
CREATE INDEX voucher_injections_by_shop ON voucher_injections (shop, at);
CREATE INDEX voucher_injections_by_order ON voucher_injections (order_reference, at) WHERE order_reference IS NOT NULL;
`;
