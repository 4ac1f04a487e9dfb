import { reconcileReportSchema } from '@tillbridge/contracts';
import { FakeClock, memoryLog, nodeDigest, seededRandom } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { type Rig, windowHeaders, withRelay } from './test/rig.ts';

function withRig(use: (rig: Rig) => Promise<void>) {
  const machine = { clock: new FakeClock(), random: seededRandom(3), digest: nodeDigest(), log: memoryLog() };
  return withRelay(machine, {}, use);
}

describe('the reconciliation of the local API', () => {
  test('answers a day', () =>
    withRig(async ({ relay, reconcile }) => {
      const headers = windowHeaders(relay, 'cashier');
      const answer = await relay.inject({ url: '/api/reconcile?day=2026-11-21', headers });
      expect([answer.statusCode, reconcileReportSchema.parse(answer.json()).day]).toEqual([200, '2026-11-21']);
      expect(reconcile.asked).toEqual(['2026-11-21']);
    }));

  test.each(['', '?day=', '?day=today', '?day=2026-02-30', '?day=1999-01-01', '?day=2026-11-21&day=2026-11-22'])(
    'refuses %j',
    (query) =>
      withRig(async ({ relay, reconcile }) => {
        const answer = await relay.inject({ url: `/api/reconcile${query}`, headers: windowHeaders(relay, 'cashier') });
        expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'TILL-412']);
        expect(reconcile.asked).toEqual([]);
      }),
  );

  test('is none of a display’s business', () =>
    withRig(async ({ relay }) => {
      const headers = windowHeaders(relay, 'display');
      const answer = await relay.inject({ url: '/api/reconcile?day=2026-11-21', headers });
      expect(answer.statusCode).toBe(403);
    }));
});
