import { maskCardNumbers } from '@tillbridge/kernel';

/** A message longer than this is a picture or a fault. */
const LONGEST_TEXT = 8_000;
/** Names of fields whose values nobody may read. A ticket is the receipt itself, with the guest's name at times. */
const HIDDEN_FIELD = /secret|password|token|signature|ticket|^pin$/i;

/**
 * A JSON message without card numbers and secrets, whatever the driver left in it. What is no JSON keeps its letters,
 * without what looks like a card number.
 */
export function maskMessage(text: string): string {
  let shown: string;
  try {
    shown = JSON.stringify(masked('', JSON.parse(text)));
  } catch {
    shown = maskCardNumbers(text);
  }
  return shown.length > LONGEST_TEXT ? `${shown.slice(0, LONGEST_TEXT)}… (${shown.length} characters)` : shown;
}

function masked(name: string, value: unknown): unknown {
  if (value !== null && HIDDEN_FIELD.test(name)) return '[hidden]';
  if (typeof value === 'string') return maskCardNumbers(value);
  // A card number without quotes is a card number all the same; amounts and times have fewer digits, or 13.
  if (typeof value === 'number' && Math.abs(value) >= 1e14) return '[hidden]';
  if (Array.isArray(value)) return value.map((item) => masked(name, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [maskCardNumbers(key), masked(key, item)]));
}
