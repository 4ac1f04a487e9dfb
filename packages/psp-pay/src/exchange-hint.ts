import type { ErrorEntry } from '@tillbridge/kernel';
import type { DevicePayment } from './device-payment.ts';
import type { ExchangeTopic } from './exchange-actions.ts';

/** A status call as it came in. */
export interface PayExchangeRequest {
  readonly method: string;
  /** The path it came to. Orders of ours name `<exchangeUrl>/<reference>`. */
  readonly path?: string;
  /** What stood behind the `?`, decoded; `URLSearchParams` fits. */
  readonly query?: Iterable<readonly [string, string]>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came, before anything touched them. */
  readonly body: Uint8Array;
}

/** Key id → secret: `AT-####-####` → API token, `SL-####-####` → secret of the sales location. */
export type PayExchangeKeys = ReadonlyMap<string, string>;

/**
 * How an answer is worded. `json`: for the signed format. `verification`: for the older JSON formats. `text`:
 * `TRUE|…`, for all that isn't JSON, and understood everywhere.
 */
export type PayExchangeReplyFormat = 'json' | 'verification' | 'text';

/** `order`: of the Order API. `transaction`: the payload of Pay.POS. `legacy`: flat fields. */
export type PayExchangeFormat = 'order' | 'transaction' | 'legacy';

/**
 * Something happened to this order. Never proof: it may be late, repeated or contradicted; the order is asked for. When
 * `signedBy` is null it may also be made up, and `provePayExchange` comes first.
 */
export interface PayExchangeHint {
  readonly kind: 'hint';
  readonly format: PayExchangeFormat;
  /** The name that Pay. is asked by. Of the Order API's format the order's id, of the others its number. */
  readonly orderId: string;
  /** Every name of the order that came along, the best one first. */
  readonly orderNames: readonly string[];
  /** Ours, when it came along. */
  readonly reference: string | null;
  /** Null in the legacy format, which has an action alone. */
  readonly statusCode: number | null;
  /** `new_ppt`, `cancel`, `refund:add` …, as the call names it or as its status means it. */
  readonly action: string;
  readonly topic: Exclude<ExchangeTopic, 'debit'>;
  /** The id of the key that signed it; null for an unsigned call. */
  readonly signedBy: string | null;
  /** A payment that nobody's till started. */
  readonly device: DevicePayment | null;
  /** Whether it says that no money moved; null where it doesn't say. */
  readonly sandbox: boolean | null;
  /** What about it couldn't be taken as it stands, for the log. */
  readonly oddities: readonly string[];
  readonly answer: PayExchangeReplyFormat;
}

export type PayExchange =
  | PayExchangeHint
  /** Not from Pay., or not provably, or not readable. */
  | {
      readonly kind: 'rejected';
      readonly entry: ErrorEntry;
      readonly detail: string;
      readonly answer: PayExchangeReplyFormat;
    }
  /** About something that is none of our business. */
  | { readonly kind: 'ignored'; readonly why: string; readonly answer: PayExchangeReplyFormat };

/** What a format says, before anybody knows whether it is signed. */
export type ReadExchange =
  | Omit<PayExchangeHint, 'signedBy' | 'answer'>
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'ignored'; readonly why: string };
