import { type CallContext, type Cents, type Clock, cents } from '@tillbridge/kernel';
import type {
  AbortAnswer,
  Approval,
  Begun,
  CardTerminal,
  Observe,
  Outcome,
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
  /** Undefined while money can still move. */
  outcome: Outcome | undefined;
  phase: Phase;
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

  terminal(route: string, options: { leaseMs?: number; canRefund?: boolean } = {}): CardTerminal {
    return {
      ...this.driver(route, options.leaseMs ?? 60_000, false),
      means: 'card',
      terminal: `terminal-of-${route}` as TerminalId,
      canRefund: options.canRefund ?? true,
    };
  }

  qr(route: string, options: { leaseMs?: number } = {}): QrProvider {
    return { ...this.driver(route, options.leaseMs ?? 120_000, true), means: 'qr' };
  }

  orderOf(reference: string): Order | undefined {
    return [...this.orders.values()].find((order) => order.order.reference === reference);
  }

  /** The guest pays. False when the order can't take money any more. */
  pay(reference: string, finalCents?: number): boolean {
    const order = this.orderOf(reference);
    if (order === undefined || order.outcome !== undefined || this.clock.now() > order.order.expiresAt) return false;
    const amountCents = cents(finalCents ?? order.order.amountCents);
    this.charges.push({ reference, amountCents });
    order.outcome = { kind: 'approved', approval: approvalOf(amountCents, order.providerRef) };
    return true;
  }

  end(reference: string, outcome: Exclude<Outcome, { kind: 'approved' }>): void {
    const order = this.orderOf(reference);
    if (order !== undefined && order.outcome === undefined) order.outcome = outcome;
  }

  private driver(route: string, leaseMs: number, shows: boolean) {
    return {
      route: route as RouteId,
      leaseMs,
      addressedBy: 'provider-ref' as const,
      begin: (order: PaymentOrder, call: CallContext) => this.begin(order, shows, call),
      enquire: async (handle: PaymentHandle) => this.standing(handle),
      abort: async (handle: PaymentHandle) => this.abort(handle),
      follow: (handle: PaymentHandle, observe: Observe, call: CallContext) => this.follow(handle, observe, call),
    };
  }

  private async begin(order: PaymentOrder, shows: boolean, call: CallContext): Promise<Begun> {
    this.begins += 1;
    const script = this.next;
    this.next = 'accept';
    if (script === 'refuse-in-use') {
      return { kind: 'refused', reason: 'terminal-in-use', detail: null, busyForMs: 45_000 };
    }
    if (script === 'refuse') return { kind: 'refused', reason: 'provider-refused', detail: 'no', busyForMs: null };
    if (script === 'lose-request') return { kind: 'unclear', detail: 'no answer' };
    const providerRef = `order-${this.orders.size + 1}`;
    this.orders.set(providerRef, { providerRef, order, outcome: undefined, phase: shows ? 'scan' : 'present-card' });
    if (script === 'lose-reply') return { kind: 'unclear', detail: 'no answer' };
    if (script === 'hang') {
      await this.clock.sleep(call.timeoutMs, call.signal);
      return { kind: 'unclear', detail: 'no answer in time' };
    }
    const qr = shows ? { payload: `https://pay.example/${providerRef}`, expiresAt: order.expiresAt } : null;
    return { kind: 'accepted', providerRef, qr };
  }

  private standing(handle: PaymentHandle): Standing {
    if (this.offline) return { kind: 'unreachable', detail: 'offline' };
    if (handle.providerRef === null) return { kind: 'unreachable', detail: 'no order id' };
    const order = this.orders.get(handle.providerRef);
    if (order === undefined) return { kind: 'absent' };
    if (order.outcome === undefined && this.clock.now() > order.order.expiresAt) {
      order.outcome = { kind: 'timed-out', detail: null };
    }
    return order.outcome === undefined
      ? { kind: 'pending', phase: order.phase }
      : { kind: 'final', outcome: order.outcome };
  }

  private abort(handle: PaymentHandle): AbortAnswer {
    this.aborts += 1;
    if (this.offline) return { kind: 'unreachable', detail: 'offline' };
    const order = handle.providerRef === null ? undefined : this.orders.get(handle.providerRef);
    if (order === undefined || order.outcome !== undefined || this.abortsTooLate) {
      return { kind: 'too-late', detail: null };
    }
    order.outcome = { kind: 'cancelled', reason: 'cancelled-by-till', detail: null };
    return { kind: 'accepted' };
  }

  private async follow(handle: PaymentHandle, observe: Observe, call: CallContext): Promise<Standing> {
    const until = this.clock.monotonicMs() + call.timeoutMs;
    let silentSince: number | null = null;
    for (;;) {
      const standing = this.standing(handle);
      const now = this.clock.monotonicMs();
      if (standing.kind === 'final' || standing.kind === 'absent' || standing.kind === 'queued') return standing;
      if (standing.kind === 'unreachable') {
        silentSince ??= now;
        if (now - silentSince >= 20_000) return standing;
      } else {
        silentSince = null;
        observe(standing.phase);
      }
      if (now >= until) return { kind: 'unreachable', detail: 'the watch ran out' };
      await this.clock.sleep(POLL_MS, call.signal);
    }
  }
}

function approvalOf(finalCents: Cents, providerRef: string): Approval {
  return {
    finalCents,
    transactionReference: providerRef,
    cardType: 'Debit',
    terminalLabel: null,
    providerMethod: null,
    receipts: [],
    settlement: 'final',
  };
}
