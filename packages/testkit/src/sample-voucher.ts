import { cents } from '@tillbridge/kernel';
import type { Rule, ShopId, VoucherDraft } from '@tillbridge/vouchers';

/** A whole piece of article 4001, free up to EUR 12.50. */
export function sampleRule(changes: Partial<Rule> = {}): Rule {
  return {
    label: { nl: 'Hamburgermenu', en: 'Burger menu' },
    benefit: { kind: 'items', capCents: cents(1_250) },
    scope: { kind: 'articles', articles: ['4001'] },
    hours: [],
    places: { branches: [], workplaces: [] },
    limits: { perVisit: null, perDay: null, perPeriod: null },
    minimumSpendCents: null,
    combines: 'freely',
    adds: [],
    ...changes,
  };
}

/** A family ticket with four burgers; `number` tells one from the next, and two of them share an order. */
export function sampleVoucher(number: number, changes: Partial<VoucherDraft> = {}): VoucherDraft {
  return {
    shop: 'webshop' as ShopId,
    orderReference: `ORDER-${Math.floor(number / 2)}`,
    code: `TICKET-${String(number).padStart(10, '0')}`,
    entitlements: [
      { ruleName: 'burger', rule: sampleRule(), validFrom: null, validUntil: null, issued: 4, code: null },
    ],
    ...changes,
  };
}
