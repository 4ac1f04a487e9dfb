/**
 * What the terminal's last stored transaction (06 20) proves about a payment whose end nobody saw. Pure, so that every
 * case can be looked at: anything that doesn't prove itself stays unproven.
 */
import type { EpochMs } from '@tillbridge/kernel';
import { isSame, type Mark } from './mark.ts';
import type { OpenPayment } from './notebook.ts';

/** What the terminal showed: a transaction, "there is none", or nothing that can be used. */
export type Sighting = Mark | 'none' | 'unavailable';

export type Proof =
  /** It stands in the terminal's books. */
  | { readonly kind: 'stored'; readonly mark: Mark }
  /** The terminal kept it as one that failed. */
  | { readonly kind: 'failed'; readonly mark: Mark }
  /** The terminal shows nothing newer than before: no money moved. */
  | { readonly kind: 'not-stored' }
  | { readonly kind: 'unproven'; readonly why: string };

/** Terminals keep local time and are seldom set to the second; an hour covers a change of clocks that one side missed. */
const CLOCK_SLACK_MS = 65 * 60_000;
/** Without anything to compare with, only a transaction of these very minutes is believed. */
const STRICT_SLACK_MS = 3 * 60_000;

export function judge(open: OpenPayment, sighting: Sighting, known: readonly Mark[], now: EpochMs): Proof {
  if (sighting === 'unavailable') return unproven('the terminal does not show its last transaction');
  if (sighting === 'none') {
    return open.before === 'none' && open.result === null
      ? { kind: 'not-stored' }
      : unproven('the terminal shows no transaction any more');
  }
  const older = known.some((mark) => isSame(mark, sighting));
  if (open.result !== null) {
    if (isSame(open.result, sighting)) return verdict(sighting);
    return older ? { kind: 'not-stored' } : unproven('the terminal shows another transaction');
  }
  if (older) return { kind: 'not-stored' };
  if (sighting.amountCents !== open.amountCents) return unproven('the last transaction has another amount');
  const slack = open.before === 'unavailable' ? STRICT_SLACK_MS : CLOCK_SLACK_MS;
  const when = timeOf(sighting, now);
  if (when === null && open.before === 'unavailable') return unproven('the last transaction says no time');
  if (when !== null && (when < open.startedAt - slack || when > now + slack)) {
    return unproven('the last transaction was made at another time');
  }
  return verdict(sighting);
}

function verdict(mark: Mark): Proof {
  if (mark.resultCode === null) return unproven('the terminal does not say how its last transaction ended');
  return { kind: mark.resultCode === 0 ? 'stored' : 'failed', mark };
}

function unproven(why: string): Proof {
  return { kind: 'unproven', why };
}

/** `MMDD` and `hhmmss` of the place where both machines stand, in the year that makes it nearest to now. */
export function timeOf({ date, time }: Mark, now: EpochMs): EpochMs | null {
  if (date === null || time === null || !/^\d{4}$/.test(date) || !/^\d{6}$/.test(time)) return null;
  const pair = (text: string, at: number) => Number(text.slice(at, at + 2));
  const year = new Date(now).getFullYear();
  const candidates = [year - 1, year, year + 1].map((one) =>
    new Date(one, pair(date, 0) - 1, pair(date, 2), pair(time, 0), pair(time, 2), pair(time, 4)).getTime(),
  );
  return candidates.reduce((best, one) => (Math.abs(one - now) < Math.abs(best - now) ? one : best));
}
