import { cents } from '@tillbridge/kernel';
import { HOLD_MS, sampleRule, VoucherWorld } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import type { DiscountId } from '../sale.ts';

const BURGER = '4001';
const everything = { kind: 'assortment', exceptArticles: [], exceptGroups: [] } as const;
const balance = sampleRule({ benefit: { kind: 'balance' }, scope: everything });
const tenth = sampleRule({ benefit: { kind: 'percentage', basisPoints: 1_000, capCents: null }, scope: everything });

describe('a completed sale', () => {
  it('spends what its lines carry, once, and remembers where, when and what', async () => {
    const world = new VoucherWorld();
    const voucher = await world.ticket('T');
    const sale = world.sale('s').put('l1', BURGER, 1_000, '2').put('l2', '9', 300);
    await sale.scan('T');
    await sale.complete();
    expect(world.store.redemptions()).toMatchObject([
      {
        voucher: voucher.id,
        code: 'T',
        sale: sale.key,
        place: sale.place,
        at: world.clock.now(),
        units: 2,
        cents: 2_000,
        lines: [{ discount: sale.carried.l1, pieces: 2, cents: 2_000 }],
        creditedAt: null,
        mark: null,
      },
    ]);
    expect(world.desk.ofSale(sale.key)).toBeUndefined();
    await sale.complete();
    await sale.release('cancelled');
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 2 }]);
  });

  it('without lines spends all that was held', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { issued: 2 }, { issued: null, rule: tenth });
    const sale = world.sale('s').put('l1', BURGER, 1_000).put('l2', '9', 500);
    await sale.scan('T');
    await sale.complete({ told: false });
    expect(world.counters('T')).toEqual([
      { held: 0, redeemed: 1 },
      { held: 0, redeemed: 1 },
    ]);
    expect(world.store.redemptions().map(({ cents: amount }) => amount)).toEqual([1_000, 50]);
  });

  it('frees what a line lost', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    const sale = world.sale('s').put('l1', BURGER, 1_000).put('l2', BURGER, 900, '2');
    await sale.scan('T');
    expect(world.counters('T')).toEqual([{ held: 3, redeemed: 0 }]);
    sale.lines = sale.lines.map((line) => (line.lineId === 'l2' ? { ...line, discount: null } : line));
    await sale.complete();
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 1 }]);
    expect(world.store.facts().slice(-2)).toMatchObject([
      { kind: 'voucher.redeemed', body: { redemptions: [{ units: 1 }] } },
      { kind: 'voucher.released', body: { why: 'completed' } },
    ]);
  });

  it('spends what the till gave, although it had been told otherwise meanwhile', async () => {
    const world = new VoucherWorld();
    await world.ticket('GIFT', { issued: 5_000, rule: balance });
    const sale = world.sale('s').put('l1', '9', 3_000);
    await sale.scan('GIFT');
    await sale.put('l1', '9', 3_000).put('l2', '9', 1_000).rematch();
    const { l1 } = sale.carried;
    // The till makes the line dearer, tells so, and doesn't act on the answer.
    sale.lines = sale.lines.map((line) => (line.lineId === 'l1' ? { ...line, unitCents: cents(4_000) } : line));
    await sale.rematch({ heard: false });
    expect(world.counters('GIFT')).toEqual([{ held: 5_000, redeemed: 0 }]);
    expect(sale.carried.l1).toBe(l1);
    await sale.complete();
    expect(world.counters('GIFT')).toEqual([{ held: 0, redeemed: 4_000 }]);
    expect(world.store.redemptions()).toMatchObject([{ units: 4_000, cents: 4_000 }]);
  });

  it('with a discount of ours that nobody knows of spends nothing for it', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    await sale.scan('T');
    sale.lines = sale.lines.map((line) => ({ ...line, discount: { ours: 'unknown' as DiscountId } }));
    await sale.complete();
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 0 }]);
  });

  it('counts for the limits of the day', async () => {
    const world = new VoucherWorld();
    const daily = { ...tenth, limits: { perVisit: null, perDay: 1, perPeriod: null } };
    await world.ticket('PASS', { issued: null, rule: daily });
    const first = world.sale('a').put('l1', '9', 1_000);
    await first.scan('PASS');
    await first.complete();
    const lastAt = world.clock.now();
    const again = await world.sale('b', 2).put('l1', '9', 1_000).scan('PASS');
    expect(again.refusals).toMatchObject([
      { refusal: { why: 'limit-reached', units: 1, days: 1, lastAt, lastPlace: 'Till 1' } },
    ]);
    await world.clock.advance(24 * 3_600_000);
    expect((await world.sale('c').put('l1', '9', 1_000).scan('PASS')).set).toHaveLength(1);
  });
});

describe('a sale that comes to nothing', () => {
  it.each(['cancelled', 'merged'] as const)('%s: everything is free, and nothing is spent', async (why) => {
    const world = new VoucherWorld();
    await world.ticket('T');
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    await sale.scan('T');
    await sale.release(why);
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 0 }]);
    expect(world.desk.ofSale(sale.key)?.stage).toBe(why === 'merged' ? 'parked' : undefined);
    expect(world.store.facts().at(-1)).toMatchObject({ kind: 'voucher.released', body: { why, holds: [] } });
    await sale.complete({ told: false });
    expect(world.store.redemptions()).toEqual([]);
  });

  it('parked holds nothing, and holds again when it is taken up', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { issued: 1 });
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    await sale.scan('T');
    const carried = sale.carried;
    await sale.release('park');
    expect(world.desk.ofSale(sale.key)).toMatchObject({ stage: 'parked', spends: [] });
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 0 }]);
    expect(await sale.rematch()).toMatchObject({ set: [], clear: [], applied: [{ spend: { units: 1 } }] });
    expect(sale.carried).toEqual(carried);
    expect(world.counters('T')).toEqual([{ held: 1, redeemed: 0 }]);
  });

  it('parked, and the voucher used elsewhere: the discount goes, with the reason', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { issued: 1 });
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    await sale.scan('T');
    await sale.release('park');
    const other = world.sale('o', 2).put('l1', BURGER, 1_000);
    await other.scan('T');
    await other.complete();
    expect(await sale.rematch()).toMatchObject({
      clear: [{ lineId: 'l1' }],
      refusals: [{ refusal: { why: 'used-up', lastPlace: 'Till 2' } }],
    });
    await sale.complete();
    expect(world.store.redemptions()).toHaveLength(1);
  });
});

describe('lines that come over from another sale', () => {
  const merged = async (world: VoucherWorld) => {
    await world.ticket('T');
    const from = world.sale('from').put('l1', BURGER, 1_000, '2');
    await from.scan('T');
    const into = world.sale('into').put('l9', '9', 300);
    into.lines = [...into.lines, ...from.lines];
    return { from, into };
  };

  it('bring their voucher along: nothing to change on them, and it is this sale that holds', async () => {
    const world = new VoucherWorld();
    const { from, into } = await merged(world);
    await from.release('merged');
    const answer = await into.rematch();
    expect(answer).toMatchObject({ set: [], clear: [], applied: [{ spend: { units: 2 } }] });
    expect(world.counters('T')).toEqual([{ held: 2, redeemed: 0 }]);
    await into.complete();
    expect(world.store.redemptions()).toMatchObject([
      { sale: into.key, code: 'T', units: 2, cents: 2_000, mark: null },
    ]);
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 2 }]);
  });

  it('are spent when the sale they came into is paid without another word', async () => {
    const world = new VoucherWorld();
    const { from, into } = await merged(world);
    await from.release('merged');
    await into.complete();
    expect(world.store.redemptions()).toMatchObject([{ sale: into.key, units: 2, cents: 2_000, mark: null }]);
  });

  it('are taken from a sale that is still open, and the rest stays there', async () => {
    const world = new VoucherWorld();
    const { from, into } = await merged(world);
    await from.put('l2', BURGER, 900).rematch();
    from.take('l1');
    await into.rematch();
    expect(world.desk.ofSale(from.key)).toMatchObject({ spends: [{ units: 1, cents: 900 }] });
    expect(world.desk.ofSale(into.key)).toMatchObject({ spends: [{ units: 2, cents: 2_000 }] });
    expect(await from.rematch()).toMatchObject({ set: [], clear: [] });
    await Promise.all([from.complete(), into.complete()]);
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 3 }]);
  });
});

describe('a sale that nobody speaks of any more', () => {
  it('is forgotten after ninety days', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    await sale.scan('T');
    await world.clock.advance(HOLD_MS);
    await world.desk.releaseLapsed();
    await world.clock.advance(90 * 86_400_000);
    await world.desk.releaseLapsed();
    expect(world.store.sales()).toHaveLength(1);
    await world.clock.advance(1);
    await world.desk.releaseLapsed();
    expect(world.store.sales()).toEqual([]);
  });
});

describe('the end of the lease', () => {
  it('frees what is held; every word of the till renews it; the time of the next look is told', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    expect(await world.desk.releaseLapsed()).toBeNull();
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    await sale.scan('T');
    await world.clock.advance(HOLD_MS - 1);
    expect(await world.desk.releaseLapsed()).toBe(world.clock.now() + 1);
    await sale.rematch();
    await world.clock.advance(HOLD_MS - 1);
    await world.desk.releaseLapsed();
    expect(world.counters('T')).toEqual([{ held: 1, redeemed: 0 }]);
    await world.clock.advance(1);
    expect(await world.desk.releaseLapsed()).toBeNull();
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 0 }]);
    expect(world.desk.ofSale(sale.key)).toMatchObject({ stage: 'lapsed', spends: [] });
    await sale.rematch();
    expect(world.desk.ofSale(sale.key)).toMatchObject({ stage: 'open', spends: [{ units: 1 }] });
  });

  it('completed after it: spent as given, as long as something is left', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { issued: 2 });
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    await sale.scan('T');
    await world.clock.advance(HOLD_MS);
    await world.desk.releaseLapsed();
    await sale.complete();
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 1 }]);
    expect(world.store.redemptions()).toMatchObject([{ mark: null }]);
  });

  it.each([{ told: true }, { told: false }])(
    'V1: completed after another sale took it: over-use, listed until somebody has seen it (lines told: $told)',
    async ({ told }) => {
      const world = new VoucherWorld();
      await world.ticket('T', { issued: 3 });
      const sale = world.sale('s', 1).put('l1', BURGER, 1_000, '2');
      await sale.scan('T');
      await world.clock.advance(HOLD_MS);
      await world.desk.releaseLapsed();
      const other = world.sale('o', 2).put('l1', BURGER, 900, '2');
      await other.scan('T');
      await sale.complete({ told });
      await other.complete();
      expect(world.counters('T')).toEqual([{ held: 0, redeemed: 3 }]);
      expect(world.store.redemptions()).toMatchObject([
        { place: { till: 'Till 1' }, units: 1, cents: 1_000, mark: null },
        { place: { till: 'Till 1' }, units: 1, cents: 1_000, mark: 'over' },
        { place: { till: 'Till 2' }, units: 2, cents: 1_800, mark: null },
      ]);
      const [over] = world.desk.overUse();
      expect(over).toMatchObject({ mark: 'over' });
      expect(world.store.facts().map(({ kind }) => kind)).toContain('voucher.over');
      expect(world.log.lines.some(({ fields }) => fields?.code === 'TILL-701')).toBe(true);
      await world.desk.seeOverUse(over?.id ?? '', 'Anja');
      expect(world.desk.overUse()).toEqual([]);
    },
  );

  it('of many sales at once', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { issued: null, rule: tenth });
    for (let n = 0; n < 130; n += 1) await world.sale(`s${n}`).put('l1', '9', 1_000).scan('T');
    expect(world.counters('T')).toEqual([{ held: 130, redeemed: 0 }]);
    await world.clock.advance(HOLD_MS);
    await world.desk.releaseLapsed();
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 0 }]);
  });
});

describe('a credited sale', () => {
  it('gives everything back, once, and says so in its history', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    const sale = world.sale('s').put('l1', BURGER, 1_000, '2');
    await sale.scan('T');
    await sale.complete();
    await sale.credit({ told: false });
    await sale.credit();
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 0 }]);
    expect(world.store.redemptions()).toMatchObject([{ creditedAt: world.clock.now() }]);
    expect(world.store.facts().filter(({ kind }) => kind === 'voucher.credited')).toHaveLength(1);
    expect((await world.sale('again').put('l1', BURGER, 1_000, '4').scan('T')).applied).toMatchObject([
      { spend: { units: 4 } },
    ]);
  });

  it('line by line gives back what that line carried, each line once', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    const sale = world.sale('s').put('l1', BURGER, 1_000, '2').put('l2', BURGER, 900).put('l3', '9', 500);
    await sale.scan('T');
    await sale.complete();
    const sold = sale.lines;
    const only = (lineId: string) => {
      sale.lines = sold.filter((line) => line.lineId === lineId);
      return sale.credit();
    };
    await only('l3');
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 3 }]);
    await only('l1');
    await only('l1');
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 1 }]);
    const open = world.store.redemptions().filter(({ creditedAt }) => creditedAt === null);
    expect(open).toMatchObject([{ units: 1, cents: 900 }]);
    await only('l2');
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 0 }]);
  });

  it('in part keeps the one visit of a pass spent until its last line is back', async () => {
    const world = new VoucherWorld();
    await world.ticket('PASS', { issued: 5, rule: tenth });
    const sale = world.sale('s').put('l1', '1', 1_000).put('l2', '2', 500);
    await sale.scan('PASS');
    await sale.complete();
    const [l1, l2] = sale.lines;
    sale.lines = l1 === undefined ? [] : [l1];
    await sale.credit();
    expect(world.counters('PASS')).toEqual([{ held: 0, redeemed: 1 }]);
    sale.lines = l2 === undefined ? [] : [l2];
    await sale.credit();
    expect(world.counters('PASS')).toEqual([{ held: 0, redeemed: 0 }]);
  });

  it('never gives back what was over', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { issued: 1 });
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    await sale.scan('T');
    await world.clock.advance(HOLD_MS);
    await world.desk.releaseLapsed();
    const other = world.sale('o', 2).put('l1', BURGER, 1_000);
    await other.scan('T');
    await other.complete();
    await sale.complete();
    await sale.credit();
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 1 }]);
  });
});
