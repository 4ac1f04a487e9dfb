import { describe, expect, it } from 'vitest';
import { parseAmount, typedAmount } from './amount-input.ts';

describe('an amount as a person types it', () => {
  it.each([
    ['14,70', 1470],
    ['14.70', 1470],
    ['14,7', 1470],
    ['14', 1400],
    [' 0,05 ', 5],
    ['1234567,89', 123_456_789],
  ])('%s', (text, cents) => {
    expect(parseAmount(text)).toBe(cents);
  });

  it.each(['', ',', '14,', ',50', '14,705', '-5', '+5', '1.234,50', '1e3', '14,70 €', '99999999', '٣'])(
    '“%s” is none',
    (text) => {
      expect(parseAmount(text)).toBeNull();
    },
  );

  it('is read back as it was prefilled', () => {
    for (const language of ['nl', 'de', 'fr', 'en'] as const) {
      for (const cents of [1, 99, 100, 1470, 123_456]) expect(parseAmount(typedAmount(cents, language))).toBe(cents);
    }
    expect([typedAmount(1470, 'nl'), typedAmount(1470, 'en')]).toEqual(['14,70', '14.70']);
  });
});
