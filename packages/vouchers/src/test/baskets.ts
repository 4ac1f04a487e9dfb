/** Lines, rules and claims with everything at its plainest. */
import { cents } from '@tillbridge/kernel';
import type { ClaimedEntitlement, MatchInput, Offer } from '../offer.ts';
import type { Benefit, Rule, Scope } from '../rule.ts';
import type { DiscountId, SaleLine } from '../sale.ts';
import type { Entitlement, EntitlementId, VoucherId } from '../voucher.ts';

export const EVERYTHING: Scope = { kind: 'assortment', exceptArticles: [], exceptGroups: [] };

export const ITEMS: Benefit = { kind: 'items', capCents: null };

export function percentage(basisPoints: number, capCents: number | null = null): Benefit {
  return { kind: 'percentage', basisPoints, capCents: capCents === null ? null : cents(capCents) };
}

export function amount(value: number): Benefit {
  return { kind: 'amount', cents: cents(value) };
}

export function articles(...numbers: string[]): Scope {
  return { kind: 'articles', articles: numbers };
}

export function groups(...numbers: number[]): Scope {
  return { kind: 'turnover-groups', groups: numbers };
}

export function rule(benefit: Benefit, scope: Scope, changes: Partial<Rule> = {}): Rule {
  return {
    label: { en: 'Voucher' },
    benefit,
    scope,
    hours: [],
    places: { branches: [], workplaces: [] },
    limits: { perVisit: null, perDay: null, perPeriod: null },
    minimumSpendCents: null,
    combines: 'freely',
    adds: [],
    ...changes,
  };
}

export function entitlement(name: string, of: Rule, changes: Partial<Entitlement> = {}): Entitlement {
  return {
    id: name as EntitlementId,
    rule: of,
    ruleName: name,
    validFrom: null,
    validUntil: null,
    issued: 1,
    redeemed: 0,
    held: 0,
    ...changes,
  };
}

/** `available` units of a voucher called `name`. */
export function claim(
  name: string,
  of: Rule,
  available: number | null,
  changes: Partial<Pick<ClaimedEntitlement, 'chosen'> & Pick<Entitlement, 'validUntil'>> = {},
): ClaimedEntitlement {
  const { chosen = null, validUntil = null } = changes;
  return {
    voucher: `voucher ${name}` as VoucherId,
    entitlement: entitlement(name, of, { issued: available, validUntil }),
    available,
    chosen,
  };
}

export function line(
  lineId: string,
  article: string | null,
  quantity: string,
  unitCents: number | null,
  discount: 'ours' | 'foreign' | null = null,
): SaleLine {
  return {
    lineId,
    article,
    text: `article ${article ?? 'unknown'}`,
    quantity,
    unitCents: unitCents === null ? null : cents(unitCents),
    discount: discount === null ? null : { ours: discount === 'ours' ? ('a discount' as DiscountId) : null },
  };
}

/** Burgers (1001) and chips (1002) are food, 10; beer (2001) is drink, 20; a mug (3001) is neither, 30. */
const GROUP_OF = new Map([
  ['1001', 10],
  ['1002', 10],
  ['2001', 20],
  ['3001', 30],
]);

export function basket(lines: readonly SaleLine[], ...claims: readonly ClaimedEntitlement[]): MatchInput {
  return {
    lines,
    claims,
    catalogue: { turnoverGroupOf: (article) => GROUP_OF.get(article) ?? null, nameOf: () => null },
  };
}

/** The offer in few words: `burger b: 2 pieces 2500`, an asterisk for what costs nothing any more. */
export function told({ discounts }: Offer): string[] {
  return discounts.map(
    ({ entitlement: of, lineId, pieces, cents: value, whole }) =>
      `${of} on ${lineId}: ${value}${pieces === null ? '' : ` for ${pieces}`}${whole ? '*' : ''}`,
  );
}

export function spent({ spends }: Offer): string[] {
  return spends.map(({ entitlement: of, units, cents: value }) => `${of}: ${units} for ${value}`);
}

export function refused({ refusals }: Offer): string[] {
  return refusals.map(({ entitlement: of, refusal }) => `${of}: ${refusal.why}`);
}
