import { terminalPath, terminalReplySchema, traceLinesSchema, traceStateSchema } from '@tillbridge/contracts';
import { FakeClock, memoryLog, nodeDigest, seededRandom } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { HOST, ORIGIN, type Rig, windowHeaders, withRelay } from './test/rig.ts';

function withRig(use: (rig: Rig) => Promise<void>) {
  const machine = { clock: new FakeClock(), random: seededRandom(3), digest: nodeDigest(), log: memoryLog() };
  return withRelay(machine, {}, use);
}

describe('the terminals of the local API', () => {
  test('answer a question at once, or say that they are at it', () =>
    withRig(async ({ relay, terminals }) => {
      const headers = windowHeaders(relay, 'cashier');
      const ask = (question: 'test' | 'end-of-day') =>
        relay.inject({ method: 'POST', url: terminalPath('pin-1', question), headers });
      const done = await ask('test');
      expect([done.statusCode, terminalReplySchema.parse(done.json()).kind]).toEqual([200, 'done']);
      expect(done.headers['cache-control']).toBe('no-store');
      terminals.slow = true;
      const pending = await ask('end-of-day');
      expect([pending.statusCode, terminalReplySchema.parse(pending.json()).kind]).toEqual([202, 'pending']);
      expect(terminals.asked).toEqual(['test', 'end-of-day']);
    }));

  test('are listed, and their trace is switched and read on', () =>
    withRig(async ({ relay, terminals }) => {
      const headers = windowHeaders(relay, 'cashier');
      const url = terminalPath('pin-1', 'trace');
      expect((await relay.inject({ url: '/api/terminals', headers })).json()).toEqual({ terminals: [] });
      const off = await relay.inject({ method: 'POST', url, headers, payload: { on: false } });
      expect(traceStateSchema.parse(off.json()).on).toBe(false);
      expect(terminals.tracing).toBe(false);
      expect(traceLinesSchema.parse((await relay.inject({ url: `${url}?after=41`, headers })).json()).next).toBe(41);
    }));

  test.each([
    ['GET', '/api/terminals/pin-9/trace', undefined, 404, 'TILL-414'],
    ['POST', '/api/terminals/pin-9/test', undefined, 404, 'TILL-414'],
    ['POST', '/api/terminals/pin-1/pay', undefined, 404, 'TILL-410'],
    ['POST', '/api/terminals/pin-1/trace', { on: 'yes' }, 400, 'TILL-412'],
    ['GET', '/api/terminals/pin-1/trace?after=x', undefined, 400, 'TILL-412'],
  ] as const)('%s %s %j is refused with %i %s', (method, url, payload, status, code) =>
    withRig(async ({ relay }) => {
      const headers = windowHeaders(relay, 'cashier');
      const answer = await relay.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
      expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
    }),
  );

  test.each([
    ['nobody', 401, 'TILL-401'],
    ['a display', 403, 'TILL-402'],
    ['another page', 403, 'TILL-404'],
  ])('%s may not ask them anything', (who, status, code) =>
    withRig(async ({ relay, terminals }) => {
      const headers =
        who === 'nobody'
          ? { host: HOST, origin: ORIGIN }
          : { ...windowHeaders(relay, who === 'a display' ? 'display' : 'cashier') };
      if (who === 'another page') headers.origin = 'https://evil.example';
      for (const [method, url] of [
        ['GET', '/api/terminals'],
        ['GET', '/api/terminals/pin-1/trace'],
        ['POST', '/api/terminals/pin-1/trace'],
        ['POST', '/api/terminals/pin-1/end-of-day'],
      ] as const) {
        const answer = await relay.inject({ method, url, headers });
        expect([answer.statusCode, answer.json().error.code]).toEqual([status, code]);
      }
      expect(terminals.asked).toEqual([]);
    }),
  );
});
