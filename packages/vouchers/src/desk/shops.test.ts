import { sampleRule, sampleVoucher, VoucherWorld } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import type { InjectionOrder } from '../desk.ts';
import type { VoucherDraft } from '../ports.ts';
import type { ShopId } from '../voucher.ts';

const shop = 'webshop' as ShopId;

function order(vouchers: readonly VoucherDraft[], changes: Partial<InjectionOrder> = {}): InjectionOrder {
  return {
    shop,
    by: 'rest',
    operation: 'inject',
    idempotencyKey: 'key-1',
    digest: 'digest-1',
    vouchers,
    requestId: 'request-1',
    responseOf: (answer) => (answer.ok ? (answer.replay ? '200' : '201') : `409 ${answer.fault.why}`),
    ...changes,
  };
}

/** With a code of its own for its one entitlement. */
function withOwnCode(number: number, code: string): VoucherDraft {
  const draft = sampleVoucher(number);
  return { ...draft, entitlements: draft.entitlements.map((entitlement) => ({ ...entitlement, code })) };
}

describe('V3: an injected order', () => {
  it('is found by each code and by its reference, and is in the log', async () => {
    const world = new VoucherWorld();
    const answer = await world.desk.inject(order([sampleVoucher(2), withOwnCode(3, 'OWN-3')]));
    expect(answer).toMatchObject({
      ok: true,
      replay: false,
      vouchers: [
        { code: 'TICKET-0000000002', entitlements: [{ code: null, ruleName: 'burger' }] },
        { code: 'TICKET-0000000003', entitlements: [{ code: 'OWN-3' }] },
      ],
    });
    world.restart();
    const story = world.desk.byCode('OWN-3', null);
    expect(story?.voucher.codes[0]?.code).toBe('TICKET-0000000003');
    expect(world.desk.byOrder('ORDER-1', null).map(({ voucher }) => voucher.id)).toEqual(
      answer.ok ? answer.vouchers.map(({ id }) => id) : [],
    );
    expect(world.desk.injections({ orderReference: 'ORDER-1', limit: 9 })).toMatchObject([
      { shop, by: 'rest', operation: 'inject', response: '201', vouchers: 2, requestId: 'request-1' },
    ]);
    expect(world.store.facts()).toMatchObject([
      {
        kind: 'voucher.injected',
        subject: 'request-1',
        body: { shop, orders: ['ORDER-1'], vouchers: 2, digest: 'digest-1' },
      },
    ]);
  });

  it('with several references has a line in the log for each', async () => {
    const world = new VoucherWorld();
    await world.desk.inject(order([1, 2, 3].map((number) => sampleVoucher(number))));
    expect(
      world.desk.injections({ limit: 9 }).map(({ orderReference, vouchers }) => [orderReference, vouchers]),
    ).toEqual([
      ['ORDER-1', 2],
      ['ORDER-0', 1],
    ]);
  });

  it.each([
    ['that was sent before', [sampleVoucher(5), sampleVoucher(1)], 1, 'TICKET-0000000001'],
    ['twice in it', [sampleVoucher(5), sampleVoucher(5)], 1, 'TICKET-0000000005'],
    ['twice in one voucher', [withOwnCode(5, 'TICKET-0000000005')], 0, 'TICKET-0000000005'],
    ['that was replaced', [withOwnCode(5, 'OLD')], 0, 'OLD'],
  ])('with a code %s is refused whole, with the place of the fault', async (_why, vouchers, index, code) => {
    const world = new VoucherWorld();
    await world.inject(sampleVoucher(1), { ...sampleVoucher(2), code: 'OLD' });
    await world.desk.reissue(shop, 'OLD', 'NEW');
    const answer = await world.desk.inject(order(vouchers));
    expect(answer).toEqual({ ok: false, fault: { why: 'duplicate-code', index, code } });
    expect(world.store.voucherCount()).toBe(2);
    expect(world.desk.injections({ limit: 1 })).toMatchObject([{ response: '409 duplicate-code', vouchers: 0 }]);
    // What was refused may be put right under the same key.
    expect(await world.desk.inject(order([sampleVoucher(7)]))).toMatchObject({ ok: true, replay: false });
  });

  it('repeated under its key is answered as before, also when its codes changed since; another request is refused', async () => {
    const world = new VoucherWorld();
    const first = await world.desk.inject(order([withOwnCode(1, 'OWN')]));
    await world.desk.reissue(shop, 'TICKET-0000000001', 'NEW');
    const again = await world.desk.inject(order([withOwnCode(1, 'OWN')]));
    expect(again).toEqual({ ...first, replay: true });
    const other = await world.desk.inject(order([sampleVoucher(2)], { digest: 'digest-2' }));
    expect(other).toEqual({ ok: false, fault: { why: 'key-reused' } });
    expect(await world.desk.inject(order([sampleVoucher(2)], { shop: 'other' as ShopId }))).toMatchObject({
      replay: false,
    });
    expect(world.desk.injections({ shop, limit: 9 }).map(({ response }) => response)).toEqual([
      '409 key-reused',
      '200',
      '201',
    ]);
  });

  it('is remembered under its key also where it could not be made any more', async () => {
    const world = new VoucherWorld();
    const first = await world.desk.inject(order([sampleVoucher(1)]));
    const call = { shop, idempotencyKey: 'key-1', digest: 'digest-1' };
    expect(await world.desk.repeated(call)).toEqual({ ...first, replay: true });
    expect(await world.desk.repeated({ ...call, digest: 'digest-2' })).toEqual({
      ok: false,
      fault: { why: 'key-reused' },
    });
    expect(await world.desk.repeated({ ...call, idempotencyKey: 'key-2' })).toBeUndefined();
    expect(await world.desk.repeated({ ...call, shop: 'other' as ShopId })).toBeUndefined();
  });

  it('that the disk refuses is not acknowledged, and nothing of it is there', async () => {
    const world = new VoucherWorld();
    world.store.failWith = new Error('disk full');
    await expect(world.desk.inject(order([sampleVoucher(1)]))).rejects.toThrow('disk full');
    world.store.failWith = null;
    expect(world.store.voucherCount()).toBe(0);
    expect(world.desk.injections({ limit: 9 })).toEqual([]);
  });

  it('a call that never came to vouchers is in the log too', async () => {
    const world = new VoucherWorld();
    const entry = {
      at: 5,
      shop,
      by: 'soap',
      operation: 'issueVouchers',
      orderReference: null,
      response: 'fault',
      vouchers: 0,
      requestId: 'r',
    };
    await world.desk.noteInjection(entry);
    expect(world.desk.injections({ limit: 9 })).toEqual([{ ...entry, number: 1 }]);
  });
});

describe('a new code', () => {
  it('leads to the same voucher, the old one is refused; asked for again it is found done', async () => {
    const world = new VoucherWorld();
    const voucher = await world.ticket('OLD');
    const renewed = await world.desk.reissue(shop, 'OLD', 'NEW');
    expect(renewed).toMatchObject({
      id: voucher.id,
      codes: [{ code: 'NEW' }, { code: 'OLD', replacedAt: world.clock.now() }],
    });
    expect(await world.desk.reissue(shop, 'OLD', 'NEW')).toEqual(renewed);
    expect(world.desk.byCode('OLD', null)).toMatchObject({ refusal: { why: 'replaced' } });
    expect(world.desk.byCode('NEW', null)).toMatchObject({ refusal: null });
    expect(world.store.facts().filter(({ kind }) => kind === 'voucher.reissued')).toHaveLength(1);
  });

  it.each([
    ['of an unknown code', 'UNKNOWN', 'FRESH', 'SHOP-101'],
    ['that is taken', 'A', 'B', 'SHOP-102'],
    ['that is the old one', 'A', 'A', 'SHOP-102'],
    ['in place of one that was replaced', 'OLD', 'FRESH', 'SHOP-103'],
  ])('%s is refused', async (_why, old, fresh, code) => {
    const world = new VoucherWorld();
    await world.ticket('A');
    await world.ticket('B');
    await world.ticket('OLD');
    await world.desk.reissue(shop, 'OLD', 'NEW');
    await expect(world.desk.reissue(shop, old, fresh)).rejects.toMatchObject({ code });
    expect(world.voucher('A').codes).toHaveLength(1);
  });

  it('and a withdrawal are for the shop that sold the voucher', async () => {
    const world = new VoucherWorld();
    await world.ticket('A');
    const other = 'other' as ShopId;
    await expect(world.desk.reissue(other, 'A', 'FRESH')).rejects.toMatchObject({ code: 'SHOP-101' });
    await expect(world.desk.block(other, 'A', 'refunded')).rejects.toMatchObject({ code: 'SHOP-101' });
  });

  it('stands in the log under the order it is for, and so does a withdrawal', async () => {
    const world = new VoucherWorld();
    await world.ticket('A');
    const call = { by: 'rest', operation: 'reissue', requestId: 'request-7', response: '200' };
    await world.desk.reissue(shop, 'A', 'B', call);
    await world.desk.reissue(shop, 'A', 'B', call);
    await world.desk.block(shop, 'B', 'refunded', { ...call, operation: 'block' });
    const entries = world.desk.injections({ orderReference: 'ORDER-0', limit: 3 });
    expect(entries.map(({ operation }) => operation)).toEqual(['block', 'reissue', 'reissue']);
    expect(entries[0]).toMatchObject({ ...call, operation: 'block', shop, vouchers: 1 });
  });

  it('does not disturb the sale that holds the voucher', async () => {
    const world = new VoucherWorld();
    await world.ticket('OLD');
    const sale = world.sale('s').put('l1', '4001', 1_000);
    await sale.scan('OLD');
    await world.desk.reissue(shop, 'OLD', 'NEW');
    expect((await sale.scan('NEW')).refusals).toMatchObject([{ refusal: { why: 'twice-here' } }]);
    await sale.complete();
    expect(world.counters('NEW')).toEqual([{ held: 0, redeemed: 1 }]);
  });
});

describe('a withdrawal', () => {
  it('is done once, takes the discount off at the next word, and leaves a paid sale alone', async () => {
    const world = new VoucherWorld();
    await world.ticket('A');
    const sale = world.sale('s').put('l1', '4001', 1_000);
    await sale.scan('A');
    const blocked = await world.desk.block(shop, 'A', 'cancelled');
    expect(await world.desk.block(shop, 'A', 'refunded')).toEqual(blocked);
    expect(await sale.rematch()).toMatchObject({
      clear: [{ lineId: 'l1' }],
      refusals: [{ refusal: { why: 'cancelled' } }],
    });
    expect(world.counters('A')).toEqual([{ held: 0, redeemed: 0 }]);
  });
});

describe('a redemption without a sale', () => {
  const place = { till: 'Kiosk', branch: 1, workplace: 9, employee: null };
  const direct = (code: string, units: number, dryRun = false) => ({
    shop,
    code,
    entitlement: null,
    units,
    place,
    dryRun,
  });

  it('spends units of the first entitlement that counts, then of the next', async () => {
    const world = new VoucherWorld();
    await world.ticket('T', { issued: 1 }, { issued: 2 });
    const dry = await world.desk.redeem(direct('T', 2, true));
    expect(dry).toMatchObject({ ok: true, left: 1, redemptions: [{ units: 1 }, { units: 1 }] });
    expect(world.store.redemptions()).toEqual([]);
    expect(await world.desk.redeem(direct('T', 2))).toMatchObject({ ok: true, left: 1 });
    expect(world.counters('T')).toEqual([
      { held: 0, redeemed: 1 },
      { held: 0, redeemed: 1 },
    ]);
    expect(await world.desk.redeem(direct('T', 2))).toEqual({
      ok: false,
      refusal: { why: 'too-few-left', left: 1, issued: 3, asked: 2 },
    });
    expect(await world.desk.redeem(direct('T', 1))).toMatchObject({ ok: true, left: 0 });
    expect(await world.desk.redeem(direct('T', 1))).toMatchObject({
      ok: false,
      refusal: { why: 'used-up', lastPlace: 'Kiosk' },
    });
  });

  it('goes by an entitlement alone, or by a code of its own', async () => {
    const world = new VoucherWorld();
    const { entitlements } = await world.ticket('T', { issued: 1 }, { issued: 2, code: 'OWN' });
    expect(await world.desk.redeem(direct('OWN', 1))).toMatchObject({ ok: true, left: 1 });
    const [first] = entitlements;
    const order = { ...direct('', 1), code: null, entitlement: first?.id ?? null };
    expect(await world.desk.redeem(order)).toMatchObject({ ok: true, left: 0, redemptions: [{ code: 'T' }] });
  });

  it('by a code and an entitlement wants both to be of one voucher of the shop', async () => {
    const world = new VoucherWorld();
    const [first] = (await world.ticket('A', { issued: 1 }, { issued: 2 })).entitlements;
    const [other] = (await world.ticket('B')).entitlements;
    const both = (entitlement: typeof first) => ({ ...direct('A', 1, true), entitlement: entitlement?.id ?? null });
    expect(await world.desk.redeem(both(first))).toMatchObject({ ok: true, left: 0 });
    expect(await world.desk.redeem(both(other))).toEqual({ ok: false, refusal: { why: 'not-received' } });
    const stranger = { ...both(first), shop: 'other' as ShopId };
    expect(await world.desk.redeem(stranger)).toEqual({ ok: false, refusal: { why: 'not-received' } });
    expect(await world.desk.redeem({ ...stranger, code: null })).toEqual({
      ok: false,
      refusal: { why: 'not-received' },
    });
  });

  it('of balance says what it was worth; of a pass without end how little is left is not said', async () => {
    const world = new VoucherWorld();
    const balance = sampleRule({ benefit: { kind: 'balance' } });
    await world.ticket('GIFT', { issued: 1_000, rule: balance });
    await world.ticket('PASS', { issued: null });
    expect(await world.desk.redeem(direct('GIFT', 300))).toMatchObject({
      left: 700,
      redemptions: [{ units: 300, cents: 300 }],
    });
    expect(await world.desk.redeem(direct('PASS', 1))).toMatchObject({ left: null, redemptions: [{ cents: 0 }] });
  });

  it.each([
    ['unknown', 'X', { why: 'not-received' }],
    ['replaced', 'OLD', { why: 'replaced' }],
    ['withdrawn', 'GONE', { why: 'cancelled' }],
    ['held by a sale', 'HELD', { why: 'in-use', place: 'Till 1' }],
  ])('%s: refused with the reason', async (_why, code, refusal) => {
    const world = new VoucherWorld();
    for (const one of ['OLD', 'GONE', 'HELD']) await world.ticket(one, { issued: 1 });
    await world.desk.reissue(shop, 'OLD', 'NEW');
    await world.desk.block(shop, 'GONE', 'cancelled');
    await world.sale('s').put('l1', '4001', 1_000).scan('HELD');
    expect(await world.desk.redeem(direct(code, 1))).toMatchObject({ ok: false, refusal });
  });

  it.each([0, -1, 1.5])('of %d units is a fault of the caller', async (units) => {
    const world = new VoucherWorld();
    await world.ticket('T');
    await expect(world.desk.redeem(direct('T', units))).rejects.toThrow(RangeError);
  });
});

describe('the story of a voucher', () => {
  it('says what is left, who holds it, what was spent, and what speaks against it here and now', async () => {
    const world = new VoucherWorld();
    const here = sampleRule({ places: { branches: [], workplaces: [{ branch: 1, workplace: 1 }] } });
    await world.ticket('T', { issued: 3, rule: here });
    const paid = world.sale('a').put('l1', '4001', 1_000);
    await paid.scan('T');
    await paid.complete();
    const open = world.sale('b').put('l1', '4001', 1_000);
    await open.scan('T');
    expect(world.desk.byCode('T', open.place)).toMatchObject({
      refusal: null,
      standing: [{ refusal: null, left: 2 }],
      heldBy: [{ sale: { sessionId: 'b' } }],
      redemptions: [{ units: 1, sale: { sessionId: 'a' } }],
    });
    expect(world.desk.byCode('T', { ...open.place, workplace: 2 })?.standing).toMatchObject([
      { refusal: { why: 'wrong-place' } },
    ]);
    expect(world.desk.byCode('unknown', null)).toBeUndefined();
    await world.desk.block(shop, 'T', 'refunded');
    expect(world.desk.byOrder('ORDER-0', null)).toMatchObject([{ refusal: { why: 'cancelled' } }]);
  });
});
