import type { Phase, RouteId, Standing } from '@tillbridge/payments';
import type { HttpReply } from '@tillbridge/psp-core';
import { answer, noAnswer, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { PayClient } from './pay-client.ts';
import { createPayQr, createPayTerminal } from './pay-driver.ts';
import { ACCOUNT, HANDLE, NOW, ORDER_ID, paymentOrder, wireOrder } from './testing/samples.ts';
import { problem } from './testing/wire-answers.ts';

const call = (timeoutMs = 200_000) => ({ timeoutMs, signal: new AbortController().signal });
const order = (code: number, parts?: Record<string, unknown>) => answer(200, wireOrder(code, parts));

function rig(...script: ConstructorParameters<typeof ScriptedHttp>) {
  const clock = new FakeClock(NOW);
  const askedAt: number[] = [];
  const http = new ScriptedHttp(...script);
  const timed = {
    exchange: (...parts: Parameters<ScriptedHttp['exchange']>) => {
      askedAt.push(clock.monotonicMs());
      return http.exchange(...parts);
    },
  };
  const client = new PayClient({ ...ACCOUNT, cores: ['https://one.example'] }, timed, clock);
  const terminal = createPayTerminal(
    { route: 'pin-1' as RouteId, terminalCode: 'TH-1234-5678', refunds: true, leaseMs: 90_000 },
    { client, clock },
  );
  const qr = createPayQr({ route: 'pay-qr' as RouteId, leaseMs: 180_000 }, { client, clock });
  return { clock, http, askedAt, terminal, qr };
}

/** Lets the clock run until the watch ends. */
async function watched(clock: FakeClock, follow: Promise<Standing>): Promise<Standing> {
  let ended = false;
  follow.then(
    () => (ended = true),
    () => (ended = true),
  );
  for (let turns = 0; turns < 5_000; turns += 1) {
    await clock.settle(2);
    if (ended) break;
    await clock.advance(clock.nextWakeMs ?? 0);
  }
  return follow;
}

test.each([
  ['quick', 20],
  ['slow', 3_000],
])('two hundred open payments stay inside what Pay. allows, while it is %s', async (_how, answerMs) => {
  const clock = new FakeClock(NOW);
  const askedAt: number[] = [];
  let underWay = 0;
  let most = 0;
  const http = {
    exchange: async (_request: unknown, signal: AbortSignal) => {
      askedAt.push(clock.monotonicMs());
      underWay += 1;
      most = Math.max(most, underWay);
      await clock.sleep(answerMs, signal).finally(() => {
        underWay -= 1;
      });
      return order(50);
    },
  };
  const client = new PayClient({ ...ACCOUNT, cores: ['https://one.example'] }, http, clock);
  const over = new AbortController();
  const follows = Array.from({ length: 200 }, (_, index) => {
    const settings = { route: `pin-${index}` as RouteId, terminalCode: 'TH-1234-5678', refunds: true, leaseMs: 90_000 };
    const terminal = createPayTerminal(settings, { client, clock });
    return terminal.follow(HANDLE, () => undefined, { timeoutMs: 200_000, signal: over.signal });
  });
  for (let step = 0; step < 600; step += 1) await clock.advance(50);
  over.abort(new Error('enough'));
  await Promise.allSettled(follows);
  expect(most).toBeLessThanOrEqual(150);
  for (const from of askedAt) {
    expect(askedAt.filter((at) => at >= from && at < from + 10_000).length).toBeLessThanOrEqual(1_500);
  }
  expect(askedAt.length).toBeGreaterThan(600);
});

describe('begin', () => {
  test('a terminal has no QR; a hosted page is one, until the earlier of both ends', async () => {
    const { terminal, qr } = rig(answer(201, wireOrder(20)));
    expect(await terminal.begin(paymentOrder(), call())).toEqual({ kind: 'accepted', providerRef: ORDER_ID, qr: null });
    expect(await qr.begin(paymentOrder({ expiresAt: NOW + 500_000 }), call())).toEqual({
      kind: 'accepted',
      providerRef: ORDER_ID,
      qr: { payload: 'https://pay.example/page/1', expiresAt: NOW + 180_000 },
    });
    const shorter = await qr.begin(paymentOrder({ expiresAt: NOW + 60_000 }), call());
    expect(shorter).toMatchObject({ qr: { expiresAt: NOW + 60_000 } });
  });

  test.each([[{}], [{ redirect: 'javascript:alert(1)' }], [{ redirect: 'https://' }], [null]])(
    'an order with links %j stands, and shows nothing',
    async (links) => {
      const { qr } = rig(answer(201, wireOrder(20, { links })));
      expect(await qr.begin(paymentOrder(), call())).toEqual({ kind: 'accepted', providerRef: ORDER_ID, qr: null });
    },
  );

  test.each<[HttpReply, string, number | null]>([
    [problem(422, 'PAY-9206', 'Terminal in use'), 'terminal-in-use', 45_000],
    [problem(422, 'PAY-1422', 'Terminal not connected'), 'terminal-offline', null],
    [problem(422, 'PAY-1422', 'amount: too low'), 'provider-refused', null],
    [problem(403, 'PAY-1403'), 'provider-refused', null],
  ])('%j is refused as %s', async (reply, reason, busyForMs) => {
    expect(await rig(reply).terminal.begin(paymentOrder(), call())).toMatchObject({
      kind: 'refused',
      reason,
      busyForMs,
    });
  });

  test('a refund whose method is not enabled is a refund that is not possible', async () => {
    const off = problem(422, 'PAY-1422', 'The requested payment method is not enabled');
    const refund = paymentOrder({ direction: 'refund' });
    expect(await rig(off).terminal.begin(refund, call())).toMatchObject({ reason: 'refund-not-possible' });
    expect(await rig(off).terminal.begin(paymentOrder(), call())).toMatchObject({ reason: 'provider-refused' });
  });
});

describe('without an order id', () => {
  test('nothing is asked, and the answer says why', async () => {
    const { terminal, http } = rig(order(100));
    const lost = { ...HANDLE, providerRef: null };
    for (const standing of [
      await terminal.enquire(lost, call()),
      await terminal.abort(lost, call()),
      await terminal.follow(lost, () => undefined, call()),
    ]) {
      expect(standing).toMatchObject({ kind: 'unreachable', detail: expect.stringContaining('PAY-114') });
    }
    expect(http.requests).toEqual([]);
  });
});

describe('follow', () => {
  test('asks every 0.4 s, after 15 s every second, after a minute every two', async () => {
    const { clock, terminal, askedAt } = rig(order(50));
    const standing = await watched(
      clock,
      terminal.follow(HANDLE, () => undefined, call(70_000)),
    );
    expect(standing.kind).toBe('unreachable');
    const pauses = askedAt.slice(1).map((at, index) => [askedAt[index] ?? 0, at - (askedAt[index] ?? 0)] as const);
    expect(new Set(pauses.filter(([at]) => at < 15_000).map(([, pause]) => pause))).toEqual(new Set([400]));
    expect(new Set(pauses.filter(([at]) => at >= 15_200 && at < 60_000).map(([, pause]) => pause))).toEqual(
      new Set([1_000]),
    );
    expect(new Set(pauses.filter(([at]) => at > 60_200).map(([, pause]) => pause))).toEqual(new Set([2_000]));
  });

  test('reports what can be told meanwhile', async () => {
    const { clock, terminal } = rig(order(20), order(20), order(50), order(85), order(100));
    const phases: Phase[] = [];
    const standing = await watched(
      clock,
      terminal.follow(HANDLE, (phase) => phases.push(phase), call()),
    );
    expect(phases).toEqual(['starting', 'starting', 'present-card', 'processing']);
    expect(standing).toMatchObject({ kind: 'final', outcome: { kind: 'approved' } });
  });

  test('ends after 20 s without a readable answer', async () => {
    for (const silence of [noAnswer(), answer(200, '<html>'), problem(503, 'PAY-1503'), problem(410, 'PAY-1410')]) {
      const { clock, terminal } = rig(order(50), silence);
      const standing = await watched(
        clock,
        terminal.follow(HANDLE, () => undefined, call()),
      );
      expect(standing.kind).toBe('unreachable');
      expect(clock.monotonicMs()).toBeGreaterThanOrEqual(20_000);
      expect(clock.monotonicMs()).toBeLessThan(22_000);
    }
  });

  test('a 404 right after the create is waited out; one that stays is believed', async () => {
    const missing = problem(404, 'PAY-1404');
    const late = rig(answer(201, wireOrder(20)), missing, missing, order(50), order(100));
    await late.terminal.begin(paymentOrder(), call());
    expect(await late.terminal.enquire(HANDLE, call())).toMatchObject({ kind: 'unreachable' });
    const found = await watched(
      late.clock,
      late.terminal.follow(HANDLE, () => undefined, call()),
    );
    expect(found).toMatchObject({ kind: 'final' });

    const gone = rig(answer(201, wireOrder(20)), missing);
    await gone.terminal.begin(paymentOrder(), call());
    const absent = await watched(
      gone.clock,
      gone.terminal.follow(HANDLE, () => undefined, call()),
    );
    expect(absent.kind).toBe('absent');
    expect(gone.clock.monotonicMs()).toBeGreaterThanOrEqual(20_000);
  });

  test('slows down as told, more with every "too many", and is no silence', async () => {
    const told = answer(429, { code: 'PAY-1429' }, { 'retry-after': '6' });
    const { clock, terminal, askedAt } = rig(order(50), told, told, told, told, order(50), order(100));
    const standing = await watched(
      clock,
      terminal.follow(HANDLE, () => undefined, call()),
    );
    expect(standing).toMatchObject({ kind: 'final', outcome: { kind: 'approved' } });
    expect(askedAt.slice(1).map((at, index) => at - (askedAt[index] ?? 0))).toEqual([
      400, 6_000, 12_000, 24_000, 30_000, 2_000,
    ]);
  });

  test('rejects with the reason of the signal, also in the middle of a pause', async () => {
    const { clock, terminal } = rig(order(50));
    const stop = new AbortController();
    const follow = terminal.follow(HANDLE, () => undefined, { timeoutMs: 60_000, signal: stop.signal });
    await clock.settle();
    const reason = new Error('shutting down');
    stop.abort(reason);
    await expect(follow).rejects.toBe(reason);
  });
});

describe('the end', () => {
  const incident = (text: string) => ({
    payments: [{ paymentMethod: { id: 1927, input: {} }, supplierData: { incident_text: text } }],
  });

  test('of a payment that failed is asked for once more, signed in, for the reason', async () => {
    const { terminal, http } = rig(order(-90), order(-90, incident('TIMEOUT_EXPIRATION')));
    expect(await terminal.enquire(HANDLE, call())).toMatchObject({ outcome: { kind: 'timed-out' } });
    expect(http.requests.map((request) => request.headers.authorization !== undefined)).toEqual([false, true]);
  });

  test('stands as it is when that second question fails', async () => {
    for (const second of [noAnswer(), problem(401, 'PAY-1401'), order(50)]) {
      expect(await rig(order(-63), second).terminal.enquire(HANDLE, call())).toMatchObject({
        kind: 'final',
        outcome: { kind: 'declined', reason: 'declined-by-issuer' },
      });
    }
  });

  test('turns into "paid" when the second question finds that (P5)', async () => {
    expect(await rig(order(-90), order(100)).terminal.enquire(HANDLE, call())).toMatchObject({
      outcome: { kind: 'approved' },
    });
  });

  test('of a paid one is told at once', async () => {
    const { terminal, http } = rig(order(100));
    await terminal.enquire(HANDLE, call());
    expect(http.requests).toHaveLength(1);
  });
});
