import { canonicalJson, type OutboxItem, type OutboxKinds, type OutboxState } from '@tillbridge/journal';
import type { Clock, EpochMs, OutboxDraft, PlainJson } from '@tillbridge/kernel';
import { RowReader } from './row-reader.ts';
import type { Connection, SqlRow, SqlValue, Statement } from './sqlite.ts';

const STATES: Readonly<Record<OutboxState, true>> = { waiting: true, leased: true, parked: true };
const COLUMNS = 'id, kind, key, payload, state, attempts, not_before, lease_owner, lease_until, last_error, created_at';
const HELD = `id = ? AND state = 'leased' AND lease_owner = ?`;
// Asked with the list's own separators around the kind, and with 1 for those of the list, 0 for all others.
const OF_KINDS = `(instr(+?, '|' || kind || '|') > 0) = +?`;
const UNREADABLE = 'the stored payload is unreadable';

/** Every query of the outbox, for the test of their plans. */
export const OUTBOX_QUERIES = {
  due: `SELECT id FROM (
      SELECT id, not_before AS due FROM outbox WHERE state = 'waiting' AND not_before <= +? AND ${OF_KINDS}
      UNION ALL
      SELECT id, lease_until AS due FROM outbox WHERE state = 'leased' AND lease_until <= +? AND ${OF_KINDS}
    ) ORDER BY due, id LIMIT +?`,
  nextWaiting: `SELECT not_before FROM outbox WHERE state = 'waiting' AND ${OF_KINDS} ORDER BY not_before LIMIT 1`,
  nextLeased: `SELECT lease_until FROM outbox WHERE state = 'leased' AND ${OF_KINDS} ORDER BY lease_until LIMIT 1`,
  counts: `SELECT (SELECT count(*) FROM outbox WHERE state = 'waiting')
      + (SELECT count(*) FROM outbox WHERE state = 'leased') AS waiting,
    (SELECT count(*) FROM outbox WHERE state = 'parked') AS parked`,
  all: `SELECT ${COLUMNS} FROM outbox ORDER BY id`,
} as const;

/** What must still reach somebody. */
export class OutboxTable {
  private readonly clock: Clock;
  private readonly insertRow: Statement<SqlValue[]>;
  private readonly due: Statement<SqlValue[], number>;
  private readonly lease: Statement<[string, EpochMs, number], SqlRow>;
  private readonly remove: Statement<[number, string]>;
  private readonly wait: Statement<[EpochMs, string, number, string]>;
  private readonly parkRow: Statement<[string, number, string]>;
  private readonly unparkRow: Statement<[EpochMs, number]>;
  private readonly every: Statement<[], SqlRow>;
  private readonly counts: Statement<[], SqlRow>;
  private readonly nextWaiting: Statement<[string, number], number>;
  private readonly nextLeased: Statement<[string, number], number>;

  constructor(connection: Connection, clock: Clock) {
    this.clock = clock;
    this.insertRow = connection.prepare<SqlValue[]>(
      `INSERT INTO outbox (kind, key, payload, not_before, created_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (kind, key) DO NOTHING`,
    );
    this.due = connection.prepare<SqlValue[], number>(OUTBOX_QUERIES.due).pluck();
    // The attempt is counted when it begins, so that an item which takes the process down is parked in the end.
    this.lease = connection.prepare(
      `UPDATE outbox SET state = 'leased', lease_owner = ?, lease_until = ?, attempts = attempts + 1
       WHERE id = ? RETURNING ${COLUMNS}`,
    );
    this.remove = connection.prepare(`DELETE FROM outbox WHERE ${HELD}`);
    this.wait = connection.prepare(
      `UPDATE outbox SET state = 'waiting', lease_owner = NULL, lease_until = NULL, not_before = ?, last_error = ?
       WHERE ${HELD}`,
    );
    this.parkRow = connection.prepare(
      `UPDATE outbox SET state = 'parked', lease_owner = NULL, lease_until = NULL, last_error = ? WHERE ${HELD}`,
    );
    this.unparkRow = connection.prepare(
      `UPDATE outbox SET state = 'waiting', attempts = 0, not_before = ? WHERE id = ? AND state = 'parked'`,
    );
    this.every = connection.prepare(OUTBOX_QUERIES.all);
    this.counts = connection.prepare(OUTBOX_QUERIES.counts);
    this.nextWaiting = connection.prepare<[string, number], number>(OUTBOX_QUERIES.nextWaiting).pluck();
    this.nextLeased = connection.prepare<[string, number], number>(OUTBOX_QUERIES.nextLeased).pluck();
  }

  enqueue(draft: OutboxDraft): void {
    this.insertRow.run(draft.kind, draft.key, canonicalJson(draft.payload), draft.notBefore, this.clock.now());
  }

  /** Items whose payload is unreadable are parked on the way: nobody could deliver them. */
  claim(owner: string, now: EpochMs, leaseMs: number, limit: number, kinds?: OutboxKinds): readonly OutboxItem[] {
    const items: OutboxItem[] = [];
    const wanted = asAsked(kinds);
    for (const id of this.due.all(now, ...wanted, now, ...wanted, limit)) {
      const item = decodeItem(this.lease.get(owner, now + leaseMs, id));
      if (item === undefined) continue;
      if (item.payload === undefined) this.park(id, owner, UNREADABLE);
      else items.push({ ...item, payload: item.payload });
    }
    return items;
  }

  deliver(id: number, owner: string): boolean {
    return this.remove.run(id, owner).changes === 1;
  }

  retryLater(id: number, owner: string, notBefore: EpochMs, error: string): boolean {
    return this.wait.run(notBefore, error, id, owner).changes === 1;
  }

  park(id: number, owner: string, error: string): boolean {
    return this.parkRow.run(error, id, owner).changes === 1;
  }

  unpark(id: number, notBefore: EpochMs): boolean {
    return this.unparkRow.run(notBefore, id).changes === 1;
  }

  /** Everything, oldest first. An unreadable payload is shown as null. */
  all(): readonly OutboxItem[] {
    return this.every.all().flatMap((row) => {
      const item = decodeItem(row);
      return item === undefined ? [] : [{ ...item, payload: item.payload ?? null }];
    });
  }

  count(): { readonly waiting: number; readonly parked: number } {
    const row = new RowReader(this.counts.get() ?? {}, 'outbox');
    return { waiting: row.integer('waiting'), parked: row.integer('parked') };
  }

  /** The moment at which the next item can be claimed, be it that its wait or a dead owner's lease runs out. */
  nextDue(kinds?: OutboxKinds): EpochMs | null {
    const wanted = asAsked(kinds);
    const waiting = this.nextWaiting.get(...wanted) ?? null;
    const leased = this.nextLeased.get(...wanted) ?? null;
    if (waiting === null || leased === null) return waiting ?? leased;
    return Math.min(waiting, leased);
  }
}

function asAsked(kinds: OutboxKinds = { except: [] }): readonly [string, number] {
  return 'only' in kinds ? [`|${kinds.only.join('|')}|`, 1] : [`|${kinds.except.join('|')}|`, 0];
}

type DecodedItem = Omit<OutboxItem, 'payload'> & { readonly payload: PlainJson | undefined };

function decodeItem(raw: SqlRow | undefined): DecodedItem | undefined {
  if (raw === undefined) return undefined;
  const row = new RowReader(raw, 'outbox');
  return {
    id: row.integer('id'),
    kind: row.text('kind'),
    key: row.text('key'),
    payload: payloadOf(row.text('payload')),
    state: row.word('state', STATES),
    attempts: row.integer('attempts'),
    notBefore: row.integer('not_before'),
    lease: row.isNull('lease_owner') ? null : { owner: row.text('lease_owner'), until: row.integer('lease_until') },
    lastError: row.textOrNull('last_error'),
    createdAt: row.integer('created_at'),
  };
}

function payloadOf(text: string): PlainJson | undefined {
  try {
    return JSON.parse(text) as PlainJson;
  } catch {
    return undefined;
  }
}
