import { expect, it } from 'vitest';
import { createScanGuard } from './key-guards.ts';

function guard() {
  const isHuman = createScanGuard();
  return (timeStamp: number) => isHuman({ key: '1', timeStamp });
}

it('takes keys of a person, however fast they type', () => {
  const isHuman = guard();
  expect([0, 35, 120, 155].map(isHuman)).toEqual([true, true, true, true]);
});

it('takes at most the first key of a scan', () => {
  const isHuman = guard();
  const scan = Array.from({ length: 14 }, (_, key) => 1_000 + key * 12);
  expect(scan.map(isHuman).slice(1)).toEqual(Array.from({ length: 13 }, () => false));
});

it('takes a person’s key again as soon as the scan is over', () => {
  const isHuman = guard();
  for (const at of [0, 10, 20, 30]) isHuman(at);
  expect(isHuman(65)).toBe(true);
});

it('takes a chord, whose keys come down together', () => {
  const isHuman = createScanGuard();
  expect(isHuman({ key: 'Alt', timeStamp: 1_000 })).toBe(true);
  expect(isHuman({ key: '2', timeStamp: 1_004 })).toBe(true);
});
