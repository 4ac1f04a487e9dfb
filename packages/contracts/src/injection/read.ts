import { parsePlain } from '@tillbridge/vouchers';
import type { z } from 'zod';
import { batchSchema, blockSchema, type InjectedVoucher, injectedVoucherSchema, reissueSchema } from './schemas.ts';

export type ReadMessage<Value> =
  | { readonly ok: true; readonly value: Value }
  /** `field`: the path of what is wrong, as `vouchers[3].code`; null: the message as a whole. No value is repeated. */
  | { readonly ok: false; readonly field: string | null; readonly message: string };

export interface ReadInjection {
  readonly vouchers: readonly InjectedVoucher[];
  /** Where a voucher of it stands, for messages: `vouchers[3].`, or nothing for a single one. */
  at(index: number): string;
}

/** One voucher or a batch, read as the one that was meant, so that a fault is told by its own path. */
export function readInjection(body: unknown): ReadMessage<ReadInjection> {
  if (typeof body === 'object' && body !== null && 'vouchers' in body) {
    const batch = read(batchSchema, body);
    return batch.ok
      ? { ok: true, value: { vouchers: batch.value.vouchers, at: (index) => `vouchers[${index}].` } }
      : batch;
  }
  const single = read(injectedVoucherSchema, body);
  return single.ok ? { ok: true, value: { vouchers: [single.value], at: () => '' } } : single;
}

export function readReissue(body: unknown): ReadMessage<z.output<typeof reissueSchema>> {
  return read(reissueSchema, body);
}

export function readBlock(body: unknown): ReadMessage<z.output<typeof blockSchema>> {
  return read(blockSchema, body);
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): ReadMessage<z.output<Schema>> {
  const parsed = parsePlain(schema, body);
  if (parsed.ok) return parsed;
  const [{ path, message }, ...others] = parsed.problems;
  const field = path.reduce<string>((text, step) => `${text}${stepText(step, text === '')}`, '');
  const more = others.length === 0 ? '' : `; and ${others.length} more`;
  return { ok: false, field: field === '' ? null : field, message: `${field || 'the message'} ${message}${more}` };
}

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]{0,39}$/;

/** What was sent as a key may be anything. */
function stepText(step: string | number, isFirst: boolean): string {
  if (typeof step === 'number') return `[${step}]`;
  return `${isFirst ? '' : '.'}${PLAIN_KEY.test(step) ? step : '?'}`;
}
