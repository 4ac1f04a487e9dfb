import { assertNever, cents, type EpochMs, type ErrorEntry, LARGEST_AMOUNT_CENTS } from '@tillbridge/kernel';
import type { Approval, EndReason, Phase, Standing } from '@tillbridge/payments';
import { failure } from '@tillbridge/psp-core';
import { parseDuration } from './duration.ts';
import { KC_ERRORS } from './errors.ts';
import type { KcOrder, KcTransaction } from './order.wire.ts';
import { masked } from './problem.ts';
import type { KcErrorEnds, KcMethod } from './settings.ts';
import { type KcOrderMeaning, orderMeaning, transactionMeaning } from './status-table.ts';
import { transferOf, transferWords } from './transfer.ts';

export interface StandingRules {
  readonly method: KcMethod;
  readonly errorEnds: KcErrorEnds;
  /** Whether the account is one for tests. */
  readonly test: boolean;
  readonly now: EpochMs;
}

/** Where an order stands, and what the cashier may read beside it. */
export interface Seen {
  readonly standing: Standing;
  readonly words: string | null;
}

/** How far beyond its time an order has to be before a failed attempt on it is the last: clocks differ. */
const SURELY_OVER_MS = 15 * 60_000;

const NOT_PAID: ReadonlySet<KcOrderMeaning> = new Set(['failed', 'cancelled', 'expired']);

/** Where an order stands, in our words. Only `completed` is paid: no timestamp, no detail, no transaction alone. */
export function seenOf(order: KcOrder, rules: StandingRules): Seen {
  if (isRefund(order)) return unprovable(KC_ERRORS.otherOrder, `order ${order.id} is a refund`);
  if (order.currency !== 'EUR') return unprovable(KC_ERRORS.otherOrder, `order ${order.id} is not in euros`);
  const meaning = orderMeaning(order.status);
  const detail = detailOf(order);
  // Whatever the order calls itself: with money taken for a part of it, "not paid" would be a guess.
  if (meaning === 'mixed' || (meaning !== undefined && NOT_PAID.has(meaning) && settledOf(order).length > 0)) {
    const { code, title } = KC_ERRORS.mixedOutcome;
    return { standing: { kind: 'pending', phase: 'checking' }, words: `${code} ${title}` };
  }
  switch (meaning) {
    case 'fresh':
    case 'running':
      return { standing: { kind: 'pending', phase: phaseOf(order, rules.method) }, words: wordsOf(order, rules) };
    case 'paid':
      if (isTest(order) && !rules.test) return unprovable(KC_ERRORS.testOrder, `order ${order.id}`);
      return { standing: approved(order), words: null };
    case 'failed':
      if (!errorEnds(order, rules))
        return { standing: { kind: 'pending', phase: 'scanned' }, words: lastReason(order) };
      return ended({ kind: 'declined', reason: declineReason(order), detail });
    case 'cancelled':
      return ended({ kind: 'cancelled', reason: 'cancelled-by-customer', detail });
    case 'expired':
      // A guest who tried and failed, and didn't try again, was declined; nobody is served by calling that a silence.
      return attempts(order).some((one) => transactionMeaning(one.status) === 'failed')
        ? ended({ kind: 'declined', reason: declineReason(order), detail })
        : ended({ kind: 'timed-out', detail });
    case undefined:
      return { standing: { kind: 'pending', phase: 'checking' }, words: null };
    default:
      return assertNever(meaning);
  }
}

/** Whether the platform says of an order that no money moves. */
export function isTest(order: KcOrder): boolean {
  return (order.flags ?? []).includes('is-test');
}

/** Whether this is money on its way back. */
export function isRefund(order: KcOrder): boolean {
  return (order.flags ?? []).includes('is-refund') || Boolean(order.refund_of_order_id);
}

/** Whether the time in which an order can be paid is over for sure; false when the order doesn't tell. */
export function isOver(order: KcOrder, now: EpochMs): boolean {
  const created = Date.parse(order.created ?? '');
  const periodMs = parseDuration(order.expiration_period ?? '');
  return !Number.isNaN(created) && periodMs !== undefined && now > created + periodMs + SURELY_OVER_MS;
}

/** Why the last attempt didn't work, in the platform's words; null for none. */
export function lastReason(order: KcOrder): string | null {
  const failed = attempts(order).findLast((one) => one.reason || one.customer_message);
  return masked(failed?.reason ?? failed?.customer_message);
}

function settledOf(order: KcOrder): readonly KcTransaction[] {
  return attempts(order).filter((one) => transactionMeaning(one.status) === 'settled');
}

function attempts(order: KcOrder): readonly KcTransaction[] {
  return order.transactions ?? [];
}

function errorEnds(order: KcOrder, { method, errorEnds, now }: StandingRules): boolean {
  if (errorEnds === 'always' || isOver(order, now)) return true;
  return errorEnds === 'single-method' && method.kind !== 'page';
}

function declineReason(order: KcOrder): EndReason {
  const declined = order.status === 'declined' || attempts(order).at(-1)?.status === 'declined';
  return declined ? 'declined-by-issuer' : 'failed';
}

function approved(order: KcOrder): Standing {
  const settled = settledOf(order);
  if (settled.some((one) => one.currency && one.currency !== order.currency)) {
    return {
      kind: 'unreachable',
      detail: failure(KC_ERRORS.otherOrder, `a payment of ${order.id} is not in euros`).detail,
    };
  }
  const paid = settled.filter((one) => typeof one.amount === 'number');
  const value = paid.length > 0 ? paid.reduce((sum, one) => sum + (one.amount ?? 0), 0) : order.amount;
  if (value > LARGEST_AMOUNT_CENTS) {
    // Neither a till nor we could carry such an amount; the order is paid, and a person has to look at it.
    return {
      kind: 'unreachable',
      detail: failure(KC_ERRORS.otherOrder, `the amount of ${order.id} is out of range`).detail,
    };
  }
  const last = settled.at(-1) ?? attempts(order).at(-1);
  const approval: Approval = {
    finalCents: cents(value),
    transactionReference: order.id,
    cardType: last?.payment_method === 'credit-card' ? (masked(last.payment_method_brand) ?? null) : null,
    terminalLabel: null,
    providerMethod: last?.payment_method ?? null,
    receipts: [],
    settlement: 'final',
  };
  return { kind: 'final', outcome: { kind: 'approved', approval } };
}

function phaseOf(order: KcOrder, method: KcMethod): Phase {
  const last = attempts(order).at(-1)?.status;
  if (last === 'processing' || last === 'accepted' || last === 'captured' || last === 'completed') return 'processing';
  // A transfer is under way from the moment it is made; what the guest does with it nobody hears of before the money.
  if (order.status === 'new' || method.kind === 'bank-transfer') return 'scan';
  return 'scanned';
}

function wordsOf(order: KcOrder, { method }: StandingRules): string | null {
  if (method.kind !== 'bank-transfer') return null;
  const transfer = transferOf(order, method.payee);
  return transfer === null ? null : transferWords(transfer);
}

function detailOf(order: KcOrder): string {
  const reason = lastReason(order);
  return reason === null ? order.status : `${order.status}: ${reason}`;
}

function ended(outcome: (Standing & { kind: 'final' })['outcome']): Seen {
  return { standing: { kind: 'final', outcome }, words: null };
}

function unprovable(entry: ErrorEntry, words: string): Seen {
  return { standing: { kind: 'unreachable', detail: failure(entry, words).detail }, words: null };
}
