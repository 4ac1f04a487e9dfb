import { maskCardNumbers } from '@tillbridge/kernel';
import { fromBase64, textOfUtf8 } from '@tillbridge/psp-core';

const MAX_LINES = 200;

/**
 * The lines of a receipt. The Order API sends base64 of a JSON array of strings, one per printed line
 * (developer.pay.nl, "Verify the status"); older terminals send base64 of text. Null for none, and for what is neither.
 * Card numbers are masked here, before anything else sees them.
 */
export function receiptLines(receipt: string | null | undefined): readonly string[] | null {
  if (receipt === null || receipt === undefined || receipt === '') return null;
  const bytes = fromBase64(receipt);
  const text = bytes === undefined ? undefined : textOfUtf8(bytes);
  if (text === undefined || text.trim() === '') return null;
  const lines = linesOfJson(text) ?? text.split(/\r\n|\r|\n/);
  while (lines.at(-1)?.trim() === '') lines.pop();
  return lines.slice(0, MAX_LINES).map((line) => maskCardNumbers(line.trimEnd()));
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
