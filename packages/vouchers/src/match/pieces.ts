/** Which pieces of which lines are free of charge. */
import type { Contender, OpenLine } from './contender.ts';

/** Free pieces, by contender and then by line. */
export type PieceCounts = ReadonlyMap<Contender, readonly number[]>;

/** More ways than these to deal out pieces aren't tried one by one. */
const MOST_WAYS = 200;

/** What one piece is worth to a contender, in cents. */
export function pieceWorth({ rule: { benefit } }: Contender, { unitCents }: OpenLine): number {
  return benefit.kind === 'items' ? Math.min(unitCents, benefit.capCents ?? unitCents) : 0;
}

/**
 * Every way to deal out pieces that may be the best one. Lines that the same contenders reach are one class: within it
 * the dearest pieces always go first, whatever else the lines are good for, and the highest cap gets the dearest, so only
 * the number of pieces per class is open. Undefined when there are too many ways.
 */
export function waysToDeal(lines: readonly OpenLine[], contenders: readonly Contender[]): PieceCounts[] | undefined {
  const items = byCap(contenders);
  if (items.length === 0) return [new Map()];
  const classes = classesOf(lines, contenders, items);
  const ways: number[][][] = [];
  const left = classes.map(({ pieces }) => pieces);
  const taken = items.map(() => classes.map(() => 0));

  /** Deals out what contender `at` may still take, from class `from` on. False: too many ways. */
  function deal(at: number, from: number, units: number): boolean {
    const contender = items[at];
    if (contender === undefined) return ways.push(taken.map((row) => [...row])) <= MOST_WAYS;
    const open = classes.flatMap(({ reachedBy }, index) => (index >= from && reachedBy.has(contender) ? [index] : []));
    const [index, ...later] = open;
    if (index === undefined) return deal(at + 1, 0, items[at + 1]?.available ?? 0);
    const here = left[index] ?? 0;
    const elsewhere = later.reduce((sum, other) => sum + (left[other] ?? 0), 0);
    // As many as there are: a free piece never lowers the sum, and a higher cap never does worse with it than a lower one.
    const row = taken[at] ?? [];
    for (
      let count = Math.min(here, units);
      count >= Math.max(0, Math.min(units, here + elsewhere) - elsewhere);
      count -= 1
    ) {
      row[index] = count;
      left[index] = here - count;
      if (!deal(at, index + 1, units - count)) return false;
    }
    row[index] = 0;
    left[index] = here;
    return true;
  }

  if (!deal(0, 0, items[0]?.available ?? 0)) return undefined;
  return ways.map((way) => dealt(lines, items, classes, way));
}

/** Without trying: each in turn takes the pieces that gain most over the best percentage their line would get anyway. */
export function dealGreedily(
  lines: readonly OpenLine[],
  contenders: readonly Contender[],
  percentageOf: (line: number) => number,
): PieceCounts {
  const left = lines.map(({ pieces }) => pieces);
  return new Map(
    byCap(contenders).map((contender) => {
      const gains = lines.map((line, index) => pieceWorth(contender, line) * (10_000 - percentageOf(index)));
      const order = contender.reach.toSorted((a, b) => (gains[b] ?? 0) - (gains[a] ?? 0) || dearestFirst(lines, a, b));
      const counts = lines.map(() => 0);
      let units = contender.available;
      for (const line of order) {
        const count = Math.min(units, left[line] ?? 0);
        counts[line] = count;
        left[line] = (left[line] ?? 0) - count;
        units -= count;
      }
      return [contender, counts];
    }),
  );
}

function byCap(contenders: readonly Contender[]): Contender[] {
  const cap = ({ rule: { benefit } }: Contender) =>
    benefit.kind === 'items' ? (benefit.capCents ?? Number.MAX_SAFE_INTEGER) : 0;
  return contenders.filter(({ rule }) => rule.benefit.kind === 'items').toSorted((a, b) => cap(b) - cap(a));
}

interface LineClass {
  /** Indices of lines, the dearest piece first. */
  readonly lines: readonly number[];
  readonly pieces: number;
  readonly reachedBy: ReadonlySet<Contender>;
}

function classesOf(
  lines: readonly OpenLine[],
  contenders: readonly Contender[],
  items: readonly Contender[],
): LineClass[] {
  const reachedBy = lines.map(() => new Set<Contender>());
  for (const contender of contenders) for (const line of contender.reach) reachedBy[line]?.add(contender);
  const key = (line: number) => contenders.map((contender) => (reachedBy[line]?.has(contender) ? '1' : '0')).join('');
  const reached = lines.flatMap((_, line) => (items.some((item) => reachedBy[line]?.has(item)) ? [line] : []));
  return [...Map.groupBy(reached, key).values()].map((members) => ({
    lines: members.toSorted((a, b) => dearestFirst(lines, a, b)),
    pieces: members.reduce((sum, line) => sum + (lines[line]?.pieces ?? 0), 0),
    reachedBy: reachedBy[members[0] ?? 0] ?? new Set(),
  }));
}

/** Of equal ones that first which has a discount of ours already, so that discounts stay where they are. */
function dearestFirst(lines: readonly OpenLine[], a: number, b: number): number {
  const [one, other] = [lines[a], lines[b]];
  if (one === undefined || other === undefined) return 0;
  return other.unitCents - one.unitCents || Number(other.ours) - Number(one.ours) || a - b;
}

function dealt(
  lines: readonly OpenLine[],
  items: readonly Contender[],
  classes: readonly LineClass[],
  way: readonly (readonly number[])[],
): PieceCounts {
  const counts = items.map(() => lines.map(() => 0));
  for (const [at, { lines: members }] of classes.entries()) {
    const left = members.map((line) => lines[line]?.pieces ?? 0);
    let next = 0;
    for (const [item, row] of way.entries()) {
      let units = row[at] ?? 0;
      while (units > 0 && next < members.length) {
        const count = Math.min(units, left[next] ?? 0);
        const line = members[next] ?? 0;
        const mine = counts[item] ?? [];
        mine[line] = (mine[line] ?? 0) + count;
        left[next] = (left[next] ?? 0) - count;
        units -= count;
        if (left[next] === 0) next += 1;
      }
    }
  }
  return new Map(items.map((item, index) => [item, counts[index] ?? []]));
}
