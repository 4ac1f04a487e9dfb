/** What a shop may ask: its issuances, its codes, the venue's products, the build. */
import { describe, expect, it } from 'vitest';
import { DAY_MS, GATE, requestText, SoapVenue, WEB } from '../test/soap-venue.ts';
import type { Request, Response } from './voucher-handlers.ts';

const codes = (answer: Response<'getVoucherIssuances'>) =>
  (answer.voucherIssuances?.voucherIssuance ?? []).map(({ groupScanCode }) => groupScanCode);

describe('getVoucherExternalScanCodes', () => {
  it('lists codes of a product by when they came and were used', async () => {
    const service = new SoapVenue();
    const { clock } = service.world;
    const issue = (idempotencyKey: string, ...scanCode: readonly string[]) =>
      service.call('issueVoucherExternalScanCodes', { idempotencyKey, voucherId: 'LUNCH', scanCodes: { scanCode } });
    await issue('pool-1', 'TCK-P-1', 'TCK-P-2');
    clock.moveOn(DAY_MS);
    await issue('pool-2', 'TCK-P-3');
    await service.issue('order-1', {});
    await service.redeem({ voucherScanCode: 'TCK-P-2', redeemCount: 3 });
    const list = async (more: Partial<Request<'getVoucherExternalScanCodes'>> = {}) => {
      const { scanCodes } = await service.call('getVoucherExternalScanCodes', { voucherId: 'LUNCH', ...more });
      return (scanCodes?.voucherScanCode ?? []).map(({ scanCode }) => scanCode);
    };
    expect(await list()).toEqual(['TCK-P-1', 'TCK-P-2', 'TCK-P-3']);
    expect(await list({ used: true })).toEqual(['TCK-P-2']);
    expect(await list({ used: false })).toEqual(['TCK-P-1', 'TCK-P-3']);
    expect(await list({ fromCreatedTs: '2026-03-02T00:00:00Z' })).toEqual(['TCK-P-3']);
    expect(await list({ throughCreatedTs: '2026-03-01T09:00:00Z' })).toEqual(['TCK-P-1', 'TCK-P-2']);
    expect(await list({ fromUsedTs: '2026-03-02T00:00:00Z' })).toEqual(['TCK-P-2']);
    expect(await list({ throughUsedTs: '2026-03-02T00:00:00Z' })).toEqual([]);
    expect(await list({ voucherId: 'XXL' })).toEqual([]);
    const { scanCodes } = await service.call('getVoucherExternalScanCodes', { voucherId: 'LUNCH', used: true });
    expect(scanCodes?.voucherScanCode).toEqual([
      {
        scanCode: 'TCK-P-2',
        voucherId: 'LUNCH',
        apiIdent: 'web',
        createdTs: '2026-03-01T09:00:00.000Z',
        usedTs: '2026-03-02T09:00:00.000Z',
      },
    ]);
  });
});

describe('getVoucherIssuances', () => {
  it('lists what the shop issued, by days, with what was redeemed', async () => {
    const service = new SoapVenue();
    await service.issue('order-1', {});
    service.world.clock.moveOn(DAY_MS);
    await service.issue('order-2', { groupScanCode: 'TCK-G-2' });
    await service.redeem({ voucherScanCode: 'TCK-G-1', redeemCount: 2 });
    const all = await service.call('getVoucherIssuances', {});
    expect(codes(all)).toEqual(['TCK-G-1', 'TCK-G-2']);
    expect(all.voucherIssuances?.voucherIssuance[0]?.voucherIssuanceRedeems?.voucherIssuanceRedeem).toMatchObject([
      { cancelled: false, redeemTs: '2026-03-02T09:00:00.000Z' },
    ]);
    expect(codes(await service.call('getVoucherIssuances', { throughDate: '2026-03-01' }))).toEqual(['TCK-G-1']);
    expect(codes(await service.call('getVoucherIssuances', { fromDate: '2026-03-02' }))).toEqual(['TCK-G-2']);
    const none = { fromDate: '2026-03-03', throughDate: '2026-03-09' };
    expect(codes(await service.call('getVoucherIssuances', none))).toEqual([]);
    expect(codes(await service.call('getVoucherIssuances', {}, GATE))).toEqual([]);
  });

  it('knows of no relations, and says which are withdrawn', async () => {
    const service = new SoapVenue();
    await service.issue('order-1', { relationNumber: '7' });
    await service.world.desk.block(WEB, 'TCK-G-1', 'refunded');
    expect(codes(await service.call('getVoucherIssuances', { relationNumber: '7' }))).toEqual([]);
    expect(codes(await service.call('getVoucherIssuances', { extRelationId: 'x' }))).toEqual([]);
    const all = await service.call('getVoucherIssuances', {});
    expect(all.voucherIssuances?.voucherIssuance).toMatchObject([{ cancelled: true }]);
  });

  it('with a date that is none is a fault, and so is a list without end', async () => {
    const service = new SoapVenue();
    const fault = await service.faultOf(requestText('getVoucherIssuances', { fromDate: '0001-01-01' }));
    expect(fault).toMatchObject({
      status: 500,
      code: 'Client',
      message: expect.stringMatching(/^SHOP-202: request\.fromDate/),
    });
    const desk = service.world.desk;
    await service.issue('order-1', {});
    const voucher = service.world.voucher('TCK-G-1');
    desk.receivedBetween = (_shop, _from, _until, limit) => Array.from({ length: limit }, () => voucher);
    const long = await service.faultOf(requestText('getVoucherIssuances', {}));
    expect(long).toMatchObject({
      code: 'Client',
      message: expect.stringMatching(/^SHOP-203: there are more than 5000/),
    });
  });
});

describe('getVouchers and getApiVersion', () => {
  it('list the products, all or some', async () => {
    const service = new SoapVenue();
    const list = async (ids: readonly string[], type?: 'DEFAULT' | 'ENTREE' | 'EXTERNAL') => {
      const voucherIdFilter = { voucherId: ids.map((id) => ({ id })) };
      const { voucherViews } = await service.call('getVouchers', { voucherIdFilter, type });
      return (voucherViews?.voucherView ?? []).map(({ id, description }) => [id.id, description]);
    };
    expect(await list([])).toEqual([
      ['FAMILY', 'Familiedag'],
      ['LUNCH', 'Lunch'],
    ]);
    expect(await list(['LUNCH', 'XXL'], 'DEFAULT')).toEqual([['LUNCH', 'Lunch']]);
    expect(await list([], 'EXTERNAL')).toEqual([]);
  });

  it('say which build answers', async () => {
    const version = await new SoapVenue().call('getApiVersion', {});
    expect(version).toMatchObject({
      majorNumber: 1,
      minorNumber: 2,
      revisionNumber: 3,
      inDebugMode: false,
      serviceVersionDisplayString: 'Tillbridge 1.2.3',
    });
  });
});
