import Fastify, { type FastifyInstance } from 'fastify';
import { readBodies } from '../shared/bodies.ts';
import { tellCalls } from '../shared/heard.ts';
import { systemClock } from '../shared/system-clock.ts';
import { addApiRoutes, problemAnswer, send } from './api-routes.ts';
import { addControlRoutes } from './control-routes.ts';
import type { KcFault, ListedKcFault } from './faults.ts';
import { KcCloud, type KcPageAction } from './kc-cloud.ts';
import type { KcCallCounts, KcOrderSummary, KcState } from './kc-state.ts';
import {
  KC_DEMO_ACCOUNT,
  type KcAccountKeys,
  type KcAutopilot,
  type KcMethodName,
  type KcSimulatorOptions,
  type KcSwitches,
} from './options.ts';
import { addPageRoutes } from './page-routes.ts';
import { PROBLEMS } from './problems.ts';
import type { KcCharge, SimOrder } from './sim-order.ts';

/** The platform, running. What the control API does over HTTP, these methods do directly. */
export interface KcSimulator {
  /** Where the hosted page and the control API live. */
  readonly url: string;
  /** The base URL of the API, ending in `/v1`. */
  readonly apiUrl: string;
  readonly account: KcAccountKeys;
  /** Every time money moved. */
  charges(): readonly KcCharge[];
  counts(): KcCallCounts;
  /** How many create requests carried this reference, answered or not. */
  createsOf(reference: string): number;
  /** How many requests to refund this order arrived. */
  refundCallsOf(orderId: string): number;
  /** By id or reference. */
  order(name: string): KcOrderSummary | undefined;
  /** What was given back of an order, or is on its way. Oldest first. */
  refundsOf(name: string): readonly KcOrderSummary[];
  /** The guest's phone; false when it had no effect. */
  page(name: string, action: KcPageAction): boolean;
  choose(name: string, method: KcMethodName, issuerId?: string): boolean;
  /** A bank transfer arrives, of another amount if one is named. */
  transfer(name: string, amountCents?: number): boolean;
  endRefund(id: string, end: 'completed' | 'failed'): boolean;
  /** Returns the fault's id. */
  fault(fault: KcFault): number;
  faults(): readonly ListedKcFault[];
  clearFaults(): void;
  autopilot(pilot: KcAutopilot | null): void;
  state(): KcState;
  onChange(listener: () => void): () => void;
  /** Calls that wait on the clock because a fault makes them slow. */
  held(): number;
  /** Webhooks that were posted and not answered so far. */
  posting(): number;
  reset(): void;
  close(): Promise<void>;
}

const DEMO_SHOP = 'Speelpark De Eik';
const MAX_BODY_BYTES = 1_048_576;

/** Starts the platform on real HTTP. */
export async function startKcSimulator(options: KcSimulatorOptions): Promise<KcSimulator> {
  const clock = options.clock ?? systemClock();
  const account = options.account ?? KC_DEMO_ACCOUNT;
  const cloud = new KcCloud(options, clock, account);
  const held = { count: 0 };
  const server = Fastify({
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: true,
    // One route for both spellings of a path; which of them is taken is a switch.
    rewriteUrl: (request) => withoutSlash(request.url ?? '/'),
  });
  tellCalls(server, options.heard);
  readBodies(server);
  server.setNotFoundHandler((_request, reply) => send(reply, problemAnswer(PROBLEMS.notFound)));
  server.setErrorHandler((_error, _request, reply) => send(reply, problemAnswer(PROBLEMS.malformed)));
  watchSpelling(server, cloud.switches);
  addApiRoutes(server, { cloud, clock, held });
  addPageRoutes(server, cloud, DEMO_SHOP);
  addControlRoutes(server, cloud, options.controlOrigin);
  const url = await server.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  cloud.openAt(url);

  const on = (name: string, work: (order: SimOrder) => boolean) => {
    const order = cloud.book.find(name);
    return order !== undefined && work(order);
  };
  return {
    url,
    apiUrl: `${url}/v1`,
    account,
    charges: () => [...cloud.book.charges],
    counts: () => ({ ...cloud.counts }),
    createsOf: (reference) => cloud.createsOf(reference),
    refundCallsOf: (orderId) => cloud.refundCallsOf(orderId),
    order: (name) => {
      const order = cloud.book.find(name);
      return order === undefined ? undefined : cloud.summary(order);
    },
    refundsOf: (name) =>
      (cloud.book.find(name)?.refunds ?? [])
        .flatMap((id) => cloud.book.find(id) ?? [])
        .map((refund) => cloud.summary(refund)),
    page: (name, action) => on(name, (order) => cloud.act(order, action)),
    choose: (name, method, issuerId) => on(name, (order) => cloud.choose(order, method, issuerId)),
    transfer: (name, amountCents) => on(name, (order) => cloud.transfer(order, amountCents ?? null)),
    endRefund: (id, end) => on(id, (refund) => cloud.endRefund(refund, end)),
    fault: (fault) => cloud.faults.add(fault),
    faults: () => cloud.faults.list(),
    clearFaults: () => cloud.faults.clear(),
    autopilot: (pilot) => {
      cloud.autopilot = pilot;
    },
    state: () => cloud.state(),
    onChange: (listener) => cloud.onChange(listener),
    held: () => held.count,
    posting: () => cloud.webhooks.posting,
    reset: () => cloud.reset(),
    close: async () => {
      cloud.close();
      await server.close();
    },
  };
}

function withoutSlash(url: string): string {
  const [path = '/', query] = url.split('?', 2);
  const bare = path.length > 1 ? path.replace(/\/+$/, '') : path;
  return query === undefined ? bare : `${bare}?${query}`;
}

/** Answers a path of the API in the spelling the switches don't take. */
function watchSpelling(server: FastifyInstance, { slashes, otherSpelling }: KcSwitches): void {
  if (slashes === 'both') return;
  server.addHook('onRequest', async (request, reply) => {
    const [path = '', query] = request.originalUrl.split('?', 2);
    if (!path.startsWith('/v1/') || path.endsWith('/') === (slashes === 'always')) return;
    if (otherSpelling === 'not-found') return send(reply, problemAnswer(PROBLEMS.notFound));
    const other = slashes === 'always' ? `${path}/` : path.replace(/\/+$/, '');
    return reply.redirect(query === undefined ? other : `${other}?${query}`, 308);
  });
}
