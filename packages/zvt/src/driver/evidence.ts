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

const MINUTE_MS = 60_000;
/** A terminal whose clock was never compared with ours may be set to another zone altogether. */
const STRANGE_CLOCK_SLACK_MS = 14 * 60 * MINUTE_MS;
const CLOCK_SLACK_MS = 10 * MINUTE_MS;
/** Without anything to compare with, only a transaction of these very minutes is believed. */
const STRICT_SLACK_MS = 3 * MINUTE_MS;

/** What is known of a terminal beside the payment in question. */
export interface Acquaintance {
  /** Transactions it made before. */
  readonly known: readonly Mark[];
  /** How far its clock is ahead of ours, read as local time; null: never seen. */
  readonly aheadMs: number | null;
}

export function judge(open: OpenPayment, sighting: Sighting, { known, aheadMs }: Acquaintance, now: EpochMs): Proof {
  if (sighting === 'unavailable') return unproven('the terminal does not show its last transaction');
  if (sighting === 'none') {
    return open.before === 'none' ? { kind: 'not-stored' } : unproven('the terminal shows no transaction any more');
  }
  const older = known.some((mark) => isSame(mark, sighting));
  if (!older && sighting.originalTrace !== null && sighting.originalTrace !== open.takesBack) {
    return reversalOf(sighting, sighting.originalTrace, open, known);
  }
  if (open.result !== null) {
    if (isSame(open.result, sighting)) return verdict(sighting);
    return older ? { kind: 'not-stored' } : unproven('the terminal shows another transaction');
  }
  if (older) return { kind: 'not-stored' };
  if (sighting.amountCents !== open.amountCents) return unproven('the last transaction has another amount');
  const shown = timeOf(sighting, now);
  if (shown === null) {
    return open.before === 'unavailable' ? unproven('the last transaction says no time') : verdict(sighting);
  }
  const usual = aheadMs === null ? STRANGE_CLOCK_SLACK_MS : CLOCK_SLACK_MS;
  const slack = open.before === 'unavailable' ? STRICT_SLACK_MS : usual;
  const when = shown - (aheadMs ?? 0);
  const then = when >= open.startedAt - slack && when <= now + slack;
  return then ? verdict(sighting) : unproven('the last transaction was made at another time');
}

/**
 * The terminal shows a reversal that we didn't ask for: it takes back what was never acknowledged, and some makes show
 * that as their last transaction. Of ours, when what it names is our result, or is nothing that was there before.
 */
function reversalOf(sighting: Mark, originalTrace: string, open: OpenPayment, known: readonly Mark[]): Proof {
  const ours =
    open.result === null
      ? sighting.amountCents === open.amountCents && known.every(({ trace }) => trace !== originalTrace)
      : open.result.trace === originalTrace;
  return ours && sighting.resultCode === 0 ? { kind: 'not-stored' } : unproven('the last transaction is a reversal');
}

function verdict(mark: Mark): Proof {
  if (mark.resultCode === null) return unproven('the terminal does not say how its last transaction ended');
  return { kind: mark.resultCode === 0 ? 'stored' : 'failed', mark };
}

function unproven(why: string): Proof {
  return { kind: 'unproven', why };
}

/** `MMDD` and `hhmmss`, read as this machine's local time, in the year that makes it nearest to now. */
export function timeOf({ date, time }: Pick<Mark, 'date' | 'time'>, now: EpochMs): EpochMs | null {
  if (date === null || time === null || !/^\d{4}$/.test(date) || !/^\d{6}$/.test(time)) return null;
  const pair = (text: string, at: number) => Number(text.slice(at, at + 2));
  const year = new Date(now).getFullYear();
  const candidates = [year - 1, year, year + 1].map((one) =>
    new Date(one, pair(date, 0) - 1, pair(date, 2), pair(time, 0), pair(time, 2), pair(time, 4)).getTime(),
  );
  return candidates.reduce((best, one) => (Math.abs(one - now) < Math.abs(best - now) ? one : best));
}
