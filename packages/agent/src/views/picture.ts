import type { CashierView } from '@tillbridge/contracts';
import type { EpochMs } from '@tillbridge/kernel';
import type { EndReason, Payment, Phase, WayBack } from '@tillbridge/payments';
import type { Sale, TillSales } from '../sessions/sales.ts';
import type { SaleVoucherState } from '../vouchers/sale-vouchers.ts';
import type { SeenDevicePayment } from './device-list.ts';

/** A payment as the windows need it: what is stored, and what the device is doing. */
export interface SeenPayment {
  readonly payment: Payment;
  readonly phase: Phase | null;
  /** The device's own words; null when it said none. */
  readonly words: string | null;
  /** When the device got there. */
  readonly phaseSince: EpochMs;
  /** It was open when the agent started: what happened meanwhile is not known before the first answer. */
  readonly takenUp: boolean;
  /** How it could be given back; null when its route can't. */
  readonly wayBack: WayBack | null;
}

/** All that one till's windows are computed from. */
export interface TillPicture {
  readonly now: EpochMs;
  /** The open payments of the last run are not all taken up yet. */
  readonly starting: boolean;
  readonly sales: TillSales;
  /** What tills were told about the vouchers of a sale; null: it has none. */
  vouchersOf(sale: Pick<Sale, 'subscriptionId' | 'sessionId'>): SaleVoucherState | null;
  /** Null: this shop has none. */
  readonly vouchers: CashierView['vouchers'];
  /** The till's newest payments and those somebody has to look after, newest first. */
  readonly payments: readonly SeenPayment[];
  /** Started on a device of the till's, in no order. */
  readonly devicePayments: readonly SeenDevicePayment[];
}

/** A computed value, and when it changes by the mere passing of time; null when it doesn't. */
export interface Timed<T> {
  readonly value: T;
  readonly changesAt: EpochMs | null;
}

/** The soonest moment that is still to come. */
export function soonest(now: EpochMs, moments: readonly (EpochMs | null)[]): EpochMs | null {
  let next: EpochMs | null = null;
  for (const moment of moments) {
    if (moment !== null && moment > now && (next === null || moment < next)) next = moment;
  }
  return next;
}

const NOTHING_STARTED: ReadonlySet<EndReason> = new Set([
  'terminal-in-use',
  'terminal-offline',
  'provider-refused',
  'provider-down',
  'second-tender',
  'no-route',
  'refund-not-possible',
  'journal-unwritable',
  'never-shown',
]);

/** A start that was refused before anything could reach the guest. */
export function neverStarted(payment: Payment): boolean {
  return payment.reason !== null && payment.state !== 'unknown' && NOTHING_STARTED.has(payment.reason);
}

/** What is or was asked of the guest; after an approval what was really charged. */
export function shownCents(payment: Payment): number {
  return payment.approval?.finalCents ?? payment.amountCents;
}
