import type { BasketLine, TillId } from '@tillbridge/payments';
import { HOLD_MS, type TillSale, VoucherWorld } from '@tillbridge/testkit';
import type { SaleLine } from '@tillbridge/vouchers';
import { describe, expect, it } from 'vitest';
import { SaleBook } from '../sessions/sale-book.ts';
import { currentSale, saleTotal } from '../sessions/sales.ts';
import { SaleVoucherBook } from './sale-vouchers.ts';

const TILL = '1-1' as TillId;

/** A till whose baskets and scans are heard as the webhooks hear them. */
function tillWorld() {
  const world = new VoucherWorld();
  const sales = new SaleBook();
  const changes: TillId[] = [];
  const { desk } = world;
  const book = new SaleVoucherBook({
    desk,
    sales,
    tillOf: () => TILL,
    now: () => world.clock.now(),
    changed: (till) => void changes.push(till),
  });
  world.desk = { ...desk, ...book.desk };
  const sale = world.sale('sale');
  return {
    world,
    sale,
    changes,
    /** The till says how its basket stands. */
    says: ({ lines, key }: TillSale) =>
      sales.heard({
        till: TILL,
        ...key,
        at: world.clock.now(),
        kind: 'basket',
        lines: lines.map((line) => basketLine(line, world)),
        totalCents: null,
      }),
    state: () => book.of(sale.key),
    total: () => {
      const current = currentSale(sales.of(TILL));
      return current === null ? null : saleTotal(current);
    },
  };
}

function basketLine(
  { lineId, article, text, quantity, unitCents, discount }: SaleLine,
  world: VoucherWorld,
): BasketLine {
  const own = world.store.sale({ subscriptionId: 'SHOP-1', sessionId: 'sale' })?.discounts ?? [];
  const taken = own.filter((one) => one.id === discount?.ours).reduce((sum, { cents }) => sum + cents, 0);
  return {
    ...{ lineId, text, quantity, unitCents, articleNumber: article, vatPercentage: null },
    ...(discount === null ? {} : { discount: { id: discount.ours, cents: taken as never } }),
  };
}

describe('the vouchers of a sale, for its windows', () => {
  it('count in the total from the moment the till was told, and stay what they are when it did it', async () => {
    const { world, sale, says, state, total, changes } = tillWorld();
    await world.ticket('T-1');
    says(sale.put('a', '4001', 1_250, '3'));
    expect(total()).toBe(3_750);
    await sale.scan('T-1');
    expect(total()).toBe(0);
    expect(state()).toMatchObject({
      applied: [{ spend: { units: 3 }, left: 1 }],
      refused: [],
      news: { kind: 'applied' },
    });
    expect(changes).toEqual([TILL]);
    says(sale);
    expect(total()).toBe(0);
    says(sale.put('b', '9000', 275));
    expect(total()).toBe(275);
  });

  it('leave the total alone when the till did not wait for the answer', async () => {
    const { world, sale, says, total } = tillWorld();
    await world.ticket('T-1');
    says(sale.put('a', '4001', 1_250));
    await sale.scan('T-1', { heard: false });
    expect(total()).toBe(1_250);
  });

  it('say why a code gives nothing, until the next one is scanned', async () => {
    const { world, sale, says, state } = tillWorld();
    await world.ticket('T-1');
    const { id } = world.voucher('T-1');
    await world.store.commit((tx) => tx.block(id, 'refunded', world.clock.now()));
    await world.ticket('T-2');
    says(sale.put('a', '4001', 1_250));
    await sale.scan('T-2');
    await sale.scan('T-1');
    expect(state()).toMatchObject({
      applied: [{ left: 3 }],
      refused: [{ code: 'T-1', refusal: { why: 'cancelled' } }],
      news: { kind: 'refused', refused: { code: 'T-1' } },
    });
    await sale.put('b', '4001', 1_250).rematch();
    expect(state()).toMatchObject({ applied: [{ left: 2 }], refused: [{ code: 'T-1' }], news: { kind: 'refused' } });
    await sale.scan('T-2');
    expect(state()?.refused.map(({ refusal }) => refusal.why)).toEqual(['twice-here']);
  });

  it('are read first and count later, when their article comes', async () => {
    const { world, sale, says, state } = tillWorld();
    await world.ticket('T-1');
    says(sale.put('a', '9000', 275));
    await sale.scan('T-1');
    expect(state()).toMatchObject({
      applied: [],
      news: { kind: 'read' },
      refused: [{ refusal: { why: 'no-article' } }],
    });
    await sale.put('b', '4001', 1_250).rematch();
    expect(state()).toMatchObject({ news: { kind: 'applied', applied: [{ left: 3 }] }, refused: [] });
  });

  it('are nobody’s business when the till scans an article of its own', async () => {
    const { sale, says, state, changes } = tillWorld();
    says(sale.put('a', '4001', 1_250));
    await sale.scan('4901234567894');
    expect([state(), changes]).toEqual([null, []]);
  });

  it('count no more when their lease is over, and are gone with the sale', async () => {
    const { world, sale, says, state, changes } = tillWorld();
    await world.ticket('T-1');
    says(sale.put('a', '4001', 1_250));
    await sale.scan('T-1');
    await world.clock.advance(HOLD_MS + 1);
    await world.desk.releaseLapsed();
    expect([state()?.applied, changes]).toEqual([[], [TILL, TILL]]);
    await sale.rematch();
    expect(state()?.applied).toHaveLength(1);
    await sale.complete();
    expect(state()).toBeNull();
  });
});
