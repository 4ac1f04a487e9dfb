import type { PaySimulator } from '@tillbridge/simulators/pay';
import type { ShopLedgerLine } from './shop-view.ts';

/** The payment cloud's own books. */
export function payLedger(pay: PaySimulator): readonly ShopLedgerLine[] {
  return pay.state().orders.map((order) => ({
    by: 'Pay.',
    id: order.orderId,
    amountCents: order.amountCents,
    means: order.terminalCode === null ? 'qr' : 'card',
    direction: order.direction,
    state: order.status === 100 ? 'paid' : order.status < 0 ? 'not-paid' : 'pending',
    at: order.createdAt,
  }));
}
