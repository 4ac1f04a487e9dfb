import type { ExchangeStyle } from './exchange-styles.ts';
import type { ListedFault } from './faults.ts';
import type { Autopilot, InferredSwitches } from './options.ts';
import type { SimOrder, SimRefund } from './sim-order.ts';
import type { TerminalView } from './terminal.ts';

export interface CallCounts {
  /** Create requests that arrived, whatever became of them. */
  creates: number;
  statuses: number;
  aborts: number;
}

/** Everything a page wants to show. */
export interface PayState {
  /** Rises with every change. */
  readonly revision: number;
  readonly now: number;
  readonly orders: readonly OrderSummary[];
  readonly terminals: readonly TerminalView[];
  readonly faults: readonly ListedFault[];
  readonly counts: CallCounts;
  readonly terminalAutopilot: Autopilot | null;
  readonly pageAutopilot: Autopilot | null;
  readonly exchanges: readonly {
    orderId: string;
    status: number;
    state: string;
    attempts: number;
    fault: string | null;
    format: string;
    action: string | null;
  }[];
  readonly refunds: readonly RefundSummary[];
  readonly inferred: InferredSwitches;
  readonly exchangeStyle: ExchangeStyle;
  readonly deviceExchangeStyle: ExchangeStyle;
}

export interface RefundSummary {
  readonly id: string;
  readonly orderId: string;
  readonly reference: string | null;
  readonly amountCents: number;
  readonly description: string;
  readonly state: string;
  readonly at: number;
}

/** A payment that somebody starts on the device itself. */
export interface DeviceStart {
  readonly amountCents: number;
  readonly outcome: 'approve' | 'decline';
  /** Taken without a connection, and told to the cloud so much later; null: at once. */
  readonly offlineMs: number | null;
}

export interface OrderSummary {
  readonly id: string;
  readonly orderId: string;
  readonly reference: string | null;
  readonly direction: 'pay' | 'refund';
  readonly amountCents: number;
  readonly status: number;
  readonly incident: string | null;
  readonly terminalCode: string | null;
  readonly pageUrl: string;
  readonly pageViews: number;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly onDevice: boolean;
}

export function orderSummary(order: SimOrder, origin: string): OrderSummary {
  return {
    id: order.id,
    orderId: order.orderId,
    reference: order.reference,
    direction: order.direction,
    amountCents: order.amountCents,
    status: order.status,
    incident: order.incident,
    terminalCode: order.terminalCode,
    pageUrl: `${origin}/pay/${order.uuid}`,
    pageViews: order.pageViews,
    createdAt: order.createdAt,
    expiresAt: order.expiresAt,
    onDevice: order.onDevice,
  };
}

export function refundSummary({ order, ...refund }: SimRefund): RefundSummary {
  return {
    id: refund.id,
    orderId: order.orderId,
    reference: order.reference,
    amountCents: refund.amountCents,
    description: refund.description,
    state: refund.state,
    at: refund.at,
  };
}
