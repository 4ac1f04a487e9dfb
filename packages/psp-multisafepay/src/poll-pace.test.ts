import { expect, test } from 'vitest';
import { type Pace, pollPauseMs, silenceMs } from './poll-pace.ts';

const PACE: Pace = {
  means: 'card',
  live: false,
  eager: false,
  elapsedMs: 0,
  watched: 1,
  readsPerSecond: 10,
  slowDowns: 0,
  askedMs: null,
};

test.each<[string, Partial<Pace>, number]>([
  ['a terminal', {}, 3_000],
  ['a terminal after two minutes', { elapsedMs: 120_000 }, 5_000],
  ['a page', { means: 'qr' }, 2_000],
  ['a page after two minutes', { means: 'qr', elapsedMs: 120_000 }, 4_000],
  ['with the stream open', { live: true }, 10_000],
  ['after news that the order doesn’t show yet', { live: true, eager: true }, 500],
  ['200 payments share ten calls a second, and leave a fifth', { watched: 200 }, 25_000],
  ['and keep to that when there is news', { watched: 200, eager: true }, 25_000],
  ['asked to slow down', { slowDowns: 1, askedMs: 5_000 }, 5_000],
  ['asked again', { slowDowns: 3, askedMs: 5_000 }, 20_000],
  ['asked for an hour', { slowDowns: 1, askedMs: 3_600_000 }, 30_000],
  ['asked for less than we wait anyway', { slowDowns: 1, askedMs: 100 }, 3_000],
])('%s: %j', (_name, parts, ms) => {
  expect(pollPauseMs({ ...PACE, ...parts })).toBe(ms);
});

test('silence is two pauses, 20 seconds at least', () => {
  expect([silenceMs(3_000), silenceMs(20_000)]).toEqual([20_000, 40_000]);
});
