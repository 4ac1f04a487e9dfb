/** The one gateway to the SQLite library. */
import Database from 'better-sqlite3';

export const { SqliteError } = Database;
export type Connection = Database.Database;
export type Statement<Parameters extends unknown[], Row = unknown> = Database.Statement<Parameters, Row>;
export type SqlValue = string | number | null;
/** A row as it comes from the file: nothing is known of its values. */
export type SqlRow = Readonly<Record<string, unknown>>;

export function connect(file: string, options: { readonly readOnly: boolean; readonly waitMs: number }): Connection {
  return new Database(file, { readonly: options.readOnly, fileMustExist: options.readOnly, timeout: options.waitMs });
}
