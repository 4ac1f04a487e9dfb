import type { CardTerminal, Phase, QrProvider, RouteId, Standing } from '@tillbridge/payments';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { MspClient } from './msp-client.ts';
import { createMspQr } from './msp-qr.ts';
import { createMspTerminal } from './msp-terminal.ts';
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
  wireOrder,
} from './testing/samples.ts';
import { answer, data, noAnswer, notSent, problem, type Scripted, ScriptedHttp } from './testing/scripted-http.ts';
import { ScriptedStream, StreamScript } from './testing/scripted-stream.ts';

const call = (timeoutMs = 200_000) => ({ timeoutMs, signal: new AbortController().signal });
const order = (status: string, parts: Record<string, unknown> = {}) => data(wireOrder(status, parts));
const GONE = problem(404, 1006);

function rig(script: readonly Scripted[], streams: readonly StreamScript[] = []) {
  const clock = new FakeClock(NOW);
  const http = new ScriptedHttp(...script);
  const askedAt: number[] = [];
  const timed = {
    exchange: (...parts: Parameters<ScriptedHttp['exchange']>) => {
      askedAt.push(clock.monotonicMs());
      return http.exchange(...parts);
    },
  };
  const stream = new ScriptedStream(...streams);
  const ports = { clock, ...(streams.length > 0 ? { stream } : {}) };
  const terminal = createMspTerminal(
    { route: 'pin-1' as RouteId, terminalId: TERMINAL, refunds: true, leaseMs: 90_000, receipts: false },
    { ...ports, client: new MspClient(GROUP_ACCOUNT, timed, clock) },
  );
  const qr = createMspQr(
    { route: 'msp-qr' as RouteId, leaseMs: 180_000 },
    { ...ports, client: new MspClient(SITE_ACCOUNT, timed, clock) },
  );
  return { clock, http, askedAt, stream, terminal, qr };
}

type Told = readonly [Phase, string | null];

function watching(driver: CardTerminal | QrProvider, handle = HANDLE, timeoutMs?: number) {
  const told: Told[] = [];
  const observe = (phase: Phase, words: string | null = null) => told.push([phase, words]);
  return { told, over: driver.follow(handle, observe, call(timeoutMs)) };
}

/** Lets the clock run until the watch ends. */
async function watched(clock: FakeClock, over: Promise<Standing>): Promise<Standing> {
  let ended = false;
  over.then(
    () => (ended = true),
    () => (ended = true),
  );
  for (let turns = 0; turns < 5_000 && !ended; turns += 1) {
    await clock.settle(4);
    if (!ended) await clock.advance(clock.nextWakeMs ?? 0);
  }
  return over;
}

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
  const second = paymentOrder({ reference: '01JMSPREFERENCE0000000002' as never });

  test('is found out by looking at the order before, and gets no other one', async () => {
    const { terminal, http } = rig([data(CREATED), order('declined')]);
    await terminal.begin(paymentOrder(), call());
    expect(await terminal.begin(second, call())).toMatchObject({
      kind: 'refused',
      reason: 'terminal-in-use',
      busyForMs: 60_000,
      detail: expect.stringContaining('MSP-121'),
    });
    expect(http.calls).toEqual(['POST /orders', `GET /orders/${REFERENCE}`]);
  });

  test('is given to one of two starts at once', async () => {
    const { terminal, http } = rig([data(CREATED), order('initialized')]);
    const both = await Promise.all([terminal.begin(paymentOrder(), call()), terminal.begin(second, call())]);
    expect(both).toMatchObject([{ kind: 'accepted' }, { kind: 'refused', reason: 'terminal-in-use' }]);
    expect(http.calls.filter((one) => one.startsWith('POST'))).toHaveLength(1);
  });

  test.each(['completed', 'cancelled', 'void'])('is free once that order is %s', async (status) => {
    const { terminal } = rig([data(CREATED), order(status), data({ ...CREATED, order_id: second.reference })]);
    await terminal.begin(paymentOrder(), call());
    expect(await terminal.begin(second, call())).toMatchObject({ kind: 'accepted' });
  });

  test('stays occupied while nobody can tell, ten minutes at most', async () => {
    const { clock, terminal } = rig([data(CREATED), noAnswer(), data({ ...CREATED, order_id: second.reference })]);
    await terminal.begin(paymentOrder(), call());
    expect(await terminal.begin(second, call())).toMatchObject({ kind: 'refused', reason: 'terminal-in-use' });
    await clock.advance(10 * 60_000);
    expect(await terminal.begin(second, call())).toMatchObject({ kind: 'accepted' });
  });

  test('isn’t, after a create that was refused', async () => {
    const { terminal, http } = rig([problem(404, 1001), data({ ...CREATED, order_id: second.reference })]);
    await terminal.begin(paymentOrder(), call());
    expect(await terminal.begin(second, call())).toMatchObject({ kind: 'accepted' });
    expect(http.calls).toEqual(['POST /orders', 'POST /orders']);
  });
});

describe('declined is not final', () => {
  test('a soft decline keeps the payment open, says why, and ends paid under another transaction', async () => {
    const { clock, terminal } = rig([
      order('initialized'),
      order('declined', { reason_code: '4004', reason: 'PIN required', transaction_id: 1 }),
      order('initialized', { transaction_id: 2 }),
      order('completed', { transaction_id: 2 }),
    ]);
    const { told, over } = watching(terminal);
    expect(await watched(clock, over)).toMatchObject({
      kind: 'final',
      outcome: { kind: 'approved', approval: { transactionReference: '2', cardType: 'MASTERCARD' } },
    });
    expect(told).toEqual([
      ['present-card', null],
      ['try-again', '4004 PIN required'],
      ['present-card', null],
    ]);
  });

  test('a card that stays turned away ends as declined, with its reason', async () => {
    const { clock, terminal } = rig([
      data(CREATED),
      order('declined', { reason_code: '4002', reason: 'Insufficient funds' }),
      order('initialized'),
      order('cancelled', { modified: '2026-03-01T10:01:30' }),
    ]);
    await terminal.begin(paymentOrder(), call());
    expect(await watched(clock, watching(terminal).over)).toMatchObject({
      outcome: { kind: 'declined', reason: 'declined-by-issuer', detail: '4002 Insufficient funds' },
    });
  });
});

describe('a terminal of which nothing is heard', () => {
  test('is hinted at after 20 seconds, and not once something happened', async () => {
    const silent = rig([order('initialized')]);
    const { told, over } = watching(silent.terminal, HANDLE, 30_000);
    await watched(silent.clock, over);
    expect(told.slice(0, 6).every(([, words]) => words === null)).toBe(true);
    expect(told.at(-1)).toEqual(['present-card', expect.stringContaining('MSP-122')]);

    const used = rig([order('initialized'), order('declined'), order('initialized')]);
    const later = watching(used.terminal, HANDLE, 30_000);
    await watched(used.clock, later.over);
    expect(later.told.at(-1)).toEqual(['present-card', null]);
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
    expect(card.http.calls).toEqual([`POST /orders/${REFERENCE}/cancel`, `GET /orders/${REFERENCE}`]);
    const page = rig([data([]), order('cancelled')]);
    await page.qr.abort(LOST_HANDLE, call());
    expect(page.http.calls).toEqual([`PATCH /orders/${REFERENCE}`, `GET /orders/${REFERENCE}`]);
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

describe('the watch', () => {
  test('asks every 3 s without a stream', async () => {
    const { clock, terminal, askedAt } = rig([order('initialized')]);
    await watched(clock, watching(terminal, HANDLE, 15_000).over);
    expect(askedAt).toEqual([0, 3_000, 6_000, 9_000, 12_000]);
  });

  test('asks at once when the stream tells something, and every 10 s otherwise', async () => {
    const open = new StreamScript();
    const { clock, terminal, askedAt, stream } = rig(
      [data(CREATED), order('initialized'), order('initialized'), order('initialized'), order('completed')],
      [open],
    );
    await terminal.begin(paymentOrder(), call());
    const { over } = watching(terminal);
    await clock.settle();
    await clock.advance(10_000);
    await clock.advance(2_500);
    open.tell('completed', { order_id: REFERENCE });
    expect(await watched(clock, over)).toMatchObject({ kind: 'final', outcome: { kind: 'approved' } });
    // The create, the first look, one when the stream stood, one on guard, and the one that found it paid.
    expect(askedAt).toEqual([0, 0, 0, 10_000, 12_500]);
    expect(stream.opened[0]).toMatchObject({
      url: CREATED.events_stream_url,
      headers: { authorization: CREATED.events_token },
    });
  });

  test('never takes the stream at its word: the order is what counts (P1)', async () => {
    const open = new StreamScript();
    const { clock, terminal, askedAt } = rig([data(CREATED), order('initialized')], [open]);
    await terminal.begin(paymentOrder(), call());
    const { over, told } = watching(terminal, HANDLE, 20_000);
    await clock.settle();
    open.tell('completed');
    expect(await watched(clock, over)).toMatchObject({ kind: 'unreachable' });
    expect(told.every(([phase]) => phase === 'present-card')).toBe(true);
    // It looks again quickly for a while, in case the order lags behind, and calms down.
    expect(askedAt.slice(3, 8)).toEqual([0, 500, 1_000, 1_500, 2_000]);
    expect(askedAt.filter((at) => at > 6_000 && at < 14_000)).toHaveLength(0);
  });

  test('falls back to asking when the stream breaks, and looks at once', async () => {
    const open = new StreamScript();
    const { clock, terminal, askedAt } = rig([data(CREATED), order('initialized')], [open, new StreamScript(503)]);
    await terminal.begin(paymentOrder(), call());
    const { over } = watching(terminal, HANDLE, 20_000);
    await clock.settle();
    await clock.advance(4_000);
    open.break();
    await watched(clock, over);
    expect(askedAt.slice(3, 6)).toEqual([4_000, 7_000, 10_000]);
  });

  test('slows down as told, more with every "too many", events or not', async () => {
    const open = new StreamScript();
    const told = answer(429, { message: 'slow' }, { 'retry-after': '6' });
    const { clock, terminal, askedAt } = rig([data(CREATED), told, told, told, order('completed')], [open]);
    await terminal.begin(paymentOrder(), call());
    const { over } = watching(terminal);
    await clock.settle();
    open.tell('completed');
    expect(await watched(clock, over)).toMatchObject({ kind: 'final' });
    expect(askedAt).toEqual([0, 0, 10_000, 22_000, 46_000]);
  });

  test.each<[string, Scripted]>([
    ['no answer', noAnswer()],
    ['garbage', answer(200, '<html>')],
    ['5xx', answer(503, '')],
    ['a wrong key', problem(404, 1032)],
    ['a vanished order', GONE],
  ])('ends after 20 s of %s', async (_name, silence) => {
    const { clock, terminal } = rig([order('initialized'), silence]);
    expect((await watched(clock, watching(terminal).over)).kind).toBe('unreachable');
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(20_000);
    expect(clock.monotonicMs()).toBeLessThan(25_000);
  });

  test('rejects with the reason of the signal, and leaves nothing running', async () => {
    const { clock, terminal } = rig([data(CREATED), order('initialized')], [new StreamScript()]);
    await terminal.begin(paymentOrder(), call());
    const stop = new AbortController();
    const over = terminal.follow(HANDLE, () => undefined, { timeoutMs: 60_000, signal: stop.signal });
    await clock.settle();
    const reason = new Error('shutting down');
    stop.abort(reason);
    await expect(over).rejects.toBe(reason);
    await clock.settle();
    expect(clock.sleeping).toBe(0);
  });

  test('has no stream after a restart, nor without an address or a token, and takes either spelling', async () => {
    const { clock, terminal, stream } = rig([order('completed')], [new StreamScript()]);
    await watched(clock, watching(terminal).over);
    expect(stream.opened).toEqual([]);
    const old = { order_id: REFERENCE, event_token: 'old', event_stream_url: 'https://old.example/events' };
    const spelt = rig([data(old), order('initialized'), order('completed')], [new StreamScript()]);
    await spelt.terminal.begin(paymentOrder(), call());
    await watched(spelt.clock, watching(spelt.terminal).over);
    expect(spelt.stream.opened[0]).toMatchObject({ url: old.event_stream_url, headers: { authorization: 'old' } });
    const bare = rig(
      [data({ order_id: REFERENCE, events_token: 't' }), order('initialized'), order('completed')],
      [new StreamScript()],
    );
    await bare.terminal.begin(paymentOrder(), call());
    await watched(bare.clock, watching(bare.terminal).over);
    expect(bare.stream.opened[0]?.url).toBe('https://api.example/events/stream/');
  });

  test('of 200 payments with one key keeps to ten calls a second and one burst', async () => {
    const { clock, terminal, askedAt } = rig([order('initialized')]);
    const stop = new AbortController();
    const all = Array.from({ length: 200 }, () =>
      terminal.follow(HANDLE, () => undefined, { timeoutMs: 600_000, signal: stop.signal }).catch(() => undefined),
    );
    await clock.advance(120_000);
    for (let second = 0; second <= 110; second += 1) {
      const calls = askedAt.filter((at) => at >= second * 1_000 && at < (second + 10) * 1_000).length;
      expect(calls).toBeLessThanOrEqual(20 + 10 * 10);
    }
    expect(askedAt.length).toBeGreaterThan(1_000);
    stop.abort();
    await Promise.all(all);
  });
});
