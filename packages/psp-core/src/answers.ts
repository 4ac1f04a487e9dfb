import { textOfUtf8 } from './encoding.ts';

export type ReadJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** The JSON in an answer's body; not ok for anything else, an empty body included. */
export function readJson(body: Uint8Array): ReadJson {
  const text = textOfUtf8(body);
  if (text === undefined) return { ok: false };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

/** What a schema found wrong, as `amount.value: expected number; id: required`, at most three of them. */
export function describeIssues(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  return issues
    .slice(0, 3)
    .map((issue) => `${issue.path.map(String).join('.') || 'body'}: ${issue.message}`)
    .join('; ');
}

/**
 * The wait a `retry-after` header asks for, in milliseconds; undefined when there is none or it can't be read.
 * Takes both of its forms, seconds and an HTTP date.
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, nowMs: number): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

/** At most `length` characters on one line, for details of errors. */
export function oneLine(text: string, length: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters have no place in a line of a log.
  const flat = text.replace(/[\u0000-\u001f\u007f\s]+/g, ' ').trim();
  const chars = [...flat];
  return chars.length <= length ? flat : `${chars.slice(0, length - 1).join('')}…`;
}
