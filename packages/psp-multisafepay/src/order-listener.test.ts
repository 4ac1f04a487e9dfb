import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { type EventAccess, listenToOrder, TokenWays } from './order-listener.ts';
import { ScriptedStream, StreamScript } from './testing/scripted-stream.ts';

const ACCESS: EventAccess = { url: 'https://api.example/events/stream/', token: 'a.b.c' };

function listening(...script: StreamScript[]) {
  const clock = new FakeClock();
  const stream = new ScriptedStream(...script);
  const ways = new TokenWays();
  const heard: (string | null | boolean)[] = [];
  const stop = new AbortController();
  const ear = {
    live: (live: boolean) => heard.push(live),
    heard: ({ status }: { status: string | null }) => heard.push(status),
  };
  const over = listenToOrder({ stream, clock, ways }, ACCESS, 'A', ear, stop.signal);
  return { clock, stream, ways, heard, stop, over };
}

describe('the token', () => {
  test('is shown raw, then with Bearer, then in the address; the way that works comes first from then on', async () => {
    const open = new StreamScript();
    const { clock, stream, ways, heard, stop, over } = listening(new StreamScript(401), new StreamScript(403), open);
    await clock.settle();
    expect(stream.opened.map(({ headers }) => headers.authorization)).toEqual(['a.b.c', 'Bearer a.b.c', undefined]);
    expect(stream.opened.map(({ url }) => url)).toEqual([ACCESS.url, ACCESS.url, `${ACCESS.url}?token=a.b.c`]);
    expect(stream.opened[0]?.headers).toMatchObject({ accept: 'text/event-stream', 'cache-control': 'no-cache' });
    expect([ways.inOrder(), heard]).toEqual([['query', 'raw', 'bearer'], [true]]);
    stop.abort();
    await over;
  });

  test('that nobody accepts ends the listening for good', async () => {
    const { clock, stream, heard, over } = listening(new StreamScript(401));
    await clock.settle();
    await over;
    expect([stream.opened.length, heard, clock.sleeping]).toEqual([3, [], 0]);
  });

  test('goes beside a query that is there already', async () => {
    const { clock, stream, stop, over } = listening(new StreamScript());
    stop.abort();
    await over;
    const ways = new TokenWays('query');
    const again = new AbortController();
    const ear = { live: () => undefined, heard: () => undefined };
    const more = listenToOrder({ stream, clock, ways }, { ...ACCESS, url: 'https://x/?a=1' }, 'A', ear, again.signal);
    await clock.settle();
    again.abort();
    await more;
    expect(stream.opened.at(-1)?.url).toBe('https://x/?a=1&token=a.b.c');
  });
});

describe('events', () => {
  test('of this order are heard; noise, other orders and other names are not', async () => {
    const open = new StreamScript();
    const { clock, heard, stop, over } = listening(open);
    await clock.settle();
    open.say(': x\n\ndata: ping\n\nevent: other\ndata: {"order_id":"A","status":"completed"}\n\n');
    open.tell('completed', { order_id: 'B' });
    open.tell('declined', { order_id: 'A', transaction_id: '17472052901237122' });
    open.say('event: session.order\ndata: {"data":{"order_id":"A","status":"initialized"}}\n\n');
    open.say('data: {"status":"completed"}\n\n');
    await clock.settle();
    expect(heard).toEqual([true, 'declined', 'initialized', 'completed']);
    stop.abort();
    await over;
  });
});

describe('a connection', () => {
  test('that breaks is made again after 1, 2, 4 … 60 s while it fails, and goes on after the last id', async () => {
    const first = new StreamScript();
    const { clock, stream, heard, stop, over } = listening(first, new StreamScript(503));
    await clock.settle();
    first.say('id: 9\n');
    first.break();
    await clock.settle();
    const at: number[] = [];
    for (let turn = 0; turn < 9; turn += 1) {
      const before = stream.opened.length;
      while (stream.opened.length === before) await clock.advance(clock.nextWakeMs ?? 0);
      at.push(clock.monotonicMs());
    }
    expect(at.map((ms, turn) => ms - (at[turn - 1] ?? 0))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
    expect(stream.opened.slice(1).every(({ headers }) => headers['last-event-id'] === '9')).toBe(true);
    expect(heard).toEqual([true, false]);
    stop.abort();
    await over;
  });

  test('waits as long as the server asks', async () => {
    const first = new StreamScript();
    const { clock, stream, stop, over } = listening(first, new StreamScript());
    await clock.settle();
    first.say('retry: 5000\n');
    first.end();
    await clock.settle();
    await clock.advance(4_999);
    expect(stream.opened).toHaveLength(1);
    await clock.advance(1);
    expect(stream.opened).toHaveLength(2);
    stop.abort();
    await over;
  });

  test('on which nothing arrives for a minute is given up; a comment is something', async () => {
    const first = new StreamScript();
    const { clock, stream, heard, stop, over } = listening(first, new StreamScript());
    await clock.settle();
    await clock.advance(40_000);
    first.say(':\n');
    await clock.settle();
    await clock.advance(40_000);
    expect(stream.opened).toHaveLength(1);
    await clock.advance(20_000);
    expect(heard).toEqual([true, false]);
    await clock.advance(1_000);
    expect([stream.opened.length, heard]).toEqual([2, [true, false, true]]);
    stop.abort();
    await over;
  });

  test('ends with its signal, and leaves no timer behind', async () => {
    const { clock, stop, over } = listening(new StreamScript());
    await clock.settle();
    stop.abort();
    await over;
    await clock.settle();
    expect(clock.sleeping).toBe(0);
  });
});
