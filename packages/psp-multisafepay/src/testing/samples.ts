import { cents } from '@tillbridge/kernel';
import type { PaymentHandle, PaymentId, PaymentOrder, TillId } from '@tillbridge/payments';
import type { MspAccount } from '../settings.ts';

export const REFERENCE = '01JMSPREFERENCE0000000001' as PaymentId;
export const NOW = Date.parse('2026-03-01T09:00:00Z');
const BASE = 'https://api.example/v1/json';
export const TERMINAL = '000004Og';

export const GROUP_ACCOUNT: MspAccount = {
  keyOf: 'terminal-group',
  apiKey: 'demo-group-key-not-a-real-key',
  baseUrl: BASE,
};
export const SITE_ACCOUNT: MspAccount = { keyOf: 'site', apiKey: 'demo-site-key-not-a-real-key', baseUrl: BASE };

export const CREATED = {
  order_id: REFERENCE,
  session_id: 'S1',
  payment_url: 'https://pay.example/connect/S1/?lang=nl_NL',
  events_token: 'token.of.order',
  events_stream_url: 'https://api.example/events/stream/',
};

/** An order as the API answers it, with a field nobody knows. */
export function wireOrder(status: string, parts: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    order_id: REFERENCE,
    transaction_id: status === 'initialized' ? null : 1234123423412344,
    amount: 1470,
    amount_refunded: 0,
    currency: 'EUR',
    status,
    financial_status: status,
    created: '2026-03-01T10:00:00',
    modified: '2026-03-01T10:00:20',
    costs: [{ amount: 0.01, description: 'fee', transaction_id: 1, type: 'SYSTEM' }],
    customer: { locale: 'nl_NL', email: null },
    reason: status === 'completed' ? 'Approved' : null,
    reason_code: status === 'completed' ? '1000' : null,
    payment_details: status === 'initialized' ? {} : { type: 'MASTERCARD', terminal_id: TERMINAL, last4: '4444' },
    payment_methods: status === 'initialized' ? [] : [{ type: 'MASTERCARD', status, amount: 1 }],
    related_transactions: null,
    somethingNew: { nested: [true] },
    ...parts,
  };
}

export function paymentOrder(parts: Partial<PaymentOrder> = {}): PaymentOrder {
  return {
    reference: REFERENCE,
    direction: 'pay',
    amountCents: cents(1470),
    till: '3-12' as TillId,
    description: 'Speelpark De Eik',
    lines: [],
    expiresAt: NOW + 180_000,
    ...parts,
  };
}

export const HANDLE: PaymentHandle = {
  reference: REFERENCE,
  providerRef: REFERENCE,
  direction: 'pay',
  amountCents: cents(1470),
};
/** As it is known when the reply to the create was lost. */
export const LOST_HANDLE: PaymentHandle = { ...HANDLE, providerRef: null };
