import { cents } from '@tillbridge/kernel';
import type { TillId } from '@tillbridge/payments';
import type { DevicePayment } from '@tillbridge/psp-pay';
import { type LentStore, withTempStore } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { DeviceList } from '../views/device-list.ts';
import { DeviceJournal } from './device-journal.ts';

const DAY_MS = 86_400_000;
const TILL = '1-1' as TillId;
const HOMES = { get: () => new Map([[TILL, 'Pin 1']]) };

function payment(changes: Partial<DevicePayment> = {}): DevicePayment {
  return {
    terminalCode: 'TH-1234-5678',
    direction: 'pay',
    amountCents: cents(1250),
    orderId: '51000200023X1f44',
    at: null,
    state: 'paid',
    status: '100 PAID',
    ...changes,
  };
}

function journalOf({ store, clock }: LentStore) {
  const journal = new DeviceJournal(store, clock);
  let calls = 0;
  const tell = (changes: Partial<DevicePayment> = {}, identity = `call ${++calls}`) =>
    journal.note('pay', payment(changes), { source: 'pay/pay', identity, receivedAt: clock.now(), kind: 'exchange' });
  return { journal, tell, list: () => new DeviceList(HOMES, journal) };
}

describe('payments that were started on a device', () => {
  it('J1: are listed at once, and after a restart as the journal has them', async () => {
    await withTempStore(async (lent) => {
      const { tell, list } = journalOf(lent);
      const watched = list();
      expect(watched.of(TILL, lent.clock.now())).toEqual([]);
      await tell({ at: lent.clock.now() - 5_000 });
      await tell({ orderId: '51000200024X0a00', direction: 'refund', state: 'not-paid' });
      const shown = watched.of(TILL, lent.clock.now());
      expect(shown.map(({ device, entry }) => [device, entry.direction, entry.state, entry.amountCents])).toEqual([
        ['Pin 1', 'pay', 'paid', 1250],
        ['Pin 1', 'refund', 'not-paid', 1250],
      ]);
      expect(shown.map(({ entry }) => lent.clock.now() - entry.at)).toEqual([5_000, 0]);
      expect(list().of(TILL, lent.clock.now())).toEqual(shown);
    });
  });

  it('are one line each, as they were told last; what has ended is not open again', async () => {
    await withTempStore(async (lent) => {
      const { tell, list } = journalOf(lent);
      const watched = list();
      watched.of(TILL, lent.clock.now());
      for (const state of ['open', 'paid', 'open'] as const) {
        await lent.clock.advance(1_000);
        await tell({ state });
      }
      await tell({ state: 'not-paid' }, 'call 2');
      for (const seen of [watched, list()]) {
        expect(seen.of(TILL, lent.clock.now()).map(({ entry }) => entry.state)).toEqual(['paid']);
      }
      await lent.clock.advance(1_000);
      await tell({ state: 'not-paid' });
      expect(watched.of(TILL, lent.clock.now()).map(({ entry }) => entry.state)).toEqual(['not-paid']);
    });
  });

  it('leave the list after a day, however many facts came since', async () => {
    await withTempStore(async (lent) => {
      const { tell, list } = journalOf(lent);
      await tell();
      await lent.clock.advance(DAY_MS - 1);
      await lent.store.commit((transaction) => {
        for (let n = 0; n < 1_200; n += 1) {
          transaction.appendFact({ kind: 'payment.intended', subject: `P${n}`, at: lent.clock.now(), body: {} });
        }
      });
      const watched = list();
      expect(watched.of(TILL, lent.clock.now())).toHaveLength(1);
      await lent.clock.advance(2);
      expect(watched.of(TILL, lent.clock.now())).toEqual([]);
      expect(list().of(TILL, lent.clock.now())).toEqual([]);
    });
  });

  it('are passed over when a fact isn’t as we write it', async () => {
    await withTempStore(async (lent) => {
      const { list } = journalOf(lent);
      const bodies = [null, [], 'x', { account: 'pay' }, { account: 'pay', amountCents: 5, direction: 'sideways' }];
      await lent.store.commit((transaction) => {
        for (const body of bodies) {
          transaction.appendFact({ kind: 'device.payment', subject: 'X', at: lent.clock.now(), body });
        }
        const odd = { account: 'pay', amountCents: 5, direction: 'pay', state: 'new', terminal: 7, madeAt: 'noon' };
        transaction.appendFact({ kind: 'device.payment', subject: 'Y', at: lent.clock.now(), body: odd });
      });
      const [seen, ...more] = list().of(TILL, lent.clock.now());
      expect(more).toEqual([]);
      expect(seen?.entry).toMatchObject({ orderId: 'Y', state: 'review', terminal: null, at: lent.clock.now() });
    });
  });
});
