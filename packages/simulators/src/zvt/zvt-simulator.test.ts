import { createSerialDialer } from '@tillbridge/device-io/serial';
import { createTcpDialer } from '@tillbridge/device-io/tcp';
import { FakeClock, memoryLog, seededRandom, whyNoPtys, withPtyPair } from '@tillbridge/testkit';
import { bareLink, serialLink } from '@tillbridge/zvt/link';
import { expect, test } from 'vitest';
import { ScriptedTill } from './testing/scripted-till.ts';
import { startZvtSimulator, type ZvtSimulator, type ZvtSimulatorOptions } from './zvt-simulator.ts';

const TURNS = 2_000;

async function withSimulator(
  options: ZvtSimulatorOptions,
  use: (simulator: ZvtSimulator, clock: FakeClock, until: (done: () => boolean) => Promise<void>) => Promise<void>,
) {
  const clock = new FakeClock();
  const simulator = await startZvtSimulator({ clock, random: seededRandom(1), ...options });
  const until = async (done: () => boolean) => {
    for (let turn = 0; turn < TURNS && !done(); turn += 1) await clock.advance(10);
    if (!done()) throw new Error('it never came');
  };
  try {
    await use(simulator, clock, until);
  } finally {
    await simulator.close();
  }
}

const CALL = { signal: new AbortController().signal, timeoutMs: 5_000 };

test('on TCP: a payment by the control API, state and charges to look at, a page without outside addresses', async () => {
  await withSimulator({ tcp: { port: 0 }, controlPort: 0 }, async (simulator, clock, until) => {
    const post = async (path: string, body: unknown = {}) => {
      const response = await fetch(`${simulator.controlUrl}/control/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    const get = async (path: string) => (await fetch(`${simulator.controlUrl}/${path}`)).json() as Promise<unknown>;

    const dialer = createTcpDialer({ host: '127.0.0.1', port: simulator.tcpPort ?? 0 }, { clock });
    const till = new ScriptedTill(bareLink(await dialer.dial(CALL), { clock }));
    till.register({ tlv: true });
    await until(() => till.codes().includes('06 0F'));
    till.forget();
    till.pay(1470);
    await until(() => simulator.terminal.screen().step === 'amount');

    expect(await post('tap', { card: 'visa' })).toMatchObject({ status: 200, body: { done: true } });
    await until(() => till.codes().includes('06 0F'));
    expect(await get('control/charges')).toMatchObject([{ command: 1, amountCents: 1470, direction: 'pay' }]);
    expect(await get('control/state')).toMatchObject({ connected: true, registered: true, screen: { step: 'idle' } });

    expect(await post('tap')).toMatchObject({ body: { done: false } });
    expect(await post('tap', { card: 'library' })).toMatchObject({ status: 400 });
    expect(await post('dance')).toMatchObject({ status: 404 });
    expect(await post('faults', { do: 'cut' })).toMatchObject({ status: 400 });
    expect(await post('faults', { do: 'cut', at: 'after-status' })).toMatchObject({ status: 201, body: { id: 1 } });
    expect(await get('control/faults')).toMatchObject([{ id: 1, do: 'cut', at: 'after-status' }]);
    await fetch(`${simulator.controlUrl}/control/faults/1`, { method: 'DELETE' });
    expect(await get('control/faults')).toEqual([]);

    const page = await (await fetch(`${simulator.controlUrl}/`)).text();
    expect(page).toContain('data-testid="screen"');
    expect(page).not.toMatch(/https?:\/\//);
    till.close();
  });
});

const noPtys = whyNoPtys();

test.skipIf(noPtys !== null)(
  `on a serial port: paid; cut off, and back on the same cable ${noPtys ?? ''}`,
  async () => {
    await withPtyPair(async ({ paths: [ours, its] }) => {
      const options = { cardTakenAfterMs: 0, hostMs: 0, autopilot: { outcome: 'approve', afterMs: 0 } } as const;
      await withSimulator({ serial: { path: its }, options }, async (simulator, clock, until) => {
        const port = await createSerialDialer({ path: ours }, { clock, log: memoryLog() }).dial(CALL);
        const till = new ScriptedTill(serialLink(port, { clock }));
        till.register({ configByte: 0x3e });
        await until(() => till.codes().includes('06 0F'));
        till.forget();
        till.pay(1470);
        await until(() => till.codes().includes('06 0F'));
        expect(simulator.terminal.charges()).toMatchObject([{ amountCents: 1470 }]);

        simulator.terminal.fault({ do: 'cut', at: 'after-status' });
        till.forget();
        till.pay(300);
        await until(() => simulator.terminal.idle() && till.codes().includes('04 0F'));
        expect(simulator.terminal.charges()).toHaveLength(1);
        till.forget();
        await clock.advance(1_000);
        till.enquire();
        await until(() => till.codes().includes('06 0F'));
        till.close();
        await port.close();
      });
    });
  },
);
