import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { TERMINAL, withMsp } from './testing/sim-rig.ts';

const clock = () => new FakeClock();

describe('the answer to a create', () => {
  test.each(['lose-reply', 'drop'] as const)('%s closes the connection', async (fault) => {
    await withMsp(clock(), async ({ msp, create }) => {
      msp.fault({ on: 'create', do: fault });
      await expect(create()).rejects.toThrow();
      expect(msp.order('A1') !== undefined).toBe(fault === 'lose-reply');
      expect(msp.createsOf('A1')).toBe(1);
    });
  });

  test.each([
    [{ on: 'create', do: 'garbage', worked: true }, 200, /<html>/, true],
    [{ on: 'create', do: 'empty' }, 200, /^$/, false],
    [{ on: 'create', do: 'internal-error', worked: true }, 500, /Internal/, true],
    [{ on: 'create', do: 'unavailable' }, 503, /Unavailable/, false],
    [{ on: 'create', do: 'too-many', retryAfterSeconds: 7 }, 429, /Too Many/, false],
    [{ on: 'create', do: 'error', code: 1022 }, 404, /1022/, false],
    [{ on: 'create', do: 'cut-short' }, 200, /^\{"success":true/, true],
  ] as const)('%j', async (fault, status, text, made) => {
    await withMsp(clock(), async ({ msp, create }) => {
      msp.fault(fault);
      const answered = await create();
      expect(answered.status).toBe(status);
      expect(answered.text).toMatch(text);
      expect(msp.order('A1') !== undefined).toBe(made);
      expect(msp.faults()).toEqual([]);
    });
  });

  test('slow: the work is done at once, the answer waits on the clock', async () => {
    await withMsp(clock(), async ({ msp, clock, create }) => {
      msp.fault({ on: 'create', do: 'slow', ms: 3_000 });
      const answered = create();
      while (msp.held() === 0) await clock.settle(1);
      expect(msp.order('A1')?.status).toBe('initialized');
      await clock.advance(3_000);
      expect((await answered).status).toBe(200);
    });
  });
});

test('any field of an order can be another, digits beyond 2^53 included', async () => {
  await withMsp(clock(), async ({ msp, create, order }) => {
    await create();
    msp.fault({
      on: 'status',
      do: 'alter',
      set: { currency: 'USD', status: 'teleported', amount: '#17472052901237122' },
    });
    const { text, body } = await order('A1');
    expect(body.data).toMatchObject({ currency: 'USD', status: 'teleported' });
    expect(text).toContain('"amount":17472052901237122');
    expect((await order('A1')).body.data).toMatchObject({ currency: 'EUR', amount: 1470 });
  });
});

test('an answer from a copy that lags behind', async () => {
  await withMsp(clock(), async ({ msp, create, order }) => {
    await create();
    msp.terminal(TERMINAL, 'approve');
    msp.fault({ on: 'status', do: 'stale' });
    expect((await order('A1')).body.data.status).toBe('initialized');
    expect((await order('A1')).body.data.status).toBe('completed');
  });
});

test.each(['initialized', 'cancelled'] as const)('paid after a cancel that shows %s', async (shows) => {
  await withMsp(clock(), async ({ msp, clock, call, create }) => {
    await create();
    msp.fault({ on: 'cancel', do: 'late-approval', afterMs: 4_000, shows });
    expect((await call('POST', '/orders/A1/cancel')).status).toBe(200);
    expect([msp.order('A1')?.status, msp.charges().length]).toEqual([shows, 0]);
    await clock.advance(4_000);
    expect([msp.order('A1')?.status, msp.charges().length]).toEqual(['completed', 1]);
  });
});

test('a share of the calls', async () => {
  await withMsp(clock(), async ({ msp, create, order }) => {
    await create();
    msp.fault({ on: 'status', do: 'unavailable', percent: 100 });
    for (let turn = 0; turn < 3; turn += 1) expect((await order('A1')).status).toBe(503);
    expect(msp.faults()).toMatchObject([{ happened: 3 }]);
    msp.clearFaults();
    expect((await order('A1')).status).toBe(200);
  });
});

describe('the event stream', () => {
  const events = async (url: string, token: string, size: number): Promise<string> => {
    const response = await fetch(url, { headers: { authorization: token } });
    if (response.status !== 200) return String(response.status);
    let text = '';
    for await (const part of response.body ?? []) {
      text += Buffer.from(part).toString('utf8');
      if (text.length >= size) break;
    }
    return text;
  };

  test('tells each change with status and transaction; a token of its own is needed', async () => {
    await withMsp(clock(), async ({ msp, create }) => {
      const { events_stream_url: url, events_token: token } = (await create()).body.data;
      const heard = events(url, token, 100);
      while (msp.streams().open === 0) await new Promise((resolve) => setImmediate(resolve));
      msp.terminal(TERMINAL, 'approve');
      expect(await heard).toMatch(
        /^: welcome\n\nevent: session\.order\ndata: \{"order_id":"A1",.*"status":"completed".*"transaction_id":"\d{17}"\}\n\n$/,
      );
      expect(await events(url, `${token}x`, 1)).toBe('401');
      expect(await events(url, '', 1)).toBe('401');
    });
  });

  test('is refused, or cut in the middle of an event', async () => {
    await withMsp(clock(), async ({ msp, create }) => {
      const { events_stream_url: url, events_token: token } = (await create()).body.data;
      msp.fault({ on: 'connect', do: 'refuse', status: 503 });
      expect(await events(url, token, 1)).toBe('503');
      msp.fault({ on: 'event', do: 'cut' });
      const heard = events(url, token, 10_000);
      while (msp.streams().open === 0) await new Promise((resolve) => setImmediate(resolve));
      msp.terminal(TERMINAL, 'approve');
      expect(await heard).toMatch(/event: session\.order\ndata: \{[^}]*$/);
      expect(msp.streams().open).toBe(0);
    });
  });

  test('ends with its token', async () => {
    await withMsp(clock(), async ({ clock, create }) => {
      const { events_stream_url: url, events_token: token } = (await create()).body.data;
      await clock.advance(3_601_000);
      expect(await events(url, token, 1)).toBe('401');
    });
  });
});
