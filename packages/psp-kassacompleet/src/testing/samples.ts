import { cents } from '@tillbridge/kernel';
import type { PaymentHandle, PaymentId, PaymentOrder, TillId } from '@tillbridge/payments';
import type { KcAccount } from '../settings.ts';

export const ORDER_ID = '1c969951-f5f1-4290-ae41-6177961fb3cb';
export const REFUND_ID = '7b1f7c52-0f2a-4f0e-9a57-1f6f7f6e2a10';
export const REFERENCE = '01JKCREFERENCE000000000001' as PaymentId;
export const NOW = Date.parse('2026-03-01T09:00:00Z');

export const ACCOUNT: KcAccount = { apiKey: 'demo-kc-key-not-a-real-key', baseUrl: 'https://kc.example/v1' };

type Json = Readonly<Record<string, unknown>>;

export function wireOrder(status: string, parts: Json = {}): Json {
  return {
    id: ORDER_ID,
    project_id: 'b5f39273-44e7-4385-8e08-44612ef3e117',
    created: '2026-03-01T09:00:00.121017+00:00',
    modified: '2026-03-01T09:00:00.183822+00:00',
    currency: 'EUR',
    amount: 1470,
    status,
    merchant_order_id: REFERENCE,
    expiration_period: 'PT3M',
    something_new: { nested: true },
    ...parts,
  };
}

export function wireTransaction(status: string, parts: Json = {}): Json {
  return {
    id: 'e3ed069e-c931-40ae-8035-e022e8a4e5e7',
    amount: 1470,
    currency: 'EUR',
    payment_method: 'ideal',
    payment_url: 'https://kc.example/redirect/e3ed069e-c931-40ae-8035-e022e8a4e5e7/to/payment/',
    status,
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

export const call = (timeoutMs = 10_000) => ({ timeoutMs, signal: new AbortController().signal });
