/**
 * Money poured over lines: each line has room for so many cents, each source holds so many and reaches some of the lines.
 * Sources are poured one after the other, each as far as it goes; one that finds its lines full may push what an earlier
 * source put there over to lines that one reaches too, so an earlier source never loses and every later one gets the most
 * there is (the sums that fit form a polymatroid, where going by order of worth is exact).
 */
import { split } from './split.ts';

export interface Source {
  /** Indices of lines, rising. */
  readonly reach: readonly number[];
  /** In cents of the lines; may be infinite. */
  readonly capacity: number;
}

export interface Poured {
  /** By source, then by line. */
  readonly shares: readonly (readonly number[])[];
  readonly totals: readonly number[];
}

/** `detours`: whether sources push others aside. Without, the time it takes grows with lines times sources only. */
export function pour(rooms: readonly number[], sources: readonly Source[], detours: boolean): Poured {
  const left = [...rooms];
  const shares: number[][] = [];
  const totals: number[] = [];
  for (const [index, { reach, capacity }] of sources.entries()) {
    const mine = left.map(() => 0);
    shares.push(mine);
    const free = reach.map((line) => left[line] ?? 0);
    let got = Math.min(
      capacity,
      free.reduce((sum, room) => sum + room, 0),
    );
    for (const [at, share] of split(got, free).entries()) {
      const line = reach[at] ?? 0;
      mine[line] = share;
      left[line] = (left[line] ?? 0) - share;
    }
    for (let path = detour(); path !== undefined && got < capacity; path = detour()) {
      got += push(path, capacity - got);
    }
    totals.push(got);

    function detour(): Path | undefined {
      return detours && index > 0 ? findPath(index, sources, shares, left) : undefined;
    }

    function push(path: Path, most: number): number {
      let amount = Math.min(most, left[path.end] ?? 0);
      for (const { source, from } of path.moves) amount = Math.min(amount, shares[source]?.[from] ?? 0);
      for (const { source, from, to } of path.moves) {
        const moved = shares[source] ?? [];
        moved[from] = (moved[from] ?? 0) - amount;
        moved[to] = (moved[to] ?? 0) + amount;
      }
      mine[path.start] = (mine[path.start] ?? 0) + amount;
      left[path.end] = (left[path.end] ?? 0) - amount;
      return amount;
    }
  }
  return { shares, totals };
}

interface Path {
  /** The line the new source gets room on. */
  readonly start: number;
  /** What earlier sources move, from line to line. */
  readonly moves: readonly { readonly source: number; readonly from: number; readonly to: number }[];
  /** The line that still has room. */
  readonly end: number;
}

/** The shortest chain of moves that makes room on a line of the source; breadth first, so that it ends. */
function findPath(
  source: number,
  sources: readonly Source[],
  shares: readonly (readonly number[])[],
  left: readonly number[],
): Path | undefined {
  const before = new Map<number, { readonly source: number; readonly from: number } | null>();
  const queue: number[] = [];
  for (const line of sources[source]?.reach ?? []) {
    before.set(line, null);
    queue.push(line);
  }
  for (const line of queue) {
    if ((left[line] ?? 0) > 0) return pathTo(line, before);
    for (let earlier = 0; earlier < source; earlier += 1) {
      if ((shares[earlier]?.[line] ?? 0) === 0) continue;
      for (const other of sources[earlier]?.reach ?? []) {
        if (before.has(other)) continue;
        before.set(other, { source: earlier, from: line });
        queue.push(other);
      }
    }
  }
  return undefined;
}

function pathTo(
  end: number,
  before: ReadonlyMap<number, { readonly source: number; readonly from: number } | null>,
): Path {
  const moves: { source: number; from: number; to: number }[] = [];
  let line = end;
  for (let step = before.get(line); step !== null && step !== undefined; step = before.get(line)) {
    moves.unshift({ ...step, to: line });
    line = step.from;
  }
  return { start: line, moves, end };
}
