/**
 * A PAY.POS terminal with a screen to tap.
 *
 *   idle ──ORDER_CREATE──▶ order ──ORDER_STOP──▶ idle
 *   idle ──START──▶ starting ──▶ presenting ──tap──▶ processing ──▶ idle   (approved, declined, failed, queued)
 *                      │             │   └──▶ pin ──ok─┘  └─wrong─▶ idle, or pin again
 *                      └─────────────┴────────┴──▶ idle                  (stopped, cancelled, window over)
 *   any ──reboot──▶ booting ──▶ idle      what ran is lost without an entry, the history is kept
 *
 * Once a card is being processed nobody stops it any more.
 */
import type { ByteLink, Clock } from '@tillbridge/kernel';
import { Connection } from './connection.ts';
import { FaultBox, type ListedPayEcrFault, type PayEcrFault } from './faults.ts';
import { HistoryBook, type HistoryEntry, type HistoryStatus, type PayEcrCharge, type Transaction } from './history.ts';
import { type EventName, type Reply, type Request, type RequestedTransaction, requestSchema } from './messages.ts';
import {
  type PayEcrAutopilot,
  type PayEcrTerminalOptions,
  type SettledTerminalOptions,
  settleTerminal,
} from './options.ts';

export type PayEcrState = 'idle' | 'booting' | 'off' | 'order' | 'starting' | 'presenting' | 'pin' | 'processing';

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

export interface ShownLine {
  readonly text: string;
  readonly quantity: number;
  readonly cents: number;
}

export interface PayEcrView {
  /** Rises with every change. */
  readonly revision: number;
  readonly code: string;
  readonly name: string;
  readonly state: PayEcrState;
  /** What runs, or the order on the screen. */
  readonly transaction: Transaction | null;
  readonly lines: readonly ShownLine[];
  readonly connections: number;
  readonly history: readonly HistoryEntry[];
  readonly charges: readonly PayEcrCharge[];
  readonly faults: readonly ListedPayEcrFault[];
  readonly autopilot: PayEcrAutopilot | null;
}

interface Running extends Transaction {
  readonly starter: Connection | null;
}

/** Up to this amount a contactless card asks for no PIN. */
const NO_PIN_CENTS = 50_00;
const PIN_AGAIN_MS = 500;

export class PayEcrTerminal {
  readonly faults = new FaultBox();
  autopilot: PayEcrAutopilot | null;
  private readonly options: SettledTerminalOptions;
  private readonly clock: Clock;
  private readonly book: HistoryBook;
  private readonly connections = new Set<Connection>();
  private readonly starts = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private readonly closing = new AbortController();
  private state: PayEcrState = 'idle';
  private running: Running | null = null;
  private order: RequestedTransaction | null = null;
  private muteUntilMs = Number.NEGATIVE_INFINITY;
  private revision = 0;

  constructor(options: PayEcrTerminalOptions) {
    this.options = settleTerminal(options);
    this.clock = options.clock;
    this.autopilot = this.options.autopilot;
    this.book = new HistoryBook(this.clock, this.options.clockOffsetMs, 'Speelpark De Eik');
  }

  get code(): string {
    return this.options.code;
  }

  get name(): string {
    return this.options.name;
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
    const shown = this.running ?? (this.order === null ? null : transactionOf(this.order));
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
    const id = this.faults.add(fault);
    this.changed();
    return id;
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
        if (this.state !== 'presenting') return false;
        return (this.running?.amountCents ?? 0) > NO_PIN_CENTS ? this.askPin() : this.process();
      case 'pin-ok':
        return this.state === 'pin' && this.process();
      case 'pin-wrong':
        return this.state === 'pin' && this.wrongPin();
      case 'approve':
        return this.faults.take(['queue']) === undefined ? this.approve() : this.queue();
      case 'decline':
        return this.end('COMPLETED', 'FAILED', { approved: false, message: 'Transaction declined' });
      case 'queue':
        return this.queue();
      case 'fail':
        return this.end('FAILED', 'FAILED', { message: 'Transaction failed' });
      case 'cancel':
        return this.stoppable() && this.end('CANCELLED', 'CANCEL', { message: 'Transaction cancelled' });
      case 'expire':
        return this.stoppable() && this.end('FAILED', 'EXPIRED', { message: 'No card presented' });
      case 'occupy':
        if (this.state !== 'idle') return false;
        return this.begin({
          reference: null,
          direction: 'pay',
          amountCents: 250,
          description: 'Other till',
          starter: null,
        });
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
        return this.state !== 'off' && this.boot();
      case 'power-off':
        this.stopAll();
        return this.enter('off');
      case 'power-on':
        return this.state === 'off' && this.boot();
    }
  }

  private askPin(): true {
    this.enter('pin');
    this.tell('PIN_INPUT_PENDING', { message: 'Waiting for PIN' });
    return true;
  }

  private wrongPin(): boolean {
    if (this.options.wrongPinEnds) return this.end('PIN_INPUT_ERROR', 'FAILED', { message: 'Wrong PIN' });
    const { running } = this;
    this.tell('PIN_INPUT_ERROR', { message: 'Wrong PIN' });
    this.later(PIN_AGAIN_MS, () => {
      if (this.running === running && this.state === 'pin') this.askPin();
    });
    return true;
  }

  private process(): true {
    const { running } = this;
    this.enter('processing');
    this.tell('PROCESSING', { message: 'Processing' });
    this.later(this.options.processMs, () => {
      if (this.running === running && this.state === 'processing') this.act('approve');
    });
    return true;
  }

  private approve(): boolean {
    const { running } = this;
    if (running === null || this.state === 'booting') return false;
    this.book.charge(running);
    return this.end('COMPLETED', 'SUCCESS', { approved: true, message: 'Transaction approved' });
  }

  private queue(): boolean {
    return this.end('QUEUED', 'QUEUED', { message: 'Transaction stored offline' });
  }

  private stoppable(): boolean {
    return this.state === 'starting' || this.state === 'presenting' || this.state === 'pin';
  }

  // --- what a transaction goes through ---------------------------------------------------------------------------

  private begin(running: Running): true {
    this.running = running;
    this.enter('starting');
    this.later(this.options.presentAfterMs, () => {
      if (this.running !== running || this.state !== 'starting') return;
      this.enter('presenting');
      this.tell('STARTED', { message: 'Present card' });
      const pilot = this.autopilot;
      if (pilot === null) return;
      this.later(pilot.afterMs, () => {
        if (this.running === running) this.act(pilot.outcome);
      });
    });
    this.later(this.options.cardWindowMs, () => {
      if (this.running === running) this.act('expire');
    });
    return true;
  }

  private end(event: EventName, status: HistoryStatus, parts: { approved?: boolean; message: string }): boolean {
    const { running } = this;
    if (running === null) return false;
    this.running = null;
    this.enter('idle');
    const entry = this.book.entryFor(plain(running), status);
    const late = this.faults.take(['history-late']);
    if (this.faults.take(['forget']) === undefined) {
      if (late === undefined) this.book.add(entry);
      else this.later(late.ms, () => this.book.add(entry));
    }
    this.tell(event, { ...parts, orderId: entry.orderId, ticket: entry.ticket }, running);
    this.changed();
    return true;
  }

  private boot(): true {
    this.stopAll();
    this.enter('booting');
    this.later(this.options.bootMs, () => {
      if (this.state === 'booting') this.enter('idle');
    });
    return true;
  }

  private stopAll(): void {
    this.running = null;
    this.order = null;
    for (const connection of this.connections) connection.close();
  }

  private tell(event: EventName, parts: Record<string, unknown>, running = this.running): void {
    const reply: Reply = { type: 'TRANSACTION_EVENT', event, approved: false, ...parts };
    for (const connection of this.connections) {
      if (this.options.eventsTo === 'everyone' || connection === running?.starter) connection.send(reply);
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
      this.begin({ ...transaction, amountCents, starter });
    }
  }

  private stopFor(refuse: (reason: string) => void): void {
    const paid = this.running === null ? undefined : this.faults.take(['paid-after-stop']);
    if (paid !== undefined) {
      const { running } = this;
      this.later(paid.afterMs, () => {
        if (this.running === running) this.act('approve');
      });
    } else if (!this.act('cancel')) {
      refuse(this.running === null ? 'There is no transaction' : 'The transaction cannot be cancelled');
    }
  }

  private showOrder(order: RequestedTransaction): void {
    this.order = order;
    this.enter('order');
  }

  private clearOrder(order: RequestedTransaction): RequestedTransaction {
    this.order = null;
    this.enter('idle');
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

  private enter(state: PayEcrState): true {
    this.state = state;
    this.changed();
    return true;
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

function transactionOf(asked: RequestedTransaction): Transaction {
  return {
    reference: asked.reference ?? null,
    direction: asked.type === 'REFUND' ? 'refund' : 'pay',
    amountCents: asked.amount.value,
    description: asked.description ?? null,
  };
}

function plain({ reference, direction, amountCents, description }: Transaction): Transaction {
  return { reference, direction, amountCents, description };
}

function linesOf(order: RequestedTransaction): ShownLine[] {
  return (order.order?.products ?? []).map(({ description, quantity, price }) => ({
    text: description ?? '',
    quantity: quantity ?? 1,
    cents: price?.value ?? 0,
  }));
}

function recordOf(entry: HistoryEntry): Reply {
  const { id, orderId, reference, status, description, createdAt, ticket, amountCents } = entry;
  const cardNumber = status === 'SUCCESS' || status === 'QUEUED' ? '411111******1111' : null;
  return {
    type: 'HISTORY_GET_RESPONSE',
    id,
    orderId,
    reference,
    status,
    description,
    createdAt,
    ticket,
    amount: amountCents,
    currency: 'EUR',
    cardNumber,
  };
}
