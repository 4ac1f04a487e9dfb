import { type Cents, formatDecimalEuros } from '@tillbridge/kernel';

const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

/** Cents as the page shows them, with a real minus sign. */
export function money(cents: number): string {
  return euros.format(formatDecimalEuros(cents as Cents)).replace('-', '−');
}
