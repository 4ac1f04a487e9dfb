import type { Clock, Random } from '@tillbridge/kernel';
import type { TillArticles } from './line-discounts.ts';

/** What can be turned while the till runs. */
export interface TillKnobs {
  /** Polling is ticked on the start event: the start itself is repeated, and nothing else is polled. */
  pollStart: boolean;
  /** Requests are signed with another key. */
  wrongSignature: 'never' | 'once' | 'always';
  /**
   * What happens to the next request: its body is no JSON (signed as it is), ends early (signed whole), or the
   * connection breaks in the middle of it. Falls back to `none`.
   */
  damage: 'none' | 'malformed' | 'truncated' | 'cut-off';
  /** Payments carry no session. */
  handheld: boolean;
  /** The till's clock is ahead by this much. */
  clockSkewMs: number;
  /** Where it looks for a payment QR. */
  qrDialect: 'displayBarcode' | 'code' | 'both';
  pollEveryMs: number;
  /** How long it goes on asking about one payment. */
  patienceMs: number;
  /** How long it waits for one reply. */
  replyTimeoutMs: number;
  /** Events of a basket don't wait for our answer, as `scanCode` stands in the vendor's sample. */
  basketUnheard: boolean;
  /** A wrong reply is reported back. */
  complains: boolean;
}

export interface TillOptions extends Partial<TillKnobs> {
  /** The base that the event's name is added to, for example `http://127.0.0.1:8620/mplus`. */
  readonly endpoint: string;
  readonly subscriptionId: string;
  /** Base64, as the back office shows it. */
  readonly secret: string;
  readonly branch: number;
  readonly workplace: number;
  /** A new one for each start of the till's software. */
  readonly instanceId?: string;
  /** The certificate authority of an `https` endpoint, PEM. */
  readonly ca?: string;
  /** What it sells, for lines that a webhook adds. */
  readonly articles?: TillArticles;
  readonly clock?: Clock;
  readonly random?: Random;
}

export const DEFAULT_KNOBS: Readonly<TillKnobs> = {
  pollStart: false,
  wrongSignature: 'never',
  damage: 'none',
  handheld: false,
  clockSkewMs: 0,
  qrDialect: 'displayBarcode',
  pollEveryMs: 1_000,
  patienceMs: 300_000,
  replyTimeoutMs: 10_000,
  basketUnheard: false,
  complains: true,
};
