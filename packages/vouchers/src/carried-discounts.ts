import { addCents } from '@tillbridge/kernel';
import type { CarriedDiscount } from './desk.ts';
import type { LocalText, TextLanguage } from './rule.ts';
import type { LineDiscount } from './sale.ts';
import type { EntitlementId } from './voucher.ts';

const LANGUAGES: readonly TextLanguage[] = ['nl', 'de', 'fr', 'en'];

/** What each line is to carry as the till's one discount, in the order the lines first come. */
export function carriedDiscounts(
  discounts: readonly LineDiscount[],
  labelOf: (entitlement: EntitlementId) => LocalText,
): CarriedDiscount[] {
  const byLine = Map.groupBy(discounts, ({ lineId }) => lineId);
  return [...byLine.values()].map((parts) => parts.map((part) => carry(part, labelOf)).reduce(together));
}

function carry(part: LineDiscount, labelOf: (entitlement: EntitlementId) => LocalText): CarriedDiscount {
  const { id, lineId, pieces, whole, cents, entitlement } = part;
  return { id, lineId, pieces, whole, cents, label: labelOf(entitlement) };
}

function together(one: CarriedDiscount, other: CarriedDiscount): CarriedDiscount {
  const onPieces = one.pieces !== null && other.pieces !== null;
  return {
    ...one,
    pieces: onPieces ? (one.pieces ?? 0) + (other.pieces ?? 0) : null,
    whole: onPieces && one.whole && other.whole,
    cents: addCents(one.cents, other.cents),
    label: joined(one.label, other.label),
  };
}

/** "Hamburgermenu + Abonnement", in the languages that both have; the same label once. */
function joined(one: LocalText, other: LocalText): LocalText {
  const both = LANGUAGES.filter((language) => one[language] !== undefined && other[language] !== undefined);
  if (both.length === 0) return one;
  return Object.fromEntries(
    both.map((language) => {
      const names = new Set([...(one[language] ?? '').split(' + '), ...(other[language] ?? '').split(' + ')]);
      return [language, [...names].join(' + ')];
    }),
  );
}
