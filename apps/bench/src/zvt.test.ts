import { whyNoPtys } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { zvtCodecBench } from './zvt-codec.ts';
import { zvtFirstByteBench } from './zvt-first-byte.ts';
import { zvtSerialBench } from './zvt-serial.ts';

/** The figures of so short a run say nothing: what is proved is that the benches run, and see what they claim to see. */
describe('the benches of terminals on a wire', () => {
  it('hold the codec against a loop that copies', () => {
    const findings = zvtCodecBench({ rounds: 1, roundMs: 1 });
    expect(findings.map(({ metric }) => metric)).toEqual(['decode', 'encode', 'decode_scratch', 'encode_scratch']);
    for (const finding of findings) expect(finding).toMatchObject({ ratio: expect.any(Number) });
  });

  it('see each payment once on the wire, and paid', async () => {
    const [finding] = await zvtFirstByteBench({ payments: 2, warmUp: 1 });
    expect(finding).toMatchObject({ metric: 'first_byte_p95', against: { value: 15 } });
  });

  it.skipIf(whyNoPtys() !== null)('see a receipt cross a line of 9600 baud', async () => {
    const findings = await zvtSerialBench({ lines: 4, rounds: 1 });
    expect(findings.map(({ metric }) => metric)).toEqual([
      'serial_utilisation',
      'serial_utilisation_block',
      'serial_utilisation_bare',
    ]);
    // A line carries no more than it can, but for the rounding of its timers.
    for (const finding of findings) expect('ratio' in finding && finding.ratio).toBeLessThanOrEqual(1.05);
    for (const finding of findings) expect('ratio' in finding && finding.ratio).toBeGreaterThan(0.2);
  });
});
