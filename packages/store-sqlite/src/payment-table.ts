import { TillbridgeError } from '@tillbridge/kernel';
import type { Payment, PaymentId, PaymentReads, RouteId, TerminalId, TillId } from '@tillbridge/payments';
import { STORE_ERRORS } from './errors.ts';
import { OpenPayments } from './open-payments.ts';
import { CHANGING_COLUMNS, decodePayment, IDENTITY_COLUMNS } from './payment-row.ts';
import { type Connection, SqliteError, type SqlRow, type SqlValue, type Statement } from './sqlite.ts';

// Word for word the conditions of the partial indexes: SQLite uses those only when it finds the same expression. INDEXED
// BY makes a mismatch an error at start instead of a scan of all that is past.
const IS_OPEN = `state IN ('intent', 'started', 'unknown')`;
const NEEDS_ATTENTION = `(state = 'unknown' OR alarm IS NOT NULL OR (state = 'approved' AND told IS NOT 'paid')
    OR approval_settlement = 'queued')`;

const identityNames = Object.keys(IDENTITY_COLUMNS);
const changingNames = Object.keys(CHANGING_COLUMNS);
const identityReaders = Object.values(IDENTITY_COLUMNS);
const changingReaders = Object.values(CHANGING_COLUMNS);
const SELECT = `SELECT ${[...identityNames, ...changingNames].join(', ')} FROM payments`;

/** Every query of the payments table, for the test that holds their plans against 100,000 rows. */
export const PAYMENT_QUERIES = {
  byId: `${SELECT} WHERE id = ?`,
  byKey: `${SELECT} WHERE subscription_id = ? AND external_payment_id = ?`,
  byProviderRef: `${SELECT} WHERE route = +? AND provider_ref = +? ORDER BY seq DESC LIMIT 1`,
  open: `${SELECT} INDEXED BY payments_open WHERE ${IS_OPEN} ORDER BY seq`,
  openOfSession: `${SELECT} INDEXED BY payments_by_session WHERE subscription_id = +? AND session_id = +? AND ${IS_OPEN} ORDER BY seq`,
  openOnTerminal: `${SELECT} INDEXED BY payments_open WHERE terminal = +? AND ${IS_OPEN} ORDER BY seq`,
  ofSession: `${SELECT} WHERE subscription_id = +? AND session_id = +? ORDER BY seq`,
  refundsOf: `${SELECT} WHERE original = +? ORDER BY seq`,
  needingAttention: `${SELECT} INDEXED BY payments_needing_attention WHERE ${NEEDS_ATTENTION} ORDER BY seq`,
  recent: `${SELECT} WHERE till = +? ORDER BY seq DESC LIMIT +?`,
} as const;

const INSERT = `INSERT INTO payments (${[...identityNames, ...changingNames].join(', ')})
  VALUES (${[...identityNames, ...changingNames].map(() => '?').join(', ')})`;
const UPDATE = `UPDATE payments SET ${changingNames.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`;

/** Payments in the file, oldest first by the order they came in, whatever the wall clock said. */
export class PaymentTable implements PaymentReads {
  private readonly statements: Readonly<Record<keyof typeof PAYMENT_QUERIES, Statement<SqlValue[], SqlRow>>>;
  private readonly insertRow: Statement<SqlValue[]>;
  private readonly updateRow: Statement<SqlValue[]>;

  /** Null beside a running writer, who may change the file at any time. */
  private readonly openOnes: OpenPayments | null;

  constructor(connection: Connection, options: { readonly onlyWriter: boolean }) {
    const prepare = (sql: string) => connection.prepare<SqlValue[], SqlRow>(sql);
    this.statements = {
      byId: prepare(PAYMENT_QUERIES.byId),
      byKey: prepare(PAYMENT_QUERIES.byKey),
      byProviderRef: prepare(PAYMENT_QUERIES.byProviderRef),
      open: prepare(PAYMENT_QUERIES.open),
      openOfSession: prepare(PAYMENT_QUERIES.openOfSession),
      openOnTerminal: prepare(PAYMENT_QUERIES.openOnTerminal),
      ofSession: prepare(PAYMENT_QUERIES.ofSession),
      refundsOf: prepare(PAYMENT_QUERIES.refundsOf),
      needingAttention: prepare(PAYMENT_QUERIES.needingAttention),
      recent: prepare(PAYMENT_QUERIES.recent),
    };
    this.insertRow = connection.prepare<SqlValue[]>(INSERT);
    this.updateRow = connection.prepare<SqlValue[]>(UPDATE);
    this.openOnes = options.onlyWriter ? new OpenPayments(() => this.statements.open.all().map(decodePayment)) : null;
  }

  byId(id: PaymentId): Payment | undefined {
    return this.openOnes?.byId(id) ?? one(this.statements.byId.get(id));
  }

  byKey(subscriptionId: string, externalPaymentId: string): Payment | undefined {
    return (
      this.openOnes?.byKey(subscriptionId, externalPaymentId) ??
      one(this.statements.byKey.get(subscriptionId, externalPaymentId))
    );
  }

  byProviderRef(route: RouteId, providerRef: string): Payment | undefined {
    return one(this.statements.byProviderRef.get(route, providerRef));
  }

  open(): readonly Payment[] {
    return this.openOnes?.all() ?? this.statements.open.all().map(decodePayment);
  }

  openOfSession(subscriptionId: string, sessionId: string): readonly Payment[] {
    if (this.openOnes === null) return this.statements.openOfSession.all(subscriptionId, sessionId).map(decodePayment);
    return this.openOnes.where((one) => one.sessionId === sessionId && one.subscriptionId === subscriptionId);
  }

  openOnTerminal(terminal: TerminalId): readonly Payment[] {
    if (this.openOnes === null) return this.statements.openOnTerminal.all(terminal).map(decodePayment);
    return this.openOnes.where((one) => one.terminal === terminal);
  }

  ofSession(subscriptionId: string, sessionId: string): readonly Payment[] {
    return this.statements.ofSession.all(subscriptionId, sessionId).map(decodePayment);
  }

  refundsOf(original: PaymentId): readonly Payment[] {
    return this.statements.refundsOf.all(original).map(decodePayment);
  }

  needingAttention(): readonly Payment[] {
    return this.statements.needingAttention.all().map(decodePayment);
  }

  recent(till: TillId, limit: number): readonly Payment[] {
    return this.statements.recent.all(till, limit).map(decodePayment);
  }

  /** After writes were undone: the file knows what is open. */
  forgetOpen(): void {
    this.openOnes?.forget();
  }

  /** Throws `TILL-229` when the id, or the till's name for it, is there already. */
  insert(payment: Payment): void {
    try {
      this.insertRow.run(
        ...identityReaders.map((read) => read(payment)),
        ...changingReaders.map((read) => read(payment)),
      );
      this.openOnes?.note(payment);
    } catch (error) {
      if (error instanceof SqliteError && error.code === 'SQLITE_CONSTRAINT_UNIQUE') {
        throw new TillbridgeError(STORE_ERRORS.conflict, { about: payment.id, detail: 'added twice', cause: error });
      }
      throw error;
    }
  }

  /** Throws `TILL-229` unless the stored payment is the same one at `payment.version - 1`. */
  update(payment: Payment): void {
    const conflict = conflictOf(this.byId(payment.id), payment);
    if (conflict !== null) throw new TillbridgeError(STORE_ERRORS.conflict, { about: payment.id, detail: conflict });
    this.updateRow.run(...changingReaders.map((read) => read(payment)), payment.id);
    this.openOnes?.note(payment);
  }
}

/** Why `payment` can't follow on what is stored; null when it can. */
function conflictOf(stored: Payment | undefined, payment: Payment): string | null {
  if (stored === undefined) return 'not stored';
  if (stored.version !== payment.version - 1) {
    return `version ${stored.version} is stored, version ${payment.version} was offered`;
  }
  // It may move to its next route only before a route has taken it.
  const stays = stored.route === payment.route && stored.terminal === payment.terminal;
  const same = identityReaders.every((read) => read(stored) === read(payment)) && (stays || stored.state === 'intent');
  return same ? null : 'what a payment is from its first moment on differs';
}

function one(row: SqlRow | undefined): Payment | undefined {
  return row === undefined ? undefined : decodePayment(row);
}
