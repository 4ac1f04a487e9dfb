import { type Cents, formatDecimalEuros } from '@tillbridge/kernel';
import type { Language, Medium } from './language.ts';
import { typeset } from './typeset.ts';

const LOCALES = { nl: 'nl-NL', de: 'de-DE', fr: 'fr-BE', en: 'en-IE' } as const satisfies Record<Language, string>;
const MINUS = '\u2212';

const amounts = new Map<Language, Intl.NumberFormat>();

function amountFormat(language: Language): Intl.NumberFormat {
  const known = amounts.get(language);
  if (known) return known;
  // No thousands mark below 10,000: so no comma or point on a guest's screen that could mean two things.
  const format = new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency: 'EUR', useGrouping: 'min2' });
  amounts.set(language, format);
  return format;
}

/** Euro cents as people read them: `€ 1234,50`, `1234,50 €`, `€1234.50`; less than nothing with a real minus. */
export function formatAmount(amountCents: number, language: Language, medium: Medium = 'window'): string {
  const decimal = formatDecimalEuros(Math.abs(amountCents) as Cents);
  const text = typeset(amountFormat(language).format(decimal), language, medium);
  return amountCents < 0 ? `${medium === 'window' ? MINUS : '-'}${text}` : text;
}

/** The 24-hour clock, `14:05`. `timeZone` is the machine's own unless given. */
export function formatTime(epochMs: number, language: Language, timeZone?: string): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(epochMs);
}

/** Day and month, `21 nov.`; the year only when it isn't the year of `nowMs`. */
export function formatDate(epochMs: number, nowMs: number, language: Language, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const yearOf = new Intl.DateTimeFormat('en', { year: 'numeric', ...zone });
  const sameYear = yearOf.format(epochMs) === yearOf.format(nowMs);
  return new Intl.DateTimeFormat(LOCALES[language], {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    ...zone,
  }).format(epochMs);
}

/** A span as minutes and seconds, `1:48`; never less than `0:00`. */
export function formatSpan(spanMs: number): string {
  const seconds = Math.max(0, Math.floor(spanMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
