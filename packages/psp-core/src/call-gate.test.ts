import { FakeClock } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { CallGate } from './call-gate.ts';

const signal = new AbortController().signal;

test('twenty at once, then ten a second; a quiet time earns twenty again', async () => {
  const clock = new FakeClock();
  const gate = new CallGate(clock, { perSecond: 10 });
  const at: number[] = [];
  const ask = () => gate.through(signal, async () => void at.push(clock.monotonicMs()));
  const asked = Array.from({ length: 25 }, ask);
  await clock.advance(500);
  await Promise.all(asked);
  expect(at.slice(0, 20).every((ms) => ms === 0)).toBe(true);
  expect(at.slice(20)).toEqual([100, 200, 300, 400, 500]);
  await clock.advance(60_000);
  await ask();
  expect(at.at(-1)).toBe(60_500);
});

test('no more at the same time than allowed; who waits longest goes first, and who gives up is passed over', async () => {
  const clock = new FakeClock();
  const gate = new CallGate(clock, { perSecond: 1_000, atOnce: 2 });
  const going: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (name: string, until = signal) =>
    gate.through(until, () => {
      going.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const impatient = new AbortController();
  const [a, b] = [ask('a'), ask('b')];
  const c = ask('c', impatient.signal);
  const d = ask('d');
  await clock.settle();
  expect(going).toEqual(['a', 'b']);
  impatient.abort(new Error('called off'));
  await expect(c).rejects.toThrow('called off');
  ends.get('a')?.();
  await clock.settle();
  expect(going).toEqual(['a', 'b', 'd']);
  ends.get('b')?.();
  ends.get('d')?.();
  await Promise.all([a, b, d]);
  await expect(gate.through(impatient.signal, async () => undefined)).rejects.toThrow('called off');
});

test('a call that fails gives its place up all the same', async () => {
  const gate = new CallGate(new FakeClock(), { perSecond: 1_000, atOnce: 1 });
  await expect(gate.through(signal, () => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
  expect(await gate.through(signal, async () => 'again')).toBe('again');
});
