/**
 * The MultiSafepay drivers over real HTTP, against the simulated cloud, under the suites that every driver keeps. Card
 * payments on terminals can't be tried in MultiSafepay's own test environment; there is nothing to run them against but
 * this simulator and a live account. Payment pages are made and closed there with `MSP_TEST_KEY`.
 */
import type { CardTerminal, QrProvider, RouteId } from '@tillbridge/payments';
import type { HttpExchange } from '@tillbridge/psp-core';
import { createMspQr, createMspTerminal, type EventStream, MspClient } from '@tillbridge/psp-multisafepay';
import {
  MSP_DEMO_ACCOUNT,
  type MspFault,
  type MspSimulator,
  type MspSimulatorOptions,
  startMspSimulator,
} from '@tillbridge/simulators/multisafepay';
import { FakeClock } from '@tillbridge/testkit';
import {
  type DriverFault,
  type DriverOtherSide,
  type DriverRig,
  describeCardTerminal,
  describeQrProvider,
  type RigOptions,
} from '@tillbridge/testkit/contracts';
import { createNodeEventStream } from './node-event-stream.ts';
import { createNodeHttpExchange } from './node-http-exchange.ts';

const TERMINAL = '000004Og';
const LATE_MS = 25_000;
const LONGEST_TEST_MS = 20 * 60_000;
/** Turns that bytes of a stream get to arrive before the clock goes on. */
const STREAM_TURNS = 40;

const FAULTS: Readonly<Partial<Record<DriverFault, MspFault>>> = {
  'create-reply-lost': { on: 'create', do: 'lose-reply' },
  'create-reply-late': { on: 'create', do: 'slow', ms: LATE_MS },
  'create-reply-garbled': { on: 'create', do: 'garbage', worked: true },
  'create-server-error': { on: 'create', do: 'internal-error', worked: true },
  'create-too-many': { on: 'create', do: 'too-many' },
  'status-reply-lost': { on: 'status', do: 'lose-reply', times: 3 },
  'status-garbled': { on: 'status', do: 'garbage', times: 3 },
  'status-server-error': { on: 'status', do: 'unavailable', times: 3 },
  'status-too-many': { on: 'status', do: 'too-many', retryAfterSeconds: 3, times: 2 },
  'status-slow': { on: 'status', do: 'slow', ms: 1_500, times: 3 },
  'abort-reply-lost': { on: 'cancel', do: 'lose-reply' },
  'paid-after-abort': { on: 'cancel', do: 'late-approval', afterMs: 4_000 },
};

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

interface Setting {
  readonly withStream: boolean;
  readonly simulator: Partial<MspSimulatorOptions>;
}

async function mspRig<D extends CardTerminal | QrProvider>(
  { credentials }: RigOptions,
  keyOf: 'terminal-group' | 'site',
  setting: Setting,
  otherSide: (simulator: MspSimulator) => Pick<DriverOtherSide, 'approve' | 'decline' | 'cancel' | 'passNoReturn'>,
  driverOf: (ports: { client: MspClient; clock: FakeClock; stream?: EventStream }) => D,
): Promise<DriverRig<D>> {
  const clock = new FakeClock();
  const simulator = await startMspSimulator({ port: 0, clock, ...setting.simulator });
  const node = createNodeHttpExchange({ clock });
  const http = counted(node);
  const stream = countedStream(createNodeEventStream({ clock }));
  const key = keyOf === 'site' ? MSP_DEMO_ACCOUNT.site : MSP_DEMO_ACCOUNT.terminalGroup;
  const apiKey = credentials === 'right' ? key.apiKey : 'wrong-key';
  const client = new MspClient({ keyOf, apiKey, baseUrl: simulator.baseUrl }, http, clock);
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

  return {
    driver: driverOf({ client, clock, ...(setting.withStream ? { stream } : {}) }),
    clock,
    settle: async (work) => {
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
    },
    pass: async (ms) => {
      const end = clock.monotonicMs() + ms;
      for (;;) {
        await untilQuiet();
        const left = end - clock.monotonicMs();
        if (left <= 0) return;
        await clock.advance(Math.min(left, clock.nextWakeMs ?? left));
      }
    },
    other: {
      ...otherSide(simulator),
      // MultiSafepay doesn't say what a terminal that is occupied or away answers: the order just isn't shown.
      can: (fault) => FAULTS[fault] !== undefined,
      nobodyThere: 'provider-down',
      checksCredentials: true,
      provesAbsence: true,
      fault: (fault) => {
        const armed = FAULTS[fault];
        if (armed === undefined) throw new RangeError(`no fault ${fault}`);
        simulator.fault(armed);
      },
      unplug: () => void simulator.close(),
      creates: (reference) => simulator.createsOf(reference),
      charges: (reference) =>
        simulator
          .charges()
          .filter((charge) => charge.orderId === reference)
          .map(({ direction, amountCents }) => ({ direction, amountCents })),
    },
    close: async () => {
      node.close();
      await simulator.close();
    },
  };
}

function describeTerminal(name: string, setting: Setting): void {
  describeCardTerminal(name, (options) =>
    mspRig(
      options,
      'terminal-group',
      setting,
      (simulator) => ({
        approve: () => simulator.terminal(TERMINAL, 'approve'),
        decline: () => simulator.terminal(TERMINAL, 'decline'),
        cancel: () => simulator.terminal(TERMINAL, 'cancel'),
        passNoReturn: () => simulator.terminal(TERMINAL, 'tap'),
      }),
      (ports) =>
        createMspTerminal(
          { route: 'pin-1' as RouteId, terminalId: TERMINAL, refunds: options.refunds, leaseMs: 90_000 },
          ports,
        ),
    ),
  );
}

function describePage(name: string, setting: Setting): void {
  describeQrProvider(name, (options) =>
    mspRig(
      options,
      'site',
      setting,
      (simulator) => ({
        approve: (reference) => simulator.page(reference, 'pay'),
        decline: (reference) => simulator.page(reference, 'decline'),
        cancel: (reference) => simulator.page(reference, 'cancel'),
        passNoReturn: undefined,
      }),
      (ports) => createMspQr({ route: 'msp-qr' as RouteId, leaseMs: 180_000 }, ports),
    ),
  );
}

describeTerminal('A terminal at MultiSafepay, with its event stream', { withStream: true, simulator: {} });
describeTerminal('A terminal at MultiSafepay, by asking alone', { withStream: false, simulator: {} });
describePage('The payment page of MultiSafepay as a QR', { withStream: true, simulator: {} });
