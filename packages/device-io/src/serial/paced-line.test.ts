import { FakeClock, memoryLog, PACE_9600_8N2, whyNoPtys, withPacedLine } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { createSerialDialer } from './index.ts';

const BYTES = 90;

describe.skipIf(whyNoPtys() !== null)('the line of 9600 baud for measuring', () => {
  test('carries everything, no faster than such a line does', async () => {
    await withPacedLine(PACE_9600_8N2, async (line) => {
      const call = { signal: new AbortController().signal, timeoutMs: 5_000 };
      const open = (path: string) =>
        createSerialDialer({ path }, { clock: new FakeClock(), log: memoryLog() }).dial(call);
      const from = await open(line.paths[0]);
      const to = await open(line.paths[1]);
      let heard = 0;
      const all = new Promise<void>((resolve) => {
        to.onBytes(({ length }) => {
          heard += length;
          if (heard === BYTES) resolve();
        });
      });
      const started = performance.now();
      await from.write(new Uint8Array(BYTES));
      await all;
      const leastMs = (BYTES * 1_000) / PACE_9600_8N2;
      expect(performance.now() - started).toBeGreaterThanOrEqual(leastMs - 1);
      expect(line.use()).toMatchObject({ bytes: BYTES });
      expect(line.use().utilisation).toBeLessThanOrEqual(1.01);
      await from.close();
      await to.close();
    });
  });
});
