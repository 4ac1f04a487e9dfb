import { type Cents, cents } from '@tillbridge/kernel';
import type { SessionNews } from '@tillbridge/mplus';
import type { BasketLine, Payment, PaymentListener, TerminalId, TillId } from '@tillbridge/payments';
import { samplePayment } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { SaleBook } from '../sessions/sale-book.ts';
import { feedBaskets } from './basket-feed.ts';

const TILL = '3-12' as TillId;
const PIN = 'TH-1234-5678' as TerminalId;

function line(lineId: string, unitCents: number): BasketLine {
  return { lineId, articleNumber: null, text: lineId, quantity: '1', unitCents: cents(unitCents), vatPercentage: null };
}

function world() {
  const sales = new SaleBook();
  const screen: string[] = [];
  const soon: (() => void)[] = [];
  let open: Payment[] = [];
  let listener: PaymentListener = () => undefined;
  let at = 0;
  const stop = feedBaskets(
    [
      {
        till: TILL,
        terminal: PIN,
        screen: {
          show: (lines, totalCents: Cents) => void screen.push(`${lines.length} lines ${totalCents}`),
          clear: () => void screen.push('clear'),
        },
      },
    ],
    {
      sales,
      desk: {
        open: () => open,
        onChange: (given) => {
          listener = given;
          return () => undefined;
        },
      },
      defer: (work) => void soon.push(work),
    },
  );
  const hear = (news: SessionNews, till = TILL) => {
    at += 1_000;
    sales.heard({ till, subscriptionId: 'shop', sessionId: 'a', at, ...news });
  };
  return {
    screen,
    soon,
    stop,
    hear,
    basket: (...lines: BasketLine[]) => hear({ kind: 'basket', lines, totalCents: null }),
    pay(payments: Payment[]) {
      open = payments;
      listener(samplePayment(1, { terminal: PIN }), null, null);
    },
    run: () => {
      for (const work of soon.splice(0)) work();
    },
  };
}

describe('the basket on a terminal', () => {
  it('follows the sale, and is gone when it ends', () => {
    const { basket, hear, run, screen } = world();
    basket(line('x', 735));
    run();
    basket(line('x', 735), line('y', 100));
    run();
    hear({ kind: 'completed' });
    run();
    expect(screen).toEqual(['1 lines 735', '2 lines 835', 'clear']);
  });

  it('does nothing in the webhook’s own breath, and shows once what came in one', () => {
    const { basket, run, screen, soon } = world();
    for (const total of [1, 2, 3]) basket(line('x', total));
    expect([screen, soon.length]).toEqual([[], 1]);
    run();
    expect(screen).toEqual(['1 lines 3']);
  });

  it('makes room for a payment, and comes back when the payment ended and the sale goes on', () => {
    const { basket, hear, pay, run, screen } = world();
    basket(line('x', 735));
    run();
    hear({ kind: 'paying' });
    pay([samplePayment(1, { terminal: PIN })]);
    run();
    pay([]);
    run();
    hear({ kind: 'payment-left' });
    run();
    expect(screen).toEqual(['1 lines 735', 'clear', '1 lines 735']);
  });

  it('stays away while an outcome on the terminal is unknown', () => {
    const { basket, pay, run, screen } = world();
    pay([samplePayment(1, { terminal: PIN, state: 'unknown' })]);
    basket(line('x', 735));
    run();
    expect(screen).toEqual([]);
  });

  it('shows nothing of no value: an empty sale, a return, another till’s', () => {
    const { basket, hear, run, screen } = world();
    basket();
    run();
    basket(line('x', -735));
    run();
    hear({ kind: 'basket', lines: [line('x', 1)], totalCents: null }, '3-13' as TillId);
    run();
    expect(screen).toEqual([]);
  });

  it('is cleared when the agent ends, and stays so', () => {
    const { basket, run, screen, stop } = world();
    basket(line('x', 735));
    run();
    basket(line('x', 736));
    stop();
    run();
    expect(screen).toEqual(['1 lines 735', 'clear']);
  });
});
