import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './language.ts';
import { createTranslator } from './translator.ts';

describe('a translator', () => {
  it('fills placeholders without escaping them', () => {
    const words = createTranslator('nl');
    expect(words.t('cashier.removeCard.head', { device: 'Pin <1> & "balie" {x} $t(y)' })).toBe(
      'Kaart zit nog in Pin <1> & "balie" {x} $t(y)',
    );
  });

  it('knows one and many', () => {
    const of = (count: number) => LANGUAGES.map((each) => createTranslator(each).t('display.moreItems', { count }));
    expect(of(1)).toEqual(['nog 1 artikel', '1 weiterer Artikel', '1 autre article', '1 more item']);
    expect(of(3)).toEqual(['nog 3 artikelen', '3 weitere Artikel', '3 autres articles', '3 more items']);
  });

  it('gives French its narrow spaces: for our windows, and for a till that knows only Latin', () => {
    expect(createTranslator('fr').t('display.choose.hero')).toBe('Comment réglez-vous\u2060\u2009\u2060?');
    expect(createTranslator('fr', 'till').t('display.choose.hero')).toBe('Comment réglez-vous\u00a0?');
    expect(createTranslator('fr').t('assistant.tellCustomer.action')).toMatch(/^«\u2060\u2009\u2060Nous.*\u2060»$/);
  });

  it('leaves other languages their own punctuation', () => {
    expect(createTranslator('en').t('display.choose.hero')).toBe('How would you like to pay?');
  });

  it('refuses, when compiled, a missing key, a missing and a superfluous value', () => {
    const words = createTranslator('nl');
    // @ts-expect-error no such sentence
    void (() => words.t('display.nothing.hero'));
    // @ts-expect-error the amount is missing
    void (() => words.t('display.approved.sub'));
    // @ts-expect-error nothing to fill in
    void (() => words.t('display.idle.hero', { amount: '1' }));
    expect(words.t('display.idle.hero')).toBe('Welkom');
  });
});
