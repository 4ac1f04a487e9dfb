import { type ExactJson, JsonNumber, parseExactJson } from '@tillbridge/kernel';

/** Scalars as the text they were written in; Pay.'s flat payloads mean the same by `"1"` and `1`. */
export type Stringly = string | null | readonly Stringly[] | { readonly [key: string]: Stringly };

export type ReadStringly =
  | { readonly ok: true; readonly value: Stringly; readonly repaired: boolean }
  | { readonly ok: false };

/**
 * JSON whose numbers keep their source text. A value in doubled quotes, as in the sample that Pay. publishes of its
 * Pay.POS status call (`"createdAt": ""2026-…"",`), is read as what it means; only a text that isn't JSON without that
 * is touched at all.
 */
export function readStringly(text: string): ReadStringly {
  const strict = parseExactJson(text);
  if (strict.ok) return { ok: true, value: stringly(strict.value), repaired: false };
  const repaired = parseExactJson(text.replace(DOUBLED, '$1"$2"'));
  return repaired.ok ? { ok: true, value: stringly(repaired.value), repaired: true } : { ok: false };
}

/** A value that opens with two quotes and isn't empty, with one or two at its end. */
const DOUBLED = /(:\s*)""([^"\\\r\n]+)"{1,2}(?=\s*[,}\]])/g;

function stringly(value: ExactJson): Stringly {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '1' : '';
  if (value instanceof JsonNumber) return value.source;
  if (Array.isArray(value)) return value.map(stringly);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, stringly(member)]));
}

/** The text at a path: null for nothing, for `""`, and for what is no scalar. */
export function textAt(value: Stringly, ...path: readonly string[]): string | null {
  const found = path.reduce<Stringly | undefined>((at, key) => (isRecord(at) ? at[key] : undefined), value);
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : null;
}

export function isRecord(value: Stringly | undefined): value is { readonly [key: string]: Stringly } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
