import { z } from 'zod';

/** How status calls look on the wire, and whose answers count. */
export interface ExchangeStyle {
  /** `order`: of the Order API, always JSON by POST. `transaction`: the payload of Pay.POS. `legacy`: flat fields. */
  readonly format: 'order' | 'transaction' | 'legacy';
  /** For the legacy fields; the two others are JSON by POST. */
  readonly transport: 'json-post' | 'form-post' | 'get';
  /** JSON by POST alone can be signed. */
  readonly signed: boolean;
  /** With the doubled quotes of the published sample of Pay.POS, which make it invalid JSON. */
  readonly doubledQuotes: boolean;
  /** `any`: `TRUE` as text or JSON with `result: true`. `as-described`: JSON for JSON, `TRUE|…` for the rest. */
  readonly answers: 'any' | 'as-described';
}

export const exchangeStyleSchema = z
  .object({
    format: z.enum(['order', 'transaction', 'legacy']),
    transport: z.enum(['json-post', 'form-post', 'get']),
    signed: z.boolean(),
    doubledQuotes: z.boolean(),
    answers: z.enum(['any', 'as-described']),
  })
  .partial();

export const ORDER_STYLE: ExchangeStyle = {
  format: 'order',
  transport: 'json-post',
  signed: true,
  doubledQuotes: false,
  answers: 'any',
};

export const DEVICE_STYLE: ExchangeStyle = { ...ORDER_STYLE, format: 'transaction', signed: false };

/** Whether an answer stops the repeats. */
export function meansTaken(answer: string, style: ExchangeStyle): boolean {
  const json = style.format !== 'legacy' || style.transport === 'json-post';
  const strict = style.answers === 'as-described';
  if (/^\s*TRUE\b/.test(answer)) return !strict || (!json && answer.startsWith('TRUE|'));
  if (strict && !json) return false;
  try {
    const value: unknown = JSON.parse(answer);
    return typeof value === 'object' && value !== null && 'result' in value && value.result === true;
  } catch {
    return false;
  }
}
