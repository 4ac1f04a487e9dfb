import { type CallContext, type Clock, cents, type EpochMs, LARGEST_AMOUNT_CENTS } from '@tillbridge/kernel';
import type { Direction, ListedPayment, ListedTerminal, ProviderAccount } from '@tillbridge/payments';
import { describeIssues } from '@tillbridge/psp-core';
import { MSP_ERRORS } from './errors.ts';
import { type MspTransaction, mspTerminalsSchema, mspTransactionsSchema } from './list.wire.ts';
import { momentOf } from './local-time.ts';
import type { MspClient } from './msp-client.ts';
import { failure } from './problem.ts';
import { MspRefunds } from './refunds.ts';
import { meaningOf } from './status-table.ts';

export interface MspAccountOptions {
  /** Where terminals are listed: all the key may see, or one group. Null leaves the list out: site keys have none. */
  readonly terminals: 'all' | { readonly groupId: string } | null;
}

type Unreachable = { readonly kind: 'unreachable'; readonly detail: string };

const TRANSACTIONS_A_PAGE = 1_000;
const TERMINALS_A_PAGE = 100;
/** A day of a shop has a few pages; more is a list that doesn't end. */
const MOST_PAGES = 200;
const DEFAULT_ZONE = 'Europe/Amsterdam';

/** What one API key of MultiSafepay can do beside collecting: refunds of its orders, its transactions, its terminals. */
export function createMspAccount(client: MspClient, clock: Clock, options: MspAccountOptions): ProviderAccount {
  const refunds = new MspRefunds(client, clock);
  const { terminals } = options;
  return {
    refund: (refund, call) => refunds.refund(refund, call),
    enquireRefund: (refund, refundRef, call) => refunds.enquire(refund, refundRef, call),
    list: (from, until, call) => neverThrows(call, () => list(client, clock, from, until, call)),
    ...(terminals === null
      ? {}
      : { terminals: (call) => neverThrows(call, () => listTerminals(client, clock, terminals, call)) }),
  };
}

async function neverThrows<T>(call: CallContext, work: () => Promise<T | Unreachable>): Promise<T | Unreachable> {
  try {
    return await work();
  } catch (error) {
    if (!call.signal.aborted) throw error;
    return unreachable('called off');
  }
}

async function list(
  client: MspClient,
  clock: Clock,
  from: EpochMs,
  until: EpochMs,
  call: CallContext,
): Promise<{ readonly kind: 'list'; readonly payments: readonly ListedPayment[] } | Unreachable> {
  const deadline = clock.monotonicMs() + call.timeoutMs;
  const zone = client.account.timeZone ?? DEFAULT_ZONE;
  const lines: Line[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query: [string, string][] = [
      // Unix time, which needs no zone.
      ['created_from', String(Math.floor(from / 1_000))],
      ['created_until', String(Math.ceil(until / 1_000))],
      ['currency', 'EUR'],
      ['limit', String(TRANSACTIONS_A_PAGE)],
      ...(after === null ? [] : ([['after', after]] as [string, string][])),
    ];
    const timeoutMs = Math.max(1, deadline - clock.monotonicMs());
    const answer = await client.page('/transactions', query, { signal: call.signal, timeoutMs });
    if (!answer.ok) return unreachable(answer.failure.detail);
    const parsed = mspTransactionsSchema.safeParse(answer.body);
    if (!parsed.success) return unreadable(describeIssues(parsed.error.issues));
    for (const transaction of parsed.data.data) {
      const line = lineOf(transaction, zone);
      if (line === 'unreadable') return unreadable(`created: ${transaction.created}, amount: ${transaction.amount}`);
      if (line !== null) lines.push(line);
    }
    const next: string | null = cursorOf(parsed.data.pager);
    // A full page without a word about the next one may not be all there is.
    if (next === null) {
      return parsed.data.data.length < TRANSACTIONS_A_PAGE || parsed.data.pager != null
        ? { kind: 'list', payments: toPayments(lines, from, until) }
        : unreadable('a full page without a cursor');
    }
    if (next === after) return unreadable('the list turns back to the same page');
    after = next;
  }
  return unreadable('the list does not end');
}

interface Line extends ListedPayment {
  readonly orderKey: string;
}

/** Fees, payouts and the like are none of a till's business: null. */
function lineOf(transaction: MspTransaction, zone: string): Line | 'unreadable' | null {
  const { type, status, amount, order_id: orderId, transaction_id: transactionId } = transaction;
  const refund = type === 'refund';
  if (!refund && type !== 'payment' && type !== 'fastcheckout') return null;
  const at = momentOf(transaction.created, zone);
  const name = refund ? (transactionId ?? orderId) : (orderId ?? transactionId);
  if (at === undefined || name === null || name === undefined || Math.abs(amount) > LARGEST_AMOUNT_CENTS) {
    return 'unreadable';
  }
  const direction = refund ? 'refund' : 'pay';
  return {
    providerRef: name,
    reference: orderId ?? null,
    direction,
    amountCents: cents(Math.abs(amount)),
    state: stateOf(status, direction),
    at,
    orderKey: `${direction} ${name}`,
  };
}

function stateOf(status: string, direction: Direction): ListedPayment['state'] {
  // Given back or disputed, but it was paid.
  if (direction === 'pay' && ['refunded', 'partial_refunded', 'chargeback', 'shipped'].includes(status)) return 'paid';
  switch (meaningOf(status, null, direction)) {
    case 'paid':
      return 'paid';
    case 'cancelled':
    case 'expired':
      return 'not-paid';
    case 'declined':
      // A payment may still succeed on the same order; a refund that was declined is over.
      return direction === 'refund' ? 'not-paid' : 'open';
    default:
      return 'open';
  }
}

const STRENGTH: Readonly<Record<ListedPayment['state'], number>> = { paid: 2, open: 1, 'not-paid': 0 };

/** One line for each order: every card that is held to a terminal makes a transaction of its own. */
function toPayments(lines: readonly Line[], from: EpochMs, until: EpochMs): readonly ListedPayment[] {
  const orders = new Map<string, Line>();
  for (const line of lines) {
    // Timestamps are cut to whole seconds, so a payment of the first one may look earlier than asked for.
    if (line.at < Math.floor(from / 1_000) * 1_000 || line.at >= until) continue;
    const before = orders.get(line.orderKey);
    if (before === undefined || STRENGTH[line.state] > STRENGTH[before.state]) orders.set(line.orderKey, line);
  }
  return [...orders.values()].sort((a, b) => a.at - b.at).map(({ orderKey: _, ...payment }) => payment);
}

/** The cursor itself, or the one in the address of the next page. */
function cursorOf(
  pager:
    | { readonly after?: unknown; readonly cursor?: { readonly after?: unknown } | null | undefined }
    | null
    | undefined,
): string | null {
  const named = pager?.cursor?.after;
  if (typeof named === 'string' && named !== '') return named;
  const [, linked] = typeof pager?.after === 'string' ? (/[?&]after=([^&]+)/.exec(pager.after) ?? []) : [];
  return linked === undefined ? null : decodeURIComponent(linked);
}

async function listTerminals(
  client: MspClient,
  clock: Clock,
  which: 'all' | { readonly groupId: string },
  call: CallContext,
): Promise<{ readonly kind: 'list'; readonly terminals: readonly ListedTerminal[] } | Unreachable> {
  const deadline = clock.monotonicMs() + call.timeoutMs;
  const path = which === 'all' ? '/terminals' : `/terminal-groups/${encodeURIComponent(which.groupId)}/terminals`;
  const terminals: ListedTerminal[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const query: [string, string][] = [
      ['page', String(page)],
      ['limit', String(TERMINALS_A_PAGE)],
    ];
    const timeoutMs = Math.max(1, deadline - clock.monotonicMs());
    const answer = await client.page(path, query, { signal: call.signal, timeoutMs });
    if (!answer.ok) return unreachable(answer.failure.detail);
    const parsed = mspTerminalsSchema.safeParse(answer.body);
    if (!parsed.success) return unreadable(describeIssues(parsed.error.issues));
    const { data, pager } = parsed.data;
    // MultiSafepay knows whether a terminal is activated, not whether it has a connection.
    terminals.push(
      ...data.map((one) => ({
        code: one.id,
        name: `${one.name || one.id}${one.active === false ? ' (not active)' : ''}`,
        online: null,
      })),
    );
    const all = pager?.total_items ?? null;
    if (data.length === 0 || (all === null ? data.length < TERMINALS_A_PAGE : terminals.length >= all)) {
      return { kind: 'list', terminals };
    }
  }
  return unreadable('the list does not end');
}

function unreachable(detail: string): Unreachable {
  return { kind: 'unreachable', detail };
}

function unreadable(words: string): Unreachable {
  return unreachable(failure(MSP_ERRORS.unreadable, words).detail);
}
