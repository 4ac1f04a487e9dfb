import type { CashierView, DisplayView } from '@tillbridge/contracts';
import type { SessionNews } from '@tillbridge/mplus';
import type { TillId } from '@tillbridge/payments';
import { PaymentWorld } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { SaleBook } from '../sessions/sale-book.ts';
import { basketLine, CASHIER_FRAME, DISPLAY_FRAME, NO_DEVICES } from './test/view-world.ts';
import { ViewBoard } from './view-board.ts';

const TILL = '3-12' as TillId;

/** A board on a real desk with a scripted provider, and its deferred work in our hands. */
function boardOf(world: PaymentWorld) {
  const sales = new SaleBook();
  const deferred: (() => void)[] = [];
  const frame = { cashier: CASHIER_FRAME, display: DISPLAY_FRAME };
  const board = new ViewBoard(new Map([[TILL, frame]]), {
    clock: world.clock,
    defer: (work) => void deferred.push(work),
    payments: world.desk,
    sales,
    vouchers: null,
    devices: NO_DEVICES,
    health: () => [],
    notices: () => [],
  });
  board.ready();
  const flush = () => {
    for (const work of deferred.splice(0)) work();
  };
  const seen: DisplayView[] = [];
  const cards: CashierView[] = [];
  return { board, sales, flush, seen, cards, deferred, kinds: () => seen.map(({ screen }) => screen.kind) };
}

describe('the board of views', () => {
  it('pushes what changed, once a turn, and what time alone changes', async () => {
    const world = new PaymentWorld();
    const { board, seen, cards, flush, kinds, deferred } = boardOf(world);
    flush();
    const offDisplay = board.showDisplay(TILL, (view) => seen.push(view));
    const offCashier = board.showCashier(TILL, (view) => cards.push(view));
    expect(kinds()).toEqual(['idle']);
    expect(board.displays(TILL)).toBe(1);

    await world.startAndRead('p1');
    expect(deferred).toHaveLength(1);
    flush();
    expect(kinds().at(-1)).not.toBe('idle');
    expect(seen.at(-1)?.paymentId).toBe(cards.at(-1)?.current?.paymentId);
    const pushes = seen.length;
    board.changed();
    flush();
    expect(seen).toHaveLength(pushes);

    offDisplay();
    offCashier();
    expect(board.displays(TILL)).toBe(0);
    board.close();
  });

  it('is idle by itself after the thanks', async () => {
    const world = new PaymentWorld();
    const { board, seen, flush, kinds } = boardOf(world);
    flush();
    board.showDisplay(TILL, (view) => seen.push(view));
    const payment = await world.startAndRead('p1');
    world.provider.pay(payment.id);
    await world.clock.advance(5_000);
    flush();
    expect(kinds().at(-1)).toBe('approved');
    await world.clock.advance(6_000);
    expect(kinds().at(-1)).toBe('idle');
    board.close();
  });

  it('keeps a guest’s language until the next guest', () => {
    const world = new PaymentWorld();
    const { board, sales, seen, flush } = boardOf(world);
    flush();
    board.showDisplay(TILL, (view) => seen.push(view));
    const says = (sessionId: string, news: SessionNews) => {
      sales.heard({ till: TILL, subscriptionId: 'SHOP', sessionId, at: world.clock.now(), ...news });
      flush();
    };
    board.speak(TILL, 'fr');
    flush();
    expect(seen.at(-1)?.language).toBe('fr');
    says('a', { kind: 'basket', lines: [basketLine('x', 100)], totalCents: null });
    expect(seen.at(-1)?.language).toBe('fr');
    says('a', { kind: 'completed' });
    expect(seen.at(-1)).toMatchObject({ language: 'nl', screen: { kind: 'idle' } });
    board.close();
  });
});
