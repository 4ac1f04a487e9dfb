import { describe, expect, it } from 'vitest';
import { runFuzz } from './fuzz/run.ts';

const ALL = new URL('./subjects/fuzz-worker.ts', import.meta.url);
const BROKEN = new URL('./fuzz/test/broken-worker.ts', import.meta.url);

describe('the fuzz command', () => {
  it('runs every target, and none breaks', async () => {
    const end = await runFuzz({ worker: ALL, seed: 1, seconds: 2, only: null, round: null });
    if (end.kind === 'failed') throw new Error(`${end.target}, round ${end.round}: ${end.error}, input ${end.input}`);
    expect(end.tallies.map(({ target }) => target)).toEqual([
      'codec',
      'serial frames',
      'links',
      'driver',
      'PAY.POS objects',
    ]);
    for (const { rounds, bytes } of end.tallies) expect(Math.min(rounds, bytes)).toBeGreaterThan(0);
  });

  it('does the same round again', async () => {
    const once = () => runFuzz({ worker: ALL, seed: 7, seconds: 0, only: 'codec', round: 12 });
    const [one, other] = [await once(), await once()];
    const bytes = one.kind === 'done' ? one.tallies[0]?.bytes : 0;
    expect(bytes).toBeGreaterThan(0);
    expect(other).toMatchObject({ tallies: [{ rounds: 1, bytes }] });
  });

  it.each([
    ['throws', 'out of range'],
    ['loops', 'hangs'],
    ['never resolves', 'hangs'],
    ['rejects unheard', 'nobody listens'],
  ])('finds a target that %s, with its input', async (only, words) => {
    const end = await runFuzz({ worker: BROKEN, seed: 1, seconds: 30, only, round: null, hangMs: 500 });
    expect(end).toMatchObject({ kind: 'failed', target: only, round: 3, input: '060100' });
    expect(end).toHaveProperty('error', expect.stringContaining(words));
  });

  it('says that there is no such target', async () => {
    const end = await runFuzz({ worker: ALL, seed: 1, seconds: 1, only: 'nobody', round: null });
    expect(end).toMatchObject({ kind: 'failed', error: expect.stringContaining('no target nobody') });
  });
});
