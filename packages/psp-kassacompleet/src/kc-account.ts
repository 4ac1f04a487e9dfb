/**
 * What an account does beside collecting. The platform has no idempotency key for refunds, so each looks for itself
 * first: a refund carries our reference as its `merchant_order_id`, and the order that was paid lists its refunds.
 */
import { type CallContext, type Clock, cents, describeError, type EpochMs, plainText } from '@tillbridge/kernel';
import type {
  ListedPayment,
  ProviderAccount,
  ProviderRefund,
  RefundAnswer,
  RefundStanding,
} from '@tillbridge/payments';
import { failure } from '@tillbridge/psp-core';
import { KC_ERRORS } from './errors.ts';
import type { KcClient } from './kc-client.ts';
import type { KcOrder, KcRefundOrder } from './order.wire.ts';
import { masked } from './problem.ts';
import { isOver, isRefund, isTest } from './standing.ts';
import { orderMeaning } from './status-table.ts';

const MAX_DESCRIPTION = 140;
/** More refunds of one payment nobody looks through. */
const MAX_REFUNDS_LOOKED_AT = 20;

/** Refunds, questions about them and, where the brand has one, the list of orders. */
export function createKcAccount(client: KcClient, clock: Clock): ProviderAccount {
  const desk = new RefundDesk(client, clock);
  return {
    refund: (refund, call) => desk.refund(refund, call),
    enquireRefund: (refund, refundRef, call) =>
      desk.enquire(refund, refundRef, call).catch((error: unknown) => unreachable(describeError(error))),
    ...(client.account.orderLists === true
      ? {
          list: (from: EpochMs, until: EpochMs, call: CallContext) =>
            listed(client, clock, from, until, call).catch((error: unknown) => unreachable(describeError(error))),
        }
      : {}),
  };
}

/** What looking for one of our refunds among those of an order found. */
type Found =
  | { readonly kind: 'refund'; readonly refund: KcRefundOrder }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly detail: string };

class RefundDesk {
  private readonly client: KcClient;
  private readonly clock: Clock;

  constructor(client: KcClient, clock: Clock) {
    this.client = client;
    this.clock = clock;
  }

  async refund(refund: ProviderRefund, call: CallContext): Promise<RefundAnswer> {
    const until = this.clock.monotonicMs() + call.timeoutMs;
    const left = () => ({ signal: call.signal, timeoutMs: Math.max(0, until - this.clock.monotonicMs()) });
    let sent = false;
    try {
      const looked = await this.client.order(refund.original.providerRef, left());
      // Nothing was asked for yet, so whatever is in the way is a refusal.
      if (looked.kind !== 'order') return { kind: 'refused', detail: looked.failure.detail };
      const why = whyNot(looked.order, refund);
      if (why !== null) return { kind: 'refused', detail: failure(KC_ERRORS.refundRefused, why).detail };
      const known = await this.among(looked.order, refund, left);
      if (known.kind === 'refund') return answerOf(standingOf(known.refund));
      if (left().timeoutMs === 0) {
        return { kind: 'refused', detail: failure(KC_ERRORS.refundRefused, 'no time left to ask in').detail };
      }
      sent = true;
      const answer = await this.client.refund(refund.original.providerRef, requestOf(refund), left());
      if (answer.kind === 'taken') return answerOf(standingOf(answer.refund));
      return { kind: answer.kind, detail: answer.failure.detail };
    } catch (error) {
      return { kind: sent ? 'unclear' : 'refused', detail: describeError(error) };
    }
  }

  async enquire(refund: ProviderRefund, refundRef: string | null, call: CallContext): Promise<RefundStanding> {
    const until = this.clock.monotonicMs() + call.timeoutMs;
    const left = () => ({ signal: call.signal, timeoutMs: Math.max(0, until - this.clock.monotonicMs()) });
    if (refundRef !== null) {
      const answer = await this.client.order(refundRef, left());
      if (answer.kind !== 'order') return unreachable(answer.failure.detail);
      return isOurs(answer.order, refund)
        ? standingOf(answer.order)
        : unreachable(failure(KC_ERRORS.otherOrder, `order ${refundRef} is another refund`).detail);
    }
    const paid = await this.client.order(refund.original.providerRef, left());
    if (paid.kind !== 'order') return unreachable(paid.failure.detail);
    const found = await this.among(paid.order, refund, left);
    switch (found.kind) {
      case 'refund':
        return standingOf(found.refund);
      case 'none':
        return { kind: 'absent' };
      case 'unknown':
        return unreachable(found.detail);
    }
  }

  /** Looks for our refund among those the order lists. */
  private async among(order: KcOrder, refund: ProviderRefund, left: () => CallContext): Promise<Found> {
    const listedIds = (order.refund_orders ?? []).map((one) => (typeof one === 'string' ? one : one.id));
    if (listedIds.length === 0) {
      const flagged = (order.flags ?? []).includes('has-refunds') || (order.refunded_amount ?? 0) > 0;
      if (!flagged && this.client.account.refundsAreFlagged === true) return { kind: 'none' };
      return notProvable(flagged ? 'refunds are not listed' : 'no refund is shown, which proves nothing here');
    }
    if (listedIds.length > MAX_REFUNDS_LOOKED_AT) return notProvable('too many refunds to look through');
    for (const id of listedIds) {
      const answer = await this.client.order(id, left());
      if (answer.kind !== 'order') return { kind: 'unknown', detail: answer.failure.detail };
      const reference = answer.order.merchant_order_id;
      if (!reference) return notProvable('refunds carry no reference');
      if (reference === refund.reference) return { kind: 'refund', refund: answer.order };
    }
    return { kind: 'none' };
  }
}

/** Why a refund would be wrong before it is asked for; null when nothing speaks against it. */
function whyNot(order: KcOrder, { amountCents }: ProviderRefund): string | null {
  if (isRefund(order)) return 'the order is a refund itself';
  if (orderMeaning(order.status) !== 'paid') return `the order is ${order.status}`;
  if (order.currency !== 'EUR') return 'the order is not in euros';
  if (!Number.isSafeInteger(amountCents) || amountCents < 1) return 'not an amount to give back';
  return amountCents > order.amount - (order.refunded_amount ?? 0) ? 'more than is left' : null;
}

function requestOf({ amountCents, description, reference }: ProviderRefund) {
  return { amount: amountCents, description: plainText(description, MAX_DESCRIPTION), merchant_order_id: reference };
}

function isOurs(order: KcOrder, refund: ProviderRefund): boolean {
  const of = order.refund_of_order_id;
  const reference = order.merchant_order_id;
  if (of && of !== refund.original.providerRef) return false;
  if (reference && reference !== refund.reference) return false;
  return order.id !== refund.original.providerRef && order.amount === refund.amountCents;
}

/**
 * Where a refund stands. Nobody tries a refund again on a page, so `error` is its end. A status nobody has described
 * may still be refused.
 */
function standingOf(refund: KcRefundOrder): RefundStanding & { kind: 'done' | 'pending' | 'failed' } {
  switch (orderMeaning(refund.status)) {
    case 'paid':
      return { kind: 'done', refundRef: refund.id };
    case 'failed':
    case 'cancelled':
    case 'expired': {
      const reason = masked(refund.transactions?.at(-1)?.reason);
      const words = reason === null ? refund.status : `${refund.status}: ${reason}`;
      return { kind: 'failed', detail: failure(KC_ERRORS.refundFailed, words).detail };
    }
    default:
      return { kind: 'pending', refundRef: refund.id };
  }
}

function answerOf(standing: ReturnType<typeof standingOf>): RefundAnswer {
  return standing.kind === 'failed' ? { kind: 'refused', detail: standing.detail } : standing;
}

async function listed(client: KcClient, clock: Clock, from: EpochMs, until: EpochMs, call: CallContext) {
  const answer = await client.orders(from, until, call);
  if (answer.kind === 'failed') return unreachable(answer.failure.detail);
  const payments = answer.value.flatMap((order) => lineOf(order, clock.now(), client.account.test ?? false));
  const within = payments.filter(({ at }) => at >= Math.floor(from / 1_000) * 1_000 && at <= until);
  return { kind: 'list', payments: within.toSorted((one, other) => one.at - other.at) } as const;
}

/** Nothing for an order that isn't in euros or doesn't say when it was made: neither can be compared with a till. */
function lineOf(order: KcOrder, now: EpochMs, test: boolean): readonly ListedPayment[] {
  const at = Date.parse(order.created ?? '');
  if (order.currency !== 'EUR' || Number.isNaN(at)) return [];
  return [
    {
      providerRef: order.id,
      reference: order.merchant_order_id ?? null,
      direction: isRefund(order) ? 'refund' : 'pay',
      amountCents: cents(order.amount),
      state: isTest(order) && !test ? 'not-paid' : stateOf(order, now),
      at,
    },
  ];
}

function stateOf(order: KcOrder, now: EpochMs): ListedPayment['state'] {
  switch (orderMeaning(order.status)) {
    case 'paid':
      return 'paid';
    case 'cancelled':
    case 'expired':
      return 'not-paid';
    case 'failed':
      return isRefund(order) || isOver(order, now) ? 'not-paid' : 'open';
    default:
      return 'open';
  }
}

function unreachable(detail: string): { readonly kind: 'unreachable'; readonly detail: string } {
  return { kind: 'unreachable', detail };
}

function notProvable(words: string): Found {
  return { kind: 'unknown', detail: failure(KC_ERRORS.refundNotProvable, words).detail };
}
