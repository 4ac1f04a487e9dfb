import { type ErrorCatalogue, STORAGE_ERRORS, TillbridgeError } from '@tillbridge/kernel';
import { SqliteError } from './sqlite.ts';

/** What can be wrong with the file that holds the journal. */
export const STORE_ERRORS = {
  inUse: {
    code: 'TILL-221',
    title: 'Another agent uses this journal',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'Tillbridge is running already. Use the window that is open.',
    it: 'A second process tried to write the same journal file. Stop one of them; two tills need a file each.',
  },
  damaged: {
    code: 'TILL-222',
    title: 'The journal file is damaged',
    whoActs: 'it',
    moneyMoved: 'maybe',
    cashier: 'Stored payments can’t be read. Check the last payments on the terminal’s receipts and call IT.',
    it: 'The file was left as it is. Copy it and the files beside it (-wal, -shm) to a safe place, check the disk, then restore the last backup, or move the file away and start with a new one; compare the last payments with the provider.',
  },
  notOurs: {
    code: 'TILL-223',
    title: 'The file is not a journal of Tillbridge',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'Tillbridge is set up wrongly. Call IT.',
    it: 'The data path of the settings points to another program’s database. The file was left as it is.',
  },
  newer: {
    code: 'TILL-224',
    title: 'The journal was written by a newer release',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'Tillbridge has to be updated. Call IT.',
    it: 'Install the release that wrote the journal, or a later one. The file was left as it is.',
  },
  older: {
    code: 'TILL-225',
    title: 'The journal was written by an older release',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'Start Tillbridge once, then try again.',
    it: 'A read-only look never changes the file. Start the agent of this release once; it brings the file up to date.',
  },
  engine: {
    code: 'TILL-226',
    title: 'The database engine can’t be trusted with money',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'Tillbridge is installed wrongly. Call IT.',
    it: 'The SQLite library is older than 3.51.3 or refuses full synchronisation. Reinstall the release as it was packaged.',
  },
  notOpened: {
    code: 'TILL-227',
    title: 'The journal file can’t be opened',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'Tillbridge can’t open its data. Call IT.',
    it: 'Check that the folder exists, that the account of the agent may write to it, and that the disk has room.',
  },
  closed: {
    code: 'TILL-228',
    title: 'The journal has been closed',
    whoActs: 'nobody',
    moneyMoved: 'no',
    cashier: 'Tillbridge is shutting down. Try again in a moment.',
    it: 'Something arrived while the agent was stopping. It was not stored and not acknowledged; the sender repeats it.',
  },
  conflict: {
    code: 'TILL-229',
    title: 'A stored payment changed meanwhile',
    whoActs: 'it',
    moneyMoved: 'maybe',
    cashier: 'Look at the payment’s state before you go on.',
    it: 'Two parts of the agent changed one payment at once, or one was added twice. The stored state was kept. Report this with the log.',
  },
  voucherConflict: {
    code: 'TILL-230',
    title: 'A voucher can’t be stored like that',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'Nothing was taken off for the voucher. Scan it again, or call IT.',
    it: 'A code was stored twice, more was redeemed than was issued, or something unknown was counted. What was stored before was kept. Report this with the log.',
  },
} as const satisfies ErrorCatalogue;

/** The disk, not the statement: nothing more can be written in this transaction. Result codes of SQLite, "Result and Error Codes". */
const DISK_CODES =
  /^SQLITE_(FULL|IOERR|READONLY|CORRUPT|NOTADB|NOMEM|BUSY|LOCKED|CANTOPEN|PROTOCOL|INTERRUPT|PERM|AUTH|NOLFS)/;
const DAMAGE_CODES = /^SQLITE_(CORRUPT|NOTADB)/;

/** Whether the disk or the file refused, as opposed to a mistake in one statement. */
export function isDiskFailure(error: unknown): boolean {
  return error instanceof SqliteError && DISK_CODES.test(error.code);
}

/** The error that a caller gets whose commit the disk refused. */
export function unwritable(cause: unknown, file: string): TillbridgeError {
  return new TillbridgeError(STORAGE_ERRORS.unwritable, { about: file, detail: diskWords(cause), cause });
}

/** `about`: an id of ours. Never a code: whoever reads it could redeem it. */
export function voucherConflict(about: string, detail: string, cause?: unknown): TillbridgeError {
  return new TillbridgeError(STORE_ERRORS.voucherConflict, { about, detail, cause });
}

function diskWords(cause: unknown): string {
  if (!(cause instanceof SqliteError)) return cause instanceof Error ? cause.message : String(cause);
  if (cause.code === 'SQLITE_FULL') return 'the disk is full';
  if (cause.code.startsWith('SQLITE_READONLY')) return 'the file is read-only';
  if (DAMAGE_CODES.test(cause.code)) return 'the file is damaged';
  return `${cause.code}: ${cause.message}`;
}

/** Turns what SQLite throws while a file is opened or read into an error with a passport; passes on everything else. */
export function fromSqlite(error: unknown, file: string): unknown {
  if (!(error instanceof SqliteError)) return error;
  if (DAMAGE_CODES.test(error.code)) {
    return new TillbridgeError(STORE_ERRORS.damaged, { about: file, detail: error.message, cause: error });
  }
  return new TillbridgeError(STORE_ERRORS.notOpened, {
    about: file,
    detail: `${error.code}: ${error.message}`,
    cause: error,
  });
}
