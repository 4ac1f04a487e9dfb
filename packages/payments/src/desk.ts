import type { Cents, EpochMs, InboxReceipt } from '@tillbridge/kernel';
import type { BasketLine, HandOver, Payment, PaymentId, Phase, RouteId, TillId } from './payment.ts';
import type { Standing } from './ports.ts';
import type { WayBack } from './rules/way-back.ts';

/** A till asks for money. Decoded and verified; the desk decides what follows. */
export interface StartPayment {
  readonly subscriptionId: string;
  readonly externalPaymentId: string;
  readonly till: TillId;
  /** Absent from handhelds. */
  readonly sessionId: string | null;
  readonly method: string;
  /** Negative: a refund. Never zero. */
  readonly amountCents: Cents;
  readonly lines: readonly BasketLine[];
  readonly receipt: InboxReceipt;
}

/** A named person gives money back for a payment of their till. The person has been checked. */
export interface AskedRefund {
  readonly till: TillId;
  /** The payment to be taken back, all or in part. */
  readonly paymentId: PaymentId;
  /** Positive. */
  readonly amountCents: Cents;
  readonly person: string;
  readonly reason: string;
  /** Made by the window for this wish: the same one again is the same refund, however often it arrives. */
  readonly requestId: string;
}

/** How a till names a payment. */
export interface PaymentKey {
  readonly subscriptionId: string;
  readonly externalPaymentId: string;
}

export type StartAnswer =
  /** The payment as it stands now; `repeated` when this id had been started before and nothing was done. */
  | { readonly kind: 'payment'; readonly payment: Payment; readonly repeated: boolean }
  /** Nothing was written and nothing was started: the disk is full or the file can't be written. */
  | { readonly kind: 'unwritable' };

export type WitnessAnswer = 'recorded' | 'not-found' | 'not-now' | 'not-allowed';

/**
 * Why a person can't give money back now. `not-now`: not paid, more than is left, or another refund of it is still open.
 * `not-allowed`: its route can't give money back.
 */
export type NoRefund = 'not-found' | 'not-now' | 'not-allowed';

/**
 * Told to whoever shows payments: `payment` as stored, `phase` and `words` as its device last said; both null once it
 * has ended. `words`: the device's own text, masked, for the cashier's small print.
 */
export type PaymentListener = (payment: Payment, phase: Phase | null, words: string | null) => void;

/**
 * The payments room from outside. Every promise that changes something resolves only when the change is durable.
 * `budgetMs` is how long the caller can wait for an outcome; after it the payment as it stands is answered and the
 * work goes on.
 */
export interface PaymentDesk {
  start(command: StartPayment, budgetMs: number): Promise<StartAnswer>;
  find(key: PaymentKey): Payment | undefined;
  byId(id: PaymentId): Payment | undefined;
  /** What the device is doing; null when the payment isn't being watched. */
  phaseOf(id: PaymentId): Phase | null;
  /** The device's own words about it, masked; null when it said none. */
  wordsOf(id: PaymentId): string | null;
  /** The till asks to stop. Undefined for an id nobody started. */
  requestCancel(key: PaymentKey, receipt: InboxReceipt, budgetMs: number): Promise<Payment | undefined>;
  /** The till gave the payment up and won't ask again. Money taken all the same raises an alarm. */
  giveUp(key: PaymentKey, receipt: InboxReceipt): Promise<Payment | undefined>;
  /** The till closed the payment screen of a sale. */
  leaveSale(subscriptionId: string, sessionId: string, receipt: InboxReceipt): Promise<void>;
  /**
   * The till completed a sale. `paid` is what it says it was paid with; an approved payment found there (same method,
   * same amount, signed as the till signs it) has been handed over.
   */
  completeSale(
    subscriptionId: string,
    sessionId: string,
    paid: readonly { readonly method: string; readonly amountCents: Cents }[],
    receipt: InboxReceipt,
  ): Promise<void>;
  /** The reply that told the till an outcome has left the machine. */
  handedOver(id: PaymentId, told: HandOver['told'], by: HandOver['by']): Promise<void>;
  /** The till rejected our answer about this payment: it hasn't heard the outcome. */
  tillComplained(key: PaymentKey, receipt: InboxReceipt): Promise<void>;
  /**
   * Somebody says that something happened to an order. Triggers an enquiry; is never believed by itself. `proof`: what
   * the provider answered when it was asked about the order. It counts for what the device can't tell: an unknown
   * outcome, a payment that was taken offline, and always when it says that money moved.
   */
  hint(
    route: RouteId,
    providerRef: string,
    reference: string | null,
    receipt: InboxReceipt,
    proof?: Standing | null,
  ): Promise<'noted' | 'no-such-payment'>;
  /** A person stops, asks again, witnesses, or settles. */
  stop(id: PaymentId): Promise<'requested' | 'not-found' | 'not-now'>;
  enquire(id: PaymentId): Promise<'asked' | 'not-found' | 'not-now'>;
  witness(id: PaymentId, says: 'approved' | 'declined', person: string): Promise<WitnessAnswer>;
  settle(id: PaymentId, person: string): Promise<'settled' | 'not-found' | 'not-now'>;
  /**
   * Gives money back the way it came, as a payment of its own that no till waits for. `asked` once it is durable; the
   * payment tells how it goes.
   */
  refund(request: AskedRefund): Promise<'asked' | NoRefund>;
  /** Delivers an abort that stands in the outbox. `done` also when there is nothing left to abort. */
  deliverAbort(id: PaymentId, signal: AbortSignal): Promise<{ kind: 'done' } | { kind: 'again'; why: string }>;
  /** Payments that a person has to look after, oldest first. */
  needingAttention(): readonly Payment[];
  open(): readonly Payment[];
  recent(till: TillId, limit: number): readonly Payment[];
  /** Until when the terminal of a route is occupied at most; null when it is free. */
  occupiedUntil(route: RouteId): EpochMs | null;
  /** The way on which a payment can be given back; null when its route has none. Says nothing of how much is left. */
  wayBackOf(payment: Payment): WayBack | null;
  onChange(listener: PaymentListener): () => void;
  /** Takes up every payment that awaits proof after a start of the agent. Resolves when each is watched or enquired. */
  recover(): Promise<void>;
  /** True while a payment is under way that a stop of the agent would leave alone. */
  busy(): boolean;
  /** Stops watching. What is open is taken up at the next start. */
  close(): Promise<void>;
}
