import { type CallContext, type Cents, type Clock, cents } from '@tillbridge/kernel';
import type {
  AbortAnswer,
  Approval,
  Begun,
  CardTerminal,
  Observe,
  Outcome,
  PaymentDriver,
  PaymentHandle,
  PaymentOrder,
  Phase,
  QrProvider,
  RouteId,
  Standing,
  TerminalId,
} from '@tillbridge/payments';

/** What a scripted provider does with the next start. */
export type BeginScript = 'accept' | 'refuse-in-use' | 'refuse' | 'lose-reply' | 'lose-request' | 'hang';

interface Order {
  readonly providerRef: string;
  readonly order: PaymentOrder;
  /** A device of our own knows nothing of the order's time: its amount stays armed until somebody stops it. */
  readonly expires: boolean;
  /** Undefined while money can still move. */
  outcome: Outcome | undefined;
  /** Taken offline and not sent yet; `paid`: the shop's policy counts it as paid. */
  queued: 'paid' | 'unknown' | null;
  phase: Phase;
  /** The device's own words. */
  words: string | null;
}

interface TerminalOptions {
  readonly leaseMs?: number;
  readonly canRefund?: boolean;
  /** `reference`: a terminal that we talk to ourselves. */
  readonly addressedBy?: PaymentDriver['addressedBy'];
}

const POLL_MS = 500;

/** A provider with a memory: orders, charges and faults, without a network. Serves both kinds of driver. */
export class ScriptedProvider {
  readonly orders = new Map<string, Order>();
  /** One entry for each time money moved. */
  readonly charges: { reference: string; amountCents: Cents }[] = [];
  begins = 0;
  aborts = 0;
  next: BeginScript = 'accept';
  /** No enquiry, abort or follow gets an answer. */
  offline = false;
  /** Aborts come too late from now on. */
  abortsTooLate = false;
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  terminal(route: string, options: TerminalOptions = {}): CardTerminal {
    return {
      ...this.driver(route, options.leaseMs ?? 60_000, false, options.addressedBy ?? 'provider-ref'),
      means: 'card',
      terminal: `terminal-of-${route}` as TerminalId,
      canRefund: options.canRefund ?? true,
    };
  }

  qr(route: string, options: { leaseMs?: number } = {}): QrProvider {
    return { ...this.driver(route, options.leaseMs ?? 120_000, true, 'provider-ref'), means: 'qr' };
  }

  orderOf(reference: string): Order | undefined {
    return [...this.orders.values()].find((order) => order.order.reference === reference);
  }

  /** The guest pays. False when the order can't take money any more. */
  pay(reference: string, finalCents?: number): boolean {
    const order = this.armed(reference);
    if (order === undefined) return false;
    this.charge(order, finalCents ?? order.order.amountCents);
    return true;
  }

  /** The guest pays while the terminal has no line: it takes the payment offline. False when it can't. */
  takeOffline(reference: string, counts: 'paid' | 'unknown'): boolean {
    const order = this.armed(reference);
    if (order === undefined) return false;
    order.queued = counts;
    return true;
  }

  /** The terminal sends what it took offline, and hears from the scheme. */
  sendQueued(reference: string, scheme: 'takes' | 'refuses', finalCents?: number): void {
    const order = this.orderOf(reference);
    if (order === undefined || order.queued === null) return;
    order.queued = null;
    if (scheme === 'takes') this.charge(order, finalCents ?? order.order.amountCents);
    else order.outcome = { kind: 'declined', reason: 'declined-by-issuer', detail: 'the scheme refused it' };
  }

  /** Somebody can still pay it: the order stands and nothing has become of it. */
  isArmed(reference: string): boolean {
    return this.armed(reference) !== undefined;
  }

  /** What the device does now, and its own words for it. */
  show(reference: string, phase: Phase, words: string | null = null): void {
    const order = this.orderOf(reference);
    if (order === undefined) return;
    order.phase = phase;
    order.words = words;
  }

  end(reference: string, outcome: Exclude<Outcome, { kind: 'approved' }>): void {
    const order = this.orderOf(reference);
    if (order !== undefined && order.outcome === undefined && order.queued === null) order.outcome = outcome;
  }

  private driver(route: string, leaseMs: number, shows: boolean, addressedBy: PaymentDriver['addressedBy']) {
    const find = (handle: PaymentHandle): Order | null | undefined => {
      if (addressedBy === 'reference') return this.orderOf(handle.reference);
      return handle.providerRef === null ? null : this.orders.get(handle.providerRef);
    };
    const expires = addressedBy === 'provider-ref';
    return {
      route: route as RouteId,
      leaseMs,
      addressedBy,
      begin: (order: PaymentOrder, call: CallContext) => this.begin(order, { shows, expires }, call),
      enquire: async (handle: PaymentHandle) => this.standing(find(handle)),
      abort: async (handle: PaymentHandle) => this.abort(find(handle)),
      follow: (handle: PaymentHandle, observe: Observe, call: CallContext) =>
        this.follow(() => find(handle), observe, call),
    };
  }

  private armed(reference: string): Order | undefined {
    const order = this.orderOf(reference);
    if (order === undefined || order.outcome !== undefined || order.queued !== null) return undefined;
    return order.expires && this.clock.now() > order.order.expiresAt ? undefined : order;
  }

  private charge(order: Order, finalCents: number): void {
    const amountCents = cents(finalCents);
    this.charges.push({ reference: order.order.reference, amountCents });
    order.outcome = { kind: 'approved', approval: approvalOf(amountCents, order.providerRef, 'final') };
  }

  private async begin(
    order: PaymentOrder,
    { shows, expires }: { readonly shows: boolean; readonly expires: boolean },
    call: CallContext,
  ): Promise<Begun> {
    this.begins += 1;
    const script = this.next;
    this.next = 'accept';
    if (script === 'refuse-in-use') {
      return { kind: 'refused', reason: 'terminal-in-use', detail: null, busyForMs: 45_000 };
    }
    if (script === 'refuse') return { kind: 'refused', reason: 'provider-refused', detail: 'no', busyForMs: null };
    if (script === 'lose-request') return { kind: 'unclear', detail: 'no answer' };
    const providerRef = `order-${this.orders.size + 1}`;
    const phase = shows ? 'scan' : 'present-card';
    this.orders.set(providerRef, { providerRef, order, expires, outcome: undefined, queued: null, phase, words: null });
    if (script === 'lose-reply') return { kind: 'unclear', detail: 'no answer' };
    if (script === 'hang') {
      await this.clock.sleep(call.timeoutMs, call.signal);
      return { kind: 'unclear', detail: 'no answer in time' };
    }
    const qr = shows ? { payload: `https://pay.example/${providerRef}`, expiresAt: order.expiresAt } : null;
    return { kind: 'accepted', providerRef, qr };
  }

  /** Null: nothing to address it with; undefined: nobody knows of such an order. */
  private standing(order: Order | null | undefined): Standing {
    if (this.offline) return { kind: 'unreachable', detail: 'offline' };
    if (order === null) return { kind: 'unreachable', detail: 'no order id' };
    if (order === undefined) return { kind: 'absent' };
    if (order.queued === 'unknown') return { kind: 'queued', detail: 'taken offline' };
    if (order.queued === 'paid') {
      const approval = approvalOf(order.order.amountCents, order.providerRef, 'queued');
      return { kind: 'final', outcome: { kind: 'approved', approval } };
    }
    if (order.expires && order.outcome === undefined && this.clock.now() > order.order.expiresAt) {
      order.outcome = { kind: 'timed-out', detail: null };
    }
    return order.outcome === undefined
      ? { kind: 'pending', phase: order.phase }
      : { kind: 'final', outcome: order.outcome };
  }

  private abort(order: Order | null | undefined): AbortAnswer {
    this.aborts += 1;
    if (this.offline) return { kind: 'unreachable', detail: 'offline' };
    if (!order || order.outcome !== undefined || order.queued !== null || this.abortsTooLate) {
      return { kind: 'too-late', detail: null };
    }
    order.outcome = { kind: 'cancelled', reason: 'cancelled-by-till', detail: null };
    return { kind: 'accepted' };
  }

  private async follow(find: () => Order | null | undefined, observe: Observe, call: CallContext): Promise<Standing> {
    const until = this.clock.monotonicMs() + call.timeoutMs;
    let silentSince: number | null = null;
    for (;;) {
      const order = find();
      const standing = this.standing(order);
      const now = this.clock.monotonicMs();
      if (standing.kind === 'final' || standing.kind === 'absent' || standing.kind === 'queued') return standing;
      if (standing.kind === 'unreachable') {
        silentSince ??= now;
        if (now - silentSince >= 20_000) return standing;
      } else {
        silentSince = null;
        observe(standing.phase, order?.words);
      }
      if (now >= until) return { kind: 'unreachable', detail: 'the watch ran out' };
      await this.clock.sleep(POLL_MS, call.signal);
    }
  }
}

function approvalOf(finalCents: Cents, providerRef: string, settlement: Approval['settlement']): Approval {
  return {
    finalCents,
    transactionReference: providerRef,
    cardType: 'Debit',
    terminalLabel: null,
    providerMethod: null,
    receipts: [],
    settlement,
  };
}
