/**
 * Which screen the customer display shows, as a pure function of a till's picture.
 *
 * One payment at most has the screen: the till's newest one that reached the guest. It keeps it while it is open, and
 * after its end for a while; a sale the till turned to later takes it away at once. Approved, declined, cancelled and
 * timed-out screens come from proven states alone: what a person witnessed leaves a payment unknown. A refund over the
 * provider's account asks nothing of the guest and is never here.
 */
import { type DisplayScreen, QR_GONE_BEFORE_EXPIRY_MS } from '@tillbridge/contracts';
import { assertNever, type EpochMs } from '@tillbridge/kernel';
import { isOverAccount, type Payment } from '@tillbridge/payments';
import { currentSale, type Sale, saleTotal, type TillSales } from '../sessions/sales.ts';
import { neverStarted, type SeenPayment, shownCents, soonest, type TillPicture, type Timed } from './picture.ts';

/** A screen, and what it is about. */
export interface DisplayChoice {
  readonly screen: DisplayScreen;
  readonly payment: Payment | null;
  readonly sale: Sale | null;
}

/** How long an end stays: at least, and at most when nothing comes after it. */
const DWELL_MS = {
  approved: { least: 2_500, most: 6_000 },
  declined: { least: 6_000, most: 12_000 },
  cancelled: { least: 4_000, most: 8_000 },
  'timed-out': { least: 4_000, most: 8_000 },
  'qr-expired': { least: 6_000, most: 12_000 },
} as const;
/** A bank that needs longer than this gets another sentence. */
const SLOW_AFTER_MS = 20_000;
/** A closed QR without an answer for this long is an unknown outcome to the guest. */
const CHECKING_AT_MOST_MS = 10_000;
/** After a person has recorded what the paper says, the guest may go. */
const WITNESSED_DWELL_MS = 6_000;
/** A basket without anything to pay gives way to the idle screen. */
const EMPTY_BASKET_AT_MOST_MS = 30_000;

/** The screen of now, and when it changes by itself. */
export function displayScreen(picture: TillPicture): Timed<DisplayChoice> {
  if (picture.starting) return fixed({ screen: { kind: 'starting-up' }, payment: null, sale: null });
  const sale = currentSale(picture.sales);
  const newest = picture.payments.find(({ payment }) => !neverStarted(payment) && !isOverAccount(payment));
  if (newest !== undefined && !isOfOlderSale(newest.payment, sale, picture.sales)) {
    const held = screenOf(newest, sale, picture.now);
    if (held !== null) {
      const own = picture.sales.find((known) => known.sessionId === newest.payment.sessionId) ?? null;
      return {
        value: { screen: held.value, payment: newest.payment, sale: own },
        changesAt: soonest(picture.now, [held.changesAt]),
      };
    }
  }
  const base = screenOfSale(sale, picture);
  return {
    value: { screen: base.value, payment: null, sale: base.value.kind === 'idle' ? null : sale },
    changesAt: soonest(picture.now, [base.changesAt]),
  };
}

/**
 * The till has turned to another sale since, and there was something in it. That guest has gone: not even when the
 * other sale is over does the payment come back to the glass, unless the till takes its own sale up again.
 */
function isOfOlderSale(payment: Payment, sale: Sale | null, sales: TillSales): boolean {
  if (sale !== null && sale.sessionId === payment.sessionId) return false;
  return sales.some((other) => {
    if (other.sessionId === payment.sessionId || (other.lines.length === 0 && other.payingSince === null)) return false;
    const spokenOfAt = other === sale ? other.changedAt : Math.max(other.linesChangedAt, other.payingSince ?? 0);
    return spokenOfAt > payment.createdAt;
  });
}

function screenOf(seen: SeenPayment, sale: Sale | null, now: EpochMs): Timed<DisplayScreen> | null {
  const { payment } = seen;
  switch (payment.state) {
    case 'intent':
    case 'started':
      return payment.cancelRequest === null ? underWay(seen, now) : stopping(payment, payment.cancelRequest, now);
    case 'unknown':
      return unknown(payment, now);
    case 'approved':
      // The till heard otherwise and the guest was sent on: the cashier's list is the place for this.
      if (payment.handOver?.told === 'not-paid') return null;
      return ended('approved', payment, sale, now);
    case 'declined':
    case 'cancelled':
      return ended(payment.state, payment, sale, now);
    case 'timed-out':
      return ended(payment.means === 'qr' ? 'qr-expired' : 'timed-out', payment, sale, now);
    default:
      return assertNever(payment.state);
  }
}

function underWay(seen: SeenPayment, now: EpochMs): Timed<DisplayScreen> {
  const { payment, phase, phaseSince, takenUp } = seen;
  const money = moneyOf(payment);
  if (payment.state === 'intent') return fixed({ kind: 'starting', ...money });
  if (payment.means === 'qr') return qrUnderWay(seen, now);
  switch (phase) {
    case 'starting':
      return fixed({ kind: 'starting', ...money });
    case null:
      return takenUp ? processing(payment, phaseSince, now) : fixed({ kind: 'starting', ...money });
    case 'present-card':
    case 'try-again':
    case 'insert-card':
    case 'one-card':
    case 'confirm-phone':
    case 'declined-retry':
    case 'declined-pin':
    case 'pin':
    case 'pin-again':
    case 'remove-card':
      return fixed({ kind: phase, ...money });
    case 'checking':
      // The device is not reached: nobody knows whose turn it is, and no bank has to be named.
      return fixed({ kind: 'processing', ...money, slow: true });
    case 'processing':
    case 'scan':
    case 'scanned':
      return processing(payment, phaseSince, now);
    default:
      return assertNever(phase);
  }
}

function processing(payment: Payment, since: EpochMs, now: EpochMs): Timed<DisplayScreen> {
  const slowAt = since + SLOW_AFTER_MS;
  return {
    value: { kind: 'processing', ...moneyOf(payment), slow: now >= slowAt },
    changesAt: slowAt,
  };
}

function qrUnderWay({ payment, phase, phaseSince, takenUp }: SeenPayment, now: EpochMs): Timed<DisplayScreen> {
  const money = moneyOf(payment);
  if (phase === 'scanned' || phase === 'pin' || phase === 'processing') return fixed({ kind: 'qr-scanned', ...money });
  const { qr } = payment;
  if (qr === null) return fixed({ kind: 'starting', ...money });
  // Taken up after a restart: it may have been paid meanwhile, so it comes back only when the provider has answered.
  if (phase === 'checking' || (phase === null && takenUp)) return qrChecking(payment, phaseSince, now);
  const goneAt = qr.expiresAt - QR_GONE_BEFORE_EXPIRY_MS;
  if (now >= goneAt) return qrChecking(payment, goneAt, now);
  return { value: { kind: 'qr', ...money, payload: qr.payload, expiresAt: qr.expiresAt }, changesAt: goneAt };
}

function qrChecking(payment: Payment, since: EpochMs, now: EpochMs): Timed<DisplayScreen> {
  const unknownAt = since + CHECKING_AT_MOST_MS;
  return { value: { kind: now < unknownAt ? 'qr-checking' : 'unknown', ...moneyOf(payment) }, changesAt: unknownAt };
}

function stopping(
  payment: Payment,
  request: NonNullable<Payment['cancelRequest']>,
  now: EpochMs,
): Timed<DisplayScreen> {
  if (payment.means === 'qr' && request.by === 'lease') return qrChecking(payment, request.at, now);
  return fixed({ kind: 'cancelling', ...moneyOf(payment) });
}

function unknown(payment: Payment, now: EpochMs): Timed<DisplayScreen> | null {
  const leavesAt = payment.witness === null ? null : payment.witness.at + WITNESSED_DWELL_MS;
  if (leavesAt !== null && now >= leavesAt) return null;
  return { value: { kind: 'unknown', ...moneyOf(payment) }, changesAt: leavesAt };
}

/** A proven end: for its longest time, or until the basket changes once its shortest is over. */
function ended(
  kind: keyof typeof DWELL_MS,
  payment: Payment,
  sale: Sale | null,
  now: EpochMs,
): Timed<DisplayScreen> | null {
  const { least, most } = DWELL_MS[kind];
  const basketMovedOn = sale !== null && sale.linesChangedAt > payment.changedAt && sale.lines.length > 0;
  const leavesAt = payment.changedAt + (basketMovedOn ? least : most);
  if (now >= leavesAt) return null;
  return { value: { kind, ...moneyOf(payment) }, changesAt: leavesAt };
}

function screenOfSale(sale: Sale | null, picture: TillPicture): Timed<DisplayScreen> {
  if (sale === null) return fixed({ kind: 'idle' });
  const total = saleTotal(sale);
  if (sale.stage === 'paying') {
    const choose = chooseScreen(sale, total, picture);
    if (choose !== null) return fixed(choose);
  }
  if (sale.lines.length === 0) return fixed({ kind: 'idle' });
  if (total !== 0) return fixed({ kind: 'basket' });
  const idleAt = sale.linesChangedAt + EMPTY_BASKET_AT_MOST_MS;
  return { value: { kind: picture.now < idleAt ? 'basket' : 'idle' }, changesAt: idleAt };
}

/** The payment screen is open at the till; null when the guest has nothing to choose there. */
function chooseScreen(sale: Sale, total: number | null, picture: TillPicture): DisplayScreen | null {
  const own = picture.payments
    .map(({ payment }) => payment)
    .filter((payment) => payment.sessionId === sale.sessionId && !neverStarted(payment));
  const last = own[0];
  const stopped = last?.state === 'cancelled' || (last?.state === 'timed-out' && last.means === 'card');
  if (stopped && last.changedAt >= (sale.payingSince ?? 0)) return null;
  let open = total;
  for (const payment of own) {
    if (payment.state !== 'approved' || open === null) continue;
    open += payment.direction === 'pay' ? -shownCents(payment) : shownCents(payment);
  }
  return open === 0 ? null : { kind: 'choose', amountCents: open };
}

function moneyOf(payment: Payment): { amountCents: number; direction: Payment['direction'] } {
  return { amountCents: shownCents(payment), direction: payment.direction };
}

function fixed<T>(value: T): Timed<T> {
  return { value, changesAt: null };
}
