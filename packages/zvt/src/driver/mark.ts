/** What names a transaction at its terminal, and how two sightings of one are told from two transactions. */
import { type Cents, cents, type PlainJson } from '@tillbridge/kernel';
import type { StatusInformation } from '../codec/model.ts';

/** A transaction as the terminal names it. Plain JSON: it is kept across a crash. */
export interface Mark {
  readonly terminalId: string | null;
  readonly trace: string | null;
  readonly receipt: string | null;
  readonly turnover: string | null;
  readonly amountCents: Cents | null;
  readonly resultCode: number | null;
  /** Of a reversal: the trace of what it takes back. */
  readonly originalTrace: string | null;
  /** `MMDD` and `hhmmss` of the terminal's own clock. */
  readonly date: string | null;
  readonly time: string | null;
}

export function markOf(status: StatusInformation): Mark {
  const { terminalId, trace, receipt, turnover, amountCents, resultCode, originalTrace, date, time } = status;
  return { terminalId, trace, receipt, turnover, amountCents, resultCode, originalTrace, date, time };
}

/**
 * Whether both are the same transaction. Every number that both carry has to agree, and at least one number of the
 * terminal's own counting, or its time to the second, has to be among them.
 */
export function isSame(one: Mark, other: Mark): boolean {
  const counted = [
    agree(one.trace, other.trace),
    agree(one.receipt, other.receipt),
    agree(one.turnover, other.turnover),
  ];
  const timed = agree(stamp(one), stamp(other));
  const rest = [agree(one.terminalId, other.terminalId), agree(one.amountCents, other.amountCents)];
  if ([...counted, timed, ...rest].includes(false)) return false;
  return counted.includes(true) || timed === true;
}

/** Names a transaction at all: something that can be compared. */
export function namesOne(mark: Mark): boolean {
  return mark.trace !== null || mark.receipt !== null || mark.turnover !== null || stamp(mark) !== null;
}

/** Null: one of them doesn't say. */
function agree(one: string | number | null, other: string | number | null): boolean | null {
  return one === null || other === null ? null : one === other;
}

function stamp({ date, time }: Mark): string | null {
  return date === null || time === null ? null : `${date} ${time}`;
}

export function toJson(mark: Mark): PlainJson {
  return { ...mark };
}

export function fromJson(value: unknown): Mark | null {
  if (typeof value !== 'object' || value === null) return null;
  const from = value as Readonly<Record<string, unknown>>;
  const text = (name: string) => (typeof from[name] === 'string' ? from[name] : null);
  return {
    terminalId: text('terminalId'),
    trace: text('trace'),
    receipt: text('receipt'),
    turnover: text('turnover'),
    amountCents: typeof from.amountCents === 'number' ? cents(from.amountCents) : null,
    resultCode: typeof from.resultCode === 'number' ? from.resultCode : null,
    originalTrace: text('originalTrace'),
    date: text('date'),
    time: text('time'),
  };
}
