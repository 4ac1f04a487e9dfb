import type { AbortAnswer, Phase, RouteId, Standing } from '@tillbridge/payments';
import type { HttpReply } from '@tillbridge/psp-core';
import { answer, noAnswer, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { KcClient } from './kc-client.ts';
import { createKcQr, type KcQrSettings } from './kc-qr.ts';
import { KC_PAYEE } from './settings.ts';
import { ACCOUNT, call, HANDLE, NOW, ORDER_ID, paymentOrder, wireOrder, wireTransaction } from './testing/samples.ts';
import { problem } from './testing/wire-answers.ts';

const WATCH_MS = 200_000;
const order = (status: string, parts?: Record<string, unknown>) => answer(200, wireOrder(status, parts));
const created = (status: string, parts?: Record<string, unknown>) => answer(201, wireOrder(status, parts));

function rig(settings: Partial<KcQrSettings>, ...script: ConstructorParameters<typeof ScriptedHttp>) {
  const clock = new FakeClock(NOW);
  const askedAt: number[] = [];
  const http = new ScriptedHttp(...script);
  const timed = {
    exchange: (...parts: Parameters<ScriptedHttp['exchange']>) => {
      askedAt.push(clock.monotonicMs());
      return http.exchange(...parts);
    },
  };
  const client = new KcClient({ ...ACCOUNT, returnUrl: 'https://shop.example/thanks' }, timed, clock);
  const qr = createKcQr(
    { route: 'kc-qr' as RouteId, leaseMs: 180_000, method: { kind: 'page' }, ...settings },
    { client, clock },
  );
  return { clock, http, askedAt, qr };
}

/** Lets the clock run until the watch ends. */
async function watched(clock: FakeClock, follow: Promise<Standing>): Promise<Standing> {
  let ended = false;
  const mark = () => {
    ended = true;
  };
  follow.then(mark, mark);
  for (let turns = 0; turns < 5_000 && !ended; turns += 1) {
    await clock.settle(2);
    if (!ended) await clock.advance(clock.nextWakeMs ?? 0);
  }
  return follow;
}

const TRANSFER = wireTransaction('pending', {
  payment_method: 'bank-transfer',
  payment_url: undefined,
  payment_method_details: { reference: '1234567890123456' },
});

describe('begin', () => {
  test('the page is built from the host when no address comes', async () => {
    const { qr } = rig({}, created('new'));
    expect(await qr.begin(paymentOrder(), call())).toEqual({
      kind: 'accepted',
      providerRef: ORDER_ID,
      qr: { payload: `https://kc.example/pay/${ORDER_ID}/`, expiresAt: NOW + 180_000 },
    });
  });

  test('P1: an order of a test project is refused before anybody sees it, unless the account is one for tests', async () => {
    const flags = { flags: ['is-test'] };
    const live = rig({}, created('new', flags));
    expect(await live.qr.begin(paymentOrder(), call())).toMatchObject({
      kind: 'refused',
      reason: 'provider-refused',
      detail: expect.stringContaining('KC-117'),
    });
    const { clock, http } = live;
    const client = new KcClient({ ...ACCOUNT, test: true }, http, clock);
    const test = createKcQr({ route: 'kc-qr' as RouteId, leaseMs: 1, method: { kind: 'page' } }, { client, clock });
    expect(await test.begin(paymentOrder(), call())).toMatchObject({ kind: 'accepted' });
  });

  test.each([
    ['https://page.example/pay/1/', 'https://page.example/pay/1/'],
    ['javascript:alert(1)', `https://kc.example/pay/${ORDER_ID}/`],
    [17, `https://kc.example/pay/${ORDER_ID}/`],
  ])('an order_url %s shows %s', async (order_url, payload) => {
    const { qr } = rig({}, created('new', { order_url }));
    expect(await qr.begin(paymentOrder(), call())).toMatchObject({ qr: { payload } });
  });

  test.each(['ideal', 'credit-card', 'bancontact'] as const)('%s shows its own address, over https', async (kind) => {
    const payment_url = 'http://kc.example/redirect/1/to/payment/';
    const { qr } = rig(
      { method: { kind } },
      created('new', { transactions: [wireTransaction('new', { payment_url })] }),
    );
    expect(await qr.begin(paymentOrder(), call())).toMatchObject({
      kind: 'accepted',
      qr: { payload: 'https://kc.example/redirect/1/to/payment/' },
    });
  });

  test('without an address there is nothing to show, and the order is withdrawn by whoever asked', async () => {
    const { qr } = rig({ method: { kind: 'ideal' } }, created('new', { transactions: [] }));
    expect(await qr.begin(paymentOrder(), call())).toEqual({ kind: 'accepted', providerRef: ORDER_ID, qr: null });
  });

  test('a bank transfer shows the QR of a transfer', async () => {
    const settings = { method: { kind: 'bank-transfer', payee: KC_PAYEE } } as const;
    const { qr } = rig(settings, created('processing', { transactions: [TRANSFER] }));
    const begun = await qr.begin(paymentOrder(), call());
    expect(begun).toMatchObject({ kind: 'accepted', qr: { expiresAt: NOW + 180_000 } });
    expect(begun.kind === 'accepted' && begun.qr?.payload).toMatch(
      /^BCD\n.*NL13INGB0005300060\nEUR14\.70\n\n\n1234567890123456$/s,
    );
  });

  test('a bank transfer to nowhere shows nothing', async () => {
    const { qr } = rig({ method: { kind: 'bank-transfer' } }, created('processing', { transactions: [TRANSFER] }));
    expect(await qr.begin(paymentOrder(), call())).toMatchObject({ kind: 'accepted', qr: null });
  });

  test.each(['error', 'declined', 'cancelled', 'expired'])('an order that is born %s is refused', async (status) => {
    const transactions = [wireTransaction('error', { reason: 'This method is not active.' })];
    const { qr } = rig({ method: { kind: 'ideal' } }, created(status, { transactions }));
    expect(await qr.begin(paymentOrder(), call())).toEqual({
      kind: 'refused',
      reason: 'provider-refused',
      detail: `KC-102 ${status}: This method is not active.`,
      busyForMs: null,
    });
  });

  test('without time left nobody is asked (P6)', async () => {
    const { qr, http } = rig({}, created('new'));
    expect(await qr.begin(paymentOrder({ expiresAt: NOW }), call())).toMatchObject({ kind: 'refused' });
    expect(http.requests).toEqual([]);
  });

  test.each(['ideal', 'credit-card', 'bancontact'] as const)('%s needs a return address', (kind) => {
    const clock = new FakeClock();
    const client = new KcClient(ACCOUNT, new ScriptedHttp(), clock);
    const settings = { route: 'kc' as RouteId, leaseMs: 1, method: { kind } };
    expect(() => createKcQr(settings, { client, clock })).toThrow(RangeError);
  });
});

test('an order whose answer was lost was never shown, so nobody paid it; nobody is asked', async () => {
  const { qr, http } = rig({}, order('completed'));
  const lost = { ...HANDLE, providerRef: null };
  const never = { kind: 'final', outcome: { kind: 'cancelled', reason: 'never-shown' } };
  expect(await qr.enquire(lost, call())).toMatchObject(never);
  expect(await qr.follow(lost, () => undefined, call())).toMatchObject(never);
  expect(await qr.abort(lost, call())).toMatchObject({ kind: 'too-late' });
  expect(http.requests).toEqual([]);
});

test('an order that carries another reference proves nothing (P1)', async () => {
  const { qr } = rig({}, order('completed', { merchant_order_id: 'ANOTHER' }));
  expect(await qr.enquire(HANDLE, call())).toMatchObject({
    kind: 'unreachable',
    detail: expect.stringContaining('KC-114'),
  });
});

describe('follow', () => {
  test('asks every two seconds, after a minute every five, after ten minutes every thirty', async () => {
    const { clock, qr, askedAt } = rig({}, order('new'));
    const standing = await watched(
      clock,
      qr.follow(HANDLE, () => undefined, call(700_000)),
    );
    expect(standing.kind).toBe('unreachable');
    const pauses = askedAt.slice(1).map((at, index) => [askedAt[index] ?? 0, at - (askedAt[index] ?? 0)] as const);
    const between = (from: number, until: number) =>
      new Set(pauses.filter(([at]) => at >= from && at < until).map(([, pause]) => pause));
    expect(between(0, 60_000)).toEqual(new Set([2_000]));
    expect(between(60_000, 600_000)).toEqual(new Set([5_000]));
    expect(between(600_000, 670_000)).toEqual(new Set([30_000]));
  });

  test('forty at once share ten calls a second, and an enquiry finds its turn', async () => {
    const { clock, qr, askedAt } = rig({}, order('new'));
    const open = Array.from({ length: 40 }, () => qr.follow(HANDLE, () => undefined, call(60_000)));
    await clock.advance(30_000);
    const enquiry = qr.enquire(HANDLE, call(3_000));
    await clock.advance(30_000);
    expect(await enquiry).toMatchObject({ kind: 'pending' });
    for (const standing of await Promise.all(open)) expect(standing.kind).toBe('unreachable');
    const within = (fromMs: number) => askedAt.filter((at) => at >= fromMs && at < fromMs + 10_000).length;
    expect(Math.max(...askedAt.map(within))).toBeLessThanOrEqual(120);
    // Each every five seconds.
    expect(within(36_000)).toBe(80);
  });

  test('tells at once what the create has shown, and asks only later', async () => {
    const settings = { method: { kind: 'bank-transfer', payee: KC_PAYEE } } as const;
    const { clock, qr, askedAt } = rig(
      settings,
      created('processing', { transactions: [TRANSFER] }),
      order('completed', { transactions: [wireTransaction('completed')] }),
    );
    await qr.begin(paymentOrder(), call());
    const told: [Phase, string | null | undefined][] = [];
    const follow = qr.follow(HANDLE, (phase, words) => told.push([phase, words]), call(WATCH_MS));
    await clock.settle();
    expect(told).toEqual([['scan', '1234.5678.9012.3456 · NL13.INGB.0005.3000.60 · ING Bank N.V. PSP']]);
    expect(await watched(clock, follow)).toMatchObject({ outcome: { kind: 'approved' } });
    expect(askedAt).toEqual([0, 2_000]);
  });

  test('sees an attempt fail and the next one succeed', async () => {
    const failed = { transactions: [wireTransaction('error', { reason: 'Declined' })] };
    const { clock, qr } = rig(
      {},
      order('new'),
      order('processing'),
      order('error', failed),
      order('processing'),
      order('completed'),
    );
    const told: [Phase, string | null | undefined][] = [];
    const follow = qr.follow(HANDLE, (phase, words) => told.push([phase, words]), call(WATCH_MS));
    expect(await watched(clock, follow)).toMatchObject({ outcome: { kind: 'approved' } });
    expect(told).toEqual([
      ['scan', null],
      ['scanned', null],
      ['scanned', 'Declined'],
      ['scanned', null],
    ]);
  });

  test('ends after 20 s without a readable answer, asking every two', async () => {
    for (const silence of [noAnswer(), answer(200, '<html>'), problem(503), answer(404, '<h1>')]) {
      const { clock, qr } = rig({}, order('new'), silence);
      expect(
        (
          await watched(
            clock,
            qr.follow(HANDLE, () => undefined, call(WATCH_MS)),
          )
        ).kind,
      ).toBe('unreachable');
      expect(clock.monotonicMs()).toBeGreaterThanOrEqual(22_000);
      expect(clock.monotonicMs()).toBeLessThan(25_000);
    }
  });

  test('silence counts from its own beginning', async () => {
    const { clock, qr } = rig({}, noAnswer(), noAnswer(), order('new'), noAnswer(), order('completed'));
    expect(
      await watched(
        clock,
        qr.follow(HANDLE, () => undefined, call(WATCH_MS)),
      ),
    ).toMatchObject({ kind: 'final' });
  });

  test('slows down as told, more with every "too many", and that is no silence', async () => {
    const told = answer(429, { error: { status: 429 } }, { 'retry-after': '6' });
    const { clock, qr, askedAt } = rig({}, order('new'), told, told, told, told, order('new'), order('completed'));
    await watched(
      clock,
      qr.follow(HANDLE, () => undefined, call(WATCH_MS)),
    );
    expect(askedAt.slice(1).map((at, index) => at - (askedAt[index] ?? 0))).toEqual([
      2_000, 6_000, 12_000, 24_000, 30_000, 5_000,
    ]);
  });
});

describe('abort', () => {
  const aborted = async (
    settings: Partial<KcQrSettings>,
    ...script: HttpReply[]
  ): Promise<[AbortAnswer, readonly string[]]> => {
    const { qr, http } = rig(settings, ...script);
    return [await qr.abort(HANDLE, call()), http.requests.map(({ method }) => method)];
  };

  test.each<[string, readonly HttpReply[], AbortAnswer['kind'], string]>([
    ['cancelled', [order('cancelled')], 'accepted', 'DELETE'],
    ['answered without a body', [answer(204, '')], 'accepted', 'DELETE'],
    ['still open, as it says', [order('processing')], 'accepted', 'DELETE'],
    ['paid meanwhile', [order('completed')], 'too-late', 'DELETE'],
    ['not allowed, and paid', [problem(400), order('completed')], 'too-late', 'DELETE GET'],
    ['not allowed, and expired', [problem(404), order('expired')], 'too-late', 'DELETE GET'],
    ['not allowed, because it was done before', [problem(400), order('cancelled')], 'accepted', 'DELETE GET'],
    ['not allowed at all', [answer(405, '<h1>'), order('new')], 'too-late', 'DELETE GET'],
    ['not allowed, and no answer why', [problem(405), noAnswer()], 'unreachable', 'DELETE GET'],
    ['not there', [problem(404)], 'too-late', 'DELETE GET GET'],
    ['not answered', [noAnswer()], 'unreachable', 'DELETE'],
    ['too many', [problem(429)], 'unreachable', 'DELETE'],
  ])('%s', async (_name, script, kind, methods) => {
    const [answered, asked] = await aborted({}, ...script);
    expect(answered.kind).toBe(kind);
    expect(asked.join(' ')).toBe(methods);
  });

  test('where the platform has no cancel, the order is looked at and left alone', async () => {
    const [answered, asked] = await aborted({ cancel: 'none' }, order('processing'));
    expect(answered).toMatchObject({ kind: 'too-late', detail: expect.stringContaining('KC-111') });
    expect(asked).toEqual(['GET']);
  });

  test('a bank transfer is withdrawn while the guest is there, and left open afterwards (P5)', async () => {
    const settings = { method: { kind: 'bank-transfer', payee: KC_PAYEE } } as const;
    const made = created('processing', { transactions: [TRANSFER] });
    const { qr, http, clock } = rig(settings, made, order('cancelled'));
    await qr.begin(paymentOrder(), call());
    await clock.advance(179_999);
    expect(await qr.abort(HANDLE, call())).toEqual({ kind: 'accepted' });
    await clock.advance(1);
    expect(await qr.abort(HANDLE, call())).toMatchObject({
      kind: 'too-late',
      detail: expect.stringContaining('KC-116'),
    });
    expect(http.requests.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
    const restarted = rig(settings, order('cancelled'));
    expect(await restarted.qr.abort(HANDLE, call())).toMatchObject({ kind: 'too-late' });
    expect(restarted.http.requests).toEqual([]);
  });
});
