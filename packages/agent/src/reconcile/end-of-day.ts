/** What a terminal's end of day says, held against the journal. */
import { addCents, type Cents, ZERO_CENTS } from '@tillbridge/kernel';
import type { CalendarDay } from './calendar-day.ts';
import type { Entry } from './entry.ts';
import { type JudgedLine, NOBODYS } from './report-lines.ts';
import { totalsVerdict } from './verdict.ts';

/** What a terminal's end of day printed for this day, positive. */
export interface TerminalTotals {
  readonly paidCents: Cents;
  readonly refundedCents: Cents;
}

type Totals = ReadonlyMap<string, TerminalTotals>;

/** Routes whose terminal's end of day says what the journal says. */
export function agreeingRoutes(entries: readonly Entry[], terminalTotals: Totals): ReadonlySet<string> {
  const agreed = [...terminalTotals].filter(([route, totals]) => {
    const ours = journalSum(entries, route);
    return ours.paidCents === totals.paidCents && ours.refundedCents === totals.refundedCents;
  });
  return new Set(agreed.map(([route]) => route));
}

/** One line for each total of a terminal that isn't the journal's. */
export function endOfDayLines(
  entries: readonly Entry[],
  terminalTotals: Totals,
  day: CalendarDay,
): readonly JudgedLine[] {
  return [...terminalTotals].flatMap(([route, totals]) => {
    const ours = journalSum(entries, route);
    return (['pay', 'refund'] as const).flatMap((direction) => {
      const name = direction === 'pay' ? 'paidCents' : 'refundedCents';
      if (ours[name] === totals[name]) return [];
      const verdict = totalsVerdict(direction, totals[name], ours[name]);
      return [
        {
          ...NOBODYS,
          at: day.until - 1,
          direction,
          amountCents: totals[name],
          route,
          account: null,
          providerRef: null,
          provider: null,
          ...verdict,
        },
      ];
    });
  });
}

function journalSum(entries: readonly Entry[], route: string): TerminalTotals {
  const sum = (direction: Entry['direction']) =>
    entries
      .filter((entry) => entry.route === route && entry.direction === direction && entry.stands === 'paid')
      .reduce((total, { finalCents }) => addCents(total, finalCents), ZERO_CENTS);
  return { paidCents: sum('pay'), refundedCents: sum('refund') };
}
