import { adoptCores, PayClient, PayManagement, PayServiceConfigs } from '@tillbridge/psp-pay';
import { FakeClock } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { PAY_DEMO_ACCOUNT } from './options.ts';
import { fetchExchange, withPay } from './testing/sim-rig.ts';

const call = () => ({ timeoutMs: 5_000, signal: new AbortController().signal });

const asked: string[] = [];

/** Refused connections as the agent's own HTTP tells them: proven not to have been sent. */
const withRefusals: typeof fetchExchange = {
  exchange: (request, signal) => {
    asked.push(new URL(request.url).origin);
    return fetchExchange.exchange(request, signal).catch(() => ({
      kind: 'failure' as const,
      reach: 'not-sent' as const,
      fault: 'refused' as const,
      detail: 'connection refused',
    }));
  },
};

test('a core that is down: the order is made once, on the next one, and found there (P3)', async () => {
  await withPay(
    new FakeClock(),
    async ({ pay, clock }) => {
      const account = {
        ...PAY_DEMO_ACCOUNT,
        cores: [],
        managementHosts: [pay.url],
        coreAddress: 'http://{domain}',
      };
      const client = new PayClient(account, withRefusals, clock);
      const configs = new PayServiceConfigs(new PayManagement(account, withRefusals, clock), clock);
      expect(await adoptCores(client, configs, call())).toBe('adopted');
      // Both in front go down after the config was read, so nobody knows yet.
      await pay.setCore(0, false);
      await pay.setCore(1, false);

      const request = {
        serviceId: account.serviceId,
        amount: { value: 1470, currency: 'EUR' },
        description: 'Test',
        reference: 'REF1',
        expire: new Date(clock.now() + 60_000).toISOString(),
        integration: { test: false },
      };
      const made = await client.create(request, call());
      if (made.kind !== 'created') throw new Error(JSON.stringify(made));
      expect(asked.slice(-3)).toEqual(
        pay
          .cores()
          .map(({ url }) => url)
          .reverse(),
      );
      expect(pay.createsOf('REF1')).toBe(1);
      expect(await client.status(made.order.id, call(), { full: false })).toMatchObject({ kind: 'order' });

      await pay.setCore(0, true);
      await pay.setCore(1, true);
      expect(await client.abort(made.order.id, call())).toEqual({ kind: 'done' });
      expect(pay.order('REF1')?.status).toBe(-90);
    },
    { extraCores: [0, 0] },
  );
});
