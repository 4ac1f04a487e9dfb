import { createTcpDialer } from '@tillbridge/device-io/tcp';
import { createUdpBroadcast } from '@tillbridge/device-io/udp';
import type { ByteLink } from '@tillbridge/kernel';
import { discover, JsonStream } from '@tillbridge/pay-ecr';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { type PayEcrSimulator, type PayEcrSimulatorOptions, startPayEcrSimulator } from './index.ts';

const CALL = { signal: new AbortController().signal, timeoutMs: 5_000 };

interface Rig {
  readonly sim: PayEcrSimulator;
  readonly clock: FakeClock;
  /** Sends one message of a till. */
  say(message: object): void;
  /** What the terminal said until it said `count` things. */
  heard(count: number): Promise<Record<string, unknown>[]>;
  control(method: string, path: string, body?: object): Promise<Response>;
}

async function withSimulator(
  use: (rig: Rig) => Promise<void>,
  options: Partial<PayEcrSimulatorOptions> = {},
): Promise<void> {
  const clock = new FakeClock();
  const sim = await startPayEcrSimulator({ tcp: { port: 0 }, controlPort: 0, clock, ...options });
  const link: ByteLink = await createTcpDialer({ host: '127.0.0.1', port: sim.tcpPort ?? 0 }, { clock }).dial(CALL);
  const said: Record<string, unknown>[] = [];
  const stream = new JsonStream();
  link.onBytes((bytes) => {
    for (const item of stream.push(bytes))
      said.push(item.kind === 'object' ? { ...item.value } : { fault: item.fault.reason });
  });
  try {
    await use({
      sim,
      clock,
      say: (message) => void link.write(Buffer.from(`${JSON.stringify(message)}\n`)),
      heard: async (count) => {
        while (said.length < count) await clock.settle();
        return said;
      },
      control: (method, path, body) =>
        fetch(`${sim.controlUrl}/control/${path}`, {
          method,
          ...(body === undefined
            ? {}
            : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
        }),
    });
  } finally {
    await link.close();
    await sim.close();
  }
}

const START = {
  type: 'TRANSACTION_START',
  transaction: { type: 'PAYMENT', amount: { value: 1470 }, reference: 'REF1' },
};

describe('the simulated PAY.POS terminal on TCP', () => {
  test('a payment: events, history, ticket, and what moved', () =>
    withSimulator(async ({ sim, clock, say, heard }) => {
      say({ type: 'PING' });
      expect((await heard(1)).at(-1)).toEqual({ type: 'PONG', status: 'IDLE' });
      say(START);
      while (sim.terminal.view().state !== 'starting') await clock.settle();
      await clock.advance(150);
      expect((await heard(2)).at(-1)).toMatchObject({ type: 'TRANSACTION_EVENT', event: 'STARTED' });
      expect(sim.terminal.act('tap')).toBe(true);
      await clock.advance(600);
      expect((await heard(4)).slice(2)).toMatchObject([
        { event: 'PROCESSING' },
        { event: 'COMPLETED', approved: true },
      ]);
      say({ type: 'HISTORY_GET', needle: 'REF1' });
      expect((await heard(5)).at(-1)).toMatchObject({ type: 'HISTORY_GET_RESPONSE', status: 'SUCCESS', amount: 1470 });
      say({ type: 'HISTORY_GET', needle: 'REF2' });
      expect((await heard(6)).at(-1)).toMatchObject({ type: 'ERROR' });
      expect(sim.terminal.charges()).toEqual([
        { reference: 'REF1', direction: 'pay', amountCents: 1470, at: clock.now() },
      ]);
    }));

  test('one transaction at a time, and nobody stops it with a card in it', () =>
    withSimulator(async ({ sim, clock, say, heard }) => {
      say(START);
      say(START);
      expect(await heard(1)).toMatchObject([{ type: 'ERROR', reason: 'The terminal is busy' }]);
      await clock.advance(150);
      sim.terminal.act('tap');
      say({ type: 'TRANSACTION_STOP' });
      expect((await heard(4)).at(-1)).toMatchObject({ type: 'ERROR' });
      expect(sim.terminal.startsOf('REF1')).toBe(2);
    }));

  test('an order is shown, updated, and becomes a payment', () =>
    withSimulator(async ({ sim, clock, say, heard }) => {
      const { transaction } = START;
      say({ type: 'ORDER_UPDATE', transaction });
      say({ type: 'ORDER_CREATE', transaction });
      say({ type: 'ORDER_CREATE', transaction });
      say({ type: 'PING' });
      expect((await heard(3)).map(({ type, status }) => status ?? type)).toEqual([
        'ERROR',
        'ERROR',
        'ORDER_PRESENTING',
      ]);
      say({ type: 'ORDER_START' });
      while (sim.terminal.view().state !== 'starting') await clock.settle();
      await clock.advance(150);
      expect((await heard(4)).at(-1)).toMatchObject({ event: 'STARTED' });
    }));

  test('what cannot be read is answered with an error', () =>
    withSimulator(async ({ say, heard }) => {
      say({ type: 'DANCE' });
      say({ type: 'TRANSACTION_START', transaction: { amount: { value: 'ten' } } });
      expect(await heard(2)).toMatchObject([{ type: 'ERROR' }, { type: 'ERROR' }]);
    }));

  test('the history keeps 20', () =>
    withSimulator(async ({ sim, say, heard }) => {
      sim.terminal.act('fill-history');
      sim.terminal.act('fill-history');
      say({ type: 'HISTORY_LIST' });
      const [list] = await heard(1);
      expect(list?.items).toHaveLength(20);
    }));

  test('the control API and the page', () =>
    withSimulator(async ({ sim, control }) => {
      expect(await (await control('POST', 'occupy', {})).json()).toMatchObject({
        done: true,
        terminal: { state: 'starting' },
      });
      expect((await control('POST', 'faults', { do: 'queue' })).status).toBe(201);
      expect((await control('POST', 'faults', { do: 'dance' })).status).toBe(400);
      expect(await (await control('GET', 'faults')).json()).toEqual([{ id: 1, do: 'queue', times: 1, happened: 0 }]);
      expect((await control('DELETE', 'faults/1')).status).toBe(200);
      expect((await control('PUT', 'autopilot', { outcome: 'approve', afterMs: 10 })).status).toBe(200);
      expect((await control('POST', 'dance', {})).status).toBe(404);
      const page = await fetch(`${sim.controlUrl}/`);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await page.text()).not.toMatch(/https?:\/\//);
    }));

  test('is found by a discovery, and not when it is off', () =>
    withSimulator(
      async ({ sim, clock }) => {
        const find = async () => {
          // To the port of the simulator instead of the protocol's.
          const udp = createUdpBroadcast({ clock, addresses: ['127.0.0.1'] });
          const port = {
            broadcast: (...[question, , heard, call]: Parameters<typeof udp.broadcast>) =>
              udp.broadcast(question, sim.udpPort ?? 0, heard, call),
          };
          let answers = 0;
          const counted: typeof port = {
            broadcast: (question, number, heard, call) =>
              port.broadcast(
                question,
                number,
                (answer) => {
                  answers += 1;
                  heard(answer);
                },
                call,
              ),
          };
          const found = discover(counted, CALL, { terminalCode: 'TH-1234-5678', host: '127.0.0.1' });
          while (clock.sleeping === 0) await clock.settle();
          if (sim.terminal.isOn) while (answers === 0) await clock.settle();
          await clock.advance(3_000);
          return found;
        };
        expect(await find()).toEqual({
          terminals: [{ code: 'TH-1234-5678', name: 'Pin 1', address: '127.0.0.1' }],
          findings: [],
        });
        sim.terminal.act('power-off');
        expect((await find()).findings).toMatchObject([{ entry: { code: 'PAY-325' } }]);
      },
      { udp: { port: 0 } },
    ));
});
