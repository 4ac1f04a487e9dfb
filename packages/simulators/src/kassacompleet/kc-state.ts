import type { ListedKcFault } from './faults.ts';
import type { KcAutopilot, KcSwitches } from './options.ts';
import type { KcOrderStatus, SimOrder } from './sim-order.ts';
import type { WebhookEntry } from './webhook-sender.ts';

export interface KcCallCounts {
  /** Create requests that arrived, whatever became of them. */
  creates: number;
  statuses: number;
  cancels: number;
  refunds: number;
  lists: number;
}

export interface KcOrderSummary {
  readonly id: string;
  readonly reference: string | null;
  readonly direction: 'pay' | 'refund';
  readonly amountCents: number;
  readonly status: KcOrderStatus;
  /** Of the last attempt. */
  readonly method: string | null;
  readonly attempts: number;
  readonly reason: string | null;
  /** Of a bank transfer. */
  readonly transferReference: string | null;
  readonly pageUrl: string;
  readonly pageViews: number;
  readonly refundOf: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Everything a page wants to show. */
export interface KcState {
  /** Rises with every change. */
  readonly revision: number;
  readonly now: number;
  readonly switches: KcSwitches;
  /** Newest first. */
  readonly orders: readonly KcOrderSummary[];
  readonly faults: readonly ListedKcFault[];
  readonly counts: KcCallCounts;
  readonly autopilot: KcAutopilot | null;
  /** Newest first. */
  readonly webhooks: readonly ReturnType<typeof summaryOfWebhook>[];
}

export function summaryOf(order: SimOrder, origin: string): KcOrderSummary {
  const last = order.transactions.at(-1);
  return {
    id: order.id,
    reference: order.reference,
    direction: order.refundOf === null ? 'pay' : 'refund',
    amountCents: order.amountCents,
    status: order.status,
    method: last?.method ?? null,
    attempts: order.transactions.length,
    reason: last?.reason ?? null,
    transferReference: last?.reference ?? null,
    pageUrl: `${origin}/pay/${order.id}/`,
    pageViews: order.pageViews,
    refundOf: order.refundOf,
    createdAt: order.createdAt,
    expiresAt: order.expiresAt,
  };
}

export function summaryOfWebhook({ orderId, status, state, attempts, fault }: WebhookEntry) {
  return { orderId, status, state, attempts, fault };
}
