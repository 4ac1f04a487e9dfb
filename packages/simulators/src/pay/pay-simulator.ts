import Fastify, { type FastifyInstance } from 'fastify';
import { readBodies } from '../shared/bodies.ts';
import { tellCalls } from '../shared/heard.ts';
import { systemClock } from '../shared/system-clock.ts';
import { addControlRoutes } from './control-routes.ts';
import { Cores, type CoreView } from './cores.ts';
import { addDevicePage } from './device-page.ts';
import { DEVICE_STYLE, type ExchangeStyle, ORDER_STYLE } from './exchange-styles.ts';
import { problemAnswer, type RoutePorts, send } from './fault-answers.ts';
import type { ListedFault, PayFault } from './faults.ts';
import { addManagementRoutes } from './management-routes.ts';
import {
  type Autopilot,
  INFERRED_DEFAULTS,
  type InferredSwitches,
  PAY_DEMO_ACCOUNT,
  type PayAccountKeys,
  type PaySimulatorOptions,
  type Settled,
} from './options.ts';
import { addOrderRoutes } from './order-routes.ts';
import { addPageRoutes } from './page-routes.ts';
import { type PageAction, PayCloud } from './pay-cloud.ts';
import type { CallCounts, DeviceStart, OrderSummary, PayState, RefundSummary } from './pay-state.ts';
import { PROBLEMS } from './problems.ts';
import type { Charge } from './sim-order.ts';
import type { TerminalAction, TerminalView } from './terminal.ts';

/** The Pay. cloud, running. What the control API does over HTTP, these methods do directly. */
export interface PaySimulator {
  /** Base address: a core of the Order API, the hosted page and the control API. */
  readonly url: string;
  readonly account: PayAccountKeys;
  /** Every order that took or gave money. */
  charges(): readonly Charge[];
  counts(): CallCounts;
  /** How many create requests carried this reference, answered or not. */
  createsOf(reference: string): number;
  /** By id, order number, uuid or reference. */
  order(name: string): OrderSummary | undefined;
  terminals(): readonly TerminalView[];
  /** Does something to a terminal; false when it had no effect. Throws a `RangeError` for a code it doesn't have. */
  terminal(code: string, action: TerminalAction): boolean;
  /** The guest's phone; false when it had no effect. */
  page(name: string, action: PageAction | 'choose'): boolean;
  /** Somebody takes a payment on the device itself; false when it is busy. */
  device(code: string, start: DeviceStart): boolean;
  /** The guest's bank takes a paid order back; false when it isn't paid. */
  chargeBack(name: string): boolean;
  /** What went back for paid orders, oldest first. */
  refunds(): readonly RefundSummary[];
  /** How many requests to refund this order arrived, answered or not. */
  refundCallsOf(name: string): number;
  /** The bank doesn't carry a refund out; false when there is none of that id. */
  failRefund(refundId: string): boolean;
  /** How status calls look from now on. */
  exchangeStyle(styles: { readonly order?: Partial<ExchangeStyle>; readonly device?: Partial<ExchangeStyle> }): void;
  inferred(switches: Partial<InferredSwitches>): void;
  /** This address and the further cores, as the config of the sales location names them. */
  cores(): readonly CoreView[];
  /** Takes a further core down or up, 0 for the first of them; false when there is none. */
  setCore(at: number, up: boolean): Promise<boolean>;
  /** Returns the fault's id. */
  fault(fault: PayFault): number;
  faults(): readonly ListedFault[];
  clearFaults(): void;
  autopilot(pilots: { readonly terminal?: Autopilot | null; readonly page?: Autopilot | null }): void;
  state(): PayState;
  onChange(listener: () => void): () => void;
  /** Calls that wait on the clock because a fault makes them slow. */
  held(): number;
  reset(): void;
  close(): Promise<void>;
}

const DEMO_SHOP = 'Speelpark De Eik';
const MAX_BODY_BYTES = 1_048_576;

function settle(options: PaySimulatorOptions): Settled {
  return {
    host: '127.0.0.1',
    clock: systemClock(),
    account: PAY_DEMO_ACCOUNT,
    terminals: [
      { code: 'TH-1234-5678', name: 'Pin 1', refunds: true },
      { code: 'TH-8765-4321', name: 'Pin 2', refunds: true },
    ],
    exchangeKey: 'token',
    exchangeAlgorithm: 'sha256',
    exchangeRetryMs: [1_000, 5_000, 15_000, 60_000],
    terminalWindowMs: 45_000,
    presentAfterMs: 150,
    processMs: 600,
    receipts: 'json',
    terminalAutopilot: null,
    pageAutopilot: null,
    extraCores: [],
    refundAfterMs: 2_000,
    ...options,
    exchange: { ...ORDER_STYLE, ...options.exchange },
    deviceExchange: { ...DEVICE_STYLE, ...options.deviceExchange },
    inferred: { ...INFERRED_DEFAULTS, ...options.inferred },
  };
}

/** Starts the Pay. cloud on real HTTP. */
export async function startPaySimulator(options: PaySimulatorOptions): Promise<PaySimulator> {
  const settings = settle(options);
  const cloud = new PayCloud(settings);
  const held = { count: 0 };
  const ports: RoutePorts = { cloud, clock: settings.clock, account: settings.account, held };
  const cores = new Cores(settings.host, () => {
    const core = apiServer(settings.heard);
    addOrderRoutes(core, ports);
    return core;
  });
  const server = apiServer(settings.heard);
  addOrderRoutes(server, ports);
  addManagementRoutes(server, ports);
  addPageRoutes(server, cloud, DEMO_SHOP);
  addDevicePage(server, cloud);
  const setCore = (at: number, up: boolean) => cores.set(at, up);
  addControlRoutes(server, cloud, settings.controlOrigin, { setCore });
  const url = await server.listen({ port: settings.port, host: settings.host });
  cloud.openAt(url);
  cloud.cores = () => [{ url, up: true }, ...cores.views()];
  for (const port of settings.extraCores) await cores.open(port);

  return {
    url,
    account: settings.account,
    charges: () => cloud.charges(),
    counts: () => ({ ...cloud.counts }),
    createsOf: (reference) => cloud.createsOf(reference),
    order: (name) => {
      const order = cloud.book.find(name);
      return order === undefined ? undefined : cloud.summary(order);
    },
    terminals: () => [...cloud.terminals.values()].map((terminal) => terminal.view()),
    terminal: (code, action) => {
      const terminal = cloud.terminals.get(code);
      if (terminal === undefined) throw new RangeError(`no terminal ${code}`);
      return terminal.act(action);
    },
    page: (name, action) => {
      const order = cloud.book.find(name);
      if (order === undefined) return false;
      return action === 'choose' ? cloud.chooseOnPage(order) : cloud.actOnPage(order, action);
    },
    device: (code, start) => cloud.startOnDevice(code, start),
    chargeBack: (name) => {
      const order = cloud.book.find(name);
      return order !== undefined && cloud.chargeBack(order);
    },
    refunds: () => cloud.refunds(),
    refundCallsOf: (name) => cloud.books.refundCallsOf(name),
    failRefund: (refundId) => cloud.books.failRefund(refundId),
    exchangeStyle: ({ order, device }) => {
      cloud.exchangeStyle = { ...cloud.exchangeStyle, ...order };
      cloud.deviceExchangeStyle = { ...cloud.deviceExchangeStyle, ...device };
    },
    inferred: (switches) => {
      cloud.inferred = { ...cloud.inferred, ...switches };
    },
    cores: () => cloud.cores(),
    setCore,
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
    reset: () => cloud.reset(),
    close: async () => {
      cloud.close();
      await Promise.all([server.close(), cores.close()]);
    },
  };
}

/** A server that speaks as Pay.'s APIs do about what it can't read. */
function apiServer(heard: PaySimulatorOptions['heard']): FastifyInstance {
  const server = Fastify({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
  tellCalls(server, heard);
  readBodies(server, ['application/json', 'application/merge-patch+json']);
  server.setNotFoundHandler((_request, reply) => send(reply, problemAnswer(PROBLEMS.notFound)));
  server.setErrorHandler((_error, _request, reply) => send(reply, problemAnswer(PROBLEMS.malformed)));
  server.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/v')) return;
    if (!/application\/json|\*\/\*/.test(request.headers.accept ?? ''))
      send(reply, problemAnswer(PROBLEMS.notAcceptable));
  });
  return server;
}
