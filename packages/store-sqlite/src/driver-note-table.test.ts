import type { DriverMemory, PaymentId, RouteId } from '@tillbridge/payments';
import { MemoryDriverMemory, samplePayment, withTempStore } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { openConnection } from './connection.ts';

const route = 'counter' as RouteId;
const DAY_MS = 86_400_000;

/** What the store and its stand-in both promise. */
describe.each<[string, (use: (memory: DriverMemory) => Promise<void>) => Promise<void>]>([
  ['the store', (use) => withTempStore(({ store }) => use(store.driverMemory))],
  ['its stand-in', (use) => use(new MemoryDriverMemory())],
])('notes of drivers in %s', (_, lend) => {
  test('are kept per route and key, in their last form, and read once they are written', async () => {
    await lend(async (memory) => {
      const other = 'other' as RouteId;
      expect(memory.read(route, 'P1')).toBeUndefined();
      const first = memory.write(route, 'P1', { trace: '000042' });
      expect(memory.read(route, 'P1')).toBeUndefined();
      await first;
      const note = { trace: '000042', steps: ['armed', 'ended'] };
      const both = [memory.write(route, 'P1', note), memory.write(other, 'P1', null)];
      note.steps.push('changed by its owner');
      await Promise.all(both);
      expect(memory.read(route, 'P1')).toEqual({ trace: '000042', steps: ['armed', 'ended'] });
      expect(memory.read(other, 'P1')).toBeNull();
      expect(memory.read(route, 'P2')).toBeUndefined();
    });
  });
});

describe('notes of drivers', () => {
  test('are there again after a restart', async () => {
    await withTempStore(async (lent) => {
      const { driverMemory } = lent.store;
      await driverMemory.write(route, 'P1', { trace: '000042', steps: ['armed'] });
      await driverMemory.write(route, 'terminal', 'TID 52500001');
      const again = lent.reopen().driverMemory;
      expect(again.read(route, 'P1')).toEqual({ trace: '000042', steps: ['armed'] });
      expect(again.read(route, 'terminal')).toBe('TID 52500001');
    });
  });

  test('share a commit with what else was written, and are read once that commit is through', async () => {
    await withTempStore(async ({ store }) => {
      const payment = samplePayment(1);
      const both = Promise.all([store.commit((tx) => tx.insert(payment)), store.driverMemory.write(route, 'P1', 1)]);
      expect(store.driverMemory.read(route, 'P1')).toBeUndefined();
      await both;
      expect([store.byId(payment.id), store.driverMemory.read(route, 'P1')]).toEqual([payment, 1]);
    });
  });

  test('reject when the file takes no more writes', async () => {
    await withTempStore(async ({ store }) => {
      store.close();
      await expect(store.driverMemory.write(route, 'P1', 1)).rejects.toMatchObject({ code: 'TILL-228' });
    });
  });

  test('that can’t be read are refused by name of the column', async () => {
    await withTempStore(async (lent) => {
      await lent.store.driverMemory.write(route, 'P1', 1);
      lent.store.close();
      const connection = openConnection(lent.file, { readOnly: false });
      connection.prepare('UPDATE driver_note SET note = ?').run('{');
      connection.close();
      expect(() => lent.reopen().driverMemory.read(route, 'P1')).toThrow(
        expect.objectContaining({ code: 'TILL-222', about: 'driver_note.note' }),
      );
    });
  });

  test('of payments go after 90 days, but not while a payment awaits proof, and never those of the device', async () => {
    await withTempStore(async ({ store, clock }) => {
      const open = samplePayment(1, { state: 'unknown', reason: 'queued' });
      const ended = samplePayment(2, { state: 'declined' });
      await store.commit((tx) => {
        tx.insert(open);
        tx.insert(ended);
      });
      const keys = [open.id, ended.id, 'of-no-payment' as PaymentId, 'terminal'];
      for (const key of keys) await store.driverMemory.write(route, key, key);
      const kept = () => keys.filter((key) => store.driverMemory.read(route, key) !== undefined);
      await clock.advance(90 * DAY_MS);
      await store.driverMemory.write(route, 'young', 1);
      expect(kept()).toEqual(keys);
      await clock.advance(1);
      await store.driverMemory.write(route, 'young', 2);
      expect(kept()).toEqual([open.id, 'terminal']);
    });
  });

  test('that are old go a few at a time', async () => {
    await withTempStore(async ({ store, clock }) => {
      const keys = Array.from({ length: 20 }, (_, n) => `P${n}`);
      await Promise.all(keys.map((key) => store.driverMemory.write(route, key, 1)));
      await clock.advance(91 * DAY_MS);
      const left = () => keys.filter((key) => store.driverMemory.read(route, key) !== undefined).length;
      const counts: number[] = [];
      for (let write = 0; write < 4; write += 1) {
        await store.driverMemory.write(route, 'young', write);
        counts.push(left());
      }
      expect(counts).toEqual([12, 4, 0, 0]);
    });
  });
});
