import { type EpochMs, TillbridgeError } from '@tillbridge/kernel';
import type { LoggedCall } from '../desk.ts';
import { VOUCHER_ERRORS } from '../errors.ts';
import type { VoucherTransaction } from '../ports.ts';
import type { BlockReason, ShopId, Voucher, VoucherId } from '../voucher.ts';
import type { Desk } from './desk-ports.ts';

/**
 * A new code in place of another. The same order once more finds it done. Throws `SHOP-101` when the shop has no voucher of
 * the old code, `SHOP-102` when the new one was used before, `SHOP-103` when the old one was replaced by another.
 */
export function reissue(
  { ports }: Desk,
  tx: VoucherTransaction,
  shop: ShopId,
  old: string,
  fresh: string,
  call?: LoggedCall,
): Voucher {
  const voucher = ownVoucher(tx, shop, old);
  const at = ports.clock.now();
  const log = () => logCall(tx, voucher, at, call);
  const replaced = voucher.codes.find(({ code }) => code === old);
  const taker = voucher.codes.find(({ code }) => code === fresh);
  const done = taker !== undefined && taker !== replaced && taker.entitlement === replaced?.entitlement;
  if (done && replaced?.replacedAt != null && taker.replacedAt === null) {
    log();
    return voucher;
  }
  if (tx.byCode(fresh) !== undefined) throw new TillbridgeError(VOUCHER_ERRORS.codeTaken, { about: voucher.id });
  if (replaced?.replacedAt != null) throw new TillbridgeError(VOUCHER_ERRORS.codeReplaced, { about: voucher.id });
  tx.replaceCode(old, fresh, at);
  tx.appendFact({ kind: 'voucher.reissued', subject: voucher.id, at, body: { shop } });
  log();
  return stored(tx, voucher.id);
}

/** Nothing more is redeemed. What was withdrawn before stays as it is. Throws `SHOP-101`. */
export function block(
  { ports }: Desk,
  tx: VoucherTransaction,
  shop: ShopId,
  code: string,
  reason: BlockReason,
  call?: LoggedCall,
): Voucher {
  const voucher = ownVoucher(tx, shop, code);
  const at = ports.clock.now();
  logCall(tx, voucher, at, call);
  if (voucher.blocked !== null) return voucher;
  tx.block(voucher.id, reason, at);
  tx.appendFact({ kind: 'voucher.blocked', subject: voucher.id, at, body: { shop, reason } });
  return stored(tx, voucher.id);
}

function logCall(
  tx: VoucherTransaction,
  { shop, orderReference }: Voucher,
  at: EpochMs,
  call: LoggedCall | undefined,
): void {
  if (call !== undefined) tx.logInjection({ ...call, at, shop, orderReference, vouchers: 1 });
}

/** Another shop's voucher is none of its own. */
function ownVoucher(tx: VoucherTransaction, shop: ShopId, code: string): Voucher {
  const voucher = tx.byCode(code);
  if (voucher?.shop !== shop) throw new TillbridgeError(VOUCHER_ERRORS.unknownCode, { about: shop });
  return voucher;
}

function stored(tx: VoucherTransaction, id: VoucherId): Voucher {
  const voucher = tx.byId(id);
  if (voucher === undefined) throw new TypeError(`voucher ${id} is gone`);
  return voucher;
}
