import { TillbridgeError } from '@tillbridge/kernel';
import { STORE_ERRORS } from './errors.ts';
import { type Connection, connect } from './sqlite.ts';

/** How long a statement waits for another process's lock. We are the only writer, so nobody should hold one for long. */
const BUSY_WAIT_MS = 1_000;
/** 4,000 pages of 4 KiB: fewer, somewhat longer check-points, so that they stay out of the 99th percentile. */
const CHECKPOINT_PAGES = 4_000;
/** Releases from 3.7.0 to 3.51.2 can lose committed pages when a check-point races a WAL reset (SQLite, "WAL-reset bug"). */
const OLDEST_ENGINE = [3, 51, 3] as const;
/** Room for the pages a shop's day keeps coming back to; the library's own 16 MiB fill up with what is past. */
const CACHE_KIB = 4_096;
/** SQLite, "PRAGMA synchronous": 2 is FULL. */
const FULL = 2;

/**
 * Opens a connection with every setting that makes a commit survive a power cut. Every connection of this package is
 * opened here. The library's build falls back to `synchronous=NORMAL` in WAL mode, so FULL is set each time.
 */
export function openConnection(file: string, options: { readonly readOnly: boolean }): Connection {
  const connection = connect(file, { readOnly: options.readOnly, waitMs: BUSY_WAIT_MS });
  try {
    assertEngine(connection);
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cell_size_check = ON');
    connection.pragma('foreign_keys = ON');
    // With it off, INSERT OR REPLACE would get past the triggers that keep facts from being deleted.
    connection.pragma('recursive_triggers = ON');
    // A failing disk is an error code when pages are read, and the end of the process when they are mapped.
    connection.pragma('mmap_size = 0');
    connection.pragma(`cache_size = -${CACHE_KIB}`);
    connection.pragma('temp_store = MEMORY');
    if (options.readOnly) {
      connection.pragma('query_only = ON');
      return connection;
    }
    const mode = connection.pragma('journal_mode = WAL', { simple: true });
    if (mode !== 'wal')
      throw new TillbridgeError(STORE_ERRORS.engine, { about: file, detail: `journal_mode is ${mode}` });
    connection.pragma('synchronous = FULL');
    // macOS: an ordinary fsync leaves the data in the drive's cache (SQLite, "PRAGMA fullfsync").
    connection.pragma('fullfsync = ON');
    connection.pragma('checkpoint_fullfsync = ON');
    connection.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    connection.pragma(`journal_size_limit = ${CHECKPOINT_PAGES * 4_096}`);
    assertFullSync(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Throws unless a commit on this connection waits for the disk. Called again after the first write. */
export function assertFullSync(connection: Connection): void {
  const level = connection.pragma('synchronous', { simple: true });
  if (level !== FULL) {
    throw new TillbridgeError(STORE_ERRORS.engine, { about: connection.name, detail: `synchronous is ${level}` });
  }
}

function assertEngine(connection: Connection): void {
  const version = String(connection.prepare('SELECT sqlite_version()').pluck().get());
  if (!isTrusted(version)) throw new TillbridgeError(STORE_ERRORS.engine, { detail: `SQLite ${version}` });
}

/** Whether an engine of this version may hold money. */
export function isTrusted(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [place, least] of OLDEST_ENGINE.entries()) {
    const part = parts[place] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
