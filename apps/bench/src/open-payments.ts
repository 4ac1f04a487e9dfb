/**
 * One agent with 200 payments open at once: 40 each on terminals at Pay. and MultiSafepay, on the pages of both and of
 * Kassa Compleet. Each till asks about its own every two seconds. What the clouds hear is held against their limits, over
 * the whole run; in the end every guest pays, and every till is told so.
 */
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startKcSimulator } from '@tillbridge/simulators/kassacompleet';
import { startMspSimulator } from '@tillbridge/simulators/multisafepay';
import { startPaySimulator } from '@tillbridge/simulators/pay';
import { CallWindow } from './call-window.ts';
import { startChild, withFolder } from './child.ts';
import { freePort } from './free-port.ts';
import { HttpClient } from './http-client.ts';
import { type Finding, metric } from './report.ts';
import {
  OPEN_WAYS,
  type OpenWay,
  openMspTerminal,
  openPayTerminal,
  openSettings,
} from './subjects/provider-settings.ts';
import { PAID_SOON, pollBody, type SignedBody, startBody } from './webhook-traffic.ts';

export interface OpenPaymentsOptions {
  /** On each of the five ways. */
  readonly each?: number;
  /** From the last start to the first guest who pays. */
  readonly holdMs?: number;
}

const WINDOW_MS = 10_000;
/** developer.pay.nl, "Enhancements". */
const PAY_LIMITS = { withinWindow: 1_500, atOnce: 150 } as const;
/** Neither of the other two publishes one. Ours, for each key: 20 at once after a quiet time, then 10 a second. */
const OWN_LIMIT = 120;
const TILL_ASKS_MS = 2_000;
const GUEST_EVERY_MS = 50;
const PATIENCE_MS = 40_000;
/** How long a cloud takes for an answer, which decides how many calls are under way at once. */
const LATENCY_MS = 150;
/** Longer than the run: nobody gives up at a terminal. */
const WAITS_MS = 180_000;
const CONNECTIONS = 16;
const STARTS_AT_ONCE = 8;

export function openPaymentsBench({
  each = 40,
  holdMs = 35_000,
}: OpenPaymentsOptions = {}): Promise<readonly Finding[]> {
  return withFolder(async (folder) => {
    const port = await freePort();
    const clouds = await startClouds(each);
    const file = join(folder, 'tillbridge.yaml');
    await writeFile(file, openSettings(join(folder, 'data'), { port, ...clouds.addresses }, each));
    const agent = await startChild(join(import.meta.dirname, 'subjects', 'agent.ts'), [folder, '--settings', file]);
    const tills = OPEN_WAYS.flatMap((way, index) =>
      Array.from({ length: each }, (_, n) => new Till(way, index * each + n + 1)),
    );
    const client = new HttpClient(port, CONNECTIONS);
    try {
      await inTurns(tills, STARTS_AT_ONCE, (till) => till.start(client));
      const asking = new AbortController();
      const asks = tills.map((till) => till.keepAsking(client, asking.signal));
      await rest(holdMs);
      await until('every order has been asked about', () => clouds.askedAbout() === tills.length);
      const open = tills.filter((till) => till.state === 'open').length;
      const moved = clouds.charges();
      await clouds.everybodyPays();
      await until('every till knows', () => tills.every((till) => till.state !== 'open'));
      asking.abort();
      await Promise.all(asks);
      if (moved !== 0) throw new Error(`${moved} payments moved money before a guest paid`);
      return findings(clouds, tills, open);
    } finally {
      client.close();
      await agent.stop();
      await clouds.close();
    }
  });
}

function findings(clouds: Clouds, tills: readonly Till[], open: number): readonly Finding[] {
  const paid = Math.min(tills.filter((till) => till.state === 'paid').length, clouds.charges());
  const all = { what: 'payments', value: tills.length };
  const within = (name: string, heard: readonly CallWindow[], what: string, limit: number) =>
    metric(
      'providers',
      `open_requests_${name}`,
      Math.max(...heard.map((window) => window.mostWithin(WINDOW_MS))),
      'calls',
      { what, value: limit },
      'ratio ≤ 1',
    );
  const { pay, group, site, kc } = clouds.heard;
  return [
    metric('providers', 'open_payments', open, 'payments', all, 'ratio = 1'),
    metric('providers', 'open_paid', paid, 'payments', all, 'ratio = 1'),
    within('pay', [pay], 'limit in 10 s', PAY_LIMITS.withinWindow),
    metric(
      'providers',
      'open_at_once_pay',
      pay.mostAtOnce,
      'calls',
      { what: 'limit at once', value: PAY_LIMITS.atOnce },
      'ratio ≤ 1',
    ),
    within('multisafepay', [group, site], 'status calls in 10 s with one key, our limit', OWN_LIMIT),
    within('kassacompleet', [kc], 'status calls in 10 s, our limit', OWN_LIMIT),
  ];
}

type Clouds = Awaited<ReturnType<typeof startClouds>>;

/** The three clouds, with terminals that wait for as long as it takes, and guests who pay when they are told to. */
async function startClouds(each: number) {
  const heard = { pay: new CallWindow(), group: new CallWindow(), site: new CallWindow(), kc: new CallWindow() };
  /** Orders that the agent asked about, by cloud. */
  const asked = { pay: new Set<string>(), msp: new Set<string>(), kc: new Set<string>() };
  const numbers = Array.from({ length: each }, (_, n) => n + 1);
  const pay = await startPaySimulator({
    port: 0,
    terminalWindowMs: WAITS_MS,
    terminals: numbers.map((n) => ({ code: openPayTerminal(n), name: `Pin ${n}`, refunds: false })),
    heard: ({ path, over }) => {
      if (!path.startsWith('/v')) return;
      heard.pay.arrived(performance.now(), over);
      note(asked.pay, /^\/v1\/orders\/([^/]+)\/status/, path);
    },
  });
  const msp = await startMspSimulator({
    port: 0,
    inactivityMs: WAITS_MS,
    terminals: numbers.map((n) => ({ id: openMspTerminal(n), name: `Pin ${n}`, groupId: 101, refunds: false })),
    heard: ({ method, path, headers, over }) => {
      if (method !== 'GET' || !note(asked.msp, /^\/v1\/json\/orders\/([^/?]+)/, path)) return;
      const key = String(headers.api_key).includes('group') ? heard.group : heard.site;
      key.arrived(performance.now(), over);
    },
  });
  const kc = await startKcSimulator({
    port: 0,
    heard: ({ method, path, over }) => {
      if (method === 'GET' && note(asked.kc, /^\/v1\/orders\/([^/?]+)/, path))
        heard.kc.arrived(performance.now(), over);
    },
  });
  for (const on of ['create', 'status'] as const) {
    for (const cloud of [pay, msp, kc]) cloud.fault({ on, do: 'slow', ms: LATENCY_MS, percent: 100 });
  }
  return {
    heard,
    addresses: { pay: pay.url, multisafepay: msp.baseUrl, kassaCompleet: kc.apiUrl },
    charges: () => pay.charges().length + msp.charges().length + kc.charges().length,
    /** How many orders. */
    askedAbout: () => asked.pay.size + asked.msp.size + asked.kc.size,
    /** At every terminal, and on every page. */
    everybodyPays: async () => {
      const guests = [
        ...numbers.map((n) => () => pay.terminal(openPayTerminal(n), 'approve')),
        ...numbers.map((n) => () => msp.terminal(openMspTerminal(n), 'approve')),
        ...[...asked.pay].map((id) => () => pay.page(id, 'pay')),
        ...[...asked.msp].map((id) => () => msp.page(id, 'pay')),
        ...[...asked.kc].map((id) => () => kc.page(id, 'pay')),
      ];
      for (const guest of guests) if (guest()) await rest(GUEST_EVERY_MS);
    },
    close: () => Promise.all([pay.close(), msp.close(), kc.close()]),
  };
}

function note(asked: Set<string>, pattern: RegExp, path: string): boolean {
  const id = pattern.exec(path)?.[1];
  if (id !== undefined) asked.add(decodeURIComponent(id));
  return id !== undefined;
}

/** A till with one payment. */
class Till {
  state: 'open' | 'paid' | 'not-paid' = 'open';
  private readonly id = randomUUID();
  private readonly workplace: number;
  private readonly method: string;

  constructor(way: OpenWay, workplace: number) {
    this.workplace = workplace;
    this.method = way.endsWith('terminal') ? 'K_PAY_PIN' : 'K_PAY_QR';
  }

  async start(client: HttpClient): Promise<void> {
    const answer = await post(client, startBody(this.id, this.workplace, PAID_SOON, this.method));
    if (!answer.includes('"started":true')) throw new Error(`a payment was not started: ${answer}`);
  }

  async keepAsking(client: HttpClient, stop: AbortSignal): Promise<void> {
    await rest(Math.random() * TILL_ASKS_MS);
    while (!stop.aborted && this.state === 'open') {
      const answer = await post(client, pollBody(this.id, this.workplace, this.method));
      if (answer.includes('"confirmed":true')) this.state = 'paid';
      else if (answer.includes('"cancelled":true')) this.state = 'not-paid';
      else await rest(TILL_ASKS_MS);
    }
  }
}

async function inTurns<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const queue = all.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const one of queue) await work(one);
    }),
  );
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const giveUpAt = performance.now() + PATIENCE_MS; !holds(); await rest(20)) {
    if (performance.now() > giveUpAt) throw new Error(`not so after ${PATIENCE_MS} ms: ${what}`);
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function post(client: HttpClient, { path, headers, body }: SignedBody): Promise<string> {
  const answer = await client.post(path, headers, body);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.body.toString()}`);
  return answer.body.toString();
}
