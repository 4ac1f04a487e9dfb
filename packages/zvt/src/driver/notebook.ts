/**
 * What has to be known of a terminal after a crash, in two places of the driver's memory:
 *
 *   `terminal`     the transactions seen on it, and the payment that is open on it
 *   <reference>    how a payment ended, or that it was displaced without proof
 *
 * The open payment stands here before its command leaves, and its result before the result is acknowledged: that
 * acknowledgement is the commit on the terminal's side (PA00P015, 2.2.8).
 */
import { type Cents, cents, type EpochMs, type PlainJson } from '@tillbridge/kernel';
import type { Direction, DriverMemory, Outcome, PaymentId, RouteId } from '@tillbridge/payments';
import { fromJson, isSame, type Mark, toJson } from './mark.ts';

/** The payment that was started on a terminal and has not ended for certain. */
export interface OpenPayment {
  readonly reference: PaymentId;
  readonly direction: Direction;
  readonly amountCents: Cents;
  readonly startedAt: EpochMs;
  /** The transactions that the terminal is known to have made before. `none`: it said that it has none. */
  readonly before: 'known' | 'none' | 'unavailable';
  /** Of a reversal: the trace of the payment it takes back. */
  readonly takesBack: string | null;
  /** Its result, once the terminal told it. Stored before it is answered. */
  readonly result: Mark | null;
  /** Our answer to that result is, or would have been, "accepted". */
  readonly accepted: boolean;
  /** The outcome that follows once the terminal has completed. */
  readonly outcome: Outcome | null;
}

/** How it ended, as far as this terminal can ever tell. */
export type Ended =
  | { readonly kind: 'ended'; readonly outcome: Outcome }
  | { readonly kind: 'not-stored' }
  | { readonly kind: 'displaced' };

const TERMINAL = 'terminal';
/** As many as a terminal can show again is one; the others guard against answers out of order. */
const KEPT_MARKS = 8;

export class Notebook {
  private readonly memory: DriverMemory;
  private readonly route: RouteId;
  private marks: readonly Mark[];
  private openNow: OpenPayment | null;
  private ahead: number | null;
  /** What the terminal would show now, when that is certain; not kept: while we were away it may have been used by hand. */
  private shows: OpenPayment['before'] | null = null;

  constructor(memory: DriverMemory, route: RouteId) {
    this.memory = memory;
    this.route = route;
    const stored = objectOf(memory.read(route, TERMINAL));
    this.marks = arrayOf(stored.marks).flatMap((mark) => fromJson(mark) ?? []);
    this.openNow = readOpen(stored.open);
    this.ahead = typeof stored.aheadMs === 'number' ? stored.aheadMs : null;
  }

  /** How far the terminal's clock is ahead of ours, read as local time; null: never seen. */
  get aheadMs(): number | null {
    return this.ahead;
  }

  /** Whether a transaction that is new can be told from those before; null: the terminal has to be looked at first. */
  get basis(): OpenPayment['before'] | null {
    return this.shows;
  }

  /** The terminal showed that it has no transaction, or showed nothing at all. */
  sawNone(shows: 'none' | 'unavailable'): void {
    this.shows = shows;
  }

  /** Something happened that may have changed what the terminal shows: an end of day, a payment that failed. */
  looseBasis(): void {
    this.shows = null;
  }

  /** The terminal told its time just now; kept with whatever is written next. */
  sawClock(aheadMs: number): void {
    this.ahead = aheadMs;
  }

  get open(): OpenPayment | null {
    return this.openNow;
  }

  /** Newest first. */
  get known(): readonly Mark[] {
    return this.marks;
  }

  knows(mark: Mark): boolean {
    return this.marks.some((known) => isSame(known, mark));
  }

  endOf(reference: PaymentId): Ended | null {
    return readEnded(this.memory.read(this.route, reference));
  }

  /** A transaction the terminal showed, which is no open payment's. */
  async saw(mark: Mark): Promise<void> {
    if (!this.knows(mark)) await this.write([mark, ...this.marks], this.openNow);
    this.shows = 'known';
  }

  async opened(payment: OpenPayment): Promise<void> {
    await this.write(this.marks, payment);
  }

  /** Ends the open payment; `mark` is its transaction, if it made one. */
  async ended(payment: OpenPayment, end: Ended, mark: Mark | null): Promise<void> {
    await this.memory.write(this.route, payment.reference, endedJson(end));
    // A payment that was taken is the last one from now on; whether a failed one is shown differs from make to make.
    const taken = end.kind === 'ended' && end.outcome.kind === 'approved';
    if (mark !== null) this.shows = taken ? 'known' : null;
    const own = this.openNow?.reference === payment.reference;
    const marks = mark === null || this.knows(mark) ? this.marks : [mark, ...this.marks];
    await this.write(marks, own ? null : this.openNow);
  }

  private async write(marks: readonly Mark[], open: OpenPayment | null): Promise<void> {
    const kept = marks.slice(0, KEPT_MARKS);
    await this.memory.write(this.route, TERMINAL, {
      marks: kept.map(toJson),
      open: open === null ? null : openJson(open),
    });
    this.marks = kept;
    this.openNow = open;
  }
}

function openJson(open: OpenPayment): PlainJson {
  return {
    ...open,
    result: open.result === null ? null : toJson(open.result),
    outcome: open.outcome === null ? null : outcomeJson(open.outcome),
  };
}

/** Outcomes are plain data; the copy says so to the compiler. */
function outcomeJson(outcome: Outcome): PlainJson {
  return JSON.parse(JSON.stringify(outcome)) as PlainJson;
}

function endedJson(end: Ended): PlainJson {
  return end.kind === 'ended' ? { kind: 'ended', outcome: outcomeJson(end.outcome) } : { kind: end.kind };
}

function readOpen(value: unknown): OpenPayment | null {
  const from = objectOf(value);
  if (typeof from.reference !== 'string' || typeof from.amountCents !== 'number') return null;
  return {
    reference: from.reference as PaymentId,
    direction: from.direction === 'refund' ? 'refund' : 'pay',
    amountCents: cents(from.amountCents),
    startedAt: typeof from.startedAt === 'number' ? from.startedAt : 0,
    before: from.before === 'known' || from.before === 'none' ? from.before : 'unavailable',
    takesBack: typeof from.takesBack === 'string' ? from.takesBack : null,
    result: fromJson(from.result),
    accepted: from.accepted === true,
    outcome: readOutcome(from.outcome),
  };
}

function readEnded(value: unknown): Ended | null {
  const from = objectOf(value);
  if (from.kind === 'not-stored' || from.kind === 'displaced') return { kind: from.kind };
  const outcome = from.kind === 'ended' ? readOutcome(from.outcome) : null;
  return outcome === null ? null : { kind: 'ended', outcome };
}

/** Only this file writes outcomes, so their kind is all that has to be looked at. */
function readOutcome(value: unknown): Outcome | null {
  const { kind } = objectOf(value);
  return kind === 'approved' || kind === 'declined' || kind === 'cancelled' || kind === 'timed-out'
    ? (value as Outcome)
    : null;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
