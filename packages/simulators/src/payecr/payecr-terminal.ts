/**
 * A PAY.POS terminal with a screen to tap.
 *
 *   idle ──ORDER_CREATE──▶ order ──ORDER_STOP──▶ idle        idle ──START──▶ a payment (see `flow.ts`) ──▶ idle
 *   any ──reboot──▶ booting ──▶ idle      what ran is lost without an entry, the history is kept
 */
import type { ByteLink, Clock } from '@tillbridge/kernel';
import { Connection } from './connection.ts';
import { type PayEcrFault, PayEcrFaultBox } from './faults.ts';
import { PaymentFlow, type Running } from './flow.ts';
import { HistoryBook, type PayEcrCharge } from './history.ts';
import { type Reply, type Request, type RequestedTransaction, requestSchema } from './messages.ts';
import {
  type PayEcrAutopilot,
  type PayEcrTerminalOptions,
  type SettledTerminalOptions,
  settleTerminal,
} from './options.ts';
import { linesOf, type PayEcrState, type PayEcrView, plain, recordOf, transactionOf } from './view.ts';

/** What a person can do to it; each answers whether it had an effect. */
export const PAY_ECR_ACTIONS = [
  'tap',
  'pin-ok',
  'pin-wrong',
  'approve',
  'decline',
  'queue',
  'fail',
  'cancel',
  'expire',
  'occupy',
  'settle',
  'refuse-queued',
  'fill-history',
  'clear-history',
  'reboot',
  'power-off',
  'power-on',
] as const;
export type PayEcrAction = (typeof PAY_ECR_ACTIONS)[number];

export class PayEcrTerminal {
  readonly faults = new PayEcrFaultBox({ changed: () => this.changed() });
  autopilot: PayEcrAutopilot | null;
  private readonly options: SettledTerminalOptions;
  private readonly clock: Clock;
  private readonly book: HistoryBook;
  private readonly connections = new Set<Connection>();
  private readonly starts = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private readonly closing = new AbortController();
  private readonly flow: PaymentFlow;
  private power: 'on' | 'booting' | 'off' = 'on';
  private order: RequestedTransaction | null = null;
  private muteUntilMs = Number.NEGATIVE_INFINITY;
  private revision = 0;

  constructor(options: PayEcrTerminalOptions) {
    this.options = settleTerminal(options);
    this.clock = options.clock;
    this.autopilot = this.options.autopilot;
    this.book = new HistoryBook(this.clock, this.options.clockOffsetMs, 'Speelpark De Eik');
    this.flow = new PaymentFlow({
      options: this.options,
      faults: this.faults,
      book: this.book,
      autopilot: () => this.autopilot,
      tell: (reply, running) => this.tell(reply, running),
      later: (ms, work) => this.later(ms, work),
      changed: () => this.changed(),
    });
  }

  get code(): string {
    return this.options.code;
  }

  get name(): string {
    return this.options.name;
  }

  private get state(): PayEcrState {
    if (this.power !== 'on') return this.power;
    return this.order === null ? this.flow.state : 'order';
  }

  /** Whether it answers a discovery. */
  get isOn(): boolean {
    return this.state !== 'off' && !this.isMute();
  }

  /** A till connected. */
  accept(link: ByteLink): void {
    if (this.state === 'off' || this.closing.signal.aborted) {
      link.close().catch(() => undefined);
      return;
    }
    const connection: Connection = new Connection(link, {
      faults: this.faults,
      isMute: () => this.isMute(),
      later: (ms, work) => this.later(ms, work),
      received: (value, from) => this.receive(value, from),
      closed: (gone) => {
        this.connections.delete(gone);
        this.changed();
      },
    });
    this.connections.add(connection);
    this.changed();
  }

  view(): PayEcrView {
    const shown = this.flow.running ?? (this.order === null ? null : transactionOf(this.order));
    return {
      revision: this.revision,
      code: this.code,
      name: this.name,
      state: this.state,
      transaction: shown === null ? null : plain(shown),
      lines: this.order === null ? [] : linesOf(this.order),
      connections: this.connections.size,
      history: this.book.list(),
      charges: this.book.charges(),
      faults: this.faults.list(),
      autopilot: this.autopilot,
    };
  }

  charges(): readonly PayEcrCharge[] {
    return this.book.charges();
  }

  /** How many requests to start this payment arrived. */
  startsOf(reference: string): number {
    return this.starts.get(reference) ?? 0;
  }

  fault(fault: PayEcrFault): number {
    return this.faults.add(fault);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(): void {
    this.revision += 1;
    for (const listener of this.listeners) listener();
  }

  /** Ends every connection and everything that would have happened later. */
  close(): void {
    this.closing.abort(CLOSED);
    for (const connection of this.connections) connection.close();
  }

  // --- the person in front of it ---------------------------------------------------------------------------------

  act(action: PayEcrAction): boolean {
    switch (action) {
      case 'tap':
        return this.flow.tap();
      case 'pin-ok':
        return this.flow.pinRight();
      case 'pin-wrong':
        return this.flow.pinWrong();
      case 'approve':
        return this.flow.approve();
      case 'decline':
        return this.flow.decline();
      case 'queue':
        return this.flow.queue();
      case 'fail':
        return this.flow.fail();
      case 'cancel':
        return this.flow.cancel();
      case 'expire':
        return this.flow.expire();
      case 'occupy':
        return this.state === 'idle' && this.flow.begin({ ...OTHER_TILLS });
      case 'settle':
        return this.told(this.book.settle('SUCCESS'));
      case 'refuse-queued':
        return this.told(this.book.settle('FAILED'));
      case 'fill-history':
        this.book.fill();
        return this.told(true);
      case 'clear-history':
        this.book.clear();
        return this.told(true);
      case 'reboot':
        return this.power !== 'off' && this.boot();
      case 'power-off':
        this.stopAll('off');
        return true;
      case 'power-on':
        return this.power === 'off' && this.boot();
    }
  }

  private boot(): true {
    this.stopAll('booting');
    this.later(this.options.bootMs, () => {
      if (this.power !== 'booting') return;
      this.power = 'on';
      this.changed();
    });
    return true;
  }

  private stopAll(power: 'booting' | 'off'): void {
    this.power = power;
    this.order = null;
    this.flow.drop();
    for (const connection of this.connections) connection.close();
  }

  private tell(reply: Reply, running: Running): void {
    for (const connection of this.connections) {
      if (this.options.eventsTo === 'everyone' || connection === running.starter) connection.send(reply);
    }
  }

  // --- messages of a till ----------------------------------------------------------------------------------------

  private receive(value: object, from: Connection): void {
    const request = requestSchema.safeParse(value);
    if (!request.success) {
      from.send({ type: 'ERROR', reason: `JSONException: ${request.error.issues[0]?.message ?? 'unknown message'}` });
      return;
    }
    const { type } = request.data;
    if (request.data.type === 'TRANSACTION_START') {
      const reference = request.data.transaction.reference ?? '';
      this.starts.set(reference, this.startsOf(reference) + 1);
    }
    const fault = this.faults.take(['ignore', 'error', 'cut', 'mute'], type);
    if (fault === undefined) {
      this.answer(request.data, from, true);
      return;
    }
    if (fault.do !== 'ignore' && fault.worked === true) this.answer(request.data, from, false);
    if (fault.do === 'error') from.send({ type: 'ERROR', reason: fault.reason ?? 'java.lang.IllegalStateException' });
    if (fault.do === 'cut') from.close();
    if (fault.do === 'mute') this.muteUntilMs = this.clock.monotonicMs() + fault.ms;
    this.changed();
  }

  private answer(request: Request, from: Connection, aloud: boolean): void {
    const say = (reply: Reply) => {
      if (aloud) from.send(reply);
    };
    const refuse = (reason: string) => say({ type: 'ERROR', reason });
    if (this.state === 'booting' && request.type !== 'PING') {
      refuse('The app is starting');
      return;
    }
    switch (request.type) {
      case 'PING':
        say({ type: 'PONG', status: this.status() });
        return;
      case 'HISTORY_LIST':
        say({
          type: 'HISTORY_LIST_RESPONSE',
          items: this.book
            .list()
            .map(({ id, orderId, reference, status, createdAt }) => ({ id, orderId, reference, status, createdAt })),
        });
        return;
      case 'HISTORY_GET': {
        const entry = this.book.find(request.needle);
        if (entry === undefined) refuse('Transaction not found');
        else say(recordOf(entry));
        return;
      }
      case 'TRANSACTION_START':
        this.startFor(request.transaction, from, refuse);
        return;
      case 'TRANSACTION_STOP':
        this.stopFor(refuse);
        return;
      case 'ORDER_CREATE':
        if (this.state !== 'idle') refuse('An order or a transaction is active');
        else this.showOrder(request.transaction);
        return;
      case 'ORDER_UPDATE':
        if (this.state !== 'order') refuse('There is no order');
        else this.showOrder(request.transaction);
        return;
      case 'ORDER_START':
        if (this.order === null) refuse('There is no order');
        else this.startFor(this.clearOrder(this.order), from, refuse);
        return;
      case 'ORDER_STOP':
        if (this.order === null) refuse('There is no order');
        else this.clearOrder(this.order);
        return;
    }
  }

  private startFor(asked: RequestedTransaction, starter: Connection, refuse: (reason: string) => void): void {
    const transaction = transactionOf(asked);
    if (this.state !== 'idle') refuse('The terminal is busy');
    else if (transaction.amountCents <= 0) refuse('The amount is not valid');
    else if (transaction.direction === 'refund' && !this.options.refunds) refuse('Refunds are not enabled');
    else {
      const amountCents = this.faults.take(['wrong-amount'])?.cents ?? transaction.amountCents;
      this.flow.begin({ ...transaction, amountCents, starter });
    }
  }

  private stopFor(refuse: (reason: string) => void): void {
    const { running } = this.flow;
    const paid = running === null ? undefined : this.faults.take(['paid-after-stop']);
    if (paid !== undefined) {
      this.later(paid.afterMs, () => {
        if (this.flow.running === running) this.flow.approve();
      });
    } else if (!this.flow.cancel()) {
      refuse(running === null ? 'There is no transaction' : 'The transaction cannot be cancelled');
    }
  }

  private showOrder(order: RequestedTransaction): void {
    this.order = order;
    this.changed();
  }

  private clearOrder(order: RequestedTransaction): RequestedTransaction {
    this.order = null;
    this.changed();
    return order;
  }

  private status(): string {
    switch (this.state) {
      case 'idle':
        return 'IDLE';
      case 'booting':
        return 'BOOTING';
      case 'order':
        return 'ORDER_PRESENTING';
      default:
        return 'BUSY';
    }
  }

  private isMute(): boolean {
    return this.clock.monotonicMs() < this.muteUntilMs;
  }

  private told(done: boolean): boolean {
    this.changed();
    return done;
  }

  private later(ms: number, work: () => void): void {
    this.clock.sleep(ms, this.closing.signal).then(work, () => undefined);
  }
}

const CLOSED = new Error('the simulator was closed');
const OTHER_TILLS: Running = {
  reference: null,
  direction: 'pay',
  amountCents: 250,
  description: 'Other till',
  starter: null,
};
