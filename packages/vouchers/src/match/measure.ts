/** How many whole pieces a line holds, and what it comes to. */
export interface Measure {
  readonly pieces: number;
  /** Rounded half up, as a till prints it. */
  readonly cents: number;
}

const DECIMAL = /^(\d{1,12})(?:\.(\d{1,12}))?$/;

/**
 * Undefined for what nothing can be taken off: goods that come back (a negative quantity), no price, a price below zero,
 * or a number that doesn't fit a till.
 */
export function measure(quantity: string, unitCents: number | null): Measure | undefined {
  if (unitCents === null || unitCents <= 0) return undefined;
  const [, whole, fraction] = DECIMAL.exec(quantity) ?? [];
  if (whole === undefined) return undefined;
  const pieces = Number(whole);
  const cents = pieces * unitCents + ofFraction(fraction ?? '', unitCents);
  return cents > 0 && Number.isSafeInteger(cents) ? { pieces, cents } : undefined;
}

function ofFraction(digits: string, unitCents: number): number {
  if (digits === '') return 0;
  const divisor = 10n ** BigInt(digits.length);
  return Number((2n * BigInt(digits) * BigInt(unitCents) + divisor) / (2n * divisor));
}
