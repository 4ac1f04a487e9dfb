import { cents } from '@tillbridge/kernel';
import type { BasketLine } from '@tillbridge/payments';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atom, type OrderChoices, toOrderRequest } from './create-order.ts';
import { ACCOUNT, NOW, paymentOrder, REFERENCE } from './testing/samples.ts';

const line = (parts: Partial<BasketLine> = {}): BasketLine => ({
  lineId: '1',
  articleNumber: '4711',
  text: 'Dagkaart kind',
  quantity: '2',
  unitCents: cents(735),
  vatPercentage: '9',
  ...parts,
});
const productOf = (parts: Partial<BasketLine>) =>
  toOrderRequest(paymentOrder({ lines: [line(parts)] }), ACCOUNT, null).order?.products[0];

test('a card payment names the terminal', () => {
  const account = { ...ACCOUNT, exchangeUrl: 'https://hook.example/exchange/pay/' };
  expect(toOrderRequest(paymentOrder({ lines: [line()] }), account, 'TH-1234-5678')).toEqual({
    serviceId: 'SL-1234-5678',
    amount: { value: 1470, currency: 'EUR' },
    description: 'Speelpark De Eik',
    reference: REFERENCE,
    expire: '2026-03-01T09:03:00+00:00',
    exchangeUrl: `https://hook.example/exchange/pay/${REFERENCE}`,
    paymentMethod: { id: 1927, input: { terminalCode: 'TH-1234-5678' } },
    integration: { test: false },
    stats: { extra1: REFERENCE },
    order: {
      products: [
        {
          id: '4711',
          description: 'Dagkaart kind',
          type: 'ARTICLE',
          price: { value: 735, currency: 'EUR' },
          quantity: 2,
          vatPercentage: 9,
        },
      ],
    },
  });
});

test('a refund is method 2351 with a positive amount', () => {
  const request = toOrderRequest(paymentOrder({ direction: 'refund' }), ACCOUNT, 'TH-1234-5678');
  expect(request.paymentMethod?.id).toBe(2351);
  expect(request.amount.value).toBe(1470);
});

test('a QR order names no method, and a sandbox account asks for a test', () => {
  const request = toOrderRequest(paymentOrder(), { ...ACCOUNT, test: true }, null);
  expect(request).not.toHaveProperty('paymentMethod');
  expect(request).not.toHaveProperty('exchangeUrl');
  expect(request.integration).toEqual({ test: true });
});

test('a kiosk says that nobody stands beside it', () => {
  const integration = (choices: OrderChoices) =>
    toOrderRequest(paymentOrder(), ACCOUNT, 'TH-1234-5678', choices).integration;
  expect(integration({ unattended: true })).toEqual({ test: false, pointOfInteraction: 'UNATTENDED' });
  expect(integration({ unattended: false })).toEqual({ test: false });
});

test('a guest’s browser is sent back from the hosted page alone', () => {
  const account = { ...ACCOUNT, returnUrl: 'https://eik.example/thanks' };
  expect(toOrderRequest(paymentOrder(), account, null).returnUrl).toBe('https://eik.example/thanks');
  expect(toOrderRequest(paymentOrder(), account, 'TH-1234-5678')).not.toHaveProperty('returnUrl');
});

test('a paylink is method 961; a locked device gets its PIN; the reference stays out of stats when told', () => {
  const paylink = toOrderRequest(paymentOrder(), { ...ACCOUNT, sendStats: false }, null, { paylink: true });
  expect(paylink.paymentMethod).toEqual({ id: 961 });
  expect(paylink).not.toHaveProperty('stats');
  const locked = toOrderRequest(paymentOrder(), ACCOUNT, 'TH-1234-5678', { terminalPin: '0000' });
  expect(locked.paymentMethod).toEqual({ id: 1927, input: { terminalCode: 'TH-1234-5678', terminalPin: '0000' } });
});

describe('what a till leaves out is defaulted', () => {
  test('article number, price and VAT', () => {
    expect(productOf({ articleNumber: null, unitCents: null, vatPercentage: null })).toMatchObject({
      id: 'unknown',
      price: { value: 0 },
      vatPercentage: 0,
    });
    expect(productOf({ articleNumber: '  ' })?.id).toBe('unknown');
  });
  test('a quantity or VAT that is no number is 0', () => {
    expect(productOf({ quantity: '', vatPercentage: 'hoog' })).toMatchObject({ quantity: 0, vatPercentage: 0 });
  });
  test('what comes back has a negative price', () => {
    expect(productOf({ quantity: '-2' })).toMatchObject({ quantity: 2, price: { value: -735 } });
  });
  test('lines stay at home when the settings say so', () => {
    expect(
      toOrderRequest(paymentOrder({ lines: [line()] }), { ...ACCOUNT, sendLines: false }, null).order,
    ).toBeUndefined();
  });
});

test('whatever a till sends, Pay.’s limits hold', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.string({ maxLength: 400 }),
      fc.string(),
      fc.option(fc.string()),
      (description, text, quantity, vatPercentage) => {
        const order = paymentOrder({
          description,
          lines: [line({ text, quantity, vatPercentage, articleNumber: text })],
        });
        const request = toOrderRequest(order, ACCOUNT, null);
        expect([...request.description].length).toBeLessThanOrEqual(32);
        for (const product of request.order?.products ?? []) {
          expect([...product.description].length).toBeLessThanOrEqual(255);
          expect(product.id).not.toBe('');
          expect(product.quantity).toBeGreaterThanOrEqual(0);
          expect(Number.isFinite(product.quantity) && Number.isFinite(product.vatPercentage)).toBe(true);
        }
        expect(JSON.parse(JSON.stringify(request))).toEqual(request);
      },
    ),
  );
});

test('the end is written with its offset and is never later than asked', () => {
  expect(atom(NOW + 999)).toBe('2026-03-01T09:00:00+00:00');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (at) => {
      const written = Date.parse(atom(at));
      expect(written).toBeLessThanOrEqual(at);
      expect(at - written).toBeLessThan(1_000);
    }),
  );
});
