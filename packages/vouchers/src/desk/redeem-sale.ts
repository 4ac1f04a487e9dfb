import { cents, LARGEST_AMOUNT_CENTS, type PlainJson } from '@tillbridge/kernel';
import type { SaleWord } from '../desk.ts';
import { VOUCHER_ERRORS } from '../errors.ts';
import type { VoucherTransaction } from '../ports.ts';
import type {
  AddedArticle,
  DiscountId,
  LineDiscount,
  RedeemedLine,
  Redemption,
  SaleLine,
  SaleVouchers,
} from '../sale.ts';
import type { EntitlementId, VoucherId } from '../voucher.ts';
import { isOf } from './claims.ts';
import type { Desk } from './desk-ports.ts';
import { redemptionWords, saleWords } from './fact-words.ts';
import { splitAt, unitsOf } from './units.ts';
import { newUuid } from './uuid.ts';

/** What a line carried for one entitlement. */
interface Carried extends RedeemedLine {
  readonly voucher: VoucherId;
  readonly entitlement: EntitlementId;
}

/**
 * The sale is done: what its lines carry was given, and is spent. What was held for anything else is free again. Where less
 * is left than was given, the rest is marked `over`, and the counters stay within what was issued (V1).
 */
export function redeemSale(desk: Desk, tx: VoucherTransaction, word: SaleWord, sale: SaleVouchers): void {
  const carried = Map.groupBy(carriedOf(sale, word.lines), ({ entitlement }) => entitlement);
  const redemptions = [...carried].flatMap(([id, parts]) => redeem(desk, tx, word, sale, id, parts));
  for (const redemption of redemptions) tx.insertRedemption(redemption);
  for (const id of new Set([...sale.spends, ...redemptions].map(({ entitlement }) => entitlement))) {
    tx.adjust(id, { held: 0 - heldOf(sale, id), redeemed: countedOf(redemptions, id) });
  }
  for (const voucher of new Set([...sale.spends, ...redemptions].map((one) => one.voucher))) {
    const mine = redemptions.filter((one) => one.voucher === voucher);
    writeDown(desk, tx, word, sale, voucher, mine);
  }
  tx.removeSale(sale.sale);
}

function heldOf({ spends }: SaleVouchers, id: EntitlementId): number {
  return spends.find(({ entitlement }) => entitlement === id)?.units ?? 0;
}

/** What was over is not counted. */
function countedOf(redemptions: readonly Redemption[], id: EntitlementId): number {
  return redemptions.find(({ entitlement, mark }) => entitlement === id && mark !== 'over')?.units ?? 0;
}

/** Null lines: everything the sale gave, as far as the till was told. */
function carriedOf(sale: SaleVouchers, lines: readonly SaleLine[] | null): Carried[] {
  if (lines === null) {
    const told = sale.additions.filter(({ state }) => state === 'told');
    return [...sale.discounts.map(carriedDiscount), ...told.map((added) => carriedAddition(added, 0))];
  }
  const given = Map.groupBy([...sale.discounts, ...sale.earlier], ({ id }) => id);
  const added = new Map(sale.additions.map((addition) => [addition.discountId, addition]));
  const found = new Map<DiscountId, readonly Carried[]>();
  for (const { discount, unitCents } of lines) {
    const id = discount?.ours ?? null;
    if (id === null || found.has(id)) continue;
    const addition = added.get(id);
    const parts = given.get(id)?.map(carriedDiscount);
    found.set(id, parts ?? (addition === undefined ? [] : [carriedAddition(addition, unitCents ?? 0)]));
  }
  return [...found.values()].flat();
}

function carriedDiscount({ id, voucher, entitlement, pieces, cents: amount }: LineDiscount): Carried {
  return { discount: id, voucher, entitlement, pieces, cents: amount };
}

/** Its line never came to be matched; the till made it free of charge all the same. */
function carriedAddition({ discountId, voucher, entitlement, pieces }: AddedArticle, unitCents: number): Carried {
  const worth = Math.min(Math.max(0, unitCents * pieces), LARGEST_AMOUNT_CENTS);
  return { discount: discountId, voucher, entitlement, pieces, cents: cents(worth) };
}

function redeem(
  { ports }: Desk,
  tx: VoucherTransaction,
  { place }: SaleWord,
  holder: SaleVouchers,
  id: EntitlementId,
  parts: readonly Carried[],
): Redemption[] {
  const owner = tx.entitlementOwner(id);
  const entitlement = owner?.entitlements.find((one) => one.id === id);
  if (owner === undefined || entitlement === undefined) return [];
  const { rule, issued, redeemed, held } = entitlement;
  const { sale, claims, cutOff } = holder;
  const heldElsewhere = held - heldOf(holder, id);
  const room = issued === null ? Number.POSITIVE_INFINITY : issued - redeemed - heldElsewhere;
  const [within, over] = splitAt(rule.benefit, parts, room);
  const offline = cutOff || ports.venue.standing().kind === 'cut-off';
  const redemption = (taken: readonly RedeemedLine[], mark: Redemption['mark']): Redemption => ({
    id: newUuid(ports.random),
    voucher: owner.id,
    entitlement: id,
    code: claims.find((claim) => isOf(claim, { voucher: owner.id, entitlement: id }))?.code ?? '',
    sale,
    place,
    at: ports.clock.now(),
    units: unitsOf(rule.benefit, taken),
    cents: cents(taken.reduce((sum, line) => sum + line.cents, 0)),
    lines: taken.map(({ discount, pieces, cents: amount }) => ({ discount, pieces, cents: amount })),
    creditedAt: null,
    mark,
  });
  return [
    ...(within.length === 0 ? [] : [redemption(within, offline ? 'offline' : null)]),
    ...(over.length === 0 ? [] : [redemption(over, 'over')]),
  ];
}

function writeDown(
  { ports }: Desk,
  tx: VoucherTransaction,
  { place }: SaleWord,
  { sale, spends }: SaleVouchers,
  subject: VoucherId,
  redemptions: readonly Redemption[],
): void {
  const at = ports.clock.now();
  const words = saleWords({ sale, place });
  const fact = (kind: string, body: PlainJson) => tx.appendFact({ kind, subject, at, body });
  const redeemed = redemptions.filter(({ mark }) => mark !== 'over');
  const over = redemptions.filter(({ mark }) => mark === 'over');
  if (redeemed.length > 0) fact('voucher.redeemed', { ...words, redemptions: redeemed.map(redemptionWords) });
  if (over.length > 0) {
    fact('voucher.over', { ...words, redemptions: over.map(redemptionWords) });
    const { code, title } = VOUCHER_ERRORS.overUse;
    ports.log.warn(title, { code, voucher: subject, till: place.till });
  }
  const isUnused = spends.some(
    ({ voucher, entitlement, units }) => voucher === subject && countedOf(redemptions, entitlement) < units,
  );
  if (isUnused) fact('voucher.released', { ...words, why: 'completed', holds: [] });
}
