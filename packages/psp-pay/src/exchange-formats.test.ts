import { utf8 } from '@tillbridge/psp-core';
import { nodeDigest } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { payExchangeReply, readPayExchange, signPayExchange } from './exchange.ts';
import type { PayExchangeHint, PayExchangeRequest } from './exchange-hint.ts';
import {
  legacyCall,
  ORDER_ID,
  ORDER_NUMBER,
  REFERENCE,
  TRANSACTION_ID,
  wireOrder,
  wireTransaction,
} from './testing/samples.ts';

const digest = nodeDigest();
const KEYS = new Map([
  ['AT-1234-5678', 'demo-api-token-not-a-real-key'],
  ['SL-1234-5678', 'demo-service-secret-not-a-real-key'],
]);
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

const read = (request: Partial<PayExchangeRequest>, unsigned: 'refuse' | 'look-up' = 'look-up') =>
  readPayExchange({ method: 'POST', headers: JSON_TYPE, body: new Uint8Array(), ...request }, KEYS, digest, {
    unsigned,
  });
const json = (value: unknown) => read({ body: utf8(JSON.stringify(value)) });
const form = (fields: Record<string, string>) =>
  read({ headers: FORM_TYPE, body: utf8(new URLSearchParams(fields).toString()) });
const hinted = (exchange: ReturnType<typeof read>): PayExchangeHint => {
  if (exchange.kind !== 'hint') throw new Error(JSON.stringify(exchange));
  return exchange;
};

const ON_THE_DEVICE = {
  terminalCode: 'TH-1234-5678',
  direction: 'pay',
  amountCents: 1470,
  orderId: ORDER_NUMBER,
  at: Date.parse('2026-03-01T09:00:30Z'),
  state: 'paid',
  status: '100 PAID',
};

describe('the payload of Pay.POS', () => {
  test('of a payment started on the device carries that payment', () => {
    expect(json(wireTransaction(100))).toEqual({
      kind: 'hint',
      format: 'transaction',
      orderId: ORDER_NUMBER,
      orderNames: [ORDER_NUMBER, TRANSACTION_ID],
      reference: null,
      statusCode: 100,
      action: 'new_ppt',
      topic: 'payment',
      signedBy: null,
      device: ON_THE_DEVICE,
      sandbox: false,
      oddities: [],
      answer: 'verification',
    });
  });

  test('is read with the doubled quotes of the published sample, and says so', () => {
    const flawed = JSON.stringify(wireTransaction(100), null, '\t')
      .replace('"2026-03-01T10:00:30+01:00"', '""2026-03-01T10:00:30+01:00""')
      .replace('"2026-03-01T10:00:31+01:00"', '""2026-03-01T10:00:31+01:00"');
    expect(() => JSON.parse(flawed)).toThrow();
    expect(read({ body: utf8(flawed) })).toMatchObject({
      kind: 'hint',
      device: ON_THE_DEVICE,
      oddities: ['values in doubled quotes'],
    });
  });

  test('with our reference is one of ours, and nobody’s device payment', () => {
    for (const parts of [{ reference: REFERENCE }, { stats: { extra1: REFERENCE } }]) {
      expect(json(wireTransaction(100, parts))).toMatchObject({ reference: REFERENCE, device: null });
    }
    // What other software writes into its own fields is no reference of ours.
    expect(json(wireTransaction(100, { stats: { extra1: '4711' } }))).toMatchObject({ reference: null });
  });

  test.each([
    [100, 'paid'],
    [95, 'paid'],
    [50, 'open'],
    [-63, 'not-paid'],
    [-80, 'not-paid'],
    [-90, 'not-paid'],
    [-81, 'review'],
    [-51, 'review'],
  ])('status %i on the device is %s', (code, state) => {
    expect(hinted(json(wireTransaction(code))).device?.state).toBe(state);
  });

  test('takes numbers for texts', () => {
    const numbers = { amount: { value: 1470, currency: 'EUR' }, status: { code: 100, action: 'PAID' } };
    expect(hinted(json(wireTransaction(100, numbers))).device).toEqual(ON_THE_DEVICE);
  });

  test('says whether it is one of the sandbox', () => {
    expect(hinted(json(wireTransaction(100, { integration: { testMode: '1' } }))).sandbox).toBe(true);
    expect(hinted(json(wireTransaction(100, { integration: { testMode: true } }))).sandbox).toBe(true);
    expect(hinted(json(wireTransaction(100, { integration: { testMode: null } }))).sandbox).toBe(false);
    expect(hinted(json(wireTransaction(100, { integration: [] }))).sandbox).toBeNull();
  });

  test.each<[string, Record<string, unknown>]>([
    ['negative', { amount: { value: '-1470', currency: 'EUR' } }],
    ['zero', { amount: { value: '0', currency: 'EUR' } }],
    ['a fraction', { amount: { value: '14.70', currency: 'EUR' } }],
    ['beyond what a number can hold', { amount: { value: '9007199254740993', currency: 'EUR' } }],
    ['missing', { amount: { value: '', currency: 'EUR' } }],
    ['in another currency', { amount: { value: '1470', currency: 'USD' } }],
  ])('an amount that is %s makes no payment, and the hint stays', (_name, parts) => {
    const hint = hinted(json(wireTransaction(100, parts)));
    expect(hint.device).toBeNull();
    expect(hint.oddities).toHaveLength(1);
    expect(hint.orderId).toBe(ORDER_NUMBER);
  });

  test('not at a terminal is nobody’s device payment', () => {
    const parts = { paymentMethod: { id: '10', name: 'iDEAL', terminalCode: '' } };
    expect(hinted(json(wireTransaction(100, parts))).device).toBeNull();
  });
});

describe('the legacy fields', () => {
  const device = { ...ON_THE_DEVICE, terminalCode: null, at: null, status: 'new_ppt' };

  test('come as a form, as JSON and in an address', () => {
    const hint = { format: 'legacy', orderId: ORDER_NUMBER, statusCode: null, action: 'new_ppt', device };
    expect(form(legacyCall())).toMatchObject({ ...hint, answer: 'text' });
    expect(json(legacyCall())).toMatchObject({ ...hint, answer: 'verification' });
    const query = new URLSearchParams(legacyCall());
    expect(read({ method: 'GET', headers: {}, query })).toMatchObject({ ...hint, answer: 'text' });
    // Without a content type the body decides.
    expect(read({ headers: {}, body: utf8(query.toString()) })).toMatchObject(hint);
    expect(read({ headers: {}, body: utf8(JSON.stringify(legacyCall())) })).toMatchObject(hint);
  });

  test.each([
    ['0.01', 1],
    ['14.7', 1470],
    ['14.70', 1470],
    ['20', 2000],
    ['0.29', 29],
    ['4.35', 435],
    ['1234567.89', 123456789],
  ])('%s euros are %i cents', (amount, cents) => {
    expect(hinted(form(legacyCall({ amount }))).device?.amountCents).toBe(cents);
    // Also when JSON carries it as a number: from the source text, never through a float.
    const body = utf8(JSON.stringify(legacyCall()).replace('"14.70"', amount));
    expect(hinted(read({ body })).device?.amountCents).toBe(cents);
  });

  test.each(['-0.01', '0', '0.005', '12,34', '1e400', '', 'free', '99999999999'])(
    '%j euros are no payment',
    (amount) => {
      const hint = hinted(form(legacyCall({ amount })));
      expect(hint.device).toBeNull();
      expect(hint.oddities).toHaveLength(1);
    },
  );

  test.each([
    ['new_ppt', 'payment', 'paid'],
    ['capture', 'payment', 'paid'],
    ['pending', 'payment', 'open'],
    ['verify', 'payment', 'open'],
    ['cancel', 'payment', 'not-paid'],
    ['void', 'payment', 'not-paid'],
    ['something_new', 'payment', 'review'],
    ['refund:add', 'refund', undefined],
    ['refund:received', 'refund', undefined],
    ['refund:send', 'refund', undefined],
    ['refund:storno', 'refund', undefined],
    ['chargeback:chargeback', 'chargeback', undefined],
  ])('%s is about a %s', (action, topic, state) => {
    const hint = hinted(form(legacyCall({ action })));
    expect([hint.action, hint.topic, hint.device?.state]).toEqual([action, topic, state]);
  });

  test.each(['incassopending', 'incassosend', 'incassocollected', 'incassostorno'])('%s is not ours', (action) => {
    expect(form({ action, referenceId: 'IL-1234-5678-9012' }).kind).toBe('ignored');
  });

  test('of a refund name the transaction alone', () => {
    const { order_id: _, ...fields } = legacyCall({ action: 'refund:send', transactionId: TRANSACTION_ID });
    expect(form(fields)).toMatchObject({ orderId: TRANSACTION_ID, topic: 'refund' });
  });

  test('carry our reference in extra1, or in the address our order named', () => {
    expect(form(legacyCall({ extra1: REFERENCE }))).toMatchObject({ reference: REFERENCE, device: null });
    const path = `/exchange/pay/${REFERENCE}`;
    const query = new URLSearchParams(legacyCall());
    expect(read({ method: 'GET', headers: {}, path, query })).toMatchObject({ reference: REFERENCE, device: null });
    expect(read({ method: 'GET', headers: {}, path: '/exchange/pay', query })).toMatchObject({ reference: null });
  });
});

describe('a signature', () => {
  const sign = (body: Uint8Array, id: string, algorithm: 'sha256' | 'sha512' = 'sha256') =>
    signPayExchange(body, { id, secret: KEYS.get(id) ?? 'not-ours', algorithm }, digest);

  test('of any key of the account and either algorithm holds for all formats with a body', () => {
    const order = { event: 'status_changed', type: 'order', object: wireOrder(100) };
    for (const value of [order, wireTransaction(100), legacyCall()]) {
      const body = utf8(JSON.stringify(value));
      for (const id of KEYS.keys()) {
        for (const algorithm of ['sha256', 'sha512'] as const) {
          const headers = { ...JSON_TYPE, ...sign(body, id, algorithm) };
          expect(read({ headers, body }, 'refuse')).toMatchObject({ kind: 'hint', signedBy: id });
        }
      }
    }
  });

  test('that is wrong is refused, however unsigned calls are treated', () => {
    const body = utf8(JSON.stringify(wireTransaction(100)));
    const other = utf8(JSON.stringify(wireTransaction(-90)));
    for (const headers of [
      sign(other, 'AT-1234-5678'),
      sign(body, 'AT-9999-9999'),
      { 'signature-keyid': 'AT-1234-5678' },
    ]) {
      expect(read({ headers: { ...JSON_TYPE, ...headers }, body }).kind).toBe('rejected');
    }
  });

  test('of an empty body says nothing about what stands in an address', () => {
    const headers = sign(new Uint8Array(), 'AT-1234-5678');
    const query = new URLSearchParams(legacyCall());
    expect(read({ method: 'GET', headers, query }, 'refuse').kind).toBe('rejected');
    expect(read({ method: 'GET', headers, query })).toMatchObject({ kind: 'hint', signedBy: null });
  });

  test('covers the body, and what stands in the address of a POST is not read', () => {
    const body = utf8(JSON.stringify({ event: 'status_changed', type: 'order', object: wireOrder(-90) }));
    const query = new URLSearchParams({ id: 'another', event: 'paid', order_id: 'another', action: 'new_ppt' });
    const headers = { ...JSON_TYPE, ...sign(body, 'AT-1234-5678') };
    expect(read({ headers, body, query })).toMatchObject({ orderId: ORDER_ID, statusCode: -90, action: 'whatever' });
  });
});

test('unsigned calls are refused unless somebody looks them up', () => {
  expect(read({ body: utf8(JSON.stringify(wireTransaction(100))) }, 'refuse').kind).toBe('rejected');
});

test('each format gets the answer it wants', () => {
  const order = { event: 'status_changed', type: 'order', object: wireOrder(100) };
  const body = utf8(JSON.stringify(order));
  const key = { id: 'AT-1234-5678', secret: KEYS.get('AT-1234-5678') ?? '', algorithm: 'sha256' } as const;
  const signed = read({ headers: { ...JSON_TYPE, ...signPayExchange(body, key, digest) }, body });
  expect(payExchangeReply(true, 'noted', signed.answer).body).toBe('{"result":true,"description":"noted"}');
  expect(payExchangeReply(true, 'noted', json(wireTransaction(100)).answer)).toEqual({
    status: 200,
    contentType: 'application/json',
    body: '{"result":true,"verification":"noted"}',
  });
  expect(payExchangeReply(false, 'busy', form(legacyCall()).answer).body).toBe('FALSE|busy');
});
