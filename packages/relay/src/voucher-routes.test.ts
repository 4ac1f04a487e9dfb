import { injectionPageSchema, overUseListSchema, voucherAnswerSchema } from '@tillbridge/contracts';
import { FakeClock, memoryLog, nodeDigest, seededRandom } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { HOST, type Rig, windowHeaders, withRelay } from './test/rig.ts';

function withRig(use: (rig: Rig) => Promise<void>) {
  const machine = { clock: new FakeClock(), random: seededRandom(3), digest: nodeDigest(), log: memoryLog() };
  return withRelay(machine, {}, use);
}

describe('the vouchers of the local API', () => {
  test('are looked up by code, by order, or by whichever it is', () =>
    withRig(async ({ relay, vouchers }) => {
      const headers = windowHeaders(relay, 'cashier');
      for (const query of ['code=TCK-1', 'order=ORD%201', 'find=x&till=3-12&language=fr']) {
        const answer = await relay.inject({ url: `/api/vouchers?${query}`, headers });
        expect([answer.statusCode, voucherAnswerSchema.parse(answer.json()).by]).toEqual([200, 'code']);
        expect(answer.headers['cache-control']).toBe('no-store');
      }
      expect(vouchers.asked).toEqual([
        { code: 'TCK-1' },
        { order: 'ORD 1' },
        { find: 'x', till: '3-12', language: 'fr' },
      ]);
    }));

  test.each([
    '/api/vouchers',
    '/api/vouchers?code=',
    '/api/vouchers?code=a&order=b',
    `/api/vouchers?code=${'x'.repeat(129)}`,
    '/api/vouchers?code=a&language=xx',
    '/api/vouchers/log?limit=501',
    '/api/vouchers/log?from=yesterday',
    '/api/vouchers/log?before=0',
  ])('refuse %s', (url) =>
    withRig(async ({ relay, vouchers }) => {
      const answer = await relay.inject({ url, headers: windowHeaders(relay, 'cashier') });
      expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'TILL-412']);
      expect(vouchers.asked).toEqual([]);
    }),
  );

  test('know no till that isn’t there', () =>
    withRig(async ({ relay }) => {
      const headers = windowHeaders(relay, 'cashier');
      expect((await relay.inject({ url: '/api/vouchers?code=a&till=9-9', headers })).statusCode).toBe(404);
    }));

  test('have a log in pages, and a list of over-use', () =>
    withRig(async ({ relay, vouchers }) => {
      const headers = windowHeaders(relay, 'cashier');
      const log = await relay.inject({ url: '/api/vouchers/log?order=ORD-1&from=5&until=9&before=12', headers });
      expect(injectionPageSchema.parse(log.json())).toEqual({ entries: [], before: null });
      expect(vouchers.asked).toEqual([{ order: 'ORD-1', from: 5, until: 9, before: 12, limit: 100 }]);
      const uses = await relay.inject({ url: '/api/vouchers/overuse', headers });
      expect(overUseListSchema.parse(uses.json())).toEqual({ uses: [] });
    }));

  test.each(['/api/vouchers?code=a', '/api/vouchers/log', '/api/vouchers/overuse'])(
    '%s is none of a display’s business',
    (url) =>
      withRig(async ({ relay }) => {
        expect((await relay.inject({ url, headers: windowHeaders(relay, 'display') })).statusCode).toBe(403);
        expect((await relay.inject({ url, headers: { host: HOST } })).statusCode).toBe(401);
      }),
  );
});
