/**
 * What a set of vouchers that may stand together takes off a basket.
 *
 * Every cent of a line counts for one voucher at most, in this order of rank: whole pieces of prepaid articles, fixed
 * amounts, percentages of what these leave; balance, which is the guest's own money, pays from what all of them leave.
 * Sought is the highest sum without balance, before percentages are rounded. The search is exact for up to `MOST_LINES`
 * lines, `MOST_CONTENDERS` vouchers and 200 ways to deal out pieces; beyond, pieces and money are dealt out by rank alone.
 * Then every voucher is spared without which the sum is as high, unless lines times vouchers are more than `MOST_TO_SPARE`.
 */
import { assertNever } from '@tillbridge/kernel';
import type { Benefit } from '../rule.ts';
import type { Contender, OpenLine } from './contender.ts';
import { dealGreedily, type PieceCounts, pieceWorth, waysToDeal } from './pieces.ts';
import { type Poured, pour, type Source } from './pour.ts';
import { split } from './split.ts';

const MOST_LINES = 40;
const MOST_CONTENDERS = 8;
const MOST_TO_SPARE = 4_000;

/** 100 % in basis points. Cents times this is what sums are compared in before percentages are rounded. */
const WHOLE = 10_000;

/** What a voucher takes off a line. */
export interface Share {
  readonly contender: Contender;
  /** Index. */
  readonly line: number;
  readonly pieces: number | null;
  readonly cents: number;
}

export interface Plan {
  /** Positive ones only. */
  readonly shares: readonly Share[];
  /** In cents, without balance. */
  readonly discount: number;
  readonly balance: number;
}

export function planOf(lines: readonly OpenLine[], contenders: readonly Contender[]): Plan {
  const discounts = contenders.filter(({ rule }) => rule.benefit.kind !== 'balance');
  const search = new Search(lines, lines.length <= MOST_LINES && contenders.length <= MOST_CONTENDERS);
  const found = search.spareWhatIsNotNeeded(discounts);
  const shares = sharesOf(lines, found);
  const rooms = lines.map(({ cents }) => cents);
  for (const { line, cents } of shares) rooms[line] = (rooms[line] ?? 0) - cents;
  const paid = balanceShares(rooms, contenders, search.exact);
  return { shares: [...shares, ...paid], discount: sumOf(shares), balance: sumOf(paid) };
}

function sumOf(shares: readonly Share[]): number {
  return shares.reduce((sum, { cents }) => sum + cents, 0);
}

/** How much and from where, before it is split to the cent. */
interface Dealt {
  readonly contenders: readonly Contender[];
  readonly pieces: PieceCounts;
  readonly money: readonly Contender[];
  readonly poured: Poured;
  /** What comes off without balance, in cents times 10,000. */
  readonly gain: number;
  /** The same in cents, each percentage rounded. */
  readonly rounded: number;
}

class Search {
  readonly exact: boolean;
  private readonly lines: readonly OpenLine[];

  constructor(lines: readonly OpenLine[], exact: boolean) {
    this.lines = lines;
    this.exact = exact;
  }

  /** The best there is with these, less every voucher and every piece without which it is as good; the last go first. */
  spareWhatIsNotNeeded(contenders: readonly Contender[]): Dealt {
    let best = this.best(contenders);
    if (this.lines.length * contenders.length > MOST_TO_SPARE) return best;
    for (const contender of contenders.toReversed()) {
      const others = best.contenders.filter((other) => other !== contender);
      if (others.every(({ reach }) => !overlap(reach, contender.reach))) continue;
      const without = this.best(others);
      if (without.gain >= best.gain) best = without;
    }
    return this.exact ? this.sparePieces(best) : best;
  }

  private best(contenders: readonly Contender[]): Dealt {
    const money = inOrderOfRank(contenders, this.exact);
    const ways = this.exact ? waysToDeal(this.lines, contenders) : undefined;
    const tried = (ways ?? [this.greedy(contenders)]).map((pieces) => this.dealt(contenders, pieces, money));
    return tried.reduce((best, other) => (isBetter(other, best) ? other : best));
  }

  private greedy(contenders: readonly Contender[]): PieceCounts {
    const rates = this.lines.map(() => 0);
    for (const { reach, rule } of contenders) {
      for (const line of reach) rates[line] = Math.max(rates[line] ?? 0, basisPoints(rule.benefit));
    }
    return dealGreedily(this.lines, contenders, (line) => rates[line] ?? 0);
  }

  /** A piece whose price a fixed amount would cover as well is better kept. */
  private sparePieces(found: Dealt): Dealt {
    const slack = found.money.some((contender, index) => (found.poured.totals[index] ?? 0) < capacity(contender));
    let best = found;
    if (!slack) return best;
    for (const [contender, counts] of found.pieces) {
      if (contender.claim.entitlement.issued === null) continue;
      for (const line of counts.keys()) {
        for (let again = true; again; ) {
          const fewer = withoutPiece(best.pieces, contender, line);
          const next = fewer && this.dealt(best.contenders, fewer, best.money);
          again = next !== undefined && next.gain >= best.gain;
          if (next !== undefined && again) best = next;
        }
      }
    }
    return best;
  }

  private dealt(contenders: readonly Contender[], pieces: PieceCounts, money: readonly Contender[]): Dealt {
    const rooms = this.lines.map(({ cents }) => cents);
    let free = 0;
    for (const [contender, counts] of pieces) {
      for (const [index, line] of this.lines.entries()) {
        const worth = (counts[index] ?? 0) * pieceWorth(contender, line);
        rooms[index] = (rooms[index] ?? 0) - worth;
        free += worth;
      }
    }
    const poured = pour(rooms, money.map(sourceOf), this.exact);
    let gain = free * WHOLE;
    let rounded = free;
    for (const [index, { rule }] of money.entries()) {
      const base = poured.totals[index] ?? 0;
      gain += gainOf(rule.benefit, base);
      rounded += centsOf(rule.benefit, base);
    }
    return { contenders, pieces, money, poured, gain, rounded };
  }
}

function isBetter(one: Dealt, other: Dealt): boolean {
  return one.gain !== other.gain ? one.gain > other.gain : one.rounded > other.rounded;
}

function overlap(a: readonly number[], b: readonly number[]): boolean {
  const lines = new Set(a);
  return b.some((line) => lines.has(line));
}

function withoutPiece(pieces: PieceCounts, contender: Contender, line: number): PieceCounts | undefined {
  const counts = pieces.get(contender) ?? [];
  const count = counts[line] ?? 0;
  return count === 0 ? undefined : new Map(pieces).set(contender, counts.with(line, count - 1));
}

/** What gives most per cent of a line first: fixed amounts, then percentages, the highest first. */
function inOrderOfRank(contenders: readonly Contender[], exact: boolean): Contender[] {
  const rank = ({ rule }: Contender) => (rule.benefit.kind === 'amount' ? WHOLE + 1 : basisPoints(rule.benefit));
  return (
    contenders
      .filter(({ rule }) => rule.benefit.kind === 'amount' || rule.benefit.kind === 'percentage')
      // Without detours the one with the fewest lines must go first to find room.
      .toSorted((a, b) => rank(b) - rank(a) || (exact ? 0 : a.reach.length - b.reach.length))
  );
}

function basisPoints(benefit: Benefit): number {
  return benefit.kind === 'percentage' ? benefit.basisPoints : 0;
}

function sourceOf(contender: Contender): Source {
  return { reach: contender.reach, capacity: capacity(contender) };
}

/** The cents of lines a voucher can use: a capped percentage no more than bring it to its cap. */
function capacity({ rule: { benefit }, available }: Contender): number {
  switch (benefit.kind) {
    case 'amount':
      return benefit.cents;
    case 'balance':
      return available;
    case 'percentage':
      return benefit.capCents === null
        ? Number.POSITIVE_INFINITY
        : Math.ceil((benefit.capCents * WHOLE) / benefit.basisPoints);
    case 'items':
      return 0;
    default:
      return assertNever(benefit);
  }
}

function gainOf(benefit: Benefit, base: number): number {
  if (benefit.kind !== 'percentage') return base * WHOLE;
  return Math.min(base * benefit.basisPoints, (benefit.capCents ?? Number.POSITIVE_INFINITY) * WHOLE);
}

/** Rounded once, half up. */
function centsOf(benefit: Benefit, base: number): number {
  return Math.floor((gainOf(benefit, base) + WHOLE / 2) / WHOLE);
}

function sharesOf(lines: readonly OpenLine[], { pieces, money, poured }: Dealt): Share[] {
  const shares: Share[] = [];
  for (const [contender, counts] of pieces) {
    for (const [index, line] of lines.entries()) {
      const count = counts[index] ?? 0;
      const cents = count * pieceWorth(contender, line);
      if (cents > 0) shares.push({ contender, line: index, pieces: count, cents });
    }
  }
  for (const [at, contender] of money.entries()) {
    const total = centsOf(contender.rule.benefit, poured.totals[at] ?? 0);
    shares.push(...moneyShares(contender, split(total, poured.shares[at] ?? [])));
  }
  return shares;
}

function balanceShares(rooms: readonly number[], contenders: readonly Contender[], exact: boolean): Share[] {
  const balances = contenders.filter(({ rule }) => rule.benefit.kind === 'balance');
  const { shares } = pour(rooms, balances.map(sourceOf), exact);
  return balances.flatMap((contender, index) => moneyShares(contender, shares[index] ?? []));
}

function moneyShares(contender: Contender, cents: readonly number[]): Share[] {
  return cents.flatMap((share, line) => (share > 0 ? [{ contender, line, pieces: null, cents: share }] : []));
}
