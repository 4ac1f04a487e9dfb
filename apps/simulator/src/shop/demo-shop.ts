import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ARTICLES } from '../rig/articles.ts';
import { DEMO_PERSON, DEMO_PIN, PIN_METHOD, tillId } from '../rig/fixed-shop.ts';
import { DEMO_ENV, type DemoSettings, demoSettings } from '../rig/settings.ts';
import { DAY_MS, msToNoon } from '../rig/venue-time.ts';
import { AgentKeeper } from './agent-keeper.ts';
import { kcLedger, mspLedger, payLedger } from './cloud-ledgers.ts';
import { type Counter, counterView, openCounters } from './counters.ts';
import { GuestPhone } from './guest-phone.ts';
import type { GuestTerminal } from './guest-terminal.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { RETURN_PATH } from './return-page.ts';
import { ShopFaults } from './shop-faults.ts';
import type { ShopAction, ShopActionResult, ShopLedgerLine, ShopView } from './shop-view.ts';
import { closeTakers, openTakers, payEcrAddress, type TakerOptions, type Takers } from './takers.ts';
import { TicketDesk } from './ticket-desk.ts';
import { addArticle, payCash, takeBack } from './till-keys.ts';

export interface DemoShopOptions extends TakerOptions {
  readonly pagePort: number;
  readonly dataFolder: string;
  readonly pageDist: string;
  readonly language: NonNullable<DemoSettings['language']>;
  /** It is noon at the venue when the shop opens. Otherwise it has the machine's time. */
  readonly atNoon: boolean;
  readonly say: (line: string) => void;
}

export interface ShopAddresses {
  readonly page: string;
  readonly agent: string;
  readonly pay: string;
  readonly msp: string;
  readonly kc: string;
  readonly zvt: string;
  readonly payEcr: string;
  /** Of the counter the visitor stands at, with their launch tokens. */
  readonly cashier: string;
  readonly display: string;
}

const DONE: ShopActionResult = { ok: true };

/** The whole demo shop: payment clouds, terminals and tills in this process, the agent in its own, one page to play with. */
export class DemoShop {
  readonly #options: DemoShopOptions;
  readonly #takers: Takers;
  readonly #counters: readonly Counter[];
  /** Each once, also one that counters share. */
  readonly #terminals: ReadonlySet<GuestTerminal>;
  readonly #faults: ShopFaults;
  readonly #phone: GuestPhone;
  readonly #tickets: TicketDesk;
  readonly #agentUrl: string;
  #counter: Counter;
  /** How far the clocks of tills and agent are ahead of the machine's. */
  #aheadMs: number;
  #keeper: AgentKeeper | null = null;
  #page: PageServer | null = null;

  private constructor(options: DemoShopOptions, takers: Takers) {
    this.#options = options;
    this.#takers = takers;
    this.#agentUrl = `http://127.0.0.1:${options.agentPort}`;
    this.#faults = new ShopFaults(takers);
    this.#phone = new GuestPhone(takers.kc);
    this.#tickets = new TicketDesk(this.#agentUrl, () => this.#changed());
    const counters = openCounters(takers, {
      agentUrl: this.#agentUrl,
      wantsPin: () => this.#faults.takeSoftDecline(),
      changed: () => this.#changed(),
    });
    this.#counters = counters;
    this.#terminals = new Set(counters.flatMap(({ terminal }) => terminal ?? []));
    this.#counter = counters[0];
    this.#aheadMs = options.atNoon ? msToNoon(Date.now()) : 0;
  }

  static async open(options: DemoShopOptions): Promise<DemoShop> {
    const takers = await openTakers(options);
    const shop = new DemoShop(options, takers);
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
      pay: this.#takers.pay.url,
      msp: this.#takers.msp.url,
      kc: this.#takers.kc.url,
      zvt: this.#takers.zvt.address ?? '',
      payEcr: payEcrAddress(this.#takers.payEcr),
      cashier: cashierUrl ?? '',
      display: displayUrl ?? '',
    };
  }

  view(): ShopView {
    const standing = this.#keeper?.standing;
    const token = standing?.launchToken ?? null;
    const { workplace, kind, methods, taker, till, terminal } = this.#counter;
    // Both frames are one browser with one cookie, and the cashier's may look at the display too.
    const windowUrl = (name: string): string | null =>
      token === null ? null : `${this.#agentUrl}/${name}/?till=${tillId(workplace)}#t=${token}`;
    const { payment } = till.state;
    return {
      now: Date.now() + this.#aheadMs,
      dataFolder: this.#options.dataFolder,
      agent: {
        state: standing?.state ?? 'starting',
        pid: standing?.pid ?? null,
        url: this.#agentUrl,
        cashierUrl: windowUrl('cashier'),
        displayUrl: windowUrl('display'),
        restarts: standing?.restarts ?? 0,
        readyMs: standing?.readyMs ?? null,
      },
      counters: this.#counters.map(counterView),
      counter: workplace,
      methods,
      taker,
      till: till.state,
      dialog: this.#tickets.dialogAt(till),
      tickets: this.#tickets.view(),
      terminal: terminal?.view() ?? null,
      phone: {
        url: this.#phone.url,
        transfer: this.#phone.transfer,
        canScan: payment?.qr != null && standing?.state === 'up' && payment.qr !== this.#phone.scanned,
      },
      faults: this.#faults.list(kind, till),
      ledger: this.#ledger(),
      articles: ARTICLES,
      manager: { name: DEMO_PERSON, pin: DEMO_PIN },
    };
  }

  async act(action: ShopAction): Promise<ShopActionResult> {
    const result = await this.#act(action);
    this.#changed();
    return result;
  }

  async close(): Promise<void> {
    for (const { till } of this.#counters) till.close();
    await this.#keeper?.close();
    await Promise.all([closeTakers(this.#takers), this.#page?.close()]);
  }

  async #open(): Promise<void> {
    const { dataFolder, pagePort, pageDist, language, say } = this.#options;
    this.#page = await startPageServer({
      port: pagePort,
      dist: pageDist,
      language,
      view: () => this.view(),
      act: (action) => this.act(action),
    });
    await mkdir(dataFolder, { recursive: true });
    const settingsFile = join(dataFolder, 'tillbridge.yaml');
    const { pay, msp, kc, zvt, payEcr } = this.#takers;
    const settings = demoSettings({
      port: this.#options.agentPort,
      payUrl: pay.url,
      mspUrl: msp.url,
      kcUrl: kc.url,
      language,
      frameOrigin: this.#page.url,
      returnUrl: `${this.#page.url}${RETURN_PATH}`,
      zvt: { tcpPort: zvt.tcpPort ?? 0 },
      payEcr: { port: payEcr.tcpPort ?? 0 },
    });
    await writeFile(settingsFile, settings);
    for (const { till } of this.#counters) till.onChange(() => this.#changed());
    const looks = () => {
      for (const terminal of this.#terminals) terminal.look();
      this.#changed();
    };
    for (const taker of [pay, msp, kc, zvt.terminal, payEcr.terminal]) taker.onChange(looks);
    this.#keeper = new AgentKeeper({
      settingsFile,
      env: DEMO_ENV,
      args: ['--demo'],
      changed: () => this.#changed(),
      say,
    });
    await this.#keeper.open(this.#setClocks());
  }

  #changed(): void {
    this.#page?.changed();
  }

  /** Of everybody who takes money, oldest first. */
  #ledger(): readonly ShopLedgerLine[] {
    const { pay, msp, kc } = this.#takers;
    const lines = [...this.#terminals].flatMap((terminal) => terminal.ledger());
    return [...payLedger(pay), ...mspLedger(msp), ...kcLedger(kc), ...lines].toSorted(
      (one, other) => one.at - other.at,
    );
  }

  async #act(action: ShopAction): Promise<ShopActionResult> {
    const { till, terminal } = this.#counter;
    switch (action.do) {
      case 'counter':
        return this.#goTo(action.workplace);
      case 'add-article':
        this.#phone.goHome();
        return await addArticle(till, action.number);
      case 'remove-line':
        await till.removeLine(action.lineId);
        return DONE;
      case 'clear-sale':
        await till.cancelSession();
        return DONE;
      case 'pay':
        return this.#begin(till, () => till.checkOut(action.method));
      case 'refund':
        return this.#begin(till, async () => {
          await till.startPayment();
          const outcome = await till.refund(PIN_METHOD, till.state.totalCents);
          if (outcome.kind === 'confirmed') await till.completeSession();
          return outcome;
        });
      case 'cancel':
        await till.requestCancel();
        return DONE;
      case 'give-up':
        await till.cancel();
        return DONE;
      case 'tap':
        return this.#hasEffect(terminal?.tap(action.card));
      case 'insert':
        return this.#hasEffect(terminal?.insert(action.card));
      case 'pin':
        return this.#hasEffect(terminal?.enterPin());
      case 'terminal-stop':
        return this.#hasEffect(terminal?.stop());
      case 'switch':
        return this.#hasEffect(terminal?.flip(action.id));
      case 'scan':
        return this.#hasEffect(this.#phone.scan(till.state.payment?.qr ?? null));
      case 'transfer':
        return this.#hasEffect(this.#phone.makeTransfer());
      case 'phone-home':
        this.#phone.goHome();
        return DONE;
      case 'buy-ticket':
        return this.#tickets.buy(action.kind, action.visit);
      case 'scan-ticket':
        return this.#tickets.scan(till, action.code);
      case 'choose':
        return this.#hasEffect(this.#tickets.choose(till, action.option));
      case 'reissue-ticket':
        return await this.#tickets.reissue(action.code);
      case 'refund-ticket':
        return await this.#tickets.refund(action.code);
      case 'cash':
        return await payCash(till);
      case 'take-back':
        return await takeBack(till);
      case 'fault':
        await this.#faults.set(action.id, action.on, till);
        return DONE;
      case 'kill-agent':
        await this.#keeper?.kill9();
        return DONE;
      case 'next-day':
        return await this.#sleepOnce();
      default:
        return action satisfies never;
    }
  }

  /** The clocks of tills and agent go on by a day; those of payment clouds are their own. */
  async #sleepOnce(): Promise<ShopActionResult> {
    if (this.#counters.some(({ till }) => till.state.sale === 'paying')) {
      return { ok: false, why: 'a payment is under way' };
    }
    this.#aheadMs += DAY_MS;
    await this.#keeper?.restart(this.#setClocks());
    return DONE;
  }

  /** Sets those of the tills; hands back what sets the agent's. */
  #setClocks(): Readonly<Record<string, string>> {
    for (const { till } of this.#counters) till.knobs.clockSkewMs = this.#aheadMs;
    return { TILLBRIDGE_CLOCK_AHEAD_MS: String(this.#aheadMs) };
  }

  #goTo(workplace: number): ShopActionResult {
    const counter = this.#counters.find((each) => each.workplace === workplace);
    if (counter === undefined) return { ok: false, why: `there is no counter ${workplace}` };
    if (counter !== this.#counter) this.#phone.goHome();
    this.#counter = counter;
    return DONE;
  }

  /** Begins a payment and goes on without waiting for its end. Without money the till goes back to its sale. */
  #begin(till: Counter['till'], work: () => Promise<{ readonly kind: string }>): ShopActionResult {
    if (till.state.sale === 'paying') return { ok: false, why: 'a payment is under way' };
    if (till.state.lines.length === 0) return { ok: false, why: 'the sale is empty' };
    this.#phone.goHome();
    work()
      .then(async (outcome) => {
        if (outcome.kind !== 'confirmed' && till.state.sale === 'paying') await till.cancelPayment();
      })
      .catch((error: unknown) => this.#options.say(`the till stumbled: ${String(error)}`))
      .finally(() => this.#changed());
    return DONE;
  }

  #hasEffect(had: boolean | undefined): ShopActionResult {
    return had === true ? DONE : { ok: false, why: 'that has no effect now' };
  }
}
