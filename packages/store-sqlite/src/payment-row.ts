import { type Cents, cents } from '@tillbridge/kernel';
import type {
  Approval,
  CancelledBy,
  Direction,
  EndReason,
  HandOver,
  Means,
  Payment,
  PaymentId,
  PaymentState,
  ReceiptText,
  RouteId,
  TerminalId,
  TillId,
  Witness,
} from '@tillbridge/payments';
import { RowReader } from './row-reader.ts';
import type { SqlRow, SqlValue } from './sqlite.ts';

type Columns = Readonly<Record<string, (payment: Payment) => SqlValue>>;

/** What a payment is from its first moment on. */
export const IDENTITY_COLUMNS: Columns = {
  id: (p) => p.id,
  subscription_id: (p) => p.subscriptionId,
  external_payment_id: (p) => p.externalPaymentId,
  till: (p) => p.till,
  session_id: (p) => p.sessionId,
  method: (p) => p.method,
  means: (p) => p.means,
  direction: (p) => p.direction,
  amount_cents: (p) => p.amountCents,
  original: (p) => p.original,
  asked_by: (p) => p.askedBy?.person ?? null,
  asked_reason: (p) => p.askedBy?.reason ?? null,
  created_at: (p) => p.createdAt,
};

/** What may change while it lives. */
export const CHANGING_COLUMNS: Columns = {
  // Until a route has taken it, a payment may move to the next one.
  route: (p) => p.route,
  terminal: (p) => p.terminal,
  state: (p) => p.state,
  reason: (p) => p.reason,
  detail: (p) => p.detail,
  provider_ref: (p) => p.providerRef,
  qr_payload: (p) => p.qr?.payload ?? null,
  qr_expires_at: (p) => p.qr?.expiresAt ?? null,
  lease_until: (p) => p.leaseUntil,
  busy_until: (p) => p.busyUntil,
  cancel_by: (p) => p.cancelRequest?.by ?? null,
  cancel_at: (p) => p.cancelRequest?.at ?? null,
  approval_cents: (p) => p.approval?.finalCents ?? null,
  approval_reference: (p) => p.approval?.transactionReference ?? null,
  approval_card_type: (p) => p.approval?.cardType ?? null,
  approval_terminal_label: (p) => p.approval?.terminalLabel ?? null,
  approval_method: (p) => p.approval?.providerMethod ?? null,
  approval_receipts: (p) => (p.approval ? JSON.stringify(p.approval.receipts) : null),
  approval_settlement: (p) => p.approval?.settlement ?? 'final',
  witness_at: (p) => p.witness?.at ?? null,
  witness_person: (p) => p.witness?.person ?? null,
  witness_says: (p) => p.witness?.says ?? null,
  told_at: (p) => p.handOver?.at ?? null,
  told: (p) => p.handOver?.told ?? null,
  told_by: (p) => p.handOver?.by ?? null,
  alarm: (p) => p.alarm,
  changed_at: (p) => p.changedAt,
  version: (p) => p.version,
};

// The compiler holds these lists against the unions of the payments room, in both directions.
const MEANS: Readonly<Record<Means, true>> = { card: true, qr: true };
const DIRECTIONS: Readonly<Record<Direction, true>> = { pay: true, refund: true };
const STATES: Readonly<Record<PaymentState, true>> = {
  intent: true,
  started: true,
  approved: true,
  declined: true,
  cancelled: true,
  'timed-out': true,
  unknown: true,
};
const REASONS: Readonly<Record<EndReason, true>> = {
  'terminal-in-use': true,
  'terminal-offline': true,
  'provider-refused': true,
  'provider-down': true,
  'second-tender': true,
  'no-route': true,
  'refund-not-possible': true,
  'journal-unwritable': true,
  'never-shown': true,
  'declined-by-issuer': true,
  'cancelled-by-customer': true,
  'cancelled-by-till': true,
  'cancelled-by-cashier': true,
  expired: true,
  failed: true,
  'amount-refused': true,
  'start-unclear': true,
  'no-proof': true,
  interrupted: true,
  queued: true,
};
const SETTLEMENTS: Readonly<Record<Approval['settlement'], true>> = { final: true, queued: true, refused: true };
const CANCELLERS: Readonly<Record<CancelledBy, true>> = {
  till: true,
  'till-gave-up': true,
  'sale-left': true,
  'nothing-to-show': true,
  cashier: true,
  lease: true,
};
const TOLD: Readonly<Record<HandOver['told'], true>> = { paid: true, 'not-paid': true };
const TOLD_BY: Readonly<Record<HandOver['by'], true>> = {
  start: true,
  poll: true,
  cancel: true,
  'sale-completed': true,
  person: true,
};
const WITNESS_SAYS: Readonly<Record<Witness['says'], true>> = { approved: true, declined: true };
const ALARMS: Readonly<Record<NonNullable<Payment['alarm']>, true>> = {
  'paid-after-all': true,
  'witness-mismatch': true,
  'amount-differs': true,
  'queued-declined': true,
};

/** Reads a row of `payments`. Throws `TILL-222` naming the column that holds what no payment can hold. */
export function decodePayment(raw: SqlRow): Payment {
  const row = new RowReader(raw, 'payments');
  return {
    id: row.text('id') as PaymentId,
    subscriptionId: row.text('subscription_id'),
    externalPaymentId: row.text('external_payment_id'),
    till: row.text('till') as TillId,
    sessionId: row.textOrNull('session_id'),
    method: row.text('method'),
    means: row.word('means', MEANS),
    direction: row.word('direction', DIRECTIONS),
    amountCents: centsOf(row, 'amount_cents'),
    route: row.text('route') as RouteId,
    terminal: row.textOrNull('terminal') as TerminalId | null,
    original: row.textOrNull('original') as PaymentId | null,
    askedBy: row.isNull('asked_by') ? null : { person: row.text('asked_by'), reason: row.text('asked_reason') },
    state: row.word('state', STATES),
    reason: row.wordOrNull('reason', REASONS),
    detail: row.textOrNull('detail'),
    providerRef: row.textOrNull('provider_ref'),
    qr: row.isNull('qr_payload') ? null : { payload: row.text('qr_payload'), expiresAt: row.integer('qr_expires_at') },
    leaseUntil: row.integer('lease_until'),
    busyUntil: row.integerOrNull('busy_until'),
    cancelRequest: row.isNull('cancel_by')
      ? null
      : { by: row.word('cancel_by', CANCELLERS), at: row.integer('cancel_at') },
    approval: approvalOf(row),
    witness: row.isNull('witness_at')
      ? null
      : {
          at: row.integer('witness_at'),
          person: row.text('witness_person'),
          says: row.word('witness_says', WITNESS_SAYS),
        },
    handOver: row.isNull('told_at')
      ? null
      : { at: row.integer('told_at'), told: row.word('told', TOLD), by: row.word('told_by', TOLD_BY) },
    alarm: row.wordOrNull('alarm', ALARMS),
    createdAt: row.integer('created_at'),
    changedAt: row.integer('changed_at'),
    version: row.integer('version'),
  };
}

function centsOf(row: RowReader, column: string): Cents {
  const value = row.integer(column);
  try {
    return cents(value);
  } catch (error) {
    return row.refuse(column, error);
  }
}

function approvalOf(row: RowReader): Approval | null {
  if (row.isNull('approval_cents')) return null;
  return {
    finalCents: centsOf(row, 'approval_cents'),
    transactionReference: row.text('approval_reference'),
    cardType: row.textOrNull('approval_card_type'),
    terminalLabel: row.textOrNull('approval_terminal_label'),
    providerMethod: row.textOrNull('approval_method'),
    receipts: receiptsOf(row),
    settlement: row.word('approval_settlement', SETTLEMENTS),
  };
}

function receiptsOf(row: RowReader): readonly ReceiptText[] {
  const value = row.json('approval_receipts');
  if (!Array.isArray(value)) return row.refuse('approval_receipts');
  return value.map((item: unknown): ReceiptText => {
    if (typeof item !== 'object' || item === null) return row.refuse('approval_receipts');
    const { kind, lines } = item as { readonly kind?: unknown; readonly lines?: unknown };
    if (kind !== 'cardholder' && kind !== 'merchant') return row.refuse('approval_receipts');
    if (!Array.isArray(lines) || !lines.every((line) => typeof line === 'string')) {
      return row.refuse('approval_receipts');
    }
    return { kind, lines };
  });
}
