import { createServer, type IncomingHttpHeaders } from 'node:http';
import { readPayExchange } from '@tillbridge/psp-pay';
import { FakeClock, nodeDigest } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import type { PayFault } from './faults.ts';
import { PAY_DEMO_ACCOUNT, type PaySimulatorOptions } from './options.ts';
import { QR, type Rig, until, withPay } from './testing/sim-rig.ts';

describe('status calls', () => {
  interface Heard {
    readonly verdict: ReturnType<typeof readPayExchange>;
    readonly path: string | undefined;
  }

  /** Somebody who listens to status calls and answers them. */
  async function withListener(
    reply: (count: number) => string,
    use: (rig: Rig<FakeClock>, heard: Heard[], address: string) => Promise<void>,
    options: Partial<PaySimulatorOptions> = {},
  ): Promise<void> {
    const heard: Heard[] = [];
    const keys = new Map([
      [PAY_DEMO_ACCOUNT.tokenCode as string, PAY_DEMO_ACCOUNT.apiToken as string],
      [PAY_DEMO_ACCOUNT.serviceId as string, PAY_DEMO_ACCOUNT.serviceSecret as string],
    ]);
    const server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const body = Buffer.concat(parts);
      const headers: IncomingHttpHeaders = request.headers;
      heard.push({
        verdict: readPayExchange({ method: request.method ?? '', headers, body }, keys, nodeDigest()),
        path: request.url,
      });
      response.end(reply(heard.length));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const listener = `http://127.0.0.1:${port}`;
      await withPay(new FakeClock(), (rig) => use(rig, heard, listener), {
        exchangeUrl: `${listener}/hook`,
        ...options,
      });
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  const codes = (heard: readonly Heard[]) =>
    heard.map(({ verdict }) => (verdict.kind === 'hint' ? verdict.statusCode : verdict.kind));

  test.each([
    ['token', 'sha256'],
    ['service', 'sha512'],
  ] as const)('signed with the %s and %s, at every change of status', async (exchangeKey, exchangeAlgorithm) => {
    await withListener(
      () => '{"result":true}',
      async ({ pay, create }, heard) => {
        await create(QR);
        pay.page('REF1', 'choose');
        pay.page('REF1', 'pay');
        await until(() => heard.length === 2);
        expect(codes(heard)).toEqual([50, 100]);
        expect(heard[0]).toMatchObject({ verdict: { reference: 'REF1' }, path: '/hook' });
      },
      { exchangeKey, exchangeAlgorithm },
    );
  });

  test('the order’s own address wins', async () => {
    await withListener(
      () => 'TRUE|noted',
      async ({ pay, create }, heard, listener) => {
        await create({ ...QR, exchangeUrl: `${listener}/hook/REF1` });
        pay.page('REF1', 'cancel');
        await until(() => heard.length === 1);
        expect(heard[0]?.path).toBe('/hook/REF1');
      },
    );
  });

  test('repeated until somebody says yes', async () => {
    const replies = ['FALSE|busy', 'what?', '{"result":true}'];
    await withListener(
      (count) => replies[count - 1] ?? '',
      async ({ pay, clock, create }, heard) => {
        await create(QR);
        pay.page('REF1', 'cancel');
        await until(() => heard.length === 1 && pay.state().exchanges[0]?.state === 'waiting');
        await until(() => clock.nextWakeMs === 1_000);
        await clock.advance(1_000);
        await until(() => heard.length === 2 && clock.nextWakeMs === 5_000);
        await clock.advance(5_000);
        await until(() => pay.state().exchanges[0]?.state === 'taken');
        expect(codes(heard)).toEqual([-90, -90, -90]);
        expect(pay.state().exchanges[0]?.attempts).toBe(3);
      },
    );
  });

  test.each<[PayFault, readonly (number | string)[]]>([
    [{ on: 'exchange', do: 'lose' }, [100]],
    [{ on: 'exchange', do: 'duplicate' }, [50, 50, 100]],
    [{ on: 'exchange', do: 'wrong-signature' }, ['rejected', 100]],
    [{ on: 'exchange', do: 'reorder' }, [100, 50]],
    [{ on: 'exchange', do: 'stale-negative' }, [50, 100, -90]],
  ])('%j', async (fault, expected) => {
    await withListener(
      () => 'TRUE',
      async ({ pay, create }, heard) => {
        pay.fault(fault);
        await create(QR);
        pay.page('REF1', 'choose');
        pay.page('REF1', 'pay');
        await until(() => heard.length === expected.length);
        expect(codes(heard)).toEqual(expected);
        expect(pay.order('REF1')?.status).toBe(100);
      },
    );
  });
});
