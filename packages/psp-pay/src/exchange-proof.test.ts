import { answer, noAnswer, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock, nodeDigest } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { readPayExchange } from './exchange.ts';
import type { PayExchangeHint } from './exchange-hint.ts';
import { provePayExchange } from './exchange-proof.ts';
import { PayManagement } from './management-client.ts';
import { PayClient } from './pay-client.ts';
import {
  ACCOUNT,
  legacyCall,
  ORDER_ID,
  ORDER_NUMBER,
  REFERENCE,
  TRANSACTION_ID,
  wireOrder,
  wireTransaction,
} from './testing/samples.ts';
import { problem } from './testing/wire-answers.ts';

const ONE = { ...ACCOUNT, cores: ['https://one.example'], managementHosts: ['https://rest.example'] };
const GONE = problem(404, 'PAY-1404');

function hintOf(value: unknown, path?: string): PayExchangeHint {
  const read = readPayExchange(
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(JSON.stringify(value)),
      ...(path === undefined ? {} : { path }),
    },
    new Map(),
    nodeDigest(),
    { unsigned: 'look-up' },
  );
  if (read.kind !== 'hint') throw new Error(JSON.stringify(read));
  return read;
}

async function prove(hint: PayExchangeHint, ...script: ConstructorParameters<typeof ScriptedHttp>) {
  const clock = new FakeClock();
  const http = new ScriptedHttp(...script);
  const ports = { client: new PayClient(ONE, http, clock), management: new PayManagement(ONE, http, clock), clock };
  const proof = await provePayExchange(hint, ports, { timeoutMs: 3_000, signal: new AbortController().signal });
  return { proof, http };
}

test('asks with our credentials, and takes names, reference and status from the answer alone', async () => {
  const lie = hintOf(legacyCall({ extra1: '01JSOMEBODYESESREFERENCE01', amount: '1.00' }));
  const { proof, http } = await prove(lie, answer(200, wireOrder(50)));
  expect(http.requests).toHaveLength(1);
  expect(http.requests[0]).toMatchObject({
    method: 'GET',
    url: `https://one.example/v1/orders/${ORDER_NUMBER}/status`,
    headers: { authorization: expect.stringMatching(/^Basic /) },
  });
  expect(proof).toMatchObject({
    kind: 'proven',
    hint: {
      orderId: ORDER_ID,
      orderNames: [ORDER_ID, ORDER_NUMBER],
      reference: REFERENCE,
      statusCode: 50,
      device: null,
    },
  });
});

test('a payment on the device is the one that Pay. shows, not the one that came', async () => {
  const claimed = hintOf(wireTransaction(100, { amount: { value: '99999', currency: 'EUR' } }));
  const payments = [{ paymentMethod: { id: 3069, input: { terminalCode: 'TH-1234-5678' } } }];
  const shown = wireOrder(-63, { reference: '', payments, createdAt: '2026-03-01T10:00:30+01:00' });
  const { proof } = await prove(claimed, answer(200, shown));
  expect(proof).toMatchObject({
    kind: 'proven',
    hint: { device: { amountCents: 1470, state: 'not-paid', terminalCode: 'TH-1234-5678', orderId: ORDER_NUMBER } },
  });
});

describe('what the Order API doesn’t have', () => {
  test('is looked up in the books, by number and by EX-…', async () => {
    const { proof, http } = await prove(hintOf(wireTransaction(100)), GONE, answer(200, wireTransaction(-90)));
    expect(http.requests.map(({ url }) => new URL(url).pathname)).toEqual([
      `/v1/orders/${ORDER_NUMBER}/status`,
      `/v2/transactions/${ORDER_NUMBER}`,
    ]);
    expect(proof).toMatchObject({
      kind: 'proven',
      hint: { statusCode: -90, sandbox: false, device: { state: 'not-paid', at: Date.parse('2026-03-01T09:00:30Z') } },
    });
  });

  test('and old numbers and EX-… are asked for there alone', async () => {
    const old = hintOf(wireTransaction(100, { orderId: '1234567890X1a2b3' }));
    const { http, proof } = await prove(old, GONE, answer(200, wireTransaction(100, { orderId: '1234567890X1a2b3' })));
    expect(http.requests.map(({ url }) => new URL(url).pathname)).toEqual([
      '/v2/transactions/1234567890X1a2b3',
      `/v2/transactions/${TRANSACTION_ID}`,
    ]);
    expect(proof.kind).toBe('proven');
  });
});

test('an order that nobody knows is not ours', async () => {
  expect((await prove(hintOf(wireTransaction(100)), GONE)).proof).toMatchObject({
    kind: 'not-ours',
    entry: { code: 'PAY-125' },
  });
});

test.each([
  ['no answer', noAnswer()],
  ['garbage', answer(200, '<html>')],
  ['a 404 of somebody in between', answer(404, '<html>')],
  ['wrong credentials', problem(401, 'PAY-1401')],
  ['another order', answer(200, wireOrder(100, { id: 'other', orderId: 'other' }))],
])('%s proves nothing, so it is to be sent again', async (_name, reply) => {
  expect((await prove(hintOf(wireTransaction(100)), reply)).proof).toMatchObject({
    kind: 'unreachable',
    entry: { code: 'PAY-126' },
  });
});

describe('a payment that a device took offline and sends later', () => {
  const late = hintOf(wireTransaction(100, { reference: REFERENCE, stats: {} }));

  test('is settled by what Pay. says of it, from the order or from the books (P1)', async () => {
    const approved = {
      kind: 'final',
      outcome: { kind: 'approved', approval: { finalCents: 1470, settlement: 'final' } },
    };
    const order = await prove(late, answer(200, wireOrder(100)));
    expect(order.proof).toMatchObject({ kind: 'proven', hint: { reference: REFERENCE }, standing: approved });
    const kept = wireTransaction(100, { reference: REFERENCE });
    const books = await prove(late, GONE, answer(200, kept));
    expect(books.proof).toMatchObject({ kind: 'proven', hint: { reference: REFERENCE }, standing: approved });
  });

  test('and by nothing else: a refusal, the sandbox or something open are what they are', async () => {
    const standingFrom = async (code: number, parts = {}) => {
      const { proof } = await prove(late, GONE, answer(200, wireTransaction(code, parts)));
      return proof.kind === 'proven' ? proof.standing : proof;
    };
    expect(await standingFrom(-63)).toMatchObject({ kind: 'final', outcome: { kind: 'declined' } });
    expect(await standingFrom(50)).toMatchObject({ kind: 'pending' });
    expect(await standingFrom(100, { integration: { testMode: '1' } })).toMatchObject({ kind: 'unreachable' });
    expect(await standingFrom(100, { amount: { value: '1470', currency: 'USD' } })).toMatchObject({
      kind: 'unreachable',
    });
  });
});
