/** The Pay. drivers over real HTTP, against the simulated cloud, under the suites that every driver keeps. */
import type { CardTerminal, QrProvider, RouteId } from '@tillbridge/payments';
import type { HttpExchange } from '@tillbridge/psp-core';
import { createPayQr, createPayTerminal, PayClient } from '@tillbridge/psp-pay';
import { PAY_DEMO_ACCOUNT, type PayFault, type PaySimulator, startPaySimulator } from '@tillbridge/simulators/pay';
import { FakeClock } from '@tillbridge/testkit';
import {
  type DriverFault,
  type DriverOtherSide,
  type DriverRig,
  describeCardTerminal,
  describeQrProvider,
  type RigOptions,
} from '@tillbridge/testkit/contracts';
import { createNodeHttpExchange } from './node-http-exchange.ts';

const TERMINAL = 'TH-1234-5678';
const LATE_MS = 25_000;
const LONGEST_TEST_MS = 20 * 60_000;

const FAULTS: Readonly<Record<DriverFault, PayFault>> = {
  'create-reply-lost': { on: 'create', do: 'lose-reply' },
  'create-reply-late': { on: 'create', do: 'slow', ms: LATE_MS },
  'create-reply-garbled': { on: 'create', do: 'garbage', worked: true },
  'create-server-error': { on: 'create', do: 'internal-error', worked: true },
  'create-too-many': { on: 'create', do: 'too-many' },
  'terminal-in-use': { on: 'create', do: 'terminal-in-use' },
  'terminal-offline': { on: 'create', do: 'terminal-offline' },
  'status-reply-lost': { on: 'status', do: 'lose-reply', times: 3 },
  'status-garbled': { on: 'status', do: 'garbage', times: 3 },
  'status-server-error': { on: 'status', do: 'unavailable', times: 3 },
  'status-too-many': { on: 'status', do: 'too-many', retryAfterSeconds: 3, times: 2 },
  'status-slow': { on: 'status', do: 'slow', ms: 1_500, times: 3 },
  'abort-reply-lost': { on: 'abort', do: 'lose-reply', times: 2 },
  'paid-after-abort': { on: 'abort', do: 'late-approval', afterMs: 4_000 },
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

async function payRig<D extends CardTerminal | QrProvider>(
  { credentials }: RigOptions,
  otherSide: (simulator: PaySimulator) => Pick<DriverOtherSide, 'approve' | 'decline' | 'cancel' | 'passNoReturn'>,
  driverOf: (ports: { client: PayClient; clock: FakeClock }) => D,
): Promise<DriverRig<D>> {
  const clock = new FakeClock();
  const simulator = await startPaySimulator({ port: 0, clock });
  const node = createNodeHttpExchange({ clock });
  const http = counted(node);
  const apiToken = credentials === 'right' ? PAY_DEMO_ACCOUNT.apiToken : 'wrong-key';
  // The same cloud under two names: a driver that repeats a start elsewhere makes a second order.
  const cores = [simulator.url, simulator.url.replace('127.0.0.1', 'localhost')];
  const client = new PayClient({ ...PAY_DEMO_ACCOUNT, apiToken, cores }, http, clock);
  const quiet = () => http.inFlight() === simulator.held();

  async function untilQuiet(): Promise<void> {
    do await clock.settle();
    while (!quiet());
  }

  return {
    driver: driverOf({ client, clock }),
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
      can: () => true,
      nobodyThere: 'provider-down',
      checksCredentials: true,
      provesAbsence: false,
      fault: (fault) => void simulator.fault(FAULTS[fault]),
      unplug: () => void simulator.close(),
      creates: (reference) => simulator.createsOf(reference),
      charges: (reference) =>
        simulator
          .charges()
          .filter((charge) => charge.reference === reference)
          .map(({ direction, amountCents }) => ({ direction, amountCents })),
    },
    close: async () => {
      node.close();
      await simulator.close();
    },
  };
}

describeCardTerminal('A terminal at Pay.', (options) =>
  payRig(
    options,
    (simulator) => ({
      approve: () => simulator.terminal(TERMINAL, 'approve'),
      decline: () => simulator.terminal(TERMINAL, 'decline'),
      cancel: () => simulator.terminal(TERMINAL, 'cancel'),
      passNoReturn: () => simulator.terminal(TERMINAL, 'tap'),
    }),
    (ports) =>
      createPayTerminal(
        { route: 'pin-1' as RouteId, terminalCode: TERMINAL, refunds: options.refunds, leaseMs: 90_000 },
        ports,
      ),
  ),
);

describeQrProvider('The hosted page of Pay. as a QR', (options) =>
  payRig(
    options,
    (simulator) => ({
      approve: (reference) => simulator.page(reference, 'pay'),
      decline: (reference) => simulator.page(reference, 'decline'),
      cancel: (reference) => simulator.page(reference, 'cancel'),
      passNoReturn: undefined,
    }),
    (ports) => createPayQr({ route: 'pay-qr' as RouteId, leaseMs: 180_000 }, ports),
  ),
);
