import type { MspKey } from './options.ts';

export type Status =
  | 'initialized'
  | 'declined'
  | 'completed'
  | 'cancelled'
  | 'void'
  | 'expired'
  | 'uncleared'
  | 'shipped'
  | 'reserved'
  | 'refunded'
  | 'partial_refunded'
  | 'chargeback';

/** What a create asked for, checked. */
export interface OrderRequest {
  readonly kind: 'terminal' | 'page';
  readonly direction: 'pay' | 'refund';
  readonly orderId: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly description: string;
  readonly gateway: string;
  readonly terminalId: string | null;
  readonly locale: string;
  /** When a page closes; null for terminals. */
  readonly expiresAt: number | null;
  readonly notificationUrl: string | null;
  readonly notificationMethod: 'POST' | 'GET';
}

export interface Attempt {
  readonly transactionId: string;
  readonly type: string;
  status: Status;
}

export interface SimRefund {
  readonly transactionId: string;
  readonly refundOrderId: string | null;
  readonly amountCents: number;
  readonly description: string;
  readonly createdAt: number;
  status: 'reserved' | 'completed' | 'declined' | 'void';
  modifiedAt: number;
}

export interface SimOrder extends OrderRequest {
  readonly key: MspKey;
  readonly sessionId: string;
  readonly createdAt: number;
  readonly attempts: Attempt[];
  readonly refunds: SimRefund[];
  status: Status;
  /** The status before the last change, for answers that come from a lagging copy. */
  before: Status;
  reason: string | null;
  reasonCode: string | null;
  modifiedAt: number;
  completedAt: number | null;
  /** How often the page was opened. */
  pageViews: number;
}

/** One entry for each time money moved. */
export interface MspCharge {
  readonly orderId: string;
  readonly transactionId: string;
  readonly direction: 'pay' | 'refund';
  /** Positive. */
  readonly amountCents: number;
  readonly terminalId: string | null;
  /** The order that a refund through the API belongs to; null for everything else. */
  readonly refundOf: string | null;
  readonly at: number;
}

const OPEN: ReadonlySet<Status> = new Set(['initialized', 'declined', 'uncleared']);

export function isFinal(order: SimOrder): boolean {
  return !OPEN.has(order.status);
}

export function refundedCents(order: SimOrder): number {
  return order.refunds
    .filter((refund) => refund.status === 'reserved' || refund.status === 'completed')
    .reduce((sum, refund) => sum + refund.amountCents, 0);
}
