/** The MultiSafepay cloud simulated, our sockets towards it, and a clock that stands still while bytes travel. */
import type { HttpExchange } from '@tillbridge/psp-core';
import { type EventStream, MspClient } from '@tillbridge/psp-multisafepay';
import { MSP_DEMO_ACCOUNT, type MspSimulatorOptions, startMspSimulator } from '@tillbridge/simulators/multisafepay';
import { FakeClock } from '@tillbridge/testkit';
import { createNodeEventStream } from '../http/node-event-stream.ts';
import { createNodeHttpExchange } from '../http/node-http-exchange.ts';

/** A terminal of the group whose key the world's clients have. */
export const MSP_TERMINAL = '000004Og';
const LONGEST_TEST_MS = 20 * 60_000;
/** Turns that bytes of a stream get to arrive before the clock goes on. */
const STREAM_TURNS = 40;

/** Counts what is on its way, so that the clock moves only while nothing is. */
function counted(http: HttpExchange): HttpExchange & { inFlight(): number } {
  let inFlight = 0;
  return {
    inFlight: () => inFlight,
    exchange: (request, signal) => {
      inFlight += 1;
      return http.exchange(request, signal).finally(() => {
        inFlight -= 1;
      });
    },
  };
}

/** The same for streams: those that are opening, and the bytes that have arrived. */
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

/** The simulated cloud, real sockets, and a clock that moves only while nothing is on its way. */
export async function mspWorld(options: Partial<MspSimulatorOptions>) {
  const clock = new FakeClock();
  const simulator = await startMspSimulator({ port: 0, clock, ...options });
  const node = createNodeHttpExchange({ clock });
  const http = counted(node);
  const stream = countedStream(createNodeEventStream({ clock }));
  const quiet = () => http.inFlight() === simulator.held() && stream.opening() === 0;

  async function untilQuiet(): Promise<void> {
    do await clock.settle();
    while (!quiet());
    // A stream that was given up keeps its last bytes to itself, so this is patience and no condition.
    for (let turn = 0; turn < STREAM_TURNS && stream.readBytes() < simulator.streams().writtenBytes; turn += 1) {
      await clock.settle(1);
    }
    if (!quiet()) await untilQuiet();
  }

  async function settle<T>(work: Promise<T>): Promise<T> {
    let settled = false;
    const mark = () => {
      settled = true;
    };
    work.then(mark, mark);
    const giveUpAt = clock.monotonicMs() + LONGEST_TEST_MS;
    for (;;) {
      await clock.settle();
      if (settled) return work;
      if (!quiet()) continue;
      await untilQuiet();
      if (settled) return work;
      const nextMs = clock.nextWakeMs;
      if (nextMs === undefined || clock.monotonicMs() > giveUpAt) throw new Error('the work never settles');
      await clock.advance(nextMs);
    }
  }

  async function pass(ms: number): Promise<void> {
    const end = clock.monotonicMs() + ms;
    for (;;) {
      await untilQuiet();
      const left = end - clock.monotonicMs();
      if (left <= 0) return;
      await clock.advance(Math.min(left, clock.nextWakeMs ?? left));
    }
  }

  const clientOf = (keyOf: 'terminal-group' | 'site', credentials: 'right' | 'wrong' = 'right') => {
    const key = keyOf === 'site' ? MSP_DEMO_ACCOUNT.site : MSP_DEMO_ACCOUNT.terminalGroup;
    const apiKey = credentials === 'right' ? key.apiKey : 'wrong-key';
    return new MspClient({ keyOf, apiKey, baseUrl: simulator.baseUrl }, http, clock);
  };
  const close = async () => {
    node.close();
    await simulator.close();
  };
  return { clock, simulator, stream, clientOf, settle, pass, close };
}
