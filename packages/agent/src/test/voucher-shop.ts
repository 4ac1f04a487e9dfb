/** An agent with vouchers, its tills and a ticket shop's HTTP, on this machine. */
import { join } from 'node:path';
import { asset } from '@tillbridge/relay';
import { SimulatedTill, type TillArticles } from '@tillbridge/simulators/till';
import { FakeClock, type MemoryLog, memoryLog, withTempFolder } from '@tillbridge/testkit';
import { settingsFromText } from '../host/load-settings.ts';
import { startAgent } from '../start-agent.ts';

/** Base64 of the bytes 0 … 31. */
const SECRET = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
export const SHOP_KEY = 'demo-ticket-shop-key-not-a-real-one';
/** Of a shop that may send rules of its own. */
export const MAKER_KEY = 'demo-rule-maker-key-not-a-real-one';
const WINDOW = new Map([['index.html', asset('index.html', new TextEncoder().encode('<!doctype html>'))]]);

export const BURGER = { articleNumber: 4201, text: 'Hamburgermenu', unitCents: 1250 } as const;
export const VEGGIE = { articleNumber: 4202, text: 'Veggiemenu', unitCents: 1195 } as const;
export const FRIES = { articleNumber: 4301, text: 'Friet', unitCents: 375 } as const;
export const MUG = { articleNumber: 8101, text: 'Mok', unitCents: 895 } as const;
const ARTICLES: TillArticles = new Map([BURGER, VEGGIE, FRIES, MUG].map((article) => [article.articleNumber, article]));

/** More lines of the settings, below `vouchers`. */
export interface VoucherShopOptions {
  readonly vouchers?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

function settingsText(folder: string, more: string): string {
  return `version: 1
venue: { name: Eik }
data: ${join(folder, 'data')}
listen: { port: 0 }
mplus: { subscriptions: [{ id: S, secret: { env: SECRET } }] }
tills:
  - { branch: 3, workplace: 12, name: Restaurant, subscription: S, card: zvt }
  - { branch: 3, workplace: 13, name: Kiosk, subscription: S, card: zvt }
routes:
  - { id: zvt, name: ZVT, kind: zvt-terminal, connection: { tcp: { host: 10.0.0.8 } }, password: { env: ZVT } }
vouchers:
  shops:
    - { id: tickets, name: Ticketshop, key: { env: SHOP_KEY } }
    - { id: makers, name: Maatwerk, key: { env: MAKER_KEY }, rules: true }
  codes: { pattern: 'CHK-\\d{8}', check: mod10 }
  articles:
    - { number: 4201, name: Hamburgermenu, group: 10 }
    - { number: 4202, name: Veggiemenu, group: 10 }
    - { number: 4301, name: Friet, group: 10 }
    - { number: 8101, name: Mok, group: 80 }
  rules:
    burger:
      label: Hamburgermenu
      benefit: { kind: items }
      scope: { articles: [4201, 4202] }
      adds: [{ article: 4201, label: Hamburger }, { article: 4202, label: Veggie }]
    pass:
      label: { nl: Abonnement, en: Season pass }
      benefit: { kind: percentage, percent: 10 }
      scope: { groups: [10] }
      limits: { perDay: 2 }
    tenner:
      label: Tientje
      benefit: { kind: amount, euros: 10 }
      scope: { everything: true }
      minimumSpend: 15
  products:
    FAMILY-DAY: { label: Familiedag, gives: [{ rule: burger, units: 4, validDays: 2 }] }
    SEASON-PASS: { label: Abonnement, gives: [{ rule: pass, units: unlimited, validDays: 365 }] }
    BIRTHDAY: { label: Verjaardag, gives: [{ rule: tenner, units: 1 }] }
${more}`;
}

/** 1 July 2026, 12:00 in Amsterdam. */
const NOON = Date.parse('2026-07-01T12:00:00+02:00');

export class VoucherShop {
  readonly address: string;
  /** The agent's, and only its: nothing on the wire waits for it. */
  readonly clock: FakeClock;
  /** What the agent logged, unmasked. */
  readonly log: MemoryLog;
  readonly restaurant: SimulatedTill;
  readonly kiosk: SimulatedTill;

  constructor(address: string, clock: FakeClock, log: MemoryLog) {
    this.address = address;
    this.clock = clock;
    this.log = log;
    const till = (workplace: number) =>
      new SimulatedTill({
        endpoint: `${address}/mplus`,
        subscriptionId: 'S',
        secret: SECRET,
        branch: 3,
        workplace,
        articles: ARTICLES,
      });
    this.restaurant = till(12);
    this.kiosk = till(13);
  }

  /** A call of a ticket shop. A text is sent as it stands. */
  async call(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
    const { status, text } = await this.raw(method, path, typeof body === 'object' ? JSON.stringify(body) : body, {
      authorization: `Bearer ${SHOP_KEY}`,
      'content-type': 'application/json',
      ...headers,
    });
    return { status, body: JSON.parse(text) as Record<string, unknown> };
  }

  /** A call with nothing put to it. */
  async raw(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
    const response = await fetch(`${this.address}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: body as string | Uint8Array<ArrayBuffer> }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  async inject(code: string, product: string, orderReference = `ORD-${code}`) {
    const answer = await this.call('POST', '/v1/vouchers', { code, product, orderReference });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer));
  }
}

/** Lends a running shop. `again` starts the agent anew over the same data, as after a power cut. */
export async function withVoucherShop<T>(
  use: (shop: VoucherShop, again: () => Promise<VoucherShop>) => Promise<T>,
  options: VoucherShopOptions = {},
): Promise<T> {
  return withTempFolder(async (folder) => {
    const clock = new FakeClock(NOON);
    const log = memoryLog();
    const environment = {
      SECRET,
      ZVT: '123456',
      SHOP_KEY,
      MAKER_KEY,
      ...options.environment,
    };
    const loaded = await settingsFromText(
      settingsText(folder, options.vouchers ?? ''),
      join(folder, 'shop.yaml'),
      environment,
    );
    if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
    const start = () =>
      startAgent({ settings: loaded.settings, assets: { cashier: WINDOW, display: WINDOW }, ports: { clock, log } });
    let agent = await start();
    const shops: VoucherShop[] = [];
    const open = () => {
      const shop = new VoucherShop(agent.address, clock, log);
      shops.push(shop);
      return shop;
    };
    try {
      return await use(open(), async () => {
        await agent.close();
        agent = await start();
        return open();
      });
    } finally {
      for (const { restaurant, kiosk } of shops) {
        restaurant.close();
        kiosk.close();
      }
      await agent.close();
    }
  });
}
