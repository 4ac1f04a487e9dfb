import { createHmac } from 'node:crypto';
import { utf8 } from '@tillbridge/psp-core';
import { nodeDigest } from '@tillbridge/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PAY_ERRORS } from './errors.ts';
import { payExchangeReply, readPayExchange, signPayExchange } from './exchange.ts';
import { ORDER_ID, REFERENCE, wireOrder } from './testing/samples.ts';

const digest = nodeDigest();
const KEY = { id: 'AT-1234-5678', secret: 'demo-api-token-not-a-real-key', algorithm: 'sha256' } as const;
const KEYS = new Map([
  [KEY.id, KEY.secret],
  ['SL-1234-5678', 'demo-service-secret-not-a-real-key'],
  ['SL-0000-0000', ''],
]);
const exchange = (parts: Record<string, unknown> = {}) =>
  utf8(
    JSON.stringify({
      event: 'status_changed',
      type: 'order',
      version: 1,
      id: ORDER_ID,
      object: wireOrder(100),
      ...parts,
    }),
  );
const read = (body: Uint8Array, headers: Record<string, string | undefined>, method = 'POST') =>
  readPayExchange({ method, headers, body }, KEYS, digest);
const signed = (body: Uint8Array, key: Parameters<typeof signPayExchange>[1] = KEY) =>
  signPayExchange(body, key, digest);

test('a signed status call is a hint with order, reference and status', () => {
  const body = exchange();
  const hint = {
    kind: 'hint',
    format: 'order',
    orderId: ORDER_ID,
    orderNames: [ORDER_ID, '51000000001Xa1b2'],
    reference: REFERENCE,
    statusCode: 100,
    action: 'new_ppt',
    topic: 'payment',
    device: null,
    sandbox: null,
    oddities: [],
    answer: 'json',
  };
  expect(read(body, signed(body))).toEqual({ ...hint, signedBy: 'AT-1234-5678' });
  for (const algorithm of ['sha256', 'sha512'] as const) {
    const key = { id: 'SL-1234-5678', secret: 'demo-service-secret-not-a-real-key', algorithm };
    expect(read(body, signed(body, key))).toEqual({ ...hint, signedBy: 'SL-1234-5678' });
  }
});

test('the signature is the hex HMAC over the raw body', () => {
  const body = exchange();
  expect(signed(body).signature).toBe(createHmac('sha256', KEY.secret).update(body).digest('hex'));
});

test('algorithm and method may be absent or in any case', () => {
  const body = exchange();
  const { signature, 'signature-keyid': keyId } = signed(body);
  expect(read(body, { signature, 'signature-keyid': keyId }).kind).toBe('hint');
  const shouted = { signature, 'signature-keyid': keyId, 'signature-algorithm': 'SHA256', 'signature-method': 'hmac' };
  expect(read(body, shouted).kind).toBe('hint');
});

describe('is refused before anything is read', () => {
  const body = exchange();
  test.each([
    ['unsigned', {}, PAY_ERRORS.exchangeUnsigned],
    ['without a key id', { ...signed(body), 'signature-keyid': undefined }, PAY_ERRORS.exchangeUnsigned],
    ['with an unknown algorithm', { ...signed(body), 'signature-algorithm': 'md5' }, PAY_ERRORS.exchangeUnsigned],
    ['with another method', { ...signed(body), 'signature-method': 'RSA' }, PAY_ERRORS.exchangeUnsigned],
    ['with an unknown key', { ...signed(body), 'signature-keyid': 'AT-9999-9999' }, PAY_ERRORS.exchangeUnknownKey],
    [
      'with a key that has no secret',
      signed(body, { ...KEY, id: 'SL-0000-0000', secret: 'x' }),
      PAY_ERRORS.exchangeUnknownKey,
    ],
    ['with the wrong secret', signed(body, { ...KEY, secret: 'other' }), PAY_ERRORS.exchangeWrongSignature],
    [
      'with another algorithm than it says',
      { ...signed(body), 'signature-algorithm': 'sha512' },
      PAY_ERRORS.exchangeWrongSignature,
    ],
    ['with a signature that is no hex', { ...signed(body), signature: 'yes' }, PAY_ERRORS.exchangeWrongSignature],
  ])('%s', (_name, headers, entry) => {
    expect(read(body, headers)).toMatchObject({ kind: 'rejected', entry });
  });

  test('any changed byte', () => {
    const headers = signed(body);
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const other = Uint8Array.from(body);
        other[at] = (other[at] ?? 0) ^ change;
        expect(read(other, headers)).toMatchObject({ kind: 'rejected', entry: PAY_ERRORS.exchangeWrongSignature });
      }),
    );
  });

  test('the older form in the address', () => {
    expect(read(new Uint8Array(), {}, 'GET')).toMatchObject({ kind: 'rejected', entry: PAY_ERRORS.exchangeUnsigned });
  });
});

describe('signed, and', () => {
  const verdict = (body: Uint8Array) => read(body, signed(body));

  test.each([
    ['about something else', exchange({ type: 'refund' })],
    ['another event', exchange({ event: 'created' })],
  ])('%s is ignored', (_name, body) => {
    expect(verdict(body).kind).toBe('ignored');
  });

  test.each([
    ['neither JSON nor a form', utf8('TRUE')],
    ['an order without an action', utf8('order_id=51000200023X1f44')],
    ['a form that names two orders', utf8('action=cancel&order_id=51000200023X1f44&order_id=51000200023X1f45')],
    ['empty', new Uint8Array()],
    ['without an order', exchange({ object: null })],
    ['with a status that is no number', exchange({ object: wireOrder(100, { status: { code: '100' } }) })],
    ['with an endless reference', exchange({ object: wireOrder(100, { reference: 'x'.repeat(65) }) })],
    ['a list', utf8('[]')],
  ])('%s is refused', (_name, body) => {
    expect(verdict(body)).toMatchObject({ kind: 'rejected', entry: PAY_ERRORS.exchangeUnreadable });
  });

  test('without a reference is still a hint', () => {
    expect(verdict(exchange({ object: wireOrder(-90, { reference: null }) }))).toMatchObject({ reference: null });
  });
});

test('answers in the words Pay. knows', () => {
  expect(payExchangeReply(true, 'noted')).toEqual({
    status: 200,
    contentType: 'application/json',
    body: '{"result":true,"description":"noted"}',
  });
  expect(payExchangeReply(false, 'busy').body).toBe('{"result":false,"description":"busy"}');
  expect(payExchangeReply(true, 'noted', 'text').body).toBe('TRUE|noted');
  expect(payExchangeReply(false, 'busy', 'text').body).toBe('FALSE|busy');
});
