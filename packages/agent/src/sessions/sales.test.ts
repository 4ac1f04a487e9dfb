import { cents } from '@tillbridge/kernel';
import type { SessionEvent, SessionNews } from '@tillbridge/mplus';
import type { BasketLine, TillId } from '@tillbridge/payments';
import { describe, expect, it } from 'vitest';
import { currentSale, FORGOTTEN_AFTER_MS, nextSales, saleTotal, type TillSales } from './sales.ts';

const START = 1_772_355_600_000;

function line(lineId: string, unitCents: number | null, quantity = '1'): BasketLine {
  return {
    lineId,
    articleNumber: null,
    text: lineId,
    quantity,
    unitCents: unitCents === null ? null : cents(unitCents),
    vatPercentage: null,
  };
}

/** Plays what a till says about its sales, one second apart. */
function play(...words: readonly (readonly [sessionId: string, news: SessionNews])[]): TillSales {
  return words.reduce<TillSales>((sales, [sessionId, news], index) => {
    const event: SessionEvent = {
      till: '3-12' as TillId,
      subscriptionId: 'shop',
      sessionId,
      at: START + index * 1_000,
      ...news,
    };
    return nextSales(sales, event);
  }, []);
}

function totalOfFirst([sale]: TillSales): number | null {
  if (sale === undefined) throw new Error('the till has no sale');
  return saleTotal(sale);
}

const basket = (...lines: BasketLine[]) => ({ kind: 'basket', lines, totalCents: null }) as const;

describe('the sales of a till', () => {
  it('sums the lines when the till states no total', () => {
    const sale = currentSale(play(['a', basket(line('pannenkoek', 735, '2'), line('korting', -100))]));
    expect(sale && saleTotal(sale)).toBe(1370);
  });

  it('believes the total the till states, until a line changes', () => {
    const stated = play(['a', { kind: 'basket', lines: [line('x', 735)], totalCents: cents(700) }]);
    expect(totalOfFirst(stated)).toBe(700);
    const added = play(
      ['a', { kind: 'basket', lines: [line('x', 735)], totalCents: cents(700) }],
      ['a', { kind: 'line-added', line: line('y', 100) }],
    );
    expect(totalOfFirst(added)).toBe(835);
  });

  it('keeps a stated total through an event that says nothing about the basket', () => {
    const sales = play(
      ['a', { kind: 'basket', lines: [line('x', 735)], totalCents: cents(700) }],
      ['a', { kind: 'basket', lines: null, totalCents: null }],
    );
    expect(totalOfFirst(sales)).toBe(700);
  });

  it('does not guess a total with an unknown price in it', () => {
    expect(totalOfFirst(play(['a', basket(line('x', 735), line('y', null))]))).toBeNull();
  });

  it('adds, replaces and removes lines by their id', () => {
    const sales = play(
      ['a', { kind: 'line-added', line: line('x', 100) }],
      ['a', { kind: 'line-added', line: line('y', 200) }],
      ['a', { kind: 'line-updated', line: line('x', 150) }],
      ['a', { kind: 'line-removed', lineId: 'y' }],
    );
    expect(sales[0]?.lines).toEqual([line('x', 150)]);
  });

  it('follows a sale through its payment screen to its end', () => {
    const stage = (...kinds: ('opened' | 'paying' | 'payment-left' | 'completed')[]) =>
      play(...kinds.map((kind) => ['a', { kind }] as const))[0]?.stage;
    expect(stage('opened')).toBe('selling');
    expect(stage('opened', 'paying')).toBe('paying');
    expect(stage('opened', 'paying', 'payment-left')).toBe('selling');
    expect(stage('opened', 'paying', 'completed')).toBe('ended');
  });

  it('has no sale on top once it ended or is parked, and takes a parked one up again', () => {
    expect(currentSale(play(['a', basket(line('x', 1))], ['a', { kind: 'completed' }]))).toBeNull();
    expect(currentSale(play(['a', basket(line('x', 1))], ['a', { kind: 'paused' }]))).toBeNull();
    const resumed = play(['a', basket(line('x', 1))], ['a', { kind: 'paused' }], ['a', { kind: 'resumed' }]);
    expect(currentSale(resumed)?.lines).toHaveLength(1);
  });

  it('is not disturbed by a sale that ends in the background', () => {
    const sales = play(
      ['parked', basket(line('x', 1))],
      ['parked', { kind: 'paused' }],
      ['front', basket(line('y', 2))],
      ['parked', { kind: 'merged' }],
    );
    expect(currentSale(sales)?.sessionId).toBe('front');
  });

  it('ignores the end of a sale nobody heard of, and late words about an ended one', () => {
    expect(play(['a', { kind: 'completed' }])).toEqual([]);
    const late = play(['a', basket(line('x', 1))], ['a', { kind: 'completed' }], ['a', basket(line('y', 2))]);
    expect(currentSale(late)).toBeNull();
  });

  it('says nothing new when the basket is the same', () => {
    const before = play(['a', basket(line('x', 1))]);
    const again: SessionEvent = {
      till: '3-12' as TillId,
      subscriptionId: 'shop',
      sessionId: 'a',
      at: START + 9_000,
      ...basket(line('x', 1)),
    };
    expect(nextSales(before, again)).toBe(before);
  });

  it('stays bounded, and forgets what nobody spoke of for half a day', () => {
    const many = play(...Array.from({ length: 40 }, (_, index) => [`s${index}`, basket(line('x', 1))] as const));
    expect(many.length).toBeLessThanOrEqual(12);
    const later: SessionEvent = {
      till: '3-12' as TillId,
      subscriptionId: 'shop',
      sessionId: 'new',
      at: START + FORGOTTEN_AFTER_MS + 60_000,
      kind: 'opened',
    };
    expect(nextSales(many, later).map(({ sessionId }) => sessionId)).toEqual(['new']);
  });
});
