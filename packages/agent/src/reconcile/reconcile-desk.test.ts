import { cents, type EpochMs } from '@tillbridge/kernel';
import type { ListedPayment, Payment, PaymentId, ProviderAccount, RouteId, TerminalId } from '@tillbridge/payments';
import { createPayAccount, createPayQr, PayClient, PayManagement } from '@tillbridge/psp-pay';
import { PAY_DEMO_ACCOUNT, startPaySimulator } from '@tillbridge/simulators/pay';
import { FakeClock, type LentStore, memoryLog, samplePayment, withTempStore } from '@tillbridge/testkit';
import { sampleOrder } from '@tillbridge/testkit/contracts';
import { describe, expect, it } from 'vitest';
import { createNodeHttpExchange } from '../http/node-http-exchange.ts';
import { ordersOf } from './payments-since.ts';
import { type ListedRoutes, ReconcileDesk } from './reconcile-desk.ts';

const ZONE = 'Europe/Amsterdam';
const QR = 'pay-qr' as RouteId;
const NOON = Date.parse('2026-11-21T11:00:00Z');

async function put(store: LentStore['store'], payment: Payment): Promise<void> {
  await store.commit((transaction) => {
    transaction.insert(payment);
    transaction.appendFact({ kind: 'payment.intended', subject: payment.id, at: payment.createdAt, body: {} });
  });
}

function paid(number: number, at: EpochMs, changes: Partial<Payment> = {}): Payment {
  return samplePayment(number, {
    route: QR,
    means: 'qr',
    terminal: null,
    state: 'approved',
    providerRef: `order-${number}`,
    createdAt: at,
    changedAt: at,
    approval: {
      finalCents: cents(270),
      transactionReference: `order-${number}`,
      cardType: null,
      terminalLabel: null,
      providerMethod: null,
      receipts: [],
      settlement: 'final',
    },
    handOver: { at, told: 'paid', by: 'poll' },
    ...changes,
  });
}

function line(payment: Payment, changes: Partial<ListedPayment> = {}): ListedPayment {
  const { id, providerRef, direction, amountCents, createdAt } = payment;
  return {
    providerRef: providerRef ?? id,
    reference: id,
    direction,
    amountCents,
    state: 'paid',
    at: createdAt,
    ...changes,
  };
}

function listing(...payments: readonly ListedPayment[]) {
  const asked: (readonly [EpochMs, EpochMs])[] = [];
  const list: ProviderAccount['list'] = async (from, until) => {
    asked.push([from, until]);
    return { kind: 'list', payments: payments.filter(({ at }) => at >= from && at < until) };
  };
  return { asked, can: { list } };
}

function deskOf({ store, clock }: LentStore, accounts: readonly ListedRoutes[]) {
  return new ReconcileDesk({ store, clock, accounts, timeZone: ZONE, log: memoryLog() });
}

describe('the books of a day', () => {
  it('hold every payment that the journal speaks of, however many came after it', async () => {
    await withTempStore(async (lent) => {
      const day = Array.from({ length: 3 }, (_, n) => paid(n + 1, NOON + n));
      const later = Array.from({ length: 700 }, (_, n) => paid(n + 10, NOON + 3 * 86_400_000 + n));
      await Promise.all([...day, ...later].map((payment) => put(lent.store, payment)));
      const { can, asked } = listing(...[...day, ...later].map((payment) => line(payment)));
      const report = await deskOf(lent, [{ account: 'pay', routes: [QR], can }]).report('2026-11-21');
      expect(report).toMatchObject({ equal: true, totals: [{ route: QR, lines: 3, provider: { paidCents: 810 } }] });
      const [from, until] = asked[0] ?? [0, 0];
      expect(new Date(from).toISOString()).toBe('2026-11-20T22:00:00.000Z');
      expect(new Date(until).toISOString()).toBe('2026-11-22T00:00:00.000Z');
    });
  });

  it('recognise what a list gives back of a payment from long ago', async () => {
    await withTempStore(async (lent) => {
      const old = paid(1, NOON - 40 * 86_400_000);
      await put(lent.store, old);
      const back = line(old, { direction: 'refund', providerRef: 'order-1', reference: null, at: NOON });
      const report = await deskOf(lent, [{ account: 'pay', routes: [QR], can: listing(back).can }]).report(
        '2026-11-21',
      );
      expect(report?.lines).toMatchObject([
        { kind: 'refund-only-at-provider', explanation: expect.stringContaining(`payment ${old.id}`) },
      ]);
    });
  });

  it('know a refund from the cashier window: no till waits for it, and the provider names the original alone', async () => {
    await withTempStore(async (lent) => {
      const sale = paid(1, NOON);
      const refund = paid(2, NOON + 1_000, {
        direction: 'refund',
        original: sale.id,
        askedBy: { person: 'Ans', reason: 'not delivered' },
        handOver: null,
        providerRef: 'refund-2',
      });
      for (const payment of [sale, refund]) await put(lent.store, payment);
      const back = line(sale, { direction: 'refund', at: NOON + 2_000 });
      const { can } = listing(line(sale), back);
      const report = await deskOf(lent, [{ account: 'pay', routes: [QR], can }]).report('2026-11-21');
      expect(report?.lines).toMatchObject([
        { kind: 'equal', payment: sale.id },
        { kind: 'equal', payment: refund.id, told: null, provider: { cents: 270 } },
      ]);
    });
  });

  it('name an order once, and for a refund over the account the order it gives back', async () => {
    await withTempStore(async ({ store }) => {
      const old = paid(1, NOON - 40 * 86_400_000);
      const refund = { direction: 'refund', original: old.id, providerRef: 'refund-9' } as const;
      const onDevice = { direction: 'refund', terminal: 'TH-1234-5678' as TerminalId } as const;
      const wire = paid(6, NOON);
      for (const payment of [
        old,
        paid(2, NOON),
        paid(3, NOON, refund),
        paid(4, NOON, refund),
        paid(5, NOON, onDevice),
        { ...wire, providerRef: wire.id },
        paid(7, NOON, { route: 'other' as RouteId }),
        paid(8, NOON + 60_000),
      ]) {
        await put(store, payment);
      }
      const orders = ordersOf(store, 'pay', [QR], NOON, NOON + 60_000).map(({ providerRef }) => providerRef);
      expect(orders.toSorted()).toEqual(['order-1', 'order-2', 'order-5']);
    });
  });

  it('name the orders that status calls of the account told of, also those that were booked later', async () => {
    await withTempStore(async (lent) => {
      const tell = (account: string, orderId: string, at: EpochMs, toldAt: EpochMs) =>
        lent.store.commit((transaction) => {
          const body = {
            account,
            terminal: null,
            direction: 'pay',
            amountCents: 5,
            madeAt: at,
            state: 'paid',
            status: '',
          };
          transaction.appendFact({ kind: 'device.payment', subject: orderId, at: toldAt, body });
        });
      await tell('pay', '1X1', NOON - 60_000, NOON - 60_000);
      await tell('pay', '2X1', NOON, NOON + 1);
      await tell('other', '3X1', NOON, NOON + 2);
      await tell('pay', '4X1', NOON - 90_000, NOON + 3);
      await tell('pay', '5X1', NOON + 60_000, NOON + 60_000);
      const orders = ordersOf(lent.store, 'pay', [QR], NOON, NOON + 60_000).map(({ providerRef }) => providerRef);
      expect(orders.toSorted()).toEqual(['2X1', '4X1']);
    });
  });

  it('know today and yesterday by the venue’s calendar, also where a day is short', async () => {
    await withTempStore(async (lent) => {
      // Clocks went forward on the 29th: a day of 24 hours back would be the 28th.
      const clock = new FakeClock(Date.parse('2026-03-30T00:10:00+02:00'));
      const desk = deskOf({ ...lent, clock }, []);
      expect((await desk.report('today'))?.day).toBe('2026-03-30');
      const yesterday = await desk.report('yesterday');
      expect(yesterday?.day).toBe('2026-03-29');
      expect((yesterday?.until ?? 0) - (yesterday?.from ?? 0)).toBe(23 * 3_600_000);
    });
  });

  it('take an order that two keys see for one', async () => {
    await withTempStore(async (lent) => {
      const payment = paid(1, NOON);
      await put(lent.store, payment);
      const report = await deskOf(lent, [
        { account: 'msp', routes: ['pin-1' as RouteId], can: listing(line(payment)).can },
        { account: 'msp', routes: [QR], can: listing(line(payment)).can },
      ]).report('2026-11-21');
      expect(report).toMatchObject({
        equal: true,
        accounts: [{ account: 'msp (pin-1)' }, { account: 'msp (pay-qr)' }],
      });
      expect(report?.lines).toMatchObject([{ kind: 'equal', account: 'msp (pay-qr)' }]);
    });
  });

  it('say so when an account has no list, fails, or is called off; and ask once for two who want the same day', async () => {
    await withTempStore(async (lent) => {
      await put(lent.store, paid(1, NOON));
      const none = await deskOf(lent, [{ account: 'kc', routes: [QR], can: {} }]).report('2026-11-21');
      expect(none).toMatchObject({ accounts: [{ answer: 'no-list' }], lines: [{ kind: 'not-compared' }] });
      const broken = { list: () => Promise.reject(new Error('boom')) };
      const failed = await deskOf(lent, [{ account: 'kc', routes: [QR], can: broken }]).report('2026-11-21');
      expect(failed).toMatchObject({ accounts: [{ answer: 'unreachable' }], lines: [{ kind: 'provider-not-asked' }] });

      let asked = 0;
      const waiting: ProviderAccount['list'] = (_from, _until, { signal }) => {
        asked += 1;
        return new Promise((resolve) =>
          signal.addEventListener('abort', () => resolve({ kind: 'unreachable', detail: 'called off' })),
        );
      };
      const desk = deskOf(lent, [{ account: 'kc', routes: [QR], can: { list: waiting } }]);
      const both = [desk.report('2026-11-21'), desk.report('2026-11-21')];
      await desk.close();
      for (const report of await Promise.all(both))
        expect(report?.lines).toMatchObject([{ kind: 'provider-not-asked' }]);
      expect(asked).toBe(1);
      expect(await desk.report('2026-02-30')).toBeUndefined();
    });
  });
});

describe('beside Pay. over real HTTP', () => {
  it('finds what was paid and not told, told and not paid, and given back there alone', async () => {
    await withTempStore(async (lent) => {
      const clock = new FakeClock(NOON);
      const simulator = await startPaySimulator({
        port: 0,
        clock,
        inferred: { booksListRefunds: true, booksDelayMs: 0 },
      });
      const http = createNodeHttpExchange({ clock });
      try {
        const account = { ...PAY_DEMO_ACCOUNT, cores: [simulator.url], managementHosts: [simulator.url] };
        const client = new PayClient(account, http, clock);
        const management = new PayManagement(account, http, clock);
        const qr = createPayQr({ route: QR, leaseMs: 180_000 }, { client, clock });
        const call = () => ({ timeoutMs: 10_000, signal: new AbortController().signal });
        const at = clock.now();
        const sell = async (number: number, end: 'pay' | 'decline', told: 'paid' | null) => {
          const payment = paid(number, at, { handOver: told === null ? null : { at, told, by: 'poll' } });
          const { id: reference, amountCents } = payment;
          const order = { ...sampleOrder(clock, { reference, amountCents }), expiresAt: at + 180_000 };
          const begun = await qr.begin(order, call());
          if (begun.kind !== 'accepted') throw new Error(JSON.stringify(begun));
          simulator.page(begun.providerRef, end);
          await put(lent.store, { ...payment, providerRef: begun.providerRef });
          return begun.providerRef;
        };
        await sell(1, 'pay', 'paid');
        await sell(2, 'pay', null);
        await sell(3, 'decline', 'paid');
        const back = await sell(4, 'pay', 'paid');

        const known = (from: EpochMs, until: EpochMs) => ordersOf(lent.store, 'pay', [QR], from, until);
        const can = createPayAccount({ client, management, clock, ordersOf: known });
        const original = { reference: samplePayment(4).id, providerRef: back, amountCents: cents(270) };
        const reference = '01REFVNDAT0FF1CE0000000001' as PaymentId;
        const given = await can.refund({ reference, original, amountCents: cents(120), description: 'x' }, call());
        expect(given.kind).toMatch(/done|pending/);

        const report = await deskOf(lent, [{ account: 'pay', routes: [QR], can }]).report('2026-11-21');
        expect(report?.accounts).toEqual([{ account: 'pay', name: 'pay', answer: 'listed', detail: null }]);
        expect(report?.lines.map(({ kind }) => kind).toSorted()).toEqual([
          'equal',
          'equal',
          'paid-not-told',
          'refund-only-at-provider',
          'told-not-paid',
        ]);
        expect(report?.totals).toMatchObject([
          { route: QR, told: { paidCents: 810 }, journal: { paidCents: 1080 }, provider: { paidCents: 810 } },
          { route: null, account: 'pay', provider: { refundedCents: 120 } },
        ]);
      } finally {
        http.close();
        await simulator.close();
      }
    });
  });
});
