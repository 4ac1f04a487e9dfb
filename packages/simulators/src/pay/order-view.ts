import { DEMO_CARD, encodeReceipt } from './receipt-lines.ts';
import { ACTIONS, type SimOrder, type StatusCode } from './sim-order.ts';

export interface ViewSettings {
  readonly origin: string;
  readonly serviceId: string;
  readonly tokenCode: string;
  readonly receipts: 'json' | 'text' | 'none';
  /** Whether a payment is shown before the terminal shows the amount. */
  readonly showsPaymentAtOnce: boolean;
}

/**
 * An order as the Order API answers it (developer.pay.nl, "Order:Create" and "Order:Status"). Without credentials the
 * supplier's data is missing and the customer key is starred out.
 */
export function orderView(order: SimOrder, settings: ViewSettings, full: boolean, status: StatusCode = order.status) {
  const money = (value: number) => ({ value, currency: 'EUR' });
  const paid = status === 100;
  const shown = status === 20 && settings.showsPaymentAtOnce && order.terminalCode !== null ? 50 : status;
  const state = { code: shown, action: ACTIONS[shown] };
  const url = `${settings.origin}/v1/orders/${order.id}`;
  const customerKey = full ? 'c0ffee00c0ffee00c0ffee00c0ffee00' : '*'.repeat(32);
  const attempt = order.attempt;
  return {
    id: order.id,
    type: order.direction === 'refund' ? 'credit' : order.paylink ? 'paylink' : 'sale',
    serviceId: settings.serviceId,
    description: order.description,
    reference: order.reference,
    manualTransferCode: order.manualTransferCode,
    orderId: order.orderId,
    uuid: order.uuid,
    customerKey: paid ? customerKey : null,
    status: state,
    receipt: paid ? encodeReceipt(order.receipt, settings.receipts) : null,
    integration: { test: order.test, pointOfInteraction: order.terminalCode === null ? 'ECOMMERCE' : 'IN_PERSON' },
    splitPayments: [],
    amount: money(order.amountCents),
    authorizedAmount: money(0),
    capturedAmount: money(paid ? order.amountCents : 0),
    checkoutData: null,
    payments:
      attempt === null || (status === 20 && !settings.showsPaymentAtOnce)
        ? []
        : [
            {
              id: attempt.id,
              paymentMethod: {
                id: attempt.methodId,
                input: order.terminalCode === null ? {} : { terminalCode: order.terminalCode },
              },
              customerType: null,
              customerKey: paid ? customerKey : null,
              customerId: paid && order.terminalCode !== null ? DEMO_CARD.masked : null,
              customerName: null,
              ...(paid && order.terminalCode !== null
                ? { customerMethod: { type: 'card', brandName: DEMO_CARD.brand, scheme: DEMO_CARD.scheme } }
                : {}),
              ipAddress: null,
              secureStatus: paid,
              paymentVerificationMethod: paid && order.terminalCode !== null ? 1 : null,
              status: state,
              currencyAmount: money(order.amountCents),
              amount: money(order.amountCents),
              authorizedAmount: money(0),
              capturedAmount: money(paid ? order.amountCents : 0),
              ...(full ? { supplierData: order.incident === null ? [] : { incident_text: order.incident } } : {}),
            },
          ],
    stats: { extra1: order.extra1 },
    createdAt: atom(order.createdAt),
    createdBy: settings.tokenCode,
    modifiedAt: atom(order.modifiedAt),
    modifiedBy: order.modifiedAt === order.createdAt ? settings.tokenCode : 'TGU 123456',
    expiresAt: atom(order.expiresAt),
    completedAt: order.completedAt === null ? null : atom(order.completedAt),
    links: {
      status: `${url}/status`,
      abort: `${url}/abort`,
      redirect: `${settings.origin}/pay/${order.uuid}`,
    },
  };
}

export function atom(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, '+00:00');
}
