import type { EpochMs } from '@tillbridge/kernel';
import type { VoucherEventPorts } from '@tillbridge/mplus';
import type { TillId } from '@tillbridge/payments';
import type { AppliedVoucher, LineDiscount, SaleAnswer, SaleKey, SaleWord, Scan } from '@tillbridge/vouchers';
import type { SaleBook } from '../sessions/sale-book.ts';

type Refused = SaleAnswer['refusals'][number];

/** What became of a voucher just now, for the guest. */
export type VoucherNews =
  | { readonly kind: 'applied'; readonly at: EpochMs; readonly applied: readonly AppliedVoucher[] }
  /** It counts for nothing yet: no article, or a question that is still open. */
  | { readonly kind: 'read'; readonly at: EpochMs }
  | { readonly kind: 'refused'; readonly at: EpochMs; readonly refused: Refused };

/** The vouchers of one sale as its till was last told. */
export interface SaleVoucherState {
  readonly applied: readonly AppliedVoucher[];
  /** What came off which line for which entitlement. */
  readonly discounts: readonly LineDiscount[];
  /** The newest scan first. */
  readonly refused: readonly Refused[];
  readonly news: VoucherNews | null;
}

interface Known extends SaleVoucherState {
  readonly till: TillId | undefined;
}

export interface SaleVouchersPorts {
  readonly desk: VoucherEventPorts['desk'] & { onChange(listener: (sale: SaleKey) => void): () => void };
  readonly sales: SaleBook;
  /** Undefined: none of the settings. */
  tillOf(word: SaleWord): TillId | undefined;
  now(): EpochMs;
  /** What windows show of a till is another thing now. */
  changed(till: TillId): void;
}

/** Sales that are remembered; what a till never ended makes room for the next. */
const MOST_SALES = 500;

/**
 * Listens in on what tills are told about vouchers, for their windows. Memory alone: after a restart a till's next word
 * is answered with all that counts.
 */
export class SaleVoucherBook {
  private readonly ports: SaleVouchersPorts;
  private readonly bySale = new Map<string, Known>();

  constructor(ports: SaleVouchersPorts) {
    this.ports = ports;
    ports.desk.onChange((sale) => this.lookAgain(sale));
  }

  /** The desk for the tills' words. */
  get desk(): VoucherEventPorts['desk'] {
    const { desk } = this.ports;
    return {
      ofSale: (sale) => desk.ofSale(sale),
      scan: async (scan) => this.scanned(scan, await desk.scan(scan)),
      rematch: async (word) => this.rematched(word, await desk.rematch(word)),
      complete: (word) => desk.complete(word).finally(() => this.forget(word.sale)),
      release: (word, why) => desk.release(word, why).finally(() => this.forget(word.sale)),
      credit: (word) => desk.credit(word),
    };
  }

  of(sale: SaleKey): SaleVoucherState | null {
    return this.bySale.get(keyOf(sale)) ?? null;
  }

  private scanned(scan: Scan, answer: SaleAnswer): SaleAnswer {
    // Most of what a till scans are its own articles, and the guest needs no word about them.
    if (!answer.recognized) return answer;
    const at = this.ports.now();
    const before = this.of(scan.sale);
    const more = answer.applied.filter((one) => one.spend.units > unitsOf(before, one));
    const own = answer.refusals.find(({ code }) => code === scan.code);
    const news: VoucherNews =
      more.length > 0
        ? { kind: 'applied', at, applied: more }
        : own === undefined || own.refusal.why === 'no-article'
          ? { kind: 'read', at }
          : { kind: 'refused', at, refused: own };
    this.note(scan, answer, answer.refusals, news);
    return answer;
  }

  private rematched(word: SaleWord, answer: SaleAnswer): SaleAnswer {
    const before = this.of(word.sale);
    const begun = answer.applied.filter((one) => unitsOf(before, one) === 0);
    const news: VoucherNews | null =
      before !== null && begun.length > 0
        ? { kind: 'applied', at: this.ports.now(), applied: begun }
        : (before?.news ?? null);
    // A code that is no part of the sale is spoken of until the next one is scanned.
    const [last] = before?.refused ?? [];
    const claimed = this.ports.desk.ofSale(word.sale)?.claims.some(({ code }) => code === last?.code) ?? false;
    const kept = last === undefined || claimed ? [] : [last];
    this.note(word, answer, [...kept, ...answer.refusals], news);
    return answer;
  }

  private note(word: SaleWord, answer: SaleAnswer, refused: readonly Refused[], news: VoucherNews | null): void {
    const { desk, sales, tillOf, now, changed } = this.ports;
    const key = keyOf(word.sale);
    this.bySale.delete(key);
    const discounts = desk.ofSale(word.sale)?.discounts ?? [];
    const till = tillOf(word);
    this.bySale.set(key, { till, applied: answer.applied, discounts, refused, news });
    const [oldest] = this.bySale.keys();
    if (this.bySale.size > MOST_SALES && oldest !== undefined) this.bySale.delete(oldest);
    if (till === undefined) return;
    const told = new Map([
      ...answer.clear.map(({ lineId }) => [lineId, null] as const),
      ...answer.set.map(({ lineId, id, cents }) => [lineId, { id, cents }] as const),
    ]);
    // What the till doesn't wait for it doesn't hear.
    if (word.heard) sales.told(till, word.sale.sessionId, told, now());
    changed(till);
  }

  /** A lease ended: nothing counts before the till speaks of the sale again. */
  private lookAgain(sale: SaleKey): void {
    const known = this.bySale.get(keyOf(sale));
    if (known === undefined || this.ports.desk.ofSale(sale)?.stage === 'open') return;
    this.bySale.set(keyOf(sale), { ...known, applied: [], news: null });
    if (known.till !== undefined) this.ports.changed(known.till);
  }

  private forget(sale: SaleKey): void {
    this.bySale.delete(keyOf(sale));
  }
}

function unitsOf(state: SaleVoucherState | null, { spend }: AppliedVoucher): number {
  return state?.applied.find((one) => one.spend.entitlement === spend.entitlement)?.spend.units ?? 0;
}

function keyOf({ subscriptionId, sessionId }: SaleKey): string {
  return `${sessionId} ${subscriptionId}`;
}
