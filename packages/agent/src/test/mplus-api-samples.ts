/** A venue that forwards two of its three products, and what its ticket shop sends. */
import { cents } from '@tillbridge/kernel';
import { sampleRule } from '@tillbridge/testkit';
import type { ProductShare, ShopId, VoucherDraft } from '@tillbridge/vouchers';
import type { AgentVoucherSettings } from '../settings.ts';

export const SHOP = 'webshop' as ShopId;
export const SECRET = 'demo-mplus-secret-not-a-real-one';

const ITEM = sampleRule({ scope: { kind: 'articles', articles: ['4201'] } });
const TEN_PERCENT = sampleRule({
  benefit: { kind: 'percentage', basisPoints: 1_000, capCents: cents(5_000) },
  scope: { kind: 'turnover-groups', groups: [10, 20] },
});
const burger: ProductShare = { ruleName: 'burger', rule: ITEM, units: 1, validDays: null };
const season: ProductShare = { ruleName: 'season', rule: TEN_PERCENT, units: null, validDays: 365 };

/** Two products that are forwarded, and one that stays here. */
export function voucherSettings(
  changes: Partial<NonNullable<AgentVoucherSettings['mplus']>> = {},
): AgentVoucherSettings {
  return {
    timeZone: 'Europe/Amsterdam',
    holdMs: 1_800_000,
    discountRemoval: 'zero',
    shops: [{ id: SHOP, name: 'Webshop', key: 'demo-shop-key', rules: false, requestsPerSecond: 20 }],
    products: [
      { id: 'BURGER', label: { en: 'Burger menu' }, gives: [burger] },
      { id: 'DAY-OUT', label: { en: 'Day out' }, gives: [burger, season] },
      { id: 'SEASON', label: { en: 'Season pass' }, gives: [season] },
    ],
    articles: [{ number: '9999', name: 'By hand', group: 77 }],
    mplus: {
      url: 'http://127.0.0.1:1/',
      ident: 'demo-mplus-ident',
      secret: SECRET,
      catalogueMs: 3_600_000,
      checkConsumers: true,
      forward: [
        { product: 'BURGER', voucherId: 'burger-menu', bookBpeId: 'BPE-VOUCHER' },
        { product: 'DAY-OUT', voucherId: 'family-day', bookBpeId: 'BPE-VOUCHER' },
      ],
      workplace: { branch: 3, workplace: 12 },
      ...changes,
    },
    offline: { kind: 'deny' },
    codes: null,
    scanner: null,
  };
}

/** What a shop sends for products, as REST makes it: units multiplied. */
export function bought(
  code: string,
  products: Readonly<Record<string, number>>,
  changes: Partial<VoucherDraft> = {},
): VoucherDraft {
  const { products: all } = voucherSettings();
  return {
    shop: SHOP,
    orderReference: `ORDER-${code}`,
    code,
    entitlements: Object.entries(products).flatMap(([product, quantity]) =>
      (all.find(({ id }) => id === product)?.gives ?? []).map(({ rule, units }) => ({
        ruleName: product,
        rule,
        validFrom: null,
        validUntil: null,
        issued: units === null ? null : units * quantity,
        code: null,
      })),
    ),
    ...changes,
  };
}
