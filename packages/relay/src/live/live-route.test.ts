import { once } from 'node:events';
import { BEAT_EVERY_MS, type DisplayView } from '@tillbridge/contracts';
import { FakeClock, memoryLog, nodeDigest, seededRandom } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { RelaySettings } from '../relay.ts';
import { FIRST_TILL, type Rig, SECOND_TILL, withRelay } from '../test/rig.ts';

interface Message {
  readonly type: string;
  readonly build?: string;
  readonly agentNow: number;
  readonly view?: DisplayView;
}

/** A window as `ws` plays it: keeps what it heard. */
class Window {
  readonly socket: WebSocket;
  readonly heard: Message[] = [];
  private wake = () => {};

  constructor(port: number, query: string, headers: Record<string, string>) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/api/live${query}`, { headers });
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data) => {
      this.heard.push(JSON.parse(String(data)));
      this.wake();
    });
  }

  async until(holds: (heard: readonly Message[]) => boolean): Promise<void> {
    while (!holds(this.heard)) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  paymentIds(): (string | null | undefined)[] {
    return this.heard.flatMap(({ view }) => (view === undefined ? [] : [view.paymentId]));
  }
}

interface LiveRig extends Rig {
  readonly port: number;
  readonly clock: FakeClock;
  open(query: string, role: 'cashier' | 'display' | null, more?: Record<string, string>): Window;
}

function withLive(use: (rig: LiveRig) => Promise<void>, settings: Partial<RelaySettings> = {}): Promise<void> {
  const clock = new FakeClock();
  const machine = { clock, random: seededRandom(5), digest: nodeDigest(), log: memoryLog() };
  return withRelay(machine, settings, async (rig) => {
    const { port } = await rig.relay.listenLoopback(0);
    const windows: Window[] = [];
    const open: LiveRig['open'] = (query, role, more = {}) => {
      const cookie = role === null ? undefined : rig.relay.access.cookie(role);
      const window = new Window(port, query, {
        origin: `http://127.0.0.1:${port}`,
        ...(cookie === undefined ? {} : { cookie: `${cookie.name}=${cookie.value}` }),
        ...more,
      });
      windows.push(window);
      return window;
    };
    try {
      await use({ ...rig, port, clock, open });
    } finally {
      for (const { socket } of windows) socket.terminate();
    }
  });
}

const views = (heard: readonly Message[]) => heard.filter(({ view }) => view !== undefined);

describe('a window on the live link', () => {
  test('hears hello, then the present view of the first till', () =>
    withLive(async ({ open, clock }) => {
      const window = open('?window=display', 'display');
      await window.until((heard) => heard.length === 2);
      expect(window.heard[0]).toEqual({ type: 'hello', protocol: 1, build: 'b1', agentNow: clock.now() });
      expect(window.heard[1]).toMatchObject({ type: 'display-view', view: { till: { id: FIRST_TILL } } });
    }));

  test('of a cashier may be any window of any till', () =>
    withLive(async ({ open }) => {
      const window = open(`?window=cashier&till=${SECOND_TILL}`, 'cashier');
      await window.until((heard) => heard.length === 2);
      expect(window.heard[1]).toMatchObject({ type: 'cashier-view', view: { till: { id: SECOND_TILL } } });
    }));

  test('hears a change at once, without time passing', () =>
    withLive(async ({ open, windows }) => {
      const window = open('?window=display', 'display');
      await window.until((heard) => views(heard).length === 1);
      windows.changeDisplay(FIRST_TILL, 'P1');
      await window.until((heard) => views(heard).length === 2);
      expect(window.paymentIds()).toEqual([null, 'P1']);
    }));

  test('hears of a burst the newest last and nothing after it', () =>
    withLive(async ({ open, windows, clock }) => {
      const window = open('?window=display', 'display');
      await window.until((heard) => views(heard).length === 1);
      for (let change = 1; change <= 200; change += 1) windows.changeDisplay(FIRST_TILL, `P${change}`);
      await window.until(() => window.paymentIds().at(-1) === 'P200');
      await clock.advance(BEAT_EVERY_MS);
      await window.until((heard) => heard.at(-1)?.type === 'beat');
      expect(window.paymentIds().at(-1)).toBe('P200');
      expect(window.paymentIds().length).toBeLessThan(10);
    }));

  test('hears nothing of another till', () =>
    withLive(async ({ open, windows, clock }) => {
      const window = open(`?window=display&till=${SECOND_TILL}`, 'display');
      await window.until((heard) => views(heard).length === 1);
      windows.changeDisplay(FIRST_TILL, 'P1');
      await clock.advance(BEAT_EVERY_MS);
      await window.until((heard) => heard.at(-1)?.type === 'beat');
      expect(window.paymentIds()).toEqual([null]);
    }));

  test('hears a beat as often as the contract says', () =>
    withLive(async ({ open, clock }) => {
      const window = open('?window=display', 'display');
      await window.until((heard) => heard.length === 2);
      await clock.advance(3 * BEAT_EVERY_MS);
      await window.until((heard) => heard.length === 5);
      expect(window.heard.slice(2).map(({ type }) => type)).toEqual(['beat', 'beat', 'beat']);
    }));

  test('says what stands on the glass; a cashier window does not, and nonsense disturbs nobody', () =>
    withLive(async ({ open, windows }) => {
      const display = open('?window=display', 'display');
      const cashier = open('?window=cashier', 'cashier');
      await Promise.all([display, cashier].map((window) => window.until((heard) => heard.length === 2)));
      cashier.socket.send(JSON.stringify({ type: 'shown', paymentId: 'C', screen: 'qr' }));
      for (const text of ['{', '[]', '{"type":"stop"}', '{"type":"shown","paymentId":1}']) display.socket.send(text);
      display.socket.send(Buffer.from('{"type":"shown","paymentId":"B","screen":"qr"}'));
      display.socket.send(JSON.stringify({ type: 'shown', paymentId: 'P1', screen: 'qr' }));
      // The answer to a ping shows that everything before it was read.
      for (const { socket } of [display, cashier]) {
        socket.ping();
        await once(socket, 'pong');
      }
      expect(windows.shownMessages).toEqual([
        { till: FIRST_TILL, message: { type: 'shown', paymentId: 'P1', screen: 'qr' } },
      ]);
    }));

  test('that closes is forgotten', () =>
    withLive(async ({ open, windows, ports }) => {
      const window = open('?window=display', 'display');
      await window.until((heard) => heard.length === 2);
      expect(await ports.metrics.text()).toContain('tillbridge_windows{window="display"} 1');
      window.socket.close();
      await once(window.socket, 'close');
      const other = open('?window=display', 'display');
      await other.until((heard) => heard.length === 2);
      expect(windows.listeners.size).toBe(1);
    }));

  test('that has had its cookie for long gets a fresh one', () =>
    withLive(async ({ relay, open, clock }) => {
      const { name, value } = relay.access.cookie('display');
      clock.jumpWall(30 * 86_400_000);
      const window = open('?window=display', null, { cookie: `${name}=${value}` });
      const [response] = await once(window.socket, 'upgrade');
      const [line] = response.headers['set-cookie'];
      expect(relay.access.visitor(line.split(';')[0])).toEqual({ role: 'display', renew: false });
    }));
});

describe('the agent drops', () => {
  test('a window that answers no ping', () =>
    withLive(async ({ open, clock }) => {
      const window = open('?window=display', 'display');
      await window.until((heard) => heard.length === 2);
      window.socket.pause();
      const closed = once(window.socket, 'close');
      await clock.advance(60_000);
      window.socket.resume();
      await closed;
    }));

  test('a window that takes nothing off the link, and keeps only the newest view for it meanwhile', () =>
    withLive(
      async ({ open, clock, windows }) => {
        const window = open('?window=display', 'display');
        await window.until((heard) => heard.length === 2);
        window.socket.pause();
        const closed = once(window.socket, 'close');
        // More than the system's buffers hold.
        const long = 'x'.repeat(100_000);
        for (let change = 0; change < 400; change += 1) {
          windows.changeDisplay(FIRST_TILL, `${change}${long}`);
          await clock.settle(1);
        }
        await clock.advance(5_000);
        window.socket.resume();
        await closed;
        expect(window.paymentIds().length).toBeLessThan(400);
      },
      { limits: { liveStallMs: 1_000, liveSilenceMs: 120_000 } },
    ));

  test('a window that sends too much at once', () =>
    withLive(async ({ open }) => {
      const window = open('?window=display', 'display');
      await window.until((heard) => heard.length === 2);
      window.socket.send('x'.repeat(5_000));
      expect((await once(window.socket, 'close'))[0]).toBe(1009);
    }));
});

describe('not let in', () => {
  test.each<[string, string, 'cashier' | 'display' | null, number]>([
    ['without a cookie', '?window=display', null, 4401],
    ['a display as cashier window', '?window=cashier', 'display', 4401],
    ['to a till nobody has', '?window=display&till=9-9', 'display', 4404],
    ['without a kind of window', '', 'cashier', 4400],
    ['to two tills at once', '?window=display&till=3-12&till=3-13', 'cashier', 4400],
  ])('%s', (_what, query, role, code) =>
    withLive(async ({ open, windows }) => {
      const window = open(query, role);
      expect((await once(window.socket, 'close'))[0]).toBe(code);
      expect(window.heard).toEqual([]);
      expect(windows.listeners.size).toBe(0);
    }),
  );

  test('with a forged cookie', () =>
    withLive(async ({ open }) => {
      const window = open('?window=cashier', null, { cookie: 'tillbridge_8620=cashier.1.9999999999999.id.mac' });
      expect((await once(window.socket, 'close'))[0]).toBe(4401);
    }));

  test.each([
    ['a page of another site', { origin: 'https://evil.example' }, 403],
    ['another name for us', { host: 'evil.example', origin: 'http://evil.example' }, 421],
  ])('%s', (_what, headers, status) =>
    withLive(async ({ open }) => {
      const window = open('?window=cashier', 'cashier', headers);
      const [request, response] = await once(window.socket, 'unexpected-response');
      expect(response.statusCode).toBe(status);
      request.destroy();
    }),
  );

  test('one window more than the limit', () =>
    withLive(
      async ({ open }) => {
        const first = open('?window=display', 'display');
        await first.until((heard) => heard.length === 2);
        const second = open('?window=display', 'display');
        expect((await once(second.socket, 'close'))[0]).toBe(1013);
      },
      { limits: { windows: 1 } },
    ));
});

test('a window is told to come back when the agent stops', () =>
  withLive(async ({ relay, open }) => {
    const window = open('?window=display', 'display');
    await window.until((heard) => heard.length === 2);
    const closed = once(window.socket, 'close');
    await relay.close();
    expect((await closed)[0]).toBe(1001);
  }));

test('a window that does not let go can not hold up the stop', () =>
  withLive(
    async ({ relay, open, clock }) => {
      const window = open('?window=display', 'display');
      await window.until((heard) => heard.length === 2);
      window.socket.pause();
      let stopped = false;
      const closing = relay.close().then(() => {
        stopped = true;
      });
      await clock.settle();
      expect(stopped).toBe(false);
      await clock.advance(1_100);
      await closing;
    },
    { limits: { drainMs: 1_000 } },
  ));
