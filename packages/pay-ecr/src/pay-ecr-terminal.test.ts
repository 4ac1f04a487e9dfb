/** What the driver does when something goes wrong, rule by rule. The ordinary ways are the contract suite's. */
import type { CallContext } from '@tillbridge/kernel';
import type { PaymentHandle, PaymentOrder, Phase, Standing } from '@tillbridge/payments';
import { describe, expect, test } from 'vitest';
import { orderAt, type PayEcrShop, SHOP_SETTINGS, type ShopOptions, withShop } from './test/pay-ecr-shop.ts';

const BUDGET_MS = 10_000;
const WATCH_MS = 300_000;

function call(timeoutMs: number): CallContext {
  return { timeoutMs, signal: new AbortController().signal };
}

function handleOf(order: PaymentOrder): PaymentHandle {
  return { reference: order.reference, providerRef: null, direction: order.direction, amountCents: order.amountCents };
}

function begin(shop: PayEcrShop, parts: Partial<PaymentOrder> = {}) {
  const order = orderAt(shop.clock, parts);
  return { order, handle: handleOf(order), begun: shop.settle(shop.driver.begin(order, call(BUDGET_MS))) };
}

async function started(shop: PayEcrShop, parts: Partial<PaymentOrder> = {}) {
  const { order, handle, begun } = begin(shop, parts);
  expect((await begun).kind).toBe('accepted');
  const heard: [Phase, string | null][] = [];
  const watch = (): Promise<Standing> => {
    const standing = shop.driver.follow(
      handle,
      (phase, words = null) => void heard.push([phase, words]),
      call(WATCH_MS),
    );
    standing.catch(() => undefined);
    return standing;
  };
  return { order, handle, watch, heard };
}

const enquire = (shop: PayEcrShop, handle: PaymentHandle) => shop.settle(shop.driver.enquire(handle, call(8_000)));

function shopTest(name: string, use: (shop: PayEcrShop) => Promise<void>, options: ShopOptions = {}): void {
  test(name, () => withShop(use, options));
}

const PAID = { kind: 'final', outcome: { kind: 'approved', approval: { settlement: 'final' } } };

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

describe('what the end says', () => {
  shopTest('phases and the terminal’s own words', async (shop) => {
    const { watch, heard } = await started(shop, { amountCents: 7_500 as never });
    const standing = watch();
    await shop.pass(1_000);
    shop.terminal.act('tap');
    await shop.pass(500);
    shop.terminal.act('pin-ok');
    expect(await shop.settle(standing)).toMatchObject(PAID);
    expect(heard.map(([phase]) => phase).filter((phase, i, all) => phase !== all[i - 1])).toEqual([
      'present-card',
      'pin',
      'processing',
    ]);
    expect(heard).toContainEqual(['pin', 'Waiting for PIN']);
  });

  shopTest('another amount: paid with that amount', async (shop) => {
    shop.terminal.fault({ do: 'wrong-amount', cents: 9_999 });
    const { watch } = await started(shop);
    const standing = watch();
    shop.terminal.act('approve');
    expect(await shop.settle(standing)).toMatchObject({
      outcome: { kind: 'approved', approval: { finalCents: 9_999 } },
    });
  });

  shopTest('receipt and order number come from the history', async (shop) => {
    const { watch } = await started(shop);
    const standing = watch();
    shop.terminal.act('approve');
    expect(await shop.settle(standing)).toMatchObject({
      outcome: {
        approval: {
          transactionReference: '510070001X7f31',
          terminalLabel: 'TH-1234-5678',
          receipts: [{ kind: 'cardholder', lines: expect.arrayContaining(['Bedrag       EUR 14,70']) }],
        },
      },
    });
  });

  shopTest(
    'an approval that the history does not have is no proof, and the terminal stays usable (P1)',
    async (shop) => {
      shop.terminal.fault({ do: 'forget' });
      const { watch } = await started(shop);
      const standing = watch();
      shop.terminal.act('approve');
      expect((await shop.settle(standing)).kind).toBe('unreachable');
      const second = begin(shop, { reference: '01JCARDTERM1NALC0NTRACT002' as never });
      expect((await second.begun).kind).toBe('accepted');
    },
  );

  shopTest('a history that is written late is waited for', async (shop) => {
    shop.terminal.fault({ do: 'history-late', ms: 4_000 });
    const { watch } = await started(shop);
    const standing = watch();
    shop.terminal.act('approve');
    expect(await shop.settle(standing)).toMatchObject(PAID);
  });

  shopTest('cut right after the final event: the history of the next connection proves it', async (shop) => {
    shop.terminal.fault({ do: 'cut-after', what: 'COMPLETED' });
    const { watch } = await started(shop);
    const standing = watch();
    shop.terminal.act('approve');
    expect(await shop.settle(standing)).toMatchObject(PAID);
  });

  shopTest('a wrong PIN that ends the payment', async (shop) => {
    const { watch } = await started(shop, { amountCents: 7_500 as never });
    const standing = watch();
    shop.terminal.act('tap');
    shop.terminal.act('pin-wrong');
    expect(await shop.settle(standing)).toMatchObject({
      kind: 'final',
      outcome: { kind: 'declined', reason: 'failed' },
    });
  });

  shopTest(
    'a wrong PIN that may be entered again',
    async (shop) => {
      const { watch, heard } = await started(shop, { amountCents: 7_500 as never });
      const standing = watch();
      shop.terminal.act('tap');
      shop.terminal.act('pin-wrong');
      await shop.pass(2_000);
      expect(heard.map(([phase]) => phase)).toContain('pin-again');
      shop.terminal.act('pin-ok');
      expect(await shop.settle(standing)).toMatchObject(PAID);
    },
    { terminal: { wrongPinEnds: false } },
  );

  for (const fault of ['split', 'join', 'noise', 'slow'] as const) {
    shopTest(`the final event comes ${fault}`, async (shop) => {
      shop.terminal.fault(
        fault === 'slow' ? { do: fault, what: 'COMPLETED', ms: 20_000 } : { do: fault, what: 'COMPLETED' },
      );
      const { watch } = await started(shop);
      const standing = watch();
      shop.terminal.act('approve');
      expect(await shop.settle(standing)).toMatchObject(PAID);
    });
  }

  shopTest(
    'events of another till on our connection say nothing about ours',
    async (shop) => {
      shop.terminal.fault({ do: 'cut', on: 'TRANSACTION_START', worked: true });
      const { handle, begun } = begin(shop);
      await begun;
      const standing = shop.driver.follow(handle, () => undefined, call(WATCH_MS));
      await shop.pass(2_000);
      shop.terminal.act('reboot');
      await shop.pass(8_000);
      shop.terminal.act('occupy');
      await shop.pass(1_000);
      shop.terminal.act('approve');
      expect((await shop.settle(standing)).kind).not.toBe('final');
    },
    { terminal: { eventsTo: 'everyone' } },
  );
});

describe('taken offline', () => {
  shopTest('policy wait: an outcome of its own until the history settles it', async (shop) => {
    shop.terminal.fault({ do: 'queue' });
    const { handle, watch } = await started(shop);
    const standing = watch();
    shop.terminal.act('approve');
    expect((await shop.settle(standing)).kind).toBe('queued');
    expect((await enquire(shop, handle)).kind).toBe('queued');
    shop.terminal.act('settle');
    expect(await enquire(shop, handle)).toMatchObject(PAID);
  });

  shopTest('refused later: declined', async (shop) => {
    shop.terminal.fault({ do: 'queue' });
    const { handle, watch } = await started(shop);
    const standing = watch();
    shop.terminal.act('approve');
    await shop.settle(standing);
    shop.restart();
    shop.terminal.act('refuse-queued');
    expect(await enquire(shop, handle)).toMatchObject({
      kind: 'final',
      outcome: { kind: 'declined', reason: 'failed' },
    });
  });

  shopTest(
    'policy paid: approved, and marked as queued',
    async (shop) => {
      shop.terminal.fault({ do: 'queue' });
      const { handle, watch } = await started(shop);
      const standing = watch();
      shop.terminal.act('approve');
      expect(await shop.settle(standing)).toMatchObject({
        outcome: { kind: 'approved', approval: { settlement: 'queued', finalCents: 1470 } },
      });
      shop.terminal.act('settle');
      expect(await enquire(shop, handle)).toMatchObject(PAID);
    },
    { settings: { queuedPolicy: 'paid' } },
  );
});

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
    const second = begin(shop, { reference: '01JCARDTERM1NALC0NTRACT002' as never });
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
