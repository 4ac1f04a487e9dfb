import { cents, ZERO_CENTS } from '@tillbridge/kernel';
import type { DirectAnswer, DirectRedemption } from '../desk.ts';
import { decideOffline } from '../offline-policy.ts';
import type { VoucherTransaction } from '../ports.ts';
import type { Redemption } from '../sale.ts';
import type { Entitlement, EntitlementId, Refusal, Voucher } from '../voucher.ts';
import type { Desk } from './desk-ports.ts';
import { redemptionWords, saleWords } from './fact-words.ts';
import { blockedRefusal, type FoundCode, findCode, strangerRefusal } from './find-code.ts';
import { newUuid } from './uuid.ts';
import { weigh } from './weigh-claims.ts';

/**
 * Spends units without a sale of ours: those of the first entitlement that counts, then those of the next, until there are
 * enough. All of them or none. The work of one transaction.
 */
export function redeemDirectly(desk: Desk, tx: VoucherTransaction, order: DirectRedemption): DirectAnswer {
  if (!Number.isSafeInteger(order.units) || order.units < 1)
    throw new RangeError(`not a number of units: ${order.units}`);
  const found = findOrdered(tx, order);
  if (found?.voucher.shop !== order.shop) return refused(strangerRefusal(desk.policy, order.code ?? ''));
  if (found.refusal !== null) return refused(found.refusal);

  const { voucher } = found;
  const { clock, random, venue } = desk.ports;
  const at = clock.now();
  const decision = decideOffline(desk.policy.offline, venue.standing(), at);
  if (decision.kind === 'refuse') return refused({ why: 'cannot-check' });
  const only = order.entitlement ?? found.entitlement;
  const candidates = voucher.entitlements.filter(({ id }) => only === null || only === id);
  const redemptions: Redemption[] = [];
  const refusals: Refusal[] = [];
  let open = order.units;
  for (const entitlement of candidates) {
    const stands = weigh(desk, tx, voucher, entitlement, { at, place: order.place, sale: undefined });
    if (!stands.ok) {
      refusals.push(stands.refusal);
      continue;
    }
    const limit = decision.kind === 'mark' ? limitOf(entitlement, decision) : null;
    const units = Math.min(open, stands.available ?? open, limit ?? open);
    if (units <= 0) continue;
    open -= units;
    redemptions.push({
      id: newUuid(random),
      voucher: voucher.id,
      entitlement: entitlement.id,
      code: order.code ?? currentCode(voucher, entitlement.id),
      sale: null,
      place: order.place,
      at,
      units,
      // Only balance says what it was worth without a basket.
      cents: entitlement.rule.benefit.kind === 'balance' ? cents(units) : ZERO_CENTS,
      lines: [],
      creditedAt: null,
      mark: decision.kind === 'mark' ? 'offline' : null,
    });
  }
  if (open > 0) return refused(tooFew(candidates, order.units, order.units - open, refusals));
  if (!order.dryRun) write(tx, voucher, redemptions);
  const left = totalOf(candidates, ({ issued, redeemed }) => (issued === null ? null : issued - redeemed));
  return { ok: true, redemptions, left: left === null ? null : left - order.units };
}

function findOrdered(tx: VoucherTransaction, { code, entitlement }: DirectRedemption): FoundCode | undefined {
  const owner = entitlement === null ? undefined : tx.entitlementOwner(entitlement);
  if (code === null) return owner && { voucher: owner, entitlement, refusal: blockedRefusal(owner) };
  const found = findCode(tx, code);
  return entitlement === null || owner?.id === found?.voucher.id ? found : undefined;
}

function write(tx: VoucherTransaction, { id }: Voucher, redemptions: readonly Redemption[]): void {
  const [first] = redemptions;
  if (first === undefined) return;
  for (const redemption of redemptions) {
    tx.adjust(redemption.entitlement, { redeemed: redemption.units });
    tx.insertRedemption(redemption);
  }
  const body = { ...saleWords(first), redemptions: redemptions.map(redemptionWords) };
  tx.appendFact({ kind: 'voucher.redeemed', subject: id, at: first.at, body });
}

function refused(refusal: Refusal): DirectAnswer {
  return { ok: false, refusal };
}

function limitOf({ rule }: Entitlement, limits: { readonly units: number | null; readonly cents: number | null }) {
  return rule.benefit.kind === 'balance' ? limits.cents : limits.units;
}

/** Nothing at all has its own reason; something, but not enough, is a number. */
function tooFew(
  candidates: readonly Entitlement[],
  asked: number,
  left: number,
  refusals: readonly Refusal[],
): Refusal {
  const issued = totalOf(candidates, (one) => one.issued) ?? left;
  return left === 0 ? (refusals[0] ?? { why: 'cannot-check' }) : { why: 'too-few-left', left, issued, asked };
}

/** Null as soon as one of them has no end. */
function totalOf(entitlements: readonly Entitlement[], of: (one: Entitlement) => number | null): number | null {
  return entitlements.map(of).reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}

function currentCode({ codes }: Voucher, id: EntitlementId): string {
  const counting = codes.filter(({ replacedAt }) => replacedAt === null);
  const own = counting.find(({ entitlement }) => entitlement === id);
  return (own ?? counting.find(({ entitlement }) => entitlement === null))?.code ?? '';
}
