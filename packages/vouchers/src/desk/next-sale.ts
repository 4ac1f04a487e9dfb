import type { Random } from '@tillbridge/kernel';
import type { LineOffer, Offer } from '../offer.ts';
import type { AddedArticle, DiscountId, LineDiscount, SaleLine, SaleVouchers } from '../sale.ts';
import { newUuid } from './uuid.ts';

type Given = Pick<SaleVouchers, 'discounts' | 'earlier' | 'additions' | 'spends'>;

export const NOTHING_GIVEN: Given = { discounts: [], earlier: [], additions: [], spends: [] };

/**
 * What a sale gives after an offer. A discount keeps its id as long as nothing about it changes, so that the till is told
 * differences alone, and an id on a line says what was given.
 */
export function nextGiven(
  before: Given,
  offer: Offer,
  lines: readonly SaleLine[],
  heard: boolean,
  random: Random,
): Given {
  const additions = addedArticles(before.additions, offer, heard, random);
  const discounts = namedDiscounts(before, offer.discounts, additions, lines, random);
  const carried = new Set(lines.flatMap(({ discount }) => discount?.ours ?? []));
  const current = new Set(discounts.map(({ id }) => id));
  // What was only just replaced may be on its way to the till.
  const earlier = [
    ...before.earlier.filter(({ id }) => carried.has(id) && !current.has(id)),
    ...before.discounts.filter(({ id }) => !current.has(id)),
  ];
  return { discounts, earlier, additions, spends: offer.spends };
}

/** A basket came: what the till was told to add is in it, or will not be. */
export function settleAdditions(sale: SaleVouchers): SaleVouchers {
  if (sale.additions.every(({ state }) => state !== 'told')) return sale;
  const settle = (one: AddedArticle): AddedArticle => (one.state === 'told' ? { ...one, state: 'settled' } : one);
  return { ...sale, additions: sale.additions.map(settle) };
}

/** Its lines are another sale's now: nothing is held, and what they carry is there for whoever takes it over. */
export function shelved(sale: SaleVouchers): SaleVouchers {
  const { additions } = settleAdditions(sale);
  const earlier = [...sale.earlier, ...sale.discounts];
  return { ...sale, stage: 'parked', discounts: [], earlier, additions, spends: [] };
}

function addedArticles(before: readonly AddedArticle[], offer: Offer, heard: boolean, random: Random): AddedArticle[] {
  const wanted = offer.additions.map(({ voucher, entitlement, article, pieces }): AddedArticle => {
    const due = before.find((one) => one.state === 'due' && one.entitlement === entitlement && one.article === article);
    const ids = due ?? { lineId: newUuid(random), discountId: newUuid(random) as DiscountId };
    const { lineId, discountId } = ids;
    return { lineId, discountId, voucher, entitlement, article, pieces, state: heard ? 'told' : 'due' };
  });
  return [...before.filter(({ state }) => state !== 'due'), ...wanted];
}

function namedDiscounts(
  before: Given,
  offers: readonly LineOffer[],
  additions: readonly AddedArticle[],
  lines: readonly SaleLine[],
  random: Random,
): LineDiscount[] {
  const carriedBy = new Map(lines.map(({ lineId, discount }) => [lineId, discount?.ours ?? null]));
  const used = new Set<DiscountId>();
  return [...Map.groupBy(offers, ({ lineId }) => lineId)].flatMap(([lineId, parts]) => {
    const carried = carriedBy.get(lineId) ?? null;
    const onLine = [...before.discounts, ...before.earlier].filter(({ id }) => id === carried);
    const forLine = before.discounts.filter((discount) => discount.lineId === lineId);
    const old =
      [onLine, forLine].find((known) => isSame(known, parts))?.[0]?.id ?? nameOfAddition(additions, carried, parts);
    // A till that splits a line may copy its discount.
    const id = old === undefined || used.has(old) ? (newUuid(random) as DiscountId) : old;
    used.add(id);
    return parts.map(({ voucher, entitlement, pieces, whole, cents }) => ({
      id,
      lineId,
      voucher,
      entitlement,
      pieces,
      whole,
      cents,
    }));
  });
}

function isSame(known: readonly LineOffer[], parts: readonly LineOffer[]): boolean {
  return (
    known.length === parts.length &&
    parts.every((part) =>
      known.some(
        ({ entitlement, pieces, whole, cents }) =>
          entitlement === part.entitlement && pieces === part.pieces && whole === part.whole && cents === part.cents,
      ),
    )
  );
}

/** The line came with the discount that we gave it when it was put into the sale. */
function nameOfAddition(
  additions: readonly AddedArticle[],
  carried: DiscountId | null,
  parts: readonly LineOffer[],
): DiscountId | undefined {
  const [part, ...others] = parts;
  if (part === undefined || others.length > 0) return undefined;
  return additions.find(
    ({ discountId, entitlement, pieces }) =>
      discountId === carried && entitlement === part.entitlement && pieces === part.pieces && part.whole,
  )?.discountId;
}
