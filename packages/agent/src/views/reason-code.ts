import type { CashierState } from '@tillbridge/contracts';
import type { Payment } from '@tillbridge/payments';
import { AGENT_ERRORS } from '../errors.ts';

/** Drivers begin their detail with the code of their own catalogue. */
const CODE_OF_DETAIL = /^(?:TILL|PAY|MSP|KC|ZVT)-\d{3}\b/;

/** The error code of a payment's state, for the till's log and for IT; null when nothing is wrong. */
export function reasonCode(payment: Payment, state: CashierState): string | null {
  const own = ownCode(state);
  if (own === null && !mayCarryCode(state)) return null;
  return payment.detail?.match(CODE_OF_DETAIL)?.[0] ?? own?.code ?? null;
}

/** Ends that are no fault of ours; why they came is the driver's to say. */
function mayCarryCode(state: CashierState): boolean {
  return state === 'declined' || state === 'stopped' || state === 'timed-out';
}

function ownCode(state: CashierState): { readonly code: string } | null {
  switch (state) {
    case 'unknown':
      return AGENT_ERRORS.unknownOutcome;
    case 'approved-till-not-told':
      return AGENT_ERRORS.tillNotTold;
    case 'paid-after-all':
      return AGENT_ERRORS.paidAfterAll;
    case 'witness-mismatch':
      return AGENT_ERRORS.witnessMismatch;
    case 'amount-differs':
      return AGENT_ERRORS.amountDiffers;
    case 'amount-refused':
      return AGENT_ERRORS.amountRefused;
    case 'taken-offline':
    case 'approved-offline':
      return AGENT_ERRORS.takenOffline;
    case 'queued-declined':
      return AGENT_ERRORS.queuedDeclined;
    case 'terminal-in-use':
      return AGENT_ERRORS.terminalShared;
    case 'second-tender':
      return AGENT_ERRORS.secondTender;
    case 'no-route':
      return AGENT_ERRORS.noRoute;
    case 'refund-not-possible':
      return AGENT_ERRORS.refundNotPossible;
    case 'terminal-offline':
    case 'provider-down':
    case 'provider-refused':
      return AGENT_ERRORS.notReachable;
    default:
      return null;
  }
}
