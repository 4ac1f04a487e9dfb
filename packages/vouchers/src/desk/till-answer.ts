import { carriedDiscounts } from '../carried-discounts.ts';
import type { AppliedVoucher, Choice, LineAddition, SaleAnswer } from '../desk.ts';
import type { Offer } from '../offer.ts';
import type { LocalText } from '../rule.ts';
import type { AddedArticle, SaleLine, SaleVouchers } from '../sale.ts';
import type { Entitlement, EntitlementId } from '../voucher.ts';
import type { WeighedClaims } from './weigh-claims.ts';

type Known = WeighedClaims['known'];

export const NOTHING_TO_DO: SaleAnswer = {
  recognized: false,
  set: [],
  clear: [],
  additions: [],
  choice: null,
  applied: [],
  refusals: [],
};

/** What the till is to do so that its lines carry what the sale says. `tell`: the additions it is to hear of. */
export function tillAnswer(
  sale: Pick<SaleVouchers, 'discounts' | 'spends'>,
  lines: readonly SaleLine[] | null,
  known: Known,
  tell: readonly AddedArticle[],
): Omit<SaleAnswer, 'recognized' | 'choice' | 'refusals'> {
  const labelOf = (id: EntitlementId): LocalText => known.get(id)?.entitlement.rule.label ?? {};
  const carried = carriedDiscounts(sale.discounts, labelOf);
  const wanted = new Set(carried.map(({ lineId }) => lineId));
  const onLine = new Map((lines ?? []).map(({ lineId, discount }) => [lineId, discount?.ours ?? null]));
  return {
    set: carried.filter(({ lineId, id }) => onLine.has(lineId) && onLine.get(lineId) !== id),
    clear: [...onLine].flatMap(([lineId, ours]) =>
      ours === null || wanted.has(lineId) ? [] : [{ lineId, discountId: ours }],
    ),
    additions: tell.map((added) => additionOf(added, known.get(added.entitlement)?.entitlement)),
    applied: sale.spends.flatMap((spend): AppliedVoucher[] => {
      const entitlement = known.get(spend.entitlement)?.entitlement;
      if (entitlement === undefined) return [];
      const { issued, redeemed, rule } = entitlement;
      return [{ label: rule.label, spend, issued, left: issued === null ? null : issued - redeemed - spend.units }];
    }),
  };
}

function additionOf(added: AddedArticle, entitlement: Entitlement | undefined): LineAddition {
  const { lineId, article, pieces, discountId } = added;
  const one = entitlement?.rule.adds.find((add) => add.article === article);
  return { lineId, article, pieces, discountId, label: one?.label ?? entitlement?.rule.label ?? {} };
}

export function choiceOf({ choice }: Offer, known: Known): Choice | null {
  if (choice === null) return null;
  const label = known.get(choice.entitlement)?.entitlement.rule.label ?? {};
  return { entitlement: choice.entitlement, label, options: choice.options };
}
