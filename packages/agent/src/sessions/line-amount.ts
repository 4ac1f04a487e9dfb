import { type Cents, cents, LARGEST_AMOUNT_CENTS } from '@tillbridge/kernel';

// JSON's number grammar: the till's quantity reaches us as the text it was written in.
const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,15}))?(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * The amount of a basket line: decimal quantity × price per unit, exact, halves rounded away from zero so that a
 * returned article cancels the sold one. Null when the quantity is no decimal or the amount is none a till can charge.
 */
export function lineAmount(quantity: string, unitCents: Cents): Cents | null {
  const match = DECIMAL.exec(quantity);
  if (!match) return null;
  const [, sign, whole = '0', fraction = '', exponent = '0'] = match;
  let numerator = BigInt(whole + fraction) * BigInt(Math.abs(unitCents));
  let decimals = fraction.length - Number(exponent);
  if (decimals < 0) {
    numerator *= 10n ** BigInt(-decimals);
    decimals = 0;
  }
  const denominator = 10n ** BigInt(decimals);
  const magnitude = (numerator * 2n + denominator) / (denominator * 2n);
  if (magnitude > BigInt(LARGEST_AMOUNT_CENTS)) return null;
  const negative = (sign === '-') !== unitCents < 0;
  return cents(negative ? -Number(magnitude) : Number(magnitude));
}

/** The sum of amounts; null as soon as one of them is unknown, or there is none. */
export function sumOfLines(amounts: readonly (Cents | null)[]): Cents | null {
  let sum = 0;
  for (const amount of amounts) {
    if (amount === null) return null;
    sum += amount;
  }
  if (amounts.length === 0 || Math.abs(sum) > LARGEST_AMOUNT_CENTS) return null;
  return cents(sum);
}
