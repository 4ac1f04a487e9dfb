import { closeSync, openSync, statSync } from 'node:fs';
import { type Digest, TillbridgeError } from '@tillbridge/kernel';
import { openConnection } from './connection.ts';
import { STORE_ERRORS } from './errors.ts';
import { FactTable } from './fact-table.ts';
import { assertNotNewer, schemaVersion } from './migrate.ts';
import { type Connection, SqliteError } from './sqlite.ts';

/** Reading a file this big takes a few milliseconds; a bigger one is only checked when somebody asks. */
const QUICK_CHECK_LIMIT_BYTES = 8 * 1_024 * 1_024;
/** Nobody but the agent's account has to read it; the files beside it get the same rights from SQLite. */
const OWNER_ONLY = 0o600;

/**
 * Looks at a file before a writer touches it. A writer's connection copies the write-ahead log into the file when it
 * closes; what is damaged has to stay exactly as it was found, so all that can be refused is refused here, read-only.
 *
 * Throws `TILL-222`, `TILL-223`, `TILL-224`, `TILL-212`, or what SQLite threw. Makes the file when it isn't there.
 */
export function preflight(file: string, digest: Digest): void {
  const bytes = sizeOf(file);
  const logBytes = sizeOf(`${file}-wal`) ?? 0;
  if (bytes === undefined) {
    closeSync(openSync(file, 'a', OWNER_ONLY));
    return;
  }
  if (bytes === 0) {
    // SQLite would take the file for a new one and throw the log away.
    if (logBytes > 0) throw damaged(file, 'the file is empty, the log beside it is not');
    return;
  }
  let connection: Connection | undefined;
  try {
    connection = openConnection(file, { readOnly: true });
    const version = schemaVersion(connection);
    assertNotNewer(connection, version);
    // Half a page at the end is in order only while the log still holds the whole of it.
    const half = bytes % Number(connection.pragma('page_size', { simple: true })) !== 0;
    if (half && logBytes === 0) throw damaged(file, 'the file was cut short');
    if (bytes <= QUICK_CHECK_LIMIT_BYTES) assertSound(connection, 'quick_check');
    if (version > 0) new FactTable(connection, digest).assertHead();
  } catch (error) {
    // The very first write was cut short; only a writer may finish or undo it.
    if (error instanceof SqliteError && error.code.startsWith('SQLITE_READONLY')) return;
    throw error;
  } finally {
    connection?.close();
  }
}

/** Reads every page. `integrity_check` also compares the indexes with their tables. Throws `TILL-222`. */
export function assertSound(connection: Connection, check: 'quick_check' | 'integrity_check'): void {
  const verdict = connection.pragma(`${check}(1)`, { simple: true });
  if (verdict !== 'ok') throw damaged(connection.name, String(verdict));
}

function damaged(file: string, detail: string): TillbridgeError {
  return new TillbridgeError(STORE_ERRORS.damaged, { about: file, detail });
}

function sizeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size;
}
