import { KC_PAYEE } from '@tillbridge/psp-kassacompleet';
import type { KcAccountKeys, KcSwitches } from './options.ts';
import { normalisedPeriod } from './period.ts';
import type { SimOrder, SimTransaction } from './sim-order.ts';

export interface ViewSettings {
  /** Of the API and the hosted page, without a slash at its end. */
  readonly origin: string;
  readonly account: KcAccountKeys;
  readonly switches: KcSwitches;
}

type Json = Readonly<Record<string, unknown>>;

const CREDITOR: Json = {
  creditor_iban: KC_PAYEE.iban,
  creditor_bic: KC_PAYEE.bic,
  creditor_account_holder_name: KC_PAYEE.name,
  creditor_account_holder_city: 'Amsterdam',
};

/** An order as `GET /orders/{id}/` answers it. Fields without a value are left out, as the platform does. */
export function orderView(order: SimOrder, settings: ViewSettings, refundOrders: readonly Json[] = []): Json {
  const { origin, account, switches } = settings;
  const flags = [
    ...(switches.testProject ? ['is-test'] : []),
    ...(order.refunds.length > 0 ? ['has-refunds'] : []),
    ...(order.refundOf === null ? [] : ['is-refund']),
  ];
  const listsRefunds = switches.refundOrders !== 'none' && order.refunds.length > 0;
  return present({
    id: order.id,
    project_id: account.projectId,
    merchant_id: account.merchantId,
    created: time(order.createdAt),
    modified: time(order.modifiedAt),
    completed: order.completedAt === null ? null : time(order.completedAt),
    currency: 'EUR',
    amount: order.amountCents,
    status: order.status,
    description: order.description,
    merchant_order_id: order.reference,
    return_url: order.returnUrl,
    failure_url: order.failureUrl,
    webhook_url: order.webhookUrl,
    expiration_period: order.period === null ? null : echoed(order.period, order.lifeMs, switches),
    flags,
    order_url: switches.orderUrl && order.refundOf === null ? `${origin}/pay/${order.id}/` : null,
    last_transaction_added: order.transactions.length === 0 ? null : time(order.transactions.at(-1)?.createdAt ?? 0),
    transactions:
      order.transactions.length === 0 ? null : order.transactions.map((one) => transactionView(one, order, settings)),
    refund_of_order_id: order.refundOf,
    refund_orders: listsRefunds ? (switches.refundOrders === 'ids' ? order.refunds : refundOrders) : null,
    refunded_amount: listsRefunds ? order.refundedCents : null,
    ...order.echo,
  });
}

function transactionView(one: SimTransaction, order: SimOrder, { origin, account, switches }: ViewSettings): Json {
  return present({
    id: one.id,
    order_id: order.id,
    project_id: account.projectId,
    merchant_id: account.merchantId,
    created: time(one.createdAt),
    modified: time(one.modifiedAt),
    completed: one.completedAt === null ? null : time(one.completedAt),
    currency: 'EUR',
    amount: one.amountCents,
    description: order.description,
    status: one.status,
    reason: one.reason,
    payment_method: one.method,
    payment_method_brand: one.method === 'bank-transfer' ? 'sepa' : null,
    payment_method_details: detailsOf(one, switches),
    payment_url:
      one.method === 'bank-transfer' || one.direction === 'debit' ? null : `${origin}/redirect/${one.id}/to/payment/`,
    expiration_period: one.period === null ? null : echoed(one.period, order.lifeMs, switches),
    balance: switches.testProject ? 'test' : 'internal',
    credit_debit: one.direction,
    product_type: 'kassacompleet',
    events: one.events.map(({ id, event, at }) => ({
      id,
      event,
      occurred: time(at),
      noticed: time(at),
      source: 'set_status',
    })),
  });
}

function detailsOf(one: SimTransaction, { namesPayee }: KcSwitches): Json {
  const paid = one.status === 'completed';
  switch (one.method) {
    case 'ideal':
      return present({ issuer_id: one.issuerId, status: paid ? 'Success' : null });
    case 'bank-transfer':
      return present({ reference: one.reference, ...(namesPayee ? CREDITOR : {}) });
    case 'credit-card':
      return paid ? { truncated_pan: '************1111' } : {};
    default:
      return {};
  }
}

function echoed(period: string, lifeMs: number, { periodEcho }: KcSwitches): string {
  return periodEcho === 'as-sent' ? period : normalisedPeriod(lifeMs);
}

/** ISO 8601 with microseconds and an offset. */
function time(at: number): string {
  return new Date(at).toISOString().replace('Z', '000+00:00');
}

function present(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}
