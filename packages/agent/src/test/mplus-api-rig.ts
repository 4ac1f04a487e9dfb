/** MplusKASSA's API on real HTTP, and everything the agent does with it, on a clock that stands still. */
import { OutboxDispatcher, type OutboxItem } from '@tillbridge/journal';
import { cents } from '@tillbridge/kernel';
import {
  type MplusApiSimulator,
  type MplusApiSimulatorOptions,
  startMplusApiSimulator,
} from '@tillbridge/simulators/mplusapi';
import { type LentStore, sampleRule, seededRandom, withTempStore } from '@tillbridge/testkit';
import {
  createVoucherDesk,
  type ProductShare,
  type ShopId,
  type VoucherDesk,
  type VoucherDraft,
} from '@tillbridge/vouchers';
import { createNodeHttpExchange } from '../http/node-http-exchange.ts';
import { sendParkedAgain } from '../parked.ts';
import type { AgentVoucherSettings } from '../settings.ts';
import { type MplusApiRooms, openMplusApi } from '../vouchers/open-mplus-api.ts';

export const SHOP = 'webshop' as ShopId;
export const SECRET = 'demo-mplus-secret-not-a-real-one';

const ITEM = sampleRule({ scope: { kind: 'articles', articles: ['4201'] } });
const TEN_PERCENT = sampleRule({
  benefit: { kind: 'percentage', basisPoints: 1_000, capCents: cents(5_000) },
  scope: { kind: 'turnover-groups', groups: [10, 20] },
});
const burger: ProductShare = { ruleName: 'burger', rule: ITEM, units: 1, validDays: null };
const season: ProductShare = { ruleName: 'season', rule: TEN_PERCENT, units: null, validDays: 365 };

/** Two products that are forwarded, and one that stays here. */
export function voucherSettings(
  changes: Partial<NonNullable<AgentVoucherSettings['mplus']>> = {},
): AgentVoucherSettings {
  return {
    timeZone: 'Europe/Amsterdam',
    holdMs: 1_800_000,
    discountRemoval: 'zero',
    shops: [{ id: SHOP, name: 'Webshop', key: 'demo-shop-key', rules: false, requestsPerSecond: 20 }],
    products: [
      { id: 'BURGER', label: { en: 'Burger menu' }, gives: [burger] },
      { id: 'DAY-OUT', label: { en: 'Day out' }, gives: [burger, season] },
      { id: 'SEASON', label: { en: 'Season pass' }, gives: [season] },
    ],
    articles: [{ number: '9999', name: 'By hand', group: 77 }],
    mplus: {
      url: 'http://127.0.0.1:1/',
      ident: 'demo-mplus-ident',
      secret: SECRET,
      catalogueMs: 3_600_000,
      checkConsumers: true,
      forward: [
        { product: 'BURGER', voucherId: 'burger-menu', bookBpeId: 'BPE-VOUCHER' },
        { product: 'DAY-OUT', voucherId: 'family-day', bookBpeId: 'BPE-VOUCHER' },
      ],
      workplace: { branch: 3, workplace: 12 },
      ...changes,
    },
    offline: { kind: 'deny' },
    codes: null,
    scanner: null,
  };
}

/** What a shop sends for products, as REST makes it: units multiplied. */
export function bought(
  code: string,
  products: Readonly<Record<string, number>>,
  changes: Partial<VoucherDraft> = {},
): VoucherDraft {
  const { products: all } = voucherSettings();
  return {
    shop: SHOP,
    orderReference: `ORDER-${code}`,
    code,
    entitlements: Object.entries(products).flatMap(([product, quantity]) =>
      (all.find(({ id }) => id === product)?.gives ?? []).map(({ rule, units }) => ({
        ruleName: product,
        rule,
        validFrom: null,
        validUntil: null,
        issued: units === null ? null : units * quantity,
        code: null,
      })),
    ),
    ...changes,
  };
}

export interface Noted {
  readonly code: string;
  readonly errorCode: string;
  readonly about: string | null;
}

export interface MplusApiRig extends Pick<LentStore, 'clock' | 'log'> {
  readonly sim: MplusApiSimulator;
  readonly rooms: MplusApiRooms;
  readonly notices: readonly Noted[];
  outbox(): readonly OutboxItem[];
  /** Sends everything round again that is parked, as a start of the agent does. */
  sendAgain(): Promise<void>;
  inject(...vouchers: readonly VoucherDraft[]): ReturnType<VoucherDesk['inject']>;
  withdraw(code: string): Promise<unknown>;
  /** The outbox delivers from now on. */
  deliver(): void;
  /** Lets real input and output happen until `done`. */
  until(done: () => boolean): Promise<void>;
  /** The agent ends and starts again over the same file, with other settings if given. */
  restart(settings?: AgentVoucherSettings): Promise<void>;
}

export interface RigOptions {
  readonly settings?: Partial<NonNullable<AgentVoucherSettings['mplus']>>;
  readonly simulator?: Partial<MplusApiSimulatorOptions>;
  readonly maxBodyBytes?: number;
  /** Where the agent listens. */
  readonly port?: number;
}

export function withMplusApi(use: (rig: MplusApiRig) => Promise<void>, options: RigOptions = {}): Promise<void> {
  return withTempStore(async (lent) => {
    const { clock, log } = lent;
    const sim = await startMplusApiSimulator({ port: 0, clock, ...options.simulator });
    const { maxBodyBytes } = options;
    const http = createNodeHttpExchange({ clock, ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }) });
    const random = seededRandom(7);
    const notices: Noted[] = [];
    const open = (vouchers: AgentVoucherSettings) => {
      const { store } = lent;
      const rooms = openMplusApi(
        {
          tills: [TILL],
          listen: { port: options.port ?? 8_620, frameOrigins: [], names: [], lan: null },
        },
        vouchers,
        {
          store,
          http,
          clock,
          random,
          log,
          notice: (code, errorCode, about) => void notices.push({ code, errorCode, about }),
          machine: { hostname: 'till-pc', addresses: ['192.168.10.7'] },
        },
      );
      const dispatcher = new OutboxDispatcher({ store, clock, random, log, handlers: rooms.handlers });
      store.onOutbox(() => dispatcher.kick());
      const desk = createVoucherDesk(
        {
          store: store.vouchers,
          clock,
          random,
          log,
          catalogue: rooms.catalogue,
          venue: { standing: () => ({ kind: 'alone' }) },
          forwarding: rooms.forwarding,
        },
        { timeZone: vouchers.timeZone, holdMs: vouchers.holdMs, offline: { kind: 'deny' }, isMisread: () => false },
      );
      return { rooms, dispatcher, desk };
    };
    const reached = (vouchers: AgentVoucherSettings): AgentVoucherSettings => ({
      ...vouchers,
      mplus: vouchers.mplus === null ? null : { ...vouchers.mplus, url: sim.url },
    });
    let agent = open(reached(voucherSettings(options.settings)));
    const stop = async () => {
      await agent.rooms.close();
      const ended = agent.dispatcher.close();
      await clock.advance(3_000);
      await ended;
    };
    let request = 0;
    try {
      await use({
        clock,
        log,
        sim,
        notices,
        outbox: () => lent.store.outbox(),
        sendAgain: () => sendParkedAgain(lent.store, clock),
        get rooms() {
          return agent.rooms;
        },
        inject: (...vouchers) => {
          request += 1;
          return agent.desk.inject({
            shop: SHOP,
            by: 'rest',
            operation: 'inject',
            idempotencyKey: null,
            digest: 'digest',
            responseOf: () => '201',
            vouchers,
            requestId: `request-${request}`,
          });
        },
        withdraw: (code) => agent.desk.block(SHOP, code, 'cancelled'),
        deliver: () => agent.dispatcher.start(),
        until: async (done) => {
          while (!done()) await new Promise<void>((resolve) => setImmediate(resolve));
        },
        restart: async (settings) => {
          await stop();
          lent.reopen();
          agent = open(reached(settings ?? voucherSettings(options.settings)));
        },
      });
    } finally {
      await stop();
      http.close();
      await sim.close();
    }
  });
}

const TILL = {
  id: '3-12',
  branch: 3,
  workplace: 12,
  name: 'Restaurant',
  subscription: 'shop-1',
  language: 'nl',
  card: ['counter'],
  qr: [],
  methods: new Map([['K_PAY_QR', ['page']]]),
  display: null,
} as const;
