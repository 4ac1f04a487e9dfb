/** Targets that break in each way there is. */
import type { FuzzTarget } from '@tillbridge/simulators/fuzz';
import { serveFuzz } from '../serve.ts';

const INPUT = Uint8Array.of(0x06, 0x01, 0x00);
/** The first rounds go well. */
const BREAKS_AT = 3;

function broken(name: string, how: () => void | Promise<void>): FuzzTarget {
  let rounds = 0;
  return {
    name,
    round(_, tell) {
      rounds += 1;
      if (rounds <= BREAKS_AT) return;
      tell(INPUT);
      return how();
    },
  };
}

const targets = [
  broken('throws', () => {
    throw new Error('out of range');
  }),
  broken('loops', () => {
    for (;;);
  }),
  broken('never resolves', () => new Promise(() => setInterval(() => undefined, 1_000))),
  broken('rejects unheard', () => {
    void Promise.reject(new Error('nobody listens'));
    return new Promise((resolve) => setImmediate(resolve));
  }),
];
await serveFuzz(targets);
