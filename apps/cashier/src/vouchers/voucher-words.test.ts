import {
  LANGUAGES,
  VOUCHER_REFUSALS,
  type VoucherRefusalView,
  type VoucherStoryView,
  type VoucherVerdict,
} from '@tillbridge/contracts';
import { createTranslator } from '@tillbridge/language';
import { describe, expect, it } from 'vitest';
import {
  appliedWords,
  leftWords,
  nothingWords,
  refusedWords,
  spentWords,
  storyWords,
  validityWords,
  verdictWords,
} from './voucher-words.ts';

const NOON = new Date(2026, 6, 1, 12).getTime();
const nl = createTranslator('nl');
const BURGER = { nl: 'Hamburgermenu' };
const THERE = { at: NOON, till: 'Kiosk' };

const REFUSALS: { readonly [Why in VoucherRefusalView['why']]: Extract<VoucherRefusalView, { why: Why }> } = {
  'not-received': { why: 'not-received' },
  unreadable: { why: 'unreadable' },
  'twice-here': { why: 'twice-here' },
  'cannot-check': { why: 'cannot-check' },
  replaced: { why: 'replaced', at: NOON },
  expired: { why: 'expired', at: NOON },
  'not-yet': { why: 'not-yet', at: NOON },
  cancelled: { why: 'cancelled', at: NOON, order: 'ORD-1' },
  'used-up': { why: 'used-up', ...THERE },
  'too-few-left': { why: 'too-few-left', left: 1, issued: 4, asked: 2 },
  'limit-reached': { why: 'limit-reached', units: 2, days: 1, again: null, lastAt: NOON, till: 'Kiosk' },
  'wrong-place': { why: 'wrong-place', places: 'Kiosk' },
  'wrong-time': { why: 'wrong-time', hours: 'ma 10:00\u201312:00' },
  'no-article': { why: 'no-article' },
  minimum: { why: 'minimum', minimumCents: 1_500, missingCents: 500 },
  'not-combined': { why: 'not-combined', other: 'Abonnement' },
  'in-use': { why: 'in-use', till: 'Kiosk', since: NOON, until: NOON },
};

function verdict(why: VoucherRefusalView['why']): VoucherVerdict {
  return { refusal: REFUSALS[why], ...VOUCHER_REFUSALS[why], explanation: '' };
}

const entitlement: VoucherStoryView['entitlements'][number] = {
  ...{ id: 'e', label: BURGER, name: 'burger', gives: [], unit: 'piece', code: null },
  ...{ validFrom: null, validUntil: null, issued: 4, redeemed: 2, held: 0, left: 2, verdict: null },
};

function story(changes: Partial<VoucherStoryView> = {}): VoucherStoryView {
  return {
    ...{ id: 'v', code: 'TCK', replacedCodes: [], shop: { id: 's', name: 'Shop' }, orderReference: 'ORD-1' },
    ...{ receivedAt: NOON, verdict: null, entitlements: [entitlement], heldBy: [], redemptions: [] },
    ...changes,
  };
}

describe('every refusal', () => {
  it.each(LANGUAGES)('has a head, a sentence, an owner and who acts, in %s', (language) => {
    const words = createTranslator(language);
    for (const why of Object.keys(REFUSALS) as VoucherRefusalView['why'][]) {
      const { head, action, small } = verdictWords(verdict(why), BURGER, words, NOON);
      expect([why, head, action]).toEqual([why, expect.stringMatching(/^\S/), expect.stringMatching(/\.$/)]);
      expect(small).toMatch(/^(SHOP|TILL|VENUE) · \S/);
      expect(`${head}${action}${small}`).not.toMatch(/[{}]|undefined|null/);
    }
  });
});

describe('C19', () => {
  it('says what counts and what is left', () => {
    const applied = { id: 'e', label: BURGER, amountCents: 2_500, units: 2, left: 2, issued: 4 };
    expect(appliedWords(applied, nl, NOON)).toBe('Hamburgermenu: 2 toegepast. Nog 2 van 4 over.');
  });

  it('says why a code gives nothing, with its owner in small print', () => {
    const refused = { code: 'TCK-1', label: null, refusal: REFUSALS['twice-here'] };
    expect(refusedWords(refused, nl, NOON)).toEqual({
      text: 'Zit al in deze verkoop. Niets te doen.',
      small: 'TILL · TCK-1',
      isHeld: false,
    });
  });

  it('blames nobody for a voucher that waits for its article', () => {
    const held = { code: 'TCK-1', label: BURGER, refusal: REFUSALS['no-article'] };
    expect(refusedWords(held, nl, NOON)).toMatchObject({ small: 'TCK-1', isHeld: true });
  });
});

describe('a voucher’s story', () => {
  it('begins with what is left when it is valid', () => {
    expect(storyWords(story(), nl, NOON)).toMatchObject({
      field: 'valid',
      head: 'Geldig',
      action: 'Hamburgermenu: Nog 2 van 4.',
    });
  });

  it('begins with what speaks against the code, then against all it gives', () => {
    const replaced = story({ verdict: verdict('replaced') });
    expect(storyWords(replaced, nl, NOON)).toMatchObject({ field: 'refused', head: 'Vervangen door een nieuwe code' });
    const usedUp = story({ entitlements: [{ ...entitlement, verdict: verdict('used-up') }] });
    expect(storyWords(usedUp, nl, NOON)).toMatchObject({ field: 'refused', head: 'Alles gebruikt' });
  });

  it('says so when a part of it counts', () => {
    const other = { ...entitlement, id: 'f', verdict: verdict('expired') };
    expect(storyWords(story({ entitlements: [entitlement, other] }), nl, NOON)).toMatchObject({
      field: 'partly',
      head: 'Deels geldig',
      action: 'Hamburgermenu: Nog 2 van 4.',
    });
  });

  it('tells the last day it counts, not the first it doesn’t', () => {
    const until = new Date(2026, 6, 3).getTime();
    expect(validityWords({ ...entitlement, validUntil: until, held: 1 }, nl, NOON)).toMatch(
      /^Geldig tot en met 2 jul\.? · 1 nu in een verkoop$/,
    );
    expect(validityWords(entitlement, nl, NOON)).toBe('Geldig zonder einddatum');
  });

  it('has no end to count to for a pass, and money as money', () => {
    expect(leftWords({ ...entitlement, issued: null, left: null }, nl)).toBe('Onbeperkt');
    expect(leftWords({ ...entitlement, unit: 'cent', issued: 5_000, left: 1_250 }, nl)).toMatch(/12,50.*50,00/);
    expect(spentWords({ label: BURGER, unit: 'sale', units: 1 }, nl)).toBe('Hamburgermenu');
    expect(spentWords({ label: BURGER, unit: 'piece', units: 2 }, nl)).toBe('2\u00a0× Hamburgermenu');
  });
});

it('what was not found says who acts, and an order that it is one', () => {
  const nothing = { asked: 'X', vouchers: [], verdict: verdict('not-received') };
  expect(nothingWords({ ...nothing, by: 'code' }, nl, NOON)).toEqual({
    head: 'Niet ontvangen',
    action: 'Onbekende code. Zoek op bestelnummer of bel de ticketshop.',
    small: 'SHOP · Aan zet: ticketshop',
  });
  expect(nothingWords({ ...nothing, by: 'order' }, nl, NOON).action).toMatch(/^Onbekende bestelling/);
});
