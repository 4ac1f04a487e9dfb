import type { KcMethodName } from './options.ts';

export type KcOrderStatus =
  | 'new'
  | 'processing'
  | 'completed'
  | 'error'
  | 'cancelled'
  | 'expired'
  | 'see-transactions'
  /** Of refunds. */
  | 'pending';
export type KcTransactionStatus =
  | 'new'
  | 'pending'
  | 'processing'
  | 'completed'
  | 'error'
  | 'cancelled'
  | 'expired'
  | 'accepted';

/** What a create asked for, checked. */
export interface OrderRequest {
  readonly amountCents: number;
  readonly description: string | null;
  readonly reference: string | null;
  readonly returnUrl: string | null;
  readonly failureUrl: string | null;
  readonly webhookUrl: string | null;
  /** As sent; null when it wasn't. */
  readonly period: string | null;
  readonly lifeMs: number;
  /** Null: the hosted page. */
  readonly transaction: {
    /** Any name: one that the project hasn't is answered as a failed order. */
    readonly method: string;
    readonly issuerId: string | null;
    readonly period: string | null;
  } | null;
  /** What the page is limited to. */
  readonly only: readonly string[] | null;
  /** Fields that only come back. */
  readonly echo: Readonly<Record<string, unknown>>;
}

export interface SimTransaction {
  readonly id: string;
  readonly method: string;
  readonly issuerId: string | null;
  /** Of a bank transfer: 16 digits. */
  readonly reference: string | null;
  readonly direction: 'credit' | 'debit';
  readonly period: string | null;
  readonly createdAt: number;
  amountCents: number;
  status: KcTransactionStatus;
  reason: string | null;
  modifiedAt: number;
  completedAt: number | null;
  readonly events: { readonly id: string; readonly event: KcTransactionStatus; readonly at: number }[];
}

export interface SimOrder extends OrderRequest {
  readonly id: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** The order whose money this one gives back. */
  readonly refundOf: string | null;
  status: KcOrderStatus;
  /** What it was before the last change. */
  earlier: KcOrderStatus;
  modifiedAt: number;
  completedAt: number | null;
  readonly transactions: SimTransaction[];
  readonly refunds: string[];
  refundedCents: number;
  /** How often the hosted page was opened. */
  pageViews: number;
}

/** One entry for each time money moved. */
export interface KcCharge {
  /** Of the order that moved it; of a refund its own. */
  readonly orderId: string;
  readonly reference: string | null;
  readonly direction: 'pay' | 'refund';
  readonly amountCents: number;
  readonly method: KcMethodName | string;
  /** With a refund: the order that was paid. */
  readonly refundOf: string | null;
  readonly at: number;
}

/** `error` is none: another attempt may follow. */
export function isFinal(order: SimOrder): boolean {
  return order.status === 'completed' || order.status === 'cancelled' || order.status === 'expired';
}
