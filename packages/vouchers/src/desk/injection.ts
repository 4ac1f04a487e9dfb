import type { EarlierCall, InjectionAnswer, InjectionFault, InjectionOrder, StoredVoucher } from '../desk.ts';
import type { VoucherDraft, VoucherTransaction } from '../ports.ts';
import type { Voucher } from '../voucher.ts';
import type { Desk } from './desk-ports.ts';
import { readStoredVouchers } from './stored-vouchers.wire.ts';

/** Stores an order, whole or not at all, with its line in the log. The work of one transaction. */
export function injectOrder({ ports }: Desk, tx: VoucherTransaction, order: InjectionOrder): InjectionAnswer {
  const { shop, idempotencyKey, digest, vouchers } = order;
  const at = ports.clock.now();
  const answered = (answer: InjectionAnswer): InjectionAnswer => {
    logOrder(tx, order, answer, at);
    return answer;
  };
  const earlier = idempotencyKey === null ? undefined : earlierAnswer(tx, { shop, idempotencyKey, digest });
  if (earlier !== undefined) return answered(earlier);
  const fault = duplicateIn(tx, vouchers);
  if (fault !== undefined) return answered({ ok: false, fault });

  const stored = vouchers.map((draft) => {
    const voucher = tx.insertVoucher(draft, at);
    const forwarded = ports.forwarding?.(voucher) ?? null;
    if (forwarded !== null) tx.enqueue(forwarded);
    return storedVoucher(voucher);
  });
  if (idempotencyKey !== null) tx.keepReplay(shop, idempotencyKey, digest, JSON.stringify(stored), at);
  const orders = [...new Set(vouchers.map(({ orderReference }) => orderReference))];
  tx.appendFact({
    kind: 'voucher.injected',
    subject: order.requestId,
    at,
    body: { shop, orders, vouchers: stored.length, digest },
  });
  return answered({ ok: true, replay: false, vouchers: stored });
}

/** What a call under this key was answered before; undefined: there was none. */
export function earlierAnswer(
  tx: VoucherTransaction,
  { shop, idempotencyKey, digest }: EarlierCall,
): InjectionAnswer | undefined {
  const earlier = tx.replayOf(shop, idempotencyKey);
  if (earlier === undefined) return undefined;
  if (earlier.digest !== digest) return { ok: false, fault: { why: 'key-reused' } };
  return { ok: true, replay: true, vouchers: readStoredVouchers(earlier.answer) };
}

function duplicateIn(tx: VoucherTransaction, vouchers: readonly VoucherDraft[]): InjectionFault | undefined {
  const seen = new Set<string>();
  for (const [index, { code, entitlements }] of vouchers.entries()) {
    for (const one of [code, ...entitlements.flatMap((entitlement) => entitlement.code ?? [])]) {
      if (seen.has(one) || tx.byCode(one) !== undefined) return { why: 'duplicate-code', index, code: one };
      seen.add(one);
    }
  }
  return undefined;
}

/** One line for each of the shop's orders, so that each is found by its reference. */
function logOrder(tx: VoucherTransaction, order: InjectionOrder, answer: InjectionAnswer, at: number): void {
  const { shop, by, operation, requestId, vouchers } = order;
  const response = order.responseOf(answer);
  for (const [orderReference, drafts] of Map.groupBy(vouchers, (draft) => draft.orderReference)) {
    const count = answer.ok ? drafts.length : 0;
    tx.logInjection({ at, shop, by, operation, orderReference, response, vouchers: count, requestId });
  }
}

function storedVoucher({ id, codes, entitlements }: Voucher): StoredVoucher {
  return {
    id,
    code: codes.find(({ entitlement }) => entitlement === null)?.code ?? '',
    entitlements: entitlements.map(({ id: entitlement, ruleName, validFrom, validUntil }) => ({
      id: entitlement,
      code: codes.find((code) => code.entitlement === entitlement)?.code ?? null,
      ruleName,
      validFrom,
      validUntil,
    })),
  };
}
