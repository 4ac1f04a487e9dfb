import type { InjectionPage } from '@tillbridge/contracts';
import type { LiveClient } from '@tillbridge/ui';
import { expect, it } from 'vitest';
import { readLogPage, readWholeLog, WHOLE_LOG } from './read-log.ts';

function entry(number: number): InjectionPage['entries'][number] {
  const shop = { id: 's', name: 'Shop' };
  return {
    number,
    at: 1,
    shop,
    by: 'rest',
    operation: 'x',
    orderReference: null,
    response: '201',
    vouchers: 1,
    requestId: 'r',
  };
}

/** A log of so many lines, and what was asked of it. */
function logOf(lines: number) {
  const asked: string[] = [];
  const client = {
    async read(path: string) {
      asked.push(path);
      const query = new URL(path, 'http://agent').searchParams;
      const limit = Number(query.get('limit'));
      const first = Math.min(lines, Number(query.get('before') ?? lines + 1) - 1);
      const entries = Array.from({ length: Math.min(limit, first) }, (_, index) => entry(first - index));
      const last = first - entries.length + 1;
      return { entries, before: last > 1 ? last : null } satisfies InjectionPage;
    },
  } as Pick<LiveClient<'cashier'>, 'read'>;
  return { client, asked };
}

it('a page asks for what was typed, whole days, and where the last page ended', async () => {
  const { client, asked } = logOf(3);
  const filter = { order: ' ORD 1 ', shop: 'tickets', from: '2026-07-01', until: '2026-07-31' };
  await readLogPage(client, filter, 7);
  const query = Object.fromEntries(new URL(asked[0] ?? '', 'http://agent').searchParams);
  expect(query).toEqual({
    limit: '50',
    order: 'ORD 1',
    shop: 'tickets',
    from: String(new Date(2026, 6, 1).getTime()),
    until: String(new Date(2026, 7, 1).getTime()),
    before: '7',
  });
});

it('the file has every line once, in order', async () => {
  const { client, asked } = logOf(1_234);
  const whole = await readWholeLog(client, WHOLE_LOG);
  expect(whole?.cut).toBe(false);
  expect(whole?.entries.map(({ number }) => number)).toEqual(
    Array.from({ length: 1_234 }, (_, index) => 1_234 - index),
  );
  expect(asked).toHaveLength(3);
});

it('the file says when it does not hold all', async () => {
  const { client } = logOf(25_000);
  const whole = await readWholeLog(client, WHOLE_LOG);
  expect([whole?.cut, whole?.entries.length]).toEqual([true, 20_000]);
});
