import { FakeClock } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { CallGate, sharePauseMs } from './call-gate.ts';

const call = (timeoutMs = 100_000, signal = new AbortController().signal) => ({ timeoutMs, signal });

test('twenty at once, then ten a second; a quiet time earns twenty again', async () => {
  const clock = new FakeClock();
  const gate = new CallGate(clock, { perSecond: 10 });
  const at: number[] = [];
  const ask = () => gate.through(call(), async () => void at.push(clock.monotonicMs()));
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
  const ask = (name: string, context = call()) =>
    gate.through(context, () => {
      going.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const impatient = new AbortController();
  const [a, b] = [ask('a'), ask('b')];
  const c = ask('c', call(100_000, impatient.signal));
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
  await expect(gate.through(call(100_000, impatient.signal), async () => undefined)).rejects.toThrow('called off');
});

test('a call that fails gives its place up all the same', async () => {
  const gate = new CallGate(new FakeClock(), { perSecond: 1_000, atOnce: 1 });
  await expect(gate.through(call(), () => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
  expect(await gate.through(call(), async () => 'again')).toBe('again');
});

test('a call gets the time that is left; whose turn comes too late waits in vain and takes nobody’s', async () => {
  const clock = new FakeClock();
  const gate = new CallGate(clock, { perSecond: 1 });
  await Promise.all(Array.from({ length: 20 }, () => gate.through(call(), async () => undefined)));
  const left = gate.through(call(5_000), async ({ timeoutMs }) => timeoutMs);
  const late = gate.through(call(1_500), async () => 'made');
  const next = gate.through(call(2_500), async () => clock.monotonicMs());
  await clock.advance(1_499);
  expect(await left).toBe(4_000);
  const outcome = late.then((value) => [value, clock.monotonicMs()]);
  await clock.advance(1_000);
  expect(await outcome).toEqual([null, 1_500]);
  expect(await next).toBe(2_000);
});

test('a place that is not free in time is not waited for any longer', async () => {
  const clock = new FakeClock();
  const gate = new CallGate(clock, { perSecond: 1_000, atOnce: 1 });
  const long = gate.through(call(), () => clock.sleep(10_000).then(() => 'long'));
  const short = gate.through(call(3_000), async () => 'short').then((value) => [value, clock.monotonicMs()]);
  await clock.advance(10_000);
  expect(await short).toEqual([null, 3_000]);
  expect(await long).toBe('long');
  expect(await gate.through(call(), async () => 'free')).toBe('free');
});

test('two hundred payments share eight of ten calls a second', () => {
  expect(sharePauseMs(200, 10)).toBe(25_000);
  expect(sharePauseMs(1, 10)).toBe(125);
});
