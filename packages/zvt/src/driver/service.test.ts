/** What a ZVT terminal does between payments. */
import type { LifeSign, TerminalService } from '@tillbridge/payments';
import { CONTROL } from '@tillbridge/zvt/codec';
import { describe, expect, test } from 'vitest';
import { openZvtShop, type ShopOptions, type ZvtShop } from './test/zvt-shop.ts';

const call = (timeoutMs = 60_000) => ({ timeoutMs, signal: new AbortController().signal });

async function withShop(options: ShopOptions, use: (shop: ZvtShop, service: TerminalService) => Promise<void>) {
  const shop = await openZvtShop(options);
  const { service } = shop.driver;
  if (service === undefined) throw new Error('a ZVT terminal has a service');
  try {
    await use(shop, service);
  } finally {
    await shop.close();
  }
}

/** Stands by, keeps what was told, and ends. */
function standBy(shop: ZvtShop, service: TerminalService) {
  const signs: LifeSign['how'][] = [];
  const failures: string[] = [];
  const stop = new AbortController();
  const done = service.standBy(
    { heard: ({ how }) => signs.push(how), failed: (detail) => failures.push(detail) },
    stop.signal,
  );
  const end = () => {
    stop.abort(new Error('shutting down'));
    return shop.settle(done);
  };
  return { signs, failures, end };
}

const controls = (shop: ZvtShop) => shop.terminal.commands().map(({ control }) => control);

describe('standing by', () => {
  test('signs on at once, asks each minute, logs off in the end', async () => {
    await withShop({}, async (shop, service) => {
      const watch = standBy(shop, service);
      await shop.pass(150_000);
      expect(watch.signs.filter((how) => how === 'registration')).toHaveLength(1);
      expect(controls(shop).filter((control) => control === CONTROL.statusEnquiry)).toHaveLength(3);
      expect(watch.failures).toEqual([]);
      expect(service.lifeSign()?.at).toBeGreaterThan(shop.clock.now() - 60_000);
      await watch.end();
      expect(controls(shop).at(-1)).toBe(CONTROL.logOff);
      expect(shop.terminal.state().registered).toBe(false);
    });
  });

  test.each([
    [0x51, CONTROL.initialisation],
    [0xc2, CONTROL.diagnosis],
    [0x62, CONTROL.setDateTime],
  ])('state %d is answered with command %d, and is well again', async (condition, remedy) => {
    await withShop({}, async (shop, service) => {
      shop.terminal.setCondition(condition);
      const watch = standBy(shop, service);
      await shop.pass(30_000);
      expect(controls(shop)).toContain(remedy);
      expect(watch.failures).toEqual([]);
      expect(shop.terminal.state().condition).toBe(0);
      await watch.end();
    });
  });

  test('an end of day that is wanted is told and never made by itself', async () => {
    await withShop({}, async (shop, service) => {
      shop.terminal.setCondition(0xf0);
      const watch = standBy(shop, service);
      await shop.pass(1_000);
      expect(watch.failures[0]).toMatch(/^ZVT-314 /);
      expect(controls(shop)).not.toContain(CONTROL.endOfDay);
      await watch.end();
    });
  });

  test('a terminal that is gone is told with the reason, and found again', async () => {
    await withShop({}, async (shop, service) => {
      shop.terminal.unplug(true);
      const watch = standBy(shop, service);
      await shop.pass(20_000);
      expect(watch.failures.length).toBeGreaterThan(1);
      expect(watch.signs).toEqual([]);
      expect(service.lifeSign()).toBeNull();
      shop.terminal.unplug(false);
      await shop.pass(60_000);
      expect(watch.signs).toContain('registration');
      await watch.end();
    });
  });

  test('a kept connection that the terminal closes is dialled again and signed on anew', async () => {
    const settings = { connection: 'kept' } as const;
    await withShop({ settings, terminal: { closesIdleAfterMs: 5_000 } }, async (shop, service) => {
      const watch = standBy(shop, service);
      await shop.pass(70_000);
      expect(watch.failures).toEqual([]);
      expect(watch.signs.filter((how) => how === 'registration')).toHaveLength(2);
      await watch.end();
    });
  });
});

describe('questions of IT', () => {
  test('test: signed on, ready, with what the terminal says of itself', async () => {
    await withShop({}, async (shop, service) => {
      const answer = await shop.settle(service.test(call()));
      expect(answer).toMatchObject({
        kind: 'done',
        facts: { terminalId: '60001234', software: expect.stringContaining('SIM-ZVT') },
      });
    });
  });

  test.each([
    [0x51, 'ZVT-312'],
    [0xf0, 'ZVT-314'],
    [0xdf, 'ZVT-315'],
  ])('test: state %d is told', async (condition, code) => {
    await withShop({}, async (shop, service) => {
      shop.terminal.setCondition(condition);
      expect(await shop.settle(service.test(call()))).toMatchObject({
        kind: 'refused',
        detail: expect.stringContaining(code),
      });
    });
  });

  test('diagnose and end of day bring what was printed and counted', async () => {
    await withShop({}, async (shop, service) => {
      const diagnosis = await shop.settle(service.diagnose(call()));
      expect(diagnosis.kind === 'done' && diagnosis.lines.length).toBeGreaterThan(0);
      const day = await shop.settle(service.endOfDay(call()));
      expect(day).toMatchObject({ kind: 'done', facts: { receipts: expect.any(String) } });
    });
  });

  test('a wrong password is named, and not repeated', async () => {
    await withShop({ settings: { password: '999999' } }, async (shop, service) => {
      const answer = await shop.settle(service.test(call()));
      expect(answer).toMatchObject({ kind: 'refused', detail: expect.stringMatching(/^ZVT-303 /) });
      expect(JSON.stringify(answer)).not.toContain('999999');
    });
  });

  test('nobody there is told with the reason', async () => {
    await withShop({}, async (shop, service) => {
      await shop.laid.unplug();
      expect(await shop.settle(service.test(call()))).toMatchObject({ kind: 'unreachable' });
    });
  });
});
