/**
 * The platform's side of the world without the HTTP around it: orders, guests, banks, refunds, webhooks.
 *
 *   new ──open──▶ processing ──pay, transfer──▶ completed
 *    │             │ ▲  │
 *    │      decline│ │  └──cancel, DELETE──▶ cancelled
 *    │             ▼ │choose
 *    └──time──▶   error ──time──▶ expired (or stays)
 */
import type { Clock } from '@tillbridge/kernel';
import { KcFaultBox } from './faults.ts';
import { type KcCallCounts, type KcOrderSummary, type KcState, summaryOf, summaryOfWebhook } from './kc-state.ts';
import {
  KC_DEFAULT_SWITCHES,
  KC_METHODS,
  type KcAccountKeys,
  type KcAutopilot,
  type KcMethodName,
  type KcSimulatorOptions,
  type KcSwitches,
} from './options.ts';
import { OrderBook } from './order-book.ts';
import type { RefundRequest } from './order-request.ts';
import { orderView } from './order-view.ts';
import { PROBLEMS, type Problem } from './problems.ts';
import {
  isFinal,
  type KcCharge,
  type KcOrderStatus,
  type OrderRequest,
  type SimOrder,
  type SimTransaction,
} from './sim-order.ts';
import { WebhookSender } from './webhook-sender.ts';

/** `mix`: one attempt paid and another failed, which the platform answers as `see-transactions`. */
export const KC_PAGE_ACTIONS = ['open', 'pay', 'decline', 'cancel', 'expire', 'mix'] as const;
export type KcPageAction = (typeof KC_PAGE_ACTIONS)[number];

const DECLINED = 'The bank declined the payment.';
const NOT_ACTIVE = 'This payment method is not active for the project.';
const DEFAULT_LIFE_MS = 30 * 60_000;
const RETRY_MS = 2 * 60_000;
const RETRIES = 10;
const SHOWN = 50;

export class KcCloud {
  readonly account: KcAccountKeys;
  readonly switches: KcSwitches;
  readonly methods: readonly KcMethodName[];
  readonly defaultLifeMs: number;
  readonly book: OrderBook;
  readonly faults = new KcFaultBox({ changed: () => this.changed() });
  readonly webhooks: WebhookSender;
  readonly counts: KcCallCounts = { creates: 0, statuses: 0, cancels: 0, refunds: 0, lists: 0 };
  autopilot: KcAutopilot | null;
  private readonly clock: Clock;
  private readonly closing = new AbortController();
  private readonly listeners = new Set<() => void>();
  private readonly creates = new Map<string, number>();
  private readonly refundCalls = new Map<string, number>();
  private readonly announced = new Map<SimOrder, KcOrderStatus>();
  private origin = '';
  private revision = 0;

  constructor(options: KcSimulatorOptions, clock: Clock, account: KcAccountKeys) {
    this.clock = clock;
    this.account = account;
    this.switches = { ...KC_DEFAULT_SWITCHES, ...options.switches };
    this.methods = options.methods ?? KC_METHODS;
    this.defaultLifeMs = options.defaultLifeMs ?? DEFAULT_LIFE_MS;
    this.autopilot = options.autopilot ?? null;
    this.book = new OrderBook(clock);
    this.webhooks = new WebhookSender({
      clock,
      faults: this.faults,
      projectId: account.projectId,
      fallbackUrl: options.webhookUrl,
      retryMs: options.webhookRetryMs ?? RETRY_MS,
      retries: options.webhookRetries ?? RETRIES,
      later: (ms, work) => this.later(ms, work),
      changed: () => this.changed(),
    });
    this.book.onChange((order) => {
      if ((this.announced.get(order) ?? 'new') !== order.status) {
        this.announced.set(order, order.status);
        this.webhooks.announce(order);
      }
      this.changed();
    });
  }

  openAt(origin: string): void {
    this.origin = origin;
  }

  // --- the merchant --------------------------------------------------------------------------------------------

  create(request: OrderRequest, inactive: boolean): SimOrder {
    const order = this.book.add(request);
    const wanted = request.transaction;
    if (wanted !== null) {
      const transaction = this.book.addTransaction(order, wanted.method, wanted);
      if (inactive || !this.methods.some((method) => method === wanted.method)) {
        this.book.step(order, transaction, 'error', NOT_ACTIVE);
        order.status = 'error';
      } else if (wanted.method === 'bank-transfer') {
        this.book.step(order, transaction, 'pending');
        order.status = 'processing';
      }
      this.announced.set(order, order.status);
    } else if (inactive) {
      order.status = 'error';
      this.announced.set(order, order.status);
    }
    this.later(request.lifeMs, () => this.timeIsOver(order));
    const pilot = this.autopilot;
    if (pilot !== null) this.later(pilot.afterMs, () => this.act(order, pilot.outcome));
    this.changed();
    return order;
  }

  /** DELETE. False when the order has ended. */
  cancel(order: SimOrder): boolean {
    if (order.status === 'cancelled') return true;
    if (isFinal(order) || order.refundOf !== null || order.status === 'see-transactions') return false;
    const fault = this.faults.takeLateApproval();
    if (fault !== undefined) {
      if (fault.shows === 'cancelled') this.book.move(order, 'cancelled');
      this.later(fault.afterMs, () => this.settle(order, this.attempt(order)));
      return true;
    }
    this.endAttempts(order, 'cancelled');
    this.book.move(order, 'cancelled');
    return true;
  }

  refund(order: SimOrder, { amountCents, description, reference }: RefundRequest): SimOrder | Problem {
    if (order.status !== 'completed' || order.refundOf !== null) return PROBLEMS.notPaid;
    if (amountCents > order.amountCents - order.refundedCents) return PROBLEMS.tooMuch;
    const method = order.transactions.at(-1)?.method ?? 'ideal';
    const refund = this.book.add({ ...order, amountCents, description, reference, transaction: null }, order.id);
    const transaction = this.book.addTransaction(refund, method, { direction: 'debit' });
    order.refunds.push(refund.id);
    order.refundedCents += amountCents;
    if (this.switches.refunds === 'at-once') this.settle(refund, transaction);
    else {
      this.book.step(refund, transaction, 'pending');
      this.book.move(refund, 'pending');
    }
    return refund;
  }

  // --- guests and banks ----------------------------------------------------------------------------------------

  /** Does something on the guest's phone; false when it had no effect. */
  act(order: SimOrder, action: KcPageAction): boolean {
    if (!this.canBeTouched(order)) return false;
    switch (action) {
      case 'open':
        order.pageViews += 1;
        this.visited(order);
        this.changed();
        return true;
      case 'pay':
        this.settle(order, this.attempt(order));
        return true;
      case 'decline':
        this.book.step(order, this.attempt(order), 'error', DECLINED);
        this.book.move(order, 'error');
        return true;
      case 'cancel':
        this.endAttempts(order, 'cancelled');
        this.book.move(order, 'cancelled');
        return true;
      case 'expire':
        this.timeIsOver(order);
        return true;
      case 'mix':
        this.book.step(order, this.attempt(order), 'error', DECLINED);
        this.book.step(order, this.attempt(order), 'completed');
        this.book.move(order, 'see-transactions');
        return true;
    }
  }

  /** The guest picks a method on the hosted page, with iDEAL also a bank. */
  choose(order: SimOrder, method: KcMethodName, issuerId: string | null = null): boolean {
    if (!this.canBeTouched(order) || !this.methodsOf(order).includes(method)) return false;
    if (openAttempt(order) !== undefined) return false;
    this.begin(order, method, issuerId);
    return true;
  }

  /** A bank transfer arrives, possibly days later and of another amount. */
  transfer(order: SimOrder, amountCents: number | null): boolean {
    const transaction = order.transactions.findLast((one) => one.method === 'bank-transfer');
    if (transaction === undefined || order.status === 'completed') return false;
    if (isFinal(order) && this.switches.lateTransfer === 'returned') return false;
    transaction.amountCents = amountCents ?? transaction.amountCents;
    this.settle(order, transaction);
    return true;
  }

  /** A refund that waits goes through, or doesn't reach the guest after all. */
  endRefund(refund: SimOrder, end: 'completed' | 'failed'): boolean {
    const transaction = refund.transactions.at(-1);
    if (refund.refundOf === null || transaction === undefined || refund.status === 'error') return false;
    if (end === 'completed') {
      if (refund.status === 'completed') return false;
      this.settle(refund, transaction);
      return true;
    }
    this.book.step(refund, transaction, 'error', 'The account of the guest is closed.');
    this.book.move(refund, 'error');
    const paid = this.book.find(refund.refundOf);
    if (paid !== undefined) paid.refundedCents -= refund.amountCents;
    return true;
  }

  /** What the page offers. */
  methodsOf(order: SimOrder): readonly KcMethodName[] {
    return order.only === null ? this.methods : this.methods.filter((method) => order.only?.includes(method));
  }

  // --- looking -------------------------------------------------------------------------------------------------

  view(order: SimOrder): Readonly<Record<string, unknown>> {
    const settings = { origin: this.origin, account: this.account, switches: this.switches };
    const refunds = order.refunds.flatMap((id) => this.book.find(id) ?? []).map((one) => orderView(one, settings));
    return orderView(order, settings, refunds);
  }

  summary(order: SimOrder): KcOrderSummary {
    return summaryOf(order, this.origin);
  }

  charges(): readonly KcCharge[] {
    return this.book.charges;
  }

  state(): KcState {
    return {
      revision: this.revision,
      now: this.clock.now(),
      switches: this.switches,
      orders: this.book
        .all()
        .slice(-SHOWN)
        .reverse()
        .map((order) => this.summary(order)),
      faults: this.faults.list(),
      counts: { ...this.counts },
      autopilot: this.autopilot,
      webhooks: this.webhooks.entries.slice(-SHOWN).reverse().map(summaryOfWebhook),
    };
  }

  noteCreate(reference: string | null): void {
    this.counts.creates += 1;
    if (reference !== null) this.creates.set(reference, (this.creates.get(reference) ?? 0) + 1);
  }

  noteRefund(orderId: string): void {
    this.counts.refunds += 1;
    this.refundCalls.set(orderId, (this.refundCalls.get(orderId) ?? 0) + 1);
  }

  createsOf(reference: string): number {
    return this.creates.get(reference) ?? 0;
  }

  refundCallsOf(orderId: string): number {
    return this.refundCalls.get(orderId) ?? 0;
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(): void {
    this.revision += 1;
    for (const listener of this.listeners) listener();
  }

  reset(): void {
    this.book.clear();
    this.faults.clear();
    this.webhooks.clear();
    this.creates.clear();
    this.refundCalls.clear();
    this.announced.clear();
    Object.assign(this.counts, { creates: 0, statuses: 0, cancels: 0, refunds: 0, lists: 0 });
    this.changed();
  }

  close(): void {
    this.closing.abort();
  }

  // --- inside --------------------------------------------------------------------------------------------------

  private canBeTouched(order: SimOrder): boolean {
    if (order.refundOf !== null || isFinal(order) || order.status === 'see-transactions') return false;
    return order.status !== 'error' || this.switches.retryAfterError;
  }

  private visited(order: SimOrder): void {
    if (order.status === 'new') this.book.move(order, 'processing');
  }

  /** The attempt under way, or a new one: by the method the order names, else by the first of the page. */
  private attempt(order: SimOrder): SimTransaction {
    const method = order.transaction?.method ?? this.methodsOf(order)[0] ?? 'ideal';
    return openAttempt(order) ?? this.begin(order, method, order.transaction?.issuerId ?? null);
  }

  private begin(order: SimOrder, method: string, issuerId: string | null): SimTransaction {
    const transaction = this.book.addTransaction(order, method, { issuerId });
    this.book.step(order, transaction, 'pending');
    if (order.status === 'error' || order.status === 'new') this.book.move(order, 'processing');
    else this.book.changed(order);
    return transaction;
  }

  private settle(order: SimOrder, transaction: SimTransaction): void {
    this.book.step(order, transaction, 'completed');
    this.visited(order);
    this.book.move(order, 'completed');
  }

  private endAttempts(order: SimOrder, status: 'cancelled' | 'expired'): void {
    for (const one of order.transactions) {
      if (['new', 'pending', 'processing'].includes(one.status)) this.book.step(order, one, status);
    }
  }

  private timeIsOver(order: SimOrder): void {
    if (isFinal(order) || order.refundOf !== null || order.status === 'see-transactions') return;
    if (order.transactions.length === 0 && !this.switches.pageExpires) return;
    if (order.status === 'error' && this.switches.errorOnExpiry === 'stays') return;
    this.endAttempts(order, 'expired');
    this.book.move(order, 'expired');
  }

  private later(ms: number, work: () => void): void {
    this.clock.sleep(ms, this.closing.signal).then(work, () => undefined);
  }
}

function openAttempt(order: SimOrder): SimTransaction | undefined {
  return order.transactions.findLast((one) => ['new', 'pending', 'processing'].includes(one.status));
}
