import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './language.ts';
import { type VoucherSituation, voucherSentences } from './voucher-sentences.ts';

const NOON = Date.UTC(2026, 6, 1, 10, 30);
const SITUATIONS: readonly VoucherSituation[] = [
  { kind: 'applied', label: 'Burger', amountCents: 1470, units: 2, left: 2, issued: 4 },
  { kind: 'applied', label: 'Burger', amountCents: 1470, units: 2, left: 0, issued: 4 },
  { kind: 'applied', label: 'Tegoed', amountCents: 1470, units: null, left: 530, issued: 2000 },
  { kind: 'applied', label: 'Pas', amountCents: 147, units: 1, left: null, issued: null },
  { kind: 'held', label: 'Burger' },
  ...(['not-received', 'unreadable', 'twice-here', 'cannot-check'] as const).map(
    (why) => ({ kind: 'refused', why }) as const,
  ),
  ...(['replaced', 'expired', 'not-yet'] as const).map((why) => ({ kind: 'refused', why, at: NOON }) as const),
  { kind: 'refused', why: 'cancelled', at: NOON, order: 'ORD-1' },
  { kind: 'refused', why: 'used-up', at: NOON, till: 'Restaurant 2' },
  { kind: 'refused', why: 'used-up', at: null, till: null },
  { kind: 'refused', why: 'too-few-left', left: 1, issued: 4, asked: 2 },
  { kind: 'refused', why: 'limit-reached', units: 1, days: 1, again: NOON, lastAt: NOON, till: 'Kiosk' },
  { kind: 'refused', why: 'limit-reached', units: 1, days: 1, again: NOON, lastAt: null, till: null },
  { kind: 'refused', why: 'limit-reached', units: 3, days: 7, again: NOON, lastAt: NOON, till: 'Kiosk' },
  { kind: 'refused', why: 'limit-reached', units: 2, days: 0, again: null, lastAt: null, till: null },
  { kind: 'refused', why: 'wrong-place', places: 'Restaurant' },
  { kind: 'refused', why: 'wrong-time', hours: 'ma-vr 11:00-17:00' },
  { kind: 'refused', why: 'no-article', items: 'Burger' },
  { kind: 'refused', why: 'minimum', minimumCents: 2500, missingCents: 1000 },
  { kind: 'refused', why: 'not-combined', other: 'Pas' },
  { kind: 'refused', why: 'in-use', till: 'Kiosk', since: NOON, until: NOON + 1_800_000 },
];

describe.each(LANGUAGES)('vouchers in %s', (language) => {
  it.each(SITUATIONS.map((situation) => [JSON.stringify(situation), situation] as const))('%s', (_name, situation) => {
    const { message, customerMessage } = voucherSentences(language, situation, NOON);
    for (const text of [message, customerMessage]) {
      expect(text).toMatch(/^\S.*[.?]$/);
      expect(text).not.toMatch(/[{}]|NaN|undefined|null| {2}|: ?[.,]/);
    }
    // A guest is told no place, no order and nobody else's doings.
    expect(customerMessage).not.toMatch(/ORD-1|Restaurant|Kiosk/);
  });
});

it('says the figures that matter', () => {
  const say = (situation: VoucherSituation) => voucherSentences('nl', situation, NOON).message;
  expect(say({ kind: 'applied', label: 'Burger', amountCents: 1470, units: 2, left: 2, issued: 4 })).toBe(
    'Burger: 2 toegepast. Nog 2 van 4 over.',
  );
  expect(say({ kind: 'refused', why: 'minimum', minimumCents: 2500, missingCents: 1000 })).toMatch(
    /^Minimumbedrag €\s25,00, nu €\s15,00\.$/,
  );
});
