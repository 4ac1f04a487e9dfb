/** Vouchers through a whole agent to its windows: what was scanned at the till, and what a scanner at the agent reads. */
import { join } from 'node:path';
import { type CashierView, type DisplayView, VOUCHER_LOOK_UP_PATH, voucherAnswerSchema } from '@tillbridge/contracts';
import type { ByteLink } from '@tillbridge/kernel';
import { asset } from '@tillbridge/relay';
import { SimulatedTill } from '@tillbridge/simulators/till';
import { memoryDialer, memoryLog, withTempFolder } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { settingsFromText } from './host/load-settings.ts';
import { type RunningAgent, startAgent } from './start-agent.ts';
import { openWindow } from './test/open-window.ts';

/** Base64 of the bytes 0 … 31. */
const SECRET = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const SHOP_KEY = 'demo-ticket-shop-key-not-a-real-one';
const WINDOW = new Map([['index.html', asset('index.html', new TextEncoder().encode('<!doctype html>'))]]);
const BURGER = { articleNumber: 4201, text: 'Hamburgermenu', unitCents: 1250 } as const;

function settingsText(folder: string): string {
  return `version: 1
venue: { name: Eik }
data: ${join(folder, 'data')}
listen: { port: 0 }
mplus: { subscriptions: [{ id: S, secret: { env: SECRET } }] }
tills:
  - { branch: 3, workplace: 12, name: Restaurant, subscription: S, card: zvt }
routes:
  - { id: zvt, name: ZVT, kind: zvt-terminal, connection: { tcp: { host: 127.0.0.1, port: 9 } }, password: { env: ZVT } }
vouchers:
  shops: [{ id: tickets, name: Ticketshop, key: { env: SHOP_KEY } }]
  codes: { pattern: 'CHK-\\d{8}', check: mod10 }
  scanner: { serial: /dev/scanner, prefix: '~' }
  articles: [{ number: 4201, name: Hamburgermenu }]
  rules:
    burger: { label: { nl: Hamburgermenu, en: Burger menu }, benefit: { kind: items }, scope: { articles: [4201] } }
  products:
    FAMILY-DAY: { label: Familiedag, gives: [{ rule: burger, units: 4 }] }
`;
}

interface Shop {
  readonly agent: RunningAgent;
  readonly till: SimulatedTill;
  /** What the scanner at the agent's serial port reads. */
  read(text: string): Promise<void>;
}

async function withShop(use: (shop: Shop) => Promise<void>): Promise<void> {
  await withTempFolder(async (folder) => {
    const environment = { SECRET, ZVT: '123456', SHOP_KEY };
    const loaded = await settingsFromText(settingsText(folder), join(folder, 'shop.yaml'), environment);
    if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
    const heard = Promise.withResolvers<ByteLink>();
    const scanner = memoryDialer((link) => heard.resolve(link));
    const nobody = memoryDialer(() => undefined);
    nobody.refuse();
    const agent = await startAgent({
      settings: loaded.settings,
      assets: { cashier: WINDOW, display: WINDOW },
      ports: { log: memoryLog(), devices: { serial: () => scanner, tcp: () => nobody } },
    });
    const till = new SimulatedTill({
      ...{ endpoint: `${agent.address}/mplus`, subscriptionId: 'S', secret: SECRET, branch: 3, workplace: 12 },
    });
    try {
      const injected = await fetch(`${agent.address}/v1/vouchers`, {
        method: 'POST',
        headers: { authorization: `Bearer ${SHOP_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ code: 'TCK-0001', product: 'FAMILY-DAY', orderReference: 'ORD-1' }),
      });
      expect(injected.status).toBe(201);
      await use({
        agent,
        till,
        read: async (text) => (await heard.promise).write(Uint8Array.from(text, (mark) => mark.charCodeAt(0))),
      });
    } finally {
      till.close();
      await agent.close();
    }
  });
}

describe('a ticket scanned at the till', () => {
  it('D21, C19: comes off the guest’s total at once, with what is left of it, and stands in the cashier’s sale', () =>
    withShop(async ({ agent, till }) => {
      const display = await openWindow<DisplayView>(agent, 'display');
      const cashier = await openWindow<CashierView>(agent, 'cashier');
      await till.ring([{ ...BURGER, quantity: 2 }]);
      await display.until(({ basket }) => basket?.totalCents === 2_500);
      await till.scan('TCK-0001');
      await display.until(({ voucher, basket }) => voucher?.kind === 'applied' && basket?.totalCents === 0);
      expect(display.views.at(-1)).toMatchObject({
        screen: { kind: 'basket' },
        voucher: { vouchers: [{ amountCents: 2_500, left: 2, issued: 4 }] },
        basket: { discounts: [{ label: { nl: 'Hamburgermenu' }, cents: 2_500, left: { count: 2 } }] },
      });
      await cashier.until(({ sale }) => sale?.vouchers?.applied[0]?.units === 2 && sale.totalCents === 0);
      await till.scan('TCK-0001');
      await display.until(({ voucher }) => voucher?.kind === 'refused' && voucher.refusal.why === 'twice-here');
      await cashier.until(({ sale }) => sale?.vouchers?.refused[0]?.code === 'TCK-0001');
      const shown = display.views.length;
      await till.completeSession();
      await display.until((view) => display.views.indexOf(view) >= shown && view.screen.kind === 'idle');
      expect(display.views.at(-1)).toMatchObject({ voucher: null, basket: null });
      display.close();
      cashier.close();
    }));
});

describe('a scanner at the agent', () => {
  it('tells the window of its till what it read, which asks what became of it', () =>
    withShop(async ({ agent, read }) => {
      const cashier = await openWindow<CashierView>(agent, 'cashier');
      await cashier.until(({ health }) => health.some(({ kind, state }) => kind === 'scanner' && state === 'ok'));
      await read('TCK-0001\r');
      await read('~TCK-0001\r\n');
      await cashier.until(({ vouchers }) => vouchers?.scan?.code === 'TCK-0001');
      const ask = async (query: string) => {
        const headers = { cookie: cashier.cookie, origin: agent.address };
        const answer = await fetch(`${agent.address}${VOUCHER_LOOK_UP_PATH}?till=3-12&${query}`, { headers });
        return voucherAnswerSchema.parse(await answer.json());
      };
      expect(await ask('code=TCK-0001')).toMatchObject({
        vouchers: [{ orderReference: 'ORD-1', entitlements: [{ left: 4, unit: 'piece', verdict: null }] }],
      });
      expect(await ask('code=CHK-12345678')).toMatchObject({
        vouchers: [],
        verdict: { refusal: { why: 'unreadable' } },
      });
      expect(await ask(`code=${encodeURIComponent('TCK\uFFFD')}`)).toMatchObject({
        verdict: { refusal: { why: 'unreadable' }, owner: 'TILL', acts: 'cashier' },
      });
      expect(await ask('find=ORD-1')).toMatchObject({ by: 'order', vouchers: [{ code: 'TCK-0001' }] });
      cashier.close();
    }));
});
