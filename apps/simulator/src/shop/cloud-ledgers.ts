/** The payment clouds' own books: the truth about what they took and gave back. */
import type { KcOrderSummary, KcSimulator } from '@tillbridge/simulators/kassacompleet';
import type { MspOrderSummary, MspSimulator } from '@tillbridge/simulators/multisafepay';
import type { PaySimulator } from '@tillbridge/simulators/pay';
import type { ShopLedgerLine } from './shop-view.ts';

export const PAY_NAME = 'Pay.';
export const MSP_NAME = 'MultiSafepay';
export const KC_NAME = 'Kassa Compleet';

type State = ShopLedgerLine['state'];

export function payLedger(pay: PaySimulator): readonly ShopLedgerLine[] {
  const orders = pay.state().orders.map(
    (order): ShopLedgerLine => ({
      by: PAY_NAME,
      id: order.orderId,
      amountCents: order.amountCents,
      means: order.terminalCode === null ? 'qr' : 'card',
      direction: order.direction,
      state: order.status === 100 ? 'paid' : order.status < 0 ? 'not-paid' : 'pending',
      at: order.createdAt,
    }),
  );
  const refunds = pay.refunds().map(
    ({ id, orderId, amountCents, state, at }): ShopLedgerLine => ({
      by: PAY_NAME,
      id,
      amountCents,
      means: pay.order(orderId)?.terminalCode == null ? 'qr' : 'card',
      direction: 'refund',
      state: state === 'SUCCESS' ? 'paid' : state === 'CANCELLED' ? 'not-paid' : 'pending',
      at,
    }),
  );
  return [...orders, ...refunds];
}

const MSP_STATES: Readonly<Record<MspOrderSummary['status'], State>> = {
  initialized: 'pending',
  declined: 'pending',
  uncleared: 'pending',
  completed: 'paid',
  shipped: 'paid',
  reserved: 'paid',
  refunded: 'paid',
  partial_refunded: 'paid',
  chargeback: 'paid',
  cancelled: 'not-paid',
  void: 'not-paid',
  expired: 'not-paid',
};

export function mspLedger(msp: MspSimulator): readonly ShopLedgerLine[] {
  return msp.state().orders.flatMap((order): readonly ShopLedgerLine[] => {
    const means = order.kind === 'terminal' ? 'card' : 'qr';
    const { orderId: id, amountCents, direction, createdAt } = order;
    const state = MSP_STATES[order.status];
    const refunds = order.refunds.map(
      (refund): ShopLedgerLine => ({
        by: MSP_NAME,
        id: refund.transactionId,
        amountCents: refund.amountCents,
        means,
        direction: 'refund',
        state: refund.status === 'declined' || refund.status === 'void' ? 'not-paid' : 'paid',
        at: refund.createdAt,
      }),
    );
    return [{ by: MSP_NAME, id, amountCents, means, direction, state, at: createdAt }, ...refunds];
  });
}

const KC_STATES: Readonly<Record<KcOrderSummary['status'], State>> = {
  new: 'pending',
  processing: 'pending',
  pending: 'pending',
  'see-transactions': 'pending',
  // Another attempt may follow, and makes it `processing` again.
  error: 'not-paid',
  completed: 'paid',
  cancelled: 'not-paid',
  expired: 'not-paid',
};

export function kcLedger(kc: KcSimulator): readonly ShopLedgerLine[] {
  return kc.state().orders.map(({ id, amountCents, direction, status, createdAt }) => ({
    by: KC_NAME,
    id,
    amountCents,
    means: 'qr',
    direction,
    state: KC_STATES[status],
    at: createdAt,
  }));
}
