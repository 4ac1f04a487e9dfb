import { type Clock, stringifyExactJson } from '@tillbridge/kernel';
import { EventHub } from './event-hub.ts';
import { type ListedFault, MspFaultBox } from './faults.ts';
import { NotificationSender } from './notification-sender.ts';
import type { MspAutopilot, MspKey, MspSwitches, Settled } from './options.ts';
import { OrderBook } from './order-book.ts';
import { orderView } from './order-view.ts';
import { PROBLEMS, type Problem } from './problems.ts';
import {
  isFinal,
  type MspCharge,
  type OrderRequest,
  refundedCents,
  type SimOrder,
  type SimRefund,
  type Status,
} from './sim-order.ts';
import { type MspTerminalView, Terminal } from './terminal.ts';

export interface MspCallCounts {
  /** Create requests that arrived, whatever became of them. */
  creates: number;
  statuses: number;
  cancels: number;
  refunds: number;
}

export interface MspOrderSummary {
  readonly orderId: string;
  readonly kind: 'terminal' | 'page';
  readonly direction: 'pay' | 'refund';
  readonly amountCents: number;
  readonly status: Status;
  readonly reason: string | null;
  readonly terminalId: string | null;
  readonly transactionId: string | null;
  readonly pageUrl: string | null;
  readonly pageViews: number;
  readonly refunds: readonly SimRefund[];
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** Everything a page wants to show. */
export interface MspState {
  /** Rises with every change. */
  readonly revision: number;
  readonly now: number;
  readonly orders: readonly MspOrderSummary[];
  readonly terminals: readonly MspTerminalView[];
  readonly faults: readonly ListedFault[];
  readonly counts: MspCallCounts;
  readonly switches: MspSwitches;
  readonly terminalAutopilot: MspAutopilot | null;
  readonly pageAutopilot: MspAutopilot | null;
  readonly streams: number;
  readonly notifications: readonly {
    readonly orderId: string;
    readonly status: string;
    readonly state: string;
    readonly attempts: number;
    readonly fault: string | null;
  }[];
}

/** `manual` leaves the order uncleared: somebody at MultiSafepay has to decide. */
export const MSP_PAGE_ACTIONS = ['choose', 'pay', 'decline', 'cancel', 'expire', 'manual', 'void'] as const;
export type MspPageAction = (typeof MSP_PAGE_ACTIONS)[number];

const DECLINED = ['4005', 'Declined'] as const;
const SHOWN = 50;
/** The same amount for the same order within five minutes is refused. */
const SAME_REFUND_MS = 300_000;

/** MultiSafepay's side of the world without the HTTP around it: orders, terminals, pages, events, notifications. */
export class MspCloud {
  readonly book: OrderBook;
  readonly faults: MspFaultBox;
  readonly hub: EventHub;
  readonly notifications: NotificationSender;
  readonly counts: MspCallCounts = { creates: 0, statuses: 0, cancels: 0, refunds: 0 };
  readonly terminals: ReadonlyMap<string, Terminal>;
  terminalAutopilot: MspAutopilot | null;
  pageAutopilot: MspAutopilot | null;
  switches: MspSwitches;
  private readonly settings: Settled;
  private readonly clock: Clock;
  private readonly closing = new AbortController();
  private readonly listeners = new Set<() => void>();
  private readonly creates = new Map<string, number>();
  private readonly refundCalls = new Map<string, number>();
  private origin = '';
  private revision = 0;

  constructor(settings: Settled) {
    this.settings = settings;
    this.clock = settings.clock;
    this.switches = settings.switches;
    this.terminalAutopilot = settings.terminalAutopilot;
    this.pageAutopilot = settings.pageAutopilot;
    const changed = () => this.changed();
    const later = (ms: number, work: () => void) => this.later(ms, work);
    this.book = new OrderBook(this.clock);
    this.faults = new MspFaultBox({ changed });
    this.terminals = new Map(
      settings.terminals.map((setup) => [
        setup.id,
        new Terminal(setup, {
          ...settings,
          book: this.book,
          refundEnds: () => this.switches.unreferencedRefundEnds,
          autopilot: () => this.terminalAutopilot,
          later,
          changed,
        }),
      ]),
    );
    this.hub = new EventHub({
      clock: this.clock,
      faults: this.faults,
      switches: () => this.switches,
      keepAliveMs: settings.keepAliveMs,
      later,
      orderOfSession: (sessionId) => this.book.all().find((order) => order.sessionId === sessionId),
    });
    this.notifications = new NotificationSender({
      clock: this.clock,
      faults: this.faults,
      fallbackUrl: settings.notificationUrl,
      retryMs: settings.notificationRetryMs,
      text: (order) => stringifyExactJson(orderView(order, this.switches)),
      later,
      changed,
    });
    this.book.onChange((order, statusChanged) => {
      if (statusChanged && (order.status !== 'initialized' || order.before !== 'initialized')) {
        this.hub.announce(order);
        this.notifications.announce(order);
      }
      this.changed();
    });
  }

  openAt(origin: string): void {
    this.origin = origin;
  }

  /** Makes an order, or says why not. */
  create(request: OrderRequest, key: MspKey): SimOrder | Problem {
    const { switches } = this;
    if (request.kind === 'terminal' && (switches.testEnvironment || key.of !== 'terminal-group')) {
      return PROBLEMS.forbidden;
    }
    if (request.kind === 'page' && key.of === 'account') return PROBLEMS.forbidden;
    const same = this.book.find(request.orderId);
    if (same !== undefined) {
      return isFinal(same) || switches.sameOpenOrder === 'refuse' ? PROBLEMS.orderId : same;
    }
    const terminal = request.terminalId === null ? undefined : this.terminals.get(request.terminalId);
    const reachable = terminal !== undefined && terminal.setup.groupId === key.groupId;
    if (request.kind === 'terminal') {
      const away = !reachable || !terminal.connected;
      if (away && switches.unreachableTerminal === 'refuse') return PROBLEMS.transaction;
      if (reachable && terminal.occupied && switches.busyTerminal === 'refuse') return PROBLEMS.transaction;
      if (reachable && request.direction === 'refund' && !terminal.setup.refunds) return PROBLEMS.refund;
    }
    const order = this.book.add(request, key);
    if (terminal !== undefined && reachable) {
      if (!terminal.occupied || switches.busyTerminal === 'queue') terminal.show(order);
    } else if (request.kind === 'page') {
      this.openPage(order);
    }
    this.changed();
    return order;
  }

  noteCreate(orderId: string | null): void {
    this.counts.creates += 1;
    if (orderId !== null) this.creates.set(orderId, (this.creates.get(orderId) ?? 0) + 1);
  }

  /** How many create requests carried this id. */
  createsOf(orderId: string): number {
    return this.creates.get(orderId) ?? 0;
  }

  noteRefund(orderId: string): void {
    this.counts.refunds += 1;
    this.refundCalls.set(orderId, (this.refundCalls.get(orderId) ?? 0) + 1);
  }

  refundCallsOf(orderId: string): number {
    return this.refundCalls.get(orderId) ?? 0;
  }

  /** `POST …/cancel`: terminals, and pages too. */
  cancel(order: SimOrder): 'done' | Problem {
    const { cancelOfPaid, cancelDuringCard } = this.switches;
    if (isFinal(order)) {
      if (order.status === 'cancelled' || order.status === 'void') return 'done';
      return cancelOfPaid === 'pretend' ? 'done' : PROBLEMS.forbidden;
    }
    const terminal = order.terminalId === null ? undefined : this.terminals.get(order.terminalId);
    const fault = this.faults.takeForCall('cancel', (due) => due.do === 'late-approval');
    if (fault?.do === 'late-approval') {
      terminal?.letGo(order);
      if (fault.shows === 'cancelled') this.book.move(order, 'cancelled');
      this.later(fault.afterMs, () => {
        this.book.attempt(order, 'MASTERCARD');
        this.book.move(order, 'completed');
      });
      return 'done';
    }
    if (terminal !== undefined && terminal.setup.groupId === order.key.groupId) {
      if (terminal.stop(order, cancelDuringCard === 'cancel')) return 'done';
      return cancelDuringCard === 'pretend' ? 'done' : PROBLEMS.forbidden;
    }
    this.book.move(order, 'cancelled');
    return 'done';
  }

  /** `PATCH …` with a status: pages end; a terminal's declined order gets stuck, as the documentation warns. */
  patch(order: SimOrder, status: string): 'done' | Problem {
    if (status !== 'cancelled') return PROBLEMS.missing;
    if (order.kind === 'page') return this.cancel(order);
    const terminal = order.terminalId === null ? undefined : this.terminals.get(order.terminalId);
    if (order.status !== 'declined') return PROBLEMS.forbidden;
    terminal?.letGo(order);
    return 'done';
  }

  /** `POST …/refunds`. An amount of 0 or none gives everything back. */
  refund(
    order: SimOrder,
    asked: { readonly amountCents: number; readonly refundOrderId: string | null; readonly description: string },
  ): SimRefund | Problem {
    const paid = order.status === 'completed' || order.status === 'partial_refunded';
    const left = order.amountCents - refundedCents(order);
    const amountCents = asked.amountCents === 0 ? left : asked.amountCents;
    const since = this.clock.now() - SAME_REFUND_MS;
    const same = order.refunds.some((other) => other.amountCents === amountCents && other.createdAt > since);
    const spent = this.book.charges.reduce((sum, one) => sum + (one.refundOf === null ? 0 : one.amountCents), 0);
    const broke = spent + amountCents > this.settings.balanceCents;
    if (!paid || amountCents > left || amountCents <= 0 || same || broke) return PROBLEMS.refund;
    const refund = this.book.refund(order, { ...asked, amountCents });
    this.later(this.settings.refundSettleMs, () => this.book.settleRefund(order, refund, 'completed'));
    return refund;
  }

  /** By refund transaction id: paid out, or refused after all. */
  settleRefund(transactionId: string, status: 'completed' | 'declined' | 'void'): boolean {
    for (const order of this.book.all()) {
      const refund = order.refunds.find((one) => one.transactionId === transactionId);
      if (refund !== undefined) return this.book.settleRefund(order, refund, status);
    }
    return false;
  }

  // --- the guest's phone ---------------------------------------------------------------------------------------

  viewPage(order: SimOrder): void {
    order.pageViews += 1;
    this.changed();
  }

  page(order: SimOrder, action: MspPageAction): boolean {
    const over = isFinal(order) || (order.status === 'declined' && this.switches.pageDeclineEnds);
    if (over || order.kind !== 'page') return false;
    const { book } = this;
    if (action === 'choose') {
      book.attempt(order, 'IDEAL');
      return true;
    }
    if (action === 'cancel' || action === 'expire' || action === 'void') {
      book.move(order, action === 'cancel' ? 'cancelled' : action === 'expire' ? 'expired' : 'void');
      return true;
    }
    if (order.attempts.at(-1)?.status !== 'initialized') book.attempt(order, 'IDEAL');
    if (action === 'decline') book.move(order, 'declined', DECLINED);
    else book.move(order, action === 'pay' ? 'completed' : 'uncleared');
    return true;
  }

  /** Anything that can happen to an order afterwards: a decision about an uncleared one, a chargeback … */
  force(order: SimOrder, status: Status): void {
    this.book.move(order, status);
  }

  // --- looking -------------------------------------------------------------------------------------------------

  pageUrl(order: SimOrder): string | null {
    return order.kind === 'page' ? `${this.origin}/connect/${order.sessionId}/?lang=nl_NL` : null;
  }

  streamUrl(): string {
    return `${this.origin}/events/stream/`;
  }

  state(): MspState {
    return {
      revision: this.revision,
      now: this.clock.now(),
      orders: this.book
        .all()
        .slice(-SHOWN)
        .reverse()
        .map((order) => this.summary(order)),
      terminals: [...this.terminals.values()].map((terminal) => terminal.view()),
      faults: this.faults.list(),
      counts: { ...this.counts },
      switches: this.switches,
      terminalAutopilot: this.terminalAutopilot,
      pageAutopilot: this.pageAutopilot,
      streams: this.hub.open,
      notifications: this.notifications.entries
        .slice(-SHOWN)
        .reverse()
        .map(({ orderId, status, state, attempts, fault }) => ({ orderId, status, state, attempts, fault })),
    };
  }

  summary(order: SimOrder): MspOrderSummary {
    return {
      orderId: order.orderId,
      kind: order.kind,
      direction: order.direction,
      amountCents: order.amountCents,
      status: order.status,
      reason: order.reason,
      terminalId: order.terminalId,
      transactionId: order.attempts.at(-1)?.transactionId ?? null,
      pageUrl: this.pageUrl(order),
      pageViews: order.pageViews,
      refunds: order.refunds.map((refund) => ({ ...refund })),
      createdAt: order.createdAt,
      expiresAt: order.expiresAt,
    };
  }

  charges(): readonly MspCharge[] {
    return this.book.charges;
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(): void {
    this.revision += 1;
    for (const listener of this.listeners) listener();
  }

  /** Forgets all orders, charges, faults and counts. */
  reset(): void {
    for (const order of this.book.open()) {
      if (order.terminalId !== null) this.terminals.get(order.terminalId)?.letGo(order);
    }
    this.book.clear();
    this.faults.clear();
    this.hub.close();
    this.notifications.clear();
    this.creates.clear();
    this.refundCalls.clear();
    Object.assign(this.counts, { creates: 0, statuses: 0, cancels: 0, refunds: 0 });
    this.changed();
  }

  close(): void {
    this.hub.close();
    this.closing.abort();
  }

  later(ms: number, work: () => void): void {
    this.clock.sleep(ms, this.closing.signal).then(work, () => undefined);
  }

  private openPage(order: SimOrder): void {
    const until = Math.max(0, (order.expiresAt ?? 0) - this.clock.now());
    this.later(until, () => this.page(order, 'expire'));
    const pilot = this.pageAutopilot;
    if (pilot === null) return;
    this.later(pilot.afterMs, () => this.page(order, pilot.outcome === 'approve' ? 'pay' : pilot.outcome));
  }
}
