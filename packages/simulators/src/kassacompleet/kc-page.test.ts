import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { IDEAL, TRANSFER, withKc } from './testing/sim-rig.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the hosted page', () => {
  test('chooses a method and a bank, fails, tries again, pays, and goes back to the shop', async () => {
    await withKc(new FakeClock(), async ({ kc, call, create }) => {
      const { id } = (await create({ return_url: 'https://shop.example/thanks?till=3' })).body;
      const page = () => call('GET', `/pay/${id}/`, undefined, { 'accept-language': 'en' });
      const press = (action: string, body = '') => call('POST', `/pay/${id}/${action}`, body, FORM);

      const first = await page();
      expect(first.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(first.text).toContain('€14.70');
      expect(kc.order('REF1')?.status).toBe('processing');
      for (const method of ['ideal', 'credit-card', 'bancontact', 'bank-transfer']) {
        expect(first.text).toContain(`data-testid="method-${method}"`);
      }
      expect(await press('choose', 'method=ideal&issuer=INGBNL2A')).toMatchObject({ status: 303 });
      expect((await page()).text).toContain('data-testid="pay"');
      await press('decline');
      expect((await page()).text).toContain('data-testid="again"');
      await press('choose', 'method=bancontact');
      const paid = await press('pay');
      expect(paid.headers.get('location')).toBe(
        `https://shop.example/thanks?till=3&order_id=${id}&project_id=${kc.account.projectId}`,
      );
      expect((await page()).text).toContain('class="end paid"');
      expect(kc.charges()).toMatchObject([{ method: 'bancontact' }]);
    });
  });

  test('shows what the brand limits it to, in Dutch unless asked otherwise', async () => {
    await withKc(new FakeClock(), async ({ call, create }) => {
      const { id } = (await create({ payment_methods: ['bancontact'] })).body;
      const { text } = await call('GET', `/pay/${id}`, undefined, {});
      expect(text).toContain('Kies hoe je betaalt');
      expect(text).not.toContain('method-ideal');
    });
  });

  test('shows the reference of a transfer', async () => {
    await withKc(new FakeClock(), async ({ kc, call, create }) => {
      const { id } = (await create(TRANSFER)).body;
      const { text } = await call('GET', `/pay/${id}/`, undefined, {});
      expect(text).toContain(`<code data-testid="reference">${kc.order('REF1')?.transferReference}</code>`);
    });
  });

  test('is where the address of one method leads; to have been there is enough to be under way', async () => {
    await withKc(new FakeClock(), async ({ kc, call, create }) => {
      const { id, transactions } = (await create(IDEAL)).body;
      const start = new URL(transactions[0]?.payment_url ?? '').pathname;
      expect(kc.order('REF1')?.status).toBe('new');
      const sent = await call('GET', start, undefined, {});
      expect([sent.status, sent.headers.get('location')]).toEqual([302, `/pay/${id}/`]);
      expect(kc.order('REF1')?.status).toBe('processing');
      expect((await call('GET', `/pay/${id}/`, undefined, {})).text).toContain('data-testid="pay"');
    });
  });

  test('is cancelled, and cannot be made to do what guests can’t', async () => {
    await withKc(new FakeClock(), async ({ kc, call, create }) => {
      const { id } = (await create()).body;
      await call('POST', `/pay/${id}/mix`, '', FORM);
      await call('POST', `/pay/${id}/expire`, '', FORM);
      await call('POST', `/pay/${id}/choose`, 'method=cheese', FORM);
      expect(kc.order('REF1')).toMatchObject({ status: 'new', attempts: 0 });
      await call('POST', `/pay/${id}/cancel`, '', FORM);
      expect(kc.order('REF1')?.status).toBe('cancelled');
      expect((await call('GET', `/pay/${id}/`, undefined, {})).text).toContain('class="end cancelled"');
      expect((await call('GET', '/pay/nobody/', undefined, {})).status).toBe(404);
      // A reference is no address: nobody can open a page by guessing ours.
      expect((await call('GET', '/pay/REF1/', undefined, {})).status).toBe(404);
    });
  });
});

describe('the control page and its API', () => {
  test('a page with a script of its own and nothing from elsewhere', async () => {
    await withKc(new FakeClock(), async ({ call }) => {
      const page = await call('GET', '/', undefined, {});
      expect(page.text).toContain('<title>Kassa Compleet</title>');
      const nonce = /script-src 'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1];
      expect(page.text).toContain(`<script nonce="${nonce}">`);
      expect(page.text).not.toMatch(/https?:\/\//);
    });
  });

  test('does what a guest and a bank do', async () => {
    await withKc(new FakeClock(), async ({ kc, call, create }) => {
      await create();
      const act = (action: string, body: unknown = {}) => call('POST', `/control/orders/REF1/${action}`, body);
      expect((await act('choose', { method: 'ideal' })).body).toMatchObject({ done: true, order: { method: 'ideal' } });
      expect((await act('choose', { method: 'cheese' })).status).toBe(400);
      expect((await act('transfer', { amountCents: -1 })).status).toBe(400);
      expect((await act('transfer')).body).toMatchObject({ done: false });
      expect((await act('pay')).body).toMatchObject({ done: true, order: { status: 'completed' } });
      expect((await act('explode')).status).toBe(404);
      expect((await call('GET', '/control/charges')).body).toHaveLength(1);
      const { body: state } = await call('GET', '/control/state');
      expect(state).toMatchObject({ orders: [{ reference: 'REF1' }], counts: { creates: 1 }, autopilot: null });
      expect((await call('PUT', '/control/autopilot', { outcome: 'explode' })).status).toBe(400);
      await call('POST', '/control/reset');
      expect([kc.charges(), kc.state().orders, kc.counts().creates]).toEqual([[], [], 0]);
    });
  });

  test('tells a page that something changed', async () => {
    await withKc(new FakeClock(), async ({ kc, create }) => {
      const stop = new AbortController();
      const events = await fetch(`${kc.url}/control/events`, { signal: stop.signal });
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
    await withKc(
      new FakeClock(),
      async ({ kc }) => {
        const asked = await fetch(`${kc.url}/control/faults`, { method: 'OPTIONS' });
        expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, controlOrigin]);
      },
      { controlOrigin },
    );
  });
});
