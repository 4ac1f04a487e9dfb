import type { XmlElement } from '@tillbridge/mplus/soap';
import Fastify from 'fastify';
import { systemClock } from '../shared/system-clock.ts';
import type { ConsumerDraft } from './consumers.ts';
import { addMplusApiControlRoutes } from './control-routes.ts';
import { type ListedMplusApiFault, type MplusApiFault, mplusApiFaultSchema } from './faults.ts';
import { type MplusApiCounts, type MplusApiState, MplusCloud } from './mplus-cloud.ts';
import type { MplusApiSimulatorOptions, SimArticle, SimTurnoverGroup } from './options.ts';
import { addSoapRoutes } from './soap-routes.ts';
import type { SimIssuance } from './voucher-book.ts';

/** The API, running. What the control API does over HTTP, these methods do directly. */
export interface MplusApiSimulator {
  /** Of the SOAP service: what the settings name as `vouchers.mplus.url`. */
  readonly url: string;
  readonly account: { readonly ident: string; readonly secret: string };
  /** Everything that was issued, oldest first. */
  issuances(): readonly SimIssuance[];
  counts(): MplusApiCounts;
  /** The requests that could be read, as they came: the element in the body. */
  messages(): readonly XmlElement[];
  putArticle(article: SimArticle): void;
  deleteArticle(number: string): boolean;
  putGroup(group: SimTurnoverGroup): void;
  deleteGroup(number: number): boolean;
  subscribe(consumers: readonly ConsumerDraft[]): void;
  /** Returns the fault's id. */
  fault(fault: MplusApiFault): number;
  faults(): readonly ListedMplusApiFault[];
  clearFaults(): void;
  state(): MplusApiState;
  onChange(listener: () => void): () => void;
  /** Calls that wait on the clock because a fault makes them slow. */
  held(): number;
  reset(): void;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 1_048_576;

/** Starts the API on real HTTP. */
export async function startMplusApiSimulator(options: MplusApiSimulatorOptions): Promise<MplusApiSimulator> {
  const clock = options.clock ?? systemClock();
  const cloud = new MplusCloud(options, clock);
  const held = { count: 0 };
  const messages: XmlElement[] = [];
  const server = Fastify({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true });
  addSoapRoutes(server, { cloud, clock, held, heard: (message) => void messages.push(message) });
  addMplusApiControlRoutes(server, cloud, options.controlOrigin);
  const url = await server.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  return {
    url: `${url}/`,
    account: cloud.account,
    issuances: () => cloud.charges(),
    counts: () => cloud.callCounts(),
    messages: () => [...messages],
    putArticle: (article) => cloud.putArticle(article),
    deleteArticle: (number) => cloud.deleteArticle(number),
    putGroup: (group) => cloud.putGroup(group),
    deleteGroup: (number) => cloud.deleteGroup(number),
    subscribe: (consumers) => cloud.subscribe(consumers),
    fault: (fault) => cloud.faults.add(mplusApiFaultSchema.parse(fault)),
    faults: () => cloud.faults.list(),
    clearFaults: () => cloud.faults.clear(),
    state: () => cloud.state(),
    onChange: (listener) => cloud.onChange(listener),
    held: () => held.count,
    reset: () => {
      cloud.reset();
      messages.length = 0;
    },
    close: () => server.close(),
  };
}
