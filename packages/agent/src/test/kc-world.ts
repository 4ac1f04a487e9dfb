/** The Kassa Compleet platform in another process, and a till's desk on it. */
import { cents } from '@tillbridge/kernel';
import {
  ABORT_KIND,
  createPaymentDesk,
  DEFAULT_POLICY,
  type PaymentId,
  type QrProvider,
  type RouteId,
  type TillId,
} from '@tillbridge/payments';
import { createKcQr, type KcAccount, KcClient, type KcQrSettings } from '@tillbridge/psp-kassacompleet';
import { KC_DEMO_ACCOUNT } from '@tillbridge/simulators/kassacompleet';
import { MemoryPaymentStore, memoryLog, seededRandom } from '@tillbridge/testkit';
import type { CloudOptions, Clouds } from './clouds.ts';

export const KC_ROUTE = 'kc-qr' as RouteId;
export const KC_LEASE_MS = 180_000;
const TILL = '3-12' as TillId;

/** A brand of the platform, and what our settings say about it. */
export interface KcBrand extends CloudOptions<'kassacompleet'> {
  readonly account?: never;
  readonly settings?: Partial<KcAccount>;
}

export async function kcWorld(
  clouds: Clouds,
  { settings, ...brand }: KcBrand,
  credentials: 'right' | 'wrong' = 'right',
) {
  const world = await clouds.open('kassacompleet', brand);
  const apiKey = credentials === 'right' ? KC_DEMO_ACCOUNT.apiKey : 'wrong-key';
  const client = new KcClient({ apiKey, baseUrl: world.simulator.apiUrl, ...settings }, world.http, world.clock);
  return { ...world, client };
}

export type KcShop = Awaited<ReturnType<typeof openShop>>;

/** Lends a till's desk on the platform: what a cashier and a guest live through. */
export async function withKcShop(
  clouds: Clouds,
  brand: KcBrand,
  settings: Pick<KcQrSettings, 'method' | 'cancel'>,
  use: (shop: KcShop) => Promise<void>,
): Promise<void> {
  const shop = await openShop(clouds, brand, settings);
  try {
    await use(shop);
  } finally {
    await shop.close();
  }
}

async function openShop(clouds: Clouds, brand: KcBrand, settings: Pick<KcQrSettings, 'method' | 'cancel'>) {
  const world = await kcWorld(clouds, brand);
  const { clock, client } = world;
  const driver: QrProvider = createKcQr({ route: KC_ROUTE, leaseMs: KC_LEASE_MS, ...settings }, { client, clock });
  const store = new MemoryPaymentStore();
  const words: (string | null)[] = [];
  const desk = createPaymentDesk(
    {
      store,
      routes: { find: () => driver, next: () => undefined, byId: () => driver },
      clock,
      random: seededRandom(1),
      log: memoryLog(),
      outboxFilled: () => undefined,
    },
    DEFAULT_POLICY,
  );
  desk.onChange((_payment, _phase, said) => words.push(said));
  let receipts = 0;
  const receipt = () => {
    receipts += 1;
    return { source: 'test', identity: String(receipts), receivedAt: clock.now(), kind: 'test' };
  };
  const key = (id: string) => ({ subscriptionId: 'SHOP', externalPaymentId: id });
  const payment = (id: string) => {
    const found = store.byKey('SHOP', id);
    if (found === undefined) throw new Error(`no payment ${id}`);
    return found;
  };
  async function deliver() {
    for (const item of store.outbox().filter(({ kind }) => kind === ABORT_KIND)) {
      const done = await world.settle(desk.deliverAbort(item.key as PaymentId, new AbortController().signal));
      if (done.kind === 'done') store.delivered(item.kind, item.key);
    }
  }
  return {
    ...world,
    words,
    payment,
    desk,
    receipt,
    start: async (id: string) => {
      const command = { ...key(id), till: TILL, sessionId: `sale-${id}`, method: 'K_PAY_QR', lines: [] };
      await world.settle(desk.start({ ...command, amountCents: cents(1470), receipt: receipt() }, 15_000));
      return payment(id);
    },
    stop: async (id: string) => {
      const asked = desk.requestCancel(key(id), receipt(), 1_500);
      await clock.settle();
      await deliver();
      await world.settle(asked);
    },
    /** Time goes by, and whatever stands in the outbox goes out. */
    live: async (ms: number) => {
      for (let gone = 0; gone < ms; gone += 1_000) {
        await deliver();
        await world.pass(Math.min(1_000, ms - gone));
      }
    },
    close: async () => {
      await world.settle(desk.close());
      await world.close();
    },
  };
}
