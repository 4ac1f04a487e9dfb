import { describe, expect, test } from 'vitest';
import { toOrderRequest } from './create-order.ts';
import { ACCOUNT, NOW, paymentOrder, REFERENCE } from './testing/samples.ts';

describe('the order', () => {
  test('of the hosted page names no transactions', () => {
    expect(toOrderRequest(paymentOrder(), ACCOUNT, { kind: 'page' }, NOW)).toEqual({
      currency: 'EUR',
      amount: 1470,
      merchant_order_id: REFERENCE,
      description: 'Speelpark De Eik',
      expiration_period: 'PT3M',
    });
  });

  test('carries what the account says', () => {
    const account = {
      ...ACCOUNT,
      webhookUrl: 'https://hook.example/exchange/kc/',
      returnUrl: 'https://shop.example/thanks',
      failureUrl: 'https://shop.example/sorry',
      locale: 'nl-NL',
    };
    expect(toOrderRequest(paymentOrder(), account, { kind: 'page', only: ['ideal'] }, NOW)).toMatchObject({
      webhook_url: `https://hook.example/exchange/kc/${REFERENCE}`,
      return_url: 'https://shop.example/thanks',
      failure_url: 'https://shop.example/sorry',
      locale: 'nl-NL',
      payment_methods: ['ideal'],
    });
  });

  test('of iDEAL names the bank, or nothing at all: an empty list is refused', () => {
    const named = toOrderRequest(paymentOrder(), ACCOUNT, { kind: 'ideal', issuerId: 'INGBNL2A' }, NOW);
    expect(named?.transactions).toEqual([
      { payment_method: 'ideal', payment_method_details: { issuer_id: 'INGBNL2A' }, expiration_period: 'PT3M' },
    ]);
    const free = toOrderRequest(paymentOrder(), ACCOUNT, { kind: 'ideal' }, NOW);
    expect(free?.transactions).toEqual([{ payment_method: 'ideal', expiration_period: 'PT3M' }]);
  });

  test('of a bank transfer waits for days', () => {
    const order = toOrderRequest(paymentOrder(), ACCOUNT, { kind: 'bank-transfer' }, NOW);
    expect(order).toMatchObject({ expiration_period: 'P14D', transactions: [{ payment_method: 'bank-transfer' }] });
    const day = toOrderRequest(paymentOrder(), ACCOUNT, { kind: 'bank-transfer', openForMs: 86_400_000 }, NOW);
    expect(day).toMatchObject({ expiration_period: 'P1D', transactions: [{ expiration_period: 'P1D' }] });
  });

  test('is none when there is no time left (P6)', () => {
    expect(toOrderRequest(paymentOrder({ expiresAt: NOW + 999 }), ACCOUNT, { kind: 'page' }, NOW)).toBeUndefined();
  });

  test('has one short line for the statement', () => {
    const description = `Speelpark\r\nDe Eik ${'😀'.repeat(40)}`;
    const order = toOrderRequest(paymentOrder({ description }), ACCOUNT, { kind: 'page' }, NOW);
    expect([...(order?.description ?? '')]).toHaveLength(32);
    expect(order?.description).toMatch(/^Speelpark De Eik 😀+$/u);
  });
});
