/** Starts, enquiries and stops. How a payment is watched has a file of its own. */
import type { CardTerminal, PaymentId, RouteId } from '@tillbridge/payments';
import { answer, noAnswer, notSent, type Scripted, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { MspClient } from './msp-client.ts';
import { createMspQr } from './msp-qr.ts';
import { createMspTerminal } from './msp-terminal.ts';
import { call, GONE, order, rig, watched, watching } from './test/driver-rig.ts';
import {
  CREATED,
  GROUP_ACCOUNT,
  HANDLE,
  LOST_HANDLE,
  NOW,
  paymentOrder,
  REFERENCE,
  SITE_ACCOUNT,
  TERMINAL,
} from './testing/samples.ts';
import { callsOf, data, problem } from './testing/wire-answers.ts';

describe('keys are never mixed', () => {
  const clock = new FakeClock(NOW);
  const http = new ScriptedHttp();

  test('a terminal refuses the key of a site, a page that of a terminal group', () => {
    const site = new MspClient(SITE_ACCOUNT, http, clock);
    const group = new MspClient(GROUP_ACCOUNT, http, clock);
    const route = 'r' as RouteId;
    const terminal = { route, terminalId: TERMINAL, refunds: false, leaseMs: 90_000 };
    expect(() => createMspTerminal(terminal, { client: site, clock })).toThrow(RangeError);
    expect(() => createMspQr({ route, leaseMs: 90_000 }, { client: group, clock })).toThrow(RangeError);
  });
});

describe('begin', () => {
  test('a terminal has no QR; a page is one', async () => {
    expect(await rig([data(CREATED)]).terminal.begin(paymentOrder(), call())).toEqual({
      kind: 'accepted',
      providerRef: REFERENCE,
      qr: null,
    });
    expect(await rig([data(CREATED)]).qr.begin(paymentOrder(), call())).toEqual({
      kind: 'accepted',
      providerRef: REFERENCE,
      qr: { payload: CREATED.payment_url, expiresAt: NOW + 180_000 },
    });
  });

  test.each([[undefined], ['javascript:alert(1)'], ['https://'], [7]])('a page at %j shows nothing', async (url) => {
    const begun = await rig([data({ ...CREATED, payment_url: url })]).qr.begin(paymentOrder(), call());
    expect(begun).toEqual({ kind: 'accepted', providerRef: REFERENCE, qr: null });
  });

  test.each<[Scripted, string]>([
    [notSent(), 'provider-down'],
    [problem(404, 1034), 'refund-not-possible'],
    [problem(404, 1001), 'provider-refused'],
    [problem(404, 1032), 'provider-refused'],
  ])('%j is refused as %s', async (reply, reason) => {
    const begun = await rig([reply]).terminal.begin(paymentOrder({ direction: 'refund' }), call());
    expect(begun).toMatchObject({ kind: 'refused', reason, busyForMs: null });
  });

  test('a duplicate order id is no refusal: the order stands, and is found by its name', async () => {
    const { terminal } = rig([problem(404, 1006), order('initialized')]);
    expect(await terminal.begin(paymentOrder(), call())).toMatchObject({ kind: 'unclear' });
    expect(await terminal.enquire(LOST_HANDLE, call())).toEqual({ kind: 'pending', phase: 'present-card' });
  });
});

describe('a terminal that is occupied', () => {
  const second = paymentOrder({ reference: '01JMSPREFERENCE0000000002' as PaymentId });

  test('is found out by looking at the order before, and gets no other one', async () => {
    const { terminal, http } = rig([data(CREATED), order('declined')]);
    await terminal.begin(paymentOrder(), call());
    expect(await terminal.begin(second, call())).toMatchObject({
      kind: 'refused',
      reason: 'terminal-in-use',
      busyForMs: 60_000,
      detail: expect.stringContaining('MSP-121'),
    });
    expect(callsOf(http)).toEqual(['POST /orders', `GET /orders/${REFERENCE}`]);
  });

  test('is given to one of two starts at once', async () => {
    const { terminal, http } = rig([data(CREATED), order('initialized')]);
    const both = await Promise.all([terminal.begin(paymentOrder(), call()), terminal.begin(second, call())]);
    expect(both).toMatchObject([{ kind: 'accepted' }, { kind: 'refused', reason: 'terminal-in-use' }]);
    expect(callsOf(http).filter((one) => one.startsWith('POST'))).toHaveLength(1);
  });

  test.each(['completed', 'cancelled', 'void'])('is free once that order is %s', async (status) => {
    const { terminal } = rig([data(CREATED), order(status), data({ ...CREATED, order_id: second.reference })]);
    await terminal.begin(paymentOrder(), call());
    expect(await terminal.begin(second, call())).toMatchObject({ kind: 'accepted' });
  });

  const NEXT = data({ ...CREATED, order_id: second.reference });
  const cancelled = data({ status: 'cancelled' });

  test.each<[string, readonly Scripted[], (terminal: CardTerminal, clock: FakeClock) => Promise<unknown>]>([
    ['an enquiry', [order('completed')], (terminal) => terminal.enquire(HANDLE, call())],
    ['the watch', [order('cancelled')], (terminal, clock) => watched(clock, watching(terminal).over)],
    ['a stop', [cancelled, order('cancelled')], (terminal) => terminal.abort(HANDLE, call())],
    [
      'a paid order whose amount nobody can read',
      [order('completed', { amount: null })],
      (terminal) => terminal.enquire(HANDLE, call()),
    ],
  ])('is free once %s saw the end, whoever answers afterwards', async (_name, script, see) => {
    const silences = [
      [noAnswer(), { kind: 'unclear' }],
      [answer(503, ''), { kind: 'unclear' }],
      [notSent(), { kind: 'refused', reason: 'provider-down' }],
    ] as const;
    for (const [silence, expected] of silences) {
      const { clock, terminal, http } = rig([data(CREATED), ...script, silence]);
      await terminal.begin(paymentOrder(), call());
      await see(terminal, clock);
      expect(await terminal.begin(second, call())).toMatchObject(expected);
      expect(callsOf(http)).toHaveLength(2 + script.length);
      expect(callsOf(http).at(-1)).toBe('POST /orders');
    }
  });

  test('is free once it is certain that its order never was', async () => {
    const { clock, terminal, http } = rig([noAnswer(), GONE, NEXT]);
    await terminal.begin(paymentOrder(), call());
    await clock.advance(20_000);
    expect(await terminal.enquire(LOST_HANDLE, call())).toEqual({ kind: 'absent' });
    expect(await terminal.begin(second, call())).toMatchObject({ kind: 'accepted' });
    expect(callsOf(http).slice(2)).toEqual(['POST /orders']);
  });

  test('isn’t free for a stop that was only accepted', async () => {
    const { terminal } = rig([data(CREATED), cancelled, order('initialized'), order('initialized')]);
    await terminal.begin(paymentOrder(), call());
    expect(await terminal.abort(HANDLE, call())).toEqual({ kind: 'accepted' });
    expect(await terminal.begin(second, call())).toMatchObject({ kind: 'refused', reason: 'terminal-in-use' });
  });

  test('is out of reach, not busy, when the look never left', async () => {
    const { terminal } = rig([data(CREATED), notSent()]);
    await terminal.begin(paymentOrder(), call());
    expect(await terminal.begin(second, call())).toEqual({
      kind: 'refused',
      reason: 'provider-down',
      detail: expect.stringMatching(/^MSP-\d+ /),
      busyForMs: null,
    });
  });

  test('stays occupied while nobody can tell, ten minutes at most', async () => {
    const { clock, terminal } = rig([data(CREATED), noAnswer(), NEXT]);
    await terminal.begin(paymentOrder(), call());
    expect(await terminal.begin(second, call())).toMatchObject({ kind: 'refused', reason: 'terminal-in-use' });
    await clock.advance(10 * 60_000);
    expect(await terminal.begin(second, call())).toMatchObject({ kind: 'accepted' });
  });

  test('isn’t, after a create that was refused', async () => {
    const { terminal, http } = rig([problem(404, 1001), data({ ...CREATED, order_id: second.reference })]);
    await terminal.begin(paymentOrder(), call());
    expect(await terminal.begin(second, call())).toMatchObject({ kind: 'accepted' });
    expect(callsOf(http)).toEqual(['POST /orders', 'POST /orders']);
  });
});

describe('"no such order"', () => {
  test('is no proof for an order that was accepted: another key can’t see it', async () => {
    const { terminal } = rig([GONE]);
    expect(await terminal.enquire(HANDLE, call())).toMatchObject({
      kind: 'unreachable',
      detail: expect.stringContaining('MSP-115'),
    });
  });

  test('is no proof while the create may still be on its way, and one after that', async () => {
    const { clock, terminal } = rig([noAnswer(), GONE]);
    expect(await terminal.begin(paymentOrder(), call())).toMatchObject({ kind: 'unclear' });
    expect(await terminal.enquire(LOST_HANDLE, call())).toMatchObject({ kind: 'unreachable' });
    await clock.advance(19_999);
    expect(await terminal.enquire(LOST_HANDLE, call())).toMatchObject({ kind: 'unreachable' });
    await clock.advance(1);
    expect(await terminal.enquire(LOST_HANDLE, call())).toEqual({ kind: 'absent' });
  });

  test('is waited out by a watch', async () => {
    const { clock, terminal } = rig([noAnswer(), GONE, order('initialized'), order('completed')]);
    await terminal.begin(paymentOrder(), call());
    expect(await watched(clock, watching(terminal, LOST_HANDLE).over)).toMatchObject({ kind: 'final' });
    const gone = rig([noAnswer(), GONE]);
    await gone.terminal.begin(paymentOrder(), call());
    expect(await watched(gone.clock, watching(gone.terminal, LOST_HANDLE).over)).toEqual({ kind: 'absent' });
    expect(gone.clock.monotonicMs()).toBeGreaterThanOrEqual(20_000);
  });
});

describe('abort', () => {
  const cancelled = data({ status: 'cancelled' });
  const forbidden = answer(403, { message: 'Forbidden' });

  test.each<[string, readonly Scripted[], Record<string, unknown>]>([
    ['done, and the order shows it', [cancelled, order('cancelled')], { kind: 'accepted' }],
    ['done, and the order shows it as void', [data({ status: 'void' }), order('void')], { kind: 'accepted' }],
    ['done, and not visible yet', [cancelled, order('initialized')], { kind: 'accepted' }],
    ['done, and the order can’t be asked for', [cancelled, noAnswer()], { kind: 'accepted' }],
    ['answered as done, and paid', [cancelled, order('completed')], { kind: 'too-late' }],
    ['refused, and paid', [forbidden, order('completed')], { kind: 'too-late' }],
    ['refused, and a card is being read', [forbidden, order('initialized')], { kind: 'too-late' }],
    ['refused, and ended before', [forbidden, order('cancelled')], { kind: 'too-late' }],
    ['refused, and the key can’t see the order', [forbidden, forbidden], { kind: 'unreachable' }],
    ['refused, and nobody answers', [forbidden, noAnswer()], { kind: 'unreachable' }],
    ['with a wrong key', [problem(404, 1032)], { kind: 'unreachable' }],
    ['lost', [noAnswer()], { kind: 'unreachable' }],
    ['failing', [answer(500, '')], { kind: 'unreachable' }],
    ['of an order that vanished', [GONE, GONE], { kind: 'unreachable' }],
  ])('%s', async (_name, script, expected) => {
    expect(await rig(script).terminal.abort(HANDLE, call())).toMatchObject(expected);
  });

  test('of an order nobody ever made is too late; while its create may arrive it is no answer', async () => {
    expect(await rig([GONE, GONE]).terminal.abort(LOST_HANDLE, call())).toMatchObject({ kind: 'too-late' });
    const { terminal } = rig([noAnswer(), GONE]);
    await terminal.begin(paymentOrder(), call());
    expect(await terminal.abort(LOST_HANDLE, call())).toMatchObject({ kind: 'unreachable' });
  });

  test('a terminal is stopped by POST, a page by PATCH, whatever name is known of it', async () => {
    const card = rig([cancelled, order('cancelled')]);
    await card.terminal.abort(LOST_HANDLE, call());
    expect(callsOf(card.http)).toEqual([`POST /orders/${REFERENCE}/cancel`, `GET /orders/${REFERENCE}`]);
    const page = rig([data([]), order('cancelled')]);
    await page.qr.abort(LOST_HANDLE, call());
    expect(callsOf(page.http)).toEqual([`PATCH /orders/${REFERENCE}`, `GET /orders/${REFERENCE}`]);
  });

  test('a stop of ours is what the outcome names', async () => {
    const { terminal } = rig([data(CREATED), cancelled, order('cancelled')]);
    await terminal.begin(paymentOrder(), call());
    await terminal.abort(HANDLE, call());
    expect(await terminal.enquire(HANDLE, call())).toMatchObject({
      outcome: { kind: 'cancelled', reason: 'cancelled-by-till' },
    });
  });
});
