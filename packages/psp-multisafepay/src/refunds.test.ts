/** What the contract of an account doesn't reach: shapes of the order, the five minutes, odd statuses. */
import { type Cents, cents } from '@tillbridge/kernel';
import type { PaymentId, ProviderRefund } from '@tillbridge/payments';
import { answer, noAnswer, type Scripted, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { createMspAccount } from './msp-account.ts';
import { MspClient } from './msp-client.ts';
import { GROUP_ACCOUNT, NOW, REFERENCE, wireOrder } from './testing/samples.ts';
import { callsOf, data, problem } from './testing/wire-answers.ts';

const call = { timeoutMs: 15_000, signal: new AbortController().signal };

const refundOf = (amountCents: number, n = 1): ProviderRefund => ({
  reference: `01JMSPREFVND000000000000${n}` as PaymentId,
  original: { reference: REFERENCE, providerRef: REFERENCE, amountCents: cents(1470) },
  amountCents: amountCents as Cents,
  description: 'Retour',
});
const REFUND = refundOf(520);

function rig(...script: Scripted[]) {
  const clock = new FakeClock(NOW);
  const http = new ScriptedHttp(...script);
  const account = createMspAccount(new MspClient(GROUP_ACCOUNT, http, clock), clock, { terminals: 'all' });
  const refund = async (one: ProviderRefund) => account.refund?.(one, call);
  const enquire = async (one: ProviderRefund, ref: string | null) => account.enquireRefund?.(one, ref, call);
  const list = async () => account.list?.(NOW - 3_600_000, NOW, call);
  const terminals = async () => account.terminals?.(call);
  return { clock, http, refund, enquire, list, terminals };
}

const order = (parts: Record<string, unknown> = {}) => data(wireOrder('completed', parts));
const shown = (parts: Record<string, unknown>) =>
  order({
    amount_refunded: 520,
    related_transactions: [
      { type: 'capture', status: 'completed', transaction_id: 1 },
      { type: 'refund', status: 'reserved', amount: 520, transaction_id: 2, order_id: REFERENCE, ...parts },
    ],
  });
const TAKEN = answer(200, `{"success":true,"data":{"transaction_id":17472052901237123,"order_id":"${REFERENCE}"}}`);

describe('a refund', () => {
  test('carries an explicit amount and our own id, and is pending: it is paid out at night', async () => {
    const { http, refund } = rig(order(), data({ refund_id: 7, order_id: REFERENCE }));
    expect(await refund(REFUND)).toEqual({ kind: 'pending', refundRef: '7' });
    expect(callsOf(http)).toEqual([`GET /orders/${REFERENCE}`, `POST /orders/${REFERENCE}/refunds`]);
    expect(JSON.parse(String(http.requests[1]?.body))).toEqual({
      currency: 'EUR',
      amount: 520,
      description: 'Retour',
      refund_order_id: REFUND.reference,
    });
  });

  test.each([0, -1, 5.2, Number.NaN, Number.POSITIVE_INFINITY])(
    'of %d is never sent: it would be all',
    async (amount) => {
      const { http, refund } = rig(order(), TAKEN);
      expect(await refund(refundOf(amount))).toMatchObject({ kind: 'refused' });
      expect(http.requests).toEqual([]);
    },
  );

  test('that stands already is not sent again', async () => {
    const { http, refund } = rig(shown({ refund_order_id: REFUND.reference }));
    expect(await refund(REFUND)).toEqual({ kind: 'pending', refundRef: '2' });
    expect(http.requests).toHaveLength(1);
  });

  test('that is refused with 1034 because it stands is found', async () => {
    const { refund } = rig(
      order(),
      problem(404, 1034),
      shown({ refund_order_id: REFUND.reference, status: 'completed' }),
    );
    expect(await refund(REFUND)).toEqual({ kind: 'done', refundRef: '2' });
  });

  test('that is refused with 1034 and doesn’t stand is refused', async () => {
    const { refund } = rig(order(), problem(404, 1034));
    expect(await refund(REFUND)).toMatchObject({ kind: 'refused', detail: expect.stringContaining('1034') });
  });

  test('of the same amount within five minutes waits; another amount doesn’t', async () => {
    const { clock, http, refund } = rig(order(), TAKEN, order(), order(), TAKEN, order(), TAKEN);
    await refund(REFUND);
    expect(await refund(refundOf(520, 2))).toMatchObject({
      kind: 'refused',
      detail: expect.stringContaining('MSP-132'),
    });
    expect(await refund(refundOf(100, 3))).toMatchObject({ kind: 'pending' });
    await clock.advance(300_000);
    expect(await refund(refundOf(520, 2))).toMatchObject({ kind: 'pending' });
    expect(callsOf(http).filter((one) => one.startsWith('POST'))).toHaveLength(3);
  });

  test.each<[string, Record<string, unknown>]>([
    ['an order that isn’t paid', { status: 'initialized' }],
    ['a cancelled order', { status: 'cancelled' }],
    ['another currency', { currency: 'USD' }],
    ['less that is left', { amount_refunded: 1000 }],
    [
      'less that is left by its own list',
      { related_transactions: { type: 'refund', amount: 1000, status: 'reserved' } },
    ],
  ])('is refused for %s, and not sent', async (_name, parts) => {
    const { http, refund } = rig(order(parts));
    expect(await refund(REFUND)).toMatchObject({ kind: 'refused' });
    expect(http.requests).toHaveLength(1);
  });

  test('counts a refund that failed as not given back', async () => {
    const failed = { type: 'refund', amount: 1470, status: 'declined', refund_order_id: 'X' };
    const { refund } = rig(order({ related_transactions: [failed] }), TAKEN);
    expect(await refund(REFUND)).toEqual({ kind: 'pending', refundRef: '17472052901237123' });
  });

  test('whose answer has no id is unclear', async () => {
    expect(await rig(order(), data({ order_id: REFERENCE })).refund(REFUND)).toMatchObject({ kind: 'unclear' });
  });
});

describe('a question about a refund', () => {
  test.each<[string, string]>([
    ['completed', 'done'],
    ['refunded', 'done'],
    ['reserved', 'pending'],
    ['initialized', 'pending'],
    ['declined', 'failed'],
    ['void', 'failed'],
    ['something new', 'unreachable'],
  ])('%s is %s', async (status, kind) => {
    const found = shown({ refund_order_id: REFUND.reference, status });
    expect(await rig(found).enquire(REFUND, null)).toMatchObject({ kind });
  });

  test('finds it by its transaction, or by an order id of its own', async () => {
    expect(await rig(shown({})).enquire(REFUND, '2')).toMatchObject({ kind: 'pending', refundRef: '2' });
    expect(await rig(shown({ order_id: REFUND.reference })).enquire(REFUND, null)).toMatchObject({ kind: 'pending' });
  });

  test.each<[string, Scripted, string | null]>([
    ['one of the same amount without a name', shown({}), null],
    ['more given back than the list shows', order({ amount_refunded: 520 }), null],
    ['not the one that was taken', order(), '2'],
    ['no such order', problem(404, 1006), null],
    ['no answer', noAnswer(), null],
  ])('proves nothing with %s', async (_name, reply, ref) => {
    expect(await rig(reply).enquire(REFUND, ref)).toMatchObject({ kind: 'unreachable' });
  });

  test('absent is certain only when it can’t be on its way any more', async () => {
    const { clock, refund, enquire } = rig(order(), noAnswer(), order());
    expect(await refund(REFUND)).toMatchObject({ kind: 'unclear' });
    expect(await enquire(REFUND, null)).toMatchObject({ kind: 'unreachable' });
    await clock.advance(10_000);
    expect(await enquire(REFUND, null)).toEqual({ kind: 'absent' });
  });
});

describe('the list of transactions', () => {
  const line = (parts: Record<string, unknown> = {}) => ({
    amount: 1470,
    created: '2026-03-01T09:30:00',
    order_id: REFERENCE,
    status: 'completed',
    transaction_id: 1,
    type: 'payment',
    currency: 'EUR',
    ...parts,
  });
  const page = (lines: readonly object[], pager: object | null = {}) =>
    answer(200, { success: true, data: lines, ...(pager === null ? {} : { pager }) });

  test('asks in Unix time, for euros, a thousand at once, and turns pages by cursor or by address', async () => {
    const { http, list } = rig(
      page([line({ order_id: 'C' })], { cursor: { after: 'c/1' } }),
      page([line({ order_id: 'B', created: '2026-03-01T09:20:00' })], { after: 'https://x/?limit=1000&after=c%2F2' }),
      page([line({ order_id: 'A', created: '2026-03-01T09:10:00' })]),
    );
    expect(await list()).toMatchObject({
      payments: [{ providerRef: 'A' }, { providerRef: 'B' }, { providerRef: 'C', state: 'paid', amountCents: 1470 }],
    });
    const from = (NOW - 3_600_000) / 1_000;
    const query = `created_from=${from}&created_until=${NOW / 1_000}&currency=EUR&limit=1000`;
    expect(callsOf(http)).toEqual([
      `GET /transactions?${query}`,
      `GET /transactions?${query}&after=c%2F1`,
      `GET /transactions?${query}&after=c%2F2`,
    ]);
  });

  test('two cards held to one order are one line, and the paid one counts', async () => {
    const { list } = rig(page([line({ status: 'declined' }), line({ transaction_id: 2 })]));
    expect(await list()).toMatchObject({ payments: [{ state: 'paid' }] });
  });

  test.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{ status: 'declined' }, { state: 'open' }],
    [{ status: 'uncleared' }, { state: 'open' }],
    [{ status: 'refunded' }, { state: 'paid' }],
    [{ status: 'chargeback' }, { state: 'paid' }],
    [{ status: 'void' }, { state: 'not-paid' }],
    [{ status: 'something new' }, { state: 'open' }],
    [
      { type: 'refund', amount: -520, status: 'reserved', transaction_id: '17472052901237123' },
      { direction: 'refund', amountCents: 520, state: 'open', providerRef: '17472052901237123', reference: REFERENCE },
    ],
    [
      { type: 'refund', status: 'declined' },
      { direction: 'refund', state: 'not-paid' },
    ],
  ])('%j', async (parts, expected) => {
    expect(await rig(page([line(parts)])).list()).toMatchObject({ payments: [expected] });
  });

  test('fees and payouts are none of a till’s', async () => {
    const lines = ['monthly_fee', 'automatic_payout', 'chargeback'].map((type) => line({ type }));
    expect(await rig(page(lines)).list()).toEqual({ kind: 'list', payments: [] });
  });

  test.each<[string, Scripted]>([
    ['a time that can’t be read', page([line({ created: '01-03-2026' })])],
    ['an amount that isn’t whole', page([line({ amount: 14.7 })])],
    ['no name', page([line({ order_id: null, transaction_id: null })])],
    ['pages that turn in a circle', page([line()], { cursor: { after: 'same' } })],
    [
      'a full page and nothing about the next',
      page(
        Array.from({ length: 1_000 }, () => line()),
        null,
      ),
    ],
    ['a wrong key', answer(403, { message: 'Forbidden' })],
  ])('is no list with %s', async (_name, reply) => {
    expect(await rig(reply).list()).toMatchObject({ kind: 'unreachable' });
  });
});

test('terminals come in pages', async () => {
  const terminal = (id: string, parts: object = {}) => ({ id, name: `Pin ${id}`, active: true, ...parts });
  const { http, terminals } = rig(
    answer(200, { success: true, data: [terminal('0000004d')], pager: { total_items: 3 } }),
    answer(200, {
      success: true,
      data: [terminal('000004Og', { name: null }), terminal('X', { active: false })],
      pager: { total_items: 3 },
    }),
  );
  expect(await terminals()).toEqual({
    kind: 'list',
    terminals: [
      { code: '0000004d', name: 'Pin 0000004d', online: null },
      { code: '000004Og', name: '000004Og', online: null },
      { code: 'X', name: 'Pin X (not active)', online: null },
    ],
  });
  expect(callsOf(http)).toEqual(['GET /terminals?page=1&limit=100', 'GET /terminals?page=2&limit=100']);
});
