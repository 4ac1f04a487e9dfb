/**
 * Splits `total` over `weights` in proportion, to the unit, by largest remainder; of equal remainders the earlier one
 * wins. No share is more than its weight as long as `total` is not more than their sum. Whole numbers, none negative.
 */
export function split(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (total <= 0 || sum <= 0) return weights.map(() => 0);
  if (total === sum) return [...weights];
  const parts = weights.map((weight) => multiplyDivide(total, weight, sum));
  const shares = parts.map(({ quotient }) => quotient);
  const rest = total - shares.reduce((all, share) => all + share, 0);
  if (rest === 0) return shares;
  const byRemainder = parts.map((_, index) => index);
  byRemainder.sort((a, b) => (parts[b]?.remainder ?? 0) - (parts[a]?.remainder ?? 0) || a - b);
  for (const index of byRemainder.slice(0, rest)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}

function multiplyDivide(a: number, b: number, divisor: number): { quotient: number; remainder: number } {
  const product = a * b;
  if (Number.isSafeInteger(product)) {
    const remainder = product % divisor;
    return { quotient: (product - remainder) / divisor, remainder };
  }
  const exact = BigInt(a) * BigInt(b);
  return { quotient: Number(exact / BigInt(divisor)), remainder: Number(exact % BigInt(divisor)) };
}
