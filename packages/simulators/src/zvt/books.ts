/**
 * The terminal's books.
 *
 *   open ──▶ pending ──deciding ack──▶ stored ──06 30──▶ reversed
 *               ├──no ack────────────▶ auto-reversed | declined | stored   (as the make does it)
 *               └──the till refuses──▶ auto-reversed
 *
 * Money has moved for good in `stored` alone; a reversal that is itself undone leaves the payment stored.
 */
import { addCents, type Cents, type EpochMs, ZERO_CENTS } from '@tillbridge/kernel';
import type { EndOfDayTotals } from '@tillbridge/zvt/codec';
import type { SimCard } from './cards.ts';

export type TransactionKind = 'pay' | 'refund' | 'reversal';
export type TransactionState = 'pending' | 'stored' | 'reversed' | 'auto-reversed' | 'declined';

export interface Transaction {
  readonly kind: TransactionKind;
  /** It came from the n-th 06 01 or 06 31 the terminal received; null for 06 30 and automatic reversals. */
  readonly command: number | null;
  readonly amountCents: Cents;
  /** BMP 27: what 04 0F said. */
  readonly resultCode: number;
  /** Four digits. */
  readonly receipt: string;
  /** Six digits. */
  readonly trace: string;
  readonly turnover: string;
  readonly approvalCode: string;
  readonly card: SimCard | null;
  /** BMP 19: 60 online, 70 PIN. */
  readonly paymentKind: number;
  /** Tag 1F10. */
  readonly cvm: number;
  /** Wall clock. */
  readonly at: EpochMs;
  /** Of a reversal: what it takes back. */
  readonly original: Transaction | null;
  state: TransactionState;
  /** An end of day has been made since. */
  settled: boolean;
}

/** Money that moved and stayed. */
export interface Charge {
  /** The n-th 06 01 or 06 31 the terminal received, from 1. */
  readonly command: number;
  readonly direction: 'pay' | 'refund';
  /** Positive. */
  readonly amountCents: Cents;
  readonly receipt: string;
  readonly trace: string;
  readonly at: EpochMs;
}

export interface NewTransaction {
  readonly kind: TransactionKind;
  readonly command: number | null;
  readonly amountCents: Cents;
  readonly resultCode?: number;
  readonly card: SimCard | null;
  readonly paymentKind: number;
  readonly cvm: number;
  readonly at: EpochMs;
  readonly original?: Transaction;
}

const RECEIPTS = 9_999;
const TRACES = 999_999;

export class Books {
  private readonly entries: Transaction[] = [];
  /** What 06 20 shows. */
  private shown: Transaction | null = null;
  private lastReceipt = 0;
  private lastTrace = 0;
  private firstUnsettledReceipt = 1;

  /** Approved by the host, and not yet decided between terminal and till. */
  open(parts: NewTransaction): Transaction {
    this.lastReceipt = (this.lastReceipt % RECEIPTS) + 1;
    const trace = this.nextTrace();
    const transaction: Transaction = {
      kind: parts.kind,
      command: parts.command,
      amountCents: parts.amountCents,
      resultCode: parts.resultCode ?? 0,
      receipt: digits(this.lastReceipt, 4),
      trace,
      turnover: trace,
      approvalCode: digits((this.lastTrace * 7_919) % TRACES, 6),
      card: parts.card,
      paymentKind: parts.paymentKind,
      cvm: parts.cvm,
      at: parts.at,
      original: parts.original ?? null,
      state: 'pending',
      settled: false,
    };
    this.entries.push(transaction);
    return transaction;
  }

  /** It stands. */
  store(transaction: Transaction): void {
    if (transaction.state !== 'pending') return;
    transaction.state = 'stored';
    if (transaction.original !== null) transaction.original.state = 'reversed';
    this.shown = transaction;
  }

  /** It is undone with the host. `shows` is what 06 20 has to show afterwards. */
  undo(transaction: Transaction, at: EpochMs, shows: 'previous' | 'reversal' | 'nothing'): void {
    if (transaction.state !== 'pending') return;
    transaction.state = 'auto-reversed';
    if (shows === 'nothing') this.shown = null;
    if (shows !== 'reversal') return;
    this.shown = this.open({ ...transaction, kind: 'reversal', command: null, at, original: transaction });
    this.shown.state = 'stored';
  }

  /** It is booked as one that failed, and 06 20 shows it as such. */
  decline(transaction: Transaction, resultCode: number): void {
    if (transaction.state !== 'pending') return;
    transaction.state = 'declined';
    this.shown = { ...transaction, resultCode };
  }

  pending(): Transaction | null {
    return this.entries.findLast((entry) => entry.state === 'pending') ?? null;
  }

  /** What 06 20 shows. */
  lastStored(): Transaction | null {
    return this.shown;
  }

  /** The newest with this receipt number that was ever stored. */
  byReceipt(receipt: string): Transaction | null {
    const known = (entry: Transaction) => entry.state === 'stored' || entry.state === 'reversed';
    return (
      this.entries.findLast((entry) => entry.receipt === receipt && entry.kind !== 'reversal' && known(entry)) ?? null
    );
  }

  all(): readonly Transaction[] {
    return this.entries;
  }

  charges(): readonly Charge[] {
    return this.entries.flatMap((entry) => {
      const { kind, command, amountCents, receipt, trace, at } = entry;
      if (kind === 'reversal' || command === null || entry.state !== 'stored' || amountCents === 0) return [];
      return [{ command, direction: kind, amountCents, receipt, trace, at }];
    });
  }

  /** What an end of day would report now: the payments that stand. */
  totals(): { readonly totals: EndOfDayTotals; readonly sumCents: Cents; readonly count: number } {
    const empty = () => ({ count: 0, sumCents: ZERO_CENTS });
    const groups = {
      girocard: empty(),
      jcb: empty(),
      mastercard: empty(),
      amex: empty(),
      visa: empty(),
      diners: empty(),
      others: empty(),
    };
    let sumCents: Cents = ZERO_CENTS;
    let count = 0;
    for (const entry of this.entries) {
      if (entry.settled || entry.state !== 'stored' || entry.kind !== 'pay') continue;
      const group = groups[entry.card?.group ?? 'others'];
      group.count += 1;
      group.sumCents = addCents(group.sumCents, entry.amountCents);
      sumCents = addCents(sumCents, entry.amountCents);
      count += 1;
    }
    const receiptFrom = digits(Math.min(this.firstUnsettledReceipt, Math.max(1, this.lastReceipt)), 4);
    return { totals: { receiptFrom, receiptTo: digits(this.lastReceipt, 4), groups }, sumCents, count };
  }

  settle(): void {
    for (const entry of this.entries) entry.settled = true;
    this.firstUnsettledReceipt = (this.lastReceipt % RECEIPTS) + 1;
  }

  nextTrace(): string {
    this.lastTrace = (this.lastTrace % TRACES) + 1;
    return digits(this.lastTrace, 6);
  }
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
