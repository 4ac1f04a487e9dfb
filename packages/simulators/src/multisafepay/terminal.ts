/**
 * A SmartPOS terminal in cloud mode.
 *
 *   idle ──start──▶ presenting ──tap──▶ processing ──▶ idle            paid
 *                     ▲   │  └─insert─▶ pin ──┘ │
 *                     │   │                     ├─▶ declined ──▶ presenting     the guest may try again
 *                     │   │                     └─▶ pin                         soft decline: the issuer wants a PIN
 *                     │   └──▶ idle                                             stopped, cancelled, a minute idle
 *                     └── the next order of the queue
 *
 * Only `completed` and `cancelled` end an order. Without its network a terminal goes on with what it is doing and reports
 * the end when the network is back.
 */
import type { Clock } from '@tillbridge/kernel';
import type { MspAutopilot, MspTerminalSetup } from './options.ts';
import type { OrderBook } from './order-book.ts';
import { DEMO_CARD, SOFT_DECLINED } from './order-view.ts';
import { isFinal, type SimOrder } from './sim-order.ts';

export type MspTerminalState = 'idle' | 'starting' | 'presenting' | 'pin' | 'processing' | 'declined';

export interface MspTerminalView {
  readonly id: string;
  readonly name: string;
  readonly groupId: number;
  readonly refunds: boolean;
  readonly online: boolean;
  readonly state: MspTerminalState;
  readonly orderId: string | null;
  readonly amountCents: number | null;
  readonly direction: 'pay' | 'refund' | null;
  /** Orders that wait for the terminal to be free. */
  readonly queued: number;
  /** When the terminal gives up waiting; null unless it waits. */
  readonly waitsUntil: number | null;
}

/** What a person can do to a terminal; each answers whether it had an effect. */
export const MSP_TERMINAL_ACTIONS = [
  'tap',
  'insert',
  'pin',
  'approve',
  'decline',
  'soft-decline',
  'cancel',
  'expire',
  'offline',
  'online',
] as const;
export type MspTerminalAction = (typeof MSP_TERMINAL_ACTIONS)[number];

export interface TerminalPorts {
  readonly book: OrderBook;
  readonly clock: Clock;
  readonly inactivityMs: number;
  readonly presentAfterMs: number;
  readonly processMs: number;
  readonly declineShownMs: number;
  /** How an unreferenced refund ends. */
  refundEnds(): 'completed' | 'reserved';
  autopilot(): MspAutopilot | null;
  /** Runs later, unless the simulator was closed meanwhile. */
  later(ms: number, work: () => void): void;
  changed(): void;
}

/** Up to this amount a contactless card asks for no PIN. */
const NO_PIN_CENTS = 50_00;
const DECLINED = ['4002', 'Insufficient funds'] as const;

export class Terminal {
  readonly setup: MspTerminalSetup;
  private readonly ports: TerminalPorts;
  private readonly queue: SimOrder[] = [];
  private state: MspTerminalState = 'idle';
  private order: SimOrder | null = null;
  private waitsUntil = 0;
  private online = true;
  private unreported: (() => void)[] = [];

  constructor(setup: MspTerminalSetup, ports: TerminalPorts) {
    this.setup = setup;
    this.ports = ports;
  }

  view(): MspTerminalView {
    const waits = this.order !== null && this.state !== 'processing';
    return {
      ...this.setup,
      online: this.online,
      state: this.state,
      orderId: this.order?.orderId ?? null,
      amountCents: this.order?.amountCents ?? null,
      direction: this.order?.direction ?? null,
      queued: this.queue.length,
      waitsUntil: waits ? this.waitsUntil : null,
    };
  }

  get occupied(): boolean {
    return this.order !== null;
  }

  get connected(): boolean {
    return this.online;
  }

  /** Shows the order, now or as soon as the terminal is free and has its network. */
  show(order: SimOrder): void {
    this.queue.push(order);
    this.next();
  }

  /** The till stops an order. False once a card is being read. */
  stop(order: SimOrder, whateverHappens: boolean): boolean {
    if (this.order !== order) {
      const at = this.queue.indexOf(order);
      if (at >= 0) this.queue.splice(at, 1);
      this.ports.book.move(order, 'cancelled');
      return true;
    }
    if (this.state === 'processing' && !whateverHappens) return false;
    return this.finish('cancelled');
  }

  /** Leaves the order without an end: somebody else decides about it. */
  letGo(order: SimOrder): void {
    const at = this.queue.indexOf(order);
    if (at >= 0) this.queue.splice(at, 1);
    if (this.order !== order) return;
    this.order = null;
    this.enter('idle');
    this.next();
  }

  act(action: MspTerminalAction): boolean {
    switch (action) {
      case 'tap':
        if (this.state !== 'presenting') return false;
        return (this.order?.amountCents ?? 0) > NO_PIN_CENTS ? this.askPin() : this.process();
      case 'insert':
        return this.state === 'presenting' && this.askPin();
      case 'pin':
        return this.state === 'pin' && this.process();
      case 'approve':
        return this.order !== null && this.approve();
      case 'decline':
        return this.order !== null && this.decline();
      case 'soft-decline':
        return this.order !== null && this.softDecline();
      case 'cancel':
        return this.order !== null && this.state !== 'processing' && this.finish('cancelled');
      case 'expire':
        return this.order !== null && this.state !== 'processing' && this.finish('cancelled');
      case 'offline':
        return this.connect(false);
      case 'online':
        return this.connect(true);
    }
  }

  private next(): void {
    if (this.order !== null || !this.online) return;
    let order = this.queue.shift();
    while (order !== undefined && isFinal(order)) order = this.queue.shift();
    if (order !== undefined) this.start(order);
  }

  private start(order: SimOrder): void {
    const { later, presentAfterMs } = this.ports;
    this.order = order;
    this.enter('starting');
    this.active(order);
    later(presentAfterMs, () => {
      if (this.order !== order || this.state !== 'starting') return;
      this.present(order);
      const pilot = this.ports.autopilot();
      if (pilot !== null) {
        later(pilot.afterMs, () => {
          if (this.order === order) this.act(pilot.outcome);
        });
      }
    });
  }

  private present(order: SimOrder): true {
    this.active(order);
    return this.enter('presenting');
  }

  /** Something happened: the minute of inactivity begins anew. */
  private active(order: SimOrder): void {
    const { clock, inactivityMs, later } = this.ports;
    this.waitsUntil = clock.now() + inactivityMs;
    later(inactivityMs, () => {
      if (this.order === order && clock.now() >= this.waitsUntil) this.act('expire');
    });
  }

  private askPin(): boolean {
    const { order } = this;
    if (order === null) return false;
    this.active(order);
    return this.enter('pin');
  }

  private process(): boolean {
    const { order } = this;
    if (order === null) return false;
    this.read(order);
    this.enter('processing');
    this.ports.later(this.ports.processMs, () => {
      if (this.order === order && this.state === 'processing') this.approve();
    });
    return true;
  }

  private approve(): boolean {
    const { order } = this;
    if (order === null) return false;
    if (this.state !== 'processing') this.read(order);
    return this.finish(order.direction === 'refund' ? this.ports.refundEnds() : 'completed');
  }

  private decline(): boolean {
    const { order } = this;
    if (order === null) return false;
    if (this.state !== 'processing') this.read(order);
    this.report(() => this.ports.book.move(order, 'declined', DECLINED));
    this.enter('declined');
    this.ports.later(this.ports.declineShownMs, () => {
      if (this.order !== order || this.state !== 'declined') return;
      this.report(() => this.ports.book.move(order, 'initialized'));
      this.present(order);
    });
    return true;
  }

  private softDecline(): boolean {
    const { order } = this;
    if (order === null) return false;
    if (this.state !== 'processing') this.read(order);
    this.report(() => this.ports.book.move(order, 'declined', SOFT_DECLINED));
    this.enter('declined');
    this.ports.later(this.ports.declineShownMs, () => {
      if (this.order !== order || this.state !== 'declined') return;
      this.report(() => this.ports.book.move(order, 'initialized'));
      this.askPin();
    });
    return true;
  }

  /** A card was held to the terminal: a transaction begins. */
  private read(order: SimOrder): void {
    this.report(() => this.ports.book.attempt(order, DEMO_CARD.type));
  }

  private finish(status: 'completed' | 'reserved' | 'cancelled'): boolean {
    const { order } = this;
    if (order === null) return false;
    this.order = null;
    this.enter('idle');
    this.report(() => {
      if (!isFinal(order)) this.ports.book.move(order, status);
    });
    this.next();
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
    this.next();
    this.ports.changed();
    return true;
  }

  private enter(state: MspTerminalState): true {
    this.state = state;
    this.ports.changed();
    return true;
  }
}
