import type { PlainJson } from '@tillbridge/kernel';
import { expect, test } from 'vitest';
import { readForwardItem } from './forwarding-item.ts';

test('an item of the outbox is read back as it was written', () => {
  const issues = [{ product: 'BURGER', entitlement: 'e1', copies: 3 }];
  expect(readForwardItem({ issues })).toEqual(issues);
});

test.each<[string, PlainJson]>([
  ['nothing', null],
  ['text', 'issues'],
  ['a list', [1]],
  ['no issues', {}],
  ['none of them', { issues: [] }],
  ['half of one', { issues: [{ product: 'BURGER', copies: 1 }] }],
  ['a count that is no number', { issues: [{ product: 'BURGER', entitlement: 'e1', copies: '3' }] }],
])('%s is no such item', (_what, payload) => {
  expect(readForwardItem(payload)).toBeUndefined();
});
