/** What is known after the agent or the terminal was away. */
import type { Phase } from '@tillbridge/payments';
import { describe, expect } from 'vitest';
import { call, enquire, handleOf, PAID, shopTest, started, WATCH_MS } from './test/driver-steps.ts';
import { orderAt, SHOP_SETTINGS } from './test/pay-ecr-shop.ts';

describe('a restart of ours', () => {
  shopTest('in the middle: the payment is taken up, and its end is seen', async (shop) => {
    const { handle } = await started(shop);
    await shop.pass(2_000);
    const driver = shop.restart();
    const phases: Phase[] = [];
    const standing = driver.follow(handle, (phase) => void phases.push(phase), call(WATCH_MS));
    await shop.pass(3_000);
    expect(phases).toContain('checking');
    shop.terminal.act('approve');
    expect(await shop.settle(standing)).toMatchObject(PAID);
    expect(shop.terminal.charges()).toHaveLength(1);
  });

  shopTest('with the end in between: the history tells', async (shop) => {
    const { handle } = await started(shop);
    shop.restart();
    shop.terminal.act('decline');
    expect(await enquire(shop, handle)).toMatchObject({ kind: 'final', outcome: { kind: 'declined' } });
  });

  shopTest('an amount that is armed still is stopped, and its end is proved (P6)', async (shop) => {
    const { order, handle } = await started(shop, { expiresAt: shop.clock.now() + 20_000 });
    shop.restart();
    await shop.pass(60_000);
    expect(shop.terminal.view().state).toBe('presenting');
    const standing = shop.driver.follow(handle, () => undefined, call(WATCH_MS));
    expect(await shop.settle(standing)).toMatchObject({ kind: 'final', outcome: { kind: 'timed-out' } });
    expect(shop.clock.now() - order.expiresAt).toBeLessThan(60_000);
    expect(shop.terminal.charges()).toEqual([]);
  });

  shopTest('a noted end needs no terminal', async (shop) => {
    const { handle } = await started(shop);
    shop.terminal.act('decline');
    await shop.pass(0);
    shop.restart();
    shop.laid.unplug();
    expect(await enquire(shop, handle)).toMatchObject({
      kind: 'final',
      outcome: { kind: 'declined', reason: 'declined-by-issuer' },
    });
  });

  shopTest('a note that cannot be read never proves absence', async (shop) => {
    const handle = handleOf(orderAt(shop.clock));
    await shop.memory.write(SHOP_SETTINGS.route, handle.reference, { step: 'of another version' });
    expect((await enquire(shop, handle)).kind).toBe('unreachable');
  });
});

describe('a restart of the terminal', () => {
  shopTest('before a card: nothing was paid', async (shop) => {
    const { watch } = await started(shop);
    const standing = watch();
    await shop.pass(1_000);
    shop.terminal.act('reboot');
    expect(await shop.settle(standing)).toEqual({ kind: 'absent' });
  });

  shopTest('with a card: no proof either way', async (shop) => {
    const { watch, handle } = await started(shop);
    const standing = watch();
    await shop.pass(1_000);
    shop.terminal.act('tap');
    await shop.pass(100);
    shop.terminal.act('reboot');
    expect(await shop.settle(standing)).toMatchObject({
      kind: 'unreachable',
      detail: expect.stringMatching(/^PAY-307 /),
    });
    expect((await enquire(shop, handle)).kind).toBe('unreachable');
  });
});
