import type { VoucherReads } from '../ports.ts';
import type { EntitlementId, Refusal, Voucher } from '../voucher.ts';
import type { VoucherDeskPolicy } from './desk-ports.ts';

export interface FoundCode {
  readonly voucher: Voucher;
  /** Null: all of the voucher's. */
  readonly entitlement: EntitlementId | null;
  /** What speaks against the code itself, whatever it entitles to. */
  readonly refusal: Refusal | null;
}

/** Undefined: nobody sent it. */
export function findCode(reads: VoucherReads, code: string): FoundCode | undefined {
  const voucher = reads.byCode(code);
  const known = voucher?.codes.find((one) => one.code === code);
  if (voucher === undefined || known === undefined) return undefined;
  const { entitlement, replacedAt } = known;
  const refusal: Refusal | null = replacedAt !== null ? { why: 'replaced', at: replacedAt } : blockedRefusal(voucher);
  return { voucher, entitlement, refusal };
}

export function blockedRefusal({ blocked, orderReference }: Voucher): Refusal | null {
  return blocked === null ? null : { why: 'cancelled', at: blocked.at, orderReference };
}

/** Why a code gives nothing that nobody sent. */
export function strangerRefusal({ isMisread }: VoucherDeskPolicy, code: string): Refusal {
  return { why: isMisread(code) ? 'unreadable' : 'not-received' };
}
