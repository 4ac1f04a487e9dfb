/** `issueVouchers` and `issueVoucherExternalScanCodes`: every result they can give. */
import { describe, expect, it } from 'vitest';
import { DAY_MS, ISSUE_TEXT, type Item, SoapVenue, WEB } from '../test/soap-venue.ts';
import type { Request } from './voucher-handlers.ts';

describe('issueVouchers', () => {
  it('stores a voucher for each group code, with the issuances under it', async () => {
    const service = new SoapVenue();
    const answer = await service.issue(
      'order-1',
      { scanCode: 'TCK-V-1' },
      { groupScanCode: 'TCK-G-2', voucherId: { id: 'LUNCH' }, scanCode: 'TCK-V-2', startTs: '2026-07-14T00:00:00Z' },
      { scanCode: 'TCK-V-3' },
    );
    expect(answer).toMatchObject({ result: 'ISSUE-VOUCHERS-OK', errorMessage: '' });
    expect(answer.idempotencyResult).toBe('IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE');
    const issued = answer.voucherIssuances?.voucherIssuance ?? [];
    expect(issued.map(({ groupScanCode, scanCode, voucherId }) => [groupScanCode, scanCode, voucherId.id])).toEqual([
      ['TCK-G-1', 'TCK-V-1', 'FAMILY'],
      ['TCK-G-1', 'TCK-V-3', 'FAMILY'],
      ['TCK-G-2', 'TCK-V-2', 'LUNCH'],
      ['TCK-G-2', undefined, 'LUNCH'],
    ]);
    expect(issued[0]).toMatchObject({
      cancelled: false,
      startTs: '2026-03-01T09:00:00.000Z',
      endTs: '2026-03-02T23:59:59.999Z',
      resolvedScanCode: 'TCK-V-1',
      resolvedGroupScanCode: 'TCK-G-1',
    });
    expect(issued[2]).toMatchObject({ startTs: '2026-07-14T00:00:00.000Z' });
    expect(issued[2]?.endTs).toBeUndefined();
    expect(new Set(issued.map(({ groupId }) => groupId)).size).toBe(2);
    expect(service.world.desk.byOrder('order-1', null)).toHaveLength(2);
    expect(service.world.voucher('TCK-V-3').codes).toHaveLength(3);
  });

  it('repeated is answered as before, whatever happened meanwhile and however it is written', async () => {
    const service = new SoapVenue();
    const first = await service.issue('order-1', { scanCode: 'TCK-V-1' });
    await service.redeem({ voucherScanCode: 'TCK-G-1' });
    await service.world.desk.reissue(WEB, 'TCK-G-1', 'TCK-G-9');
    service.world.clock.moveOn(DAY_MS);
    const again = await service.issue('order-1', { scanCode: 'TCK-V-1' });
    expect(again).toEqual({ ...first, idempotencyResult: 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE' });
    const otherwise = ISSUE_TEXT.replaceAll(/\bns:/g, 'm:').replace('xmlns:ns', 'xmlns:m').replaceAll('><', '>\n  <');
    expect((await service.send(otherwise)).body).toContain('IDEMPOTENCY-RESULT-REPLAY-RESPONSE');
  });

  it('under a key that another request had is refused', async () => {
    const service = new SoapVenue();
    await service.issue('order-1', {});
    expect(await service.issue('order-1', { groupScanCode: 'TCK-G-2' })).toMatchObject({
      result: 'ISSUE-VOUCHERS-CONSTRAINT-VIOLATION',
      errorMessage: 'SHOP-207: The idempotency key belongs to another request',
    });
    const pool = { idempotencyKey: 'order-1', voucherId: 'FAMILY', scanCodes: { scanCode: ['TCK-P-1'] } };
    expect((await service.call('issueVoucherExternalScanCodes', pool)).result).toBe('ISSUE-VOUCHER-SCAN-CODES-FAIL');
  });

  it.each<[string, readonly Partial<Item>[], string, RegExp]>([
    ['group code taken', [{ groupScanCode: 'TCK-TAKEN' }], '-DUPLICATE-GROUP-SCAN-CODE', /^SHOP-102: a groupScanCode/],
    ['scan code taken', [{ scanCode: 'TCK-TAKEN' }], '-DUPLICATE-SCAN-CODE', /^SHOP-102: a scanCode/],
    ['one code in both places', [{ scanCode: 'TCK-G-1' }], '-DUPLICATE-SCAN-CODE', /^SHOP-102/],
    ['nothing to issue', [], '-CONSTRAINT-VIOLATION', /^SHOP-202: issueVoucher must stand there/],
    [
      'a product nobody knows',
      [{}, { voucherId: { id: 'XXL' } }],
      '-CONSTRAINT-VIOLATION',
      /^SHOP-204: issueVoucher\[1\]\.voucherId/,
    ],
    [
      'an empty group code',
      [{ groupScanCode: '' }],
      '-CONSTRAINT-VIOLATION',
      /^SHOP-202: issueVoucher\[0\]\.groupScanCode must be 4/,
    ],
    [
      'a scan code with a tab',
      [{ scanCode: 'TCK\t1' }],
      '-CONSTRAINT-VIOLATION',
      /^SHOP-202: issueVoucher\[0\]\.scanCode must be 4/,
    ],
    [
      'a start that is no day',
      [{ startTs: '0001-01-01T00:00:00' }],
      '-CONSTRAINT-VIOLATION',
      /startTs must be a moment/,
    ],
    [
      '501 issuances',
      Array.from({ length: 501 }, () => ({})),
      '-TOO-MANY-ISSUANCES',
      /^SHOP-203: at most 500 issuances/,
    ],
  ])('%s', async (_what, items, result, message) => {
    const service = new SoapVenue();
    await service.world.ticket('TCK-TAKEN');
    const answer = await service.issue('order-1', ...items);
    expect(answer.result).toBe(`ISSUE-VOUCHERS${result}`);
    expect(answer.errorMessage).toMatch(message);
    expect(answer.voucherIssuances).toBeUndefined();
    expect(service.world.store.voucherCount()).toBe(1);
    expect(service.world.desk.injections({ limit: 1 })).toMatchObject([
      { response: answer.result, by: 'soap', vouchers: 0 },
    ]);
    expect((await service.issue('order-1', {})).result).toBe('ISSUE-VOUCHERS-OK');
  });

  it.each(['', ' order', 'x'.repeat(65), 'a\nb'])('a key that can’t be an order’s reference: %j', async (key) => {
    const answer = await new SoapVenue().issue(key, {});
    expect([answer.result, answer.errorMessage]).toEqual([
      'ISSUE-VOUCHERS-CONSTRAINT-VIOLATION',
      expect.stringMatching(/^SHOP-202: idempotencyKey must be 1 to 64/),
    ]);
  });

  it('500 issuances under one code are one voucher', async () => {
    const service = new SoapVenue();
    const answer = await service.issue('order-1', ...Array.from({ length: 500 }, () => ({})));
    expect(answer.voucherIssuances?.voucherIssuance).toHaveLength(500);
    expect(service.world.store.voucherCount()).toBe(1);
  });
});

describe('issueVoucherExternalScanCodes', () => {
  const pool = (change: Partial<Request<'issueVoucherExternalScanCodes'>> = {}) => ({
    idempotencyKey: 'pool-1',
    voucherId: 'LUNCH',
    scanCodes: { scanCode: ['TCK-P-1', 'TCK-P-2'] },
    ...change,
  });

  it('stores a voucher for each code', async () => {
    const service = new SoapVenue();
    expect(await service.call('issueVoucherExternalScanCodes', pool())).toEqual({
      idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE',
      result: 'ISSUE-VOUCHER-SCAN-CODES-OK',
    });
    expect(await service.call('issueVoucherExternalScanCodes', pool())).toEqual({
      idempotencyResult: 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE',
      result: 'ISSUE-VOUCHER-SCAN-CODES-OK',
    });
    expect(service.world.counters('TCK-P-2')).toHaveLength(2);
  });

  it.each<[string, Partial<Request<'issueVoucherExternalScanCodes'>>, string]>([
    ['a code that is taken', { scanCodes: { scanCode: ['TCK-P-1', 'TCK-TAKEN'] } }, '-DUPLICATE-SCAN-CODE'],
    ['a code twice', { scanCodes: { scanCode: ['TCK-P-1', 'TCK-P-1'] } }, '-DUPLICATE-SCAN-CODE'],
    ['a product nobody knows', { voucherId: 'XXL' }, '-FAIL'],
    ['no code', { scanCodes: { scanCode: [] } }, '-FAIL'],
    ['a code that is none', { scanCodes: { scanCode: ['x'] } }, '-FAIL'],
    ['a key that is none', { idempotencyKey: '' }, '-FAIL'],
    ['501 codes', { scanCodes: { scanCode: Array.from({ length: 501 }, (_, n) => `TCK-P-${n}`) } }, '-FAIL'],
  ])('%s is refused whole', async (_what, change, result) => {
    const service = new SoapVenue();
    await service.world.ticket('TCK-TAKEN');
    const answer = await service.call('issueVoucherExternalScanCodes', pool(change));
    expect(answer.result).toBe(`ISSUE-VOUCHER-SCAN-CODES${result}`);
    expect(service.world.store.voucherCount()).toBe(1);
  });
});
