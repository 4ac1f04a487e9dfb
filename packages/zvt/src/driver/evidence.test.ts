import { type Cents, cents } from '@tillbridge/kernel';
import type { PaymentId } from '@tillbridge/payments';
import { describe, expect, test } from 'vitest';
import { judge, type Sighting, timeOf } from './evidence.ts';
import { isSame, type Mark } from './mark.ts';
import type { OpenPayment } from './notebook.ts';

const NOW = new Date(2026, 2, 1, 12, 0, 30).getTime();

function mark(receipt: string, parts: Partial<Mark> = {}): Mark {
  return {
    terminalId: '52500038',
    trace: `00${receipt}`,
    receipt,
    turnover: null,
    amountCents: cents(1470),
    resultCode: 0,
    originalTrace: null,
    date: '0301',
    time: '120010',
    ...parts,
  };
}

function open(parts: Partial<OpenPayment> = {}): OpenPayment {
  return {
    reference: '01JTEST' as PaymentId,
    direction: 'pay',
    amountCents: cents(1470),
    startedAt: NOW - 25_000,
    before: 'known',
    takesBack: null,
    result: null,
    accepted: false,
    outcome: null,
    ...parts,
  };
}

const BEFORE = mark('0041', { time: '114500' });
const kindOf = (payment: OpenPayment, sighting: Sighting, known: readonly Mark[], aheadMs: number | null = 0) =>
  judge(payment, sighting, { known, aheadMs }, NOW).kind;

describe('what the last stored transaction proves', () => {
  test('a new one of the same amount is ours', () => {
    expect(judge(open(), mark('0042'), { known: [BEFORE], aheadMs: 0 }, NOW)).toEqual({
      kind: 'stored',
      mark: mark('0042'),
    });
  });

  test('one we knew before: ours was not stored', () => {
    expect(kindOf(open(), BEFORE, [BEFORE])).toBe('not-stored');
    expect(kindOf(open({ result: mark('0042') }), BEFORE, [BEFORE])).toBe('not-stored');
  });

  test('a new one that failed', () => {
    expect(kindOf(open(), mark('0042', { resultCode: 0x6c }), [BEFORE])).toBe('failed');
  });

  test('the result we heard, found again, also with another amount', () => {
    const heard = mark('0042', { amountCents: cents(1570) });
    expect(kindOf(open({ result: heard }), heard, [BEFORE])).toBe('stored');
    expect(kindOf(open({ result: heard }), { ...heard, resultCode: 0x6c }, [BEFORE])).toBe('failed');
  });

  test.each<readonly [string, Partial<OpenPayment>, Sighting]>([
    ['nothing is shown', {}, 'unavailable'],
    ['the books were emptied', {}, 'none'],
    ['another amount', {}, mark('0042', { amountCents: cents(1471) })],
    ['no amount', {}, mark('0042', { amountCents: null })],
    ['another hour', {}, mark('0042', { time: '093000' })],
    ['another day', {}, mark('0042', { date: '0228' })],
    ['no result code', {}, mark('0042', { resultCode: null })],
    ['a result was heard, and another transaction is shown', { result: mark('0042') }, mark('0043')],
    ['nothing to compare with, and it says no time', { before: 'unavailable' }, mark('0042', { time: null })],
    ['nothing to compare with, minutes ago', { before: 'unavailable' }, mark('0042', { time: '115500' })],
  ])('unproven: %s', (_, parts, sighting) => {
    expect(kindOf(open(parts), sighting, [BEFORE])).toBe('unproven');
  });

  test('nothing before and nothing now: not stored', () => {
    expect(kindOf(open({ before: 'none' }), 'none', [])).toBe('not-stored');
    expect(kindOf(open({ before: 'none', result: mark('0042') }), 'none', [])).toBe('not-stored');
  });

  test('a clock that was compared before counts with its error; a strange one gets half a day', () => {
    expect(kindOf(open(), mark('0042', { time: '140010' }), [BEFORE], 2 * 3_600_000)).toBe('stored');
    expect(kindOf(open(), mark('0042', { time: '140010' }), [BEFORE], 0)).toBe('unproven');
    expect(kindOf(open(), mark('0042', { time: '140010' }), [BEFORE], null)).toBe('stored');
    expect(kindOf(open(), mark('0042', { date: '0227' }), [BEFORE], null)).toBe('unproven');
  });

  test('nothing to compare with, in these very minutes: ours', () => {
    expect(kindOf(open({ before: 'unavailable' }), mark('0042'), [])).toBe('stored');
  });
});

describe('the same transaction', () => {
  test('by what both say', () => {
    expect(isSame(mark('0042'), mark('0042'))).toBe(true);
    expect(isSame(mark('0042'), mark('0042', { trace: null, time: null, date: null }))).toBe(true);
    expect(isSame(mark('0042'), mark('0043'))).toBe(false);
    expect(isSame(mark('0042'), mark('0042', { amountCents: 1 as Cents }))).toBe(false);
    expect(isSame(mark('0042'), mark('0042', { terminalId: '52500039' }))).toBe(false);
  });

  test('not by an amount alone', () => {
    const bare = { trace: null, receipt: null, turnover: null, date: null, time: null };
    expect(isSame(mark('0042', bare), mark('0042', bare))).toBe(false);
  });
});

test('a terminal’s date has no year: the nearest one is meant', () => {
  const newYear = new Date(2026, 0, 1, 0, 5).getTime();
  const seen = timeOf(mark('0042', { date: '1231', time: '235900' }), newYear);
  expect(new Date(seen ?? 0).getFullYear()).toBe(2025);
  expect(timeOf(mark('0042', { date: '9999', time: '99' }), newYear)).toBeNull();
});
