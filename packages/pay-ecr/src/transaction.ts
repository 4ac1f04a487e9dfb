import { type Cents, plainText } from '@tillbridge/kernel';
import type { BasketLine, PaymentOrder } from '@tillbridge/payments';
import type { PayEcrProduct, PayEcrTransaction } from './messages.wire.ts';

const CURRENCY = 'EUR';
/** What fits on the payer's statement. */
const MAX_DESCRIPTION = 32;
/** Longer ones make Pay. refuse an order. */
const MAX_PRODUCT_TEXT = 255;

/** Our order as the Order:Create object that a terminal takes (developer.pay.nl, Order:Create). */
export function toTransaction(order: PaymentOrder): PayEcrTransaction {
  return {
    type: order.direction === 'refund' ? 'REFUND' : 'PAYMENT',
    amount: { value: order.amountCents, currency: CURRENCY },
    description: plainText(order.description, MAX_DESCRIPTION),
    reference: order.reference,
    // Whole seconds, cut: never later than asked.
    expire: new Date(order.expiresAt).toISOString().replace(/\.\d{3}Z$/, '+00:00'),
    stats: { object: 'tillbridge' },
    ...products(order.lines),
  };
}

/** A basket for the terminal's screen. It has no reference: nothing is to be paid yet. */
export function toShownOrder(lines: readonly BasketLine[], totalCents: Cents): PayEcrTransaction {
  return { type: 'PAYMENT', amount: { value: totalCents, currency: CURRENCY }, ...products(lines) };
}

function products(lines: readonly BasketLine[]): Pick<PayEcrTransaction, 'order'> {
  return lines.length === 0 ? {} : { order: { products: lines.map(toProduct) } };
}

/**
 * The app's model holds whole numbers for quantity and VAT (paynl/PAY.ECR, example models). A line of 0.35 kg is one
 * piece with the quantity in its text; a VAT rate that isn't whole stays away.
 */
function toProduct(line: BasketLine): PayEcrProduct {
  const quantity = decimal(line.quantity);
  const unit: number = line.unitCents ?? 0;
  const whole = Number.isInteger(quantity) && quantity !== 0;
  const pieces = whole ? Math.abs(quantity) : 1;
  // What the guest brings back is a line with a negative price; negative quantities are nowhere described.
  const value = whole ? unit * Math.sign(quantity) : Math.round(unit * quantity);
  const text = whole ? line.text : `${line.quantity} x ${line.text}`;
  const vat = line.vatPercentage === null ? Number.NaN : decimal(line.vatPercentage);
  return {
    id: plainText(line.articleNumber ?? '', MAX_PRODUCT_TEXT) || 'unknown',
    description: plainText(text, MAX_PRODUCT_TEXT),
    type: 'ARTICLE',
    price: { value: value === 0 ? 0 : value, currency: CURRENCY },
    quantity: pieces,
    ...(Number.isInteger(vat) ? { vatPercentage: vat } : {}),
  };
}

function decimal(text: string): number {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? value : 0;
}
