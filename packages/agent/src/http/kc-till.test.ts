/** Kassa Compleet at a till: what a cashier and a guest live through, with the platform in another process. */
import { createServer, type Server } from 'node:http';
import { DEFAULT_POLICY } from '@tillbridge/payments';
import { KC_PAYEE, kcWebhookReply, lookUpKcHint, readKcWebhook } from '@tillbridge/psp-kassacompleet';
import type { KcFault } from '@tillbridge/simulators/kassacompleet';
import { describe, expect, test } from 'vitest';
import { Clouds } from '../test/clouds.ts';
import { KC_LEASE_MS, KC_ROUTE, type KcShop, withKcShop } from '../test/kc-world.ts';

const DAY_MS = 86_400_000;

const clouds = new Clouds();

describe('A bank transfer at the till', () => {
  const TRANSFER = { method: { kind: 'bank-transfer', payee: KC_PAYEE } } as const;

  test('shows where the money goes, and is paid when it comes while the guest is there (P1)', async () => {
    await withKcShop(clouds, {}, TRANSFER, async ({ start, live, payment, simulator, words }) => {
      const { id, qr } = await start('T1');
      const reference = (await simulator.order(id))?.transferReference;
      expect(qr?.payload).toBe(
        `BCD\n002\n1\nSCT\nINGBNL2A\nING Bank N.V. PSP\nNL13INGB0005300060\nEUR14.70\n\n\n${reference}`,
      );
      await live(20_000);
      expect(words.at(-1)).toContain('NL13.INGB.0005.3000.60');
      expect(payment('T1').state).toBe('started');
      await simulator.transfer(id);
      await live(3_000);
      expect(payment('T1')).toMatchObject({ state: 'approved', alarm: null });
    });
  });

  test('stays open beyond the lease, off the screen, and is found when it arrives a day later (P2, P6)', async () => {
    await withKcShop(clouds, {}, TRANSFER, async ({ start, live, pass, payment, simulator, desk }) => {
      const { id } = await start('T1');
      await live(KC_LEASE_MS + DEFAULT_POLICY.proofAfterLeaseMs + 5_000);
      expect(payment('T1')).toMatchObject({ state: 'unknown', reason: 'no-proof', cancelRequest: { by: 'lease' } });
      expect((await simulator.order(id))?.status).toBe('processing');
      expect((await simulator.counts()).cancels).toBe(0);
      expect(desk.needingAttention().map((one) => one.id)).toEqual([id]);
      await pass(DAY_MS);
      expect(payment('T1').state).toBe('unknown');
      await simulator.transfer(id);
      await pass(11 * 60_000);
      expect(payment('T1')).toMatchObject({ state: 'approved', approval: { finalCents: 1470 } });
    });
  });

  test('of another amount is approved with that amount, and a person has to look', async () => {
    await withKcShop(clouds, {}, TRANSFER, async ({ start, live, payment, simulator }) => {
      const { id } = await start('T1');
      await simulator.transfer(id, 1400);
      await live(3_000);
      expect(payment('T1')).toMatchObject({
        state: 'approved',
        approval: { finalCents: 1400 },
        alarm: 'amount-differs',
      });
    });
  });

  test('that nobody makes ends when the platform says so', async () => {
    const brief = { method: { ...TRANSFER.method, openForMs: 3_600_000 } };
    await withKcShop(clouds, {}, brief, async ({ start, live, pass, payment }) => {
      await start('T1');
      await live(KC_LEASE_MS + 30_000);
      await pass(3_600_000);
      expect(payment('T1')).toMatchObject({ state: 'timed-out', reason: 'expired' });
    });
  });

  test('is withdrawn when the guest thinks better of it', async () => {
    await withKcShop(clouds, {}, TRANSFER, async ({ start, stop, live, payment, simulator }) => {
      const { id } = await start('T1');
      await live(10_000);
      await stop('T1');
      await live(3_000);
      expect(payment('T1')).toMatchObject({ state: 'cancelled', reason: 'cancelled-by-till' });
      expect(await simulator.transfer(id)).toBe(false);
    });
  });
});

describe('The hosted page at the till', () => {
  const PAGE = { method: { kind: 'page' } } as const;

  test('a lost answer to the start ends by itself: nobody has seen the order, and the next one is paid (P3)', async () => {
    await withKcShop(clouds, {}, PAGE, async ({ start, live, payment, simulator }) => {
      await simulator.fault({ on: 'create', do: 'lose-reply' });
      await start('A');
      await live(3_000);
      expect(payment('A')).toMatchObject({ state: 'cancelled', reason: 'never-shown' });
      const { id } = await start('B');
      await simulator.page(id, 'pay');
      await live(3_000);
      expect(payment('B').state).toBe('approved');
      expect((await simulator.charges()).map(({ reference }) => reference)).toEqual([id]);
    });
  });

  test('an attempt that fails is followed by one that works (P1)', async () => {
    await withKcShop(clouds, {}, PAGE, async ({ start, live, payment, simulator, words }) => {
      const { id } = await start('A');
      await simulator.choose(id, 'credit-card');
      await simulator.page(id, 'decline');
      await live(6_000);
      expect(payment('A').state).toBe('started');
      expect(words.at(-1)).toBe('The bank declined the payment.');
      await simulator.choose(id, 'ideal', 'INGBNL2A');
      await simulator.page(id, 'pay');
      await live(3_000);
      expect(payment('A')).toMatchObject({ state: 'approved', approval: { providerMethod: 'ideal' } });
    });
  });

  test.each([{}, { cancel: 'none' } as const])(
    'where nothing can be cancelled a stop waits for the order’s own end, or its payment (P5) %j',
    async (setting) => {
      await withKcShop(clouds, { switches: { cancel: 'none' } }, { ...PAGE, ...setting }, async (shop) => {
        const { start, stop, live, payment, simulator } = shop;
        await start('A');
        const { id } = await start('B');
        for (const one of ['A', 'B']) await stop(one);
        await live(5_000);
        expect([payment('A').state, payment('B').state]).toEqual(['started', 'started']);
        await simulator.page(id, 'pay');
        await live(KC_LEASE_MS);
        expect(payment('B')).toMatchObject({ state: 'approved', cancelRequest: { by: 'till' } });
        expect(payment('A').state).toBe('timed-out');
      });
    },
  );

  test.each<[string, KcFault]>([
    ['mixed transactions', { on: 'status', do: 'show', fields: { status: 'see-transactions' }, percent: 100 }],
    ['an unknown status', { on: 'status', do: 'show', fields: { status: 'levitating' }, percent: 100 }],
    ['another currency', { on: 'status', do: 'show', fields: { status: 'completed', currency: 'USD' }, percent: 100 }],
    ['half a completion', { on: 'status', do: 'half-completed', percent: 100 }],
    ['the status from before', { on: 'status', do: 'earlier', percent: 100 }],
  ])('%s is not paid, until the platform says so (P1)', async (_name, fault) => {
    await withKcShop(clouds, {}, PAGE, async ({ start, live, payment, simulator }) => {
      const { id } = await start('A');
      await simulator.fault(fault);
      await simulator.page(id, 'pay');
      await live(10_000);
      expect(payment('A').state).not.toBe('approved');
      await simulator.clearFaults();
      await live(30_000);
      expect(payment('A').state).toBe('approved');
    });
  });
});

describe('Webhooks of Kassa Compleet', () => {
  /** What the relay does with them: answered first, then looked up signed in, then told to the desk. */
  const listening = async (shop: { current: KcShop | null }): Promise<Server> => {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', async () => {
        const webhook = readKcWebhook(Buffer.concat(parts));
        response.writeHead(kcWebhookReply(webhook).status).end();
        if (webhook.kind !== 'hint' || shop.current === null) return;
        const { client, desk, receipt } = shop.current;
        const call = { timeoutMs: 5_000, signal: new AbortController().signal };
        const found = await lookUpKcHint(client, webhook.orderId, call);
        if (found.kind === 'order') await desk.hint(KC_ROUTE, found.orderId, found.reference, receipt());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  };

  test.each<[string, KcFault[]]>([
    ['one', []],
    ['one that comes twice', [{ on: 'webhook', do: 'duplicate', times: 2 }]],
    ['one that comes late', [{ on: 'webhook', do: 'slow', ms: 30_000, times: 2 }]],
    ['two in the wrong order', [{ on: 'webhook', do: 'reorder' }]],
    ['one that can’t be read and comes again', [{ on: 'webhook', do: 'garbage' }]],
    ['one about nothing', [{ on: 'webhook', do: 'other-event' }]],
    ['one about an order that isn’t there', [{ on: 'webhook', do: 'unknown-order' }]],
  ])('%s tells of money that came after a cancel (P5)', async (_name, faults) => {
    const current: { current: KcShop | null } = { current: null };
    const server = await listening(current);
    const address = server.address();
    const webhookUrl = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/kc`;
    try {
      await withKcShop(clouds, { settings: { webhookUrl } }, { method: { kind: 'page' } }, async (shop) => {
        current.current = shop;
        await shop.start('A');
        await shop.simulator.fault({ on: 'cancel', do: 'late-approval', afterMs: 60_000, shows: 'cancelled' });
        for (const fault of faults) await shop.simulator.fault(fault);
        await shop.stop('A');
        await shop.live(5_000);
        expect(shop.payment('A').state).toBe('cancelled');
        // Long enough for a repeat after two minutes.
        await shop.live(210_000);
        expect(shop.payment('A').state).toBe('approved');
      });
    } finally {
      server.close();
    }
  });
});
