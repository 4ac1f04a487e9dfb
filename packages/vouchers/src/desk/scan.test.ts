import { cents } from '@tillbridge/kernel';
import { HOLD_MS, sampleRule, VoucherWorld } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';

const BURGER = '4001';

describe('a scanned ticket', () => {
  it('takes its meals off the bill, and what is left is there the next day: two, two more, then refused with the history', async () => {
    const world = new VoucherWorld();
    await world.ticket('FAMILY', { issued: 4 });
    const monday = world.sale('monday').put('l1', BURGER, 1_000, '2');
    const answer = await monday.scan('FAMILY');
    expect(answer).toMatchObject({
      recognized: true,
      set: [{ lineId: 'l1', pieces: 2, whole: true, cents: 2_000, label: { en: 'Burger menu' } }],
      clear: [],
      applied: [{ spend: { units: 2, cents: 2_000 }, left: 2, issued: 4 }],
      refusals: [],
    });
    expect(world.counters('FAMILY')).toEqual([{ held: 2, redeemed: 0 }]);
    await monday.complete();
    expect(world.counters('FAMILY')).toEqual([{ held: 0, redeemed: 2 }]);

    await world.clock.advance(24 * 3_600_000);
    const tuesday = world.sale('tuesday', 2).put('l1', BURGER, 1_000, '3');
    expect((await tuesday.scan('FAMILY')).set).toMatchObject([{ pieces: 2, whole: true, cents: 2_000 }]);
    await tuesday.complete();
    const at = world.clock.now();

    const third = world.sale('third').put('l1', BURGER, 1_000);
    const refused = await third.scan('FAMILY');
    expect(refused).toMatchObject({
      recognized: true,
      set: [],
      applied: [],
      refusals: [{ code: 'FAMILY', refusal: { why: 'used-up', lastAt: at, lastPlace: 'Till 2' } }],
    });
    expect(world.desk.ofSale(third.key)).toBeUndefined();
    expect(world.store.facts().map(({ kind }) => kind)).toEqual([
      'voucher.injected',
      'voucher.held',
      'voucher.redeemed',
      'voucher.held',
      'voucher.redeemed',
    ]);
    expect(JSON.stringify(world.store.facts())).not.toContain('FAMILY');
  });

  it('counts for what is put into the sale later', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    const sale = world.sale('s');
    expect((await sale.scan('T')).refusals).toMatchObject([{ refusal: { why: 'no-article' } }]);
    const answer = await sale.put('l1', BURGER, 1_500).rematch();
    // Free up to EUR 12.50.
    expect(answer.set).toMatchObject([{ lineId: 'l1', pieces: 1, whole: false, cents: 1_250 }]);
    expect(answer.refusals).toEqual([]);
  });

  it('again in the same sale: twice-here, and nothing changes; under any of its codes', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { code: 'OWN' });
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    await sale.scan('T');
    for (const code of ['T', 'OWN']) {
      const again = await sale.scan(code);
      expect(again).toMatchObject({
        recognized: true,
        set: [],
        clear: [],
        refusals: [{ code, refusal: { why: 'twice-here' } }],
      });
    }
    expect(world.counters('T')).toEqual([{ held: 1, redeemed: 0 }]);
  });

  it('that waits for an article says so again, not that it counts already', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    const sale = world.sale('s');
    await sale.scan('T');
    expect((await sale.scan('T')).refusals).toMatchObject([{ refusal: { why: 'no-article' } }]);
  });

  it('in use at another till: where, since when, until when; free again when that sale is cancelled', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { issued: 1 });
    const since = world.clock.now();
    const first = world.sale('a', 1).put('l1', BURGER, 1_000);
    await first.scan('T');
    const second = world.sale('b', 2).put('l1', BURGER, 1_000);
    const refused = await second.scan('T');
    expect(refused.refusals).toMatchObject([
      { refusal: { why: 'in-use', place: 'Till 1', since, until: since + HOLD_MS } },
    ]);
    await first.release('cancelled');
    expect((await second.scan('T')).set).toHaveLength(1);
  });

  it('split between two tills takes what the other one leaves', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { issued: 3 });
    await world.sale('a', 1).put('l1', BURGER, 1_000, '2').scan('T');
    const answer = await world.sale('b', 2).put('l1', BURGER, 1_000, '2').scan('T');
    expect(answer.set).toMatchObject([{ pieces: 1 }]);
    expect(world.counters('T')).toEqual([{ held: 3, redeemed: 0 }]);
  });

  it.each([
    ['expired', { validUntil: 1_000 }, { why: 'expired', at: 1_000 }],
    ['not-yet', { validFrom: 9e12 }, { why: 'not-yet', at: 9e12 }],
  ])('%s', async (_why, changes, refusal) => {
    const world = new VoucherWorld();
    await world.ticket('T', changes);
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    expect((await sale.scan('T')).refusals).toMatchObject([{ label: { en: 'Burger menu' }, refusal }]);
    expect(world.store.sales()).toEqual([]);
  });

  it('withdrawn or replaced by its shop: since when, and with which order; the new code counts', async () => {
    const world = new VoucherWorld();
    const { shop, orderReference } = await world.ticket('OLD');
    await world.ticket('GONE');
    await world.desk.reissue(shop, 'OLD', 'NEW');
    await world.desk.block(shop, 'GONE', 'refunded');
    const at = world.clock.now();
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    expect(await sale.scan('OLD')).toMatchObject({
      recognized: true,
      refusals: [{ label: null, refusal: { why: 'replaced', at } }],
    });
    expect((await sale.scan('GONE')).refusals).toMatchObject([{ refusal: { why: 'cancelled', at, orderReference } }]);
    expect((await sale.scan('NEW')).set).toHaveLength(1);
  });

  it('nobody sent is left to the till, and costs no commit; one that was read badly is ours', async () => {
    const world = new VoucherWorld({ isMisread: (code) => code.startsWith('TCK') });
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    expect(await sale.scan('5410000000000')).toMatchObject({
      recognized: false,
      refusals: [{ refusal: { why: 'not-received' } }],
    });
    expect(await sale.scan('TCK-1')).toMatchObject({
      recognized: true,
      refusals: [{ refusal: { why: 'unreadable' } }],
    });
    expect(world.store.commits).toBe(0);
  });

  it('of which one thing counts says nothing of what nobody ordered', async () => {
    const world = new VoucherWorld();
    const ice = sampleRule({ label: { en: 'Ice cream' }, scope: { kind: 'articles', articles: ['5001'] } });
    await world.ticket('T', { issued: 1 }, { issued: 1, rule: ice });
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    expect(await sale.scan('T')).toMatchObject({ applied: [{ label: { en: 'Burger menu' } }], refusals: [] });
  });
});

describe('a repeated scan', () => {
  it('changes nothing and is answered from what stands', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    const receipt = world.receipt('scanCode');
    const basket = sale.lines;
    const first = await sale.scan('T', { receipt });
    const stands = world.desk.ofSale(sale.key);
    const facts = world.store.facts();
    sale.lines = basket;
    expect(await sale.scan('T', { receipt })).toEqual(first);
    expect(world.desk.ofSale(sale.key)).toEqual(stands);
    expect(world.store.facts()).toEqual(facts);
    // The till acted on the first answer after all.
    expect((await sale.scan('T', { receipt })).set).toEqual([]);
  });

  it('of what was refused is refused alike', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { validUntil: 5 });
    const sale = world.sale('s');
    const receipt = world.receipt('scanCode');
    const first = await sale.scan('T', { receipt });
    expect(first.refusals).toHaveLength(1);
    expect(await sale.scan('T', { receipt })).toEqual(first);
  });
});

describe('the basket afterwards', () => {
  it('a removed line frees what it took, and the offer is made anew', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { issued: 2 });
    const sale = world.sale('s').put('l1', BURGER, 1_000, '2').put('l2', BURGER, 900, '2');
    await sale.scan('T');
    expect(sale.carried).toMatchObject({ l1: expect.any(String), l2: null });
    const answer = await sale.take('l1').rematch();
    expect(answer.set).toMatchObject([{ lineId: 'l2', pieces: 2 }]);
    await sale.take('l2').rematch();
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 0 }]);
    expect(world.store.facts().at(-1)).toMatchObject({ kind: 'voucher.released', body: { holds: [] } });
  });

  it('only differences are answered: a discount keeps its name until something about it changes', async () => {
    const world = new VoucherWorld();
    const tenth = sampleRule({
      benefit: { kind: 'percentage', basisPoints: 1_000, capCents: null },
      scope: { kind: 'assortment', exceptArticles: [], exceptGroups: [] },
    });
    await world.ticket('PASS', { issued: null, rule: tenth });
    const sale = world.sale('s').put('l1', '1', 1_000);
    await sale.scan('PASS');
    const { l1 } = sale.carried;
    expect(await sale.rematch()).toMatchObject({ set: [], clear: [] });
    const more = await sale.put('l2', '2', 500).rematch();
    expect(more.set).toMatchObject([{ lineId: 'l2', cents: 50 }]);
    expect(sale.carried.l1).toBe(l1);
    const dearer = await sale.put('l1', '1', 2_000).rematch();
    expect(dearer.set).toMatchObject([{ lineId: 'l1', cents: 200 }]);
    expect(sale.carried.l1).not.toBe(l1);
  });

  it('what was answered to a word the till did not wait for is answered again', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    const unheard = await sale.scan('T', { heard: false });
    const heard = await sale.rematch();
    expect(heard.set).toEqual(unheard.set);
    expect((await sale.rematch()).set).toEqual([]);
  });

  it('a line that may carry none of ours any more is cleared, also one that no sale knows of', async () => {
    const world = new VoucherWorld();
    const minimum = sampleRule({
      benefit: { kind: 'amount', cents: cents(500) },
      scope: { kind: 'assortment', exceptArticles: [], exceptGroups: [] },
      minimumSpendCents: cents(1_500),
    });
    await world.ticket('T', { issued: 1, rule: minimum });
    const sale = world.sale('s').put('l1', '1', 1_000).put('l2', '2', 600);
    await sale.scan('T');
    const answer = await sale.take('l2').rematch();
    expect(answer).toMatchObject({
      set: [],
      clear: [{ lineId: 'l1' }],
      applied: [],
      refusals: [{ refusal: { why: 'minimum', missingCents: 500 } }],
    });
    const stranger = world.sale('other');
    stranger.lines = [{ ...sale.put('x', '1', 100).lines[0], lineId: 'x', discount: { ours: 'd' } } as never];
    expect((await stranger.rematch()).clear).toEqual([{ lineId: 'x', discountId: 'd' }]);
  });

  it('hours count when the ticket is shown, not when the bill comes', async () => {
    const world = new VoucherWorld();
    // The clock starts on Sunday, 1 March 2026, at 10:00 in Amsterdam.
    const lunch = sampleRule({ hours: [{ days: [7], fromMinute: 600, untilMinute: 610 }] });
    await world.ticket('T', { rule: lunch });
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    await sale.scan('T');
    await world.clock.advance(15 * 60_000);
    expect(await sale.put('l2', '7', 250).rematch()).toMatchObject({ clear: [], applied: [{}] });
    const late = await world.sale('late').put('l1', BURGER, 1_000).scan('T');
    expect(late.refusals).toMatchObject([{ refusal: { why: 'wrong-time' } }]);
  });

  it('of a word without lines stays as it was', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    await sale.scan('T');
    const answer = await world.desk.rematch({ ...sale.word('startPayment'), lines: null });
    expect(answer).toMatchObject({ set: [], clear: [], applied: [{ spend: { units: 1 } }] });
    expect(world.counters('T')).toEqual([{ held: 1, redeemed: 0 }]);
  });

  it('hears of every sale whose vouchers changed', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    const heard: string[] = [];
    const stop = world.desk.onChange(({ sessionId }) => heard.push(sessionId));
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    const receipt = world.receipt('scanCode');
    await sale.scan('T', { receipt });
    await sale.scan('T', { receipt });
    await sale.complete();
    stop();
    await world.sale('t').put('l1', BURGER, 1_000).scan('T');
    expect(heard).toEqual(['s', 's']);
  });
});
