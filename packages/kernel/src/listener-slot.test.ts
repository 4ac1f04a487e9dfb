import { expect, test } from 'vitest';
import { ListenerSlot } from './listener-slot.ts';

test('what came before the listener is given to it at once and in order, then what comes', () => {
  const slot = new ListenerSlot<number>();
  slot.give(1);
  slot.give(2);
  const heard: number[] = [];
  slot.set((value) => heard.push(value));
  slot.give(3);
  expect(heard).toEqual([1, 2, 3]);
});

test('a second listener takes the place of the first', () => {
  const slot = new ListenerSlot<number>();
  const first: number[] = [];
  const second: number[] = [];
  slot.set((value) => first.push(value));
  slot.give(1);
  slot.set((value) => second.push(value));
  slot.give(2);
  expect([first, second]).toEqual([[1], [2]]);
});
