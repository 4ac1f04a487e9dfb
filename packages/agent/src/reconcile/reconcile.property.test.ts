import type { ReconcileLine } from '@tillbridge/contracts';
import { cents } from '@tillbridge/kernel';
import type { ListedPayment } from '@tillbridge/payments';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CalendarDay, calendarDay } from './calendar-day.ts';
import type { Entry } from './entry.ts';
import { type AccountList, reconcile } from './reconcile.ts';
import { isDifference } from './report-totals.ts';

const ZONE = 'Europe/Amsterdam';
const DAYS = ['2026-10-24', '2026-10-25', '2026-10-26'].flatMap((day) => calendarDay(day, ZONE) ?? []);
const FIRST = DAYS[0]?.from ?? 0;
const LAST = DAYS[2]?.until ?? 0;
/** Two accounts with a list, one without, and a terminal on a wire. */
const ACCOUNTS: Readonly<Record<string, string | null>> = { qr: 'pay', page: 'msp', old: 'none', pin: null };

/** Few, so that sides often agree. */
const amount = fc.constantFrom(520, 950, 1470).map(cents);
const moment = fc.integer({ min: FIRST, max: LAST - 1 });

const entries = fc
  .array(
    fc.record({
      at: moment,
      direction: fc.constantFrom('pay', 'refund'),
      route: fc.constantFrom(...Object.keys(ACCOUNTS)),
      providerRef: fc.option(fc.integer({ min: 0, max: 9 }).map((n) => `order-${n}`)),
      original: fc.option(fc.integer({ min: 0, max: 9 }).map((n) => `01PAYMENT${n}`)),
      askedCents: amount,
      finalCents: amount,
      stands: fc.constantFrom('paid', 'queued', 'refused', 'open', 'not-paid'),
      told: fc.constantFrom('paid', 'not-paid', null),
      tillAsks: fc.boolean(),
    }),
    { maxLength: 10 },
  )
  .map((made) =>
    made.map(
      (entry, n): Entry => ({
        ...entry,
        id: `01PAYMENT${n}`,
        till: '1-1',
        externalPaymentId: `${n}`,
        told: entry.tillAsks ? entry.told : null,
      }),
    ),
  );

const list = fc.array(
  fc.record({
    providerRef: fc.integer({ min: 0, max: 9 }).map((n) => `order-${n}`),
    reference: fc.option(fc.integer({ min: 0, max: 12 }).map((n) => `01PAYMENT${n}`)),
    direction: fc.constantFrom('pay', 'refund'),
    amountCents: amount,
    state: fc.constantFrom('paid', 'open', 'not-paid'),
    at: moment,
  }) satisfies fc.Arbitrary<ListedPayment>,
  { maxLength: 12 },
);

const answers: fc.Arbitrary<AccountList> = fc.oneof(
  { weight: 5, arbitrary: list.map((payments) => ({ kind: 'list' as const, payments })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'unreachable' as const, detail: 'PAY-901' }) },
);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function world(use: (known: readonly Entry[], lists: ReadonlyMap<string, AccountList>) => void) {
  fc.assert(
    fc.property(entries, answers, answers, (known, pay, msp) => {
      use(
        known,
        new Map<string, AccountList>([
          ['pay', pay],
          ['msp', msp],
          ['none', { kind: 'no-list' }],
        ]),
      );
    }),
    { numRuns: 300 },
  );
}

function made(day: CalendarDay, known: readonly Entry[], lists: ReadonlyMap<string, AccountList>) {
  return reconcile({
    day,
    madeAt: day.until,
    entries: known,
    devices: [],
    nameOf: ({ route, account }) => route ?? account ?? '',
    accountOf: (route) => ACCOUNTS[route] ?? null,
    lists,
    terminalTotals: new Map(),
  });
}

test('every payment of ours appears once, on the day it was asked for', () => {
  world((known, lists) => {
    for (const day of DAYS) {
      const found = made(day, known, lists).lines.flatMap(({ payment }) => payment ?? []);
      const expected = known.filter(({ at }) => at >= day.from && at < day.until).map(({ id }) => id);
      expect(found.toSorted()).toEqual(expected.toSorted());
    }
  });
});

test('nothing of a provider is lost or counted twice over the days: its money is the money of its list', () => {
  world((known, lists) => {
    const reports = DAYS.map((day) => made(day, known, lists));
    const counted = reports.flatMap(({ totals }) => totals.map(({ provider }) => provider));
    for (const [direction, name] of [
      ['pay', 'paidCents'],
      ['refund', 'refundedCents'],
    ] as const) {
      const listed = [...lists.values()].flatMap((answer) => (answer.kind === 'list' ? answer.payments : []));
      const theirs = listed.filter((line) => line.direction === direction && line.state === 'paid');
      expect(sum(counted.map((one) => one[name]))).toBe(sum(theirs.map(({ amountCents }) => amountCents)));
    }
  });
});

test('the totals are the sums of the lines, in whole cents', () => {
  world((known, lists) => {
    for (const day of DAYS) {
      const { lines, totals } = made(day, known, lists);
      expect(sum(totals.map((total) => total.lines))).toBe(lines.length);
      expect(sum(totals.map((total) => total.differences))).toBe(lines.filter(isDifference).length);
      for (const side of ['told', 'journal', 'provider'] as const) {
        const of = (direction: ReconcileLine['direction']) =>
          sum(
            lines
              .filter((line) => line.direction === direction && line.kind !== 'other-day')
              .map((line) => line[side]?.cents ?? 0),
          );
        expect(sum(totals.map((total) => total[side].paidCents))).toBe(of('pay'));
        expect(sum(totals.map((total) => total[side].refundedCents))).toBe(of('refund'));
      }
    }
  });
});

test('a line is explained exactly when it isn’t equal, and equal lines name one amount', () => {
  world((known, lists) => {
    for (const day of DAYS) {
      const report = made(day, known, lists);
      expect(report.equal).toBe(!report.lines.some(isDifference));
      for (const { kind, explanation, told, journal, provider } of report.lines) {
        expect(explanation === '').toBe(kind === 'equal');
        expect(explanation).not.toMatch(/\n|undefined|null/);
        if (kind !== 'equal') continue;
        const amounts = new Set([told, journal, provider].flatMap((side) => (side === null ? [] : side.cents)));
        expect(amounts.size, JSON.stringify({ told, journal, provider })).toBeLessThanOrEqual(1);
      }
    }
  });
});
