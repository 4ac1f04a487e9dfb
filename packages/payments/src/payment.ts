import type { Brand, Cents, EpochMs } from '@tillbridge/kernel';

/** Our own name of a payment: 26 letters and digits, also the reference a provider or terminal gets to see. */
export type PaymentId = Brand<string, 'PaymentId'>;
/** A card terminal of the settings. */
export type TerminalId = Brand<string, 'TerminalId'>;
/** The way a payment goes: a terminal driver or a provider, as the settings name it. */
export type RouteId = Brand<string, 'RouteId'>;
/** A till of the settings, `<branch>-<workplace>`. */
export type TillId = Brand<string, 'TillId'>;

export type Means = 'card' | 'qr';
export type Direction = 'pay' | 'refund';

/** What an outcome can be. `unknown` is a state of its own: money may have moved, and nobody has proved either way. */
export type OutcomeState = 'approved' | 'declined' | 'cancelled' | 'timed-out' | 'unknown';
export type PaymentState = 'intent' | 'started' | OutcomeState;

/** What is happening on the device right now, as far as it tells. Never stored: after a restart it is asked again. */
export type Phase =
  | 'starting'
  | 'present-card'
  /** Not read: once more. */
  | 'try-again'
  /** Contactless won't do: the chip is needed. */
  | 'insert-card'
  /** Several cards at once. */
  | 'one-card'
  /** A card was declined, and the payment goes on: the same or another one may be tried. */
  | 'declined-retry'
  /** Declined for want of a PIN, and the payment goes on. */
  | 'declined-pin'
  /** The phone wants to be unlocked first. */
  | 'confirm-phone'
  | 'pin'
  | 'pin-again'
  | 'processing'
  | 'remove-card'
  | 'scan'
  | 'scanned'
  | 'checking';

/** Why a payment ended without being paid, or why its outcome is unknown. */
export type EndReason =
  /** The terminal is occupied by another payment. Nothing was started. */
  | 'terminal-in-use'
  /** The provider says the terminal is not connected. Nothing was started. */
  | 'terminal-offline'
  /** The provider refused the order: settings, limits, rights. Nothing was started. */
  | 'provider-refused'
  /** The provider could not be reached before anything was sent. Nothing was started. */
  | 'provider-down'
  /** Another payment of the same sale is still open. Nothing was started. */
  | 'second-tender'
  /** No route in the settings serves this till and method. Nothing was started. */
  | 'no-route'
  /** This route can't give money back. Nothing was started. */
  | 'refund-not-possible'
  /** The agent can't write its journal. Nothing was started. */
  | 'journal-unwritable'
  /** The QR was never shown, so nobody can have paid it. */
  | 'never-shown'
  | 'declined-by-issuer'
  | 'cancelled-by-customer'
  | 'cancelled-by-till'
  | 'cancelled-by-cashier'
  | 'expired'
  | 'failed'
  /** The terminal named another amount than we asked for; we refused it, and the terminal took it back. */
  | 'amount-refused'
  /** Unknown: the reply to our start was lost. */
  | 'start-unclear'
  /** Unknown: no proof of an end before the lease ran out. */
  | 'no-proof'
  /** Unknown: the agent stopped in the middle. */
  | 'interrupted'
  /** Unknown: taken offline by the terminal, which sends it later. */
  | 'queued';

/** A receipt for the till's printer, one string a line. Card numbers are masked before they get here. */
export interface ReceiptText {
  readonly kind: 'cardholder' | 'merchant';
  readonly lines: readonly string[];
}

/** What the terminal or provider confirmed. */
export interface Approval {
  readonly finalCents: Cents;
  /** The provider's number that people see, for example an order number. */
  readonly transactionReference: string;
  readonly cardType: string | null;
  readonly terminalLabel: string | null;
  readonly providerMethod: string | null;
  readonly receipts: readonly ReceiptText[];
  /**
   * `queued`: the terminal took it offline, the scheme has not confirmed it, and the shop's policy counts that as paid.
   * Stays so until later proof makes it `final`, or `refused`: the scheme did not take what the terminal took. No driver
   * says `refused`; it is what becomes of a queued approval.
   */
  readonly settlement: 'final' | 'queued' | 'refused';
}

/** A proven end, as a terminal or provider reports it. */
export type Outcome =
  | { readonly kind: 'approved'; readonly approval: Approval }
  | { readonly kind: 'declined'; readonly reason: EndReason; readonly detail: string | null }
  | { readonly kind: 'cancelled'; readonly reason: EndReason; readonly detail: string | null }
  | { readonly kind: 'timed-out'; readonly detail: string | null };

/** Who asked for the stop; `nothing-to-show`: the provider took a QR order and sent nothing to scan. */
export type CancelledBy = 'till' | 'till-gave-up' | 'sale-left' | 'cashier' | 'lease' | 'nothing-to-show';

/** The till was told. `told` is what it heard, and stays what it was when later proof says otherwise. */
export interface HandOver {
  readonly at: EpochMs;
  readonly told: 'paid' | 'not-paid';
  readonly by: 'start' | 'poll' | 'cancel' | 'sale-completed' | 'person';
}

/**
 * What a named person read on the terminal's paper. The payment stays `unknown` and is enquired on: a witness never
 * makes it paid (P1), and `declined` only lets the till and the guest go on (P4).
 */
export interface Witness {
  readonly at: EpochMs;
  readonly person: string;
  readonly says: 'approved' | 'declined';
}

/** A basket line as the display and a provider get it. */
export interface BasketLine {
  readonly lineId: string;
  readonly articleNumber: string | null;
  readonly text: string;
  /** Decimal text, for example `2` or `0.35`. */
  readonly quantity: string;
  /** Per unit, including VAT; null when the till doesn't say. */
  readonly unitCents: Cents | null;
  /** For example `21`; null when the till doesn't say. */
  readonly vatPercentage: string | null;
  /** What comes off the line, as far as the till says. Missing: it said nothing of a discount. */
  readonly discount?: LineDiscount;
}

/** A discount on a basket line. */
export interface LineDiscount {
  /** The id a webhook gave it; null: the till's own. */
  readonly id: string | null;
  /** What comes off the whole line; null when the till doesn't say it in euros. */
  readonly cents: Cents | null;
}

/** One external payment of the till. Unique by subscription and external payment id. */
export interface Payment {
  readonly id: PaymentId;
  readonly subscriptionId: string;
  readonly externalPaymentId: string;
  readonly till: TillId;
  readonly sessionId: string | null;
  /** The till's payment method id, for example `K_PAY_PIN`. */
  readonly method: string;
  readonly means: Means;
  readonly direction: Direction;
  /** Asked for; always positive, `direction` says which way. */
  readonly amountCents: Cents;
  readonly route: RouteId;
  /** The terminal it occupies; null for QR, and for a refund over the provider's account. */
  readonly terminal: TerminalId | null;
  /** With a refund: the payment that it takes back; null when the sale didn't tell. */
  readonly original: PaymentId | null;
  /** With a refund from the cashier's window: who asked for it, and why. No till waits for it. */
  readonly askedBy: { readonly person: string; readonly reason: string } | null;
  readonly state: PaymentState;
  readonly reason: EndReason | null;
  /** The provider's or terminal's own words, masked, for IT; never shown to guests. */
  readonly detail: string | null;
  /** The provider's id of the order; null until it is known. */
  readonly providerRef: string | null;
  readonly qr: { readonly payload: string; readonly expiresAt: EpochMs } | null;
  /** No amount stays armed beyond this moment (P6). */
  readonly leaseUntil: EpochMs;
  /** With `terminal-in-use`: until when the terminal is occupied at most. */
  readonly busyUntil: EpochMs | null;
  readonly cancelRequest: { readonly by: CancelledBy; readonly at: EpochMs } | null;
  readonly approval: Approval | null;
  readonly witness: Witness | null;
  readonly handOver: HandOver | null;
  /** Proof contradicts what the till was told or what a person witnessed: a manager has to look. */
  readonly alarm: 'paid-after-all' | 'witness-mismatch' | 'amount-differs' | 'queued-declined' | null;
  readonly createdAt: EpochMs;
  /** When the state last changed. */
  readonly changedAt: EpochMs;
  /** Rises by one with every stored change. */
  readonly version: number;
}

/** Money can still move, or may have moved without our knowing. */
export function isOpen(payment: Payment): boolean {
  return payment.state === 'intent' || payment.state === 'started' || payment.state === 'unknown';
}

/** It is paid by scanning what we show; a refund shows nothing. */
export function showsCode(payment: Payment): boolean {
  return payment.means === 'qr' && payment.direction === 'pay';
}

/** Taken offline by the terminal, and counted as paid before the scheme has confirmed it. */
export function isUnsettled(payment: Payment): boolean {
  return payment.approval?.settlement === 'queued';
}

/**
 * A refund that goes over the provider's account: no device shows it, no card is presented, and nothing can stop it once
 * it was asked for.
 */
export function isOverAccount(payment: Payment): boolean {
  return payment.direction === 'refund' && payment.original !== null && payment.terminal === null;
}

/** More proof is to come: the driver is asked for it until it has come. */
export function awaitsProof(payment: Payment): boolean {
  return isOpen(payment) || isUnsettled(payment);
}

/**
 * Its outcome is unknown because the terminal took it offline. Nothing is armed any more, so there is nothing to stop
 * and the terminal is free; a stop sent now would meet whatever the terminal does next.
 */
export function isTakenOffline(payment: Payment): boolean {
  return payment.state === 'unknown' && payment.reason === 'queued';
}

/** Proven: the guest's money did not move. */
export function isProvenUnpaid(payment: Payment): boolean {
  return payment.state === 'declined' || payment.state === 'cancelled' || payment.state === 'timed-out';
}

/**
 * What the till may hear now; the one place that decides it. `paid` needs proof (P1). `not-paid` needs proof, or, while
 * the outcome stays unknown, a named person who recorded that the terminal's paper says declined (P4).
 */
export function answerForTill(payment: Payment): 'paid' | 'not-paid' | 'pending' {
  if (payment.state === 'approved') return 'paid';
  if (isProvenUnpaid(payment)) return 'not-paid';
  return payment.state === 'unknown' && payment.witness?.says === 'declined' ? 'not-paid' : 'pending';
}

/**
 * What a person has to look after: open without an end, paid but not told, taken offline and not confirmed yet, or
 * proof against what was told.
 */
export function needsAttention(payment: Payment): boolean {
  return (
    payment.state === 'unknown' ||
    payment.alarm !== null ||
    (payment.state === 'approved' && payment.handOver?.told !== 'paid') ||
    isUnsettled(payment)
  );
}
