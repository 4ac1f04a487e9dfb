/** Who has to do something before this can work again. */
export type WhoActs = 'cashier' | 'it' | 'till-vendor' | 'provider' | 'ticket-shop' | 'nobody';

/** Whether a guest's money may have moved although we report an error. */
export type MoneyMoved = 'no' | 'maybe' | 'yes';

/** One entry of a package's error catalogue. Codes are never reused. */
export interface ErrorEntry {
  /** For example `TILL-101`; the prefix names the system that has to be looked at. */
  readonly code: string;
  /** A short English title for the catalogue page. */
  readonly title: string;
  readonly whoActs: WhoActs;
  readonly moneyMoved: MoneyMoved;
  /** What the cashier can do, in one English sentence; windows show their own translation by code. */
  readonly cashier: string;
  /** What IT should look at. */
  readonly it: string;
}

/** A catalogue: the key names the entry in code, the entry carries the stable code. */
export type ErrorCatalogue<Name extends string = string> = Readonly<Record<Name, ErrorEntry>>;

/** An error with a passport: its catalogue entry, and what it was about. Never carries secrets. */
export class TillbridgeError extends Error {
  readonly entry: ErrorEntry;
  /** The field, path or object the error is about, if there is one. */
  readonly about: string | undefined;

  constructor(entry: ErrorEntry, options: { about?: string; detail?: string; cause?: unknown } = {}) {
    const about = options.about === undefined ? '' : ` (${options.about})`;
    const detail = options.detail === undefined ? '' : `: ${options.detail}`;
    super(`${entry.code} ${entry.title}${about}${detail}`, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'TillbridgeError';
    this.entry = entry;
    this.about = options.about;
  }

  get code(): string {
    return this.entry.code;
  }
}

/** Causes have causes; after so many the story is told, and a circle is cut. */
const MOST_CAUSES = 4;

/** A one-line text of whatever was thrown and its causes, for log fields. */
export function describeError(error: unknown): string {
  return describe(error, MOST_CAUSES);
}

function describe(error: unknown, causes: number): string {
  if (!(error instanceof Error)) return oneLine(String(error));
  // A connection that was tried at several addresses has its reasons in a list, and no message of its own.
  const list = error instanceof AggregateError && error.message === '' ? error.errors : [];
  const message = list.length > 0 ? list.map((one) => describe(one, 0)).join(', ') : error.message;
  const text = oneLine(`${error.name}: ${message}`);
  return error.cause === undefined || causes === 0 ? text : `${text} ← ${describe(error.cause, causes - 1)}`;
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ');
}

/** The end of every exhaustive `switch`. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value: ${JSON.stringify(value)}`);
}

/** What every room that keeps something has to expect of its store. */
export const STORAGE_ERRORS = {
  unwritable: {
    code: 'TILL-201',
    title: "The journal can't be written",
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'This computer can’t store payments right now. Take another payment method and call IT.',
    it: 'Nothing was stored. Free disk space or repair the disk; payments start again by themselves once a write succeeds.',
  },
} as const satisfies ErrorCatalogue;

/** Whether a commit was refused by the disk: nothing of it counts, and the caller may try again later. */
export function isUnwritable(error: unknown): error is TillbridgeError {
  return error instanceof TillbridgeError && error.code === STORAGE_ERRORS.unwritable.code;
}
