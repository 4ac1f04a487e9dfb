import { TillbridgeError } from '@tillbridge/kernel';
import { isDiskFailure, STORE_ERRORS } from './errors.ts';
import { connect, SqliteError } from './sqlite.ts';

export interface OwnerLock {
  release(): void;
}

/**
 * Makes this process the only writer of a file until it lets go or dies: an exclusive lock of the operating system on
 * an empty database beside the file, `<file>.lock`. A lock on the journal itself would keep readers out as well. The
 * lock ends with the process however it ends, so nothing has to be cleaned up after a crash.
 *
 * Throws `TILL-221` when somebody else holds it.
 */
export function lockOwnership(file: string): OwnerLock {
  const connection = connect(`${file}.lock`, { readOnly: false, waitMs: 0 });
  try {
    // No rollback journal: the lock file stays empty and alone.
    connection.pragma('journal_mode = MEMORY');
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if (error instanceof SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new TillbridgeError(STORE_ERRORS.inUse, { about: file, cause: error });
    }
    if (isDiskFailure(error)) {
      throw new TillbridgeError(STORE_ERRORS.notOpened, { about: `${file}.lock`, cause: error });
    }
    throw error;
  }
  return { release: () => void connection.close() };
}
