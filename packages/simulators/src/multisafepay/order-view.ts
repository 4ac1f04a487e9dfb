import { type ExactJsonInput, JsonNumber } from '@tillbridge/kernel';
import { exact } from './exact.ts';
import type { MspSwitches } from './options.ts';
import { type Attempt, refundedCents, type SimOrder, type Status } from './sim-order.ts';
import { localTime } from './timestamps.ts';

/** Only what may be told of a card: the last four digits and the issuer's six. */
export const DEMO_CARD = { last4: '4444', issuerBin: '555555', type: 'MASTERCARD' } as const;
/** The issuer wants the PIN. */
export const SOFT_DECLINED = ['4004', 'Soft decline: PIN required'] as const;
const SHOP = { name: 'Speelpark De Eik', address: 'Eikenlaan 1, Bosdorp' } as const;

type View = { readonly [key: string]: ExactJsonInput };

/** An order as `data` of "Get order" (docs.multisafepay.com), which is also the body of a notification. */
export function orderView(order: SimOrder, switches: MspSwitches, status: Status = order.status): View {
  const attempt = order.attempts.at(-1);
  const time = (at: number | null) => (at === null ? null : localTime(at, switches.timeZone));
  return {
    amount: exact(order.amountCents),
    amount_refunded: exact(refundedCents(order)),
    completed: time(order.completedAt),
    costs: [],
    created: time(order.createdAt),
    currency: order.currency,
    custom_info: { custom_1: null, custom_2: null, custom_3: null },
    customer: { locale: order.locale, email: null, first_name: null, last_name: null },
    description: order.description,
    fastcheckout: 'NO',
    financial_status: moneyStatus(status),
    items: null,
    modified: time(order.modifiedAt),
    order_id: order.orderId,
    payment_details: attempt === undefined ? {} : details(order, attempt),
    payment_methods: order.attempts.map((one) => ({
      amount: exact(order.amountCents),
      currency: order.currency,
      description: order.description,
      payment_description: one.type,
      status: one.status,
      type: one.type,
    })),
    reason: order.reason,
    reason_code: order.reasonCode,
    related_transactions:
      order.refunds.length === 0 ? null : order.refunds.map((refund) => related(order, refund, switches)),
    status,
    transaction_id: attempt === undefined ? null : transactionId(attempt.transactionId, switches),
    var1: null,
    var2: null,
    var3: null,
  };
}

function related(order: SimOrder, refund: SimOrder['refunds'][number], switches: MspSwitches): View {
  return {
    amount: exact(refund.amountCents),
    created: localTime(refund.createdAt, switches.timeZone),
    currency: order.currency,
    description: refund.description,
    items: null,
    modified: localTime(refund.modifiedAt, switches.timeZone),
    order_id: order.orderId,
    reference_transaction_id: transactionId(order.attempts.at(-1)?.transactionId ?? '0', switches),
    ...(switches.refundShowsOurId ? { refund_order_id: refund.refundOrderId } : {}),
    status: refund.status,
    transaction_id: transactionId(refund.transactionId, switches),
    type: 'refund',
  };
}

/** The answer to a cancel: neither order id nor amount nor transaction. */
export function cancelView(order: SimOrder, switches: MspSwitches): View {
  const status = switches.cancelledStatus;
  return {
    costs: [],
    created: localTime(order.createdAt, switches.timeZone),
    custom_info: { custom_1: null, custom_2: null, custom_3: null },
    fastcheckout: 'NO',
    financial_status: status === 'void' ? 'void' : null,
    modified: localTime(order.modifiedAt, switches.timeZone),
    payment_details: {},
    payment_methods: null,
    status,
  };
}

/** "Get receipt". */
export function receiptView(order: SimOrder, switches: MspSwitches, nowMs: number): View {
  const attempt = order.attempts.at(-1);
  return {
    merchant: SHOP,
    order: {
      amount: exact(order.amountCents),
      amountrefunded: exact(refundedCents(order)),
      completed: order.completedAt === null ? null : localTime(order.completedAt, switches.timeZone),
      currency: order.currency,
      items: null,
      tip: null,
      transaction_id: attempt === undefined ? null : attempt.transactionId,
    },
    payment: attempt === undefined ? {} : { ...details(order, attempt), payment_method: attempt.type },
    printed_on: localTime(nowMs, switches.timeZone),
    related_transactions: null,
  };
}

/** A line of "List transactions". */
export function transactionView(order: SimOrder, attempt: Attempt | undefined, switches: MspSwitches): View {
  const status = attempt?.status ?? order.status;
  return {
    amount: exact(order.amountCents),
    completed: order.completedAt === null ? null : localTime(order.completedAt, switches.timeZone),
    costs: [],
    created: localTime(order.createdAt, switches.timeZone),
    currency: order.currency,
    debit_credit: order.direction === 'refund' ? 'D' : 'C',
    description: order.description,
    financial_status: moneyStatus(status),
    order_id: order.orderId,
    payment_method: attempt?.type ?? null,
    status: order.status,
    transaction_id: attempt === undefined ? null : transactionId(attempt.transactionId, switches),
    type: order.direction === 'refund' ? 'refund' : 'payment',
    updated: localTime(order.modifiedAt, switches.timeZone),
  };
}

export function refundLine(order: SimOrder, refund: SimOrder['refunds'][number], switches: MspSwitches): View {
  return {
    amount: exact(-refund.amountCents),
    costs: [],
    created: localTime(refund.createdAt, switches.timeZone),
    currency: order.currency,
    debit_credit: 'D',
    description: refund.description,
    financial_status: refund.status,
    order_id: order.orderId,
    payment_method: order.attempts.at(-1)?.type ?? null,
    status: refund.status,
    transaction_id: transactionId(refund.transactionId, switches),
    type: 'refund',
    updated: localTime(refund.modifiedAt, switches.timeZone),
  };
}

export function transactionId(digits: string, { transactionIds }: MspSwitches): ExactJsonInput {
  return transactionIds === 'number' ? new JsonNumber(digits) : digits;
}

function details(order: SimOrder, attempt: Attempt): View {
  if (order.terminalId === null) return { type: attempt.type, account_iban: '***', external_transaction_id: '812312' };
  return {
    application_id: 'a0000000041010',
    authorization_code: '006459',
    card_acceptor_location: 'Bosdorp',
    card_entry_mode: 'ICC_CONTACTLESS',
    card_expiry_date: '3112',
    cardholder_verification_method: 'NO_CVM',
    issuer_bin: DEMO_CARD.issuerBin,
    issuer_country_code: 'NL',
    last4: DEMO_CARD.last4,
    response_code: attempt.status === 'completed' ? '00' : order.reasonCode === SOFT_DECLINED[0] ? '65' : '51',
    terminal_id: order.terminalId,
    type: attempt.type,
  };
}

/** The money's side of a status: a refund afterwards leaves the payment itself completed. */
function moneyStatus(status: Status): string {
  switch (status) {
    case 'shipped':
    case 'refunded':
    case 'partial_refunded':
    case 'chargeback':
      return 'completed';
    default:
      return status;
  }
}
