import Fastify from 'fastify';
import { readBodies } from '../shared/bodies.ts';
import { tellCalls } from '../shared/heard.ts';
import { systemClock } from '../shared/system-clock.ts';
import { addApiRoutes, problemAnswer, send } from './api-routes.ts';
import { addControlRoutes } from './control-routes.ts';
import type { ListedFault, MspFault } from './faults.ts';
import { type MspCallCounts, MspCloud, type MspOrderSummary, type MspPageAction, type MspState } from './msp-cloud.ts';
import {
  MSP_DEFAULT_SWITCHES,
  MSP_DEMO_ACCOUNT,
  MSP_DEMO_TERMINALS,
  type MspAutopilot,
  type MspSimulatorOptions,
  type MspSwitches,
  type Settled,
} from './options.ts';
import { addPageRoutes } from './page-routes.ts';
import { PROBLEMS } from './problems.ts';
import type { MspCharge, Status } from './sim-order.ts';
import { addStreamRoutes } from './stream-routes.ts';
import type { MspTerminalAction, MspTerminalView } from './terminal.ts';

/** The MultiSafepay cloud, running. What the control API does over HTTP, these methods do directly. */
export interface MspSimulator {
  /** Origin of everything. */
  readonly url: string;
  /** Base address of the API, as settings name it. */
  readonly baseUrl: string;
  /** Every time money moved. */
  charges(): readonly MspCharge[];
  counts(): MspCallCounts;
  /** How many create requests carried this order id, answered or not. */
  createsOf(orderId: string): number;
  /** How many refund requests named this order, answered or not. */
  refundCallsOf(orderId: string): number;
  /** By order id, session or transaction id. */
  order(name: string): MspOrderSummary | undefined;
  terminals(): readonly MspTerminalView[];
  /** Does something to a terminal; false when it had no effect. Throws a `RangeError` for an id it doesn't have. */
  terminal(id: string, action: MspTerminalAction): boolean;
  /** The guest's phone; false when it had no effect. */
  page(name: string, action: MspPageAction): boolean;
  /** What MultiSafepay or a bank does to an order afterwards; false when there is no such order. */
  force(name: string, status: Status): boolean;
  /** A refund by its transaction id; false when it had no effect. */
  settleRefund(transactionId: string, end: 'completed' | 'declined' | 'void'): boolean;
  /** Changes some of the undocumented behaviour. */
  switch(switches: Partial<MspSwitches>): void;
  /** Returns the fault's id. */
  fault(fault: MspFault): number;
  faults(): readonly ListedFault[];
  clearFaults(): void;
  autopilot(pilots: { readonly terminal?: MspAutopilot | null; readonly page?: MspAutopilot | null }): void;
  state(): MspState;
  onChange(listener: () => void): () => void;
  /** Calls that wait on the clock because a fault makes them slow. */
  held(): number;
  /** Open event streams, and how many bytes all of them were sent so far. */
  streams(): { readonly open: number; readonly writtenBytes: number };
  reset(): void;
  close(): Promise<void>;
}

const DEMO_SHOP = 'Speelpark De Eik';
const MAX_BODY_BYTES = 1_048_576;
const QUARTER_MS = 15 * 60_000;
const HALF_DAY_MS = 12 * 3_600_000;

function settle({ switches, ...options }: MspSimulatorOptions): Settled {
  return {
    host: '127.0.0.1',
    clock: systemClock(),
    keys: Object.values(MSP_DEMO_ACCOUNT),
    terminals: MSP_DEMO_TERMINALS,
    notificationRetryMs: [QUARTER_MS, QUARTER_MS, QUARTER_MS],
    inactivityMs: 60_000,
    presentAfterMs: 150,
    processMs: 600,
    declineShownMs: 1_500,
    refundSettleMs: HALF_DAY_MS,
    balanceCents: 10_000_00,
    keepAliveMs: 15_000,
    terminalAutopilot: null,
    pageAutopilot: null,
    ...options,
    switches: { ...MSP_DEFAULT_SWITCHES, ...switches },
  };
}

/** Starts the MultiSafepay cloud on real HTTP. */
export async function startMspSimulator(options: MspSimulatorOptions): Promise<MspSimulator> {
  const settings = settle(options);
  const cloud = new MspCloud(settings);
  const held = { count: 0 };
  const server = Fastify({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
  tellCalls(server, settings.heard);
  readBodies(server);
  server.setNotFoundHandler((_request, reply) => send(reply, problemAnswer(PROBLEMS.notFound)));
  server.setErrorHandler((_error, _request, reply) => send(reply, problemAnswer(PROBLEMS.malformed)));
  addApiRoutes(server, { cloud, clock: settings.clock, keys: settings.keys, held });
  addStreamRoutes(server, cloud);
  addPageRoutes(server, cloud, DEMO_SHOP);
  addControlRoutes(server, cloud, settings.controlOrigin);
  const url = await server.listen({ port: settings.port, host: settings.host });
  cloud.openAt(url);
  const find = (name: string) => cloud.book.find(name);

  return {
    url,
    baseUrl: `${url}/v1/json`,
    charges: () => cloud.charges(),
    counts: () => ({ ...cloud.counts }),
    createsOf: (orderId) => cloud.createsOf(orderId),
    refundCallsOf: (orderId) => cloud.refundCallsOf(orderId),
    order: (name) => {
      const order = find(name);
      return order === undefined ? undefined : cloud.summary(order);
    },
    terminals: () => [...cloud.terminals.values()].map((terminal) => terminal.view()),
    terminal: (id, action) => {
      const terminal = cloud.terminals.get(id);
      if (terminal === undefined) throw new RangeError(`no terminal ${id}`);
      return terminal.act(action);
    },
    page: (name, action) => {
      const order = find(name);
      return order !== undefined && cloud.page(order, action);
    },
    force: (name, status) => {
      const order = find(name);
      if (order !== undefined) cloud.force(order, status);
      return order !== undefined;
    },
    settleRefund: (transactionId, end) => cloud.settleRefund(transactionId, end),
    switch: (switches) => {
      cloud.switches = { ...cloud.switches, ...switches };
      cloud.changed();
    },
    fault: (fault) => cloud.faults.add(fault),
    faults: () => cloud.faults.list(),
    clearFaults: () => cloud.faults.clear(),
    autopilot: ({ terminal, page }) => {
      if (terminal !== undefined) cloud.terminalAutopilot = terminal;
      if (page !== undefined) cloud.pageAutopilot = page;
    },
    state: () => cloud.state(),
    onChange: (listener) => cloud.onChange(listener),
    held: () => held.count,
    streams: () => ({ open: cloud.hub.open, writtenBytes: cloud.hub.written }),
    reset: () => cloud.reset(),
    close: async () => {
      cloud.close();
      await server.close();
    },
  };
}
