import { assertNever, cents, LARGEST_AMOUNT_CENTS, maskCardNumbers } from '@tillbridge/kernel';
import type { Approval, Direction, Means, Phase, Standing } from '@tillbridge/payments';
import { MSP_ERRORS } from './errors.ts';
import type { MspOrder } from './order.wire.ts';
import { failure, isDeclineCode } from './problem.ts';
import { meaningOf } from './status-table.ts';

export interface StandingRules {
  readonly means: Means;
  readonly direction: Direction;
  /** The terminal of the settings; null for pages. */
  readonly terminalId: string | null;
  /** We asked for a stop. */
  readonly stoppedByUs: boolean;
  /** The last card that was turned away, as far as this run saw it. */
  readonly lastDecline: Decline | null;
  /** After this long without a card a terminal gives up, in milliseconds. */
  readonly inactivityMs: number;
}

/** A card that was turned away on an order that goes on. */
export interface Decline {
  /** Why, for people; empty when nobody said. */
  readonly words: string;
  /** A soft decline: the issuer wants the PIN. */
  readonly asksPin: boolean;
}

/** Where an order stands, with the last card that was turned away while a card may still come. */
export interface MspStanding {
  readonly standing: Standing;
  readonly decline: Decline | null;
}

/** "Soft decline" among the reasons of an authorisation (docs.multisafepay.com, "Card payment errors"). */
const SOFT_DECLINE = '4004';
/** What an issuer answers when it wants the PIN (docs.multisafepay.com, "Soft declines"). */
const ISSUER_WANTS_PIN: ReadonlySet<string | null | undefined> = new Set(['65', '71']);

/** Where an order stands, in our words. */
export function standingOf(order: MspOrder, rules: StandingRules): MspStanding {
  const meaning = meaningOf(order.status, order.financial_status, rules.direction);
  const pending = (phase: Phase): MspStanding => ({ standing: { kind: 'pending', phase }, decline: null });
  switch (meaning) {
    case 'open': {
      if (rules.means === 'qr') return pending((order.payment_methods ?? []).length > 0 ? 'scanned' : 'scan');
      // The order looks like a new one again, and nothing tells what the terminal shows: what is known is the decline.
      const decline = isDeclineCode(order.reason_code) ? declineOf(order) : rules.lastDecline;
      return decline === null ? pending('present-card') : turnedAway(decline);
    }
    case 'declined':
      // Not an end: the guest is asked for a PIN, or for another card, on the same order.
      return turnedAway(declineOf(order));
    case 'waiting':
    case 'review':
      return pending('checking');
    case 'reserved':
      return { standing: { kind: 'queued', detail: 'reserved: accepted, not paid out yet' }, decline: null };
    case 'paid':
      return { standing: paid(order, rules), decline: null };
    case 'cancelled':
    case 'expired':
      return { standing: notPaid(order, meaning, rules), decline: null };
    default:
      return assertNever(meaning);
  }
}

function paid(order: MspOrder, rules: StandingRules): Standing {
  const value = order.amount;
  const unreadable = (words: string): Standing => ({
    kind: 'unreachable',
    detail: failure(MSP_ERRORS.unreadable, words).detail,
  });
  if (value === null || value === undefined) return unreadable('a completed order without an amount');
  // Neither a till nor we could carry such an amount; the order is paid, and a person has to look at it.
  if (value > LARGEST_AMOUNT_CENTS) return unreadable('the amount of a completed order is out of range');
  if (order.currency !== 'EUR') {
    return { kind: 'unreachable', detail: failure(MSP_ERRORS.otherCurrency, String(order.currency)).detail };
  }
  const type = order.payment_details?.type ?? order.payment_methods?.at(-1)?.type ?? null;
  const approval: Approval = {
    finalCents: cents(value),
    transactionReference: order.transaction_id ?? order.order_id,
    cardType: rules.means === 'card' ? type : null,
    terminalLabel: order.payment_details?.terminal_id ?? rules.terminalId,
    providerMethod: type,
    receipts: [],
    settlement: 'final',
  };
  return { kind: 'final', outcome: { kind: 'approved', approval } };
}

/**
 * An order that ended without money doesn't say why. What we know ourselves comes first, then what the order shows of
 * its last attempt, then how long it lasted. All of them are proven unpaid; only the words differ.
 */
function notPaid(order: MspOrder, meaning: 'cancelled' | 'expired', rules: StandingRules): Standing {
  const detail = [order.status, wordsOf(order)].filter((word) => word !== '').join(': ');
  const declined = rules.lastDecline !== null || isDeclineCode(order.reason_code);
  if (rules.stoppedByUs) {
    return { kind: 'final', outcome: { kind: 'cancelled', reason: 'cancelled-by-till', detail } };
  }
  if (declined) {
    const words = rules.lastDecline?.words || detail;
    return { kind: 'final', outcome: { kind: 'declined', reason: 'declined-by-issuer', detail: words } };
  }
  if (meaning === 'expired' || lastedMs(order) >= rules.inactivityMs) {
    return { kind: 'final', outcome: { kind: 'timed-out', detail } };
  }
  return { kind: 'final', outcome: { kind: 'cancelled', reason: 'cancelled-by-customer', detail } };
}

function turnedAway(decline: Decline): MspStanding {
  const phase = decline.asksPin ? 'declined-pin' : 'declined-retry';
  return { standing: { kind: 'pending', phase }, decline };
}

function declineOf(order: MspOrder): Decline {
  const asksPin = order.reason_code === SOFT_DECLINE || ISSUER_WANTS_PIN.has(order.payment_details?.response_code);
  return { words: wordsOf(order), asksPin };
}

/** From the making of the order to its last change. Both have no zone, and the same one, so that it falls away. */
function lastedMs(order: MspOrder): number {
  const [from, until] = [order.created, order.modified].map((text) => Date.parse(`${text}Z`));
  const lasted = (until ?? Number.NaN) - (from ?? Number.NaN);
  return Number.isNaN(lasted) ? 0 : lasted;
}

function wordsOf(order: MspOrder): string {
  return maskCardNumbers([order.reason_code, order.reason].filter(Boolean).join(' ')).slice(0, 120);
}
