import type { PaymentId, RouteId } from '@tillbridge/payments';
import { samplePayment, withTempStore } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { openConnection } from './connection.ts';

const route = 'counter' as RouteId;
const DAY_MS = 86_400_000;

describe('notes of drivers', () => {
  test('are there again after a restart, per route and key, in their last form', async () => {
    await withTempStore(async (lent) => {
      const { driverMemory } = lent.store;
      expect(driverMemory.read(route, 'P1')).toBeUndefined();
      await driverMemory.write(route, 'P1', { traceNumber: '000042', steps: ['armed'] });
      await driverMemory.write(route, 'P1', { traceNumber: '000042', steps: ['armed', 'ended'] });
      await driverMemory.write('other' as RouteId, 'P1', null);
      await driverMemory.write(route, 'terminal', 'TID 52500001');
      const again = lent.reopen().driverMemory;
      expect(again.read(route, 'P1')).toEqual({ traceNumber: '000042', steps: ['armed', 'ended'] });
      expect(again.read('other' as RouteId, 'P1')).toBeNull();
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
