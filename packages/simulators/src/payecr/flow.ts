/**
 * One transaction after the other, from the start to its entry in the history.
 *
 *   idle ──begin──▶ starting ──▶ presenting ──tap──▶ processing ──▶ idle   (approved, declined, failed, queued)
 *                      │             │   └──▶ pin ──ok─┘  └─wrong─▶ idle, or pin again
 *                      └─────────────┴────────┴──▶ idle                    (stopped, cancelled, window over)
 *
 * Once a card is being processed nobody stops it any more.
 */
import type { Connection } from './connection.ts';
import type { PayEcrFaultBox } from './faults.ts';
import type { HistoryBook, HistoryStatus, Transaction } from './history.ts';
import type { EventName, Reply } from './messages.ts';
import type { PayEcrAutopilot, SettledTerminalOptions } from './options.ts';

export type FlowState = 'idle' | 'starting' | 'presenting' | 'pin' | 'processing';

export interface Running extends Transaction {
  /** Who started it; null: another till. */
  readonly starter: Connection | null;
}

export interface FlowPorts {
  readonly options: SettledTerminalOptions;
  readonly faults: PayEcrFaultBox;
  readonly book: HistoryBook;
  autopilot(): PayEcrAutopilot | null;
  /** An event for whoever gets the events of this transaction. */
  tell(reply: Reply, running: Running): void;
  later(ms: number, work: () => void): void;
  changed(): void;
}

/** Up to this amount a contactless card asks for no PIN. */
const NO_PIN_CENTS = 50_00;
const PIN_AGAIN_MS = 500;

export class PaymentFlow {
  private readonly ports: FlowPorts;
  private at: FlowState = 'idle';
  private current: Running | null = null;

  constructor(ports: FlowPorts) {
    this.ports = ports;
  }

  get state(): FlowState {
    return this.at;
  }

  get running(): Running | null {
    return this.current;
  }

  begin(running: Running): true {
    const { options, autopilot, later } = this.ports;
    this.current = running;
    this.enter('starting');
    later(options.presentAfterMs, () => {
      if (this.current !== running || this.at !== 'starting') return;
      this.enter('presenting');
      this.tell('STARTED', { message: 'Present card' }, running);
      const pilot = autopilot();
      if (pilot === null) return;
      later(pilot.afterMs, () => {
        if (this.current === running) this.endAs(pilot.outcome);
      });
    });
    later(options.cardWindowMs, () => {
      if (this.current === running) this.expire();
    });
    return true;
  }

  tap(): boolean {
    if (this.at !== 'presenting' || this.current === null) return false;
    return this.current.amountCents > NO_PIN_CENTS ? this.askPin(this.current) : this.process(this.current);
  }

  pinRight(): boolean {
    return this.at === 'pin' && this.current !== null && this.process(this.current);
  }

  pinWrong(): boolean {
    const running = this.current;
    if (this.at !== 'pin' || running === null) return false;
    if (this.ports.options.wrongPinEnds) return this.end('PIN_INPUT_ERROR', 'FAILED', { message: 'Wrong PIN' });
    this.tell('PIN_INPUT_ERROR', { message: 'Wrong PIN' }, running);
    this.ports.later(PIN_AGAIN_MS, () => {
      if (this.current === running && this.at === 'pin') this.askPin(running);
    });
    return true;
  }

  /** From any state. */
  approve(): boolean {
    if (this.current === null) return false;
    if (this.ports.faults.take(['queue']) !== undefined) return this.queue();
    this.ports.book.charge(this.current);
    return this.end('COMPLETED', 'SUCCESS', { approved: true, message: 'Transaction approved' });
  }

  decline(): boolean {
    return this.end('COMPLETED', 'FAILED', { approved: false, message: 'Transaction declined' });
  }

  queue(): boolean {
    return this.end('QUEUED', 'QUEUED', { message: 'Transaction stored offline' });
  }

  fail(): boolean {
    return this.end('FAILED', 'FAILED', { message: 'Transaction failed' });
  }

  /** By the guest or the till. */
  cancel(): boolean {
    return this.stoppable() && this.end('CANCELLED', 'CANCEL', { message: 'Transaction cancelled' });
  }

  expire(): boolean {
    return this.stoppable() && this.end('FAILED', 'EXPIRED', { message: 'No card presented' });
  }

  /** The terminal lost its power: no event, no entry. */
  drop(): void {
    this.current = null;
    this.enter('idle');
  }

  private endAs(outcome: PayEcrAutopilot['outcome']): boolean {
    return {
      approve: () => this.approve(),
      decline: () => this.decline(),
      cancel: () => this.cancel(),
      queue: () => this.queue(),
    }[outcome]();
  }

  private stoppable(): boolean {
    return this.at === 'starting' || this.at === 'presenting' || this.at === 'pin';
  }

  private askPin(running: Running): true {
    this.enter('pin');
    this.tell('PIN_INPUT_PENDING', { message: 'Waiting for PIN' }, running);
    return true;
  }

  private process(running: Running): true {
    this.enter('processing');
    this.tell('PROCESSING', { message: 'Processing' }, running);
    this.ports.later(this.ports.options.processMs, () => {
      if (this.current === running && this.at === 'processing') this.approve();
    });
    return true;
  }

  private end(event: EventName, status: HistoryStatus, parts: { approved?: boolean; message: string }): boolean {
    const running = this.current;
    if (running === null) return false;
    const { book, faults, later } = this.ports;
    this.current = null;
    this.enter('idle');
    const { starter: _, ...transaction } = running;
    const entry = book.entryFor(transaction, status);
    const late = faults.take(['history-late']);
    if (faults.take(['forget']) === undefined) {
      if (late === undefined) book.add(entry);
      else later(late.ms, () => book.add(entry));
    }
    this.tell(event, { ...parts, orderId: entry.orderId, ticket: entry.ticket }, running);
    this.ports.changed();
    return true;
  }

  private tell(event: EventName, parts: Record<string, unknown>, running: Running): void {
    this.ports.tell({ type: 'TRANSACTION_EVENT', event, approved: false, ...parts }, running);
  }

  private enter(state: FlowState): void {
    this.at = state;
    this.ports.changed();
  }
}
