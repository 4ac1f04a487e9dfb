/** `tillbridge reconcile`, beside a running agent and without one. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { journalFile, loadSettings, startAgent, systemClock, systemDigest } from '@tillbridge/agent';
import { reconcileReportSchema } from '@tillbridge/contracts';
import { cents } from '@tillbridge/kernel';
import { openStore } from '@tillbridge/store-sqlite';
import { memoryLog, samplePayment, withTempFolder } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { cli } from '../cli.ts';

const ENV = { MPLUS: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', ZVT: '123456' };
const NO_WINDOW = new Map<string, never>();
/** Noon of the sample payments' day, wherever this machine stands. */
const DAY = '2026-03-01';
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

async function tillbridge(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await cli(args, { env: ENV, out: (line) => void out.push(line), err: (line) => void err.push(line) });
  return { code, out, err, text: [...out, ...err].join('\n') };
}

/** A journal with a payment that was handed over and, `missing`, one that wasn't. */
async function withShop(missing: boolean, use: (folder: string, config: readonly string[]) => Promise<void>) {
  await withTempFolder(async (folder) => {
    const file = join(folder, 'tillbridge.yaml');
    writeFileSync(file, SETTINGS);
    const data = join(folder, 'data');
    mkdirSync(data, { mode: 0o700 });
    const ports = { digest: systemDigest(), clock: systemClock(), log: memoryLog() };
    const store = openStore({ file: journalFile(data), ...ports });
    const at = new Date(2026, 2, 1, 12).getTime();
    for (const number of missing ? [1, 2] : [1]) {
      const payment = samplePayment(number, {
        route: 'pin-3' as never,
        terminal: 'pin-3' as never,
        state: 'approved',
        createdAt: at + number,
        approval: {
          finalCents: cents(270),
          transactionReference: '17',
          cardType: null,
          terminalLabel: null,
          providerMethod: null,
          receipts: [],
          settlement: 'final',
        },
        handOver: number === 1 ? { at, told: 'paid', by: 'poll' } : null,
      });
      await store.commit((transaction) => {
        transaction.insert(payment);
        transaction.appendFact({ kind: 'payment.intended', subject: payment.id, at: payment.createdAt, body: {} });
      });
    }
    store.close();
    await use(folder, ['--config', file]);
  });
}

describe('tillbridge reconcile', () => {
  it.each([[[]], [['--day', 'today']], [['--day', '2026-02-30']]])('%j ends with 2 and a sentence', async (args) => {
    expect(await tillbridge('reconcile', ...args)).toMatchObject({
      code: 2,
      err: [expect.stringContaining('--day YYYY-MM-DD'), 'See: tillbridge --help'],
    });
  });

  it('ends with 0 when nothing differs, and says what could not be compared', async () => {
    await withShop(false, async (_folder, config) => {
      const { code, out } = await tillbridge('reconcile', '--day', DAY, ...config);
      expect(code).toBe(0);
      expect(out[0]).toMatch(/^2026-03-01 \(.+\): 1 lines, no difference\.$/);
      expect(out[1]).toContain('end-of-day receipts');
      expect(out.at(-1)).toBe('pin-3: till 2.70; journal 2.70; no list');
    });
  });

  it('ends with 3 for a difference, explained, in the file too', async () => {
    await withShop(true, async (folder, config) => {
      const csv = join(folder, 'day.csv');
      const { code, text } = await tillbridge('reconcile', '--day', DAY, '--csv', csv, ...config);
      expect(code).toBe(3);
      expect(text).toMatch(/paid-not-told {2}till 1-1, pin-3, 01SAMPLE\d+2: It is paid, .+ A manager acts\./);
      const rows = readFileSync(csv, 'utf8').split('\r\n');
      expect(rows[0]).toMatch(/^\uFEFFday;at;kind;difference;/);
      expect(rows[1]).toContain(';paid;2.70;paid;2.70;;;');
      expect(rows[2]).toContain('paid-not-told;yes;pay;2.70;pin-3;');
      expect(rows).toHaveLength(4);
    });
  });

  it('says the same through the running agent', async () => {
    await withShop(true, async (folder, config) => {
      const [, file = ''] = config;
      const alone = await tillbridge('reconcile', '--day', DAY, '--json', ...config);
      const loaded = await loadSettings(file, ENV);
      if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
      const agent = await startAgent({
        settings: loaded.settings,
        assets: { cashier: NO_WINDOW, display: NO_WINDOW },
        ports: { log: memoryLog() },
      });
      try {
        const asked = await tillbridge('reconcile', '--day', DAY, '--json', '--data', join(folder, 'data'));
        expect(asked.code).toBe(3);
        const [through, direct] = [asked, alone].map(({ out }) =>
          reconcileReportSchema.parse(JSON.parse(out[0] ?? '')),
        );
        expect(through).toEqual({ ...direct, madeAt: through?.madeAt });
      } finally {
        await agent.close();
      }
    });
  });

  it('never ends with 3 for settings that are wrong or a journal that isn’t there', async () => {
    await withTempFolder(async (folder) => {
      const file = join(folder, 'tillbridge.yaml');
      writeFileSync(file, SETTINGS);
      expect(await tillbridge('reconcile', '--day', DAY, '--config', file)).toMatchObject({ code: 1 });
      writeFileSync(file, 'version: 9');
      expect(await tillbridge('reconcile', '--day', DAY, '--config', file)).toMatchObject({ code: 5 });
    });
  });
});
