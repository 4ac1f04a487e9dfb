/** What the cashier window shows, as a pure function of a till's picture. */
import type {
  CashierPayment,
  CashierView,
  HealthLine,
  Language,
  Notice,
  PastPayment,
  SaleVouchersView,
} from '@tillbridge/contracts';
import { QR_GONE_BEFORE_EXPIRY_MS } from '@tillbridge/contracts';
import type { EpochMs } from '@tillbridge/kernel';
import {
  isBeingRefunded,
  isOpen,
  isOverAccount,
  isUnsettled,
  leftToRefund,
  needsAttention,
  type Payment,
  type RouteId,
} from '@tillbridge/payments';
import type { Places } from '@tillbridge/vouchers';
import { currentSale, type Sale, saleTotal } from '../sessions/sales.ts';
import type { SaleVoucherState } from '../vouchers/sale-vouchers.ts';
import { appliedView, refusalView } from '../vouchers/voucher-words.ts';
import { cashierHint, cashierState, isTold, UNTOLD_GRACE_MS } from './cashier-state.ts';
import type { SeenDevicePayment } from './device-list.ts';
import { deviceWords } from './device-words.ts';
import { neverStarted, type SeenPayment, shownCents, soonest, type TillPicture, type Timed } from './picture.ts';
import { reasonCode } from './reason-code.ts';

/** What the cashier's view needs beside the picture. */
export interface CashierFrame {
  readonly till: { readonly id: string; readonly name: string };
  readonly tills: readonly { readonly id: string; readonly name: string }[];
  readonly language: Language;
  readonly theme: 'light' | 'dark';
  readonly demo: boolean;
  readonly staff: readonly string[];
  /** A witnessed "declined" lets a sale go on. */
  readonly mayWitness: boolean;
  /** The names of places as people know them. */
  placesOf(places: Places): string;
  deviceName(route: RouteId): string;
  /** Within which time 95 of 100 payments of a route were approved; null before enough were seen. */
  usualMs(route: RouteId): number | null;
}

const RECENT_SHOWN = 20;
/** A payment that went well leaves the card by itself. */
const APPROVED_DWELL_MS = 4_000;
/** Every other end stays until the till goes on, within these bounds. */
const ENDED_DWELL_MS = { least: 4_000, most: 60_000 } as const;
/** A machine gets this long to prove an outcome before a person is asked; after a restart it had its time already. */
const ASK_PEOPLE_AFTER_MS = 10_000;
const SHORT_REFERENCE_LENGTH = 6;

export function cashierView(
  picture: TillPicture,
  frame: CashierFrame,
  health: readonly HealthLine[],
  notices: readonly Notice[],
): Timed<CashierView> {
  const { now } = picture;
  const sale = currentSale(picture.sales);
  const held = cardHolder(picture, sale);
  const open = picture.payments
    .filter((seen) => seen !== held.seen && belongsOnList(seen.payment, now))
    .toReversed()
    .map((seen) => cardOf(seen, now, frame));
  const current = held.seen === null ? null : cardOf(held.seen, now, frame);
  const known = picture.payments.map(({ payment }) => payment);
  const refundable = (seen: SeenPayment) => (frame.staff.length === 0 ? 0 : refundableCents(seen, known));
  const listChanges = picture.payments.map(({ payment }) => listedAt(payment));
  return {
    value: {
      till: { id: frame.till.id, name: frame.till.name },
      tills: frame.tills.map(({ id, name }) => ({ id, name })),
      language: frame.language,
      theme: frame.theme,
      demo: frame.demo,
      sale:
        sale === null ? null : { totalCents: saleTotal(sale), vouchers: saleVouchers(picture.vouchersOf(sale), frame) },
      current: current?.value ?? null,
      open: open.map(({ value }) => value),
      recent: [
        ...picture.payments.slice(0, RECENT_SHOWN).map((seen) => pastPayment(seen, frame, refundable(seen))),
        ...picture.devicePayments.map(pastDevicePayment),
      ]
        .toSorted((one, other) => other.at - one.at)
        .slice(0, RECENT_SHOWN),
      health: [...health],
      notices: [...notices],
      vouchers: picture.vouchers,
      staff: [...frame.staff],
    },
    changesAt: soonest(now, [
      held.changesAt,
      current?.changesAt ?? null,
      ...open.map(({ changesAt }) => changesAt),
      ...listChanges,
    ]),
  };
}

function saleVouchers(state: SaleVoucherState | null, frame: CashierFrame): SaleVouchersView | null {
  if (state === null) return null;
  return {
    applied: state.applied.map(appliedView),
    refused: state.refused.map(({ code, label, refusal }) => ({
      code,
      label: label === null ? null : { ...label },
      refusal: refusalView(refusal, frame.language, frame.placesOf),
    })),
  };
}

/**
 * The newest payment while it is open or freshly ended; then whatever money may still be moving for; then the oldest
 * one that waits for a person.
 */
function cardHolder(
  picture: TillPicture,
  sale: Sale | null,
): { readonly seen: SeenPayment | null; readonly changesAt: EpochMs | null } {
  const { now, payments } = picture;
  const newest = payments[0];
  if (newest !== undefined) {
    const leavesAt = leavesCardAt(newest.payment, sale);
    if (leavesAt === null || now < leavesAt) return { seen: newest, changesAt: leavesAt };
  }
  const moving = payments.find(({ payment }) => isOpen(payment) && payment.witness === null);
  const waiting = payments.findLast(({ payment }) => belongsOnList(payment, now) && waitsForPerson(payment));
  return { seen: moving ?? waiting ?? null, changesAt: null };
}

/** When the till's newest payment leaves the card; null while it has to stay. */
function leavesCardAt(payment: Payment, sale: Sale | null): EpochMs | null {
  if (payment.witness !== null && payment.state === 'unknown') return payment.witness.at + ENDED_DWELL_MS.least;
  if (isOpen(payment) || payment.alarm !== null) return null;
  if (payment.state === 'approved') {
    if (!isTold(payment)) return null;
    const dwellMs = payment.cancelRequest === null ? APPROVED_DWELL_MS : ENDED_DWELL_MS.most;
    return Math.max(payment.changedAt, payment.handOver?.at ?? 0) + dwellMs;
  }
  const wentOn = sale !== null && sale.linesChangedAt > payment.changedAt;
  const leavesAt = payment.changedAt + (wentOn ? ENDED_DWELL_MS.least : ENDED_DWELL_MS.most);
  return payment.busyUntil === null ? leavesAt : Math.min(leavesAt, Math.max(payment.busyUntil, payment.changedAt));
}

/** Somebody has to look after it, or money can still move. */
function belongsOnList(payment: Payment, now: EpochMs): boolean {
  if (isOpen(payment)) return true;
  if (!needsAttention(payment)) return false;
  return payment.alarm !== null || now >= (listedAt(payment) ?? 0);
}

/** Somebody can do something about it now. What is merely not confirmed yet stays on the list. */
function waitsForPerson(payment: Payment): boolean {
  return payment.witness === null && !(isUnsettled(payment) && isTold(payment) && payment.alarm === null);
}

/** When an approval that the till hasn't heard of becomes somebody's business. */
function listedAt(payment: Payment): EpochMs | null {
  return payment.state === 'approved' && !isTold(payment) ? payment.changedAt + UNTOLD_GRACE_MS : null;
}

function cardOf(seen: SeenPayment, now: EpochMs, frame: CashierFrame): Timed<CashierPayment> {
  const { payment } = seen;
  const moment = cashierState(seen, now);
  const askPeopleAt = payment.reason === 'interrupted' ? payment.changedAt : payment.changedAt + ASK_PEOPLE_AFTER_MS;
  const unknown = payment.state === 'unknown';
  const onDevice = !isOverAccount(payment);
  const mayBeAsked = unknown && onDevice && payment.witness === null && frame.mayWitness && frame.staff.length > 0;
  const started = payment.state === 'intent' || payment.state === 'started';
  return {
    value: {
      paymentId: payment.id,
      means: payment.means,
      direction: payment.direction,
      amountCents: shownCents(payment),
      device: frame.deviceName(payment.route),
      state: moment.state,
      hint: cashierHint(seen, moment.state),
      deviceWords: deviceWords(seen),
      since: moment.since,
      startedAt: payment.createdAt,
      onDevice,
      expiresAt: onDevice ? expiryOf(payment) : null,
      usualMs: frame.usualMs(payment.route),
      busyUntil: payment.busyUntil,
      provenAt: isOpen(payment) || neverStarted(payment) ? null : payment.changedAt,
      code: reasonCode(payment, moment.state),
      shortReference: shortReference(payment),
      canStop: started && onDevice && payment.cancelRequest === null,
      canEnquire: unknown || payment.state === 'started' || isUnsettled(payment),
      canWitness: mayBeAsked && now >= askPeopleAt,
    },
    changesAt: soonest(now, [moment.changesAt, mayBeAsked ? askPeopleAt : null]),
  };
}

/** When the QR leaves the glass, or the amount the terminal. */
function expiryOf(payment: Payment): EpochMs | null {
  if (payment.state !== 'started') return null;
  return payment.qr === null ? payment.leaseUntil : payment.qr.expiresAt - QR_GONE_BEFORE_EXPIRY_MS;
}

/**
 * What may be given back of a payment. A refund is younger than its payment, so where the payment is among the latest
 * all of its refunds are. Nothing while one of them is open: another one could be one too many.
 */
function refundableCents({ payment, wayBack }: SeenPayment, known: readonly Payment[]): number {
  return wayBack === null || isBeingRefunded(payment, known) ? 0 : leftToRefund(payment, known);
}

function pastPayment({ payment }: SeenPayment, frame: CashierFrame, refundableCents: number): PastPayment {
  return {
    paymentId: payment.id,
    at: payment.createdAt,
    means: payment.means,
    direction: payment.direction,
    amountCents: shownCents(payment),
    device: frame.deviceName(payment.route),
    state: payment.state === 'intent' || payment.state === 'started' ? 'open' : payment.state,
    told: payment.handOver?.told ?? null,
    cardType: payment.approval?.cardType ?? null,
    transactionReference: payment.approval?.transactionReference ?? null,
    shortReference: shortReference(payment),
    witnessed: payment.witness !== null,
    unsettled: isUnsettled(payment),
    refundableCents,
    startedOnTerminal: false,
  };
}

const DEVICE_STATES = {
  paid: 'approved',
  open: 'open',
  'not-paid': 'not-paid',
  review: 'unknown',
} as const satisfies Record<SeenDevicePayment['entry']['state'], PastPayment['state']>;

/** Nobody's till asked for it, so nobody's till was told, and none may give it back. */
function pastDevicePayment({ entry, device }: SeenDevicePayment): PastPayment {
  return {
    paymentId: entry.orderId,
    at: entry.at,
    means: 'card',
    direction: entry.direction,
    amountCents: entry.amountCents,
    device,
    state: DEVICE_STATES[entry.state],
    told: null,
    cardType: null,
    transactionReference: entry.orderId,
    shortReference: entry.orderId.slice(-SHORT_REFERENCE_LENGTH),
    witnessed: false,
    unsettled: false,
    refundableCents: 0,
    startedOnTerminal: true,
  };
}

function shortReference(payment: Payment): string {
  return payment.id.slice(-SHORT_REFERENCE_LENGTH);
}
