import type { z } from 'zod';
import { blockSchema, type InjectedVoucher, injectedVoucherSchema, injectionSchema, reissueSchema } from './schemas.ts';

export type ReadMessage<Value> =
  | { readonly ok: true; readonly value: Value }
  /** `field`: the path of what is wrong, as `vouchers[3].code`; null: the message as a whole. Nothing sent is repeated. */
  | { readonly ok: false; readonly field: string | null; readonly message: string };

export interface ReadInjection {
  readonly vouchers: readonly InjectedVoucher[];
  /** Where a voucher of it stands, for messages: `vouchers[3].`, or nothing for a single one. */
  at(index: number): string;
}

/** One voucher or a batch, read as the one that was meant, so that a fault is told by its own path. */
export function readInjection(body: unknown): ReadMessage<ReadInjection> {
  if (typeof body === 'object' && body !== null && 'vouchers' in body) {
    const batch = read(injectionSchema.options[0], body);
    return batch.ok
      ? { ok: true, value: { vouchers: batch.value.vouchers, at: (index) => `vouchers[${index}].` } }
      : batch;
  }
  const single = read(injectedVoucherSchema, body);
  return single.ok ? { ok: true, value: { vouchers: [single.value], at: () => '' } } : single;
}

export function readReissue(body: unknown) {
  return read(reissueSchema, body);
}

export function readBlock(body: unknown) {
  return read(blockSchema, body);
}

function read<Value>(schema: z.ZodType<Value>, body: unknown): ReadMessage<Value> {
  const result = schema.safeParse(body);
  if (result.success) return { ok: true, value: result.data };
  const issue = result.error.issues[0];
  let field = '';
  for (const step of issue?.path ?? []) {
    field += typeof step === 'number' ? `[${step}]` : `${field === '' ? '' : '.'}${String(step)}`;
  }
  const why =
    issue?.code === 'unrecognized_keys' ? 'has a member that is not known' : (issue?.message ?? 'does not fit');
  return {
    ok: false,
    field: field === '' ? null : field,
    message: `${field === '' ? 'the message' : field} ${why}`,
  };
}
