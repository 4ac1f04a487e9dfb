import type { EpochMs } from '@tillbridge/kernel';
import {
  isOpen,
  needsAttention,
  type Payment,
  type PaymentId,
  type Phase,
  type TillId,
  type WayBack,
} from '@tillbridge/payments';
import type { SeenPayment } from './picture.ts';

/** What the book reads of the payments room. */
export interface BookSource {
  recent(till: TillId, limit: number): readonly Payment[];
  needingAttention(): readonly Payment[];
  open(): readonly Payment[];
  phaseOf(id: PaymentId): Phase | null;
  wordsOf(id: PaymentId): string | null;
  wayBackOf(payment: Payment): WayBack | null;
}

/** Newest payments kept per till; those that are open or need somebody are kept beside them. */
const KEPT = 20;

/**
 * The payments of one till as its windows need them, in memory, so that a change costs no query. Read from the store
 * once, when the first window asks.
 */
export class PaymentBook {
  private readonly seen = new Map<PaymentId, SeenPayment>();
  private readonly startedAt: EpochMs;
  private readonly source: BookSource;

  /** `belongs`: which payments are this till's to show; it may take in those of tills that left the settings. */
  constructor(
    till: TillId,
    source: BookSource,
    belongs: (payment: Payment) => boolean,
    startedAt: EpochMs,
    now: EpochMs,
  ) {
    this.startedAt = startedAt;
    this.source = source;
    // Oldest first, so that the order of arrival decides between payments of one millisecond.
    const wanted = [...source.needingAttention(), ...source.open(), ...source.recent(till, KEPT).toReversed()];
    for (const payment of wanted) {
      if (!belongs(payment)) continue;
      if (isOpen(payment)) this.note(payment, source.phaseOf(payment.id), source.wordsOf(payment.id), now);
      else this.note(payment, null, null, now);
    }
  }

  note(payment: Payment, phase: Phase | null, words: string | null, now: EpochMs): void {
    const before = this.seen.get(payment.id);
    if (before !== undefined && before.payment.version > payment.version) return;
    const same = before !== undefined && before.phase === phase && before.payment.state === payment.state;
    this.seen.set(payment.id, {
      payment,
      phase,
      words,
      phaseSince: same ? before.phaseSince : now,
      takenUp: payment.createdAt < this.startedAt,
      wayBack: this.source.wayBackOf(payment),
    });
    this.forget();
  }

  /** Newest first. */
  payments(): readonly SeenPayment[] {
    return [...this.seen.values()].reverse().sort((a, b) => b.payment.createdAt - a.payment.createdAt);
  }

  private forget(): void {
    if (this.seen.size <= KEPT) return;
    for (const { payment } of this.payments().slice(KEPT)) {
      if (!isOpen(payment) && !needsAttention(payment)) this.seen.delete(payment.id);
    }
  }
}
