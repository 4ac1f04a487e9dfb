import type { EpochMs, PlainJson } from '@tillbridge/kernel';
import type { RouteId } from '@tillbridge/payments';
import { RowReader } from './row-reader.ts';
import type { Connection, SqlRow, SqlValue, Statement } from './sqlite.ts';

const DAY_MS = 86_400_000;
/** Longer than a terminal or a scheme remembers a payment. */
const KEPT_MS = 90 * DAY_MS;
/** Old notes that one write may take away: more than it adds, and never enough to be felt. */
const FORGOTTEN_AT_ONCE = 8;

/** Every query of the notes, for the test of their plans. */
export const DRIVER_NOTE_QUERIES = {
  note: 'SELECT note FROM driver_note WHERE route = ? AND key = ?',
  // What concerns the device itself stays, and so does the note of a payment that still awaits proof.
  forgettable: `SELECT route, key FROM driver_note INDEXED BY driver_note_by_age
    WHERE key <> 'terminal' AND changed_at < +? AND NOT EXISTS (
      SELECT 1 FROM payments
      WHERE id = driver_note.key AND (state IN ('intent', 'started', 'unknown') OR approval_settlement = 'queued')
    ) ORDER BY changed_at LIMIT ${FORGOTTEN_AT_ONCE}`,
} as const;

/** What drivers have to know again after a crash. */
export class DriverNoteTable {
  private readonly select: Statement<SqlValue[], SqlRow>;
  private readonly upsert: Statement<SqlValue[]>;
  private readonly forget: Statement<SqlValue[]>;

  constructor(connection: Connection) {
    this.select = connection.prepare<SqlValue[], SqlRow>(DRIVER_NOTE_QUERIES.note);
    this.upsert = connection.prepare<SqlValue[]>(
      `INSERT INTO driver_note (route, key, note, changed_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (route, key) DO UPDATE SET note = excluded.note, changed_at = excluded.changed_at`,
    );
    this.forget = connection.prepare<SqlValue[]>(
      `DELETE FROM driver_note WHERE (route, key) IN (${DRIVER_NOTE_QUERIES.forgettable})`,
    );
  }

  read(route: RouteId, key: string): PlainJson | undefined {
    const row = this.select.get(route, key);
    return row === undefined ? undefined : (new RowReader(row, 'driver_note').json('note') as PlainJson);
  }

  /** Replaces the note, given as JSON, and takes a few old ones away. */
  write(route: RouteId, key: string, note: string, at: EpochMs): void {
    this.upsert.run(route, key, note, at);
    this.forget.run(at - KEPT_MS);
  }
}
