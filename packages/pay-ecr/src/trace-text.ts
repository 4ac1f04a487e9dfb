import { maskCardNumbers } from '@tillbridge/kernel';

/** Long enough for a card number. */
const LONG_NUMBER = 1e11;

/** A message as the trace may keep it: JSON without the secret, the ticket and whole card numbers. */
export function traceText(message: object): string {
  return JSON.stringify(message, (key, value: unknown) => {
    if (key === 'secret') return '***';
    if (key === 'ticket' && typeof value === 'string') return `(${value.length} characters)`;
    if (typeof value === 'string') return maskCardNumbers(value);
    if (typeof value === 'number' && Math.abs(value) >= LONG_NUMBER) return maskCardNumbers(String(value));
    return value;
  });
}
