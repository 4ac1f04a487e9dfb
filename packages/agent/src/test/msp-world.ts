/** The MultiSafepay cloud in another process, with its event stream. */
import { type EventStream, MspClient } from '@tillbridge/psp-multisafepay';
import { MSP_DEMO_ACCOUNT } from '@tillbridge/simulators/multisafepay';
import { FakeClock } from '@tillbridge/testkit';
import { createNodeEventStream } from '../http/node-event-stream.ts';
import type { CloudOptions, Clouds } from './clouds.ts';

/** A terminal of the group whose key the world's clients have. */
export const MSP_TERMINAL = '000004Og';
/** Turns that bytes of a stream get to arrive before the clock goes on. */
const STREAM_TURNS = 40;

export type MspWorld = Awaited<ReturnType<typeof mspWorld>>;

export async function mspWorld(clouds: Clouds, options: CloudOptions<'multisafepay'> = {}) {
  const clock = new FakeClock();
  const stream = countedStream(createNodeEventStream({ clock }));
  const busy = async ({ streamedBytes }: { readonly streamedBytes: number }) => {
    if (stream.opening() > 0) return true;
    const before = stream.readBytes();
    // A stream that was given up keeps its last bytes to itself, so this is patience and no condition.
    for (let turn = 0; turn < STREAM_TURNS && stream.readBytes() < streamedBytes; turn += 1) await clock.settle(1);
    return stream.readBytes() > before;
  };
  const world = await clouds.open('multisafepay', options, { clock, busy });
  const clientOf = (keyOf: 'terminal-group' | 'site', credentials: 'right' | 'wrong' = 'right') => {
    const key = keyOf === 'site' ? MSP_DEMO_ACCOUNT.site : MSP_DEMO_ACCOUNT.terminalGroup;
    const apiKey = credentials === 'right' ? key.apiKey : 'wrong-key';
    return new MspClient({ keyOf, apiKey, baseUrl: world.simulator.baseUrl }, world.http, clock);
  };
  return { ...world, stream, clientOf };
}

/** Counts streams that are opening, and the bytes that have arrived. */
function countedStream(stream: EventStream): EventStream & { opening(): number; readBytes(): number } {
  let opening = 0;
  let readBytes = 0;
  return {
    opening: () => opening,
    readBytes: () => readBytes,
    async *open(url, headers, signal) {
      opening += 1;
      let opened = false;
      const settle = () => {
        if (!opened) opening -= 1;
        opened = true;
      };
      try {
        for await (const bytes of stream.open(url, headers, signal)) {
          settle();
          readBytes += bytes.length;
          yield bytes;
        }
      } finally {
        settle();
      }
    },
  };
}
