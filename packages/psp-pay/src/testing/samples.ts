import { cents } from '@tillbridge/kernel';
import type { PaymentHandle, PaymentId, PaymentOrder, TillId } from '@tillbridge/payments';
import type { PayAccount } from '../settings.ts';

export const ORDER_ID = '69a40240-1c2d-8e4f-9a0b-12345678a1b2';
export const REFERENCE = '01JPAYREFERENCE00000000001' as PaymentId;
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

export const TRANSACTION_ID = 'EX-1234-5678-9012';
export const ORDER_NUMBER = '51000000001Xa1b2';

/** A transaction as Pay.POS sends it and rest.pay.nl shows it: texts throughout, `""` beside null. */
export function wireTransaction(code: number, parts: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    action: 'new_ppt',
    id: TRANSACTION_ID,
    orderId: ORDER_NUMBER,
    serviceCode: 'SL-1234-5678',
    description: '',
    reference: '',
    ipAddress: null,
    amount: { value: '1470', currency: 'EUR' },
    amountConverted: { value: '1470', currency: 'EUR' },
    amountPaid: { value: code === 100 ? '1470' : '0', currency: 'EUR' },
    amountRefunded: { value: '0', currency: 'EUR' },
    status: { code: String(code), action: code === 100 ? 'PAID' : 'OTHER', phase: 'SUCCESS' },
    paymentData: {
      method: 'creditcard',
      customerKey: 'c0ffee00c0ffee00c0ffee00c0ffee00',
      customerId: '555555******4444',
      customerName: null,
      ipAddress: '192.0.2.7',
      secureStatus: '',
      paymentVerificationMethod: '17',
      creditcard: { number: '555555******4444', expireMonth: null, expireYear: '', name: null },
    },
    paymentMethod: { id: '3069', subId: '33046', name: 'SoftPos', terminalCode: 'TH-1234-5678' },
    billingLineId: '3723',
    integration: { testMode: '' },
    customer: { firstName: null, email: null, bankAccount: { iban: null, bic: null, owner: null } },
    order: { countryCode: 'NL', products: [] },
    stats: { info: '', tool: '', object: '', extra1: '', extra2: '', extra3: '', domainId: null },
    transferData: [],
    expiresAt: null,
    createdAt: '2026-03-01T10:00:30+01:00',
    createdBy: null,
    modifiedAt: '2026-03-01T10:00:31+01:00',
    modifiedBy: 'A-1234-5678',
    deletedAt: null,
    deletedBy: null,
    ...parts,
  };
}

/** The legacy fields of a status call, with the amount in decimal euros. */
export function legacyCall(parts: Record<string, string> = {}): Record<string, string> {
  return {
    action: 'new_ppt',
    website_id: '3',
    payment_profile_id: '3069',
    payment_method_id: '4',
    payment_session_id: '1234567890',
    ip_address: '127.0.0.1',
    pincode: '123456789',
    amount: '14.70',
    extra1: '',
    secret: '0',
    order_id: ORDER_NUMBER,
    ...parts,
  };
}
