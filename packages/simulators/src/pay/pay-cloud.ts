import type { Clock } from '@tillbridge/kernel';
import { Books } from './books.ts';
import type { CoreView } from './cores.ts';
import { ExchangeSender } from './exchange-sender.ts';
import type { ExchangeStyle } from './exchange-styles.ts';
import { PayFaultBox } from './faults.ts';
import type { Autopilot, InferredSwitches, Settled } from './options.ts';
import { METHOD_SOFT_POS, OrderBook } from './order-book.ts';
import { orderView } from './order-view.ts';
import {
  type CallCounts,
  type DeviceStart,
  type OrderSummary,
  orderSummary,
  type PayState,
  type RefundSummary,
  refundSummary,
} from './pay-state.ts';
import { PROBLEMS, type Problem, violation } from './problems.ts';
import { ACTIONS, type Charge, isFinal, type OrderRequest, type SimOrder, type StatusCode } from './sim-order.ts';
import { Terminal } from './terminal.ts';
import { legacyFields } from './transaction-view.ts';

export type PageAction = 'pay' | 'decline' | 'cancel' | 'expire';
export const PAGE_ACTIONS = ['pay', 'decline', 'cancel', 'expire'] as const satisfies readonly PageAction[];

const PAGE_END: Readonly<Record<PageAction, StatusCode>> = { pay: 100, decline: -63, cancel: -90, expire: -80 };
/** iDEAL, as the bank buttons of the hosted page use it. */
const METHOD_BANK = 10;
const SHOWN = 50;
const DEVICE_LIFE_MS = 15 * 60_000;

/** Pay.'s side of the world without the HTTP around it: orders, terminals, the guest's page, status calls. */
export class PayCloud {
  readonly book: OrderBook;
  readonly faults: PayFaultBox;
  readonly exchanges: ExchangeSender;
  readonly books: Books;
  readonly counts: CallCounts = { creates: 0, statuses: 0, aborts: 0 };
  readonly terminals: ReadonlyMap<string, Terminal>;
  terminalAutopilot: Autopilot | null;
  pageAutopilot: Autopilot | null;
  inferred: InferredSwitches;
  exchangeStyle: ExchangeStyle;
  deviceExchangeStyle: ExchangeStyle;
  /** The cores that serve the sales location, this one first. */
  cores: () => readonly CoreView[] = () => [{ url: this.origin, up: true }];
  private readonly settings: Settled;
  private readonly clock: Clock;
  private readonly closing = new AbortController();
  private readonly listeners = new Set<() => void>();
  private readonly creates = new Map<string, number>();
  private readonly announced = new Map<SimOrder, StatusCode>();
  private origin = '';
  private revision = 0;

  constructor(settings: Settled) {
    this.settings = settings;
    this.clock = settings.clock;
    this.terminalAutopilot = settings.terminalAutopilot;
    this.pageAutopilot = settings.pageAutopilot;
    this.inferred = settings.inferred;
    this.exchangeStyle = settings.exchange;
    this.deviceExchangeStyle = settings.deviceExchange;
    const { account } = settings;
    const changed = () => this.changed();
    const later = (ms: number, work: () => void) => this.later(ms, work);
    this.book = new OrderBook(this.clock, account.serviceId);
    this.faults = new PayFaultBox({ changed });
    this.terminals = new Map(
      settings.terminals.map((setup) => [
        setup.code,
        new Terminal(setup, {
          book: this.book,
          clock: this.clock,
          windowMs: settings.terminalWindowMs,
          presentAfterMs: settings.presentAfterMs,
          processMs: settings.processMs,
          switches: () => this.inferred,
          autopilot: () => this.terminalAutopilot,
          later,
          changed,
        }),
      ]),
    );
    this.exchanges = new ExchangeSender({
      clock: this.clock,
      faults: this.faults,
      key: {
        id: settings.exchangeKey === 'token' ? account.tokenCode : account.serviceId,
        secret: settings.exchangeKey === 'token' ? account.apiToken : account.serviceSecret,
        algorithm: settings.exchangeAlgorithm,
      },
      fallbackUrl: settings.exchangeUrl,
      retryMs: settings.exchangeRetryMs,
      style: (order) => (order.onDevice ? this.deviceExchangeStyle : this.exchangeStyle),
      content: (order, status, action) => {
        const named = action ?? (status === 100 ? 'new_ppt' : ACTIONS[status].toLowerCase());
        return {
          order: this.view(order, true, status),
          transaction: this.books.view(order, status),
          legacy: legacyFields(order, named),
          action: named,
        };
      },
      later,
      changed,
    });
    this.books = new Books({
      book: this.book,
      clock: this.clock,
      serviceId: account.serviceId,
      refundAfterMs: settings.refundAfterMs,
      switches: () => this.inferred,
      announce: (order, action) => this.exchanges.announceAction(order, action),
      later,
      changed,
    });
    this.book.onChange((order) => {
      if (this.announced.get(order) !== order.status) {
        this.announced.set(order, order.status);
        this.exchanges.announce(order);
      }
      this.changed();
    });
  }

  openAt(origin: string): void {
    this.origin = origin;
  }

  /** Makes an order, or says why not. */
  create(request: OrderRequest): SimOrder | Problem {
    const terminal = request.terminalCode === null ? undefined : this.terminals.get(request.terminalCode);
    if (request.terminalCode !== null && request.methodId !== null) {
      const refusal = terminal === undefined ? 'offline' : terminal.refusal(request.methodId);
      if (refusal === 'in-use') return busyProblem(this.inferred.busyAs);
      if (refusal === 'offline') return PROBLEMS.terminalOffline;
      if (refusal === 'no-refunds') return PROBLEMS.methodNotEnabled;
    }
    const order = this.book.add(request);
    const until = Math.max(0, request.expiresAt - this.clock.now());
    if (terminal !== undefined) {
      terminal.start(order);
    } else {
      this.later(until, () => this.actOnPage(order, 'expire'));
      const pilot = this.pageAutopilot;
      if (pilot !== null) {
        this.later(pilot.afterMs, () => this.actOnPage(order, pilot.outcome === 'approve' ? 'pay' : pilot.outcome));
      }
    }
    this.changed();
    return order;
  }

  /** Somebody takes a payment on the device; false when it is busy with a till's. Throws for a code it doesn't have. */
  startOnDevice(code: string, { amountCents, outcome, offlineMs }: DeviceStart): boolean {
    const terminal = this.terminals.get(code);
    if (terminal === undefined) throw new RangeError(`no terminal ${code}`);
    if (terminal.view().state !== 'idle') return false;
    const at = this.clock.now();
    const arrive = () => {
      const order = this.book.add(
        {
          amountCents,
          description: null,
          reference: null,
          expiresAt: at + DEVICE_LIFE_MS,
          exchangeUrl: null,
          returnUrl: null,
          methodId: METHOD_SOFT_POS,
          terminalCode: code,
          test: false,
          paylink: false,
          extra1: null,
          products: [],
        },
        { at },
      );
      this.book.move(
        order,
        outcome === 'approve' ? 100 : -63,
        outcome === 'approve' ? 'APPROVED' : 'HOST_CANCELLATION',
      );
    };
    if (offlineMs === null) arrive();
    else this.later(offlineMs, arrive);
    return true;
  }

  /** The guest's bank takes a paid order back. */
  chargeBack(order: SimOrder): boolean {
    if (order.status !== 100) return false;
    this.announced.set(order, -71);
    this.book.move(order, -71);
    this.exchanges.announceAction(order, 'chargeback:chargeback');
    return true;
  }

  noteCreate(reference: string | null): void {
    this.counts.creates += 1;
    if (reference !== null) this.creates.set(reference, (this.creates.get(reference) ?? 0) + 1);
  }

  /** How many create requests carried this reference. */
  createsOf(reference: string): number {
    return this.creates.get(reference) ?? 0;
  }

  /** The till stops an order. False when it has gone too far. */
  abort(order: SimOrder): boolean {
    if (isFinal(order)) return order.status === -90;
    const terminal = order.terminalCode === null ? undefined : this.terminals.get(order.terminalCode);
    const fault = this.faults.takeForCall('abort', (due) => due.do === 'late-approval');
    if (fault?.do === 'late-approval') {
      terminal?.letGo(order);
      if (fault.shows === 'cancelled') this.book.move(order, -90, 'MERCHANT_CANCELLATION');
      this.later(fault.afterMs, () => this.book.move(order, 100, 'APPROVED'));
      return true;
    }
    if (terminal !== undefined) return terminal.abort(order);
    this.book.move(order, -90);
    return true;
  }

  // --- the guest's phone ---------------------------------------------------------------------------------------

  viewPage(order: SimOrder): void {
    order.pageViews += 1;
    this.changed();
  }

  chooseOnPage(order: SimOrder): boolean {
    if (isFinal(order) || order.terminalCode !== null) return false;
    this.book.chooseMethod(order, METHOD_BANK);
    return true;
  }

  actOnPage(order: SimOrder, action: PageAction): boolean {
    if (isFinal(order) || order.terminalCode !== null) return false;
    if (action === 'pay' && order.attempt === null) this.book.chooseMethod(order, METHOD_BANK);
    this.book.move(order, PAGE_END[action]);
    return true;
  }

  // --- looking -------------------------------------------------------------------------------------------------

  view(order: SimOrder, full: boolean, status?: StatusCode) {
    const { account, receipts } = this.settings;
    const showsPaymentAtOnce = this.inferred.createShowsPayment;
    return orderView(order, { origin: this.origin, ...account, receipts, showsPaymentAtOnce }, full, status);
  }

  state(): PayState {
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
      terminalAutopilot: this.terminalAutopilot,
      pageAutopilot: this.pageAutopilot,
      exchanges: this.exchanges.entries
        .slice(-SHOWN)
        .reverse()
        .map(({ orderId, status, state, attempts, fault, format, action }) => {
          return { orderId, status, state, attempts, fault, format, action };
        }),
      refunds: this.refunds().slice(-SHOWN).reverse(),
      inferred: this.inferred,
      exchangeStyle: this.exchangeStyle,
      deviceExchangeStyle: this.deviceExchangeStyle,
    };
  }

  summary(order: SimOrder): OrderSummary {
    return orderSummary(order, this.origin);
  }

  refunds(): readonly RefundSummary[] {
    return this.book.refunds.map(refundSummary);
  }

  charges(): readonly Charge[] {
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

  /** Forgets all orders, charges, faults and counts. Terminals keep what they are doing to themselves. */
  reset(): void {
    for (const order of this.book.open()) {
      if (order.terminalCode !== null) this.terminals.get(order.terminalCode)?.letGo(order);
    }
    this.book.clear();
    this.faults.clear();
    this.exchanges.clear();
    this.creates.clear();
    this.books.clear();
    this.announced.clear();
    Object.assign(this.counts, { creates: 0, statuses: 0, aborts: 0 });
    this.changed();
  }

  close(): void {
    this.closing.abort();
  }

  later(ms: number, work: () => void): void {
    this.clock.sleep(ms, this.closing.signal).then(work, () => undefined);
  }
}

function busyProblem(as: InferredSwitches['busyAs']): Problem {
  switch (as) {
    case 'code':
      return PROBLEMS.terminalInUse;
    case 'words':
      return PROBLEMS.terminalInUseInWords;
    case 'violation':
      return violation('paymentMethod.input.terminalCode', 'Terminal in use');
  }
}
