/**
 * `npm run fuzz -- [--seconds 60] [--seed N]`: random and mutated bytes into everything that reads what a terminal sends.
 * Ends with 1 at the first input that throws, hangs or breaks a promise, and prints it with what brings it back:
 * `--seed N --only TARGET --round M`.
 */
import { parseArgs } from 'node:util';
import { runFuzz } from './fuzz/run.ts';
import type { Tally } from './fuzz/serve.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    only: { type: 'string' },
    round: { type: 'string' },
  },
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 0x1_0000_0000) : Number(values.seed);
const seconds = Number(values.seconds);
const round = values.round === undefined ? null : Number(values.round);
if (![seed, seconds, round ?? 0].every((value) => Number.isFinite(value) && value >= 0)) {
  console.error('seconds, seed and round are numbers');
  process.exit(2);
}

const began = performance.now();
const end = await runFuzz({
  worker: new URL('./subjects/fuzz-worker.ts', import.meta.url),
  seed,
  seconds,
  only: values.only ?? null,
  round,
});
const took = ((performance.now() - began) / 1_000).toFixed(1);
if (end.kind === 'failed') {
  console.error(`seed ${seed}, ${end.target}, round ${end.round}, after ${took} s: ${end.error}`);
  console.error(`input: ${end.input}`);
  console.error(`again: npm run fuzz -- --seed ${seed} --only "${end.target}" --round ${end.round}`);
  process.exit(1);
}
for (const tally of end.tallies) console.log(line(tally.target, tally));
console.log(line('all', total(end.tallies)));
console.log(`seed ${seed}, ${took} s, nothing thrown, nothing hung`);

function line(name: string, { rounds, bytes, slowestMs, slowestRound }: Tally): string {
  const cells = [`${rounds} rounds`, `${bytes} bytes`, `slowest ${slowestMs.toFixed(1)} ms (round ${slowestRound})`];
  return `${name.padEnd(16)}${cells.map((cell) => cell.padEnd(22)).join('')}`.trimEnd();
}

function total(tallies: readonly Tally[]): Tally {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((whole, tally) => whole + of(tally), 0);
  const slowest = tallies.reduce((a, b) => (b.slowestMs > a.slowestMs ? b : a));
  return { ...slowest, rounds: sum(({ rounds }) => rounds), bytes: sum(({ bytes }) => bytes) };
}
