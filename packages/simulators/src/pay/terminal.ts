/**
 * A card terminal of Pay.'s cloud.
 *
 *   idle ──start──▶ starting ──▶ presenting ──tap──▶ processing ──▶ idle   (approved or declined)
 *                       │            │   └─insert─▶ card-read ─▶ pin ─┘
 *                       └────────────┴───────────────┴──────────┴──▶ idle   (stopped, aborted, 45 s over)
 *
 * Once the card is being processed nobody stops it any more. Without its network the terminal goes on with what it is
 * doing and reports the end when the network is back.
 */
import type { Clock } from '@tillbridge/kernel';
import type { Autopilot, InferredSwitches, TerminalSetup } from './options.ts';
import { METHOD_TERMINAL_REFUND, type OrderBook } from './order-book.ts';
import { type Incident, isFinal, type SimOrder, type StatusCode } from './sim-order.ts';

export type TerminalState = 'idle' | 'starting' | 'presenting' | 'card-read' | 'pin' | 'processing';

export interface TerminalView {
  readonly code: string;
  readonly name: string;
  readonly refunds: boolean;
  readonly online: boolean;
  readonly state: TerminalState;
  readonly orderId: string | null;
  readonly amountCents: number | null;
  readonly direction: 'pay' | 'refund' | null;
  /** When the terminal gives up waiting; null unless it waits. */
  readonly waitsUntil: number | null;
}

/** What a person can do to a terminal; each answers whether it had an effect. */
export type TerminalAction =
  | 'tap'
  | 'insert'
  | 'pin'
  | 'approve'
  | 'decline'
  | 'cancel'
  | 'expire'
  | 'offline'
  | 'online';

export const TERMINAL_ACTIONS = [
  'tap',
  'insert',
  'pin',
  'approve',
  'decline',
  'cancel',
  'expire',
  'offline',
  'online',
] as const satisfies readonly TerminalAction[];

export interface TerminalPorts {
  readonly book: OrderBook;
  readonly clock: Clock;
  readonly windowMs: number;
  readonly presentAfterMs: number;
  readonly processMs: number;
  switches(): InferredSwitches;
  autopilot(): Autopilot | null;
  /** Runs later, unless the simulator was closed meanwhile. */
  later(ms: number, work: () => void): void;
  changed(): void;
}

/** Up to this amount a contactless card asks for no PIN. */
const NO_PIN_CENTS = 50_00;

export class Terminal {
  readonly setup: TerminalSetup;
  private readonly ports: TerminalPorts;
  private state: TerminalState = 'idle';
  private order: SimOrder | null = null;
  private waitsUntil = 0;
  private online = true;
  private unreported: (() => void)[] = [];

  constructor(setup: TerminalSetup, ports: TerminalPorts) {
    this.setup = setup;
    this.ports = ports;
  }

  view(): TerminalView {
    return {
      code: this.setup.code,
      name: this.setup.name,
      refunds: this.setup.refunds,
      online: this.online,
      state: this.state,
      orderId: this.order?.id ?? null,
      amountCents: this.order?.amountCents ?? null,
      direction: this.order?.direction ?? null,
      waitsUntil: this.order === null || this.state === 'processing' ? null : this.waitsUntil,
    };
  }

  /** Why a start would be refused, if it would. */
  refusal(methodId: number): 'in-use' | 'offline' | 'no-refunds' | null {
    if (!this.online) return 'offline';
    if (methodId === METHOD_TERMINAL_REFUND && !this.setup.refunds) return 'no-refunds';
    return this.order === null ? null : 'in-use';
  }

  start(order: SimOrder): void {
    const { clock, windowMs, presentAfterMs, later } = this.ports;
    this.order = order;
    this.waitsUntil = Math.min(clock.now() + windowMs, order.expiresAt);
    this.enter('starting');
    later(presentAfterMs, () => {
      if (this.order !== order || this.state !== 'starting') return;
      this.enter('presenting');
      this.report(() => this.ports.book.move(order, 50));
      const pilot = this.ports.autopilot();
      if (pilot === null) return;
      later(pilot.afterMs, () => {
        if (this.order === order) this.act(pilot.outcome);
      });
    });
    later(Math.max(0, this.waitsUntil - clock.now()), () => {
      if (this.order === order) this.act('expire');
    });
  }

  /** The till stops the order. False once the card is being processed. */
  abort(order: SimOrder): boolean {
    if (this.order !== order) return false;
    // Answered as done, while the card is being processed all the same.
    if (!this.stoppable()) return this.ports.switches().abortInProcessing === 'ignored';
    this.finish(-90, 'MERCHANT_CANCELLATION');
    return true;
  }

  /** Leaves the order without an end: somebody else decides about it. */
  letGo(order: SimOrder): void {
    if (this.order !== order) return;
    this.order = null;
    this.enter('idle');
  }

  act(action: TerminalAction): boolean {
    switch (action) {
      case 'tap':
        if (this.state !== 'presenting') return false;
        return (this.order?.amountCents ?? 0) > NO_PIN_CENTS ? this.enter('pin') : this.process();
      case 'insert':
        return this.state === 'presenting' && this.enter('card-read');
      case 'pin':
        return (this.state === 'card-read' || this.state === 'pin') && this.process();
      case 'approve':
        return this.order !== null && this.finish(100, 'APPROVED');
      case 'decline':
        return this.order !== null && this.finish(-63, 'HOST_CANCELLATION');
      case 'cancel':
        return this.stoppable() && this.finish(-90, 'USER_CANCELLATION');
      case 'expire':
        return this.stoppable() && this.finish(this.ports.switches().noCardEnds, 'TIMEOUT_EXPIRATION');
      case 'offline':
        return this.connect(false);
      case 'online':
        return this.connect(true);
    }
  }

  private stoppable(): boolean {
    return this.order !== null && this.state !== 'processing';
  }

  private process(): boolean {
    const { order } = this;
    this.enter('processing');
    this.ports.later(this.ports.processMs, () => {
      if (this.order === order && this.state === 'processing') this.act('approve');
    });
    return true;
  }

  private finish(status: StatusCode, incident: Incident): boolean {
    const { order } = this;
    if (order === null) return false;
    this.order = null;
    this.enter('idle');
    this.report(() => {
      if (!isFinal(order)) this.ports.book.move(order, status, incident);
    });
    return true;
  }

  private report(work: () => void): void {
    if (this.online) work();
    else this.unreported.push(work);
  }

  private connect(online: boolean): boolean {
    if (this.online === online) return false;
    this.online = online;
    const waiting = online ? this.unreported.splice(0) : [];
    for (const work of waiting) work();
    this.ports.changed();
    return true;
  }

  private enter(state: TerminalState): true {
    this.state = state;
    this.ports.changed();
    return true;
  }
}
