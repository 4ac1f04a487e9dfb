import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { type Autopilot, INFERRED_DEFAULTS, type InferredSwitches } from './options.ts';
import { METHOD_TERMINAL, METHOD_TERMINAL_REFUND, OrderBook } from './order-book.ts';
import type { OrderRequest } from './sim-order.ts';
import { Terminal } from './terminal.ts';

const CODE = 'TH-1234-5678';

function rig(
  options: {
    amountCents?: number;
    refunds?: boolean;
    autopilot?: Autopilot;
    inferred?: Partial<InferredSwitches>;
  } = {},
) {
  const clock = new FakeClock();
  const book = new OrderBook(clock, 'SL-1234-5678');
  const terminal = new Terminal(
    { code: CODE, name: 'Pin 1', refunds: options.refunds ?? true },
    {
      book,
      clock,
      windowMs: 45_000,
      presentAfterMs: 150,
      processMs: 600,
      switches: () => ({ ...INFERRED_DEFAULTS, ...options.inferred }),
      autopilot: () => options.autopilot ?? null,
      later: (ms, work) => void clock.sleep(ms).then(work),
      changed: () => undefined,
    },
  );
  const request: OrderRequest = {
    amountCents: options.amountCents ?? 1470,
    description: null,
    reference: 'REF1',
    expiresAt: clock.now() + 180_000,
    exchangeUrl: null,
    returnUrl: null,
    methodId: METHOD_TERMINAL,
    terminalCode: CODE,
    test: false,
    paylink: false,
    extra1: null,
    products: [],
  };
  const order = book.add(request);
  terminal.start(order);
  return { clock, book, terminal, order };
}

const states = async (clock: FakeClock, terminal: Terminal, ms: number) => {
  await clock.advance(ms);
  return terminal.view().state;
};

describe('a card', () => {
  test('is tapped: no PIN for a small amount', async () => {
    const { clock, terminal, order, book } = rig();
    expect(terminal.view().state).toBe('starting');
    expect(await states(clock, terminal, 150)).toBe('presenting');
    expect(order.status).toBe(50);
    expect(terminal.act('tap')).toBe(true);
    expect(terminal.view().state).toBe('processing');
    expect(await states(clock, terminal, 600)).toBe('idle');
    expect(order.status).toBe(100);
    expect(book.charges).toMatchObject([
      { reference: 'REF1', amountCents: 1470, direction: 'pay', terminalCode: CODE },
    ]);
  });

  test('is tapped: PIN above the limit', async () => {
    const { clock, terminal, order } = rig({ amountCents: 5_001 });
    await clock.advance(150);
    terminal.act('tap');
    expect(terminal.view().state).toBe('pin');
    terminal.act('pin');
    await clock.advance(600);
    expect(order.status).toBe(100);
  });

  test('is inserted', async () => {
    const { clock, terminal } = rig();
    expect(terminal.act('insert')).toBe(false);
    await clock.advance(150);
    expect(terminal.act('insert')).toBe(true);
    expect(terminal.view().state).toBe('card-read');
    expect(terminal.act('pin')).toBe(true);
    expect(terminal.view().state).toBe('processing');
  });
});

describe('stopping', () => {
  test.each(['starting', 'presenting', 'card-read', 'pin'] as const)('works while %s', async (state) => {
    const { clock, terminal, order, book } = rig({ amountCents: 5_001 });
    if (state !== 'starting') await clock.advance(150);
    if (state === 'card-read') terminal.act('insert');
    if (state === 'pin') terminal.act('tap');
    expect(terminal.view().state).toBe(state);
    expect(terminal.abort(order)).toBe(true);
    expect([order.status, order.incident]).toEqual([-90, 'MERCHANT_CANCELLATION']);
    await clock.advance(60_000);
    expect([order.status, book.charges.length]).toEqual([-90, 0]);
  });

  test('is too late while the card is processed', async () => {
    const { clock, terminal, order } = rig();
    await clock.advance(150);
    terminal.act('tap');
    expect(terminal.abort(order)).toBe(false);
    expect(terminal.act('cancel')).toBe(false);
    await clock.advance(600);
    expect(order.status).toBe(100);
  });

  test('by the guest', async () => {
    const { clock, terminal, order } = rig();
    await clock.advance(150);
    terminal.act('cancel');
    expect([order.status, order.incident]).toEqual([-90, 'USER_CANCELLATION']);
  });
});

test('without a card it gives up after 45 seconds', async () => {
  const { clock, terminal, order } = rig();
  await clock.advance(44_999);
  expect(order.status).toBe(50);
  expect(await states(clock, terminal, 1)).toBe('idle');
  expect([order.status, order.incident]).toEqual([-80, 'TIMEOUT_EXPIRATION']);
});

test('is occupied until the end, and says why it refuses', async () => {
  const { clock, terminal } = rig({ refunds: false });
  expect(terminal.refusal(METHOD_TERMINAL)).toBe('in-use');
  expect(terminal.refusal(METHOD_TERMINAL_REFUND)).toBe('no-refunds');
  await clock.advance(150);
  terminal.act('decline');
  expect(terminal.refusal(METHOD_TERMINAL)).toBeNull();
  terminal.act('offline');
  expect(terminal.refusal(METHOD_TERMINAL)).toBe('offline');
});

test('without its network it goes on, and reports when the network is back', async () => {
  const { clock, terminal, order, book } = rig();
  await clock.advance(150);
  terminal.act('offline');
  terminal.act('tap');
  await clock.advance(600);
  expect([order.status, book.charges.length]).toEqual([50, 0]);
  terminal.act('online');
  expect([order.status, book.charges.length]).toEqual([100, 1]);
});

test('on autopilot it needs nobody', async () => {
  const { clock, order } = rig({ autopilot: { outcome: 'decline', afterMs: 50 } });
  await clock.advance(200);
  expect(order.status).toBe(-63);
});
