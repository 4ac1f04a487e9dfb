/** Lends an agent whose card terminal hangs on a wire in memory, with a till and a signed-in command line. */
import { ENTER_PATH, type TerminalQuestion, terminalPath, terminalReplySchema } from '@tillbridge/contracts';
import type { ByteDialer } from '@tillbridge/kernel';
import type { HttpExchange } from '@tillbridge/psp-core';
import { asset } from '@tillbridge/relay';
import { SimulatedTill } from '@tillbridge/simulators/till';
import { memoryLog, withTempFolder } from '@tillbridge/testkit';
import type { AgentSettings } from '../settings.ts';
import type { WireRoute } from '../shop.ts';
import { type RunningAgent, startAgent } from '../start-agent.ts';

const SUBSCRIPTION = 'TILLBRIDGE-TEST';
/** Base64 of the bytes 0 … 31. */
const SECRET = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const WINDOW = new Map([['index.html', asset('index.html', new TextEncoder().encode('<!doctype html>'))]]);

export interface WireShop {
  readonly agent: RunningAgent;
  readonly till: SimulatedTill;
  readonly folder: string;
  readonly settings: AgentSettings;
  logText(): string;
  /** Of the local API. */
  get(path: string): Promise<unknown>;
  ask(question: TerminalQuestion): Promise<unknown>;
}

/** What a shop on a wire has of the internet. Default nothing. */
export interface Cloud {
  readonly accounts: AgentSettings['accounts'];
  readonly http: HttpExchange;
}

/** `route` is the only one, and the till's. */
export async function withWireShop(
  route: WireRoute,
  wire: ByteDialer,
  use: (shop: WireShop) => Promise<void>,
  cloud: Cloud | null = null,
): Promise<void> {
  await withTempFolder(async (folder) => {
    const log = memoryLog();
    const settings = { ...settingsOf(folder, route), ...(cloud === null ? {} : { accounts: cloud.accounts }) };
    const agent = await startAgent({
      settings,
      assets: { cashier: WINDOW, display: WINDOW },
      ports: { log, devices: { tcp: () => wire, serial: () => wire }, ...(cloud === null ? {} : { http: cloud.http }) },
    });
    const till = new SimulatedTill({
      endpoint: `${agent.address}/mplus`,
      subscriptionId: SUBSCRIPTION,
      secret: SECRET,
      branch: 3,
      workplace: 12,
      pollEveryMs: 20,
    });
    const headers = { origin: agent.address, cookie: await signIn(agent) };
    const get = async (path: string) => (await fetch(`${agent.address}${path}`, { headers })).json();
    const ask = async (question: TerminalQuestion) => {
      const answer = await fetch(`${agent.address}${terminalPath(route.id, question)}`, { method: 'POST', headers });
      return terminalReplySchema.parse(await answer.json());
    };
    try {
      await use({ agent, till, folder, settings, logText: () => log.text(), get, ask });
    } finally {
      await agent.close();
    }
  });
}

/** The terminal's line of health. */
export function healthOf({ agent, settings }: WireShop) {
  return agent.health().lines.find(({ id }) => id === `terminal:${settings.routes[0]?.id}`);
}

async function signIn(agent: RunningAgent): Promise<string> {
  const entered = await fetch(`${agent.address}${ENTER_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: agent.address },
    body: JSON.stringify({ launchToken: agent.launchToken('cashier') }),
  });
  return entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

function settingsOf(dataFolder: string, route: WireRoute): AgentSettings {
  return {
    venue: { name: 'Speelpark De Eik', language: 'nl', theme: 'light' },
    dataFolder,
    listen: { port: 0, frameOrigins: [], names: [], lan: null },
    mplus: { replyBudgetMs: 1_500, qrReply: 'displayBarcode', subscriptions: [{ id: SUBSCRIPTION, secret: SECRET }] },
    tills: [
      {
        id: '3-12',
        branch: 3,
        workplace: 12,
        name: 'Balie 1',
        subscription: SUBSCRIPTION,
        language: 'nl',
        card: [route.id],
        qr: [],
        methods: new Map(),
        display: null,
      },
    ],
    routes: [route],
    accounts: [],
    staff: [],
    vouchers: null,
    policy: { secondTenderOnWitness: 'pin' },
    log: { level: 'debug', file: null },
  };
}
