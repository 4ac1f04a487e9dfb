/**
 * Twelve digits or more in a row, spaces and hyphens in between allowed. A card number has 12 to 19 (ISO/IEC 7812), but
 * may stand right beside other digits, so that a longer row has to be taken whole.
 */
const CARD_NUMBER = /\d(?:[ \u00a0-]{0,2}\d){11,}/g;

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
