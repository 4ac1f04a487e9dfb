/** A payment that is watched until it ends: by the stream, by asking, through soft declines and silence. */
import { answer, noAnswer, type Scripted } from '@tillbridge/psp-core/testing';
import { describe, expect, test } from 'vitest';
import { call, GONE, order, rig, watched, watching } from './test/driver-rig.ts';
import { CREATED, HANDLE, paymentOrder, REFERENCE } from './testing/samples.ts';
import { StreamScript } from './testing/scripted-stream.ts';
import { data, problem } from './testing/wire-answers.ts';

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
      ['declined-pin', '4004 PIN required'],
      ['declined-pin', '4004 PIN required'],
    ]);
  });

  test('nobody is asked to present a card as if nothing had happened, also after a restart of ours', async () => {
    const { clock, terminal } = rig([
      order('declined', { reason_code: '4002', reason: 'Insufficient funds' }),
      order('initialized'),
      order('completed'),
    ]);
    const { told, over } = watching(terminal);
    await watched(clock, over);
    expect(told.map(([phase]) => phase)).toEqual(['declined-retry', 'declined-retry']);
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
    expect(later.told.at(-1)).toEqual(['declined-retry', null]);
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
    // A fifth of the pace is left to enquiries.
    expect(askedAt.length).toBeGreaterThan(950);
    stop.abort();
    await Promise.all(all);
  });
});
