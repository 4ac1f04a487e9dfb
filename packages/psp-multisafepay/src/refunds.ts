/**
 * Money given back for an order of ours. MultiSafepay has no idempotency key; what there is instead: the refund carries
 * our own id (`refund_order_id`), which the order shows afterwards, and the same amount for the same order is refused
 * within five minutes (docs.multisafepay.com, "Refund order" and "Error reference", 1034). So the order is looked at
 * before every refund, and again after a refusal that may be about an earlier copy of the same one.
 */
import type { CallContext, Clock } from '@tillbridge/kernel';
import type { ProviderRefund, RefundAnswer, RefundStanding } from '@tillbridge/payments';
import { MSP_ERRORS } from './errors.ts';
import type { MspClient, OrderAnswer } from './msp-client.ts';
import type { MspOrder, MspRelated } from './order.wire.ts';
import { failure } from './problem.ts';
import { Recent } from './recent.ts';

const LOOK_MS = 5_000;
const SAME_AMOUNT_MS = 300_000;
/** A refund that may still be on its way is not called absent before this long. */
const STILL_ARRIVING_MS = 10_000;
const MOST_REMEMBERED = 500;
const MAX_DESCRIPTION = 200;
const CANNOT_REFUND = 1034;

const DONE: ReadonlySet<string> = new Set(['completed', 'refunded']);
const PENDING: ReadonlySet<string> = new Set(['initialized', 'reserved', 'uncleared', 'new', 'created', 'manual']);
const FAILED: ReadonlySet<string> = new Set(['declined', 'cancelled', 'void', 'expired']);

export class MspRefunds {
  private readonly client: MspClient;
  private readonly clock: Clock;
  /** By order and amount: which refund was asked for last, and when. */
  private readonly asked = new Recent<{ readonly reference: string; readonly atMs: number }>(MOST_REMEMBERED);

  constructor(client: MspClient, clock: Clock) {
    this.client = client;
    this.clock = clock;
  }

  async refund(refund: ProviderRefund, call: CallContext): Promise<RefundAnswer> {
    let sent = false;
    try {
      return await this.lookThenRefund(refund, call, () => {
        sent = true;
      });
    } catch (error) {
      if (!call.signal.aborted) throw error;
      return sent
        ? { kind: 'unclear', detail: 'called off' }
        : { kind: 'refused', detail: 'called off before it was sent' };
    }
  }

  async enquire(refund: ProviderRefund, refundRef: string | null, call: CallContext): Promise<RefundStanding> {
    try {
      const answer = await this.client.order(refund.original.providerRef, call);
      if (answer.kind !== 'order') return { kind: 'unreachable', detail: answer.failure.detail };
      return this.standing(answer.order, refund, refundRef);
    } catch (error) {
      if (!call.signal.aborted) throw error;
      return { kind: 'unreachable', detail: 'called off' };
    }
  }

  private async lookThenRefund(refund: ProviderRefund, call: CallContext, sending: () => void): Promise<RefundAnswer> {
    const until = this.clock.monotonicMs() + call.timeoutMs;
    const { original, amountCents, reference } = refund;
    if (!Number.isSafeInteger(amountCents) || amountCents <= 0) {
      return refused(failure(MSP_ERRORS.amountRefused, 'a refund needs an explicit amount').detail);
    }
    const seen = await this.look(original.providerRef, call, until);
    if (seen.kind !== 'order') return refused(`nothing was sent: ${seen.failure.detail}`);
    const earlier = find(seen.order, refund, null);
    if (earlier !== undefined) return answerOf(this.standing(seen.order, refund, null));
    const why = whyNot(seen.order, refund) ?? this.tooSoon(refund);
    if (why !== null) return refused(why);

    sending();
    const key = keyOf(refund);
    this.asked.set(key, { reference, atMs: this.clock.monotonicMs() });
    const request = {
      currency: 'EUR',
      amount: amountCents,
      description: [...refund.description].slice(0, MAX_DESCRIPTION).join('') || reference,
      refund_order_id: reference,
    } as const;
    const timeoutMs = Math.max(1, until - this.clock.monotonicMs());
    const answer = await this.client.refund(original.providerRef, request, { signal: call.signal, timeoutMs });
    switch (answer.kind) {
      case 'taken':
        // Paid out at night, and refused until then if the balance doesn't allow it.
        return { kind: 'pending', refundRef: answer.refundRef };
      case 'unclear':
        return { kind: 'unclear', detail: answer.failure.detail };
      case 'refused': {
        if (answer.failure.code === CANNOT_REFUND) {
          const again = await this.look(original.providerRef, call, until);
          const ours = again.kind === 'order' ? find(again.order, refund, null) : undefined;
          if (again.kind === 'order' && ours !== undefined) return answerOf(this.standing(again.order, refund, null));
        }
        this.asked.delete(key);
        return refused(answer.failure.detail);
      }
    }
  }

  private look(orderId: string, call: CallContext, until: number): Promise<OrderAnswer> {
    const timeoutMs = Math.max(1, Math.min(LOOK_MS, until - this.clock.monotonicMs()));
    return this.client.order(orderId, { signal: call.signal, timeoutMs });
  }

  /** Another refund of the same amount a moment ago: MultiSafepay would refuse it, and nobody could tell them apart. */
  private tooSoon(refund: ProviderRefund): string | null {
    const last = this.asked.get(keyOf(refund));
    if (last === undefined || last.reference === refund.reference) return null;
    const agoMs = this.clock.monotonicMs() - last.atMs;
    if (agoMs >= SAME_AMOUNT_MS) return null;
    return failure(MSP_ERRORS.refundTooSoon, `as refund ${last.reference}`).detail;
  }

  private standing(order: MspOrder, refund: ProviderRefund, refundRef: string | null): RefundStanding {
    const found = find(order, refund, refundRef);
    if (found !== undefined) {
      const status = found.status ?? '';
      const ref = found.transaction_id ?? refundRef ?? refund.reference;
      if (DONE.has(status)) return { kind: 'done', refundRef: ref };
      if (PENDING.has(status)) return { kind: 'pending', refundRef: ref };
      if (FAILED.has(status)) return { kind: 'failed', detail: `MultiSafepay: ${status}` };
      return unknown(`the refund has the status ${status === '' ? 'of none' : status}`);
    }
    if (refundRef !== null) return unknown('the order does not show a refund that was taken');
    const last = this.asked.get(keyOf(refund));
    if (last?.reference === refund.reference && this.clock.monotonicMs() - last.atMs < STILL_ARRIVING_MS) {
      return unknown('it may still arrive');
    }
    // Something of this size went back, under no name we could compare.
    const nameless = refundsOf(order).some((one) => !one.refund_order_id && one.amount === refund.amountCents);
    const shown = refundsOf(order).reduce((sum, one) => sum + (one.amount ?? 0), 0);
    const hidden = (order.amount_refunded ?? 0) - shown >= refund.amountCents;
    return nameless || hidden ? unknown('the order shows a refund that may be this one') : { kind: 'absent' };
  }
}

function refundsOf(order: MspOrder): readonly MspRelated[] {
  return (order.related_transactions ?? []).filter((one) => (one.type ?? 'refund') === 'refund');
}

function find(order: MspOrder, refund: ProviderRefund, refundRef: string | null): MspRelated | undefined {
  return refundsOf(order).find(
    (one) =>
      one.refund_order_id === refund.reference ||
      (one.order_id === refund.reference && one.order_id !== order.order_id) ||
      (refundRef !== null && one.transaction_id === refundRef),
  );
}

/** Why this refund can't be: not paid, not in euros, or more than is left. */
function whyNot(order: MspOrder, { original, amountCents }: ProviderRefund): string | null {
  if (order.currency !== 'EUR') return failure(MSP_ERRORS.otherCurrency, String(order.currency)).detail;
  if (!['completed', 'shipped', 'partial_refunded', 'refunded'].includes(order.status)) {
    return failure(MSP_ERRORS.refundNothingPaid, `the order is ${order.status}`).detail;
  }
  const standing = refundsOf(order).filter((one) => !FAILED.has(one.status ?? ''));
  const shown = standing.reduce((sum, one) => sum + (one.amount ?? 0), 0);
  const left = (order.amount ?? original.amountCents) - Math.max(order.amount_refunded ?? 0, shown);
  return amountCents > left ? failure(MSP_ERRORS.refundNothingPaid, `${left} cents are left`).detail : null;
}

function keyOf({ original, amountCents }: ProviderRefund): string {
  return `${original.providerRef} ${amountCents}`;
}

function answerOf(standing: RefundStanding): RefundAnswer {
  switch (standing.kind) {
    case 'done':
    case 'pending':
      return standing;
    case 'failed':
      return refused(standing.detail);
    case 'absent':
      return refused('no such refund');
    case 'unreachable':
      return { kind: 'unclear', detail: standing.detail };
  }
}

function refused(detail: string): RefundAnswer {
  return { kind: 'refused', detail };
}

function unknown(words: string): RefundStanding {
  return { kind: 'unreachable', detail: failure(MSP_ERRORS.contradiction, words).detail };
}
