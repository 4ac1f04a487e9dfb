import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { PAY_DEMO_ACCOUNT } from './options.ts';
import { QR, type Rig, TERMINAL, withPay } from './testing/sim-rig.ts';

async function paid({ create, pay }: Rig<FakeClock>): Promise<string> {
  const made = await create(QR);
  pay.page(made.body.id, 'pay');
  return made.body.orderId;
}

const books = async (rig: Rig<FakeClock>, name: string) =>
  JSON.parse((await rig.call('GET', `/v2/transactions/${name}`)).text);
const giveBack = (rig: Rig<FakeClock>, name: string, body?: unknown) =>
  rig.call('PATCH', `/v2/transactions/${name}/refund`, body);
const euros = (value: number) => ({ amount: { value, currency: 'EUR' }, description: 'R1' });

describe('refunds', () => {
  test('in part, then the rest; the books add up', async () => {
    await withPay(new FakeClock(), async (rig) => {
      const name = await paid(rig);
      expect((await giveBack(rig, name, euros(520))).status).toBe(200);
      expect(await books(rig, name)).toMatchObject({
        status: { code: '-82' },
        amountRefunded: { value: '520' },
        refundedTransactions: [{ amountRefunded: { value: '520' } }],
      });
      await rig.clock.advance(6_000);
      // Without an amount Pay. gives back all that is left.
      expect((await giveBack(rig, name)).status).toBe(200);
      expect(await books(rig, name)).toMatchObject({ status: { code: '-81' }, amountRefunded: { value: '1470' } });
      expect(rig.pay.refunds().map(({ amountCents, state }) => [amountCents, state])).toEqual([
        [520, 'SUCCESS'],
        [950, 'PENDING'],
      ]);
      expect(rig.pay.refundCallsOf(name)).toBe(2);
    });
  });

  test('are refused too soon, too large, unpaid and charged back', async () => {
    await withPay(new FakeClock(), async (rig) => {
      const open = (await rig.create(QR)).body.orderId;
      expect((await giveBack(rig, open, euros(1))).status).toBe(422);
      const name = await paid(rig);
      expect((await giveBack(rig, name, euros(1471))).text).toContain('PAY-2803');
      expect((await giveBack(rig, name, euros(0))).text).toContain('PAY-2803');
      expect((await giveBack(rig, name, { ...euros(1), description: 'x'.repeat(33) })).status).toBe(422);
      expect((await giveBack(rig, name, euros(1))).status).toBe(200);
      expect((await giveBack(rig, name, euros(1))).text).toContain('PAY-3000');
      rig.pay.chargeBack(name);
      expect((await giveBack(rig, name, euros(1))).text).toContain('PAY-013');
      expect(rig.pay.refunds()).toHaveLength(1);
    });
  });

  test('show in the books as late and as sparsely as the switches say', async () => {
    await withPay(new FakeClock(), async (rig) => {
      const name = await paid(rig);
      rig.pay.inferred({ booksDelayMs: 3_000, booksListRefunds: false });
      await giveBack(rig, name, euros(520));
      expect(await books(rig, name)).toMatchObject({ amountRefunded: { value: '0' } });
      await rig.clock.advance(3_000);
      const later = await books(rig, name);
      expect(later).toMatchObject({ amountRefunded: { value: '520' } });
      expect(later).not.toHaveProperty('refundedTransactions');
    });
  });

  test('need the right credentials and a name the books know', async () => {
    await withPay(new FakeClock(), async (rig) => {
      const made = await rig.create(QR);
      expect((await rig.call('GET', `/v2/transactions/${made.body.id}`)).status).toBe(404);
      expect((await rig.call('GET', `/v2/transactions/${made.body.orderId}`, undefined, {})).status).toBe(401);
      expect((await rig.call('GET', '/v2/refunds/RF-0000-0000-0000')).status).toBe(404);
    });
  });
});

test('terminals come in pages, with their connection', async () => {
  const terminals = Array.from({ length: 5 }, (_, at) => ({
    code: `TH-1000-100${at}`,
    name: `Pin ${at}`,
    refunds: at > 0,
  }));
  await withPay(
    new FakeClock(),
    async (rig) => {
      rig.pay.terminal('TH-1000-1003', 'offline');
      const page = JSON.parse((await rig.call('GET', '/v2/terminals?limit=2&page=2')).text);
      expect(page).toMatchObject({ total: 5, count: 2 });
      expect(page.terminals.map((one: { connectionStatus: string }) => one.connectionStatus)).toEqual([
        'ONLINE',
        'UNKNOWN',
      ]);
      rig.pay.inferred({ offlineWord: 'OFFLINE' });
      const one = JSON.parse((await rig.call('GET', '/v2/terminals/TH-1000-1003')).text);
      expect(one).toMatchObject({ connectionStatus: 'OFFLINE', paymentTypes: ['SALE', 'REFUND'] });
      expect((await rig.call('GET', '/v2/terminals?limit=1000')).status).toBe(422);
    },
    { terminals },
  );
});

test('the config names the terminals and the cores; one that is down refuses connections and comes back', async () => {
  await withPay(
    new FakeClock(),
    async (rig) => {
      const config = async () =>
        JSON.parse((await rig.call('GET', `/v2/services/config?serviceId=${PAY_DEMO_ACCOUNT.serviceId}`)).text);
      const [main, second] = rig.pay.cores();
      expect((await config()).tguList).toMatchObject([
        { domain: new URL(main?.url ?? '').host, status: 'ACTIVE' },
        { domain: new URL(second?.url ?? '').host, status: 'ACTIVE' },
      ]);
      expect((await config()).checkoutOptions[1].paymentMethods[0].options[0]).toMatchObject({ code: TERMINAL });

      const made = await rig.create(QR);
      const status = () => fetch(`${second?.url}/v1/orders/${made.body.id}/status`, { headers: { accept: '*/*' } });
      expect((await status()).status).toBe(200);
      expect((await rig.call('PUT', '/control/cores/0/down')).status).toBe(200);
      await expect(status()).rejects.toThrow();
      expect((await config()).tguList[1].status).toBe('INACTIVE');
      expect(await rig.pay.setCore(0, true)).toBe(true);
      expect((await status()).status).toBe(200);
      expect(await rig.pay.setCore(7, true)).toBe(false);
      expect((await rig.call('GET', '/v2/services/config?serviceId=SL-9999-9999')).text).toContain('PAY-2852');
    },
    { extraCores: [0] },
  );
});

describe('what is inferred can be the other way', () => {
  test('a create may show its payment at once', async () => {
    await withPay(new FakeClock(), async ({ pay, create }) => {
      expect((await create()).body).toMatchObject({ status: { code: 20 }, payments: [] });
      pay.terminal(TERMINAL, 'cancel');
      pay.inferred({ createShowsPayment: true });
      const { body } = await create();
      expect([body.status.code, body.payments.length]).toEqual([50, 1]);
    });
  });

  test('a busy terminal may be told in three ways, and nobody’s card may end in two', async () => {
    await withPay(new FakeClock(), async ({ pay, create, clock }) => {
      const first = await create();
      for (const busyAs of ['code', 'words', 'violation'] as const) {
        pay.inferred({ busyAs });
        const busy = await create();
        expect([busy.status, busy.text.includes('Terminal in use')]).toEqual([422, true]);
        expect(busy.text.includes('PAY-9206')).toBe(busyAs === 'code');
      }
      pay.inferred({ noCardEnds: -90 });
      await clock.advance(45_000);
      expect(pay.order(first.body.id)?.status).toBe(-90);
    });
  });

  test('an abort during the card may be answered as done, and the money moves', async () => {
    await withPay(new FakeClock(), async ({ pay, create, clock, call }) => {
      const { body } = await create();
      await clock.advance(200);
      pay.terminal(TERMINAL, 'tap');
      expect((await call('PATCH', `/v1/orders/${body.id}/abort`, {})).status).toBe(422);
      expect((await call('PUT', '/control/inferred', { abortInProcessing: 'ignored' })).status).toBe(200);
      expect((await call('PATCH', `/v1/orders/${body.id}/abort`, {})).status).toBe(200);
      await clock.advance(600);
      expect(pay.order(body.id)?.status).toBe(100);
      expect((await call('PUT', '/control/inferred', { abortInProcessing: 'maybe' })).status).toBe(400);
      expect((await call('PUT', '/control/exchange', { order: { format: 'legacy' } })).text).toContain('legacy');
    });
  });

  test('a paylink is an order of its own type on the same page', async () => {
    await withPay(new FakeClock(), async ({ pay, create }) => {
      const { body } = await create({ paymentMethod: { id: 961 } });
      expect(body.type).toBe('paylink');
      expect(pay.page(body.id, 'pay')).toBe(true);
    });
  });
});
