import { type Cents, plainText } from '@tillbridge/kernel';
import type { BasketLine, PaymentOrder } from '@tillbridge/payments';
import type { PayOrderRequest, PayProduct } from './order.wire.ts';
import type { PayAccount } from './settings.ts';

/** Card payment at a terminal started from the cloud (developer.pay.nl, "Initiate a transaction"). */
export const METHOD_TERMINAL = 1927;
/** Card refund at a terminal, with a positive amount (developer.pay.nl, "Initiate a refund transaction"). */
export const METHOD_TERMINAL_REFUND = 2351;

/** A payment that was started on a Pay.POS device itself (developer.pay.nl, "Exchange: Pay.POS"). Never ours. */
export const METHOD_SOFT_POS = 3069;
/** A link to the page with every method; its order is of type `paylink` (developer.pay.nl, "Initiate a transaction"). */
const METHOD_PAYLINK = 961;

/** What fits on the payer's statement. */
const MAX_DESCRIPTION = 32;
/** Longer ones make the API refuse the order. */
const MAX_PRODUCT_TEXT = 255;
const CURRENCY = 'EUR';

export interface OrderChoices {
  /** For a device that is locked. */
  readonly terminalPin?: string;
  /** Nobody of the shop stands beside the terminal: a kiosk. Default: Pay. takes it for attended. */
  readonly unattended?: boolean;
  /** The hosted page as a paylink instead of an order without a method. */
  readonly paylink?: boolean;
}

/** Our order in Pay.'s words. `terminalCode` null: the hosted page with every method of the sales location. */
export function toOrderRequest(
  order: PaymentOrder,
  account: PayAccount,
  terminalCode: string | null,
  choices: OrderChoices = {},
): PayOrderRequest {
  return {
    serviceId: account.serviceId,
    amount: { value: order.amountCents, currency: CURRENCY },
    description: plainText(order.description, MAX_DESCRIPTION),
    reference: order.reference,
    expire: atom(order.expiresAt),
    ...(account.exchangeUrl === undefined
      ? {}
      : { exchangeUrl: `${account.exchangeUrl.replace(/\/+$/, '')}/${order.reference}` }),
    // Of the hosted page: nobody has a browser at a terminal.
    ...(account.returnUrl === undefined || terminalCode !== null ? {} : { returnUrl: account.returnUrl }),
    ...paymentMethodOf(order, terminalCode, choices),
    integration: {
      test: account.test ?? false,
      ...(choices.unattended === true ? { pointOfInteraction: 'UNATTENDED' } : {}),
    },
    ...(account.sendLines === false || order.lines.length === 0
      ? {}
      : { order: { products: order.lines.map(toProduct) } }),
    ...(account.sendStats === false ? {} : { stats: { extra1: order.reference } }),
  };
}

function paymentMethodOf(
  order: PaymentOrder,
  terminalCode: string | null,
  { terminalPin, paylink }: OrderChoices,
): Pick<PayOrderRequest, 'paymentMethod'> {
  if (terminalCode === null) return paylink === true ? { paymentMethod: { id: METHOD_PAYLINK } } : {};
  const id = order.direction === 'refund' ? METHOD_TERMINAL_REFUND : METHOD_TERMINAL;
  return { paymentMethod: { id, input: { terminalCode, ...(terminalPin === undefined ? {} : { terminalPin }) } } };
}

/** ISO 8601 with an offset, as PHP's ATOM; cut to whole seconds, so never later than asked. */
export function atom(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, '+00:00');
}

function toProduct(line: BasketLine): PayProduct {
  const quantity = decimal(line.quantity);
  const unit: number = line.unitCents ?? (0 as Cents);
  // What the guest brings back is a line with a negative price; negative quantities are nowhere described.
  const value = quantity < 0 && unit !== 0 ? -unit : unit;
  return {
    id: plainText(line.articleNumber ?? '', MAX_PRODUCT_TEXT) || 'unknown',
    description: plainText(line.text, MAX_PRODUCT_TEXT),
    type: 'ARTICLE',
    price: { value, currency: CURRENCY },
    quantity: Math.abs(quantity),
    vatPercentage: line.vatPercentage === null ? 0 : decimal(line.vatPercentage),
  };
}

function decimal(text: string): number {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? value : 0;
}
