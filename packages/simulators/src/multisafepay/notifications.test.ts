import { readMspNotification } from '@tillbridge/psp-multisafepay';
import { FakeClock, nodeDigest } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import type { MspFault } from './faults.ts';
import { GROUP_KEY, type Received, type Rig, TERMINAL, until, withMsp, withReceiver } from './testing/sim-rig.ts';

const QUARTER_MS = 15 * 60_000;

function read(received: Received, nowMs: number) {
  const request = {
    method: received.method,
    query: Object.fromEntries(received.url.searchParams),
    headers: received.headers,
    body: received.body,
  };
  return readMspNotification(request, new Map([['pins', GROUP_KEY]]), nodeDigest(), { nowMs });
}

async function notified(
  reply: (count: number) => { status: number; body: string },
  use: (rig: Rig<FakeClock>, received: readonly Received[]) => Promise<void>,
  order: Record<string, unknown> = {},
): Promise<void> {
  await withReceiver(reply, async (url, received) => {
    await withMsp(new FakeClock(), async (rig) => {
      await rig.create({ payment_options: { notification_url: url, ...order } });
      await use(rig, received);
    });
  });
}

const ok = () => ({ status: 200, body: 'OK' });
const statusOf = ({ body }: Received): string => JSON.parse(Buffer.from(body).toString('utf8')).status;

test('every change is told, signed so that our verifier believes it', async () => {
  await notified(ok, async ({ msp, clock }, received) => {
    msp.terminal(TERMINAL, 'soft-decline');
    await clock.advance(1_500);
    msp.terminal(TERMINAL, 'approve');
    await until(() => received.length === 3);
    expect(received.map(statusOf)).toEqual(['declined', 'initialized', 'completed']);
    for (const one of received) {
      expect(read(one, clock.now())).toEqual({ kind: 'hint', orderId: 'A1', account: 'pins' });
      expect(one.url.searchParams.get('transactionid')).toBe('A1');
    }
  });
});

test('by GET there is no body and no signature', async () => {
  await notified(
    ok,
    async ({ msp, clock }, received) => {
      msp.terminal(TERMINAL, 'approve');
      await until(() => received.length === 1);
      expect(received[0]).toMatchObject({ method: 'GET', body: Buffer.alloc(0) });
      expect(received[0]?.headers.auth).toBeUndefined();
      expect(received.map((one) => read(one, clock.now()))).toEqual([{ kind: 'hint', orderId: 'A1', account: null }]);
    },
    { notification_method: 'GET' },
  );
});

describe('it is told again, three times every 15 minutes and signed afresh,', () => {
  test.each<[string, { status: number; body: string }, number]>([
    ['until somebody answers OK', { status: 200, body: 'OK' }, 2],
    ['for good after another status', { status: 202, body: 'OK' }, 4],
    ['for good after other words', { status: 200, body: 'thanks' }, 4],
    ['for good when OK comes after 100 characters', { status: 200, body: `${'.'.repeat(100)}OK` }, 4],
  ])('%s', async (_name, reply, attempts) => {
    await notified(
      (count) => (count === 1 ? { status: 500, body: '' } : reply),
      async ({ msp, clock }, received) => {
        msp.terminal(TERMINAL, 'approve');
        for (let told = 1; told <= attempts; told += 1) {
          await until(() => received.length === told && msp.state().notifications[0]?.attempts === told);
          await clock.settle();
          await clock.advance(QUARTER_MS);
        }
        await clock.advance(10 * QUARTER_MS);
        expect(received).toHaveLength(attempts);
        expect(new Set(received.map((one) => one.headers.auth)).size).toBe(attempts);
        for (const one of received) {
          expect(read(one, Number(one.url.searchParams.get('timestamp')) * 1_000)).toMatchObject({ kind: 'hint' });
        }
      },
    );
  });
});

describe('faults', () => {
  async function faulty(fault: MspFault, count: number, use: (received: readonly Received[], nowMs: number) => void) {
    await notified(ok, async ({ msp, clock }, received) => {
      msp.fault(fault);
      msp.terminal(TERMINAL, 'decline');
      await clock.advance(1_500);
      await until(() => received.length === count);
      use(received, clock.now());
    });
  }

  test('reordered: the newer one comes first', async () => {
    await faulty({ on: 'notification', do: 'reorder' }, 2, (received) => {
      expect(received.map(statusOf)).toEqual(['initialized', 'declined']);
    });
  });

  test('twice', async () => {
    await faulty({ on: 'notification', do: 'duplicate' }, 3, (received) => {
      expect(received.map(statusOf).sort()).toEqual(['declined', 'declined', 'initialized']);
    });
  });

  test('lost', async () => {
    await faulty({ on: 'notification', do: 'lose' }, 1, (received) => {
      expect(received.map(statusOf)).toEqual(['initialized']);
    });
  });

  test.each([
    ['wrong-signature', { entry: { code: 'MSP-142' } }],
    ['stale', { entry: { code: 'MSP-143' } }],
    ['no-timestamp', { kind: 'ignored' }],
  ] as const)('%s is seen by our verifier', async (fault, expected) => {
    await faulty({ on: 'notification', do: fault }, 2, (received, nowMs) => {
      const [first] = received;
      expect(first && read(first, nowMs)).toMatchObject(expected);
    });
  });
});
