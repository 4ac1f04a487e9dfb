import type { EpochMs } from '@tillbridge/kernel';
import type { ClaimedEntitlement } from '../offer.ts';
import type { VoucherReads } from '../ports.ts';
import type { LocalText } from '../rule.ts';
import type { Claim, SalePlace, SaleVouchers } from '../sale.ts';
import { type Standing, standing } from '../standing.ts';
import type { Entitlement, EntitlementId, Refusal, Voucher, VoucherId } from '../voucher.ts';
import type { Desk } from './desk-ports.ts';
import { blockedRefusal } from './find-code.ts';

/** A sale's claims, each entitlement once, for the claim that brought it first. */
export interface WeighedClaims {
  readonly claimed: readonly (ClaimedEntitlement & { readonly claim: Claim })[];
  readonly refused: readonly RefusedClaim[];
  /** Every entitlement of the claims' vouchers, with its voucher. */
  readonly known: ReadonlyMap<EntitlementId, { readonly voucher: Voucher; readonly entitlement: Entitlement }>;
}

export interface RefusedClaim {
  readonly claim: Claim;
  /** Null: it is about the whole voucher. */
  readonly label: LocalText | null;
  readonly refusal: Refusal;
}

/**
 * What time, place and counters say to each claim. Time is that of the scan: what was shown during opening hours counts
 * although the bill comes after them.
 */
export function weighClaims(
  desk: Desk,
  reads: VoucherReads,
  claims: readonly Claim[],
  sale: SaleVouchers | undefined,
  place: SalePlace,
): WeighedClaims {
  const claimed: WeighedClaims['claimed'][number][] = [];
  const refused: RefusedClaim[] = [];
  const known = new Map<EntitlementId, { voucher: Voucher; entitlement: Entitlement }>();
  const seen = new Set<EntitlementId>();
  for (const claim of claims) {
    const voucher = reads.byId(claim.voucher);
    if (voucher === undefined) continue;
    for (const entitlement of voucher.entitlements) known.set(entitlement.id, { voucher, entitlement });
    const blocked = blockedRefusal(voucher);
    if (blocked !== null) {
      refused.push({ claim, label: null, refusal: blocked });
      continue;
    }
    for (const entitlement of voucher.entitlements) {
      const { id } = entitlement;
      if ((claim.entitlement !== null && claim.entitlement !== id) || seen.has(id)) continue;
      seen.add(id);
      const stands = weigh(desk, reads, voucher, entitlement, { at: claim.at, place, sale });
      if (stands.ok) {
        const { available } = stands;
        claimed.push({ claim, voucher: voucher.id, entitlement, available, chosen: chosenOf(claim, sale, id) });
      } else {
        refused.push({ claim, label: entitlement.rule.label, refusal: stands.refusal });
      }
    }
  }
  return { claimed, refused, known };
}

/** `sale`: the one that asks; what it holds itself is free for it. */
export function weigh(
  desk: Desk,
  reads: VoucherReads,
  voucher: Voucher,
  entitlement: Entitlement,
  asked: { readonly at: EpochMs; readonly place: SalePlace | null; readonly sale: SaleVouchers | undefined },
): Standing {
  const { id } = entitlement;
  const { at, place, sale } = asked;
  return standing({
    entitlement,
    at,
    place,
    calendar: desk.calendar,
    heldHere: sale?.spends.find((spend) => spend.entitlement === id)?.units ?? 0,
    spentSince: (since) => reads.spentSince(id, since),
    lastSpent: () => lastSpent(reads, voucher.id, id),
    heldBy: () => heldBy(desk, reads, voucher.id, id, sale),
  });
}

/** A voucher's last redemptions are looked through this far for those of one entitlement. */
const HISTORY = 100;

function lastSpent(reads: VoucherReads, voucher: VoucherId, id: EntitlementId) {
  const last = reads
    .redemptionsOf(voucher, HISTORY)
    .find(({ entitlement, creditedAt }) => entitlement === id && creditedAt === null);
  return last === undefined ? null : { at: last.at, place: last.place.till };
}

function heldBy(
  desk: Desk,
  reads: VoucherReads,
  voucher: VoucherId,
  id: EntitlementId,
  here: SaleVouchers | undefined,
) {
  const other = reads
    .salesHolding(voucher)
    .find(({ sale, spends }) => !isSame(sale, here?.sale) && spends.some(({ entitlement }) => entitlement === id));
  const now = desk.ports.clock.now();
  const claim = other?.claims.find((one) => one.voucher === voucher);
  return { place: other?.place.till ?? '', since: claim?.at ?? now, until: other?.leaseUntil ?? now };
}

function isSame(one: SaleVouchers['sale'], other: SaleVouchers['sale'] | undefined): boolean {
  return one.subscriptionId === other?.subscriptionId && one.sessionId === other.sessionId;
}

/** What was put into the sale once, and is now a line or was taken out again, is not offered a second time. */
function chosenOf({ chosen }: Claim, sale: SaleVouchers | undefined, id: EntitlementId): string | null {
  if (sale?.additions.some(({ entitlement, state }) => entitlement === id && state === 'settled')) return 'none';
  return chosen.find(({ entitlement }) => entitlement === id)?.article ?? null;
}
