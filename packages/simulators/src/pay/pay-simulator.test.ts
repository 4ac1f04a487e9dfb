import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import type { PayFault } from './faults.ts';
import { QR, SIGNED_IN, TERMINAL, until, withPay } from './testing/sim-rig.ts';

describe('the Order API', () => {
  test('a terminal payment: 20, 50, 100 with a receipt', async () => {
    await withPay(new FakeClock(), async ({ pay, clock, call, create }) => {
      const made = await create();
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({
        type: 'sale',
        reference: 'REF1',
        status: { code: 20, action: 'PENDING' },
        payments: [],
      });
      const status = new URL(made.body.links.status).pathname;
      await clock.advance(150);
      expect((await call('GET', status)).body.status.code).toBe(50);
      pay.terminal(TERMINAL, 'approve');
      const paid = (await call('GET', status)).body;
      expect(paid).toMatchObject({
        status: { code: 100, action: 'PAID' },
        capturedAmount: { value: 1470 },
        payments: [{ supplierData: { incident_text: 'APPROVED' } }],
      });
      expect(JSON.parse(Buffer.from(paid.receipt, 'base64').toString('utf8'))).toContain('AKKOORD'.padEnd(32));
      expect(pay.charges()).toMatchObject([{ reference: 'REF1', direction: 'pay', amountCents: 1470 }]);
      expect((await call('GET', `/v1/orders/${made.body.orderId}/status`)).body.id).toBe(made.body.id);
    });
  });

  test('without credentials a status is redacted; a create and an abort are turned away', async () => {
    await withPay(new FakeClock(), async ({ pay, clock, call, create }) => {
      const { id } = (await create()).body;
      await clock.advance(150);
      pay.terminal(TERMINAL, 'approve');
      const open = (await call('GET', `/v1/orders/${id}/status`, undefined, {})).body;
      expect(open.customerKey).toBe('*'.repeat(32));
      expect(open.payments[0]).not.toHaveProperty('supplierData');
      expect(await call('PATCH', `/v1/orders/${id}/abort`, {}, {})).toMatchObject({
        status: 401,
        body: { code: 'PAY-1401' },
      });
      expect((await call('POST', '/v1/orders', {}, {})).status).toBe(401);
      expect((await call('GET', `/v1/orders/${id}/status`, undefined, { authorization: 'Basic eDp5' })).status).toBe(
        401,
      );
    });
  });

  test('a refund is a credit', async () => {
    await withPay(new FakeClock(), async ({ pay, clock, create }) => {
      const made = await create({ paymentMethod: { id: 2351, input: { terminalCode: TERMINAL } } });
      expect(made.body.type).toBe('credit');
      await clock.advance(150);
      pay.terminal(TERMINAL, 'approve');
      expect(pay.charges()).toMatchObject([{ direction: 'refund', amountCents: 1470 }]);
    });
  });

  test('refusals: in use, offline, unknown terminal, no refunds', async () => {
    const terminals = [{ code: TERMINAL, name: 'Pin 1', refunds: false }];
    await withPay(
      new FakeClock(),
      async ({ pay, create }) => {
        const refund = { paymentMethod: { id: 2351, input: { terminalCode: TERMINAL } } };
        expect((await create(refund)).body.detail).toContain('requested payment method is not enabled');
        expect((await create()).status).toBe(201);
        expect(await create()).toMatchObject({ status: 422, body: { code: 'PAY-9206', detail: 'Terminal in use' } });
        pay.terminal(TERMINAL, 'offline');
        expect((await create()).body.detail).toContain('Terminal not connected');
        const other = { paymentMethod: { id: 1927, input: { terminalCode: 'TH-0000-0000' } } };
        expect((await create(other)).body.detail).toContain('Terminal not connected');
        expect(pay.createsOf('REF1')).toBe(5);
      },
      { terminals },
    );
  });

  test.each([
    ['amount.value', { amount: { value: 0 } }],
    ['amount.value', { amount: { value: 14.7 } }],
    ['description', { description: 'x'.repeat(33) }],
    ['reference', { reference: 'a b' }],
    ['serviceId', { serviceId: 'SL-9999-9999' }],
    ['expire', { expire: 'tomorrow' }],
    ['paymentMethod.input.terminalCode', { paymentMethod: { id: 1927, input: {} } }],
    ['order.products.0.description', { order: { products: [{ description: 'x'.repeat(256), quantity: 1 }] } }],
  ])('a wrong %s is 422 with its path', async (path, parts) => {
    await withPay(new FakeClock(), async ({ create }) => {
      expect(await create(parts)).toMatchObject({
        status: 422,
        body: { code: 'PAY-1422', violations: [{ propertyPath: path }] },
      });
    });
  });

  test('what is no call of theirs', async () => {
    await withPay(new FakeClock(), async ({ call }) => {
      expect((await call('POST', '/v1/orders', '{"amount":')).status).toBe(400);
      expect((await call('GET', '/v1/orders/nope/status')).body.code).toBe('PAY-1404');
      expect((await call('GET', '/v3/orders')).status).toBe(404);
      expect(
        (await call('GET', '/v2/terminals', undefined, { accept: 'text/html', authorization: SIGNED_IN })).status,
      ).toBe(406);
      expect((await call('GET', '/v2/terminals')).body).toMatchObject({
        total: 2,
        terminals: [{ ecrProtocol: 'WEB' }, {}],
      });
    });
  });

  test('an abort ends a pending order once, and not a paid one', async () => {
    await withPay(new FakeClock(), async ({ pay, clock, call, create }) => {
      const { id } = (await create()).body;
      expect(await call('PATCH', `/v1/orders/${id}/abort`)).toMatchObject({
        status: 200,
        body: { status: { code: -90 } },
      });
      expect((await call('PATCH', `/v1/orders/${id}/abort`)).status).toBe(200);
      const next = (await create({ reference: 'REF2' })).body.id;
      await clock.advance(150);
      pay.terminal(TERMINAL, 'approve');
      expect((await call('PATCH', `/v1/orders/${next}/abort`)).body.detail).toContain('cannot be aborted');
    });
  });
});

describe('the hosted page', () => {
  test('lets a guest choose a bank and pay', async () => {
    await withPay(new FakeClock(), async ({ pay, call, create }) => {
      const made = (await create(QR)).body;
      const path = new URL(made.links.redirect).pathname;
      const html = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
      expect((await call('GET', path, undefined, html)).text).toContain('14,70');
      expect((await call('POST', `${path}/choose`, 'bank=Eikenbank', html)).text).toContain('data-testid="pay"');
      expect(pay.order('REF1')).toMatchObject({ status: 50, pageViews: 2 });
      expect((await call('POST', `${path}/pay`, '', html)).text).toContain('class="end paid"');
      expect(pay.charges()).toMatchObject([{ methodId: 10, terminalCode: null }]);
      expect((await call('POST', `${path}/cancel`, '', html)).text).toContain('class="end paid"');
      expect((await call('GET', '/pay/nope', undefined, html)).status).toBe(404);
    });
  });

  test.each([
    ['decline', -63],
    ['cancel', -90],
  ])('%s ends with %i', async (action, status) => {
    await withPay(new FakeClock(), async ({ pay, create }) => {
      await create(QR);
      expect(pay.page('REF1', action as 'decline')).toBe(true);
      expect(pay.order('REF1')?.status).toBe(status);
      expect(pay.page('REF1', 'pay')).toBe(false);
    });
  });

  test('expires when the order said so', async () => {
    await withPay(new FakeClock(), async ({ pay, clock, create }) => {
      await create({ ...QR, expire: new Date(clock.now() + 30_000).toISOString() });
      await clock.advance(30_000);
      expect(pay.order('REF1')?.status).toBe(-80);
      expect(pay.charges()).toEqual([]);
    });
  });

  test('on autopilot needs nobody', async () => {
    await withPay(
      new FakeClock(),
      async ({ pay, clock, create }) => {
        await create(QR);
        await clock.advance(500);
        expect(pay.order('REF1')?.status).toBe(100);
      },
      { pageAutopilot: { outcome: 'approve', afterMs: 500 } },
    );
  });
});

describe('faults', () => {
  test('lost reply: the order stands; dropped request: it does not', async () => {
    await withPay(new FakeClock(), async ({ pay, create }) => {
      pay.fault({ on: 'create', do: 'lose-reply' });
      await expect(create()).rejects.toThrow();
      expect(pay.order('REF1')).toBeDefined();
      pay.fault({ on: 'any', do: 'drop' });
      await expect(create({ ...QR, reference: 'REF2' })).rejects.toThrow();
      expect(pay.order('REF2')).toBeUndefined();
      expect([pay.createsOf('REF1'), pay.createsOf('REF2')]).toEqual([1, 1]);
    });
  });

  test.each<[PayFault, number, boolean]>([
    [{ on: 'create', do: 'internal-error' }, 500, false],
    [{ on: 'create', do: 'internal-error', worked: true }, 500, true],
    [{ on: 'create', do: 'unavailable' }, 503, false],
    [{ on: 'create', do: 'too-many' }, 429, false],
    [{ on: 'create', do: 'terminal-in-use' }, 422, false],
    [{ on: 'create', do: 'garbage' }, 200, false],
    [{ on: 'create', do: 'garbage', worked: true }, 200, true],
  ])('%j answers %i once', async (fault, status, stands) => {
    await withPay(new FakeClock(), async ({ pay, create }) => {
      pay.fault(fault);
      expect((await create(QR)).status).toBe(status);
      expect(pay.order('REF1') !== undefined).toBe(stands);
      expect((await create(QR)).status).toBe(201);
      expect(pay.faults()).toEqual([]);
    });
  });

  test('a cut answer ends in the middle', async () => {
    await withPay(new FakeClock(), async ({ pay, create }) => {
      pay.fault({ on: 'create', do: 'cut-short' });
      await expect(create()).rejects.toThrow();
      expect(pay.order('REF1')).toBeDefined();
    });
  });

  test('a slow answer waits on the simulator’s clock, its work done already', async () => {
    await withPay(new FakeClock(), async ({ pay, clock, create }) => {
      pay.fault({ on: 'create', do: 'slow', ms: 3_000 });
      const slow = create();
      await until(() => pay.held() === 1);
      expect(pay.order('REF1')).toBeDefined();
      await clock.advance(3_000);
      expect((await slow).status).toBe(201);
      expect(pay.held()).toBe(0);
    });
  });

  test('one with a percentage stays until it is taken away', async () => {
    await withPay(new FakeClock(), async ({ pay, create }) => {
      pay.fault({ on: 'create', do: 'unavailable', percent: 100 });
      expect((await create(QR)).status).toBe(503);
      expect((await create(QR)).status).toBe(503);
      pay.clearFaults();
      pay.fault({ on: 'create', do: 'unavailable', percent: 0 });
      expect((await create(QR)).status).toBe(201);
    });
  });

  test.each(['pending', 'cancelled'] as const)('money moves after an abort that shows %s', async (shows) => {
    await withPay(new FakeClock(), async ({ pay, clock, call, create }) => {
      const { id } = (await create()).body;
      await clock.advance(150);
      pay.fault({ on: 'abort', do: 'late-approval', afterMs: 2_000, shows });
      expect((await call('PATCH', `/v1/orders/${id}/abort`)).status).toBe(200);
      expect(pay.order(id)?.status).toBe(shows === 'pending' ? 50 : -90);
      await clock.advance(2_000);
      expect(pay.order(id)?.status).toBe(100);
      expect(pay.charges()).toHaveLength(1);
    });
  });
});

describe('the control API', () => {
  test('presses what a person would press', async () => {
    await withPay(new FakeClock(), async ({ clock, call, create }) => {
      await create();
      await clock.advance(150);
      expect((await call('POST', `/control/terminals/${TERMINAL}/tap`)).body).toMatchObject({
        done: true,
        terminal: { state: 'processing' },
      });
      await clock.advance(600);
      expect((await call('GET', '/control/charges')).body).toHaveLength(1);
      await create({ ...QR, reference: 'REF2' });
      expect((await call('POST', '/control/orders/REF2/pay')).body).toMatchObject({
        done: true,
        order: { status: 100 },
      });
      const { body: state } = await call('GET', '/control/state');
      expect(state).toMatchObject({ orders: [{ reference: 'REF2' }, { reference: 'REF1' }], counts: { creates: 2 } });
      expect((await call('POST', '/control/terminals/TH-0/tap')).status).toBe(404);
      expect((await call('POST', '/control/orders/REF2/explode')).status).toBe(404);
      await call('POST', '/control/reset');
      expect((await call('GET', '/control/state')).body).toMatchObject({ orders: [], counts: { creates: 0 } });
    });
  });

  test('arms and takes away faults, and refuses what is none', async () => {
    await withPay(new FakeClock(), async ({ pay, call, create }) => {
      const added = await call('POST', '/control/faults', { on: 'create', do: 'unavailable' });
      expect(added).toMatchObject({ status: 201, body: { id: 1 } });
      expect((await call('GET', '/control/faults')).body).toMatchObject([{ id: 1, do: 'unavailable' }]);
      expect((await call('DELETE', '/control/faults/1')).body).toEqual({ removed: true });
      expect((await create()).status).toBe(201);
      expect((await call('POST', '/control/faults', { on: 'create', do: 'explode' })).status).toBe(400);
      await call('POST', '/control/faults', { on: 'abort', do: 'late-approval', afterMs: 10 });
      await call('DELETE', '/control/faults');
      expect(pay.faults()).toEqual([]);
    });
  });

  test('sets the autopilot', async () => {
    await withPay(new FakeClock(), async ({ pay, clock, call, create }) => {
      const pilot = { outcome: 'approve', afterMs: 100 };
      expect((await call('PUT', '/control/autopilot', { terminal: pilot })).body).toEqual({
        terminal: pilot,
        page: null,
      });
      await create();
      await clock.advance(250);
      expect(pay.charges()).toHaveLength(1);
      expect((await call('PUT', '/control/autopilot', { terminal: { outcome: 'explode' } })).status).toBe(400);
    });
  });

  test('tells a page that something changed', async () => {
    await withPay(new FakeClock(), async ({ pay, create }) => {
      const stop = new AbortController();
      const events = await fetch(`${pay.url}/control/events`, { signal: stop.signal });
      const reader = events.body?.getReader();
      const next = async () => new TextDecoder().decode((await reader?.read())?.value);
      expect(await next()).toMatch(/^data: \d+\n\n/);
      await create();
      expect(await next()).toMatch(/^data: \d+\n\n/);
      stop.abort();
    });
  });

  test('lets in a page of the named origin', async () => {
    const controlOrigin = 'http://127.0.0.1:9999';
    await withPay(
      new FakeClock(),
      async ({ pay }) => {
        const asked = await fetch(`${pay.url}/control/faults`, { method: 'OPTIONS' });
        expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, controlOrigin]);
      },
      { controlOrigin },
    );
  });
});
