import { type OutboxDraft, STORAGE_ERRORS, TillbridgeError } from '@tillbridge/kernel';
import { type LentStore, seededRandom, withTempStore } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { OutboxDispatcher } from './outbox-dispatcher.ts';
import type { Delivery, OutboxHandler, OutboxPolicy } from './outbox-handler.ts';
import type { JournalStore, OutboxItem } from './ports.ts';

const POLICY: OutboxPolicy = {
  backoff: { firstMs: 1_000, capMs: 8_000, factor: 2, jitter: 0 },
  attempts: 3,
  concurrency: 2,
  deliveryMs: 10_000,
  leaseMs: 20_000,
  drainMs: 3_000,
};

/** A handler that notes its calls and ends them when told. */
class Desk implements OutboxHandler {
  readonly policy?: OutboxPolicy;
  readonly calls: { readonly item: OutboxItem; readonly signal: AbortSignal; end(delivery: Delivery): void }[] = [];
  answer: ((item: OutboxItem) => Delivery) | undefined;

  constructor(policy?: OutboxPolicy) {
    if (policy !== undefined) this.policy = policy;
  }

  deliver(item: OutboxItem, signal: AbortSignal): Promise<Delivery> {
    return new Promise((resolve) => {
      this.calls.push({ item, signal, end: resolve });
      if (this.answer !== undefined) resolve(this.answer(item));
    });
  }
}

interface Bench extends LentStore {
  readonly desk: Desk;
  /** Of the kind `forward`, in a lane of its own: one at a time, two attempts. */
  readonly slow: Desk;
  readonly dispatcher: OutboxDispatcher;
  add(draft?: Partial<OutboxDraft>): Promise<void>;
  item(): OutboxItem | undefined;
}

async function withDispatcher(use: (bench: Bench) => Promise<void>, journal?: (real: JournalStore) => JournalStore) {
  await withTempStore(async (lent) => {
    const desk = new Desk();
    const slow = new Desk({ ...POLICY, concurrency: 1, attempts: 2 });
    const dispatcher = new OutboxDispatcher({
      store: journal === undefined ? lent.store : journal(lent.store),
      clock: lent.clock,
      random: seededRandom(7),
      log: lent.log,
      handlers: new Map([
        ['abort', desk],
        ['forward', slow],
      ]),
      policy: POLICY,
    });
    const bench: Bench = {
      ...lent,
      get store() {
        return lent.store;
      },
      desk,
      slow,
      dispatcher,
      add: async (draft = {}) => {
        const full = { kind: 'abort', key: 'P1', payload: { id: 'P1' }, notBefore: lent.clock.now(), ...draft };
        await lent.store.commit((tx) => tx.enqueue(full));
        dispatcher.kick();
        await lent.clock.settle();
      },
      item: () => lent.store.outbox()[0],
    };
    try {
      await use(bench);
    } finally {
      const closed = dispatcher.close();
      await lent.clock.advance(POLICY.drainMs);
      await closed;
      expect(lent.clock.sleeping).toBe(0);
    }
  });
}

describe('the outbox dispatcher', () => {
  test('delivers what was there before it started, and removes it', async () => {
    await withDispatcher(async ({ add, desk, dispatcher, store, clock }) => {
      desk.answer = () => ({ kind: 'done' });
      await add();
      dispatcher.start();
      await clock.settle();
      expect(desk.calls.map((call) => call.item.payload)).toEqual([{ id: 'P1' }]);
      expect(store.outbox()).toEqual([]);
    });
  });

  test('wakes when an item falls due', async () => {
    await withDispatcher(async ({ add, desk, dispatcher, clock }) => {
      dispatcher.start();
      await add({ notBefore: clock.now() + 90_000 });
      await clock.advance(89_999);
      expect(desk.calls).toHaveLength(0);
      await clock.advance(1);
      expect(desk.calls).toHaveLength(1);
    });
  });

  test('backs off, and parks after the last attempt with the reason a person reads', async () => {
    await withDispatcher(async ({ add, desk, dispatcher, clock, item, log }) => {
      desk.answer = () => ({ kind: 'again', why: 'no answer' });
      dispatcher.start();
      await add();
      expect(item()).toMatchObject({ state: 'waiting', attempts: 1, lastError: 'no answer', lease: null });
      await clock.advance(999);
      expect(desk.calls).toHaveLength(1);
      await clock.advance(1);
      expect(desk.calls).toHaveLength(2);
      await clock.advance(2_000);
      expect(desk.calls).toHaveLength(3);
      expect(item()).toMatchObject({ state: 'parked', lastError: 'gave up after 3 attempts: no answer' });
      expect(log.lines.at(-1)).toMatchObject({ level: 'error', fields: { code: 'TILL-211', key: 'P1' } });
      await clock.advance(600_000);
      expect(desk.calls).toHaveLength(3);
    });
  });

  test('a person sends a parked item round again with all its attempts', async () => {
    await withDispatcher(async ({ add, desk, dispatcher, clock, item, store }) => {
      desk.answer = () => ({ kind: 'park', why: 'unreadable' });
      dispatcher.start();
      await add();
      expect(item()).toMatchObject({ state: 'parked', lastError: 'unreadable' });
      desk.answer = () => ({ kind: 'done' });
      await store.commit((tx) => tx.unpark(item()?.id ?? 0, clock.now()));
      dispatcher.kick();
      await clock.settle();
      expect(desk.calls.map((call) => call.item.attempts)).toEqual([1, 1]);
      expect(store.outbox()).toEqual([]);
    });
  });

  test('parks what nobody handles', async () => {
    await withDispatcher(async ({ add, dispatcher, item }) => {
      dispatcher.start();
      await add({ kind: 'telegram' });
      expect(item()).toMatchObject({ state: 'parked', lastError: 'nobody delivers this kind' });
    });
  });

  test('a kind with a lane of its own keeps nobody waiting, and is bound by its own numbers', async () => {
    await withDispatcher(async ({ add, desk, slow, dispatcher, clock, store }) => {
      for (const key of ['V1', 'V2', 'V3']) await add({ kind: 'forward', key });
      dispatcher.start();
      await clock.settle();
      desk.answer = () => ({ kind: 'done' });
      await add();
      expect(desk.calls).toHaveLength(1);
      expect(slow.calls.map((call) => call.item.key)).toEqual(['V1']);
      expect(dispatcher.underWay).toBe(1);
      slow.answer = () => ({ kind: 'again', why: 'no answer' });
      slow.calls[0]?.end({ kind: 'again', why: 'no answer' });
      await clock.advance(1_000);
      const states = store.outbox().map(({ key, state, attempts }) => ({ key, state, attempts }));
      expect(states).toEqual(['V1', 'V2', 'V3'].map((key) => ({ key, state: 'parked', attempts: 2 })));
    });
  });

  test('a handler that throws is tried again', async () => {
    await withDispatcher(async ({ add, desk, dispatcher, item }) => {
      desk.answer = () => {
        throw new Error('boom');
      };
      dispatcher.start();
      await add();
      expect(item()).toMatchObject({ state: 'waiting', lastError: 'Error: boom' });
    });
  });

  test('a delivery without an end is called off before its lease ends', async () => {
    await withDispatcher(async ({ add, desk, dispatcher, clock, item }) => {
      dispatcher.start();
      await add();
      await clock.advance(POLICY.deliveryMs);
      expect(desk.calls[0]?.signal.aborted).toBe(true);
      expect(item()).toMatchObject({ state: 'waiting', lastError: 'Error: no end after 10000 ms' });
    });
  });

  test('runs no more at once than allowed, and the next as soon as one ends', async () => {
    await withDispatcher(async ({ add, desk, dispatcher, clock }) => {
      for (const key of ['P1', 'P2', 'P3']) await add({ key });
      dispatcher.start();
      await clock.settle();
      expect(desk.calls.map((call) => call.item.key)).toEqual(['P1', 'P2']);
      expect(dispatcher.underWay).toBe(2);
      desk.calls[1]?.end({ kind: 'done' });
      await clock.settle();
      expect(desk.calls.map((call) => call.item.key)).toEqual(['P1', 'P2', 'P3']);
    });
  });

  test('an item whose owner died is due again when the lease runs out; a deadly one is parked in the end (J1)', async () => {
    await withDispatcher(async ({ add, desk, dispatcher, clock, store, item }) => {
      desk.answer = () => ({ kind: 'done' });
      await add();
      for (let death = 1; death <= 3; death += 1) {
        await store.commit((tx) => tx.claim(`dead-${death}`, clock.now(), 20_000, 1));
        if (death === 1) expect(await store.commit((tx) => tx.deliver(item()?.id ?? 0, 'somebody else'))).toBe(false);
        if (death < 3) clock.jumpWall(20_000);
      }
      dispatcher.start();
      await clock.advance(19_999);
      expect(item()).toMatchObject({ state: 'leased', attempts: 3 });
      await clock.advance(1);
      expect(desk.calls).toHaveLength(0);
      expect(item()).toMatchObject({
        state: 'parked',
        lastError: 'gave up after 3 attempts: the agent stopped each time',
      });
    });
  });

  test('a jump of the wall clock does not start a delivery twice', async () => {
    await withDispatcher(async ({ add, desk, dispatcher, clock, store }) => {
      dispatcher.start();
      await add();
      clock.jumpWall(3_600_000);
      dispatcher.kick();
      await clock.settle();
      expect(desk.calls).toHaveLength(1);
      desk.calls[0]?.end({ kind: 'done' });
      await clock.settle();
      expect(store.outbox()).toEqual([]);
    });
  });

  test('a journal that cannot be written is asked again with growing waits', async () => {
    let refuse = true;
    const journal = (real: JournalStore): JournalStore => ({
      ...real,
      commit: (work) => (refuse ? Promise.reject(new TillbridgeError(STORAGE_ERRORS.unwritable)) : real.commit(work)),
    });
    await withDispatcher(async ({ add, desk, dispatcher, clock, log }) => {
      dispatcher.start();
      await add();
      await clock.advance(3_500);
      const refusals = log.lines.filter((line) => line.message === 'the outbox could not be read');
      expect(refusals.length).toBeGreaterThanOrEqual(2);
      expect(refusals.length).toBeLessThan(6);
      refuse = false;
      await clock.advance(8_000);
      expect(desk.calls).toHaveLength(1);
    }, journal);
  });

  test('close lets deliveries end, calls off what takes too long, and claims nothing more', async () => {
    await withDispatcher(async ({ add, desk, dispatcher, clock, store }) => {
      for (const key of ['P1', 'P2', 'P3']) await add({ key });
      dispatcher.start();
      await clock.settle();
      let closed = false;
      const closing = dispatcher.close().then(() => {
        closed = true;
      });
      await clock.settle();
      desk.calls[0]?.end({ kind: 'done' });
      await clock.advance(POLICY.drainMs - 1);
      expect(closed).toBe(false);
      expect(desk.calls[1]?.signal.aborted).toBe(false);
      await clock.advance(1);
      await closing;
      expect(desk.calls).toHaveLength(2);
      const rest = store.outbox().map(({ key, state, lastError }) => ({ key, state, lastError }));
      expect(rest).toEqual([
        { key: 'P2', state: 'waiting', lastError: 'Error: the agent stops' },
        { key: 'P3', state: 'waiting', lastError: null },
      ]);
    });
  });
});
