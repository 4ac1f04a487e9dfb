/** What IT asks of the terminal. */
import { describe, expect } from 'vitest';
import { call, shopTest, started } from './test/driver-steps.ts';

describe('for IT', () => {
  shopTest('standing by: a sign of life each 30 s, and its lack with a code', async (shop) => {
    const heard: string[] = [];
    const stop = new AbortController();
    const standing = shop.driver.service?.standBy(
      { heard: (sign) => void heard.push(sign.how), failed: (detail) => void heard.push(detail.slice(0, 7)) },
      stop.signal,
    );
    await shop.pass(31_000);
    expect(heard).toEqual(['ping', 'ping']);
    expect(shop.driver.service?.lifeSign()).toMatchObject({ how: 'ping', at: shop.clock.now() - 1_000 });
    shop.laid.unplug();
    await shop.pass(30_000);
    expect(heard.at(-1)).toBe('PAY-301');
    stop.abort(new Error('shutting down'));
    await shop.settle(Promise.resolve(standing));
  });

  shopTest('test and diagnose tell the state and the history; end of day has no message', async (shop) => {
    const { watch } = await started(shop);
    const standing = watch();
    const { service } = shop.driver;
    expect(await shop.settle(Promise.resolve(service?.test(call(5_000))))).toEqual({ kind: 'busy' });
    shop.terminal.act('approve');
    await shop.settle(standing);
    expect(await shop.settle(Promise.resolve(service?.test(call(5_000))))).toEqual({
      kind: 'done',
      lines: [],
      facts: { terminalCode: 'TH-1234-5678', status: 'IDLE', history: '1 of 20', 'history.success': '1' },
    });
    expect(await shop.settle(Promise.resolve(service?.diagnose(call(5_000))))).toMatchObject({
      lines: [expect.stringContaining('SUCCESS  510070001X7f31  01JCARDTERM1NALC0NTRACT001')],
    });
    expect(await service?.endOfDay(call(5_000))).toMatchObject({
      kind: 'refused',
      detail: expect.stringMatching(/^PAY-313 /),
    });
    shop.terminal.act('power-off');
    expect(await shop.settle(Promise.resolve(service?.test(call(5_000))))).toMatchObject({ kind: 'unreachable' });
  });

  shopTest(
    'neither trace nor log holds the secret (S1)',
    async (shop) => {
      shop.terminal.fault({ do: 'garble', what: 'PROCESSING' });
      const { watch } = await started(shop);
      const standing = watch();
      shop.terminal.act('tap');
      await shop.settle(standing);
      expect(shop.trace.join('\n')).toContain('"serviceId":"SL-1234-5678","secret":"***"');
      expect(`${shop.trace.join('\n')}${shop.log.text()}`).not.toContain('demo-secret');
    },
    { settings: { service: { serviceId: 'SL-1234-5678', secret: 'demo-secret-not-a-real-key' } } },
  );
});
