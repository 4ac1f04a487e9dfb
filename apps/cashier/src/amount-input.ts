import { printEuros } from '@tillbridge/kernel';

/** An amount as a person types it, `14,70`, `14.7` or `14`, in cents; null when it is none. */
export function parseAmount(text: string): number | null {
  const match = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (match === null) return null;
  const [, euros = '', cents = ''] = match;
  return Number(euros) * 100 + Number(cents.padEnd(2, '0'));
}

/** Cents as a person would type them, with the mark of the language. */
export function typedAmount(amountCents: number, language: 'nl' | 'de' | 'fr' | 'en'): string {
  return printEuros(amountCents, language === 'en' ? '.' : ',');
}
