import type { SaleWord } from '../desk.ts';
import type { Offer } from '../offer.ts';
import type { VoucherTransaction } from '../ports.ts';
import type { AddedArticle, Claim, SaleLine, SaleVouchers } from '../sale.ts';
import type { Desk } from './desk-ports.ts';
import { moveHolds } from './move-holds.ts';
import { NOTHING_GIVEN, nextGiven, settleAdditions } from './next-sale.ts';
import { offerFor } from './offer-for.ts';
import { type WeighedClaims, weighClaims } from './weigh-claims.ts';

/** How a sale stands after a word of the till. */
export interface Followed {
  readonly sale: SaleVouchers | undefined;
  readonly weighed: WeighedClaims;
  /** Null: the lines are not known, and everything stays as it was. */
  readonly offer: Offer | null;
  /** What the till is to put into the sale. */
  readonly tell: readonly AddedArticle[];
}

/**
 * Weighs the claims, matches the basket and holds what the offer takes. `shown`: the claim that was only just brought; it
 * stays when something of it may yet count in this sale.
 */
export function followSale(
  desk: Desk,
  tx: VoucherTransaction,
  word: SaleWord,
  before: SaleVouchers | undefined,
  claims: readonly Claim[],
  shown: Claim | null,
): Followed {
  const now = desk.ports.clock.now();
  const lines = linesOf(word, before);
  const settled = before === undefined || word.lines === null ? before : settleAdditions(before);
  const weighed = weighClaims(desk, tx, claims, settled, word.place);
  const decided = lines === null ? null : offerFor(desk, weighed.claimed, lines, settled, now);
  const offer = decided?.offer ?? null;
  const kept = shown === null || mayCount(shown, weighed, offer) ? claims : claims.filter((claim) => claim !== shown);
  if (kept.length === 0) return { sale: undefined, weighed, offer, tell: [] };

  const old = settled ?? NOTHING_GIVEN;
  const given = offer === null || lines === null ? old : nextGiven(old, offer, lines, word.heard, desk.ports.random);
  const sale: SaleVouchers = {
    sale: word.sale,
    place: word.place,
    // Without lines nothing can be matched, and so nothing held again.
    stage: offer === null ? (before?.stage ?? 'open') : 'open',
    claims: kept,
    discounts: given.discounts,
    earlier: given.earlier,
    additions: given.additions,
    spends: given.spends,
    cutOff: decided?.cutOff ?? before?.cutOff ?? false,
    leaseUntil: now + desk.policy.holdMs,
    version: (before?.version ?? 0) + 1,
  };
  moveHolds(tx, { ...word, at: now, why: word.receipt.kind }, before?.spends ?? [], sale.spends);
  tx.putSale(sale);
  const told = new Set(old.additions.flatMap(({ lineId, state }) => (state === 'due' ? [] : [lineId])));
  return { sale, weighed, offer, tell: sale.additions.filter(({ lineId }) => !told.has(lineId)) };
}

/** The same word once more: nothing changes, and the till hears what the sale says. */
export function standstill(
  desk: Desk,
  tx: VoucherTransaction,
  word: SaleWord,
  sale: SaleVouchers | undefined,
  claims: readonly Claim[],
): Followed {
  const lines = linesOf(word, sale);
  const weighed = weighClaims(desk, tx, claims, sale, word.place);
  const offer = lines === null ? null : offerFor(desk, weighed.claimed, lines, sale, desk.ports.clock.now()).offer;
  const present = new Set(word.lines?.flatMap(({ lineId, discount }) => [lineId, discount?.ours ?? '']));
  const tell = (sale?.additions ?? []).filter(
    ({ lineId, discountId, state }) => state !== 'settled' && !present.has(lineId) && !present.has(discountId),
  );
  return { sale, weighed, offer, tell };
}

/** A sale that nothing was given to, and that has no lines to tell of, is taken for empty. */
export function linesOf({ lines }: SaleWord, sale: SaleVouchers | undefined): readonly SaleLine[] | null {
  const gave = sale !== undefined && (sale.discounts.length > 0 || sale.additions.length > 0);
  return lines ?? (gave ? null : []);
}

function mayCount({ voucher }: Claim, { claimed }: WeighedClaims, offer: Offer | null): boolean {
  return claimed.some(
    ({ claim, entitlement: { id } }) =>
      claim.voucher === voucher &&
      !offer?.refusals.some(({ entitlement, refusal }) => entitlement === id && refusal.why === 'cannot-check'),
  );
}
