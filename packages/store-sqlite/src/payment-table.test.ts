import { type Cents, LARGEST_AMOUNT_CENTS } from '@tillbridge/kernel';
import {
  type Approval,
  isOpen,
  needsAttention,
  type Payment,
  type PaymentId,
  type RouteId,
  type TerminalId,
  type TillId,
} from '@tillbridge/payments';
import { samplePayment, withTempStore } from '@tillbridge/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openConnection } from './connection.ts';

const text = fc.string({ unit: 'grapheme' });
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const moment = fc.integer({ min: 0, max: 4_102_444_800_000 });
const amount = fc.integer({ min: 1, max: LARGEST_AMOUNT_CENTS }) as fc.Arbitrary<number> as fc.Arbitrary<Cents>;

const approval: fc.Arbitrary<Approval> = fc.record({
  finalCents: amount,
  transactionReference: text,
  cardType: orNull(text),
  terminalLabel: orNull(text),
  providerMethod: orNull(text),
  receipts: fc.array(
    fc.record({ kind: fc.constantFrom('cardholder' as const, 'merchant' as const), lines: fc.array(text) }),
  ),
  settlement: fc.constantFrom('final', 'queued', 'refused'),
});

const changes: fc.Arbitrary<Partial<Payment>> = fc.record({
  sessionId: orNull(text),
  means: fc.constantFrom('card', 'qr'),
  direction: fc.constantFrom('pay', 'refund'),
  amountCents: amount,
  terminal: orNull(text) as fc.Arbitrary<TerminalId | null>,
  original: orNull(text) as fc.Arbitrary<PaymentId | null>,
  askedBy: orNull(fc.record({ person: text, reason: text })),
  state: fc.constantFrom('intent', 'started', 'approved', 'declined', 'cancelled', 'timed-out', 'unknown'),
  reason: fc.constantFrom(null, 'terminal-in-use', 'no-proof', 'interrupted', 'amount-refused', 'queued'),
  detail: orNull(text),
  providerRef: orNull(text),
  qr: orNull(fc.record({ payload: text, expiresAt: moment })),
  leaseUntil: moment,
  busyUntil: orNull(moment),
  cancelRequest: orNull(
    fc.record({
      by: fc.constantFrom('till', 'till-gave-up', 'sale-left', 'cashier', 'lease', 'nothing-to-show'),
      at: moment,
    }),
  ),
  approval: orNull(approval),
  witness: orNull(fc.record({ at: moment, person: text, says: fc.constantFrom('approved', 'declined') })),
  handOver: orNull(
    fc.record({
      at: moment,
      told: fc.constantFrom('paid', 'not-paid'),
      by: fc.constantFrom('start', 'poll', 'cancel', 'sale-completed', 'person'),
    }),
  ),
  alarm: fc.constantFrom(null, 'paid-after-all', 'witness-mismatch', 'amount-differs', 'queued-declined'),
  createdAt: moment,
  changedAt: moment,
});

describe('stored payments', () => {
  test('come back as they went in, and every list holds exactly those it should', async () => {
    await withTempStore(async ({ store }) => {
      let number = 0;
      const all: Payment[] = [];
      await fc.assert(
        fc.asyncProperty(changes, async (changed) => {
          number += 1;
          const payment = samplePayment(number, changed);
          await store.commit((tx) => tx.insert(payment));
          expect(store.byId(payment.id)).toEqual(payment);
          all.push(payment);
        }),
      );
      expect(store.open()).toEqual(all.filter(isOpen));
      expect(store.needingAttention()).toEqual(all.filter(needsAttention));
      expect(store.recent('1-1' as TillId, 7)).toEqual(all.slice(-7).reverse());
    });
  });

  test('what is open is never remembered from a write that was undone', async () => {
    await withTempStore(async ({ store }) => {
      const [kept, undone] = [samplePayment(1), samplePayment(2)];
      await store.commit((tx) => tx.insert(kept));
      expect(store.open()).toEqual([kept]);
      const closed = { ...kept, state: 'declined', version: kept.version + 1 } as const;
      const together = await Promise.allSettled([
        store.commit((tx) => {
          tx.insert(undone);
          tx.update(closed);
          expect([tx.open(), tx.byId(undone.id), tx.byId(kept.id)]).toEqual([[undone], undone, closed]);
          throw new Error('changed my mind');
        }),
        store.commit((tx) => tx.open()),
      ]);
      expect(together).toEqual([
        expect.objectContaining({ status: 'rejected' }),
        { status: 'fulfilled', value: [kept] },
      ]);
      expect([store.open(), store.byId(undone.id), store.byId(kept.id)]).toEqual([[kept], undefined, kept]);
      expect(store.byKey(undone.subscriptionId, undone.externalPaymentId)).toBeUndefined();
    });
  });

  test('are found by what tills and providers call them', async () => {
    await withTempStore(async ({ store }) => {
      const counter = 'counter' as TerminalId;
      const open = samplePayment(1, { sessionId: 'sale', providerRef: 'EX-1' });
      const past = samplePayment(2, { sessionId: 'sale', state: 'declined' });
      const other = samplePayment(3, { subscriptionId: 'shop-2', terminal: null, means: 'qr' });
      await store.commit((tx) => {
        for (const payment of [open, past, other]) tx.insert(payment);
      });
      expect(store.byKey('shop-1', 'external-1')).toEqual(open);
      expect(store.byKey('shop-2', 'external-1')).toBeUndefined();
      expect(store.byProviderRef('counter' as RouteId, 'EX-1')).toEqual(open);
      expect(store.byProviderRef('other' as RouteId, 'EX-1')).toBeUndefined();
      expect(store.ofSession('shop-1', 'sale')).toEqual([open, past]);
      expect(store.openOfSession('shop-1', 'sale')).toEqual([open]);
      expect(store.openOnTerminal(counter)).toEqual([open]);
      expect(store.byId('nobody' as PaymentId)).toBeUndefined();
    });
  });

  test('are unique by id and by the name the till gave them (P3)', async () => {
    await withTempStore(async ({ store }) => {
      await store.commit((tx) => tx.insert(samplePayment(1)));
      const sameId = samplePayment(1, { externalPaymentId: 'another' });
      const sameKey = samplePayment(2, { externalPaymentId: 'external-1' });
      for (const again of [sameId, sameKey]) {
        await expect(store.commit((tx) => tx.insert(again))).rejects.toMatchObject({ code: 'TILL-229' });
      }
      await store.commit((tx) =>
        tx.insert(samplePayment(3, { subscriptionId: 'shop-2', externalPaymentId: 'external-1' })),
      );
    });
  });

  test('change one version at a time, and never what they were from their first moment on', async () => {
    await withTempStore(async ({ store }) => {
      const payment = samplePayment(1);
      await store.commit((tx) => tx.insert(payment));
      const started: Payment = { ...payment, state: 'started', providerRef: 'EX-1', version: 2 };
      await store.commit((tx) => tx.update(started));
      expect(store.byId(payment.id)).toEqual(started);
      const refused: Payment[] = [
        started,
        { ...started, version: 4 },
        { ...started, version: 3, amountCents: 1 as Cents },
        { ...started, version: 3, terminal: null },
        samplePayment(9, { version: 2 }),
      ];
      for (const update of refused) {
        await expect(store.commit((tx) => tx.update(update))).rejects.toMatchObject({ code: 'TILL-229' });
      }
      expect(store.byId(payment.id)).toEqual(started);
    });
  });

  test('move to another route before one has taken them', async () => {
    await withTempStore(async ({ store }) => {
      const payment = samplePayment(1);
      await store.commit((tx) => tx.insert(payment));
      const moved: Payment = { ...payment, route: 'bar' as RouteId, terminal: 'bar' as TerminalId, version: 2 };
      await store.commit((tx) => tx.update(moved));
      expect(store.byId(payment.id)).toEqual(moved);
      expect(store.openOnTerminal('bar' as TerminalId)).toEqual([moved]);
      expect(store.openOnTerminal('counter' as TerminalId)).toEqual([]);
    });
  });

  test('that no payment can look like are refused by name of the column', async () => {
    await withTempStore(async (lent) => {
      const paid = samplePayment(1, {
        approval: {
          finalCents: 270 as Cents,
          transactionReference: 'r',
          cardType: null,
          terminalLabel: null,
          providerMethod: null,
          receipts: [],
          settlement: 'final',
        },
      });
      await lent.store.commit((tx) => tx.insert(paid));
      for (const [column, value] of [
        ['reason', 'bored'],
        ['approval_receipts', '[{"kind":"cardholder","lines":[1]}]'],
        ['approval_receipts', '{'],
        ['approval_cents', 999_999_999_999],
      ] as const) {
        lent.store.close();
        const connection = openConnection(lent.file, { readOnly: false });
        connection.prepare(`UPDATE payments SET ${column} = ?`).run(value);
        connection.close();
        expect(() => lent.reopen().byId(paid.id)).toThrow(
          expect.objectContaining({ code: 'TILL-222', about: `payments.${column}` }),
        );
        lent.store.close();
        const repair = openConnection(lent.file, { readOnly: false });
        repair.prepare('UPDATE payments SET reason = NULL, approval_receipts = ?, approval_cents = 270').run('[]');
        repair.close();
      }
      expect(lent.reopen().byId(paid.id)).toEqual(paid);
    });
  });
});
