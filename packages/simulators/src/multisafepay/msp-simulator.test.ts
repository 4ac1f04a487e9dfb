import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { MSP_DEMO_ACCOUNT } from './options.ts';
import { GROUP_KEY, PAGE, REQUEST, SITE_KEY, TERMINAL, withMsp } from './testing/sim-rig.ts';

const clock = () => new FakeClock();

describe('creating', () => {
  test('answers what the documentation shows, and puts the amount on the terminal', async () => {
    await withMsp(clock(), async ({ msp, clock, create, order }) => {
      const made = await create();
      expect(made.status).toBe(200);
      expect(made.body).toMatchObject({ success: true, data: { order_id: 'A1' } });
      expect(made.body.data.events_token.split('.')).toHaveLength(3);
      expect(made.body.data).not.toHaveProperty('payment_url');
      await clock.advance(200);
      expect(msp.terminals()[1]).toMatchObject({ id: TERMINAL, state: 'presenting', amountCents: 1470 });
      expect((await order('A1')).body.data).toMatchObject({ status: 'initialized', payment_methods: [] });
    });
  });

  test.each<[Record<string, unknown>, number]>([
    [{ type: 'x' }, 1016],
    [{ order_id: undefined }, 1006],
    [{ order_id: 'a b' }, 1006],
    [{ order_id: 'x'.repeat(51) }, 1006],
    [{ currency: 'euro' }, 1002],
    [{ amount: 0 }, 1001],
    [{ amount: -1 }, 1001],
    [{ amount: 14.7 }, 1001],
    [{ amount: '1470' }, 1001],
    [{ amount: undefined }, 1001],
    [{ description: '' }, 1008],
    [{ description: 'x'.repeat(201) }, 1008],
    [{ gateway: 'QR' }, 1023],
    [{ type: 'unreferenced_refund', gateway_info: undefined }, 1016],
    [{ ...PAGE, seconds_active: 0 }, 1016],
    [{ ...PAGE, days_active: 366 }, 1016],
  ])('%j: %d', async (parts, code) => {
    await withMsp(clock(), async ({ create }) => {
      const refused = await create(parts, 'gateway_info' in parts ? SITE_KEY : GROUP_KEY);
      expect(refused).toMatchObject({ status: 404, body: { success: false, data: [], error_code: code } });
    });
  });

  test('a body that is no JSON is answered with a bare message', async () => {
    await withMsp(clock(), async ({ call }) => {
      expect(await call('POST', '/orders', '{')).toMatchObject({ status: 400, body: { message: expect.any(String) } });
    });
  });

  test('an id is taken for good', async () => {
    await withMsp(clock(), async ({ msp, create }) => {
      await create();
      expect((await create()).body.error_code).toBe(1006);
      msp.switch({ sameOpenOrder: 'accept' });
      expect((await create()).body.success).toBe(true);
      msp.terminal(TERMINAL, 'approve');
      expect((await create()).body.error_code).toBe(1006);
      expect([msp.createsOf('A1'), msp.charges().length]).toEqual([4, 1]);
    });
  });
});

describe('keys', () => {
  test('by header or in the address; an unknown one is 1032, or 403', async () => {
    await withMsp(clock(), async ({ msp, call, create }) => {
      expect((await call('POST', `/orders?api_key=${GROUP_KEY}&locale=en_US`, REQUEST, {})).status).toBe(200);
      expect((await create({}, 'nonsense')).body.error_code).toBe(1032);
      expect((await call('POST', '/orders', REQUEST, {})).body.error_code).toBe(1032);
      msp.switch({ unknownKey: '403' });
      expect(await create({}, 'nonsense')).toMatchObject({ status: 403, body: { message: 'Forbidden' } });
    });
  });

  test('a terminal takes that of a group, a page not that of the account, an order is seen with its own', async () => {
    await withMsp(clock(), async ({ create, order }) => {
      expect((await create({}, SITE_KEY)).status).toBe(403);
      expect((await create(PAGE, MSP_DEMO_ACCOUNT.account.apiKey)).status).toBe(403);
      await create();
      expect((await order('A1', SITE_KEY)).body.error_code).toBe(1006);
      expect((await order('A1')).body.success).toBe(true);
    });
  });

  test('that of another group makes orders that never show up', async () => {
    await withMsp(clock(), async ({ msp, clock, create, order }) => {
      const key = MSP_DEMO_ACCOUNT.otherGroup.apiKey;
      expect((await create({}, key)).body.success).toBe(true);
      await clock.advance(300_000);
      expect(msp.terminals()[1]?.state).toBe('idle');
      expect((await order('A1', key)).body.data.status).toBe('initialized');
    });
  });
});

describe('stopping', () => {
  test('by POST, with an answer that names nothing; a second time changes nothing', async () => {
    await withMsp(clock(), async ({ call, create, order, msp }) => {
      await create();
      const done = await call('POST', '/orders/A1/cancel');
      expect(done.body.data).toMatchObject({ status: 'cancelled', financial_status: null });
      for (const field of ['order_id', 'amount', 'transaction_id']) expect(done.body.data).not.toHaveProperty(field);
      expect((await call('POST', '/orders/A1/cancel')).status).toBe(200);
      expect((await order('A1')).body.data.status).toBe('cancelled');
      expect(msp.terminals()[1]?.state).toBe('idle');
    });
  });

  test.each([
    ['refuse', 403],
    ['pretend', 200],
  ] as const)('of a paid order: %s', async (cancelOfPaid, status) => {
    await withMsp(
      clock(),
      async ({ msp, call, create, order }) => {
        await create();
        msp.terminal(TERMINAL, 'approve');
        expect((await call('POST', '/orders/A1/cancel')).status).toBe(status);
        expect((await order('A1')).body.data.status).toBe('completed');
      },
      { switches: { cancelOfPaid } },
    );
  });

  test.each([
    ['refuse', 403, 'completed'],
    ['pretend', 200, 'completed'],
    ['cancel', 200, 'cancelled'],
  ] as const)('while a card is read: %s', async (cancelDuringCard, status, end) => {
    await withMsp(
      clock(),
      async ({ msp, clock, call, create, order }) => {
        await create();
        await clock.advance(200);
        msp.terminal(TERMINAL, 'tap');
        expect((await call('POST', '/orders/A1/cancel')).status).toBe(status);
        await clock.advance(1_000);
        expect((await order('A1')).body.data.status).toBe(end);
        expect(msp.charges()).toHaveLength(end === 'completed' ? 1 : 0);
      },
      { switches: { cancelDuringCard } },
    );
  });

  test('a declined order that is touched by PATCH gets stuck, and POST repairs it', async () => {
    await withMsp(clock(), async ({ msp, clock, call, create, order }) => {
      await create();
      const patch = { status: 'cancelled', exclude_order: true };
      expect((await call('PATCH', '/orders/A1', patch)).status).toBe(403);
      msp.terminal(TERMINAL, 'decline');
      expect((await call('PATCH', '/orders/A1', patch)).status).toBe(200);
      await clock.advance(120_000);
      expect((await order('A1')).body.data.status).toBe('declined');
      await call('POST', '/orders/A1/cancel');
      expect((await order('A1')).body.data.status).toBe('cancelled');
    });
  });
});

describe('giving back', () => {
  test('all without an amount, never more than is left, not the same twice in five minutes', async () => {
    await withMsp(clock(), async ({ msp, clock, call, create, order }) => {
      await create();
      const refund = (body: object) => call('POST', '/orders/A1/refunds', { currency: 'EUR', ...body });
      expect((await refund({ amount: 100 })).body.error_code).toBe(1034);
      msp.terminal(TERMINAL, 'approve');
      expect((await refund({ amount: 100, refund_order_id: 'R1' })).body.success).toBe(true);
      expect((await refund({ amount: 100 })).body.error_code).toBe(1034);
      expect((await refund({ amount: 1400 })).body.error_code).toBe(1034);
      await clock.advance(300_000);
      expect((await refund({ amount: 100 })).body.success).toBe(true);
      expect((await refund({})).body.success).toBe(true);
      expect(msp.charges().map(({ direction, amountCents }) => [direction, amountCents])).toEqual([
        ['pay', 1470],
        ['refund', 100],
        ['refund', 100],
        ['refund', 1270],
      ]);
      await clock.advance(12 * 3_600_000);
      const after = (await order('A1')).body.data;
      expect(after.status).toBe('refunded');
      expect(after.related_transactions?.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    });
  });

  test('a balance that is too small', async () => {
    await withMsp(
      clock(),
      async ({ msp, call, create }) => {
        await create();
        msp.terminal(TERMINAL, 'approve');
        const refused = await call('POST', '/orders/A1/refunds', { currency: 'EUR', amount: 100 });
        expect(refused.body.error_code).toBe(1034);
      },
      { balanceCents: 99 },
    );
  });

  test('on a terminal, where that is switched on', async () => {
    await withMsp(clock(), async ({ msp, create, order }) => {
      const refund = { type: 'unreferenced_refund', order_id: 'B1' };
      await create(refund);
      msp.terminal(TERMINAL, 'approve');
      expect((await order('B1')).body.data.status).toBe('completed');
      expect(msp.charges()).toMatchObject([{ direction: 'refund', amountCents: 1470, refundOf: null }]);
      const other = { ...refund, order_id: 'B2', gateway_info: { terminal_id: '00000ABC' } };
      expect((await create(other, MSP_DEMO_ACCOUNT.otherGroup.apiKey)).body.error_code).toBe(1034);
    });
  });
});

describe('a payment page', () => {
  test('is chosen, declined, tried again and paid, each in a transaction of 17 digits of its own', async () => {
    await withMsp(clock(), async ({ msp, create, order }) => {
      const page = (await create(PAGE, SITE_KEY)).body.data;
      expect(page).not.toHaveProperty('events_token');
      const ids = new Set<string>();
      for (const [action, status] of [
        ['choose', 'initialized'],
        ['decline', 'declined'],
        ['choose', 'initialized'],
        ['pay', 'completed'],
      ] as const) {
        await fetch(page.payment_url.replace('?lang=nl_NL', action), { method: 'POST' });
        const { text, body } = await order('A1', SITE_KEY);
        expect(body.data.status).toBe(status);
        ids.add(/"transaction_id":(\d{17})[,}]/.exec(text)?.[1] ?? '');
      }
      expect([ids.size, ids.has('')]).toEqual([2, false]);
      const shown = await (await fetch(page.payment_url)).text();
      expect(shown).toContain('data-status="completed"');
      expect(msp.charges()).toHaveLength(1);
    });
  });

  test('opens twenty times, closes at its end, and shows no script and no outside address', async () => {
    await withMsp(clock(), async ({ clock, create, order }) => {
      const page = (await create({ ...PAGE, seconds_active: 90 }, SITE_KEY)).body.data;
      const first = await fetch(page.payment_url, { headers: { 'accept-language': 'en' } });
      expect(first.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await first.text()).toMatch(/You are paying[\s\S]*14\.70/);
      for (let view = 1; view < 20; view += 1) await (await fetch(page.payment_url)).text();
      expect((await fetch(page.payment_url)).status).toBe(404);
      await clock.advance(89_999);
      expect((await order('A1', SITE_KEY)).body.data.status).toBe('initialized');
      await clock.advance(1);
      expect((await order('A1', SITE_KEY)).body.data.status).toBe('expired');
    });
  });
});

describe('the test environment', () => {
  test('has pages and nothing of terminals', async () => {
    await withMsp(
      clock(),
      async ({ call, create }) => {
        expect((await create()).status).toBe(403);
        expect((await create(PAGE, SITE_KEY)).status).toBe(200);
        expect((await call('GET', '/pos/receipt/A1', undefined, { api_key: SITE_KEY })).status).toBe(403);
        expect((await call('GET', '/terminals')).status).toBe(403);
      },
      { switches: { testEnvironment: true } },
    );
  });
});

describe('the control API', () => {
  test('does what a person would, and says what it can', async () => {
    await withMsp(clock(), async ({ msp, clock, call, create }) => {
      await create();
      await clock.advance(200);
      expect((await call('POST', `/control/terminals/${TERMINAL}/tap`)).text).toContain('"done":true');
      expect((await call('POST', `/control/terminals/${TERMINAL}/dance`)).status).toBe(404);
      expect((await call('PATCH', '/control/switches', { busyTerminal: 'refuse' })).status).toBe(200);
      expect((await call('PATCH', '/control/switches', { busyTerminal: 'x' })).status).toBe(400);
      expect((await call('PATCH', '/control/switches', { nonsense: true })).status).toBe(400);
      expect((await call('POST', '/control/faults', { on: 'create', do: 'drop' })).status).toBe(201);
      expect((await call('POST', '/control/faults', { on: 'nowhere', do: 'drop' })).status).toBe(400);
      expect((await call('PUT', '/control/autopilot', { page: { outcome: 'approve', afterMs: 5 } })).status).toBe(200);
      expect((await call('PUT', '/control/orders/A1/status', { status: 'chargeback' })).status).toBe(200);
      expect(msp.state()).toMatchObject({ counts: { creates: 1 }, switches: { busyTerminal: 'refuse' } });
      expect((await call('POST', '/control/reset')).status).toBe(200);
      expect(msp.state()).toMatchObject({ orders: [], faults: [], counts: { creates: 0 } });
      const screen = await (await fetch(`${msp.url}/screen`)).text();
      expect(screen).toContain(`data-terminal="${TERMINAL}"`);
    });
  });
});
