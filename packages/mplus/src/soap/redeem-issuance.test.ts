/** `redeemVoucherIssuance`: every result it can give. */
import { STORAGE_ERRORS, TillbridgeError } from '@tillbridge/kernel';
import type { VoucherWorld } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { DAY_MS, GATE, SoapVenue, WEB } from '../test/soap-venue.ts';
import type { Request } from './voucher-handlers.ts';

describe('redeemVoucherIssuance', () => {
  const withFour = async () => {
    const service = new SoapVenue();
    const { voucherIssuances } = await service.issue('order-1', { scanCode: 'TCK-V-1' });
    return { service, issuance: voucherIssuances?.voucherIssuance[0]?.id };
  };

  it('spends, by any of its codes or by its issuance; a dry run only looks', async () => {
    const { service, issuance } = await withFour();
    expect((await service.redeem({ voucherScanCode: 'TCK-G-1', redeemCount: 4, dryRun: true })).result).toBe(
      'REDEEM-VOUCHER-ISSUANCE-OK',
    );
    expect(service.world.counters('TCK-G-1')).toEqual([{ held: 0, redeemed: 0 }]);
    await service.redeem({ voucherScanCode: 'TCK-G-1' });
    await service.redeem({ voucherScanCode: 'TCK-V-1' });
    const answer = await service.redeem({ voucherIssuanceId: issuance, redeemCount: 2 });
    expect(answer.voucherIssuanceRedeems?.voucherIssuanceRedeem).toMatchObject([
      { voucherIssuanceId: issuance, cancelled: false },
    ]);
    expect(service.world.counters('TCK-G-1')).toEqual([{ held: 0, redeemed: 4 }]);
    expect(service.world.store.redemptions().map(({ place }) => place.till)).toEqual(Array(3).fill('Restaurant'));
  });

  it.each<[string, Partial<Request<'redeemVoucherIssuance'>>, string, string]>([
    ['a code nobody sent', { voucherScanCode: 'TCK-NONE' }, '-VOUCHER-ISSUANCES-NOT-FOUND', 'SHOP not-received'],
    ['an issuance that is none', { voucherIssuanceId: 'x' }, '-VOUCHER-ISSUANCES-NOT-FOUND', 'SHOP not-received'],
    ['neither', {}, '-VOUCHER-ISSUANCES-NOT-FOUND', 'SHOP-202: voucherScanCode or voucherIssuanceId must be given'],
    ['too many', { voucherScanCode: 'TCK-G-1', redeemCount: 5 }, '-REDEEM-COUNT-TOO-HIGH', 'TILL too-few-left: 4 of 4'],
    [
      'none',
      { voucherScanCode: 'TCK-G-1', redeemCount: 0 },
      '-CANT-BE-REDEEMED',
      'SHOP-202: redeemCount must be 1 or more',
    ],
    [
      'less than none',
      { voucherScanCode: 'TCK-G-1', redeemCount: -1 },
      '-CANT-BE-REDEEMED',
      'SHOP-202: redeemCount must be 1 or more',
    ],
  ])('%s', async (_what, request, result, errorMessage) => {
    const { service } = await withFour();
    expect(await service.redeem(request)).toMatchObject({ result: `REDEEM-VOUCHER-ISSUANCE${result}`, errorMessage });
    expect(service.world.store.redemptions()).toEqual([]);
  });

  it.each<[string, (world: VoucherWorld) => Promise<unknown> | undefined, object]>([
    [
      'used up',
      (world) =>
        world.desk.redeem({
          shop: WEB,
          code: 'TCK-G-1',
          entitlement: null,
          units: 4,
          place: { till: 'K', branch: 1, workplace: 1, employee: null },
          dryRun: false,
        }),
      { fullyRedeemed: true },
    ],
    ['expired', (world) => void world.clock.jumpWall(2 * DAY_MS), { expired: true }],
    ['withdrawn', (world) => world.desk.block(WEB, 'TCK-G-1', 'refunded'), { expired: true }],
    [
      'not yet',
      (world) => void world.clock.jumpWall(-DAY_MS),
      { upcoming: true, upcomingTs: '2026-03-01T09:00:00.000Z' },
    ],
  ])('%s is told by the vendor’s flag', async (_what, happen, flags) => {
    const { service } = await withFour();
    await happen(service.world);
    const answer = await service.redeem({ voucherScanCode: 'TCK-G-1' });
    expect(answer).toMatchObject({ result: 'REDEEM-VOUCHER-ISSUANCE-CANT-BE-REDEEMED', voucherCanApplyResult: flags });
    expect(answer.errorMessage).toMatch(/^TILL /);
  });

  it('a replaced code is not found, and neither is another shop’s', async () => {
    const { service, issuance } = await withFour();
    await service.world.desk.reissue(WEB, 'TCK-G-1', 'TCK-G-9');
    const notFound = 'REDEEM-VOUCHER-ISSUANCE-VOUCHER-ISSUANCES-NOT-FOUND';
    expect((await service.redeem({ voucherScanCode: 'TCK-G-1' })).result).toBe(notFound);
    expect((await service.redeem({ voucherScanCode: 'TCK-G-9' }, GATE)).result).toBe(notFound);
    expect((await service.redeem({ voucherIssuanceId: issuance }, GATE)).result).toBe(notFound);
  });

  it('that the disk refuses is the vendor’s own result', async () => {
    const { service } = await withFour();
    service.world.store.failWith = new TillbridgeError(STORAGE_ERRORS.unwritable);
    expect(await service.redeem({ voucherScanCode: 'TCK-G-1' })).toMatchObject({
      result: 'REDEEM-VOUCHER-ISSUANCE-COULDNT-SAVE',
      errorMessage: 'SHOP-210: Nothing could be stored',
    });
  });
});
