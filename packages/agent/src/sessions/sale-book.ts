import type { SessionEvent, SessionFeed } from '@tillbridge/mplus';
import type { BasketLine, TillId } from '@tillbridge/payments';
import { nextSales, type TillSales } from './sales.ts';

/** The sales of all tills. Memory alone: after a restart the next word of a till opens its sale again. */
export class SaleBook implements SessionFeed {
  private readonly byTill = new Map<TillId, TillSales>();
  private readonly listeners = new Set<(till: TillId) => void>();

  /** Takes in what a till said. */
  heard(event: SessionEvent): void {
    const before = this.of(event.till);
    const after = nextSales(before, event);
    if (after === before) return;
    this.byTill.set(event.till, after);
    for (const listener of this.listeners) listener(event.till);
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
}
