/** Around the start: when nothing was started for certain, and when nobody can tell. */
import type { PaymentId } from '@tillbridge/payments';
import { describe, expect } from 'vitest';
import { begin, call, enquire, handleOf, PAID, shopTest, started } from './test/driver-steps.ts';
import { orderAt, SHOP_SETTINGS } from './test/pay-ecr-shop.ts';

describe('before the start leaves', () => {
  shopTest('the note is on disk when the terminal reads the start (P3)', async (shop) => {
    let noted: unknown;
    shop.terminal.onChange(() => {
      if (shop.terminal.view().state === 'starting') noted = shop.memory.read(SHOP_SETTINGS.route, order.reference);
    });
    const { order, begun } = begin(shop);
    await begun;
    expect(noted).toMatchObject({
      startedAt: shop.clock.now() - 150,
      direction: 'pay',
      amountCents: 1470,
      step: 'sending',
    });
  });

  shopTest('a note that cannot be written: refused, and nothing leaves', async (shop) => {
    shop.memory.failWith = new Error('disk full');
    const { order, begun } = begin(shop);
    expect(await begun).toMatchObject({
      kind: 'refused',
      reason: 'journal-unwritable',
      detail: expect.stringMatching(/^PAY-310 /),
    });
    expect(shop.terminal.startsOf(order.reference)).toBe(0);
  });

  shopTest('another till’s payment: in use, and nothing leaves', async (shop) => {
    shop.terminal.act('occupy');
    const { order, begun } = begin(shop);
    expect(await begun).toMatchObject({ kind: 'refused', reason: 'terminal-in-use', busyForMs: 45_000 });
    expect(shop.terminal.startsOf(order.reference)).toBe(0);
    expect(shop.terminal.view().transaction?.description).toBe('Other till');
  });

  shopTest('a terminal that hears nothing: offline, within the time of one answer', async (shop) => {
    shop.terminal.fault({ do: 'mute', on: 'PING', ms: 60_000 });
    const from = shop.clock.now();
    expect(await begin(shop).begun).toMatchObject({ kind: 'refused', reason: 'terminal-offline' });
    expect(shop.clock.now() - from).toBe(3_000);
  });

  shopTest('a connection that ends before the start: offline, because nothing left', async (shop) => {
    shop.terminal.fault({ do: 'cut-after', what: 'HISTORY_LIST_RESPONSE' });
    const { order, begun } = begin(shop);
    expect(await begun).toMatchObject({ kind: 'refused', reason: 'terminal-offline' });
    expect(shop.terminal.startsOf(order.reference)).toBe(0);
  });

  shopTest('an error instead of an event: refused, in the terminal’s masked words', async (shop) => {
    shop.terminal.fault({ do: 'error', on: 'TRANSACTION_START', reason: 'Limit, card 4111111111111111' });
    const { begun } = begin(shop);
    expect(await begun).toMatchObject({
      kind: 'refused',
      reason: 'provider-refused',
      detail: 'PAY-304 The PAY.POS terminal refused the payment: Limit, card 411111******1111',
    });
    expect((await begin(shop).begun).kind).toBe('accepted');
  });
});

describe('after the start may have left', () => {
  shopTest('cut after the terminal took it: unclear, then under way, then paid once (P3)', async (shop) => {
    shop.terminal.fault({ do: 'cut', on: 'TRANSACTION_START', worked: true });
    const { order, handle, begun } = begin(shop);
    expect((await begun).kind).toBe('unclear');
    expect((await enquire(shop, handle)).kind).toBe('pending');
    shop.terminal.act('approve');
    expect(await enquire(shop, handle)).toMatchObject(PAID);
    expect(shop.terminal.startsOf(order.reference)).toBe(1);
    expect(shop.terminal.charges()).toHaveLength(1);
  });

  shopTest('cut before the terminal took it: no proof at once, absent when it must have arrived', async (shop) => {
    shop.terminal.fault({ do: 'cut', on: 'TRANSACTION_START' });
    const { handle, begun } = begin(shop);
    expect((await begun).kind).toBe('unclear');
    expect(await enquire(shop, handle)).toMatchObject({
      kind: 'unreachable',
      detail: expect.stringMatching(/^PAY-307 /),
    });
    await shop.pass(10_000);
    expect(await enquire(shop, handle)).toEqual({ kind: 'absent' });
  });

  shopTest('a connection that fell silent may deliver the start late: absent only after its time', async (shop) => {
    shop.terminal.fault({ do: 'ignore', on: 'TRANSACTION_START' });
    const { order, handle, begun } = begin(shop);
    expect((await begun).kind).toBe('unclear');
    await shop.pass(30_000);
    expect((await enquire(shop, handle)).kind).toBe('unreachable');
    await shop.pass(order.expiresAt - shop.clock.now() + 1);
    expect(await enquire(shop, handle)).toEqual({ kind: 'absent' });
  });

  shopTest('a history that lost its memory of the time before the start proves nothing', async (shop) => {
    shop.terminal.act('fill-history');
    shop.terminal.fault({ do: 'cut', on: 'TRANSACTION_START' });
    const { handle, begun } = begin(shop);
    expect((await begun).kind).toBe('unclear');
    await shop.pass(10_000);
    expect(await enquire(shop, handle)).toEqual({ kind: 'absent' });
    shop.terminal.act('fill-history');
    expect((await enquire(shop, handle)).kind).toBe('unreachable');
    shop.terminal.act('clear-history');
    expect((await enquire(shop, handle)).kind).toBe('unreachable');
  });

  shopTest('a reference without a note was never sent', async (shop) => {
    const handle = handleOf(orderAt(shop.clock));
    shop.laid.unplug();
    expect(await enquire(shop, handle)).toEqual({ kind: 'absent' });
    expect((await shop.settle(shop.driver.abort(handle, call(5_000)))).kind).toBe('too-late');
  });

  shopTest('a half-open connection in the middle: a new one is made, and the end is seen', async (shop) => {
    const { watch } = await started(shop);
    const standing = watch();
    await shop.pass(1_000);
    shop.laid.goSilent();
    shop.terminal.act('approve');
    expect(await shop.settle(standing)).toMatchObject(PAID);
  });
});

describe('after a payment that nobody follows any more, because its provider has told its end', () => {
  const NEXT = { reference: '01JCARDTERM1NALC0NTRACT002' as PaymentId };

  shopTest('it has ended: the terminal is free at once', async (shop) => {
    await started(shop);
    shop.terminal.act('approve');
    await shop.pass(1_000);
    expect((await begin(shop, NEXT).begun).kind).toBe('accepted');
    expect(shop.terminal.charges()).toHaveLength(1);
  });

  shopTest('it has ended, and no message of that came through: the history tells, and it is free', async (shop) => {
    await started(shop);
    shop.laid.goSilent();
    shop.terminal.act('approve');
    await shop.pass(20_000);
    expect((await begin(shop, NEXT).begun).kind).toBe('accepted');
  });

  shopTest('it has ended without a record: that is for people, and the terminal is free', async (shop) => {
    shop.terminal.fault({ do: 'forget' });
    await started(shop);
    shop.terminal.act('approve');
    await shop.pass(1_000);
    expect((await begin(shop, NEXT).begun).kind).toBe('accepted');
  });

  shopTest('the cable is out: out of reach, not busy', async (shop) => {
    await started(shop);
    shop.laid.unplug();
    await shop.pass(20_000);
    expect(await begin(shop, NEXT).begun).toMatchObject({ kind: 'refused', reason: 'terminal-offline' });
  });

  shopTest('it still runs: in use until its time is over, and left alone', async (shop) => {
    const { watch } = await started(shop);
    await shop.pass(20_000);
    const { begun } = begin(shop, NEXT);
    expect(await begun).toMatchObject({ kind: 'refused', reason: 'terminal-in-use' });
    const standing = watch();
    shop.terminal.act('approve');
    expect(await shop.settle(standing)).toMatchObject(PAID);
  });

  shopTest('nobody can tell: in use until it is surely over', async (shop) => {
    const { order } = await started(shop);
    shop.terminal.act('tap');
    await shop.pass(100);
    shop.terminal.act('reboot');
    await shop.pass(60_000);
    const refusal = await begin(shop, NEXT).begun;
    expect(refusal).toMatchObject({ kind: 'refused', reason: 'terminal-in-use' });
    const forMs = refusal.kind === 'refused' ? (refusal.busyForMs ?? 0) : 0;
    expect(shop.clock.now() + forMs).toBeGreaterThan(order.expiresAt + 59_000);
    await shop.pass(forMs);
    expect((await begin(shop, NEXT).begun).kind).toBe('accepted');
  });

  shopTest('two starts at once: one of them gets it', async (shop) => {
    await started(shop);
    shop.terminal.act('approve');
    await shop.pass(1_000);
    const both = [begin(shop, NEXT), begin(shop, { reference: '01JCARDTERM1NALC0NTRACT003' as PaymentId })];
    const kinds = await Promise.all(both.map(({ begun }) => begun));
    expect(kinds).toMatchObject([{ kind: 'accepted' }, { kind: 'refused', reason: 'terminal-in-use' }]);
  });
});
