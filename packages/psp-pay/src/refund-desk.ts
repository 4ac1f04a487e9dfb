/**
 * Money given back for a paid order. Pay. has no key to tell a repetition by, so a refund is looked for before it is
 * asked for, and carries our reference as its description, which is how it is found again.
 *
 *   name of the order ─▶ transaction ─▶ a refund of ours there? ── yes ─▶ that one
 *                                              └─ no, and enough is left ─▶ asked for once
 */
import type { CallContext, Clock } from '@tillbridge/kernel';
import type { ProviderRefund, RefundAnswer, RefundStanding } from '@tillbridge/payments';
import { failure, type ProviderFailure } from '@tillbridge/psp-core';
import { PAY_ERRORS } from './errors.ts';
import type { MadeRefund, PayRefund, PayTransaction } from './management.wire.ts';
import type { PayManagement } from './management-client.ts';
import type { PayClient } from './pay-client.ts';
import { statusName } from './status-table.ts';

/** rest.pay.nl may answer from a cache that is three seconds old. */
const OLDEST_ANSWER_MS = 3_500;
const TRANSACTION_NAME = /^(?:EX-\d{4}-\d{4}-\d{4}|\d{10,11}X[0-9a-f]{4,5})$/i;
/** Paid, and what became of paid ones that may still have something left. */
const REFUNDABLE: ReadonlySet<number> = new Set([100, -72, -81, -82]);
const CHARGED_BACK: ReadonlySet<number> = new Set([-70, -71]);
const REFUNDS_STAND: ReadonlySet<number> = new Set([-72, -81, -82]);

type Transaction =
  | { readonly kind: 'transaction'; readonly name: string; readonly transaction: PayTransaction }
  | { readonly kind: 'failed'; readonly failure: ProviderFailure };

/** What the list of a transaction's refunds says about one of ours. */
type Search =
  | { readonly kind: 'mine'; readonly refund: PayRefund }
  /** `certain`: all the money that went back is accounted for by other refunds. */
  | { readonly kind: 'not-there'; readonly certain: boolean }
  | { readonly kind: 'failed'; readonly failure: ProviderFailure };

export class RefundDesk {
  private readonly client: PayClient;
  private readonly management: PayManagement;
  private readonly clock: Clock;

  constructor(client: PayClient, management: PayManagement, clock: Clock) {
    this.client = client;
    this.management = management;
    this.clock = clock;
  }

  /** Rejects only with the signal's reason. */
  async refund(refund: ProviderRefund, call: CallContext): Promise<RefundAnswer> {
    const left = this.budget(call);
    const found = await this.transactionOf(refund.original.providerRef, left());
    // Nothing has been sent so far: whatever goes wrong up to here is a refusal.
    if (found.kind === 'failed') return refused(found.failure);
    const { name, transaction } = found;
    const before = await this.search(transaction, refund.reference, left());
    if (before.kind === 'failed') return refused(before.failure);
    if (before.kind === 'mine') return answerOf(before.refund);
    const hindrance = hindranceOf(transaction, refund.amountCents);
    if (hindrance !== null) return refused(hindrance);
    const { amountCents, reference: description } = refund;
    const answer = await this.management.giveBack(name, { amountCents, description }, left());
    switch (answer.kind) {
      case 'refused':
        return refused(answer.failure);
      case 'unclear':
        return { kind: 'unclear', detail: answer.failure.detail };
      case 'taken':
        return this.answerOfTaken(answer.made, transaction, refund, left());
    }
  }

  /** Rejects only with the signal's reason. */
  async enquire(refund: ProviderRefund, refundRef: string | null, call: CallContext): Promise<RefundStanding> {
    const left = this.budget(call);
    if (refundRef !== null) {
      const answer = await this.management.refund(refundRef, left());
      return answer.kind === 'found' ? standingOf(answer.value) : unreachable(answer.failure);
    }
    const first = await this.look(refund, left());
    if (first.kind !== 'absent') return first;
    if (left().timeoutMs <= OLDEST_ANSWER_MS) {
      return unreachable(failure(PAY_ERRORS.noAnswer, 'no time to make sure that there is no refund'));
    }
    await this.clock.sleep(OLDEST_ANSWER_MS, call.signal);
    return this.look(refund, left());
  }

  private async look(refund: ProviderRefund, call: CallContext): Promise<RefundStanding> {
    const left = this.budget(call);
    const found = await this.transactionOf(refund.original.providerRef, left());
    if (found.kind === 'failed') return unreachable(found.failure);
    const search = await this.search(found.transaction, refund.reference, left());
    switch (search.kind) {
      case 'mine':
        return standingOf(search.refund);
      case 'failed':
        return unreachable(search.failure);
      case 'not-there':
        return search.certain
          ? { kind: 'absent' }
          : unreachable(failure(PAY_ERRORS.refundNotTold, `of order ${found.name}`));
    }
  }

  /** The books' view of an order, by whatever name we have of it. */
  private async transactionOf(providerRef: string, call: CallContext): Promise<Transaction> {
    const left = this.budget(call);
    let name = providerRef;
    if (!TRANSACTION_NAME.test(providerRef)) {
      const answer = await this.client.status(providerRef, left(), { full: true });
      if (answer.kind !== 'order') return { kind: 'failed', failure: answer.failure };
      if (!answer.order.orderId) {
        return { kind: 'failed', failure: failure(PAY_ERRORS.unreadable, 'the order has no number') };
      }
      name = answer.order.orderId;
    }
    const answer = await this.management.transaction(name, left());
    return answer.kind === 'found'
      ? { kind: 'transaction', name, transaction: answer.value }
      : { kind: 'failed', failure: answer.failure };
  }

  private async search(transaction: PayTransaction, reference: string, call: CallContext): Promise<Search> {
    const left = this.budget(call);
    const made = transaction.refundedTransactions ?? [];
    let accountedCents = 0;
    for (const { refund, amountRefunded } of made) {
      if (!refund) continue;
      const answer = await this.management.refund(refund.id, left());
      if (answer.kind !== 'found') return { kind: 'failed', failure: answer.failure };
      if (answer.value.description === reference) return { kind: 'mine', refund: answer.value };
      accountedCents += amountRefunded?.value ?? answer.value.amount?.value ?? 0;
    }
    const givenBack = transaction.amountRefunded?.value;
    const certain = givenBack !== undefined && accountedCents >= givenBack && !hiddenRefunds(transaction, made.length);
    return { kind: 'not-there', certain };
  }

  /** The money is on its way; which of the refunds of this order is ours is told by the list, or by looking. */
  private async answerOfTaken(
    made: readonly MadeRefund[],
    before: PayTransaction,
    refund: ProviderRefund,
    call: CallContext,
  ): Promise<RefundAnswer> {
    const older = new Set((before.refundedTransactions ?? []).map((entry) => entry.refund?.id));
    const fresh = made.flatMap((entry) => (entry.refund && !older.has(entry.refund.id) ? [entry.refund.id] : []));
    const [only] = fresh;
    if (only !== undefined && fresh.length === 1 && made.length === older.size + 1) {
      return { kind: 'pending', refundRef: only };
    }
    const search = await this.search({ ...before, refundedTransactions: [...made] }, refund.reference, call);
    return search.kind === 'mine'
      ? { kind: 'pending', refundRef: search.refund.id }
      : { kind: 'unclear', detail: failure(PAY_ERRORS.refundNotTold, 'the refund was taken').detail };
  }

  private budget(call: CallContext): () => CallContext {
    const until = this.clock.monotonicMs() + call.timeoutMs;
    return () => ({ signal: call.signal, timeoutMs: Math.max(0, until - this.clock.monotonicMs()) });
  }
}

/** The status says that there are refunds, and the answer shows none. */
function hiddenRefunds(transaction: PayTransaction, listed: number): boolean {
  return listed === 0 && REFUNDS_STAND.has(transaction.status.code);
}

/** Why this transaction can't give back so much; null when it can. */
function hindranceOf(transaction: PayTransaction, amountCents: number): ProviderFailure | null {
  const { code } = transaction.status;
  if (CHARGED_BACK.has(code)) return failure(PAY_ERRORS.chargedBack, statusName(code));
  if (!REFUNDABLE.has(code)) return failure(PAY_ERRORS.refundNotPaid, statusName(code));
  const paid = transaction.amountPaid?.value || transaction.amount.value;
  const left = paid - (transaction.amountRefunded?.value ?? 0);
  return amountCents > left ? failure(PAY_ERRORS.refundAmount, `${left} cents are left`) : null;
}

function answerOf(refund: PayRefund): RefundAnswer {
  const standing = standingOf(refund);
  switch (standing.kind) {
    case 'done':
    case 'pending':
      return standing;
    default:
      return { kind: 'refused', detail: 'detail' in standing ? standing.detail : standing.kind };
  }
}

/** By the phase: the codes of refunds are nowhere described one by one, and an unknown phase proves nothing. */
function standingOf(refund: PayRefund): RefundStanding {
  const { phase, action, code } = refund.status;
  switch (phase?.toUpperCase()) {
    case 'SUCCESS':
      return { kind: 'done', refundRef: refund.id };
    case 'CANCELLED':
      return { kind: 'failed', detail: `${refund.id} ${[code, action].filter(Boolean).join(' ')}` };
    default:
      return { kind: 'pending', refundRef: refund.id };
  }
}

function refused(why: ProviderFailure): RefundAnswer {
  return { kind: 'refused', detail: why.detail };
}

function unreachable(why: ProviderFailure): RefundStanding {
  return { kind: 'unreachable', detail: why.detail };
}
