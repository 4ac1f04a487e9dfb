import { LANGUAGES, type VoucherStrip } from '@tillbridge/contracts';
import { createTranslator } from '@tillbridge/language';
import { describe, expect, it } from 'vitest';
import { discountWords, stripPlan } from './voucher-words.ts';

const NOW = Date.parse('2026-07-01T12:00:00Z');
const nl = createTranslator('nl');
const BURGER = { nl: 'Hamburgermenu', en: 'Burger menu' };
const burger = { id: 'e', label: BURGER, amountCents: 2_500, units: 2, left: 2, issued: 4 };

function said(strip: VoucherStrip, words = nl) {
  const { hero, sub } = stripPlan(strip, words, NOW);
  return `${hero} | ${sub}`.replaceAll(/[\u00a0\u2009\u2060]+/g, ' ');
}

function applied(
  ...vouchers: (typeof burger)[] | [Omit<typeof burger, 'left' | 'issued'> & { left: null; issued: null }]
) {
  return { kind: 'applied', id: '1', vouchers } as VoucherStrip;
}

describe('the strip over the order', () => {
  it('says what came off and how many are left', () => {
    expect(said(applied(burger))).toBe('Voucher toegepast | Hamburgermenu: € 25,00. Nog 2 over.');
    expect(said(applied(burger), createTranslator('en'))).toBe('Voucher applied | Burger menu: €25.00. 2 left.');
  });

  it('says nothing of a rest that is none, and calls a pass a pass', () => {
    expect(said(applied({ ...burger, left: 0 }))).toBe('Voucher toegepast | Hamburgermenu: € 25,00.');
    expect(said(applied({ ...burger, left: null, issued: null }))).toBe(
      'Korting toegepast | Met uw abonnement: € 25,00.',
    );
  });

  it('sums what one ticket brought', () => {
    expect(said(applied(burger, { ...burger, label: { nl: 'IJsje', en: 'Ice' }, amountCents: 275 }))).toBe(
      'Voucher toegepast | Hamburgermenu, IJsje: € 27,75.',
    );
  });

  it('names what two tickets brought once', () => {
    expect(said(applied(burger, { ...burger, id: 'f' }))).toBe('Voucher toegepast | Hamburgermenu: € 50,00.');
  });

  it('says a rest of money as money', () => {
    const gift = {
      id: 'g',
      label: { nl: 'Tegoed', en: 'Gift' },
      amountCents: 500,
      units: null,
      left: 1_500,
      issued: 2_000,
    };
    expect(said({ kind: 'applied', id: '1', vouchers: [gift] })).toBe(
      'Voucher toegepast | Tegoed: € 5,00. Nog € 15,00 over.',
    );
  });

  it('says why not without saying where, when or how often: others can read it', () => {
    const strip: VoucherStrip = { kind: 'refused', id: '1', refusal: { why: 'used-up', at: NOW, till: 'Kiosk' } };
    for (const language of LANGUAGES) {
      const plan = stripPlan(strip, createTranslator(language), NOW);
      expect(plan.field).toBe('no');
      expect(plan.sub).not.toMatch(/Kiosk|\d/);
    }
    expect(said(strip)).toBe('Voucher niet toegepast | Deze voucher is al gebruikt.');
  });

  it('has read what counts later', () => {
    expect(stripPlan({ kind: 'read', id: '1' }, nl, NOW)).toMatchObject({
      field: 'turn',
      hero: 'Uw voucher is gelezen',
    });
  });
});

it('a row names the voucher and what is left of it, or a discount of the till’s', () => {
  const row = { id: 'x', cents: 2_500 };
  expect(discountWords({ ...row, label: BURGER, left: { count: 2, unit: 'piece' } }, nl)).toEqual({
    name: 'Hamburgermenu',
    left: 'nog 2',
  });
  expect(discountWords({ ...row, label: BURGER, left: { count: 0, unit: 'piece' } }, nl).left).toBeNull();
  expect(discountWords({ ...row, label: null, left: null }, nl)).toEqual({ name: 'Korting', left: null });
});
