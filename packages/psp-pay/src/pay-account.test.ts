import { cents } from '@tillbridge/kernel';
import type { PaymentId, ProviderRefund } from '@tillbridge/payments';
import type { HttpReply } from '@tillbridge/psp-core';
import { answer, noAnswer, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { PayManagement } from './management-client.ts';
import { createPayAccount, type KnownOrder } from './pay-account.ts';
import { PayClient } from './pay-client.ts';
import { ACCOUNT, ORDER_ID, ORDER_NUMBER, wireOrder, wireTransaction } from './testing/samples.ts';
import { problem } from './testing/wire-answers.ts';

const call = () => ({ timeoutMs: 10_000, signal: new AbortController().signal });
const RF = 'RF-1234-5678-9012';
const REFUND: ProviderRefund = {
  reference: '01JREFVND00000000000000001' as PaymentId,
  original: {
    reference: '01JPAYREFERENCE00000000001' as PaymentId,
    providerRef: ORDER_NUMBER,
    amountCents: cents(1470),
  },
  amountCents: cents(520),
  description: 'retour',
};
const taken = (...ids: string[]) =>
  answer(200, {
    orderId: ORDER_NUMBER,
    amountRefunded: { value: 520, currency: 'EUR' },
    refundedTransactions: ids.map((id) => ({ amountRefunded: { value: 520 }, refund: { id }, createdAt: null })),
  });
const books = (code = 100, parts = {}) => answer(200, wireTransaction(code, parts));
const one = (status: object, description: string = REFUND.reference) => answer(200, { id: RF, description, status });
const withRefund = {
  amountRefunded: { value: '520', currency: 'EUR' },
  refundedTransactions: [{ amountRefunded: { value: '520', currency: 'EUR' }, refund: { id: RF }, createdAt: '' }],
};

function rig(...script: HttpReply[]) {
  const clock = new FakeClock();
  const http = new ScriptedHttp(...script);
  const account = { ...ACCOUNT, cores: ['https://one.example'], managementHosts: ['https://rest.example'] };
  const client = new PayClient(account, http, clock);
  const management = new PayManagement(account, http, clock);
  const orders: KnownOrder[] = [{ providerRef: ORDER_ID }];
  return { clock, http, account: createPayAccount({ client, management, clock, ordersOf: () => orders }) };
}

const asked = (http: ScriptedHttp) => http.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`);

describe('a refund', () => {
  test('is looked for, then asked for with the amount spelled out and our reference', async () => {
    const { account, http } = rig(books(), taken(RF));
    expect(await account.refund(REFUND, call())).toEqual({ kind: 'pending', refundRef: RF });
    expect(asked(http)).toEqual([
      `GET /v2/transactions/${ORDER_NUMBER}`,
      `PATCH /v2/transactions/${ORDER_NUMBER}/refund`,
    ]);
    expect(JSON.parse(String(http.requests[1]?.body))).toEqual({
      amount: { value: 520, currency: 'EUR' },
      description: REFUND.reference,
    });
  });

  test('of a payment kept by its id is asked for by its number', async () => {
    const { account, http } = rig(answer(200, wireOrder(100)), books(), taken(RF));
    const original = { ...REFUND.original, providerRef: ORDER_ID };
    expect(await account.refund({ ...REFUND, original }, call())).toMatchObject({ kind: 'pending' });
    expect(asked(http)).toEqual([
      `GET /v1/orders/${ORDER_ID}/status`,
      `GET /v2/transactions/${ORDER_NUMBER}`,
      `PATCH /v2/transactions/${ORDER_NUMBER}/refund`,
    ]);
  });

  test('that stands is never asked for again', async () => {
    for (const [phase, kind] of [
      ['SUCCESS', 'done'],
      ['PENDING', 'pending'],
      ['APPROVED', 'pending'],
      ['WHATEVER', 'pending'],
      ['CANCELLED', 'refused'],
    ]) {
      const { account, http } = rig(books(100, withRefund), one({ code: 0, action: 'X', phase }));
      expect((await account.refund(REFUND, call())).kind).toBe(kind);
      expect(asked(http).some((line) => line.startsWith('PATCH'))).toBe(false);
    }
  });

  test.each([
    ['the books don’t answer', [noAnswer()]],
    ['the books know no such transaction', [problem(404, 'PAY-1404')]],
    ['a refund of it can’t be read', [books(100, withRefund), problem(500, 'PAY-1500')]],
    ['too little is left', [books(-82, { amountRefunded: { value: '1000', currency: 'EUR' } })]],
    ['it isn’t paid', [books(-90)]],
    ['it is reserved only', [books(95)]],
    ['the bank took it back', [books(-71)]],
  ])('is not sent when %s', async (_name, script) => {
    const { account, http } = rig(...script);
    expect((await account.refund(REFUND, call())).kind).toBe('refused');
    expect(asked(http).some((line) => line.startsWith('PATCH'))).toBe(false);
  });

  test.each<[string, HttpReply, string, string]>([
    ['too soon, by words', problem(422, 'PAY-3000', 'refunding too fast'), 'refused', 'PAY-115'],
    ['too soon, by code', answer(422, { request: { result: '0', errorId: 'PAY-014' } }), 'refused', 'PAY-115'],
    [
      'too much',
      answer(422, { errors: { 'amount.value': { code: 'PAY-2803', message: 'no' } } }),
      'refused',
      'PAY-116',
    ],
    ['charged back', problem(422, 'PAY-013'), 'refused', 'PAY-117'],
    ['not allowed', problem(403, 'PAY-1403'), 'refused', 'PAY-103'],
    ['a 500', problem(500, 'PAY-1500'), 'unclear', 'PAY-107'],
    ['no answer', noAnswer(), 'unclear', 'PAY-109'],
    ['garbage', answer(200, '<html>'), 'unclear', 'PAY-110'],
    ['taken without an id', answer(200, {}), 'unclear', 'PAY-127'],
  ])('answered with %s', async (_name, reply, kind, code) => {
    const { account, http } = rig(books(), reply);
    expect(await account.refund(REFUND, call())).toMatchObject({ kind, detail: expect.stringContaining(code) });
    expect(asked(http).filter((line) => line.startsWith('PATCH'))).toHaveLength(1);
  });

  test('of several in the answer ours is told by its description', async () => {
    const { account } = rig(
      books(),
      taken('RF-1111-1111-1111', RF),
      answer(200, { id: 'RF-1111-1111-1111', status: {} }),
      one({}),
    );
    expect(await account.refund(REFUND, call())).toEqual({ kind: 'pending', refundRef: RF });
  });
});

describe('asking after a refund', () => {
  async function enquired(refundRef: string | null, ...script: HttpReply[]) {
    const { account, clock, http } = rig(...script);
    const standing = account.enquireRefund(REFUND, refundRef, call());
    await clock.advance(3_500);
    return { standing: await standing, http };
  }

  test('without its id: absent only when the books say so twice, longer apart than they may be old', async () => {
    const { standing, http } = await enquired(null, books());
    expect(standing).toEqual({ kind: 'absent' });
    expect(http.requests).toHaveLength(2);
    const late = await enquired(null, books(), books(100, withRefund), one({ phase: 'SUCCESS' }));
    expect(late.standing).toEqual({ kind: 'done', refundRef: RF });
  });

  test('money that went back and isn’t accounted for is no proof', async () => {
    for (const parts of [
      { amountRefunded: { value: '520', currency: 'EUR' } },
      { amountRefunded: undefined },
      { ...withRefund, amountRefunded: { value: '1040', currency: 'EUR' } },
      { status: { code: '-72', action: 'REFUNDING' } },
    ]) {
      const { standing } = await enquired(
        null,
        books(100, parts),
        one({ phase: 'SUCCESS' }, 'another'),
        books(100, parts),
      );
      expect(standing).toMatchObject({ kind: 'unreachable' });
    }
  });

  test('another refund that accounts for all of it proves that ours isn’t there', async () => {
    const other = one({ phase: 'SUCCESS' }, 'another');
    const { standing } = await enquired(null, books(100, withRefund), other, books(100, withRefund), other);
    expect(standing).toEqual({ kind: 'absent' });
  });

  test('by its id, it fails when the bank sends it back', async () => {
    const { standing } = await enquired(RF, one({ code: -90, action: 'CANCEL', phase: 'CANCELLED' }));
    expect(standing).toMatchObject({ kind: 'failed' });
  });
});

describe('the list', () => {
  const order = (code: number, parts = {}) =>
    answer(
      200,
      wireOrder(code, { createdAt: '2026-03-01T10:00:00+01:00', completedAt: '2026-03-01T10:00:30+01:00', ...parts }),
    );
  const listed = async (...script: HttpReply[]) => {
    const from = Date.parse('2026-03-01T00:00:00Z');
    return rig(...script).account.list?.(from, from + 86_400_000, call());
  };

  test.each([
    [100, 'paid'],
    [95, 'paid'],
    [-71, 'paid'],
    [-81, 'paid'],
    [50, 'open'],
    [-51, 'open'],
    [4711, 'open'],
    [-63, 'not-paid'],
    [-80, 'not-paid'],
    [-90, 'not-paid'],
  ])('status %i is %s', async (code, state) => {
    expect(await listed(order(code), problem(404, 'PAY-1404'))).toMatchObject({
      kind: 'list',
      payments: [{ providerRef: ORDER_ID, amountCents: 1470, direction: 'pay', state }],
    });
  });

  test('a sandbox order is no money, a terminal refund is one, and a refund without a list has one line', async () => {
    expect(await listed(order(100, { integration: { test: true } }))).toMatchObject({
      payments: [{ state: 'not-paid' }],
    });
    expect(await listed(order(100, { type: 'credit' }))).toMatchObject({ payments: [{ direction: 'refund' }] });
    const back = { amountRefunded: { value: '520', currency: 'EUR' } };
    expect(await listed(order(100), books(-82, back))).toMatchObject({
      payments: [{ direction: 'pay' }, { direction: 'refund', amountCents: 520 }],
    });
  });

  test.each([
    ['another currency', order(100, { amount: { value: 1470, currency: 'USD' } })],
    ['no date', answer(200, wireOrder(100))],
    ['a negative amount', order(100, { capturedAmount: { value: -1, currency: 'EUR' } })],
  ])('%s: no list rather than a guess', async (_name, reply) => {
    expect((await listed(reply))?.kind).toBe('unreachable');
  });
});

describe('terminals', () => {
  const page = (total: number, ...codes: string[]) =>
    answer(200, { total, count: codes.length, terminals: codes.map((code) => ({ code, name: code })), _links: {} });

  test('of all pages', async () => {
    const codes = Array.from({ length: 130 }, (_, at) => `TH-1000-${1000 + at}`);
    const { account, http } = rig(page(130, ...codes.slice(0, 100)), page(130, ...codes.slice(100)));
    const answered = await account.terminals(call());
    expect(answered.kind === 'list' && answered.terminals.map(({ code }) => code)).toEqual(codes);
    expect(http.requests.map(({ url }) => new URL(url).search)).toEqual(['?limit=100&page=1', '?limit=100&page=2']);
  });

  test('a page that fails, or a list without an end, is no list', async () => {
    const codes = Array.from({ length: 100 }, (_, at) => `TH-1000-${1000 + at}`);
    expect((await rig(page(130, ...codes), problem(500, 'PAY-1500')).account.terminals(call())).kind).toBe(
      'unreachable',
    );
    expect((await rig(page(9_999, ...codes)).account.terminals(call())).kind).toBe('unreachable');
  });

  test.each([
    ['ONLINE', true],
    ['OFFLINE', false],
    ['UNKNOWN', null],
    ['SOMETHING', null],
    [null, null],
  ])('%s means online: %s', async (connectionStatus, online) => {
    const terminal = { code: 'TH-1234-5678', name: '', connectionStatus, ecrProtocol: 'WEB', supplier: { id: '4' } };
    const body = { total: '1', terminals: [{ ...terminal, paymentTypes: ['SALE', 'REFUND'], status: 'ACTIVE' }] };
    expect(await rig(answer(200, body)).account.terminals(call())).toEqual({
      kind: 'list',
      terminals: [
        {
          code: 'TH-1234-5678',
          name: 'TH-1234-5678',
          online,
          cloudStart: true,
          refunds: true,
          status: 'ACTIVE',
          model: null,
        },
      ],
    });
  });
});
