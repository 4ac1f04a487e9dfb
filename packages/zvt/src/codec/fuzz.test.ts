import { fuzzCodec } from '@tillbridge/simulators/fuzz';
import { seededRandom } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { APDU_VECTORS } from '../test/vectors.ts';

const SAMPLES = APDU_VECTORS.map(({ apdu }) => apdu);

test.each([1, 2, 3])('random and mutated bytes break nothing (seed %i)', (seed) => {
  const report = fuzzCodec(seededRandom(seed), 3_000, SAMPLES);
  expect(report.rounds).toBe(3_000);
  // A run that never meets a sound or a faulty message tries nothing.
  expect(report.sound).toBeGreaterThan(300);
  expect(Object.keys(report.faults).length).toBeGreaterThanOrEqual(8);
});
