import type { PaymentId } from '@tillbridge/payments';
import { describe, expect, test } from 'vitest';
import { entryKey, HISTORY_SIZE, newestEntry, provesUnseen } from './history-window.ts';
import type { HistoryItem } from './messages.wire.ts';

const OURS = '01JCARDTERM1NALC0NTRACT001' as PaymentId;

function entry(minute: number, reference: string | null = `R${minute}`): HistoryItem {
  const createdAt = new Date(Date.UTC(2026, 2, 1, 9, minute)).toISOString();
  return { id: null, orderId: null, reference, status: 'SUCCESS', createdAt };
}
const entries = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => entry(from + i));

describe('what a history proves about a payment that is not in it', () => {
  test('the newest entry is found in any order', () => {
    expect(newestEntry([])).toBeNull();
    expect(newestEntry([entry(3), entry(7), entry(5)])).toBe(entryKey(entry(7)));
  });

  test.each([
    ['it was empty and is', [], null, true],
    ['it was empty and holds a few', entries(1, 5), null, true],
    ['it was empty and is full: the payment may have fallen out', entries(0, HISTORY_SIZE), null, false],
    ['it still shows the newest entry from before', entries(5, 25), entryKey(entry(5)), true],
    ['the newest entry from before has fallen out', entries(6, 26), entryKey(entry(5)), false],
    ['it was emptied since', [], entryKey(entry(5)), false],
    ['it was emptied since and holds a few', entries(6, 8), entryKey(entry(5)), false],
    ['the payment is in it', [entry(5), entry(6, OURS)], entryKey(entry(5)), false],
    ['a later entry has no reference: it may be the payment', [entry(5), entry(6, null)], entryKey(entry(5)), false],
    ['an older entry has no reference', [entry(4, null), entry(5)], entryKey(entry(5)), true],
    [
      'an entry has neither reference nor time',
      [entry(5), { ...entry(6, null), createdAt: null }],
      entryKey(entry(5)),
      true,
    ],
  ] as const)('%s', (_, items, before, proved) => {
    expect(provesUnseen(items, before, OURS)).toBe(proved);
    expect(provesUnseen([...items].reverse(), before, OURS)).toBe(proved);
  });
});
