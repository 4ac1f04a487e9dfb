import { cents } from '@tillbridge/kernel';
import type { Rule, ShopId, VoucherDraft } from '@tillbridge/vouchers';

export const BENCH_SHOP = 'bench-shop' as ShopId;
/** Fit for nothing but a benchmark. */
export const BENCH_SHOP_KEY = 'bench-ticket-shop-key-not-a-real-one';
/** So many menus, each with its rule, its product and its article. */
export const BENCH_RULES = 20;
/** Of each entitlement, so that no redemption of the bench finds it used up. */
export const ISSUED = 100;
const PER_ORDER = 2;
/** 2026 to 2035, so that vouchers count whenever the bench runs. */
export const VALID_FROM = 1_767_222_000_000;
export const VALID_UNTIL = 2_082_754_800_000;
const FIRST_ARTICLE = 4_001;
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const SHORTEST_CODE = 16;
const CODE_LENGTHS = 9;

/** A ticket's code, 16 to 24 characters in no order, the same for the same number. */
export function codeOf(number: number): string {
  let state = (Math.imul(number ^ 0x9e3779b9, 0x85ebca6b) ^ number) >>> 0;
  let code = '';
  for (let place = 0; place < SHORTEST_CODE + (number % CODE_LENGTHS); place += 1) {
    state = (Math.imul(state ^ (state >>> 15), 0xc2b2ae35) + Math.imul(number, 0x27d4eb2f) + place) >>> 0;
    code += ALPHABET[state >>> 27];
  }
  return code;
}

export function orderOf(number: number): string {
  return `WEB-2026-${String(Math.floor(number / PER_ORDER)).padStart(8, '0')}`;
}

export function productOf(number: number): string {
  return `MENU-${number % BENCH_RULES}`;
}

export function articleOf(number: number): string {
  return String(FIRST_ARTICLE + (number % BENCH_RULES));
}

/** As the settings of the bench make it. */
function ruleOf(number: number): Rule {
  return {
    label: { nl: `Menu ${number % BENCH_RULES}` },
    benefit: { kind: 'items', capCents: cents(1_250) },
    scope: { kind: 'articles', articles: [articleOf(number)] },
    hours: [],
    places: { branches: [], workplaces: [] },
    limits: { perVisit: null, perDay: null, perPeriod: null },
    minimumSpendCents: null,
    combines: 'freely',
    adds: [],
  };
}

/** One or two entitlements. */
export function draftOf(number: number): VoucherDraft {
  return {
    shop: BENCH_SHOP,
    orderReference: orderOf(number),
    code: codeOf(number),
    entitlements: Array.from({ length: 1 + (number % 2) }, (_, place) => ({
      ruleName: productOf(number),
      rule: ruleOf(number + place),
      validFrom: VALID_FROM,
      validUntil: VALID_UNTIL,
      issued: ISSUED,
      code: null,
    })),
  };
}
