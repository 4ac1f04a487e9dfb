/** Vouchers to look at, in Dutch and English as a shop names them. */
import type {
  EntitlementStory,
  InjectionPage,
  OverUse,
  RedemptionStory,
  SaleVouchersView,
  VoucherAnswer,
  VoucherRefusalView,
  VoucherStoryView,
  VoucherStrip,
  VoucherVerdict,
} from '@tillbridge/contracts';
import { VOUCHER_REFUSALS } from '@tillbridge/contracts';

const DAY_MS = 86_400_000;
const BURGER = { nl: 'Hamburgermenu', de: 'Hamburgermenü', fr: 'Menu burger', en: 'Burger menu' };
const ICE = { nl: 'IJsje', de: 'Eis', fr: 'Glace', en: 'Ice cream' };
const PASS = { nl: 'Abonnement Speelpark De Eik', de: 'Saisonkarte Freizeitpark', fr: 'Abonnement', en: 'Season pass' };
const GIFT = { nl: 'Cadeautegoed', de: 'Guthaben', fr: 'Avoir', en: 'Gift balance' };
const SHOP = { id: 'tickets', name: 'Ticketshop De Eik' };

const burger = { id: 'burger', label: BURGER, amountCents: 2_500, units: 2, left: 2, issued: 4 };

export function sampleStrips(now: number): Readonly<Record<string, VoucherStrip>> {
  const refused = (refusal: VoucherRefusalView): VoucherStrip => ({ kind: 'refused', id: refusal.why, refusal });
  return {
    applied: { kind: 'applied', id: 'a', vouchers: [burger] },
    last: { kind: 'applied', id: 'b', vouchers: [{ ...burger, left: 0 }] },
    two: {
      kind: 'applied',
      id: 'c',
      vouchers: [burger, { ...burger, id: 'ice', label: ICE, amountCents: 275, units: 1 }],
    },
    pass: {
      kind: 'applied',
      id: 'd',
      vouchers: [{ id: 'pass', label: PASS, amountCents: 735, units: 1, left: null, issued: null }],
    },
    balance: {
      kind: 'applied',
      id: 'e',
      vouchers: [{ id: 'gift', label: GIFT, amountCents: 1_195, units: null, left: 3_805, issued: 5_000 }],
    },
    read: { kind: 'read', id: 'f' },
    'used-up': refused({ why: 'used-up', at: now - DAY_MS, till: 'Kiosk' }),
    replaced: refused({ why: 'replaced', at: now - DAY_MS }),
    'in-use': refused({ why: 'in-use', till: 'Kiosk', since: now, until: now }),
  };
}

export const SAMPLE_DISCOUNTS = [
  { id: '1', label: BURGER, cents: 2_500, left: { count: 2, unit: 'piece' } },
  { id: '2', label: GIFT, cents: 1_195, left: { count: 3_805, unit: 'cent' } },
  { id: 'other', label: null, cents: 500, left: null },
] as const;

export function sampleSaleVouchers(now: number): SaleVouchersView {
  return {
    applied: [
      burger,
      { id: 'pass', label: PASS, amountCents: 735, units: 1, left: null, issued: null },
      { id: 'gift', label: GIFT, amountCents: 1_195, units: null, left: 3_805, issued: 5_000 },
    ],
    refused: [
      { code: 'TCK-2026-0004711', label: null, refusal: { why: 'used-up', at: now - DAY_MS, till: 'Restaurant 2' } },
      { code: 'TCK-2026-0004712', label: ICE, refusal: { why: 'no-article' } },
    ],
  };
}

function sampleVerdict(refusal: VoucherRefusalView): VoucherVerdict {
  return { refusal, ...VOUCHER_REFUSALS[refusal.why], explanation: '' };
}

function entitlement(now: number, changes: Partial<EntitlementStory> = {}): EntitlementStory {
  return {
    id: 'burger',
    label: BURGER,
    name: 'burger',
    gives: ['Vooraf betaald, per stuk gratis: artikel Hamburgermenu (4201).', 'Hoogstens 4 stuks per dag.'],
    unit: 'piece',
    code: null,
    validFrom: now - 2 * DAY_MS,
    validUntil: now + 5 * DAY_MS,
    issued: 4,
    redeemed: 2,
    held: 0,
    left: 2,
    verdict: null,
    ...changes,
  };
}

function redemption(now: number, changes: Partial<RedemptionStory> = {}): RedemptionStory {
  return {
    id: 'r1',
    at: now - DAY_MS,
    till: 'Restaurant 2',
    employee: 12,
    code: 'TCK-2026-0004711',
    label: BURGER,
    unit: 'piece',
    units: 2,
    amountCents: 2_500,
    creditedAt: null,
    mark: null,
    ...changes,
  };
}

function story(now: number, changes: Partial<VoucherStoryView> = {}): VoucherStoryView {
  return {
    id: 'v1',
    code: 'TCK-2026-0004711',
    replacedCodes: [],
    shop: SHOP,
    orderReference: 'EIK-2026-118204',
    receivedAt: now - 3 * DAY_MS,
    verdict: null,
    entitlements: [entitlement(now)],
    heldBy: [],
    redemptions: [redemption(now)],
    ...changes,
  };
}

/** A look-up of each kind. */
export function sampleLookUps(now: number): Readonly<Record<string, VoucherAnswer>> {
  const byCode = (...vouchers: VoucherStoryView[]): VoucherAnswer => ({
    asked: 'TCK-2026-0004711',
    by: 'code',
    vouchers,
    verdict: null,
  });
  const nothing = (refusal: VoucherRefusalView): VoucherAnswer => ({ ...byCode(), verdict: sampleVerdict(refusal) });
  const usedUp = sampleVerdict({ why: 'used-up', at: now - DAY_MS, till: 'Restaurant 2' });
  const ice = entitlement(now, { id: 'ice', label: ICE, issued: 4, redeemed: 0, left: 4 });
  return {
    valid: byCode(
      story(now, {
        entitlements: [entitlement(now, { held: 1 }), ice],
        heldBy: [{ till: 'Kiosk', since: now, until: now + DAY_MS / 48 }],
      }),
    ),
    'used-up': byCode(
      story(now, {
        entitlements: [entitlement(now, { redeemed: 4, left: 0, verdict: usedUp })],
        redemptions: [
          redemption(now, { mark: 'over', units: 1, amountCents: 1_250, id: 'r3' }),
          redemption(now, { id: 'r2', creditedAt: now - DAY_MS / 2, till: 'Kiosk' }),
          redemption(now),
        ],
      }),
    ),
    partly: byCode(
      story(now, {
        replacedCodes: [{ code: 'TCK-2026-0001234', at: now - 2 * DAY_MS }],
        entitlements: [
          entitlement(now),
          entitlement(now, {
            id: 'pass',
            label: PASS,
            unit: 'sale',
            issued: null,
            left: null,
            gives: ['10% korting op alles.', 'Hoogstens 2 verkopen per dag.'],
            verdict: sampleVerdict({
              ...{ why: 'limit-reached', units: 2, days: 1, again: now + DAY_MS },
              ...{ lastAt: now - 3_600_000, till: 'Kiosk' },
            }),
          }),
        ],
      }),
    ),
    'not-received': nothing({ why: 'not-received' }),
    unreadable: nothing({ why: 'unreadable' }),
    order: {
      asked: 'EIK-2026-118204',
      by: 'order',
      verdict: null,
      vouchers: [
        story(now),
        story(now, {
          id: 'v2',
          code: 'TCK-2026-0004712',
          verdict: sampleVerdict({ why: 'cancelled', at: now - DAY_MS, order: 'EIK-2026-118204' }),
        }),
        story(now, { id: 'v3', code: 'TCK-2026-0004713' }),
      ],
    },
  };
}

export function sampleLog(now: number): InjectionPage {
  const entry = (number: number, response: string, vouchers: number, order: string | null) => ({
    number,
    at: now - number * 480_000,
    shop: SHOP,
    by: 'rest',
    operation: 'POST /v1/vouchers',
    orderReference: order,
    response,
    vouchers,
    requestId: `01JD8Z6Q3V7H5M2K9TXWCB4RN${number}`,
  });
  return {
    entries: [
      entry(9, '201', 3, 'EIK-2026-118204'),
      entry(8, '409 SHOP-206', 0, 'EIK-2026-118203'),
      entry(7, '201', 1, 'EIK-2026-118202'),
      entry(6, '422 SHOP-204', 0, null),
      entry(5, '201', 12, 'EIK-2026-118199'),
    ],
    before: 5,
  };
}

export function sampleOverUse(now: number): readonly OverUse[] {
  const use = { orderReference: 'EIK-2026-118204', shop: SHOP, mark: 'over' } as const;
  return [
    { ...redemption(now, { id: 'o1', units: 1, amountCents: 1_250 }), ...use },
    { ...redemption(now, { id: 'o2', units: 2, at: now - 2 * DAY_MS, till: 'Kiosk', employee: null }), ...use },
  ];
}
