import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Charge, OrderSummary, PaySimulatorOptions } from '@tillbridge/simulators/pay';
import { TicketShop } from '@tillbridge/simulators/ticketshop';
import type { TillKnobs } from '@tillbridge/simulators/till';
import { AgentProcess } from './agent-process.ts';
import { Child } from './child.ts';
import { DEMO_TERMINAL, DEMO_TICKET_SHOP_KEY, DEMO_WORKPLACE, tillId } from './fixed-shop.ts';
import { freePort } from './free-port.ts';
import { type ExportedFact, JournalReader } from './journal.ts';
import type { KcClient } from './kc-client.ts';
import type { MspClient } from './msp-client.ts';
import { PayClient } from './pay-client.ts';
import type { PayEcrClient } from './pay-ecr-client.ts';
import { type CloudOptions, openProviderClouds, type ProviderClouds } from './provider-clouds.ts';
import { RigTill } from './rig-till.ts';
import { DEMO_ENV, type DemoSettings, demoSettings, type PayEcrPlace } from './settings.ts';
import { VenueLookup } from './venue-lookup.ts';
import { DAY_MS, msToNoon, venueDate } from './venue-time.ts';
import { WindowsClient } from './windows-client.ts';
import { openWireTerminals, type WireOptions, type WireTerminals } from './wire-terminals.ts';
import type { ZvtClient } from './zvt-client.ts';

export interface RigOptions extends WireOptions, CloudOptions {
  readonly settings?: ShopSettings;
  /** Further cores of it stand before its main one in the settings. */
  readonly pay?: Partial<PaySimulatorOptions>;
  /** For the agent's first start alone. */
  readonly agentEnv?: Readonly<Record<string, string>>;
  readonly till?: Partial<TillKnobs>;
  /** It is noon at the venue when the shop opens, so that no story runs over midnight. Payment clouds have their own time. */
  readonly atNoon?: boolean;
}

export type ShopSettings = Partial<
  Omit<DemoSettings, 'port' | 'payUrl' | 'firstCores' | 'zvt' | 'payEcr' | 'mspUrl' | 'kcUrl'>
>;

/** Between two tries of the ticket shop. */
const RETRY_MS = 50;

/** Devices that react at once, and status calls that are repeated soon. */
const QUICK_PAY: Partial<PaySimulatorOptions> = {
  presentAfterMs: 5,
  processMs: 20,
  exchangeRetryMs: [100, 200, 400, 800, 1_600, 3_200],
};

/** The story of one payment in the journal. */
export interface PaymentStory {
  readonly id: string;
  /** `payment.` cut off: intended, started, approved, handed-over, … */
  readonly steps: readonly string[];
  readonly facts: readonly ExportedFact[];
}

interface RigParts {
  readonly folder: string;
  readonly agentUrl: string;
  readonly settings: DemoSettings;
  readonly settingsFile: string;
  readonly payChild: Child;
  readonly wire: WireTerminals;
  readonly clouds: ProviderClouds;
  readonly knobs: Partial<TillKnobs>;
  /** How far the shop's clocks are ahead of the machine's. */
  readonly aheadMs: number;
}

/** A shop of processes on free ports: the agent, the payment clouds, terminals on wires, and the till in this one. */
export class ShopRig {
  readonly folder: string;
  readonly terminal = DEMO_TERMINAL;
  readonly till: RigTill;
  readonly pay: PayClient;
  readonly tickets: TicketShop;
  /** What the ticket shop's people can look up at the venue. */
  readonly venue: VenueLookup;
  readonly agent: AgentProcess;
  readonly agentUrl: string;
  readonly journal: JournalReader;
  readonly #payChild: Child;
  readonly #wire: WireTerminals;
  readonly #clouds: ProviderClouds;
  readonly #tills: RigTill[];
  readonly #knobs: Partial<TillKnobs>;
  readonly #settingsFile: string;
  #settings: DemoSettings;
  #aheadMs: number;

  private constructor(parts: RigParts) {
    this.folder = parts.folder;
    this.agentUrl = parts.agentUrl;
    this.#settings = parts.settings;
    this.#settingsFile = parts.settingsFile;
    this.#payChild = parts.payChild;
    this.#wire = parts.wire;
    this.#clouds = parts.clouds;
    this.pay = new PayClient(parts.settings.payUrl);
    this.agent = new AgentProcess({ settingsFile: parts.settingsFile, env: DEMO_ENV, args: ['--demo'] });
    this.journal = new JournalReader(parts.settingsFile, DEMO_ENV);
    this.tickets = new TicketShop({ agentUrl: parts.agentUrl, key: DEMO_TICKET_SHOP_KEY, retryMs: RETRY_MS });
    this.venue = new VenueLookup(parts.agentUrl);
    this.#aheadMs = parts.aheadMs;
    this.#knobs = parts.knobs;
    this.#tills = [];
    this.till = this.anotherTill(DEMO_WORKPLACE);
  }

  static async open(options: RigOptions): Promise<ShopRig> {
    const folder = await mkdtemp(join(tmpdir(), 'tillbridge-demo-'));
    const port = await freePort();
    const agentUrl = `http://127.0.0.1:${port}`;
    const pay = JSON.stringify({ ...QUICK_PAY, ...options.pay });
    const payChild = simulator('pay', '--port', '0', '--agent', agentUrl, '--pay', pay);
    const closing: (() => Promise<unknown>)[] = [() => removeFolder(folder), () => payChild.stop()];
    try {
      const wire = await openWireTerminals(options, simulator);
      closing.push(() => wire.close());
      const clouds = await openProviderClouds(options, agentUrl, simulator);
      closing.push(() => clouds.close());
      const payUrl = String((await payChild.ready).pay);
      const firstCores = (await new PayClient(payUrl).cores()).slice(1).map(({ url }) => url);
      const settingsFile = join(folder, 'tillbridge.yaml');
      const settings: DemoSettings = {
        ...options.settings,
        ...wire.settings,
        ...clouds.settings,
        port,
        payUrl,
        firstCores,
      };
      await writeFile(settingsFile, demoSettings(settings));
      const aheadMs = options.atNoon === true ? msToNoon(Date.now()) : 0;
      const knobs = { clockSkewMs: aheadMs, ...options.till };
      const rig = new ShopRig({ folder, agentUrl, settings, settingsFile, payChild, wire, clouds, knobs, aheadMs });
      closing.push(() => rig.close());
      await rig.startAgent(options.agentEnv);
      return rig;
    } catch (error) {
      for (const close of closing.toReversed()) await close();
      throw error;
    }
  }

  /** The ZVT terminal; throws in a shop that was opened without one. */
  get zvt(): ZvtClient {
    return lent(this.#wire.zvt, 'ZVT terminal');
  }

  /** The PAY.POS terminal; throws in a shop that was opened without one. */
  get payEcr(): PayEcrClient {
    return lent(this.#wire.payEcr, 'PAY.POS terminal');
  }

  /** The cloud of MultiSafepay; throws in a shop that was opened without one. */
  get msp(): MspClient {
    return lent(this.#clouds.msp, 'account at MultiSafepay');
  }

  /** The cloud of Kassa Compleet; throws in a shop that was opened without one. */
  get kc(): KcClient {
    return lent(this.#clouds.kc, 'account at Kassa Compleet');
  }

  /** One more till at the same agent. */
  anotherTill(workplace: number): RigTill {
    const till = new RigTill(this.agentUrl, workplace, this.#knobs);
    this.#tills.push(till);
    return till;
  }

  /** Starts the agent, with the shop's time on its wall. `env` is for this start alone. */
  async startAgent(env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.agent.start({ TILLBRIDGE_CLOCK_AHEAD_MS: String(this.#aheadMs), ...env });
  }

  /** The shop closes, and opens so much later. */
  async closeFor(ms: number): Promise<void> {
    this.#aheadMs += ms;
    await this.agent.stop();
    for (const { till } of this.#tills) till.knobs.clockSkewMs = this.#aheadMs;
    await this.startAgent();
  }

  /** A day of the shop's calendar, `2026-07-14`; 0: today. */
  dayFromNow(days: number): string {
    return venueDate(Date.now() + this.#aheadMs + days * DAY_MS);
  }

  /** Changes what the PAY.POS terminal's settings say, as IT does: a new file, and a restart. */
  async changePayEcr(changes: Partial<Omit<PayEcrPlace, 'port'>>): Promise<void> {
    const { payEcr } = this.#settings;
    if (payEcr === undefined) throw new Error('this shop has no PAY.POS terminal');
    this.#settings = { ...this.#settings, payEcr: { ...payEcr, ...changes } };
    await this.agent.stop();
    await writeFile(this.#settingsFile, demoSettings(this.#settings));
    await this.agent.start();
  }

  /** Enters the agent's local API as the windows of a till. */
  window(workplace: number = DEMO_WORKPLACE): Promise<WindowsClient> {
    const token = this.agent.ready.launchToken;
    if (typeof token !== 'string') throw new Error('the agent gave no launch token');
    return WindowsClient.enter(this.agentUrl, token, tillId(workplace));
  }

  charges(): Promise<readonly Charge[]> {
    return this.pay.charges();
  }

  /** The orders at the payment cloud, oldest first. */
  async orders(): Promise<readonly OrderSummary[]> {
    return (await this.pay.orders()).toReversed();
  }

  /** What the journal says about the payment the till knows by this id. Verifies the chain first. */
  async story(externalPaymentId: string): Promise<PaymentStory> {
    const stories = await this.stories();
    const found = stories.find((story) => story.facts[0]?.body.externalPaymentId === externalPaymentId);
    if (found === undefined) throw new Error(`the journal has no payment ${externalPaymentId}`);
    return found;
  }

  /** All payments of the journal, oldest first. Verifies the chain first. */
  async stories(): Promise<readonly PaymentStory[]> {
    const [all] = await Promise.all([this.journal.facts(), this.journal.verify()]);
    const facts = all.filter((fact) => fact.kind.startsWith('payment.'));
    return [...Map.groupBy(facts, (fact) => fact.subject)].map(([id, own]) => ({
      id,
      steps: own.map((fact) => fact.kind.slice('payment.'.length)),
      facts: own,
    }));
  }

  /** The newest log lines of the processes, for a failure. */
  logs(): string {
    return [this.agent.child?.tail() ?? '', this.#payChild.tail(), this.#wire.logs(), this.#clouds.logs()].join('\n');
  }

  async close(): Promise<void> {
    for (const till of this.#tills) till.till.close();
    await Promise.all([this.agent.stop(), this.#payChild.stop(), this.#wire.close(), this.#clouds.close()]);
    await removeFolder(this.folder);
  }
}

/** Starts one of `npm run sim`. */
function simulator(name: string, ...args: readonly string[]): Child {
  return new Child({ name, args: [join(import.meta.dirname, '../sim.ts'), name, '--json', ...args] });
}

function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

function lent<T>(client: T | null, what: string): T {
  if (client === null) throw new Error(`this shop has no ${what}`);
  return client;
}

/** Lends a shop and always takes it back. A failure carries the processes' newest log lines. */
export async function withShop<T>(options: RigOptions, work: (shop: ShopRig) => Promise<T>): Promise<T> {
  const shop = await ShopRig.open(options);
  try {
    return await work(shop);
  } catch (error) {
    throw new ShopFailure(error, shop.logs());
  } finally {
    await shop.close();
  }
}

/** What went wrong in a shop, with what its processes said. */
export class ShopFailure extends Error {
  readonly logs: string;

  constructor(cause: unknown, logs: string) {
    super(cause instanceof Error ? cause.message : String(cause), {
      cause: cause instanceof Error ? cause.cause : null,
    });
    this.name = 'ShopFailure';
    this.logs = logs;
  }
}
