import type { BackoffPolicy } from '@tillbridge/kernel';
import type { OutboxItem } from './ports.ts';

/** How a delivery ended. `again` and `park` say why in one line without secrets; people read it. */
export type Delivery =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly why: string }
  | { readonly kind: 'park'; readonly why: string };

/** Delivers the items of one kind. */
export interface OutboxHandler {
  /**
   * May be called again for an item that was delivered before. The signal aborts when time is up or the agent stops.
   * A throw counts as `again`.
   */
  deliver(item: OutboxItem, signal: AbortSignal): Promise<Delivery>;
  /** Its own lane, so that other kinds never wait behind this one. Left out: the lane of all others. */
  readonly policy?: OutboxPolicy;
}

export interface OutboxPolicy {
  readonly backoff: BackoffPolicy;
  /** After so many failed ones an item is parked. */
  readonly attempts: number;
  /** Deliveries under way at once. */
  readonly concurrency: number;
  /** How long one delivery may take. */
  readonly deliveryMs: number;
  /** Longer than `deliveryMs`, by what it takes to note the ending. */
  readonly leaseMs: number;
  /** How long `close` lets deliveries go on before it calls them off. */
  readonly drainMs: number;
}

export const DEFAULT_OUTBOX_POLICY: OutboxPolicy = {
  backoff: { firstMs: 1_000, capMs: 300_000, factor: 2, jitter: 0.3 },
  attempts: 12,
  concurrency: 4,
  deliveryMs: 30_000,
  leaseMs: 60_000,
  drainMs: 3_000,
};
