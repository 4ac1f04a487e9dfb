import { samplePayment, withTempStore } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { openConnection } from './connection.ts';
import { iterateFacts } from './export.ts';

describe('the store', () => {
  test('keeps everything across a restart', async () => {
    await withTempStore(async (lent) => {
      const payment = samplePayment(1);
      const receipt = { source: 'mplus/shop-1', identity: 'm1', receivedAt: 5, kind: 'startExternalPayment' };
      const draft = { kind: 'abort', key: payment.id, payload: { id: payment.id }, notBefore: 9 };
      await lent.store.commit((tx) => {
        expect(tx.accept(receipt)).toBe(true);
        tx.insert(payment);
        tx.appendFact({
          kind: 'payment.intent',
          subject: payment.id,
          at: 5,
          body: { amountCents: 270, none: undefined },
        });
        tx.enqueue(draft);
      });
      const store = lent.reopen();
      expect(store.byId(payment.id)).toEqual(payment);
      expect(store.factsAbout(payment.id)).toMatchObject([{ sequence: 1, body: { amountCents: 270 } }]);
      expect(store.outbox()).toMatchObject([{ ...draft, state: 'waiting', attempts: 0, lease: null, lastError: null }]);
      expect(store.outboxCount()).toEqual({ waiting: 1, parked: 0 });
      expect(store.nextDue()).toBe(9);
      expect(await store.commit((tx) => tx.accept(receipt))).toBe(false);
      store.checkFile();
    });
  });

  test('the inbox knows a message by its sender and the sender’s name for it (J1)', async () => {
    await withTempStore(async ({ store }) => {
      const receipt = { source: 'a', identity: '1', receivedAt: 5, kind: 'k' };
      const answers = await store.commit((tx) => [
        tx.accept(receipt),
        tx.accept({ ...receipt, receivedAt: 6 }),
        tx.accept({ ...receipt, source: 'b' }),
        tx.accept({ ...receipt, identity: '2' }),
      ]);
      expect(answers).toEqual([true, false, true, true]);
    });
  });

  test('facts are read page by page for an export', async () => {
    await withTempStore(async ({ store }) => {
      await store.commit((tx) => {
        for (let at = 1; at <= 1_203; at += 1) tx.appendFact({ kind: 'k', subject: 's', at, body: null });
      });
      let expected = 0;
      for (const fact of iterateFacts(store)) {
        expected += 1;
        expect(fact.sequence).toBe(expected);
      }
      expect(expected).toBe(1_203);
      expect(Iterator.from(iterateFacts(store, 1_200)).toArray()).toHaveLength(4);
    });
  });
});

describe('the outbox', () => {
  const draft = { kind: 'abort', key: 'P1', payload: { n: 1 }, notBefore: 100 };

  test('holds one open item per kind and key', async () => {
    await withTempStore(async ({ store }) => {
      await store.commit((tx) => {
        tx.enqueue(draft);
        tx.enqueue({ ...draft, payload: { n: 2 } });
        tx.enqueue({ ...draft, kind: 'other' });
      });
      expect(store.outbox().map(({ kind, payload }) => ({ kind, payload }))).toEqual([
        { kind: 'abort', payload: { n: 1 } },
        { kind: 'other', payload: { n: 1 } },
      ]);
    });
  });

  test('lends an item to one owner at a time, and only the owner may end it', async () => {
    await withTempStore(async ({ store }) => {
      await store.commit((tx) => tx.enqueue(draft));
      const claim = (owner: string, now: number) => store.commit((tx) => tx.claim(owner, now, 50, 5));
      expect(await claim('a', 99)).toEqual([]);
      const [item] = await claim('a', 100);
      expect(item).toMatchObject({ state: 'leased', attempts: 1, lease: { owner: 'a', until: 150 } });
      const id = item?.id ?? 0;
      expect(await claim('b', 149)).toEqual([]);
      expect(store.nextDue()).toBe(150);
      expect(await claim('b', 150)).toMatchObject([{ id, attempts: 2, lease: { owner: 'b' } }]);
      const late = await store.commit((tx) => [
        tx.deliver(id, 'a'),
        tx.retryLater(id, 'a', 0, 'x'),
        tx.park(id, 'a', 'x'),
      ]);
      expect(late).toEqual([false, false, false]);
      expect(await store.commit((tx) => tx.retryLater(id, 'b', 300, 'later'))).toBe(true);
      expect(store.nextDue()).toBe(300);
      await claim('b', 300);
      expect(await store.commit((tx) => tx.park(id, 'b', 'enough'))).toBe(true);
      expect(store.nextDue()).toBeNull();
      expect(await store.commit((tx) => [tx.unpark(id, 400), tx.unpark(id, 400)])).toEqual([true, false]);
      await claim('b', 400);
      expect(await store.commit((tx) => tx.deliver(id, 'b'))).toBe(true);
      expect(store.outbox()).toEqual([]);
    });
  });

  test('hands out what is due longest first, no more than asked for', async () => {
    await withTempStore(async ({ store }) => {
      await store.commit((tx) => {
        for (const [key, notBefore] of [
          ['c', 30],
          ['a', 10],
          ['b', 20],
          ['d', 40],
        ] as const)
          tx.enqueue({ ...draft, key, notBefore });
      });
      const keys = async (limit: number) =>
        (await store.commit((tx) => tx.claim('o', 35, 50, limit))).map((item) => item.key);
      expect(await keys(2)).toEqual(['a', 'b']);
      expect(await keys(5)).toEqual(['c']);
    });
  });

  test('parks what nobody can read, with the reason (J1)', async () => {
    await withTempStore(async (lent) => {
      await lent.store.commit((tx) => tx.enqueue(draft));
      lent.store.close();
      const connection = openConnection(lent.file, { readOnly: false });
      connection.exec(`UPDATE outbox SET payload = '{"n":'`);
      connection.close();
      const store = lent.reopen();
      expect(await store.commit((tx) => tx.claim('o', 100, 50, 5))).toEqual([]);
      expect(store.outbox()).toMatchObject([
        { key: 'P1', payload: null, state: 'parked', lastError: 'the stored payload is unreadable' },
      ]);
    });
  });
});
