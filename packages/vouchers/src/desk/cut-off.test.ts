import { sampleRule, VoucherWorld } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import type { ShopId } from '../voucher.ts';

const shop = 'webshop' as ShopId;
const BURGER = '4001';
const place = { till: 'Kiosk', branch: 1, workplace: 9, employee: null };

function cutOff(world: VoucherWorld): void {
  world.venue = { kind: 'cut-off', since: world.clock.now() };
}

describe('V2: a till that is cut off from its venue', () => {
  it('by a policy that denies: cannot-check, and nothing is held', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    cutOff(world);
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    expect(await sale.scan('T')).toMatchObject({ set: [], refusals: [{ refusal: { why: 'cannot-check' } }] });
    expect(world.store.sales()).toEqual([]);
    const direct = await world.desk.redeem({ shop, code: 'T', entitlement: null, units: 1, place, dryRun: false });
    expect(direct).toEqual({ ok: false, refusal: { why: 'cannot-check' } });
  });

  it('keeps what the sale held before, and takes nothing new', async () => {
    const world = new VoucherWorld();
    await world.ticket('T');
    await world.ticket('ICE', { rule: sampleRule({ scope: { kind: 'articles', articles: ['5001'] } }) });
    const sale = world.sale('s').put('l1', BURGER, 1_000);
    await sale.scan('T');
    cutOff(world);
    const answer = await sale.put('l2', BURGER, 1_000).put('l3', '5001', 300).rematch();
    expect(answer).toMatchObject({ set: [], clear: [], applied: [{ spend: { units: 1 } }] });
    expect((await sale.scan('ICE')).refusals).toMatchObject([{ code: 'ICE', refusal: { why: 'cannot-check' } }]);
    await sale.complete();
    expect(world.store.redemptions()).toMatchObject([{ units: 1, mark: 'offline' }]);
  });

  it('within the limits of its policy redeems, and marks it', async () => {
    const world = new VoucherWorld({ offline: { kind: 'limits', units: 2, cents: null, ageMs: 3_600_000 } });
    await world.ticket('T');
    cutOff(world);
    const sale = world.sale('s').put('l1', BURGER, 1_000, '4');
    expect((await sale.scan('T')).set).toMatchObject([{ pieces: 2 }]);
    // What was decided without the venue stays marked, whatever comes after.
    world.venue = { kind: 'connected' };
    await sale.complete();
    expect(world.store.redemptions()).toMatchObject([{ units: 2, mark: 'offline' }]);
    const direct = { shop, code: 'T', entitlement: null, place, dryRun: false };
    cutOff(world);
    expect(await world.desk.redeem({ ...direct, units: 3 })).toMatchObject({ refusal: { why: 'too-few-left' } });
    expect(await world.desk.redeem({ ...direct, units: 2 })).toMatchObject({ redemptions: [{ mark: 'offline' }] });
    await world.clock.advance(3_600_001);
    expect((await world.sale('late').put('l1', BURGER, 1_000).scan('T')).refusals).toHaveLength(1);
  });

  it('by a policy that flags takes all there is', async () => {
    const world = new VoucherWorld({ offline: { kind: 'flag' } });
    await world.ticket('T');
    cutOff(world);
    const sale = world.sale('s').put('l1', BURGER, 1_000, '4');
    expect((await sale.scan('T')).set).toMatchObject([{ pieces: 4 }]);
    await sale.complete();
    expect(world.store.redemptions()).toMatchObject([{ units: 4, mark: 'offline' }]);
  });
});

it.each(['alone', 'connected'] as const)('a till that is %s is never cut off', async (kind) => {
  const world = new VoucherWorld();
  await world.ticket('T');
  world.venue = { kind };
  const sale = world.sale('s').put('l1', BURGER, 1_000);
  await sale.scan('T');
  await sale.complete();
  expect(world.store.redemptions()).toMatchObject([{ mark: null }]);
});
