import { cents } from '@tillbridge/kernel';
import { withTempStore } from '@tillbridge/testkit';
import type { Rule, ShopId, VoucherDraft } from '@tillbridge/vouchers';
import { describe, expect, test } from 'vitest';

const shop = 'webshop' as ShopId;
const burger: Rule = {
  label: { nl: 'Hamburgermenu' },
  benefit: { kind: 'items', capCents: cents(1_250) },
  scope: { kind: 'articles', articles: ['4001'] },
  hours: [],
  places: { branches: [], workplaces: [] },
  limits: { perVisit: null, perDay: null, perPeriod: null },
  minimumSpendCents: null,
  combines: 'freely',
  adds: [],
};

function family(n: number): VoucherDraft {
  return {
    shop,
    orderReference: `ORDER-${n}`,
    code: `TICKET-${n}`,
    entitlements: [
      { ruleName: 'burger', rule: burger, validFrom: null, validUntil: 1_000, issued: 4, code: null },
      { ruleName: 'locker', rule: burger, validFrom: 5, validUntil: null, issued: null, code: `LOCKER-${n}` },
    ],
  };
}

describe('vouchers in the store', () => {
  test('are found by every code, by order and by id, also after a restart', async () => {
    await withTempStore(async (lent) => {
      const voucher = await lent.store.vouchers.commit((tx) => tx.insertVoucher(family(1), 7));
      const { vouchers } = lent.reopen();
      expect(vouchers.byCode('TICKET-1')).toEqual(voucher);
      expect(vouchers.byCode('LOCKER-1')).toEqual(voucher);
      expect(vouchers.byId(voucher.id)).toEqual(voucher);
      expect(vouchers.byOrder('ORDER-1', 10)).toEqual([voucher]);
      expect(vouchers.voucherCount()).toBe(1);
    });
  });
});
