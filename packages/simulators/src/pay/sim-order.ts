import type { OrderIds } from './order-ids.ts';

export type StatusCode = 20 | 50 | 100 | -60 | -63 | -71 | -80 | -90;

export const ACTIONS: Readonly<Record<StatusCode, string>> = {
  20: 'PENDING',
  50: 'PENDING',
  100: 'PAID',
  [-60]: 'FAILURE',
  [-63]: 'DENIED',
  [-71]: 'CHARGEBACK',
  [-80]: 'EXPIRED',
  [-90]: 'CANCEL',
};

/** How the supplier names the end of a terminal payment. */
export type Incident =
  | 'APPROVED'
  | 'HOST_CANCELLATION'
  | 'DEVICE_CANCELLATION'
  | 'USER_CANCELLATION'
  | 'MERCHANT_CANCELLATION'
  | 'TIMEOUT_EXPIRATION';

/** What a create asked for, checked. */
export interface OrderRequest {
  readonly amountCents: number;
  readonly description: string | null;
  readonly reference: string | null;
  readonly expiresAt: number;
  readonly exchangeUrl: string | null;
  readonly returnUrl: string | null;
  /** Null: the hosted page with every method. */
  readonly methodId: number | null;
  readonly terminalCode: string | null;
  readonly test: boolean;
  /** Method 961: the hosted page as a paylink. */
  readonly paylink: boolean;
  /** What the till put into `stats.extra1`; the legacy status calls echo it. */
  readonly extra1: string | null;
  readonly products: readonly { readonly description: string | null; readonly quantity: number }[];
}

export interface SimOrder extends OrderIds, OrderRequest {
  readonly direction: 'pay' | 'refund';
  readonly createdAt: number;
  status: StatusCode;
  /** The method of the payment under way; null until a guest has chosen one. */
  attempt: { readonly id: string; readonly methodId: number } | null;
  incident: Incident | null;
  receipt: readonly string[] | null;
  modifiedAt: number;
  completedAt: number | null;
  /** Started by a guest or the staff on the device, not by a till. */
  readonly onDevice: boolean;
  /** How often the hosted page was opened. */
  pageViews: number;
}

/** One entry for each time money moved. */
export interface Charge {
  readonly id: string;
  readonly orderId: string;
  readonly reference: string | null;
  readonly direction: 'pay' | 'refund';
  readonly amountCents: number;
  readonly methodId: number;
  readonly terminalCode: string | null;
  readonly at: number;
}

/** Money that went back for a paid order. */
export interface SimRefund {
  /** `RF-####-####-####`. */
  readonly id: string;
  readonly order: SimOrder;
  readonly amountCents: number;
  readonly description: string;
  readonly at: number;
  state: 'PENDING' | 'SUCCESS' | 'CANCELLED';
}

export function isFinal(order: SimOrder): boolean {
  return order.status === 100 || order.status < 0;
}
