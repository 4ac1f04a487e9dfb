import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PaySimulator, startPaySimulator } from '@tillbridge/simulators/pay';
import { SimulatedTill } from '@tillbridge/simulators/till';
import {
  DEMO_BRANCH,
  DEMO_SUBSCRIPTION,
  DEMO_TERMINAL,
  DEMO_TILL_SECRET,
  DEMO_WORKPLACE,
  PIN_METHOD,
} from '../rig/fixed-shop.ts';
import { DEMO_ENV, type DemoSettings, demoSettings } from '../rig/settings.ts';
import { AgentKeeper } from './agent-keeper.ts';
import { ARTICLES } from './articles.ts';
import { CounterTerminal, PROCESS_MS } from './counter-terminal.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { ShopFaults } from './shop-faults.ts';
import type { ShopAction, ShopActionResult, ShopLedgerLine, ShopView } from './shop-view.ts';

export interface DemoShopOptions {
  readonly pagePort: number;
  readonly agentPort: number;
  readonly payPort: number;
  readonly dataFolder: string;
  readonly pageDist: string;
  readonly language: NonNullable<DemoSettings['language']>;
  readonly say: (line: string) => void;
}

export interface ShopAddresses {
  readonly page: string;
  readonly agent: string;
  readonly pay: string;
  /** With their launch tokens. */
  readonly cashier: string;
  readonly display: string;
}

const DONE: ShopActionResult = { ok: true };

/** The whole demo shop: payment cloud and till in this process, the agent in its own, one page to play with them. */
export class DemoShop {
  readonly #options: DemoShopOptions;
  readonly #pay: PaySimulator;
  readonly #till: SimulatedTill;
  readonly #faults: ShopFaults;
  readonly #terminal: CounterTerminal;
  readonly #agentUrl: string;
  #keeper: AgentKeeper | null = null;
  #page: PageServer | null = null;
  #phoneUrl: string | null = null;

  private constructor(options: DemoShopOptions, pay: PaySimulator) {
    this.#options = options;
    this.#pay = pay;
    this.#agentUrl = `http://127.0.0.1:${options.agentPort}`;
    this.#till = new SimulatedTill({
      endpoint: this.#agentUrl,
      subscriptionId: DEMO_SUBSCRIPTION,
      secret: DEMO_TILL_SECRET,
      branch: DEMO_BRANCH,
      workplace: DEMO_WORKPLACE,
    });
    this.#faults = new ShopFaults(pay, this.#till);
    this.#terminal = new CounterTerminal(pay, DEMO_TERMINAL, () => this.#changed());
  }

  static async open(options: DemoShopOptions): Promise<DemoShop> {
    const exchangeUrl = `http://127.0.0.1:${options.agentPort}/exchange/pay`;
    const pay = await startPaySimulator({ port: options.payPort, exchangeUrl, processMs: PROCESS_MS });
    const shop = new DemoShop(options, pay);
    try {
      await shop.#open();
    } catch (error) {
      await shop.close();
      throw error;
    }
    return shop;
  }

  get addresses(): ShopAddresses {
    const { cashierUrl, displayUrl } = this.view().agent;
    return {
      page: this.#page?.url ?? '',
      agent: this.#agentUrl,
      pay: this.#pay.url,
      cashier: cashierUrl ?? '',
      display: displayUrl ?? '',
    };
  }

  view(): ShopView {
    const standing = this.#keeper?.standing;
    const token = standing?.launchToken ?? null;
    // Both frames are one browser with one cookie, and the cashier's may look at the display too.
    const windowUrl = (name: string): string | null =>
      token === null ? null : `${this.#agentUrl}/${name}/#t=${token}`;
    const { payment } = this.#till.state;
    return {
      now: Date.now(),
      dataFolder: this.#options.dataFolder,
      payUrl: this.#pay.url,
      agent: {
        state: standing?.state ?? 'starting',
        pid: standing?.pid ?? null,
        url: this.#agentUrl,
        cashierUrl: windowUrl('cashier'),
        displayUrl: windowUrl('display'),
        restarts: standing?.restarts ?? 0,
        readyMs: standing?.readyMs ?? null,
      },
      till: this.#till.state,
      terminal: this.#terminal.view(),
      phone: {
        url: this.#phoneUrl,
        canScan: payment?.qr != null && standing?.state === 'up' && payment.qr !== this.#phoneUrl,
      },
      faults: this.#faults.list(),
      ledger: ledgerOf(this.#pay),
      articles: ARTICLES,
    };
  }

  async act(action: ShopAction): Promise<ShopActionResult> {
    const result = await this.#act(action);
    this.#changed();
    return result;
  }

  async close(): Promise<void> {
    this.#till.close();
    await this.#keeper?.close();
    await Promise.all([this.#pay.close(), this.#page?.close()]);
  }

  async #open(): Promise<void> {
    const { dataFolder, pagePort, pageDist, language, say } = this.#options;
    this.#page = await startPageServer({
      port: pagePort,
      dist: pageDist,
      view: () => this.view(),
      act: (action) => this.act(action),
    });
    await mkdir(dataFolder, { recursive: true });
    const settingsFile = join(dataFolder, 'tillbridge.yaml');
    const { agentPort: port } = this.#options;
    const settings = demoSettings({ port, payUrl: this.#pay.url, language, frameOrigin: this.#page.url });
    await writeFile(settingsFile, settings);
    this.#till.onChange(() => this.#changed());
    this.#pay.onChange(() => {
      this.#terminal.look();
      this.#changed();
    });
    this.#keeper = new AgentKeeper({
      settingsFile,
      env: DEMO_ENV,
      args: ['--demo'],
      changed: () => this.#changed(),
      say,
    });
    await this.#keeper.open();
  }

  #changed(): void {
    this.#page?.changed();
  }

  async #act(action: ShopAction): Promise<ShopActionResult> {
    switch (action.do) {
      case 'add-article':
        return await this.#addArticle(action.number);
      case 'remove-line':
        await this.#till.removeLine(action.lineId);
        return DONE;
      case 'clear-sale':
        await this.#till.cancelSession();
        return DONE;
      case 'pay':
        return this.#begin(() => this.#till.checkOut(action.method));
      case 'refund':
        return this.#begin(async () => {
          await this.#till.startPayment();
          const outcome = await this.#till.refund(PIN_METHOD, this.#till.state.totalCents);
          if (outcome.kind === 'confirmed') await this.#till.completeSession();
          return outcome;
        });
      case 'cancel':
        await this.#till.requestCancel();
        return DONE;
      case 'give-up':
        await this.#till.cancel();
        return DONE;
      case 'tap':
        return this.#hasEffect(this.#terminal.tap(action.card));
      case 'insert':
        return this.#hasEffect(this.#terminal.insert(action.card));
      case 'pin':
        return this.#hasEffect(this.#terminal.enterPin());
      case 'terminal-stop':
        return this.#hasEffect(this.#terminal.stop());
      case 'scan':
        this.#phoneUrl = this.#till.state.payment?.qr ?? null;
        return this.#hasEffect(this.#phoneUrl !== null);
      case 'phone-home':
        this.#phoneUrl = null;
        return DONE;
      case 'fault':
        await this.#faults.set(action.id, action.on);
        return DONE;
      case 'kill-agent':
        await this.#keeper?.kill9();
        return DONE;
      default:
        return action satisfies never;
    }
  }

  async #addArticle(number: number): Promise<ShopActionResult> {
    const article = ARTICLES.find((each) => each.number === number);
    if (article === undefined) return { ok: false, why: `there is no article ${number}` };
    const { sale, lines } = this.#till.state;
    if (sale === 'paying') return { ok: false, why: 'a payment is under way' };
    this.#phoneUrl = null;
    const line = sale === 'selling' ? lines.find((each) => each.articleNumber === number) : undefined;
    if (line !== undefined) await this.#till.setQuantity(line.lineId, line.quantity + 1);
    else {
      await this.#till.addLine({
        articleNumber: number,
        text: article.text,
        quantity: 1,
        unitCents: article.priceCents,
      });
    }
    return DONE;
  }

  /** Begins a payment and goes on without waiting for its end. Without money the till goes back to its sale. */
  #begin(work: () => Promise<{ readonly kind: string }>): ShopActionResult {
    if (this.#till.state.sale === 'paying') return { ok: false, why: 'a payment is under way' };
    if (this.#till.state.lines.length === 0) return { ok: false, why: 'the sale is empty' };
    this.#phoneUrl = null;
    work()
      .then(async (outcome) => {
        if (outcome.kind !== 'confirmed' && this.#till.state.sale === 'paying') await this.#till.cancelPayment();
      })
      .catch((error: unknown) => this.#options.say(`the till stumbled: ${String(error)}`))
      .finally(() => this.#changed());
    return DONE;
  }

  #hasEffect(had: boolean): ShopActionResult {
    return had ? DONE : { ok: false, why: 'that has no effect now' };
  }
}

/** Newest last. */
function ledgerOf(pay: PaySimulator): readonly ShopLedgerLine[] {
  return pay
    .state()
    .orders.map(
      (order): ShopLedgerLine => ({
        orderId: order.orderId,
        reference: order.reference ?? '',
        amountCents: order.amountCents,
        means: order.terminalCode === null ? 'qr' : 'card',
        direction: order.direction,
        state: order.status === 100 ? 'paid' : order.status < 0 ? 'not-paid' : 'pending',
        at: order.createdAt,
      }),
    )
    .toReversed();
}
