/** What a till tells us, in our words. Made from the wire by `decodeEvent`. */
import type { Cents, EpochMs } from '@tillbridge/kernel';
import type { BasketLine } from '@tillbridge/payments';
import type { SessionNews } from './ports.ts';

export interface TillEvent {
  readonly moment: EventMoment;
  readonly sender: Sender;
  readonly session: Session;
  readonly deed: Deed;
}

export interface EventMoment {
  /** False: the till doesn't wait for our answer, so nothing in it is heard. */
  readonly blocking: boolean;
  /** The till repeats this event until we say that it is finished. */
  readonly polling: boolean;
  /** Rises with each event of one run of the till; may start again. */
  readonly counter: number | null;
  /** The till's clock. */
  readonly at: EpochMs | null;
}

export interface Sender {
  readonly branch: number | null;
  readonly workplace: number | null;
  readonly employee: number | null;
  /** New with each start of the till's software. */
  readonly instanceId: string | null;
}

export interface Session {
  /** Null for handhelds, and for split payments of older tills. */
  readonly id: string | null;
  readonly lines: readonly BasketLine[] | null;
  /** What is to be paid. */
  readonly totalCents: Cents | null;
}

/** A payment that the till lists when it completes a sale. */
export interface SalePayment {
  readonly method: string;
  readonly amountCents: Cents;
}

export type Deed =
  | {
      readonly kind: 'start';
      readonly externalPaymentId: string;
      readonly method: string;
      /** Negative: a refund. Never zero. */
      readonly amountCents: Cents;
    }
  | { readonly kind: 'poll' | 'request-cancel' | 'give-up'; readonly externalPaymentId: string }
  | { readonly kind: 'session'; readonly news: Exclude<SessionNews, { kind: 'basket' | 'payment-left' | 'completed' }> }
  | {
      readonly kind: 'scan';
      readonly code: string;
      /** What was chosen in the dialog that we asked for; null: none was shown. */
      readonly chosen: readonly string[] | null;
    }
  | { readonly kind: 'credit' }
  | { readonly kind: 'leave-payment' }
  | { readonly kind: 'complete'; readonly paid: readonly SalePayment[] };
