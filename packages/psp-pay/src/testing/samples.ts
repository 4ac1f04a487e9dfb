import { cents } from '@tillbridge/kernel';
import type { PaymentHandle, PaymentId, PaymentOrder, TillId } from '@tillbridge/payments';
import type { PayAccount } from '../settings.ts';

export const ORDER_ID = '69a40240-1c2d-8e4f-9a0b-12345678a1b2';
export const REFERENCE = '01JPAYREFERENCE0000000001' as PaymentId;
export const NOW = Date.parse('2026-03-01T09:00:00Z');

export const ACCOUNT: PayAccount = {
  serviceId: 'SL-1234-5678',
  tokenCode: 'AT-1234-5678',
  apiToken: 'demo-api-token-not-a-real-key',
  cores: ['https://one.example', 'https://two.example', 'https://three.example'],
};

export function wireOrder(code: number, parts: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: ORDER_ID,
    type: 'sale',
    reference: REFERENCE,
    orderId: '51000000001Xa1b2',
    uuid: 'a9ab5678-a1b2-5100-0000-001aa1b2a1b2',
    status: { code, action: 'WHATEVER' },
    receipt: null,
    amount: { value: 1470, currency: 'EUR' },
    authorizedAmount: { value: 0, currency: 'EUR' },
    capturedAmount: { value: code === 100 ? 1470 : 0, currency: 'EUR' },
    payments: [],
    expiresAt: '2026-03-01T09:03:00+00:00',
    links: {
      status: `https://one.example/v1/orders/${ORDER_ID}/status`,
      abort: `https://one.example/v1/orders/${ORDER_ID}/abort`,
      redirect: 'https://pay.example/page/1',
    },
    somethingNew: { nested: true },
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
  providerRef: ORDER_ID,
  direction: 'pay',
  amountCents: cents(1470),
};
