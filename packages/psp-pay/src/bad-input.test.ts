/**
 * What may come instead of what was described, on every way in. None of it is taken for an outcome, all of it has a
 * typed end, and what is stored of it carries no secret.
 */
import { utf8 } from '@tillbridge/psp-core';
import { answer, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock, nodeDigest } from '@tillbridge/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toOrderRequest } from './create-order.ts';
import { PAY_ERRORS } from './errors.ts';
import { readPayExchange } from './exchange.ts';
import { PayManagement } from './management-client.ts';
import { PayClient } from './pay-client.ts';
import { redactExchange } from './redact-exchange.ts';
import { standingOf } from './standing.ts';
import { ACCOUNT, HANDLE, legacyCall, ORDER_ID, paymentOrder, wireOrder, wireTransaction } from './testing/samples.ts';

const call = () => ({ timeoutMs: 10_000, signal: new AbortController().signal });
const digest = nodeDigest();
const oneCore = { ...ACCOUNT, cores: ['https://one.example'], managementHosts: ['https://rest.example'] };

const ORDER_TEXT = JSON.stringify(wireOrder(100));
const BAD: readonly (readonly [name: string, body: string])[] = [
  ['an HTML error page', '<!doctype html><html><body>502 Bad Gateway</body></html>'],
  ['truncated JSON', ORDER_TEXT.slice(0, ORDER_TEXT.length / 2)],
  ['an empty body', ''],
  ['blanks', ' \r\n '],
  ['a list', '[]'],
  ['a text', '"paid"'],
  ['null', 'null'],
  ['an empty object', '{}'],
  ['doubled quotes', ORDER_TEXT.replace(`"${ORDER_ID}"`, `""${ORDER_ID}""`)],
  ['a status that is a text', JSON.stringify(wireOrder(100, { status: 'PAID' }))],
  ['a code that is a text', JSON.stringify(wireOrder(100, { status: { code: '100' } }))],
  ['a code with a fraction', JSON.stringify(wireOrder(100, { status: { code: 99.5 } }))],
  ['no status', JSON.stringify(wireOrder(100, { status: undefined }))],
  ['no amount', JSON.stringify(wireOrder(100, { amount: undefined }))],
  ['an amount as a text', JSON.stringify(wireOrder(100, { amount: { value: '1470', currency: 'EUR' } }))],
  ['an amount beyond 2^53', ORDER_TEXT.replaceAll('1470', '9007199254740993')],
  ['an amount with a fraction', ORDER_TEXT.replaceAll('1470', '14.7')],
  ['another order', JSON.stringify(wireOrder(100, { id: 'other', orderId: 'other' }))],
  ['an error in the old words', '{"request":{"result":"0","errorId":"PAY-001","errorMessage":"not found"}}'],
];

describe.each(BAD)('%s', (_name, body) => {
  test('is no status', async () => {
    const client = new PayClient(oneCore, new ScriptedHttp(answer(200, body)), new FakeClock());
    expect(await client.status(HANDLE.providerRef ?? '', call(), { full: false })).toMatchObject({
      kind: 'failed',
      failure: { entry: PAY_ERRORS.unreadable },
    });
  });

  test('leaves a create unclear', async () => {
    const client = new PayClient(oneCore, new ScriptedHttp(answer(201, body)), new FakeClock());
    const made = await client.create(toOrderRequest(paymentOrder(), oneCore, null), call());
    // A create has no id to compare with: an order of ours under another id is an order of ours.
    if (body.includes('"other"')) expect(made.kind).toBe('created');
    else expect(made.kind).toBe('unclear');
  });

  test('is no refund, no transaction, no list of terminals', async () => {
    const management = new PayManagement(oneCore, new ScriptedHttp(answer(200, body)), new FakeClock());
    const refund = { amountCents: HANDLE.amountCents, description: 'x' };
    const given = await management.giveBack('51000000001Xa1b2', refund, call());
    if (given.kind === 'taken') expect(given.made).toEqual([]);
    else expect(given.kind).toBe('unclear');
    expect((await management.terminals(call())).kind).toBe('failed');
    expect((await management.refund('RF-1234-5678-9012', call())).kind).toBe('failed');
  });

  test('is no status call', () => {
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: utf8(body) };
    const read = readPayExchange(request, new Map(), digest, { unsigned: 'look-up' });
    if (read.kind === 'hint') expect(read.device).toBeNull();
    else expect(read).toMatchObject({ kind: 'rejected', entry: PAY_ERRORS.exchangeUnreadable });
  });
});

test.each([
  ['an unknown status above zero', wireOrder(4711), { kind: 'pending', phase: 'checking' }],
  ['another currency', wireOrder(100, { amount: { value: 1470, currency: 'USD' } }), { kind: 'unreachable' }],
  ['a captured amount in another currency', wireOrder(100, { capturedAmount: { value: 9, currency: 'USD' } }), {}],
  ['a negative amount', wireOrder(100, { capturedAmount: { value: -1470, currency: 'EUR' } }), { kind: 'unreachable' }],
  ['no amount at all', wireOrder(100, { amount: { value: 0 }, capturedAmount: { value: 0 } }), { kind: 'unreachable' }],
])('%s decides nothing by guess', async (_name, order, expected) => {
  const client = new PayClient(oneCore, new ScriptedHttp(answer(200, order)), new FakeClock());
  const found = await client.status(ORDER_ID, call(), { full: false });
  if (found.kind !== 'order') throw new Error('not read');
  const standing = standingOf(found.order, { means: 'card', authorisedCountsAsPaid: true, sandbox: false });
  expect(standing).toMatchObject(expected);
  expect(standing.kind).not.toBe('final');
});

test('whatever comes as a status call has a typed end', () => {
  const pieces = fc.constantFrom(
    JSON.stringify(wireTransaction(100)),
    JSON.stringify({ event: 'status_changed', type: 'order', object: wireOrder(100) }),
    new URLSearchParams(legacyCall()).toString(),
  );
  const change = fc.record({ at: fc.nat(4_000), cut: fc.nat(20), put: fc.string({ maxLength: 6 }) });
  fc.assert(
    fc.property(
      pieces,
      fc.array(change, { maxLength: 4 }),
      fc.constantFrom('json', 'form', ''),
      (text, changes, type) => {
        let body = text;
        for (const { at, cut, put } of changes)
          body = body.slice(0, at % body.length) + put + body.slice((at % body.length) + cut);
        const headers = type === '' ? {} : { 'content-type': type };
        const read = readPayExchange({ method: 'POST', headers, body: utf8(body) }, new Map(), digest, {
          unsigned: 'look-up',
        });
        expect(['hint', 'rejected', 'ignored']).toContain(read.kind);
        if (read.kind === 'hint' && read.device !== null) {
          expect(Number.isSafeInteger(read.device.amountCents) && read.device.amountCents > 0).toBe(true);
        }
        expect(redactExchange(body)).not.toContain('192.0.2.7');
      },
    ),
  );
});
