/** Stops, asked for and of the driver's own. */
import type { PaymentId } from '@tillbridge/payments';
import { describe, expect } from 'vitest';
import { begin, call, enquire, shopTest, started } from './test/driver-steps.ts';

describe('stopping', () => {
  shopTest('nobody watches: the driver stops an amount that is over its time by itself (P6)', async (shop) => {
    const { order } = await started(shop, { expiresAt: shop.clock.now() + 30_000 });
    await shop.pass(order.expiresAt - shop.clock.now() + 1_000);
    expect(shop.terminal.view().state).toBe('idle');
  });

  shopTest('a stop that the terminal does not hear is sent again', async (shop) => {
    shop.terminal.fault({ do: 'ignore', on: 'TRANSACTION_STOP' });
    const { watch } = await started(shop, { expiresAt: shop.clock.now() + 30_000 });
    expect(await shop.settle(watch())).toMatchObject({ kind: 'final', outcome: { kind: 'timed-out' } });
  });

  shopTest('a stop for an old payment never hits the one that runs now', async (shop) => {
    shop.terminal.fault({ do: 'cut', on: 'TRANSACTION_START' });
    const { handle, begun, order } = begin(shop);
    await begun;
    await shop.pass(order.expiresAt - shop.clock.now() + 61_000);
    await enquire(shop, handle);
    const second = begin(shop, { reference: '01JCARDTERM1NALC0NTRACT002' as PaymentId });
    expect((await second.begun).kind).toBe('accepted');
    expect((await shop.settle(shop.driver.abort(handle, call(5_000)))).kind).toBe('too-late');
    expect(shop.terminal.view().state).toBe('presenting');
  });

  shopTest('long after its time, a busy terminal is another till’s, and is left alone', async (shop) => {
    shop.terminal.act('fill-history');
    shop.terminal.fault({ do: 'cut', on: 'TRANSACTION_START' });
    const { handle, begun, order } = begin(shop);
    await begun;
    shop.terminal.act('fill-history');
    await enquire(shop, handle);
    await shop.pass(order.expiresAt - shop.clock.now() + 61_000);
    shop.terminal.act('occupy');
    expect(await enquire(shop, handle)).toMatchObject({
      kind: 'unreachable',
      detail: expect.stringMatching(/^PAY-312 /),
    });
    await shop.pass(60_000);
    expect(shop.terminal.view().transaction?.description).toBe('Other till');
  });
});
