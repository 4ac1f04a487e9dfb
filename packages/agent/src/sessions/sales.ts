/**
 * The sales of the tills, as their session events tell them. Pure: a state and an event give the next state.
 *
 *              ┌─── lines ───┐
 *              ▼             │      ┌── paused ──▶ parked ── resumed, paying, or new lines    ──┐
 *   ●──▶ selling ──paying──▶ paying ┤                                                          ▼
 *              ▲             │      └── completed | cancelled | merged ──▶ ended             selling
 *              └──── left ───┘
 *
 * A till has one sale on top: the one it spoke of last. Any event about a sale that isn't known opens it, since the
 * agent may have started in the middle of one.
 */
import { assertNever, type Cents, cents, type EpochMs } from '@tillbridge/kernel';
import type { SessionEvent } from '@tillbridge/mplus';
import type { BasketLine, LineDiscount, TillId } from '@tillbridge/payments';
import { lineAmount, sumOfLines } from './line-amount.ts';

export type SaleStage = 'selling' | 'paying' | 'parked' | 'ended';

export interface Sale {
  readonly subscriptionId: string;
  readonly sessionId: string;
  readonly till: TillId;
  readonly stage: SaleStage;
  readonly lines: readonly BasketLine[];
  /**
   * What the till was told to put on lines or to take off again (null), and has said nothing of so far: its next basket
   * shows how they stand.
   */
  readonly told: ReadonlyMap<string, LineDiscount | null>;
  /** Lines were lost, so their sum says nothing. */
  readonly cut: boolean;
  /** What the till says is to be paid; null when it doesn't. */
  readonly statedTotalCents: Cents | null;
  readonly openedAt: EpochMs;
  /** When a line or the total last changed. */
  readonly linesChangedAt: EpochMs;
  /** When the payment screen was last opened; null when it never was. */
  readonly payingSince: EpochMs | null;
  readonly changedAt: EpochMs;
}

/** Ended and parked sales are kept for the screens that still speak of them, this many a till. */
const KEPT_PER_TILL = 12;
/** A sale nobody spoke of for this long is over. */
export const FORGOTTEN_AFTER_MS = 12 * 60 * 60 * 1000;
/** A basket of more lines loses its oldest: the display shows the last few anyway, and memory stays bounded. */
const MOST_LINES = 2_000;

const NOTHING_TOLD: Sale['told'] = new Map();

/** The sales of one till, the one on top first. */
export type TillSales = readonly Sale[];

/** Applies an event to a till's sales. */
export function nextSales(sales: TillSales, event: SessionEvent): TillSales {
  const known = sales.find((sale) => sale.sessionId === event.sessionId);
  const changed = applied(known ?? opened(event), event);
  // An end of a sale nobody heard of opens nothing.
  if (known === undefined && changed.stage === 'ended') return sales;
  if (changed === known && sales[0] === known) return sales;
  const isOver = changed.stage === 'ended' || changed.stage === 'parked';
  // A sale that ends in the background, merged into another or cancelled from the queue, doesn't come to the front.
  const next =
    known !== undefined && isOver
      ? sales.map((sale) => (sale === known ? changed : sale))
      : [changed, ...sales.filter((sale) => sale !== known)];
  return next.filter((kept) => event.at - kept.changedAt < FORGOTTEN_AFTER_MS).slice(0, KEPT_PER_TILL);
}

/** The till was told about discounts and acts on it: the sale's total is another one from now on. */
export function withTold(sales: TillSales, sessionId: string, told: Sale['told'], at: EpochMs): TillSales {
  if (told.size === 0) return sales;
  return sales.map((sale) => {
    if (sale.sessionId !== sessionId || sale.stage === 'ended') return sale;
    const all = new Map([...sale.told, ...told]);
    return { ...sale, told: all, statedTotalCents: null, linesChangedAt: at, changedAt: at };
  });
}

/** The sale on the till's screen; null when the last one has ended or is parked. */
export function currentSale(sales: TillSales): Sale | null {
  const top = sales[0];
  return top === undefined || top.stage === 'ended' || top.stage === 'parked' ? null : top;
}

/** What will be charged: as the till says, else the sum of the lines less what comes off them; null when neither is known. */
export function saleTotal(sale: Sale): Cents | null {
  return sale.statedTotalCents ?? (sale.cut ? null : sumOfLines(sale.lines.map((line) => netOfLine(sale, line))));
}

/** What comes off a line; undefined: nothing. */
export function discountOfLine({ told }: Sale, line: BasketLine): LineDiscount | undefined {
  const ours = told.get(line.lineId);
  return ours === undefined ? line.discount : (ours ?? undefined);
}

function netOfLine(sale: Sale, line: BasketLine): Cents | null {
  const amount = amountOfLine(line);
  const discount = discountOfLine(sale, line);
  if (amount === null || discount === undefined) return amount;
  return discount.cents === null ? null : cents(amount - discount.cents);
}

/** The amount of a line before anything comes off it; null when the till gave no price. */
export function amountOfLine(line: BasketLine): Cents | null {
  return line.unitCents === null ? null : lineAmount(line.quantity, line.unitCents);
}

function opened(event: SessionEvent): Sale {
  return {
    subscriptionId: event.subscriptionId,
    sessionId: event.sessionId,
    till: event.till,
    stage: 'selling',
    lines: [],
    told: NOTHING_TOLD,
    cut: false,
    statedTotalCents: null,
    openedAt: event.at,
    linesChangedAt: event.at,
    payingSince: null,
    changedAt: event.at,
  };
}

function applied(sale: Sale, event: SessionEvent): Sale {
  const { at } = event;
  switch (event.kind) {
    case 'basket': {
      // A basket without its total makes the total that was stated before stale.
      const total = event.totalCents ?? (event.lines === null ? sale.statedTotalCents : null);
      // A whole basket says how its lines stand; what was told before is done or was not.
      const standing = event.lines === null || sale.told.size === 0 ? sale : { ...sale, told: NOTHING_TOLD };
      return withBasket(standing, event.lines ?? sale.lines, total, at);
    }
    case 'line-added':
    case 'line-updated':
      return withBasket(sale, put(sale.lines, event.line), null, at);
    case 'line-removed':
      return withBasket(
        sale,
        sale.lines.filter((line) => line.lineId !== event.lineId),
        null,
        at,
      );
    case 'opened':
    case 'resumed':
      return sale.stage === 'selling' ? sale : { ...sale, stage: 'selling', changedAt: at };
    case 'paying':
      return { ...sale, stage: 'paying', payingSince: at, changedAt: at };
    case 'payment-left':
      return sale.stage === 'paying' ? { ...sale, stage: 'selling', changedAt: at } : sale;
    case 'paused':
      return { ...sale, stage: 'parked', changedAt: at };
    case 'cancelled':
    case 'completed':
    case 'merged':
      return { ...sale, stage: 'ended', changedAt: at };
    default:
      return assertNever(event);
  }
}

function withBasket(sale: Sale, allLines: readonly BasketLine[], total: Cents | null, at: EpochMs): Sale {
  // A late word about an ended sale doesn't bring it back.
  if (sale.stage === 'ended') return sale;
  const stage = sale.stage === 'parked' ? 'selling' : sale.stage;
  const lines = allLines.slice(-MOST_LINES);
  const cut = sale.cut || allLines.length > MOST_LINES;
  // An event that brings the basket it had before says nothing new, except that the till is at this sale.
  const same = total === sale.statedTotalCents && sameLines(lines, sale.lines);
  if (same) return stage === sale.stage ? sale : { ...sale, stage, changedAt: at };
  return { ...sale, stage, lines, cut, statedTotalCents: total, linesChangedAt: at, changedAt: at };
}

function put(lines: readonly BasketLine[], line: BasketLine): readonly BasketLine[] {
  const known = lines.some(({ lineId }) => lineId === line.lineId);
  return known ? lines.map((other) => (other.lineId === line.lineId ? line : other)) : [...lines, line];
}

function sameLines(a: readonly BasketLine[], b: readonly BasketLine[]): boolean {
  return (
    a.length === b.length &&
    a.every((line, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        line.lineId === other.lineId &&
        line.text === other.text &&
        line.quantity === other.quantity &&
        line.unitCents === other.unitCents &&
        line.discount?.id === other.discount?.id &&
        line.discount?.cents === other.discount?.cents
      );
    })
  );
}
