/** Which sentence the cashier's card says about a payment, as a pure function. Proven ends come from proven states alone. */
import { type CashierPayment, type CashierState, QR_GONE_BEFORE_EXPIRY_MS } from '@tillbridge/contracts';
import { assertNever, type EpochMs } from '@tillbridge/kernel';
import { isOverAccount, isTakenOffline, isUnsettled, type Payment } from '@tillbridge/payments';
import type { SeenPayment } from './picture.ts';

/** A till hears of an approval within a poll or two; before that there is nothing to worry the cashier with. */
export const UNTOLD_GRACE_MS = 1_500;

export interface CashierMoment {
  readonly state: CashierState;
  readonly since: EpochMs;
  /** When the state changes by itself; null when it doesn't. */
  readonly changesAt: EpochMs | null;
}

export function cashierState(seen: SeenPayment, now: EpochMs): CashierMoment {
  const { payment } = seen;
  switch (payment.state) {
    case 'intent':
    case 'started':
      return openState(seen, now);
    case 'unknown':
      return steady(isTakenOffline(payment) ? 'taken-offline' : 'unknown', payment.changedAt);
    case 'approved':
      return approvedState(payment, now);
    case 'declined':
    case 'cancelled':
    case 'timed-out':
      return steady(unpaidState(payment), payment.changedAt);
    default:
      return assertNever(payment.state);
  }
}

/** The till heard what it had to, or a person has seen to it. */
export function isTold(payment: Payment): boolean {
  return payment.handOver?.told === 'paid';
}

/** What the terminal wants, where the sentence has room to say so. */
export function cashierHint({ phase }: SeenPayment, state: CashierState): CashierPayment['hint'] {
  if (state === 'pin') return phase === 'pin-again' ? 'pin' : null;
  if (state !== 'not-through-yet') return null;
  switch (phase) {
    case 'insert-card':
      return 'chip';
    case 'try-again':
    case 'one-card':
    case 'confirm-phone':
      return 'again';
    case 'declined-pin':
      return 'pin';
    default:
      return 'other';
  }
}

function openState(seen: SeenPayment, now: EpochMs): CashierMoment {
  const { payment, phase, phaseSince } = seen;
  // No device shows it, and nothing can stop it.
  if (isOverAccount(payment)) return steady('refunding', payment.createdAt);
  if (payment.cancelRequest !== null) {
    const checking = payment.means === 'qr' && payment.cancelRequest.by === 'lease';
    return steady(checking ? 'qr-checking' : 'stop-requested', payment.cancelRequest.at);
  }
  if (payment.state === 'intent') return steady('starting', payment.createdAt);
  if (payment.means === 'qr') return qrState(seen, now);
  switch (phase) {
    case null:
      return steady(seen.takenUp ? 'processing' : 'starting', phaseSince);
    case 'starting':
    case 'pin':
    case 'processing':
    case 'remove-card':
      return steady(phase, phaseSince);
    case 'present-card':
      return steady('waiting-for-card', phaseSince);
    case 'try-again':
    case 'insert-card':
    case 'one-card':
    case 'confirm-phone':
    case 'declined-retry':
    case 'declined-pin':
      return steady('not-through-yet', phaseSince);
    case 'pin-again':
      return steady('pin', phaseSince);
    case 'checking':
    case 'scan':
    case 'scanned':
      return steady('processing', phaseSince);
    default:
      return assertNever(phase);
  }
}

function qrState({ payment, phase, phaseSince, takenUp }: SeenPayment, now: EpochMs): CashierMoment {
  if (phase === 'scanned' || phase === 'pin' || phase === 'processing') return steady('qr-scanned', phaseSince);
  if (payment.qr === null) return steady('starting', payment.changedAt);
  if (phase === 'checking' || (phase === null && takenUp)) return steady('qr-checking', phaseSince);
  const goneAt = payment.qr.expiresAt - QR_GONE_BEFORE_EXPIRY_MS;
  if (now >= goneAt) return steady('qr-checking', goneAt);
  return { state: 'qr-waiting', since: payment.changedAt, changesAt: goneAt };
}

function approvedState(payment: Payment, now: EpochMs): CashierMoment {
  if (payment.alarm !== null) return steady(payment.alarm, payment.changedAt);
  const tooLate = payment.cancelRequest !== null;
  const worryAt = payment.changedAt + UNTOLD_GRACE_MS;
  if (!isTold(payment) && now >= worryAt) return steady('approved-till-not-told', payment.changedAt);
  const well = isUnsettled(payment) ? 'approved-offline' : 'approved';
  return {
    state: tooLate ? 'too-late-to-stop' : well,
    since: payment.changedAt,
    changesAt: isTold(payment) ? null : worryAt,
  };
}

function unpaidState(payment: Payment): CashierState {
  // Its alarm says that the amounts differ; here nothing was paid, which is the news.
  if (payment.reason === 'amount-refused' && payment.alarm === 'amount-differs') return 'amount-refused';
  if (payment.alarm !== null) return payment.alarm;
  switch (payment.reason) {
    case 'provider-down':
    case 'provider-refused':
      // What matters to whoever asked is that nothing was sent back; the code says why.
      return isOverAccount(payment) ? 'declined' : payment.reason;
    case 'terminal-in-use':
    case 'terminal-offline':
    case 'second-tender':
    case 'no-route':
    case 'refund-not-possible':
    case 'journal-unwritable':
      return payment.reason;
    default:
      break;
  }
  if (isOverAccount(payment)) return 'declined';
  if (payment.state === 'timed-out') return payment.means === 'qr' ? 'qr-expired' : 'timed-out';
  return payment.state === 'declined' ? 'declined' : 'stopped';
}

function steady(state: CashierState, since: EpochMs): CashierMoment {
  return { state, since, changesAt: null };
}
