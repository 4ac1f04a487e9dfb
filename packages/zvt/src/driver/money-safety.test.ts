/** What is written down when, and what becomes of money when it can't be. */
import { cents } from '@tillbridge/kernel';
import type { PaymentHandle, PaymentId, PaymentOrder, Standing, TillId } from '@tillbridge/payments';
import { describe, expect, test } from 'vitest';
import { openZvtShop, type ShopOptions, type ZvtShop } from './test/zvt-shop.ts';

const call = (timeoutMs = 20_000) => ({ timeoutMs, signal: new AbortController().signal });
const handleOf = (order: PaymentOrder): PaymentHandle => ({ ...order, providerRef: null });

function orderOf(shop: ZvtShop, parts: Partial<PaymentOrder> = {}): PaymentOrder {
  return {
    reference: '01JMONEYSAFETY000000000001' as PaymentId,
    direction: 'pay',
    amountCents: cents(1470),
    till: '3-12' as TillId,
    description: '',
    lines: [],
    expiresAt: shop.clock.now() + 90_000,
    ...parts,
  };
}

async function withShop(options: ShopOptions, use: (shop: ZvtShop) => Promise<void>): Promise<void> {
  const shop = await openZvtShop({ terminal: { autopilot: { outcome: 'approve', afterMs: 500 } }, ...options });
  try {
    await use(shop);
  } finally {
    await shop.close();
  }
}

async function pay(shop: ZvtShop, order: PaymentOrder): Promise<Standing> {
  const begun = await shop.settle(shop.driver.begin(order, call()));
  if (begun.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(begun)}`);
  return shop.settle(shop.driver.follow(handleOf(order), () => undefined, call(120_000)));
}

async function openStranger(shop: ZvtShop, order: PaymentOrder): Promise<Standing> {
  const driver = shop.stranger();
  await shop.settle(driver.begin(order, call()));
  return shop.settle(driver.follow(handleOf(order), () => undefined, call(120_000)));
}

describe('written before it is said', () => {
  test('the payment stands in the notes before its command is on the wire', async () => {
    await withShop({}, async (shop) => {
      shop.memory.failWith = new Error('disk full');
      const begun = await shop.settle(shop.driver.begin(orderOf(shop), call()));
      expect(begun).toMatchObject({
        kind: 'refused',
        reason: 'journal-unwritable',
        detail: expect.stringContaining('ZVT-310'),
      });
      expect(shop.terminal.authorisations()).toBe(0);
    });
  });

  test('a result that can not be stored is not accepted, and the terminal takes it back', async () => {
    await withShop({}, async (shop) => {
      const order = orderOf(shop);
      await shop.settle(shop.driver.begin(order, call()));
      shop.memory.failWith = new Error('disk full');
      const follow = shop.driver.follow(handleOf(order), () => undefined, call(120_000));
      await shop.pass(20_000);
      expect(shop.terminal.charges()).toEqual([]);
      shop.memory.failWith = null;
      const standing = await shop.settle(follow);
      const later = await shop.settle(shop.driver.enquire(handleOf(order), call()));
      for (const one of [standing, later]) expect(one).not.toMatchObject({ outcome: { kind: 'approved' } });
      expect(later.kind).toBe('absent');
    });
  });

  test('what was proved is known again by the next run, without asking the terminal', async () => {
    await withShop({}, async (shop) => {
      const order = orderOf(shop);
      const paid = await pay(shop, order);
      shop.restart();
      await shop.laid.unplug();
      expect(await shop.settle(shop.driver.enquire(handleOf(order), call()))).toEqual(paid);
    });
  });

  test('what was never written was never sent: absent, without asking anybody', async () => {
    await withShop({}, async (shop) => {
      await shop.laid.unplug();
      expect(await shop.settle(shop.driver.enquire(handleOf(orderOf(shop)), call()))).toEqual({ kind: 'absent' });
    });
  });
});

describe('what was there before', () => {
  /** The link goes while the card is awaited, and the guest walks away. */
  async function cutAndAsk(shop: ZvtShop, order: PaymentOrder): Promise<Standing> {
    shop.terminal.fault({ do: 'cut', at: 'card', on: 'payment' });
    return pay(shop, order);
  }

  test('after a decline alone, a payment that was cut is proved not booked', async () => {
    await withShop({ terminal: { autopilot: { outcome: 'decline', afterMs: 500 } } }, async (shop) => {
      expect(await pay(shop, orderOf(shop))).toMatchObject({ outcome: { kind: 'declined' } });
      const second = orderOf(shop, { reference: '01JMONEYSAFETY000000000002' as PaymentId });
      expect(await cutAndAsk(shop, second)).toEqual({ kind: 'absent' });
    });
  });

  test('after an end of day too, which empties the books', async () => {
    await withShop({}, async (shop) => {
      await pay(shop, orderOf(shop));
      const { service } = shop.driver;
      expect(await shop.settle(service?.endOfDay(call(60_000)) ?? Promise.reject(new Error('none')))).toMatchObject({
        kind: 'done',
      });
      const second = orderOf(shop, { reference: '01JMONEYSAFETY000000000002' as PaymentId });
      expect(await cutAndAsk(shop, second)).toEqual({ kind: 'absent' });
    });
  });

  test('a payment made by hand while the agent was away is never taken for ours', async () => {
    await withShop({}, async (shop) => {
      await pay(shop, orderOf(shop));
      shop.restart();
      const byHand = orderOf(shop, { reference: '01JMONEYSAFETY000000000009' as PaymentId });
      // Another till's driver with notes of its own stands for a hand at the terminal.
      const stranger = await openStranger(shop, byHand);
      expect(stranger).toMatchObject({ outcome: { kind: 'approved' } });
      const second = orderOf(shop, { reference: '01JMONEYSAFETY000000000002' as PaymentId });
      expect(await cutAndAsk(shop, second)).toEqual({ kind: 'absent' });
    });
  });
});

describe('another amount', () => {
  test('is refused, taken back, and told as such', async () => {
    await withShop({}, async (shop) => {
      shop.terminal.fault({ do: 'wrong-amount', byCents: 100, on: 'payment' });
      const standing = await pay(shop, orderOf(shop));
      expect(standing).toMatchObject({
        kind: 'final',
        outcome: { kind: 'declined', reason: 'amount-refused', detail: expect.stringMatching(/^ZVT-309 .*1470.*1570/) },
      });
      expect(shop.terminal.charges()).toEqual([]);
    });
  });

  test('a tip is taken where the shop takes tips, and told with its amount', async () => {
    await withShop({ settings: { acceptTip: true } }, async (shop) => {
      shop.terminal.fault({ do: 'wrong-amount', byCents: 130, on: 'payment' });
      expect(await pay(shop, orderOf(shop))).toMatchObject({
        outcome: { kind: 'approved', approval: { finalCents: 1600 } },
      });
    });
  });

  test('less is refused there too', async () => {
    await withShop({ settings: { acceptTip: true } }, async (shop) => {
      shop.terminal.fault({ do: 'wrong-amount', byCents: -130, on: 'payment' });
      expect(await pay(shop, orderOf(shop))).toMatchObject({ outcome: { reason: 'amount-refused' } });
    });
  });
});

describe('through a crash of ours', () => {
  test('an amount that is armed is taken off by an abort of the next run (P6)', async () => {
    await withShop({ terminal: { autopilot: null, onLinkLoss: 'go-on', cardMs: 600_000 } }, async (shop) => {
      const order = orderOf(shop);
      await shop.settle(shop.driver.begin(order, call()));
      await shop.pass(5_000);
      shop.restart();
      expect(shop.terminal.screen().step).toBe('amount');
      expect(await shop.settle(shop.driver.enquire(handleOf(order), call()))).toMatchObject({ kind: 'pending' });
      expect(await shop.settle(shop.driver.abort(handleOf(order), call()))).toEqual({ kind: 'accepted' });
      await shop.pass(10_000);
      expect(shop.terminal.screen().step).toBe('idle');
      const standing = await shop.settle(shop.driver.enquire(handleOf(order), call()));
      expect(['absent', 'final']).toContain(standing.kind);
      expect(shop.terminal.charges()).toEqual([]);
    });
  });

  test('a payment that can not be proved is set aside by the next one, and never taken for it', async () => {
    const terminal = { repeatReceipt: 'completion-only', autopilot: { outcome: 'approve', afterMs: 500 } } as const;
    await withShop({ terminal }, async (shop) => {
      const first = orderOf(shop);
      shop.terminal.fault({ do: 'cut', at: 'before-completion', on: 'payment' });
      expect((await pay(shop, first)).kind).toBe('unreachable');
      const second = orderOf(shop, { reference: '01JMONEYSAFETY000000000002' as PaymentId });
      expect(await pay(shop, second)).toMatchObject({ outcome: { kind: 'approved' } });
      const later = await shop.settle(shop.driver.enquire(handleOf(first), call()));
      expect(later).toMatchObject({ kind: 'unreachable', detail: expect.stringMatching(/^ZVT-308 /) });
      expect(shop.terminal.charges()).toHaveLength(2);
    });
  });
});

test('receipts come in whole, masked, for merchant and cardholder', async () => {
  await withShop({}, async (shop) => {
    const standing = await pay(shop, orderOf(shop));
    if (standing.kind !== 'final' || standing.outcome.kind !== 'approved') throw new Error('not paid');
    const { receipts, transactionReference, cardType } = standing.outcome.approval;
    expect(receipts.map(({ kind }) => kind).toSorted()).toEqual(['cardholder', 'merchant']);
    for (const { lines } of receipts) {
      expect(lines.join('\n')).toMatch(/14,70/);
      expect(lines.join('\n')).not.toMatch(/\d{11,}/);
    }
    expect(transactionReference).toMatch(/^60001234-\d{4}$/);
    expect(cardType).not.toBeNull();
  });
});
