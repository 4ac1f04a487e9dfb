/** What the suites for every driver don't know of: soft declines, the event stream's troubles, lagging and altered answers. */
import { cents } from '@tillbridge/kernel';
import type { PaymentHandle, PaymentId, PaymentOrder, Phase, RouteId, TillId } from '@tillbridge/payments';
import { createMspQr, createMspTerminal } from '@tillbridge/psp-multisafepay';
import type { MspFault } from '@tillbridge/simulators/multisafepay';
import { describe, expect, test } from 'vitest';
import { type CloudOptions, Clouds } from '../test/clouds.ts';
import { MSP_TERMINAL, type MspWorld, mspWorld } from '../test/msp-world.ts';

const clouds = new Clouds();

const call = (timeoutMs = 200_000) => ({ timeoutMs, signal: new AbortController().signal });
const REFERENCE = '01JMSPFAVLTS0000000000001' as PaymentId;
const HANDLE: PaymentHandle = {
  reference: REFERENCE,
  providerRef: REFERENCE,
  direction: 'pay',
  amountCents: cents(1470),
};

function orderAt(nowMs: number): PaymentOrder {
  return {
    reference: REFERENCE,
    direction: 'pay',
    amountCents: cents(1470),
    till: '3-12' as TillId,
    description: 'Speelpark De Eik',
    lines: [],
    expiresAt: nowMs + 180_000,
  };
}

/** A payment under way on a terminal or a page, with what people are told about it. */
async function underWay(
  means: 'card' | 'qr',
  use: (
    world: MspWorld,
    watch: { over: ReturnType<ReturnType<typeof createMspQr>['follow']>; told: string[] },
  ) => Promise<void>,
  options: CloudOptions<'multisafepay'> = {},
  faults: readonly MspFault[] = [],
): Promise<void> {
  const world = await mspWorld(clouds, options);
  const { clock, stream, clientOf, settle, pass, simulator } = world;
  try {
    const client = clientOf(means === 'card' ? 'terminal-group' : 'site');
    const ports = { client, clock, stream };
    const driver =
      means === 'card'
        ? createMspTerminal({ route: 'a' as RouteId, terminalId: MSP_TERMINAL, refunds: false, leaseMs: 90_000 }, ports)
        : createMspQr({ route: 'b' as RouteId, leaseMs: 180_000 }, ports);
    const begun = await settle(driver.begin(orderAt(clock.now()), call()));
    expect(begun.kind).toBe('accepted');
    const told: string[] = [];
    const observe = (phase: Phase, words?: string | null) => {
      const line = words ? `${phase} ${words}` : phase;
      if (told.at(-1) !== line) told.push(line);
    };
    for (const fault of faults) await simulator.fault(fault);
    const over = driver.follow(HANDLE, observe, call());
    over.catch(() => undefined);
    await pass(1_000);
    await use(world, { over, told });
  } finally {
    await world.close();
  }
}

const PAID = { kind: 'final', outcome: { kind: 'approved', approval: { finalCents: 1470 } } };

test('a soft decline: it did not work yet, the PIN, paid', async () => {
  await underWay('card', async ({ simulator, settle, pass }, { over, told }) => {
    await simulator.terminal(MSP_TERMINAL, 'soft-decline');
    await pass(2_000);
    await simulator.terminal(MSP_TERMINAL, 'pin');
    expect(await settle(over)).toMatchObject(PAID);
    expect(told).toEqual(['present-card', 'declined-pin 4004 Soft decline: PIN required']);
    expect(await simulator.charges()).toHaveLength(1);
  });
});

test('a page: scanned, declined, tried again, paid', async () => {
  await underWay('qr', async ({ simulator, settle, pass }, { over, told }) => {
    for (const action of ['choose', 'decline', 'choose', 'pay'] as const) {
      await pass(5_000);
      await simulator.page(REFERENCE, action);
    }
    expect(await settle(over)).toMatchObject(PAID);
    expect(told).toEqual(['scan', 'scanned', 'declined-retry 4005 Declined', 'scanned']);
  });
});

test('a page that somebody at MultiSafepay has to decide about stays open', async () => {
  await underWay('qr', async ({ simulator, settle, pass }, { over, told }) => {
    await simulator.page(REFERENCE, 'manual');
    await pass(60_000);
    expect(told).toEqual(['scan', 'checking']);
    await simulator.force(REFERENCE, 'completed');
    expect(await settle(over)).toMatchObject(PAID);
  });
});

describe('with the stream, the end is known at once; whatever happens to it, it is known', () => {
  test.each<[string, readonly MspFault[], CloudOptions<'multisafepay'>, number]>([
    ['no trouble', [], {}, 0],
    ['the event twice', [{ on: 'event', do: 'duplicate' }], {}, 0],
    ['the connection cut in the middle of the event', [{ on: 'event', do: 'cut' }], {}, 0],
    ['the event lost', [{ on: 'event', do: 'lose' }], {}, 10_000],
    ['the stream refused at first', [{ on: 'connect', do: 'refuse', status: 503, times: 3 }], {}, 7_000],
    ['no way to show the token accepted', [], { switches: { tokenWays: [] } }, 3_000],
    ['another way to show it', [], { switches: { tokenWays: ['query'] } }, 0],
    ['noise between the events', [], { switches: { streamNoise: true } }, 0],
    ['no keep-alive', [], { keepAliveMs: 0 }, 0],
  ])('%s', async (_name, faults, options, withinMs) => {
    await underWay(
      'card',
      async ({ simulator, clock, settle, pass }, { over }) => {
        await pass(30_000);
        const from = clock.monotonicMs();
        await simulator.terminal(MSP_TERMINAL, 'approve');
        expect(await settle(over)).toMatchObject(PAID);
        expect(clock.monotonicMs() - from).toBeLessThanOrEqual(withinMs);
      },
      options,
      faults,
    );
  });
});

describe('answers that are late or altered', () => {
  test('an order that lags behind its event is asked for again quickly', async () => {
    await underWay('card', async ({ simulator, clock, settle, pass }, { over }) => {
      await pass(1_000);
      const from = clock.monotonicMs();
      await simulator.fault({ on: 'status', do: 'stale', times: 3 });
      await simulator.terminal(MSP_TERMINAL, 'approve');
      expect(await settle(over)).toMatchObject(PAID);
      expect(clock.monotonicMs() - from).toBe(1_500);
    });
  });

  test('another amount is approved as it is, for the desk to alarm about', async () => {
    await underWay('card', async ({ simulator, settle }, { over }) => {
      await simulator.fault({ on: 'status', do: 'alter', set: { amount: 1520 }, times: 2 });
      await simulator.terminal(MSP_TERMINAL, 'approve');
      expect(await settle(over)).toMatchObject({ outcome: { approval: { finalCents: 1520 } } });
    });
  });

  test('another currency decides nothing', async () => {
    await underWay('card', async ({ simulator, settle }, { over }) => {
      await simulator.fault({ on: 'status', do: 'alter', set: { currency: 'USD' }, percent: 100 });
      await simulator.terminal(MSP_TERMINAL, 'approve');
      expect(await settle(over)).toMatchObject({ kind: 'unreachable', detail: expect.stringContaining('MSP-117') });
    });
  });

  test('an unknown status, digits beyond 2^53 and half answers decide nothing, and the end is seen after them', async () => {
    await underWay('card', async ({ simulator, settle, pass }, { over, told }) => {
      await simulator.fault({ on: 'status', do: 'alter', set: { status: 'teleported' } });
      await simulator.fault({ on: 'status', do: 'alter', set: { amount: '#17472052901237122', status: 'completed' } });
      await simulator.fault({ on: 'status', do: 'cut-short' });
      await simulator.fault({ on: 'status', do: 'cut-short', transport: true });
      await simulator.fault({ on: 'status', do: 'empty' });
      await pass(50_000);
      expect(told).toContain('checking');
      await simulator.terminal(MSP_TERMINAL, 'approve');
      expect(await settle(over)).toMatchObject(PAID);
    });
  });
});

test('a refund on the terminal that is only reserved is taken and not proven', async () => {
  const world = await mspWorld(clouds, { switches: { unreferencedRefundEnds: 'reserved' } });
  const { clock, clientOf, settle, simulator } = world;
  try {
    const ports = { client: clientOf('terminal-group'), clock };
    const settings = { route: 'a' as RouteId, terminalId: MSP_TERMINAL, refunds: true, leaseMs: 90_000 };
    const driver = createMspTerminal(settings, ports);
    const refund = { ...orderAt(clock.now()), direction: 'refund' as const };
    expect(await settle(driver.begin(refund, call()))).toMatchObject({ kind: 'accepted' });
    await simulator.terminal(MSP_TERMINAL, 'approve');
    const standing = await settle(driver.enquire({ ...HANDLE, direction: 'refund' }, call()));
    expect(standing).toMatchObject({ kind: 'queued' });
  } finally {
    await world.close();
  }
});

test('a receipt that fails doesn’t keep the guest waiting', async () => {
  await underWay('card', async ({ simulator, settle }, { over }) => {
    await simulator.fault({ on: 'receipt', do: 'slow', ms: 60_000 });
    await simulator.terminal(MSP_TERMINAL, 'approve');
    expect(await settle(over)).toMatchObject({ outcome: { approval: { finalCents: 1470, receipts: [] } } });
  });
});

test('an order that never shows up on its terminal can be stopped, and nothing moved', async () => {
  await underWay('card', async ({ simulator, clock, clientOf, settle, pass }) => {
    await simulator.terminal(MSP_TERMINAL, 'offline');
    await pass(30_000);
    expect((await simulator.order(REFERENCE))?.status).toBe('initialized');
    const cancel = await settle(clientOf('terminal-group').cancel(REFERENCE, call(5_000)));
    expect(cancel).toEqual({ kind: 'done' });
    expect([await simulator.charges(), clock.sleeping >= 0]).toEqual([[], true]);
  });
});
