import { maskCardNumbers } from '@tillbridge/kernel';

const MAX_LINES = 200;

/**
 * The lines of a ticket: base64 of UTF-8 text, or of a JSON array of lines as the Order API has it. Null for none, and
 * for what is neither. Card numbers are masked here, before anything else sees them.
 */
export function ticketLines(ticket: string | null): readonly string[] | null {
  const text = ticket === null ? null : textOfBase64(ticket);
  if (text === null || text.trim() === '') return null;
  const lines = linesOfJson(text) ?? text.split(/\r\n|\r|\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  return lines.slice(0, MAX_LINES).map((line) => maskCardNumbers(line.trimEnd()));
}

function textOfBase64(base64: string): string | null {
  const compact = base64.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return null;
  try {
    const bytes = Uint8Array.from(atob(compact), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function linesOfJson(text: string): string[] | null {
  if (!text.trimStart().startsWith('[')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((line) => typeof line === 'string') ? value : null;
  } catch {
    return null;
  }
}
