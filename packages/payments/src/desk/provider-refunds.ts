/**
 * Gives money back over a provider's account, in the manners of a driver: so a refund has the intent, the watch, the
 * journal and the recovery of every other payment. Nothing is shown to the guest, nothing is armed, nothing can be stopped.
 *
 *   begin ──done, pending──▶ accepted ──enquireRefund──▶ done: approved | failed: declined | pending: processing
 *     ├─────refused────────▶ refused
 *     └─────reply lost─────▶ unclear ──enquireRefund──▶ as above | absent, once its time is over
 */
import type { CallContext, Cents, Clock, EpochMs } from '@tillbridge/kernel';
import type { Approval, RouteId } from '../payment.ts';
import type {
  AbortAnswer,
  Begun,
  Observe,
  PaymentDriver,
  PaymentHandle,
  PaymentOrder,
  ProviderRefund,
  RefundAnswer,
  RefundStanding,
  Standing,
} from '../ports.ts';
import { enquiryPauseMs } from '../rules/enquiry-pace.ts';
import type { RefundingAccount } from '../rules/way-back.ts';

export interface ProviderRefundParts {
  readonly route: RouteId;
  readonly leaseMs: number;
  readonly account: RefundingAccount;
  readonly refund: ProviderRefund;
  /** When the refund was asked for. */
  readonly askedAt: EpochMs;
  readonly clock: Clock;
}

/** A request without a reply may still be on its way: sooner than this, "no such refund" proves nothing. */
const ABSENT_COUNTS_AFTER_MS = 30_000;
/** Without an answer for this long the watch says so. */
const SILENCE_MS = 20_000;

/** The driver of one refund. `refund` is the same in every call, also after a restart. */
export function providerRefundDriver(parts: ProviderRefundParts): PaymentDriver {
  const { account, refund, clock } = parts;

  async function enquire(handle: PaymentHandle, call: CallContext): Promise<Standing> {
    const answer = await account.enquireRefund(refund, handle.providerRef, call);
    if (answer.kind === 'absent' && clock.now() < parts.askedAt + ABSENT_COUNTS_AFTER_MS) {
      return { kind: 'unreachable', detail: 'the provider has no such refund yet' };
    }
    return standingOf(answer, refund.amountCents);
  }

  return {
    route: parts.route,
    leaseMs: parts.leaseMs,
    addressedBy: 'reference',
    begin: async (_order: PaymentOrder, call) => begunOf(await account.refund(refund, call)),
    enquire,
    abort: async (): Promise<AbortAnswer> => ({ kind: 'too-late', detail: 'a refund is not taken back' }),
    async follow(handle: PaymentHandle, observe: Observe, call: CallContext): Promise<Standing> {
      const until = clock.monotonicMs() + call.timeoutMs;
      let heardAt = clock.monotonicMs();
      for (let attempt = 1; ; attempt += 1) {
        const left = until - clock.monotonicMs();
        const standing = await enquire(handle, { signal: call.signal, timeoutMs: Math.min(left, SILENCE_MS) });
        if (standing.kind === 'pending') {
          heardAt = clock.monotonicMs();
          observe(standing.phase);
        } else if (standing.kind !== 'unreachable') return standing;
        const pauseMs = enquiryPauseMs(attempt);
        const now = clock.monotonicMs();
        if (standing.kind === 'unreachable' && now - heardAt >= SILENCE_MS) return standing;
        if (now + pauseMs > until) return { kind: 'unreachable', detail: 'still under way at the provider' };
        await clock.sleep(pauseMs, call.signal);
      }
    },
  };
}

function begunOf(answer: RefundAnswer): Begun {
  switch (answer.kind) {
    case 'done':
    case 'pending':
      return { kind: 'accepted', providerRef: answer.refundRef, qr: null };
    case 'refused':
      return { kind: 'refused', reason: 'provider-refused', detail: answer.detail, busyForMs: null };
    case 'unclear':
      return answer;
  }
}

function standingOf(answer: RefundStanding, amountCents: Cents): Standing {
  switch (answer.kind) {
    case 'done':
      return { kind: 'final', outcome: { kind: 'approved', approval: approvalOf(answer.refundRef, amountCents) } };
    case 'pending':
      return { kind: 'pending', phase: 'processing' };
    case 'failed':
      return { kind: 'final', outcome: { kind: 'declined', reason: 'failed', detail: answer.detail } };
    case 'absent':
    case 'unreachable':
      return answer;
  }
}

function approvalOf(refundRef: string, finalCents: Cents): Approval {
  return {
    finalCents,
    transactionReference: refundRef,
    cardType: null,
    terminalLabel: null,
    providerMethod: null,
    receipts: [],
    settlement: 'final',
  };
}
