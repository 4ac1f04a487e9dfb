import type { Brand } from './brand.ts';

/** Euro cents, a whole number within the safe range. Negative for money that goes back to the guest. */
export type Cents = Brand<number, 'Cents'>;

export type Currency = 'EUR';

/** No single payment of a shop comes near this; anything beyond is a mistake in the input. */
export const LARGEST_AMOUNT_CENTS = 99_999_999_99;

/** Why a text is no amount. */
export type AmountFault = 'not-a-decimal' | 'too-many-decimals' | 'out-of-range';

export type ParsedAmount =
  | { readonly ok: true; readonly cents: Cents }
  | { readonly ok: false; readonly fault: AmountFault };

/** Marks a whole number of cents as `Cents`. Throws a `RangeError` on fractions and on what no till can ask for. */
export function cents(value: number): Cents {
  if (!Number.isSafeInteger(value) || Math.abs(value) > LARGEST_AMOUNT_CENTS) {
    throw new RangeError(`not an amount in cents: ${value}`);
  }
  // -0 would print and compare oddly.
  return (value === 0 ? 0 : value) as Cents;
}

export const ZERO_CENTS = cents(0);

// JSON's own number grammar, so that the source text of a JSON number is taken as it stands.
const DECIMAL = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * Reads decimal euros from the source text of a JSON number: `2.7` → 270, `-12.50` → -1250, `1e2` → 10000.
 * The value must be a whole number of cents; `2.705` is refused, `2.700` is not.
 */
export function parseDecimalEuros(source: string): ParsedAmount {
  const match = DECIMAL.exec(source);
  if (!match) return { ok: false, fault: 'not-a-decimal' };
  const [, sign, whole = '0', fraction = '', exponentText = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return { ok: true, cents: ZERO_CENTS };
  // value = digits × 10^(exponent − fraction length) euros = digits × 10^shift cents
  const shift = Number(exponentText) - fraction.length + 2;
  let text = digits;
  if (shift < 0) {
    if (!/^0*$/.test(digits.slice(shift))) return { ok: false, fault: 'too-many-decimals' };
    text = digits.slice(0, shift) || '0';
  } else {
    if (digits.length + shift > 11) return { ok: false, fault: 'out-of-range' };
    text = digits + '0'.repeat(shift);
  }
  if (text.length > 11) return { ok: false, fault: 'out-of-range' };
  const value = Number(text);
  if (value > LARGEST_AMOUNT_CENTS) return { ok: false, fault: 'out-of-range' };
  return { ok: true, cents: cents(sign === '-' ? -value : value) };
}

/**
 * Prints decimal euros as a JSON number with at most two decimals and no exponent: 270 → `2.7`, 1470 → `14.7`.
 * `Intl.NumberFormat` takes it as it is, without a float in between.
 */
export function formatDecimalEuros(amount: Cents): `${number}` {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  const fraction = digits.slice(-2).replace(/0+$/, '');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}${fraction === '' ? '' : `.${fraction}`}` as `${number}`;
}

/** Prints euros for paper and people, always with two decimals: 270 → `2,70`. */
export function printEuros(amount: number, point: '.' | ','): string {
  const digits = String(Math.abs(cents(amount))).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}${point}${digits.slice(-2)}`;
}

/** The same amount without its sign. */
export function magnitude(amount: Cents): Cents {
  return cents(Math.abs(amount));
}

export function addCents(a: Cents, b: Cents): Cents {
  return cents(a + b);
}
