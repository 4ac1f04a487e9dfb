import { cents } from '@tillbridge/kernel';
import type { SaleWord } from '../desk.ts';
import type { VoucherTransaction } from '../ports.ts';
import type { DiscountId, SaleVouchers, Spend } from '../sale.ts';
import { isOf } from './claims.ts';
import type { Desk } from './desk-ports.ts';
import { moveHolds } from './move-holds.ts';
import { NOTHING_GIVEN } from './next-sale.ts';
import { unitsOf } from './units.ts';

/**
 * Lines that come over from another sale, as when tables are merged or split, bring their discounts and the vouchers behind
 * them along. The other sale gives up what it held for them; what this one holds is for its match to say. The same sale
 * when nothing came over.
 */
export function takeOver(
  desk: Desk,
  tx: VoucherTransaction,
  word: SaleWord,
  sale: SaleVouchers | undefined,
): SaleVouchers | undefined {
  let taker = sale;
  for (const { discount } of word.lines ?? []) {
    const id = discount?.ours ?? null;
    if (id === null || (taker !== undefined && gives(taker, id))) continue;
    const giver = tx.saleGiving(word.sale.subscriptionId, id);
    if (giver !== undefined) taker = moveOver(desk, tx, giver, id, taker ?? emptySale(desk, word));
  }
  return taker;
}

function gives({ discounts, earlier, additions }: SaleVouchers, id: DiscountId): boolean {
  return (
    [...discounts, ...earlier].some((one) => one.id === id) || additions.some(({ discountId }) => discountId === id)
  );
}

function emptySale({ ports }: Desk, { sale, place }: SaleWord): SaleVouchers {
  const leaseUntil = ports.clock.now();
  return { sale, place, stage: 'open', claims: [], ...NOTHING_GIVEN, cutOff: false, leaseUntil, version: 0 };
}

function moveOver(
  desk: Desk,
  tx: VoucherTransaction,
  giver: SaleVouchers,
  id: DiscountId,
  taker: SaleVouchers,
): SaleVouchers {
  const parts = [...giver.discounts, ...giver.earlier].filter((discount) => discount.id === id);
  const additions = giver.additions.filter(({ discountId }) => discountId === id);
  giveUp(desk, tx, giver, id);
  const missing = [...parts, ...additions].filter((one) => !taker.claims.some((claim) => isOf(claim, one)));
  return {
    ...taker,
    claims: [...taker.claims, ...giver.claims.filter((claim) => missing.some((one) => isOf(claim, one)))],
    earlier: [...taker.earlier, ...parts],
    additions: [...taker.additions, ...additions.map((added) => ({ ...added, state: 'settled' as const }))],
    cutOff: taker.cutOff || giver.cutOff,
  };
}

function giveUp({ ports }: Desk, tx: VoucherTransaction, giver: SaleVouchers, id: DiscountId): void {
  const rest: SaleVouchers = {
    ...giver,
    discounts: giver.discounts.filter((discount) => discount.id !== id),
    earlier: giver.earlier.filter((discount) => discount.id !== id),
    additions: giver.additions.filter(({ discountId }) => discountId !== id),
  };
  const spends = giver.spends.flatMap((spend) => restOf(tx, spend, rest));
  moveHolds(tx, { ...giver, at: ports.clock.now(), why: 'moved' }, giver.spends, spends);
  tx.putSale({ ...rest, spends, version: giver.version + 1 });
}

/** What a spend comes to for the discounts and additions that stay. */
function restOf(tx: VoucherTransaction, spend: Spend, { discounts, additions }: SaleVouchers): Spend[] {
  const owner = tx.entitlementOwner(spend.entitlement);
  const entitlement = owner?.entitlements.find(({ id }) => id === spend.entitlement);
  const isIts = (one: { readonly entitlement: string }) => one.entitlement === spend.entitlement;
  const parts = discounts.filter(isIts);
  const pending = additions.filter((added) => isIts(added) && added.state !== 'settled');
  if (entitlement === undefined || (parts.length === 0 && pending.length === 0)) return [];
  const taken = [...parts, ...pending.map(({ pieces }) => ({ pieces, cents: 0 }))];
  const sum = parts.reduce((all, part) => all + part.cents, 0);
  return [{ ...spend, units: unitsOf(entitlement.rule.benefit, taken), cents: cents(sum) }];
}
