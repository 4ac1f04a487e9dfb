import { createServer } from 'node:http';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import type { KcFault } from './faults.ts';
import { until, withKc } from './testing/sim-rig.ts';

describe('faults', () => {
  test.each<[KcFault, number | 'closed', number]>([
    [{ on: 'create', do: 'lose-reply' }, 'closed', 1],
    [{ on: 'create', do: 'drop' }, 'closed', 0],
    [{ on: 'create', do: 'cut-short' }, 'closed', 1],
    [{ on: 'create', do: 'garbage', worked: true }, 200, 1],
    [{ on: 'create', do: 'empty' }, 200, 0],
    [{ on: 'any', do: 'internal-error' }, 500, 0],
    [{ on: 'create', do: 'bad-gateway', worked: true }, 502, 1],
    [{ on: 'create', do: 'unavailable' }, 503, 0],
    [{ on: 'create', do: 'gateway-timeout', worked: true }, 504, 1],
    [{ on: 'create', do: 'too-many', retryAfterSeconds: 7 }, 429, 0],
    [{ on: 'create', do: 'redirect' }, 302, 0],
    [{ on: 'create', do: 'error-in-200', status: '503' }, 200, 0],
    [{ on: 'create', do: 'inactive-method' }, 201, 1],
    [{ on: 'create', do: 'show', fields: { amount: -1 } }, 201, 1],
  ])('%j happens once', async (fault, status, orders) => {
    await withKc(new FakeClock(), async ({ kc, create }) => {
      kc.fault(fault);
      const answered = await create().then(
        (answer) => answer.status,
        () => 'closed',
      );
      expect(answered).toBe(status);
      expect(kc.state().orders).toHaveLength(orders);
      expect(kc.faults()).toEqual([]);
      expect((await create()).status).toBe(201);
      expect(kc.createsOf('REF1')).toBe(2);
    });
  });

  test('a slow call does its work first, or last', async () => {
    const clock = new FakeClock();
    await withKc(clock, async ({ kc, create }) => {
      for (const [before, orders] of [
        [false, 1],
        [true, 1],
      ] as const) {
        kc.fault({ on: 'create', do: 'slow', ms: 5_000, before });
        const answer = create();
        await until(() => kc.held() === 1);
        expect(kc.state().orders).toHaveLength(orders);
        await clock.advance(5_000);
        expect((await answer).status).toBe(201);
      }
    });
  });

  test('wrong statuses: the one before, and half a completion', async () => {
    await withKc(new FakeClock(), async ({ kc, call, create }) => {
      const { id } = (await create()).body;
      kc.page('REF1', 'pay');
      kc.fault({ on: 'status', do: 'earlier' });
      expect((await call('GET', `/v1/orders/${id}`)).body.status).toBe('processing');
      kc.fault({ on: 'status', do: 'half-completed' });
      expect((await call('GET', `/v1/orders/${id}`)).body).toMatchObject({
        status: 'processing',
        completed: expect.any(String),
        transactions: [{ status: 'pending', completed: expect.any(String) }],
      });
      expect((await call('GET', `/v1/orders/${id}`)).body.status).toBe('completed');
    });
  });

  test.each(['processing', 'cancelled'] as const)('money after a cancel, shown as %s until then', async (shows) => {
    const clock = new FakeClock();
    await withKc(clock, async ({ kc, call, create }) => {
      const { id } = (await create()).body;
      kc.page('REF1', 'open');
      kc.fault({ on: 'cancel', do: 'late-approval', afterMs: 3_000, shows });
      expect(await call('DELETE', `/v1/orders/${id}/`)).toMatchObject({ status: 200, body: { status: shows } });
      await clock.advance(3_000);
      expect(kc.order('REF1')?.status).toBe('completed');
      expect(kc.charges()).toHaveLength(1);
    });
  });

  test('are armed and taken away by the control API, which refuses what is none', async () => {
    await withKc(new FakeClock(), async ({ kc, call }) => {
      const armed = await call('POST', '/control/faults', { on: 'refund', do: 'drop', percent: 50 });
      expect(armed).toMatchObject({ status: 201, body: { id: 1 } });
      expect((await call('GET', '/control/faults')).body).toMatchObject([{ id: 1, do: 'drop', percent: 50 }]);
      expect((await call('DELETE', '/control/faults/1')).body).toEqual({ removed: true });
      expect((await call('DELETE', '/control/faults/1')).status).toBe(404);
      expect((await call('POST', '/control/faults', { on: 'create', do: 'explode' })).status).toBe(400);
      expect((await call('POST', '/control/faults', { on: 'create', do: 'late-approval', afterMs: 1 })).status).toBe(
        400,
      );
      kc.fault({ on: 'any', do: 'drop' });
      await call('DELETE', '/control/faults');
      expect(kc.faults()).toEqual([]);
    });
  });
});

describe('webhooks', () => {
  async function withListener(answers: readonly number[], use: (url: string, heard: string[]) => Promise<void>) {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        heard.push(Buffer.concat(parts).toString('utf8'));
        response.writeHead(answers[heard.length - 1] ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    try {
      await use(`http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/hook`, heard);
    } finally {
      server.close();
    }
  }

  test('tell of each change of status, unsigned and without it', async () => {
    await withListener([], async (webhook_url, heard) => {
      await withKc(new FakeClock(), async ({ kc, create }) => {
        const { id } = (await create({ webhook_url })).body;
        kc.page('REF1', 'open');
        kc.page('REF1', 'pay');
        await until(() => heard.length === 2);
        const told = { event: 'status_changed', order_id: id, project_id: kc.account.projectId };
        expect(heard.map((body) => JSON.parse(body))).toEqual([told, told]);
        await until(() => kc.state().webhooks.every(({ state }) => state === 'taken'));
      });
    });
  });

  test('are repeated every two minutes, ten times, until somebody takes them', async () => {
    const clock = new FakeClock();
    await withListener([500, 404, 200], async (webhookUrl, heard) => {
      await withKc(
        clock,
        async ({ kc, create }) => {
          await create();
          kc.page('REF1', 'open');
          for (const times of [1, 2, 3]) {
            await until(() => kc.state().webhooks[0]?.attempts === times);
            await clock.advance(2 * 60_000);
          }
          expect(heard).toHaveLength(3);
          expect(kc.state().webhooks).toMatchObject([{ state: 'taken', attempts: 3 }]);
        },
        { webhookUrl },
      );
    });
    await withListener(Array(20).fill(500), async (webhookUrl, heard) => {
      await withKc(
        clock,
        async ({ kc, create }) => {
          await create();
          kc.page('REF1', 'open');
          for (let times = 1; times <= 11; times += 1) {
            await until(() => kc.state().webhooks[0]?.attempts === times);
            await clock.advance(2 * 60_000);
          }
          expect(heard).toHaveLength(11);
          expect(kc.state().webhooks[0]?.state).toBe('given-up');
        },
        { webhookUrl },
      );
    });
  });

  test.each([
    ['lose', 1],
    ['duplicate', 3],
    ['reorder', 2],
  ] as const)('%s: %d arrive', async (fault, arrive) => {
    const clock = new FakeClock();
    await withListener([], async (webhookUrl, heard) => {
      await withKc(
        clock,
        async ({ kc, create }) => {
          await create();
          kc.fault({ on: 'webhook', do: fault });
          kc.page('REF1', 'open');
          kc.page('REF1', 'pay');
          await until(() => heard.length === arrive);
          expect(kc.state().webhooks.filter(({ state }) => state === 'lost')).toHaveLength(fault === 'lose' ? 1 : 0);
        },
        { webhookUrl },
      );
    });
  });
});
