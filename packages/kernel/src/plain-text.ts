/**
 * Text as a provider or a device takes it: one line of at most `length` characters, cut between characters and never
 * inside one, without control characters or half a surrogate pair.
 */
export function plainText(text: string, length: number): string {
  const flat = text.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim();
  return [...flat].slice(0, length).join('').trimEnd();
}
