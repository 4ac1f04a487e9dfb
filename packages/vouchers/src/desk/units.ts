import { assertNever, cents } from '@tillbridge/kernel';
import type { Benefit } from '../rule.ts';
import type { RedeemedLine } from '../sale.ts';

/** What lines took, in the units of a benefit: pieces, cents, or the one sale. */
export function unitsOf(
  { kind }: Benefit,
  lines: readonly { readonly pieces: number | null; readonly cents: number }[],
): number {
  switch (kind) {
    case 'items':
      return lines.reduce((sum, line) => sum + (line.pieces ?? 0), 0);
    case 'balance':
      return lines.reduce((sum, line) => sum + line.cents, 0);
    case 'percentage':
    case 'amount':
      return lines.length === 0 ? 0 : 1;
    default:
      return assertNever(kind);
  }
}

/** The lines that `room` units are enough for, and the rest; a line goes apart where the units end. */
export function splitAt<Line extends RedeemedLine>(
  benefit: Benefit,
  lines: readonly Line[],
  room: number,
): readonly [within: readonly Line[], over: readonly Line[]] {
  if (unitsOf(benefit, lines) <= room) return [lines, []];
  if (benefit.kind === 'percentage' || benefit.kind === 'amount') return [[], lines];
  const within: Line[] = [];
  const over: Line[] = [];
  let left = room;
  for (const line of lines) {
    const units = unitsOf(benefit, [line]);
    const taken = Math.min(units, left);
    left -= taken;
    if (taken > 0) within.push(partOf(line, 0, taken, units));
    if (taken < units) over.push(partOf(line, taken, units, units));
  }
  return [within, over];
}

/** The units from `from` to before `until` of a line of so many. */
function partOf<Line extends RedeemedLine>(line: Line, from: number, until: number, units: number): Line {
  const upTo = (count: number) => Math.floor((line.cents * count) / units);
  return {
    ...line,
    pieces: line.pieces === null ? null : until - from,
    cents: cents(upTo(until) - upTo(from)),
  };
}
