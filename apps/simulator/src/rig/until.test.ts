import { describe, expect, it } from 'vitest';
import { NeverHappened, until } from './until.ts';

describe('waiting for a condition', () => {
  it('resolves with what the probe found', async () => {
    let asked = 0;
    const found = await until(
      'three',
      () => {
        asked += 1;
        return asked === 3 ? 'three' : undefined;
      },
      { everyMs: 1 },
    );
    expect(found).toBe('three');
  });

  it('takes a throwing probe as "not yet", and names the last error when time runs out', async () => {
    const waiting = until(
      'it',
      () => {
        throw new Error('still closed');
      },
      { withinMs: 5, everyMs: 1 },
    );
    const error = await waiting.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NeverHappened);
    expect(error).toMatchObject({ message: 'it did not happen within 5 ms', cause: { message: 'still closed' } });
  });
});
