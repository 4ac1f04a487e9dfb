import { reconcileReportSchema } from '@tillbridge/contracts';
import { cents } from '@tillbridge/kernel';
import type { ListedPayment } from '@tillbridge/payments';
import { describe, expect, it } from 'vitest';
import type { DeviceEntry } from '../exchanges/device-journal.ts';
import { calendarDay } from './calendar-day.ts';
import type { TerminalTotals } from './end-of-day.ts';
import type { Entry } from './entry.ts';
import { type AccountList, reconcile } from './reconcile.ts';

const DAY = calendarDay('2026-11-21', 'Europe/Amsterdam') ?? never();
const NOON = DAY.from + 12 * 3_600_000;

function never(): never {
  throw new Error('the day exists');
}

function ours(changes: Partial<Entry> = {}): Entry {
  return {
    id: '01PAYMENT',
    at: NOON,
    direction: 'pay',
    route: 'qr',
    till: '3-12',
    externalPaymentId: 'external-1',
    providerRef: 'order-1',
    original: null,
    askedCents: cents(1470),
    stands: 'paid',
    finalCents: cents(1470),
    told: 'paid',
    tillAsks: true,
    ...changes,
  };
}

function theirs(changes: Partial<ListedPayment> = {}): ListedPayment {
  return {
    providerRef: 'order-1',
    reference: '01PAYMENT',
    direction: 'pay',
    amountCents: cents(1470),
    state: 'paid',
    at: NOON + 5_000,
    ...changes,
  };
}

function compare(
  entries: readonly Entry[],
  list: AccountList | readonly ListedPayment[],
  terminalTotals: ReadonlyMap<string, TerminalTotals> = new Map(),
  devices: readonly DeviceEntry[] = [],
) {
  const answer: AccountList = 'kind' in list ? list : { kind: 'list', payments: list };
  const report = reconcile({
    day: DAY,
    madeAt: DAY.until,
    entries,
    devices,
    nameOf: ({ route, account }) => `name of ${route ?? account}`,
    accountOf: (route) => (route === 'qr' ? 'pay' : null),
    lists: new Map([['pay', answer]]),
    terminalTotals,
  });
  return reconcileReportSchema.parse(report);
}

const kinds = (report: ReturnType<typeof compare>) => report.lines.map(({ kind }) => kind);

describe('a day compared', () => {
  it.each<[string, Partial<Entry>, readonly Partial<ListedPayment>[], string, string, RegExp]>([
    ['all three agree', {}, [{}], 'equal', 'nobody', /^$/],
    ['found by the provider’s own name', {}, [{ reference: null }], 'equal', 'nobody', /^$/],
    ['nobody paid', { stands: 'not-paid', told: 'not-paid' }, [{ state: 'not-paid' }], 'equal', 'nobody', /^$/],
    ['never started', { stands: 'not-paid', told: null, providerRef: null }, [], 'equal', 'nobody', /^$/],
    ['paid, and the till was not told', { told: null }, [{}], 'paid-not-told', 'manager', /the till was not told/],
    [
      'paid, and the till was told no',
      { stands: 'open', told: 'not-paid' },
      [{}],
      'paid-not-told',
      'manager',
      /told that it is not/,
    ],
    ['paid, and no proof of it', { stands: 'not-paid' }, [{}], 'journal-differs', 'it', /no proof/],
    ['told paid, nothing there', {}, [], 'told-not-paid', 'manager', /was told paid: the provider has nothing/],
    ['told paid, not paid there', {}, [{ state: 'not-paid' }], 'told-not-paid', 'manager', /lists it as not paid/],
    ['proof of a payment that is not there', { told: null }, [], 'told-not-paid', 'it', /journal has proof/],
    [
      'another amount',
      {},
      [{ amountCents: cents(1500) }],
      'amount-differs',
      'manager',
      /lists €15\.00; the journal says €14\.70/,
    ],
    [
      'open there',
      { stands: 'open', told: null },
      [{ state: 'open' }],
      'open-at-provider',
      'cashier',
      /may still be paid/,
    ],
    ['still open there after proof', {}, [{ state: 'open' }], 'open-at-provider', 'nobody', /compare again/],
    ['open here', { stands: 'open', told: null }, [], 'open-here', 'cashier', /settle it in the cashier window/],
    ['offline, not settled', { stands: 'queued' }, [], 'not-settled', 'manager', /took it offline/],
    ['offline, refused later', { stands: 'refused' }, [], 'told-not-paid', 'manager', /scheme refused/],
    ['a refund', { direction: 'refund' }, [{ direction: 'refund' }], 'equal', 'nobody', /^$/],
    ['a refund that is not there', { direction: 'refund' }, [], 'told-not-paid', 'manager', /told refunded/],
    [
      'a refund that no till waits for',
      { direction: 'refund', told: null, tillAsks: false },
      [{ direction: 'refund' }],
      'equal',
      'nobody',
      /^$/,
    ],
  ])('%s', (_name, entry, list, kind, whoActs, words) => {
    const report = compare([ours(entry)], list.map(theirs));
    expect(report.lines).toMatchObject([{ kind, whoActs, explanation: expect.stringMatching(words) }]);
    expect(report.equal).toBe(kind === 'equal');
  });

  it('names what only the provider has', () => {
    const report = compare(
      [ours()],
      [
        theirs(),
        theirs({ providerRef: 'order-2', reference: null }),
        theirs({ providerRef: 'refund-1', reference: '01PAYMENT', direction: 'refund', amountCents: cents(520) }),
        theirs({ providerRef: 'refund-2', reference: null, direction: 'refund' }),
        theirs({ providerRef: 'order-3', reference: 'web-shop', state: 'open' }),
        theirs({ providerRef: 'order-4', reference: 'web-shop', state: 'not-paid' }),
      ],
    );
    expect(kinds(report)).toEqual([
      'equal',
      'only-at-provider',
      'refund-only-at-provider',
      'refund-only-at-provider',
      'open-at-provider',
      'equal',
    ]);
    expect(report.lines[2]?.explanation).toContain('€5.20 of payment 01PAYMENT');
  });

  it('P3: more money than one payment asked for is a line of its own', () => {
    const report = compare([ours()], [theirs(), theirs({ providerRef: 'order-9' })]);
    expect(kinds(report)).toEqual(['equal', 'twice-at-provider']);
    expect(report.totals).toMatchObject([{ journal: { paidCents: 1470 }, provider: { paidCents: 2940 } }]);
  });

  it('a refund is known by what it gives back when its line has no other name, and no two are the same one', () => {
    const back = {
      direction: 'refund',
      askedCents: cents(520),
      finalCents: cents(520),
      tillAsks: false,
      told: null,
    } as const;
    const refund = (id: string) =>
      ours({ ...back, id, original: '01PAYMENT', providerRef: null, externalPaymentId: null });
    const line = theirs({ direction: 'refund', reference: null, amountCents: cents(520) });
    const report = compare([ours(), refund('01REFUND1'), refund('01REFUND2')], [theirs(), line, line]);
    expect(kinds(report)).toEqual(['equal', 'equal', 'equal']);
  });

  it('an account that can’t be asked proves nothing, and says why', () => {
    const report = compare([ours()], { kind: 'unreachable', detail: 'PAY-901 no answer' });
    expect(report.lines).toMatchObject([{ kind: 'provider-not-asked', provider: null, whoActs: 'it' }]);
    expect(report.lines[0]?.explanation).toContain('PAY-901');
    expect(report).toMatchObject({ equal: false, accounts: [{ answer: 'unreachable' }] });
  });

  it('a payment around midnight is compared on the day it was asked for, once', () => {
    const late = ours({ at: DAY.until - 2_000 });
    const early = ours({ id: '01EARLY', providerRef: 'order-0', at: DAY.from - 2_000 });
    const report = compare(
      [late, early],
      [
        theirs({ at: DAY.until + 3_000 }),
        theirs({ reference: '01EARLY', providerRef: 'order-0', at: DAY.from + 1_000 }),
      ],
    );
    expect(kinds(report)).toEqual(['other-day', 'equal']);
    expect(report).toMatchObject({ equal: true, totals: [{ provider: { paidCents: 1470 } }] });
  });
});

describe('a payment that was started on a terminal itself', () => {
  const device = (changes: Partial<DeviceEntry> = {}): DeviceEntry => ({
    orderId: '51000200023X1f44',
    account: 'pay',
    terminal: 'TH-1234-5678',
    direction: 'pay',
    amountCents: cents(1250),
    at: NOON,
    toldAt: NOON + 1_000,
    state: 'paid',
    ...changes,
  });
  const listed = (changes: Partial<ListedPayment> = {}) =>
    theirs({ providerRef: '51000200023X1f44', reference: null, amountCents: cents(1250), ...changes });

  it('is in journal and provider, and somebody has to enter it at a till', () => {
    const report = compare([ours()], [theirs(), listed()], new Map(), [device()]);
    expect(report.lines[1]).toMatchObject({
      kind: 'only-at-provider',
      whoActs: 'manager',
      amountCents: 1250,
      why: { reason: 'onDevice', thereCents: 1250 },
      told: null,
      journal: { says: 'paid', cents: 1250 },
      provider: { says: 'paid', cents: 1250 },
    });
    expect(report.totals[1]).toMatchObject({ route: null, name: 'name of pay', told: { paidCents: 0 } });
  });

  it.each<[string, AccountList | readonly ListedPayment[], Partial<DeviceEntry>, string]>([
    ['given back there', [listed({ direction: 'refund' })], { direction: 'refund' }, 'refund-only-at-provider'],
    ['open there', [listed({ state: 'open' })], { state: 'open' }, 'open-at-provider'],
    ['not paid', [listed({ state: 'not-paid' })], { state: 'not-paid' }, 'equal'],
    ['not paid, and not there', [], { state: 'not-paid' }, 'equal'],
    ['paid, and not there', [], {}, 'told-not-paid'],
    ['of an account that can’t be asked', { kind: 'unreachable', detail: 'PAY-109' }, {}, 'provider-not-asked'],
    ['of an account without a list', { kind: 'no-list' }, {}, 'only-at-provider'],
  ])('%s', (_name, list, changes, kind) => {
    expect(kinds(compare([], list, new Map(), [device(changes)]))).toEqual([kind]);
  });

  it('is compared on one day: the provider’s, else the one it was made on', () => {
    const late = compare([], [listed({ at: DAY.until + 1 })], new Map(), [device()]);
    expect(late.lines).toEqual([]);
    const early = compare([], [listed()], new Map(), [device({ at: DAY.from - 1 })]);
    expect(kinds(early)).toEqual(['only-at-provider']);
    expect(compare([], [], new Map(), [device({ at: DAY.from - 1 })]).lines).toEqual([]);
  });
});

describe('a terminal on a wire', () => {
  const pin = (changes: Partial<Entry> = {}) => ours({ route: 'pin-3', ...changes });
  const totals = (paid: number, refunded = 0) =>
    new Map([['pin-3', { paidCents: cents(paid), refundedCents: cents(refunded) }]]);

  it('has no list: said, and no difference', () => {
    const report = compare([pin()], []);
    expect(report.lines).toMatchObject([{ kind: 'not-compared', explanation: expect.stringContaining('end-of-day') }]);
    expect(report.equal).toBe(true);
  });

  it('is still held against what the till was told', () => {
    expect(kinds(compare([pin({ told: null })], []))).toEqual(['paid-not-told']);
    expect(kinds(compare([pin({ stands: 'open', told: null })], []))).toEqual(['open-here']);
    expect(kinds(compare([pin({ stands: 'not-paid' })], []))).toEqual(['told-not-paid']);
  });

  it('is compared by the totals of its end of day when they are known', () => {
    expect(kinds(compare([pin()], [], totals(1470)))).toEqual(['equal']);
    const report = compare([pin()], [], totals(1500, 100));
    expect(kinds(report)).toEqual(['not-compared', 'totals-differ', 'totals-differ']);
    expect(report.lines[1]?.explanation).toBe('The terminal’s end of day says €15.00 paid, the journal €14.70.');
    expect(report.equal).toBe(false);
  });
});
