import { ADDED_CENTS, sampleRule, VoucherWorld } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';

const one = sampleRule({ adds: [{ article: '4001', label: { en: 'Burger' } }] });
const two = sampleRule({
  adds: [
    { article: '4001', label: { en: 'Burger' } },
    { article: '4002', label: { en: 'Salad' } },
  ],
});

describe('an article that a ticket puts into the sale', () => {
  it('is held before the till hears of it, is a line like any other then, and is spent', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { rule: one });
    const sale = world.sale('s');
    const answer = await sale.scan('T');
    expect(answer.additions).toMatchObject([{ article: '4001', pieces: 1, label: { en: 'Burger' } }]);
    expect(world.counters('T')).toEqual([{ held: 1, redeemed: 0 }]);
    const follow = await sale.rematch();
    expect(follow).toMatchObject({ set: [], clear: [], additions: [] });
    expect(follow.applied).toMatchObject([{ spend: { units: 1, cents: ADDED_CENTS } }]);
    await sale.complete();
    expect(world.store.redemptions()).toMatchObject([{ units: 1, cents: ADDED_CENTS }]);
  });

  it.each([{ told: true }, { told: false }])(
    'completed at once (lines told: $told): spent all the same',
    async ({ told }) => {
      const world = new VoucherWorld();
      await world.ticket('T', { rule: one });
      const sale = world.sale('s');
      await sale.scan('T');
      await sale.complete({ told });
      expect(world.counters('T')).toEqual([{ held: 0, redeemed: 1 }]);
      expect(world.store.redemptions()).toMatchObject([{ units: 1, cents: told ? ADDED_CENTS : 0 }]);
    },
  );

  it('taken out again by the cashier stays out, until the ticket is shown again', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { rule: one });
    const sale = world.sale('s');
    const [added] = (await sale.scan('T')).additions;
    const answer = await sale.take(added?.lineId ?? '').rematch();
    expect(answer).toMatchObject({ additions: [], applied: [] });
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 0 }]);
    expect((await sale.rematch()).additions).toEqual([]);
    expect((await sale.scan('T')).additions).toHaveLength(1);
  });

  it('answered to a word nobody waited for is answered again under the same names', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { rule: one });
    const sale = world.sale('s');
    const unheard = await sale.scan('T', { heard: false });
    expect((await sale.rematch()).additions).toEqual(unheard.additions);
    expect((await sale.rematch()).additions).toEqual([]);
    expect(world.counters('T')).toEqual([{ held: 1, redeemed: 0 }]);
  });

  it('is answered again to a repeat of the scan, as long as its line is not there', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { rule: one });
    const sale = world.sale('s');
    const receipt = world.receipt('scanCode');
    const first = await sale.scan('T', { receipt });
    sale.lines = [];
    expect((await sale.scan('T', { receipt })).additions).toEqual(first.additions);
    expect((await sale.scan('T', { receipt })).additions).toEqual([]);
  });

  it('whose line the till named otherwise is known by its discount', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { rule: one });
    const sale = world.sale('s');
    await sale.scan('T');
    sale.lines = sale.lines.map((line) => ({ ...line, lineId: 'named-by-the-till' }));
    expect(await sale.rematch()).toMatchObject({ set: [], clear: [], applied: [{ spend: { units: 1 } }] });
  });
});

describe('a choice', () => {
  it.each([
    ['under another name', false],
    ['as the very same event', true],
  ])('is asked, and nothing is held until the event comes again with the answer, %s', async (_how, same) => {
    const world = new VoucherWorld();
    await world.ticket('T', { rule: two });
    const sale = world.sale('s');
    const receipt = world.receipt('scanCode');
    const asked = await sale.scan('T', { receipt });
    expect(asked).toMatchObject({
      choice: { label: { en: 'Burger menu' }, options: [{ id: '4001' }, { id: '4002' }, { id: 'none' }] },
      additions: [],
      refusals: [],
    });
    expect(world.counters('T')).toEqual([{ held: 0, redeemed: 0 }]);
    expect((await sale.scan('T', { receipt })).choice).toEqual(asked.choice);
    const again = same ? receipt : world.receipt('scanCode');
    const answer = await sale.scan('T', { receipt: again, chosen: ['4002'] });
    expect(answer).toMatchObject({
      choice: null,
      additions: [{ article: '4002', label: { en: 'Salad' } }],
      refusals: [],
    });
    expect(world.counters('T')).toEqual([{ held: 1, redeemed: 0 }]);
    const repeated = await sale.scan('T', { receipt: again, chosen: ['4002'] });
    expect(repeated).toMatchObject({ additions: [], refusals: [] });
    expect(world.counters('T')).toEqual([{ held: 1, redeemed: 0 }]);
  });

  it.each([[['none']], [[]], [['9999']]])(
    'answered with %j adds nothing, and is asked again when shown again',
    async (chosen) => {
      const world = new VoucherWorld();
      await world.ticket('T', { rule: two });
      const sale = world.sale('s');
      await sale.scan('T');
      expect(await sale.scan('T', { chosen })).toMatchObject({ choice: null, additions: [] });
      expect(world.counters('T')).toEqual([{ held: 0, redeemed: 0 }]);
      expect((await sale.put('l1', '9', 100).rematch()).choice).toBeNull();
      expect((await sale.scan('T')).choice).not.toBeNull();
    },
  );

  it('is answered for the voucher that asked, when there are two', async () => {
    const world = new VoucherWorld();
    const first = { ...two, label: { en: 'First' } };
    await world.ticket('A', { issued: 1, rule: first });
    await world.ticket('B', { issued: 1, rule: { ...two, label: { en: 'Second' } } });
    const sale = world.sale('s');
    await sale.scan('A');
    await sale.scan('A', { chosen: ['4001'] });
    await sale.rematch();
    expect((await sale.scan('B')).choice).toMatchObject({ label: { en: 'Second' } });
    await sale.scan('B', { chosen: ['4002'] });
    await sale.rematch();
    expect(world.counters('A')).toEqual([{ held: 1, redeemed: 0 }]);
    expect(world.counters('B')).toEqual([{ held: 1, redeemed: 0 }]);
  });
});
