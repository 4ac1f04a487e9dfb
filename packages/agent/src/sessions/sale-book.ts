import type { EpochMs } from '@tillbridge/kernel';
import type { SessionEvent, SessionFeed } from '@tillbridge/mplus';
import type { BasketLine, TillId } from '@tillbridge/payments';
import { nextSales, type Sale, type TillSales, withTold } from './sales.ts';

/** The sales of all tills. Memory alone: after a restart the next word of a till opens its sale again. */
export class SaleBook implements SessionFeed {
  private readonly byTill = new Map<TillId, TillSales>();
  private readonly listeners = new Set<(till: TillId) => void>();

  /** Takes in what a till said. */
  heard(event: SessionEvent): void {
    this.put(event.till, nextSales(this.of(event.till), event));
  }

  /** The till was told about discounts on lines of a sale. Not part of `linesOf`: there stands what the till says. */
  told(till: TillId, sessionId: string, told: Sale['told'], at: EpochMs): void {
    this.put(till, withTold(this.of(till), sessionId, told, at));
  }

  linesOf(till: TillId, sessionId: string): readonly BasketLine[] | null {
    const sale = this.of(till).find((known) => known.sessionId === sessionId);
    return sale === undefined || sale.cut ? null : sale.lines;
  }

  /** The till's sales, the one on top first. */
  of(till: TillId): TillSales {
    return this.byTill.get(till) ?? [];
  }

  onChange(listener: (till: TillId) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private put(till: TillId, after: TillSales): void {
    if (after === this.of(till)) return;
    this.byTill.set(till, after);
    for (const listener of this.listeners) listener(till);
  }
}
