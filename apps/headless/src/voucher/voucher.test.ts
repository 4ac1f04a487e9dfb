/** `tillbridge voucher`, beside a running agent with a ticket shop. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalFile, loadSettings, startAgent, systemClock, systemDigest } from '@tillbridge/agent';
import { injectionPageSchema, overUseListSchema, voucherAnswerSchema } from '@tillbridge/contracts';
import { cents } from '@tillbridge/kernel';
import { openStore } from '@tillbridge/store-sqlite';
import { memoryLog, sampleVoucher, withTempFolder } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { cli } from '../cli.ts';

const SHOP_KEY = 'demo-ticket-shop-key-not-a-real-one';
const ENV = { MPLUS: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', ZVT: '123456', SHOP_KEY };
const NO_WINDOW = new Map<string, never>();
const SETTINGS = `
version: 1
venue: { name: Speelpark }
data: ./data
listen: { port: 0 }
mplus: { subscriptions: [{ id: SHOP, secret: { env: MPLUS } }] }
tills:
  - { branch: 3, workplace: 12, name: Balie, subscription: SHOP, card: pin-3 }
routes:
  - id: pin-3
    kind: zvt-terminal
    name: Pin 3
    connection: { tcp: { host: 127.0.0.1, port: 9 } }
    password: { env: ZVT }
`;
const VOUCHERS = `
vouchers:
  shops: [{ id: tickets, name: Ticketshop, key: { env: SHOP_KEY } }]
  codes: { pattern: 'CHK-\\d{8}', check: mod10 }
  articles: [{ number: 4201, name: Hamburgermenu }]
  rules:
    burger:
      label: { nl: Hamburgermenu, en: Burger menu }
      benefit: { kind: items }
      scope: { articles: [4201] }
      places: [9]
  products:
    FAMILY-DAY: { label: Familiedag, gives: [{ rule: burger, units: 4 }] }
`;

async function tillbridge(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await cli(args, { env: ENV, out: (line) => void out.push(line), err: (line) => void err.push(line) });
  return { code, out, err, json: () => JSON.parse(out[0] ?? '') as unknown };
}

interface Shop {
  /** `tillbridge voucher …` about this agent. */
  voucher(...args: string[]): ReturnType<typeof tillbridge>;
  /** Injects; the answer's status. */
  inject(body: object): Promise<number>;
  readonly folder: string;
}

async function withShop(settings: string, use: (shop: Shop) => Promise<void>) {
  await withTempFolder(async (folder) => {
    const file = join(folder, 'tillbridge.yaml');
    writeFileSync(file, settings);
    await writeOverUse(join(folder, 'data'));
    const loaded = await loadSettings(file, ENV);
    if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
    const agent = await startAgent({
      settings: loaded.settings,
      assets: { cashier: NO_WINDOW, display: NO_WINDOW },
      ports: { log: memoryLog() },
    });
    const headers = { authorization: `Bearer ${SHOP_KEY}`, 'content-type': 'application/json' };
    try {
      await use({
        folder,
        voucher: (...args) => tillbridge('voucher', ...args, '--data', join(folder, 'data')),
        inject: async (body) =>
          (await fetch(`${agent.address}/v1/vouchers`, { method: 'POST', headers, body: JSON.stringify(body) })).status,
      });
    } finally {
      await agent.close();
    }
  });
}

/** A till gave away a fifth burger of four. */
async function writeOverUse(data: string) {
  mkdirSync(data, { mode: 0o700 });
  const store = openStore({
    file: journalFile(data),
    digest: systemDigest(),
    clock: systemClock(),
    log: memoryLog(),
  });
  await store.vouchers.commit((transaction) => {
    const voucher = transaction.insertVoucher(sampleVoucher(1), 1_000);
    const [entitlement] = voucher.entitlements;
    if (entitlement === undefined) throw new Error('no entitlement');
    transaction.insertRedemption({
      id: '018f3a1c-0000-7000-8000-000000000001',
      voucher: voucher.id,
      entitlement: entitlement.id,
      code: 'TICKET-0000000001',
      sale: null,
      place: { till: 'Kiosk', branch: 3, workplace: 13, employee: 7 },
      at: Date.parse('2026-07-01T12:00:00Z'),
      units: 1,
      cents: cents(1_250),
      lines: [],
      creditedAt: null,
      mark: 'over',
    });
  });
  store.close();
}

describe('tillbridge voucher', () => {
  it.each([[[]], [['find']], [['show']], [['log', '--from', 'today']]])(
    '%j ends with 2 and a sentence',
    async (args) => {
      expect(await tillbridge('voucher', ...args, '--data', '.')).toMatchObject({
        code: 2,
        err: [expect.stringMatching(/^(--from|voucher)/), 'See: tillbridge --help'],
      });
    },
  );

  it('show tells a ticket’s story by its code and by its order, and whether it counts at a till', () =>
    withShop(SETTINGS + VOUCHERS, async ({ voucher, inject }) => {
      expect(await inject({ code: 'TCK-0001', product: 'FAMILY-DAY', orderReference: 'ORD-1' })).toBe(201);
      const byCode = await voucher('show', 'TCK-0001');
      expect(byCode.code).toBe(0);
      expect(byCode.out).toMatchObject([
        'TCK-0001  order ORD-1',
        expect.stringMatching(/^ {2}received \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ from Ticketshop \(tickets\)$/),
        expect.stringMatching(/^ {2}Burger menu \([\w-]+\): 4 of 4 left$/),
        expect.stringContaining('Hamburgermenu (4201)'),
        expect.stringContaining('9'),
        '  nothing redeemed yet',
      ]);
      const there = voucherAnswerSchema.parse((await voucher('show', 'ORD-1', '--till', '3-12', '--json')).json());
      expect(there).toMatchObject({ asked: 'ORD-1', by: 'order', verdict: null });
      expect(there.vouchers[0]?.entitlements[0]?.verdict).toMatchObject({
        refusal: { why: 'wrong-place' },
        owner: 'VENUE',
        acts: 'guest',
        explanation: 'Valid only at: 9.',
      });
      expect(await voucher('show', 'TCK-0001', '--till', '9-9')).toMatchObject({ code: 5 });
    }));

  it('show ends with 1 for what nobody sent, and says who acts', () =>
    withShop(SETTINGS + VOUCHERS, async ({ voucher }) => {
      expect(await voucher('show', 'TCK-9999')).toMatchObject({
        code: 1,
        out: [expect.stringMatching(/^SHOP not-received: Unknown code\..* Who acts: ticket shop\.$/)],
      });
      expect(await voucher('show', 'CHK-12345678')).toMatchObject({
        code: 1,
        out: [expect.stringMatching(/^TILL unreadable: /)],
      });
    }));

  it('log finds what shops sent, also what was refused, and writes it to a file', () =>
    withShop(SETTINGS + VOUCHERS, async ({ voucher, inject, folder }) => {
      for (const code of ['TCK-0001', 'TCK-0002']) {
        await inject({ code, product: 'FAMILY-DAY', orderReference: `ORD-${code}` });
      }
      await inject({ code: 'TCK-0002', product: 'FAMILY-DAY', orderReference: 'ORD-AGAIN' });
      const { code, out } = await voucher('log', '--order', 'ORD-AGAIN');
      expect([code, out]).toEqual([
        0,
        [expect.stringMatching(/Z {2}tickets {2}order ORD-AGAIN {2}409 SHOP-\d{3} {2}0 vouchers {2}rest POST/)],
      ]);
      const two = injectionPageSchema
        .pick({ entries: true })
        .parse((await voucher('log', '--last', '2', '--json')).json());
      expect(two.entries.map(({ orderReference }) => orderReference)).toEqual(['ORD-AGAIN', 'ORD-TCK-0002']);
      const csv = join(folder, 'log.csv');
      expect(await voucher('log', '--csv', csv)).toMatchObject({ code: 0, out: [`3 lines in ${csv}`] });
      const rows = readFileSync(csv, 'utf8').split('\r\n');
      expect(rows[0]).toBe('\uFEFFnumber;at;shop;by;operation;order;response;vouchers;request');
      expect(rows).toHaveLength(5);
      expect(await voucher('log', '--shop', 'nobody')).toMatchObject({ code: 1, out: [] });
      expect(await voucher('log', '--to', '2020-01-01')).toMatchObject({ code: 1, out: [] });
    }));

  it('overuse ends with 1 while there is any', () =>
    withShop(SETTINGS + VOUCHERS, async ({ voucher }) => {
      expect(await voucher('overuse')).toMatchObject({
        code: 1,
        out: [
          '2026-07-01 12:00:00Z  Kiosk, employee 7: 1 × Burger menu, 12.50 (more than was left)  code TICKET-0000000001  order ORDER-0 (webshop)',
          'A named person signs each of them off in the cashier window.',
        ],
      });
      expect(overUseListSchema.parse((await voucher('overuse', '--json')).json()).uses).toHaveLength(1);
    }));

  it('says so where there are no vouchers', () =>
    withShop(SETTINGS, async ({ voucher }) => {
      expect(await voucher('show', 'TCK-0001')).toMatchObject({
        code: 5,
        err: ['This agent has no vouchers: its settings have no `vouchers`.'],
      });
    }));
});
