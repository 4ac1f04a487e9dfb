/** Digits in a row as a card number has them, spaces and hyphens in between allowed: 12 to 19 of them. */
const CARD_NUMBER = /\d(?:[ -]?\d){11,18}/g;

/**
 * Hides all but the first six and last four digits of everything that looks like a card number. For text that comes
 * from terminals and providers, before it is stored, logged or shown.
 */
export function maskCardNumbers(text: string): string {
  return text.replace(CARD_NUMBER, (found) => {
    const total = found.replace(/\D/g, '').length;
    let seen = 0;
    return found.replace(/\d/g, (digit) => {
      seen += 1;
      return seen <= 6 || seen > total - 4 ? digit : '*';
    });
  });
}
