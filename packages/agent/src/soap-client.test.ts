/** A SOAP client that others wrote, against the description alone. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SHOP_KEY, withVoucherShop } from './test/voucher-shop.ts';

const PYTHON = '/usr/bin/python3';
const why = existsSync('/usr/lib/python3/dist-packages/zeep/__init__.py')
  ? ''
  : ' (python3-zeep is not on this machine)';

describe.skipIf(why !== '')(`Python's zeep${why}`, () => {
  it('injects, asks and redeems', () =>
    withVoucherShop(async ({ address }) => {
      const script = join(import.meta.dirname, 'test/soap_client.py');
      const { stdout } = await promisify(execFile)(PYTHON, [script, `${address}/soap`, 'tickets', SHOP_KEY]);
      const got = JSON.parse(stdout);
      // The client takes a list out of its wrapper when nothing stands beside it.
      expect(got.version).toMatchObject({ majorNumber: 0, inDebugMode: false });
      expect(got.vouchers.map((view: { id: { id: string } }) => view.id.id)).toEqual([
        'FAMILY-DAY',
        'SEASON-PASS',
        'BIRTHDAY',
      ]);
      expect(got.issued).toMatchObject({
        idempotencyResult: 'IDEMPOTENCY-RESULT-ORIGINAL-RESPONSE',
        result: 'ISSUE-VOUCHERS-OK',
        voucherIssuances: {
          voucherIssuance: [
            { voucherId: { id: 'FAMILY-DAY' }, scanCode: 'ZEEP-V-1', groupScanCode: 'ZEEP-G-1', cancelled: false },
          ],
        },
      });
      expect(got.again).toEqual({ ...got.issued, idempotencyResult: 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE' });
      expect(got.taken.result).toBe('ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE');
      expect(got.unknown).toMatchObject({
        result: 'ISSUE-VOUCHERS-CONSTRAINT-VIOLATION',
        errorMessage: 'SHOP-204: issueVoucher[0].voucherId is none of the venue’s products; see getVouchers',
      });
      expect(got.dry.result).toBe('REDEEM-VOUCHER-ISSUANCE-OK');
      expect(got.redeemed.result).toBe('REDEEM-VOUCHER-ISSUANCE-OK');
      expect(got.tooMany).toMatchObject({
        result: 'REDEEM-VOUCHER-ISSUANCE-REDEEM-COUNT-TOO-HIGH',
        errorMessage: 'TILL too-few-left: 1 of 4',
      });
      expect(got.nowhere.result).toBe('REDEEM-VOUCHER-ISSUANCE-VOUCHER-ISSUANCES-NOT-FOUND');
      expect(got.issuances).toHaveLength(1);
      expect(got.issuances[0].voucherIssuanceRedeems.voucherIssuanceRedeem).toHaveLength(1);
      expect(got.pool.result).toBe('ISSUE-VOUCHER-SCAN-CODES-OK');
      expect(got.poolList.map(({ scanCode }: { scanCode: string }) => scanCode)).toEqual(['ZEEP-X-1', 'ZEEP-X-2']);
      expect(got.fault.code).toMatch(/Client\.Authentication$/);
    }));
});
