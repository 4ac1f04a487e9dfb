import { TillbridgeError } from '@tillbridge/kernel';
import { STORE_ERRORS } from './errors.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';
import type { Connection } from './sqlite.ts';

/** `TILB` in ASCII: marks a file as a journal of Tillbridge (SQLite, "PRAGMA application_id"). */
export const APPLICATION_ID = 0x54_49_4c_42;

/** The version this release writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Which of our versions a file has; 0 for an empty one. Throws `TILL-223` for another program's database. */
export function schemaVersion(connection: Connection): number {
  const application = connection.pragma('application_id', { simple: true });
  const version = Number(connection.pragma('user_version', { simple: true }));
  if (application === APPLICATION_ID) return version;
  const things = Number(connection.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  if (application === 0 && version === 0 && things === 0) return 0;
  throw new TillbridgeError(STORE_ERRORS.notOurs, { about: connection.name });
}

/** Throws `TILL-224` for a file that a later release wrote. */
export function assertNotNewer(connection: Connection, version: number, target: number = SCHEMA_VERSION): void {
  if (version > target) {
    throw new TillbridgeError(STORE_ERRORS.newer, { about: connection.name, detail: `version ${version}` });
  }
}

/** Throws unless a file can be read as it is: a look never changes it. */
export function assertCurrent(connection: Connection): void {
  const version = schemaVersion(connection);
  assertNotNewer(connection, version);
  if (version < SCHEMA_VERSION) {
    throw new TillbridgeError(STORE_ERRORS.older, { about: connection.name, detail: `version ${version}` });
  }
}

/**
 * Brings a file up to `target` (this release's version unless told) in one transaction: all steps or none. Answers the
 * version it had.
 */
export function migrate(
  connection: Connection,
  target: number = SCHEMA_VERSION,
  migrations: readonly Migration[] = MIGRATIONS,
): number {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const from = schemaVersion(connection);
    assertNotNewer(connection, from, target);
    for (const migration of migrations.slice(from, target)) {
      connection.exec(migration.sql);
      connection.pragma(`user_version = ${migration.version}`);
    }
    if (from === 0) connection.pragma(`application_id = ${APPLICATION_ID}`);
    connection.exec('COMMIT');
    return from;
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}
