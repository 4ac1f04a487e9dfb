import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { IDEAL, TRANSFER, withKc } from './testing/sim-rig.ts';

const MINUTE_MS = 60_000;

describe('the API', () => {
  test('an order for the hosted page has no transactions and no address of it, as in version 1.2', async () => {
    await withKc(new FakeClock(), async ({ create }) => {
      const made = await create({ expiration_period: 'PT3M', extra: { till: 'a' } });
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({
        status: 'new',
        currency: 'EUR',
        amount: 1470,
        merchant_order_id: 'REF1',
        expiration_period: 'PT3M',
        extra: { till: 'a' },
        flags: [],
        created: '2026-03-01T09:00:00.000000+00:00',
      });
      expect(made.body).not.toHaveProperty('transactions');
      expect(made.body).not.toHaveProperty('order_url');
      expect(made.body).not.toHaveProperty('completed');
    });
  });

  test('newer brands name the page and write the period out', async () => {
    const switches = { orderUrl: true, periodEcho: 'normalised' } as const;
    await withKc(
      new FakeClock(),
      async ({ kc, create }) => {
        const { body } = await create({ expiration_period: 'PT15M' });
        expect(body).toMatchObject({
          order_url: `${kc.url}/pay/${body.id}/`,
          expiration_period: 'P0Y0M0DT0H15M0S',
        });
      },
      { switches },
    );
  });

  test('iDEAL has an address of its own, and ends as it is paid', async () => {
    await withKc(new FakeClock(), async ({ kc, call, create }) => {
      const { body } = await create(IDEAL);
      const [transaction] = body.transactions;
      expect(body).toMatchObject({
        status: 'new',
        transactions: [
          {
            status: 'new',
            payment_method: 'ideal',
            payment_method_details: { issuer_id: 'INGBNL2A' },
            payment_url: `${kc.url}/redirect/${transaction?.id}/to/payment/`,
            credit_debit: 'credit',
            product_type: 'kassacompleet',
            events: [{ event: 'new', source: 'set_status' }],
          },
        ],
      });
      kc.page('REF1', 'pay');
      expect((await call('GET', `/v1/orders/${body.id}/`)).body).toMatchObject({
        status: 'completed',
        transactions: [{ status: 'completed', payment_method_details: { status: 'Success' } }],
      });
      expect(kc.charges()).toMatchObject([{ reference: 'REF1', direction: 'pay', amountCents: 1470, method: 'ideal' }]);
    });
  });

  test('a bank transfer waits at once, with a reference, and arrives when it arrives', async () => {
    const clock = new FakeClock();
    await withKc(clock, async ({ kc, call, create }) => {
      const { body } = await create({ ...TRANSFER, expiration_period: 'P14D' });
      expect(body).toMatchObject({
        status: 'processing',
        transactions: [
          {
            status: 'pending',
            payment_method_brand: 'sepa',
            payment_method_details: { reference: expect.stringMatching(/^\d{16}$/) },
          },
        ],
      });
      expect(body.transactions[0]).not.toHaveProperty('payment_url');
      await clock.advance(3 * 24 * 60 * MINUTE_MS);
      const arrived = await call('POST', '/control/orders/REF1/transfer', { amountCents: 1400 });
      expect(arrived.body).toMatchObject({ done: true, order: { status: 'completed' } });
      expect(kc.charges()).toMatchObject([{ amountCents: 1400, method: 'bank-transfer' }]);
      expect(kc.transfer('REF1')).toBe(false);
    });
  });

  test('a brand may name the account a transfer goes to', async () => {
    await withKc(
      new FakeClock(),
      async ({ create }) => {
        const details = { creditor_iban: 'NL13INGB0005300060', creditor_bic: 'INGBNL2A' };
        expect((await create(TRANSFER)).body).toMatchObject({ transactions: [{ payment_method_details: details }] });
      },
      { switches: { namesPayee: true } },
    );
  });

  test.each([
    ['completes', true],
    ['returned', false],
  ] as const)('a transfer to an order that has ended: %s', async (lateTransfer, done) => {
    await withKc(
      new FakeClock(),
      async ({ kc, create }) => {
        await create(TRANSFER);
        kc.page('REF1', 'expire');
        expect(kc.transfer('REF1')).toBe(done);
        expect(kc.charges()).toHaveLength(done ? 1 : 0);
      },
      { switches: { lateTransfer } },
    );
  });

  test('a method the project hasn’t is an order in error, under 201', async () => {
    await withKc(
      new FakeClock(),
      async ({ create, call }) => {
        const made = await create(IDEAL);
        expect(made).toMatchObject({ status: 201, body: { status: 'error', transactions: [{ status: 'error' }] } });
        const project = await call('GET', '/v1/merchants/self/projects/self/');
        expect(project.body).toMatchObject({
          status: 'active',
          permissions: { '/payment-methods/bancontact/': { POST: true }, '/payment-methods/paypal/': { POST: false } },
        });
        expect(project.text).not.toContain('ideal');
      },
      { methods: ['bancontact'] },
    );
  });

  test.each([
    ['amount', { amount: 0 }],
    ['amount', { amount: 14.7 }],
    ['amount', { amount: '1470' }],
    ['currency', { currency: 'USD' }],
    ['expiration_period', { expiration_period: 'soon' }],
    ['webhook_url', { webhook_url: 'here' }],
    ['return_url', { ...IDEAL, return_url: undefined }],
    [
      'transactions.0.payment_method_details',
      { transactions: [{ payment_method: 'ideal', payment_method_details: [] }] },
    ],
    [
      'transactions.0.payment_method_details.issuer_id',
      { ...IDEAL, transactions: [{ payment_method: 'ideal', payment_method_details: {} }] },
    ],
  ])('a wrong %s is 400 with its path', async (path, parts) => {
    await withKc(new FakeClock(), async ({ create }) => {
      expect(await create(parts)).toMatchObject({ status: 400, body: { error: { status: 400, property_path: path } } });
    });
  });

  test('the key is wanted with its colon and without a password', async () => {
    await withKc(new FakeClock(), async ({ call }) => {
      const key = 'demo-kc-key-not-a-real-key';
      for (const text of [key, `${key}:x`, 'wrong:', '']) {
        const authorization = `Basic ${Buffer.from(text).toString('base64')}`;
        const turned = await call('GET', '/v1/orders/1/', undefined, { authorization });
        expect(turned.status).toBe(401);
        expect(turned.body.error).not.toHaveProperty('status');
      }
      expect((await call('POST', '/v1/orders/', {}, {})).status).toBe(401);
      expect((await call('GET', '/v1/orders/1/')).status).toBe(404);
    });
  });

  test.each([
    ['both', 'redirect', 200, 200],
    ['always', 'redirect', 200, 308],
    ['never', 'redirect', 308, 200],
    ['always', 'not-found', 200, 404],
  ] as const)('paths with a slash: %s, else %s', async (slashes, otherSpelling, withSlash, without) => {
    await withKc(
      new FakeClock(),
      async ({ call }) => {
        expect((await call('GET', '/v1/ideal/issuers/')).status).toBe(withSlash);
        expect((await call('GET', '/v1/ideal/issuers')).status).toBe(without);
      },
      { switches: { slashes, otherSpelling } },
    );
  });
});

describe('time', () => {
  test('ends an order after its period, the one it names or the usual one', async () => {
    const clock = new FakeClock();
    await withKc(clock, async ({ kc, create }) => {
      await create({ expiration_period: 'PT3M' });
      await create({ merchant_order_id: 'REF2' });
      await clock.advance(3 * MINUTE_MS);
      expect([kc.order('REF1')?.status, kc.order('REF2')?.status]).toEqual(['expired', 'new']);
      await clock.advance(27 * MINUTE_MS);
      expect(kc.order('REF2')?.status).toBe('expired');
    });
  });

  test('spares an order nobody opened, and one in error, where a switch says so', async () => {
    const clock = new FakeClock();
    const switches = { pageExpires: false, errorOnExpiry: 'stays' } as const;
    await withKc(
      clock,
      async ({ kc, create }) => {
        await create();
        await create({ merchant_order_id: 'REF2' });
        kc.page('REF2', 'decline');
        await clock.advance(60 * MINUTE_MS);
        expect([kc.order('REF1')?.status, kc.order('REF2')?.status]).toEqual(['new', 'error']);
      },
      { switches },
    );
  });
});

describe('guests', () => {
  test('who fail may try again, as another transaction', async () => {
    await withKc(new FakeClock(), async ({ kc, call, create }) => {
      const { id } = (await create()).body;
      expect(kc.page('REF1', 'open')).toBe(true);
      expect(kc.order('REF1')).toMatchObject({ status: 'processing', pageViews: 1 });
      kc.choose('REF1', 'credit-card');
      kc.page('REF1', 'decline');
      expect(kc.order('REF1')?.status).toBe('error');
      kc.choose('REF1', 'ideal', 'RABONL2U');
      expect(kc.order('REF1')?.status).toBe('processing');
      kc.page('REF1', 'pay');
      expect((await call('GET', `/v1/orders/${id}/`)).body.transactions.map(({ status }) => status)).toEqual([
        'error',
        'completed',
      ]);
      expect(kc.page('REF1', 'cancel')).toBe(false);
    });
  });

  test('who fail may not, where a switch says so', async () => {
    await withKc(
      new FakeClock(),
      async ({ kc, create }) => {
        await create();
        kc.page('REF1', 'decline');
        expect(kc.page('REF1', 'pay')).toBe(false);
      },
      { switches: { retryAfterError: false } },
    );
  });

  test('leave a mixed order that nobody can explain', async () => {
    await withKc(new FakeClock(), async ({ kc, call, create }) => {
      await create();
      kc.page('REF1', 'mix');
      expect(kc.order('REF1')).toMatchObject({ status: 'see-transactions', attempts: 2 });
      expect(kc.charges()).toEqual([]);
      expect((await call('DELETE', `/v1/orders/${kc.order('REF1')?.id}/`)).status).toBe(400);
    });
  });

  test('act by themselves when an autopilot is set', async () => {
    const clock = new FakeClock();
    await withKc(
      clock,
      async ({ kc, call, create }) => {
        await create();
        await clock.advance(100);
        expect(kc.charges()).toHaveLength(1);
        await call('PUT', '/control/autopilot', { outcome: 'cancel', afterMs: 5 });
        await create({ merchant_order_id: 'REF2' });
        await clock.advance(5);
        expect(kc.order('REF2')?.status).toBe('cancelled');
      },
      { autopilot: { outcome: 'pay', afterMs: 100 } },
    );
  });
});

describe('cancels and refunds', () => {
  test('an open order is cancelled, again and again; a paid one isn’t', async () => {
    await withKc(new FakeClock(), async ({ kc, call, create }) => {
      const { id } = (await create()).body;
      for (let times = 0; times < 2; times += 1) {
        expect(await call('DELETE', `/v1/orders/${id}/`)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
      }
      const paid = (await create({ merchant_order_id: 'REF2' })).body;
      kc.page('REF2', 'pay');
      expect((await call('DELETE', `/v1/orders/${paid.id}/`)).status).toBe(400);
      expect((await call('DELETE', '/v1/orders/nobody/')).status).toBe(404);
    });
  });

  test('version 1.2 may not know cancels at all', async () => {
    await withKc(
      new FakeClock(),
      async ({ call, create }) => {
        const { id } = (await create()).body;
        expect((await call('DELETE', `/v1/orders/${id}/`)).status).toBe(405);
      },
      { switches: { cancel: 'none' } },
    );
  });

  test('refunds are orders of their own, up to what was paid', async () => {
    await withKc(
      new FakeClock(),
      async ({ kc, call, create }) => {
        const { id } = (await create()).body;
        const refund = (amount: number | undefined) =>
          call('POST', `/v1/orders/${id}/refunds/`, { amount, merchant_order_id: 'BACK' });
        expect((await refund(500)).status).toBe(400);
        kc.page('REF1', 'pay');
        expect((await refund(undefined)).status).toBe(400);
        const part = await refund(500);
        expect(part).toMatchObject({
          status: 201,
          body: {
            status: 'completed',
            amount: 500,
            merchant_order_id: 'BACK',
            refund_of_order_id: id,
            flags: ['is-refund'],
            transactions: [{ credit_debit: 'debit' }],
          },
        });
        expect((await refund(971)).status).toBe(400);
        expect((await refund(970)).status).toBe(201);
        expect((await call('GET', `/v1/orders/${id}/`)).body).toMatchObject({
          status: 'completed',
          flags: ['has-refunds'],
          refunded_amount: 1470,
          refund_orders: [{ id: part.body.id }, {}],
        });
        expect(kc.charges().map(({ direction, amountCents }) => [direction, amountCents])).toEqual([
          ['pay', 1470],
          ['refund', 500],
          ['refund', 970],
        ]);
        expect(kc.order('REF1')?.id).toBe(id);
      },
      { switches: { refundOrders: 'orders' } },
    );
  });

  test('refunds may take their time, and fail', async () => {
    await withKc(
      new FakeClock(),
      async ({ kc, call, create }) => {
        const { id } = (await create()).body;
        kc.page('REF1', 'pay');
        const [one, two] = [
          (await call('POST', `/v1/orders/${id}/refunds/`, { amount: 500 })).body,
          (await call('POST', `/v1/orders/${id}/refunds/`, { amount: 970 })).body,
        ];
        expect([one.status, two.status]).toEqual(['pending', 'pending']);
        await call('POST', `/control/orders/${one.id}/refund-completed`);
        await call('POST', `/control/orders/${two.id}/refund-failed`);
        expect(kc.refundsOf('REF1').map(({ status }) => status)).toEqual(['completed', 'error']);
        expect(kc.charges()).toHaveLength(2);
        expect((await call('POST', `/v1/orders/${id}/refunds/`, { amount: 970 })).status).toBe(201);
      },
      { switches: { refunds: 'later' } },
    );
  });

  test('a list of orders, where the brand has one', async () => {
    const clock = new FakeClock();
    const times = '?created_since=2026-03-01T09:00:01Z&created_until=2026-03-01T09:00:05Z';
    await withKc(
      clock,
      async ({ call, create }) => {
        await create();
        await clock.advance(2_000);
        const { id } = (await create()).body;
        expect((await call('GET', `/v1/orders/${times}`)).body).toMatchObject([{ id }]);
      },
      { switches: { lists: true } },
    );
    await withKc(new FakeClock(), async ({ call }) => {
      expect((await call('GET', '/v1/orders/')).status).toBe(405);
    });
  });
});
