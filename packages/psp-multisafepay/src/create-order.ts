import { plainText } from '@tillbridge/kernel';
import type { PaymentOrder } from '@tillbridge/payments';
import type { MspOrderRequest } from './order.wire.ts';
import type { MspAccount } from './settings.ts';

/** Which page the guest comes to. */
export interface MspPageSettings {
  /** A method of the gateway list to go to directly, for example `IDEAL`. Default: all methods of the site. */
  readonly gateway?: string;
  /** `paymentlink` makes the same page under a longer name. Default `redirect`. */
  readonly type?: 'redirect' | 'paymentlink';
}

/** What fits into the description, which also stands on the payer's statement. */
const MAX_DESCRIPTION = 200;
/** Letters, digits, hyphen and underscore, at most 50: what both pages of the documentation allow. */
const ORDER_ID = /^[A-Za-z0-9_-]{1,50}$/;
/** Bounds of `seconds_active`. */
const LONGEST_PAGE_S = 31_536_000;

/** A payment or refund on a terminal (docs.multisafepay.com, "Cloud POS payment" and "Unreferenced refunds"). */
export function toTerminalOrder(order: PaymentOrder, account: MspAccount, terminalId: string): MspOrderRequest {
  return {
    type: order.direction === 'refund' ? 'unreferenced_refund' : 'redirect',
    ...common(order, account),
    gateway: '',
    gateway_info: { terminal_id: terminalId },
  };
}

/** A payment page that closes by itself (docs.multisafepay.com, "Payment page"). */
export function toPageOrder(
  order: PaymentOrder,
  account: MspAccount,
  page: MspPageSettings,
  nowMs: number,
): MspOrderRequest & { readonly seconds_active: number } {
  const { payment_options, ...parts } = common(order, account);
  return {
    type: page.type ?? 'redirect',
    ...parts,
    gateway: page.gateway ?? '',
    payment_options: {
      ...payment_options,
      ...(account.redirectUrl === undefined ? {} : { redirect_url: account.redirectUrl }),
      ...(account.cancelUrl === undefined ? {} : { cancel_url: account.cancelUrl }),
      close_window: false,
    },
    // Whole seconds, so never later than asked.
    seconds_active: Math.min(LONGEST_PAGE_S, Math.max(1, Math.floor((order.expiresAt - nowMs) / 1_000))),
    // A reminder by mail would offer the guest to pay a till's sale an hour later.
    second_chance: { send_mail: false },
  };
}

function common(order: PaymentOrder, account: MspAccount) {
  if (!ORDER_ID.test(order.reference)) throw new RangeError('the reference is no order id');
  const { notificationUrl, notificationMethod, locale } = account;
  const description = plainText(order.description, MAX_DESCRIPTION) || order.reference;
  return {
    order_id: order.reference as string,
    currency: 'EUR' as const,
    amount: order.amountCents as number,
    description,
    ...(notificationUrl === undefined
      ? {}
      : {
          payment_options: {
            notification_url: notificationUrl,
            notification_method: notificationMethod ?? ('POST' as const),
          },
        }),
    ...(locale === undefined ? {} : { customer: { locale } }),
  };
}
