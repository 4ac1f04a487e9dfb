/** What the webhooks need of the rooms around them. Implemented in the composition root. */
import type { Cents, Clock, Digest, EpochMs, Log } from '@tillbridge/kernel';
import type { BasketLine, Payment, PaymentDesk, Phase, TillId } from '@tillbridge/payments';
import type { LocalText, SaleAnswer, VoucherDesk } from '@tillbridge/vouchers';

/** One webhook subscription of the till: a label and the key that both sides sign with. */
export interface Subscription {
  readonly id: string;
  /** As `decodeSecret` gives it. */
  readonly key: Uint8Array;
}

/** A till of the settings. */
export interface KnownTill {
  readonly till: TillId;
  /** As people call it. */
  readonly name: string;
  /** The language of what the till shows, for example `nl`. */
  readonly language: string;
}

/** What a till says about one of its sales. `at` is our clock. */
export type SessionEvent = {
  readonly till: TillId;
  readonly subscriptionId: string;
  readonly sessionId: string;
  readonly at: EpochMs;
} & SessionNews;

export type SessionNews =
  | { readonly kind: 'opened' }
  /** The basket as it stands. A null part was not said and stays as it was. Precedes the event it came with. */
  | { readonly kind: 'basket'; readonly lines: readonly BasketLine[] | null; readonly totalCents: Cents | null }
  | { readonly kind: 'line-added'; readonly line: BasketLine }
  | { readonly kind: 'line-updated'; readonly line: BasketLine }
  | { readonly kind: 'line-removed'; readonly lineId: string }
  | { readonly kind: 'paused' }
  | { readonly kind: 'resumed' }
  /** The payment screen opened. */
  | { readonly kind: 'paying' }
  /** The payment screen closed without a payment. */
  | { readonly kind: 'payment-left' }
  | { readonly kind: 'completed' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'merged' };

/** Hears what happens in the tills' sales; feeds the basket on the customer display. */
export interface SessionFeed {
  heard(event: SessionEvent): void;
  /** The basket of a sale as far as it was told; null when nothing of it is known, or not all. */
  linesOf(till: TillId, sessionId: string): readonly BasketLine[] | null;
}

/** What the till's sales ask of vouchers. */
export interface VoucherEventPorts {
  readonly desk: Pick<VoucherDesk, 'scan' | 'rematch' | 'complete' | 'release' | 'credit' | 'ofSale'>;
  /** What the till shows about an answer; null when there is nothing to say. */
  words(till: KnownTill, answer: SaleAnswer): TillWords | null;
  /** A text of a rule in the till's language. */
  labelOf(till: KnownTill, label: LocalText): string;
}

/** What cashier and IT must be told. The names are those of the cashier window's notices. */
export type WebhookNotice =
  | 'start-is-polled'
  | 'till-complained'
  | 'wrong-signature'
  | 'unknown-subscription'
  | 'unknown-till'
  | 'clock-skew';

export interface Notices {
  /** `about`: a till, a subscription or an event name; null when there is no fit text. Called again for each case. */
  raise(code: WebhookNotice, about: string | null): void;
}

/** Texts for the till's screens. */
export interface TillWords {
  readonly message: string;
  /** Null: the guest is told nothing. */
  readonly customerMessage: string | null;
}

/** Why a till gets an answer about a payment that we have nothing of. */
export type NoPayment = 'unknown-till' | 'unknown-payment' | 'not-stored';

/** The words in the till's language. */
export interface Sentences {
  /** What to show about a payment; null when there is nothing to say. */
  ofPayment(till: TillId, payment: Payment, phase: Phase | null): TillWords | null;
  /** `till` is undefined when the settings don't have it. Null: the English sentence of the error catalogue is sent. */
  ofNoPayment(till: KnownTill | undefined, why: NoPayment): TillWords | null;
}

export interface WebhookPorts {
  readonly digest: Digest;
  readonly clock: Clock;
  readonly log: Log;
  readonly subscriptions: { find(id: string): Subscription | undefined };
  readonly tills: { find(subscriptionId: string, branch: number, workplace: number): KnownTill | undefined };
  readonly desk: PaymentDesk;
  readonly sessions: SessionFeed;
  readonly notices: Notices;
  readonly sentences: Sentences;
  /** Null: this shop has no vouchers, and its scans are left to the till. */
  readonly vouchers: VoucherEventPorts | null;
}

/** Where the till looks for a payment QR: beside `externalPayment`, or within it. */
export type QrReply = 'displayBarcode' | 'code';

export interface WebhookLimits {
  readonly maxBodyBytes: number;
  /** Nesting of objects and arrays. */
  readonly maxDepth: number;
  /** Basket lines in one message. */
  readonly maxLines: number;
}

/** How a till is told to take a discount off again; which of them it accepts is not published. */
export type DiscountRemoval = 'zero' | 'null';

export interface WebhookSettings {
  readonly limits: WebhookLimits;
  /** How long a blocking answer may wait for an outcome, in milliseconds. */
  readonly replyBudgetMs: number;
  readonly qrReply: QrReply;
  readonly discountRemoval: DiscountRemoval;
}

export const DEFAULT_WEBHOOK_SETTINGS: WebhookSettings = {
  limits: { maxBodyBytes: 1_048_576, maxDepth: 16, maxLines: 2_000 },
  replyBudgetMs: 1_500,
  qrReply: 'displayBarcode',
  discountRemoval: 'zero',
};
