import { LINK_LOST_AFTER_MS } from '@tillbridge/contracts';
import { describe, expect, it } from 'vitest';
import { sampleDisplay } from '../dev/sample-views.ts';
import { createLiveClient } from './live-client.ts';
import type { HttpReply, LivePort, SocketEvents } from './live-port.ts';

/** A browser driven by hand: time stands still until a test moves it. */
function stage(fragment = '', kind: 'display' | 'cashier' = 'display') {
  let now = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  const sockets: { path: string; events: SocketEvents; sent: string[]; closed: boolean }[] = [];
  const requests: { method: string; path: string; body: unknown }[] = [];
  const world = {
    reloads: 0,
    fragment,
    reply: (_path: string): HttpReply | null => ({ status: 200, body: { role: 'display' } }),
  };
  const port: LivePort = {
    monotonicMs: () => now,
    wallMs: () => 1_000_000 + now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    openSocket(path, events) {
      const socket = { path, events, sent: [] as string[], closed: false };
      sockets.push(socket);
      return {
        send: (text) => socket.sent.push(text),
        close: () => {
          socket.closed = true;
        },
      };
    },
    async request(method, path, body) {
      requests.push({ method, path, body });
      const reply = world.reply(path);
      if (reply === null) throw new TypeError('nobody answers');
      return reply;
    },
    fragment: () => world.fragment,
    clearFragment: () => {
      world.fragment = '';
    },
    reload: () => {
      world.reloads += 1;
    },
  };
  const client = createLiveClient({ window: kind, port });
  const last = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error('no socket was opened');
    return socket;
  };
  return {
    client,
    port,
    sockets,
    requests,
    world,
    last,
    link: () => client.store.getState().link,
    advance(ms: number) {
      const until = now + ms;
      for (;;) {
        const due = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers.delete(due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = until;
    },
    hear(message: object, socket = last()) {
      socket.events.message(JSON.stringify({ agentNow: 1_000_000 + now, ...message }));
    },
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const view = (kind: 'idle' | 'closed') => ({ type: 'display-view', view: sampleDisplay({ kind }) });
const beat = { type: 'beat' };

describe('the live link', () => {
  it('shows what the agent says, and stays live on beats alone', () => {
    const s = stage();
    s.client.start();
    expect(s.last().path).toBe('/api/live?window=display');
    s.last().events.opened();
    s.hear({ type: 'hello', protocol: 1, build: 'b1' });
    s.hear(view('idle'));
    for (let beats = 0; beats < 10; beats += 1) {
      s.advance(700);
      s.hear(beat);
    }
    expect(s.link()).toBe('live');
    expect(s.client.store.getState().view).toMatchObject({ screen: { kind: 'idle' } });
  });

  it('U1: is lost before two silent seconds are over, also while the socket still stands', () => {
    const s = stage();
    s.client.start();
    s.hear(view('idle'));
    s.advance(1_799);
    expect(s.link()).toBe('live');
    s.advance(1);
    expect(s.link()).toBe('lost');
    expect(1_800).toBeLessThan(LINK_LOST_AFTER_MS);
  });

  it('U1: is lost a second after it was closed, unless it is back by then', () => {
    const s = stage();
    s.client.start();
    s.hear(view('idle'));
    s.last().events.closed(1006);
    s.advance(999);
    expect(s.link()).toBe('live');
    s.advance(1);
    expect(s.link()).toBe('lost');
    s.hear(view('idle'));
    s.last().events.closed(1006);
    s.advance(900);
    s.hear(view('closed'));
    s.advance(900);
    expect(s.link()).toBe('live');
  });

  it('survives a restart of the agent without a click, first trying after 250 ms', () => {
    const s = stage();
    s.client.start();
    s.hear(view('idle'));
    s.last().events.closed(1006);
    s.advance(249);
    expect(s.sockets).toHaveLength(1);
    s.advance(1);
    expect(s.sockets).toHaveLength(2);
    const { connection } = s.client.store.getState();
    s.hear(view('closed'));
    expect(s.link()).toBe('live');
    expect(s.client.store.getState().view).toMatchObject({ screen: { kind: 'closed' } });
    expect(s.client.store.getState().connection).toBeGreaterThan(connection);
  });

  it('slows down to one try in two seconds while nobody is there', () => {
    const s = stage();
    s.client.start();
    for (const wait of [250, 500, 1_000, 2_000, 2_000]) {
      const before = s.sockets.length;
      s.last().events.closed(1006);
      s.advance(wait - 1);
      expect(s.sockets).toHaveLength(before);
      s.advance(1);
      expect(s.sockets).toHaveLength(before + 1);
    }
  });

  it('leaves an agent that takes the socket and says nothing', () => {
    const s = stage();
    s.client.start();
    s.last().events.opened();
    s.advance(4_250);
    expect(s.sockets[0]?.closed).toBe(true);
    expect(s.sockets).toHaveLength(2);
  });

  it('does not take an old view for true because a new agent beats', () => {
    const s = stage();
    s.client.start();
    s.hear(view('idle'));
    s.last().events.closed(1006);
    s.advance(2_500);
    expect(s.link()).toBe('lost');
    s.hear(beat);
    expect(s.link()).toBe('lost');
    s.hear(view('closed'));
    expect(s.link()).toBe('live');
  });

  it('hears nothing from a socket it has given up', () => {
    const s = stage();
    s.client.start();
    const old = s.last();
    old.events.closed(1006);
    s.advance(250);
    s.hear(view('idle'), old);
    expect(s.link()).toBe('connecting');
  });

  it('ignores what is no message of the contract', () => {
    const s = stage();
    s.client.start();
    for (const data of ['', '{', '[]', '{"type":"display-view","agentNow":1,"view":{}}', new ArrayBuffer(2)]) {
      s.last().events.message(data);
    }
    s.hear({ type: 'cashier-view', view: {} });
    expect(s.client.store.getState()).toMatchObject({ link: 'connecting', view: null });
  });

  it('tells the agent what stands on the glass', () => {
    const s = stage();
    s.client.start();
    s.client.shown('P1', 'qr');
    expect(s.last().sent.map((text) => JSON.parse(text))).toEqual([{ type: 'shown', paymentId: 'P1', screen: 'qr' }]);
  });

  it('reloads itself when another build of the agent answers, and not when the same one comes back', () => {
    const s = stage();
    s.client.start();
    s.hear({ type: 'hello', protocol: 1, build: 'b1' });
    s.last().events.closed(1001);
    s.advance(250);
    s.hear({ type: 'hello', protocol: 1, build: 'b1' });
    expect(s.world.reloads).toBe(0);
    s.last().events.closed(1001);
    s.advance(250);
    s.hear({ type: 'hello', protocol: 1, build: 'b2' });
    expect(s.world.reloads).toBe(1);
  });

  it('goes on with the first till when a cashier’s is gone; a display waits for its own', () => {
    const paths = (['cashier', 'display'] as const).map((kind) => {
      const s = stage('', kind);
      s.client.switchTill('9-9');
      s.client.start();
      s.last().events.closed(4404);
      s.advance(250);
      return s.last().path;
    });
    expect(paths).toEqual(['/api/live?window=cashier', '/api/live?window=display&till=9-9']);
  });

  it('stops for good', () => {
    const s = stage();
    const stop = s.client.start();
    stop();
    s.last().events.closed(1006);
    s.advance(10_000);
    expect(s.sockets).toHaveLength(1);
  });
});

describe('entering', () => {
  it('hands in the launch token before it connects, and takes it out of the address', async () => {
    const s = stage('t=0123456789abcdef0123');
    s.client.start();
    expect(s.world.fragment).toBe('');
    expect(s.requests).toEqual([{ method: 'POST', path: '/api/enter', body: { launchToken: '0123456789abcdef0123' } }]);
    expect(s.sockets).toHaveLength(0);
    await settled();
    expect(s.sockets).toHaveLength(1);
  });

  it('keeps the token while nobody answers, and goes on with a cookie when it was used', async () => {
    const s = stage('t=0123456789abcdef0123');
    s.world.reply = () => null;
    s.client.start();
    await settled();
    s.world.reply = () => ({ status: 401, body: null });
    s.advance(250);
    await settled();
    expect(s.requests).toHaveLength(2);
    expect(s.sockets).toHaveLength(1);
  });

  it('asks for a code when the agent closes with 4401, and connects at once with the right one', async () => {
    const s = stage();
    s.client.start();
    s.last().events.opened();
    s.last().events.closed(4401);
    expect(s.link()).toBe('entering');
    await s.client.enter('123456');
    expect(s.requests.at(-1)?.body).toEqual({ pairingCode: '123456' });
    expect(s.link()).toBe('connecting');
    expect(s.sockets).toHaveLength(2);
  });

  it('asks for a code when the socket is refused and the same address says 401', async () => {
    const s = stage();
    s.world.reply = () => ({ status: 401, body: { error: { code: 'TILL-401', message: '' } } });
    s.client.start();
    s.last().events.closed(1006);
    await settled();
    expect(s.requests.at(-1)).toMatchObject({ method: 'GET', path: '/api/live?window=display' });
    expect(s.link()).toBe('entering');
  });

  it('keeps trying without a code when the agent is simply away', async () => {
    const s = stage();
    s.world.reply = () => null;
    s.client.start();
    s.last().events.closed(1006);
    await settled();
    expect(s.link()).toBe('connecting');
  });

  it('says why a code was refused', async () => {
    const s = stage();
    s.client.start();
    const problems = [];
    for (const status of [401, 429, 503]) {
      s.world.reply = () => ({ status, body: null });
      await s.client.enter('123456');
      problems.push(s.client.store.getState().enterProblem);
    }
    expect(problems).toEqual(['wrong', 'too-many', 'unreachable']);
  });
});

describe('commands', () => {
  it('go over HTTP for the window’s till, and come back as the contract says', async () => {
    const s = stage();
    s.client.start();
    s.client.switchTill('3-13');
    s.world.reply = () => ({ status: 200, body: { ok: true } });
    expect(await s.client.sendCommand({ type: 'stop', paymentId: 'P1' })).toEqual({ ok: true });
    expect(s.requests.at(-1)).toEqual({
      method: 'POST',
      path: '/api/commands?till=3-13',
      body: { type: 'stop', paymentId: 'P1' },
    });
    expect(s.last().path).toBe('/api/live?window=display&till=3-13');
  });

  it('are unreachable, not done, when nobody answers or the agent stumbles', async () => {
    const s = stage();
    for (const reply of [null, { status: 502, body: null }]) {
      s.world.reply = () => reply;
      expect(await s.client.sendCommand({ type: 'stop', paymentId: 'P1' })).toEqual({
        ok: false,
        reason: 'unreachable',
      });
    }
  });

  it('carry the agent’s reason when it refuses', async () => {
    const s = stage();
    s.world.reply = () => ({ status: 409, body: { ok: false, reason: 'not-now' } });
    expect(await s.client.sendCommand({ type: 'stop', paymentId: 'P1' })).toEqual({ ok: false, reason: 'not-now' });
    s.world.reply = () => ({ status: 403, body: { error: { code: 'TILL-403', message: '' } } });
    expect(await s.client.sendCommand({ type: 'stop', paymentId: 'P1' })).toEqual({ ok: false, reason: 'not-allowed' });
  });
});
