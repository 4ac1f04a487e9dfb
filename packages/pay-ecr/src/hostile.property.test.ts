/** A terminal, or something that pretends to be one, that answers anything at all. */
import type { ByteLink } from '@tillbridge/kernel';
import { FakeClock, MemoryDriverMemory, memoryDialer, memoryLog } from '@tillbridge/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPayEcrTerminal } from './pay-ecr-terminal.ts';
import { orderAt, SHOP_SETTINGS } from './test/pay-ecr-shop.ts';

const ANSWERS = [
  '{"type":"PONG","status":"IDLE"}',
  '{"type":"PONG","status":"BUSY"}',
  '{"type":"PONG","status":"ORDER_PRESENTING"}',
  '{"type":"PONG"}',
  '{"type":"ERROR","reason":"no"}',
  '{"type":"ERROR"}',
  '{"type":"HISTORY_LIST_RESPONSE","items":[]}',
  '{"type":"HISTORY_LIST_RESPONSE","items":null}',
  '{"type":"HISTORY_GET_RESPONSE","status":"SUCCESS","reference":"SOMEBODY","amount":1}',
  '{"type":"HISTORY_GET_RESPONSE","status":"CANCEL"}',
  '{"type":"HISTORY_GET_RESPONSE","status":"NEW","amount":1e300}',
  '{"type":"TRANSACTION_EVENT","event":"STARTED"}',
  '{"type":"TRANSACTION_EVENT","event":"COMPLETED","approved":true}',
  '{"type":"TRANSACTION_EVENT","event":"COMPLETED"}',
  '{"type":"TRANSACTION_EVENT","event":"PIN_INPUT_ERROR"}',
  '{"type":"TRANSACTION_EVENT","event":"DANCE"}',
  '{"type":"TRANSACTION_EVENT","event":7}',
  '{"type":"PO',
  '[]',
  '%%%\u0000',
  '{',
  '}',
  '',
];

test('any answers in any order: every call answers with a value in its time, and nothing is ever "paid" (P1)', async () => {
  const answers = fc.array(fc.array(fc.constantFrom(...ANSWERS), { maxLength: 4 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(answers, fc.boolean(), async (script, closes) => {
      const clock = new FakeClock();
      let turn = 0;
      const accept = (link: ByteLink) =>
        link.onBytes(() => {
          for (const text of script[turn % script.length] ?? []) {
            link.write(new TextEncoder().encode(`${text}\n`)).catch(() => undefined);
          }
          turn += 1;
          if (closes && turn % 5 === 0) void link.close();
        });
      const ports = { dialer: memoryDialer(accept), clock, memory: new MemoryDriverMemory(), log: memoryLog() };
      const driver = createPayEcrTerminal(SHOP_SETTINGS, ports);
      const order = orderAt(clock);
      const handle = { ...order, providerRef: null };
      const call = (timeoutMs: number) => ({ timeoutMs, signal: new AbortController().signal });
      const inTime = async <T>(work: Promise<T>, timeoutMs: number): Promise<T> => {
        const result = work.then((value) => ({ value }));
        const from = clock.monotonicMs();
        let settled = false;
        const mark = () => {
          settled = true;
        };
        result.then(mark, mark);
        await clock.settle(4);
        while (!settled && clock.monotonicMs() - from <= timeoutMs) await clock.advance(clock.nextWakeMs ?? 1_000);
        expect(settled).toBe(true);
        return (await result).value;
      };
      await inTime(driver.begin(order, call(10_000)), 10_000);
      const standings = [
        await inTime(
          driver.follow(handle, () => undefined, call(60_000)),
          60_000,
        ),
        await inTime(driver.enquire(handle, call(8_000)), 8_000),
      ];
      await inTime(driver.abort(handle, call(5_000)), 5_000);
      for (const standing of standings) {
        expect(standing.kind === 'final' && standing.outcome.kind === 'approved').toBe(false);
      }
    }),
    { numRuns: 60 },
  );
});
