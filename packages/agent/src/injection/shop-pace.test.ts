import { FakeClock } from '@tillbridge/testkit';
import type { ShopId } from '@tillbridge/vouchers';
import { expect, it } from 'vitest';
import { ShopPace } from './shop-pace.ts';

const web = 'web' as ShopId;
const gate = 'gate' as ShopId;

function paceOf(requestsPerSecond: number) {
  const clock = new FakeClock();
  const shops = [web, gate].map((id) => ({ id, requestsPerSecond }));
  return { pace: new ShopPace(shops, clock), clock };
}

/** How many of so many calls are let in, each over before the next. */
function letIn(pace: ShopPace, shop: ShopId, calls: number): number {
  let count = 0;
  for (let n = 0; n < calls; n += 1) {
    const entry = pace.enter(shop);
    if (!entry.ok) continue;
    entry.leave();
    count += 1;
  }
  return count;
}

it('lets in what a shop saved up in ten seconds, then its pace', () => {
  const { pace, clock } = paceOf(20);
  expect(letIn(pace, web, 500)).toBe(200);
  expect(pace.enter(web)).toEqual({ ok: false, afterMs: 50 });
  clock.moveOn(50);
  expect(letIn(pace, web, 5)).toBe(1);
  clock.moveOn(1_000);
  expect(letIn(pace, web, 500)).toBe(20);
  clock.moveOn(3_600_000);
  expect(letIn(pace, web, 500)).toBe(200);
});

it('is told when to come back, and is let in then', () => {
  const { pace, clock } = paceOf(1);
  expect(letIn(pace, web, 10)).toBe(10);
  clock.moveOn(300);
  const entry = pace.enter(web);
  expect(entry).toEqual({ ok: false, afterMs: 700 });
  clock.moveOn(700);
  expect(pace.enter(web).ok).toBe(true);
});

it('of one shop is nothing to another', () => {
  const { pace } = paceOf(20);
  letIn(pace, web, 500);
  expect(letIn(pace, gate, 500)).toBe(200);
});

it('holds no more than sixteen bodies of one shop at once', () => {
  const { pace } = paceOf(1_000);
  const entries = Array.from({ length: 20 }, () => pace.enter(web));
  expect(entries.map(({ ok }) => ok)).toEqual([...Array(16).fill(true), ...Array(4).fill(false)]);
  expect(entries[16]).toEqual({ ok: false, afterMs: 1_000 });
  const [first] = entries;
  if (first?.ok) first.leave();
  expect(pace.enter(web).ok).toBe(true);
  expect(pace.enter(web).ok).toBe(false);
});

it('of a shop that isn’t there is a mistake of ours', () => {
  expect(() => paceOf(1).pace.enter('nobody' as ShopId)).toThrow(RangeError);
});
