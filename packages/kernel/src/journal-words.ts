import type { EpochMs } from './ports.ts';

/** Plain JSON whose numbers are whole and safe; what facts, inbox and outbox rows hold. */
export type PlainJson =
  | null
  | boolean
  | string
  | number
  | readonly PlainJson[]
  | { readonly [key: string]: PlainJson | undefined };

/** A line for the journal, before it gets its place in the chain. */
export interface FactDraft {
  /** Room and event, for example `payment.approved`. */
  readonly kind: string;
  /** The id of the thing it is about, for example a payment id. */
  readonly subject: string;
  readonly at: EpochMs;
  /** No secrets, no card numbers, no personal data. */
  readonly body: PlainJson;
}

/** What somebody sent us, named by the sender so that the same thing sent twice is one thing. */
export interface InboxReceipt {
  /** Who sent it, for example `mplus/shop-1`. */
  readonly source: string;
  /** The sender's own name for this message: unique within the source. */
  readonly identity: string;
  readonly receivedAt: EpochMs;
  /** What kind of message it was, for example `startExternalPayment`. */
  readonly kind: string;
}

/** What must reach somebody, written in the same transaction as the fact it follows from. */
export interface OutboxDraft {
  /** Names the handler that delivers it, for example `provider.abort`. */
  readonly kind: string;
  /** At most one open item per kind and key: adding it again changes nothing. */
  readonly key: string;
  readonly payload: PlainJson;
  readonly notBefore: EpochMs;
}
