import type { PaymentOrder } from '@tillbridge/payments';
import { buildPayment, CONTROL } from '../codec/index.ts';
import type { Mark } from './mark.ts';
import type { ZvtTerminalSettings } from './settings.ts';
import { SUCCESS } from './verdict.ts';

/** "The terminal decides" (PA00P015, BMP 19). */
const TERMINAL_DECIDES = 0x40;

/**
 * 06 01 for a payment. A refund is 06 31, unless the till says which payment it takes back and that is the terminal's last
 * one: then 06 30, which needs no card, and which many terminals know for the last payment alone.
 */
export function commandOf(order: PaymentOrder, settings: ZvtTerminalSettings, last: Mark | undefined): Uint8Array {
  const { amountCents } = order;
  const { currency, password } = settings;
  const common = { amountCents, currency, timeoutSeconds: null, receipt: null };
  if (order.direction === 'pay') {
    return buildPayment(CONTROL.authorisation, { ...common, password: null, paymentType: TERMINAL_DECIDES });
  }
  const taken = reversible(order, last);
  return taken === null
    ? buildPayment(CONTROL.refund, { ...common, password, paymentType: null })
    : buildPayment(CONTROL.reversal, { ...common, password, paymentType: null, receipt: taken.receipt });
}

/** The terminal's last transaction, when it is the very payment that a refund takes back. */
export function reversible(order: PaymentOrder, last: Mark | undefined): Mark | null {
  const { original } = order;
  if (original === undefined || original.amountCents !== order.amountCents) return null;
  if (last === undefined || last.receipt === null || last.resultCode !== SUCCESS) return null;
  return original.transactionReference.endsWith(last.receipt) ? last : null;
}
