import { cents } from '@tillbridge/kernel';
import { type LentStore, sampleRule, sampleVoucher, withTempStore } from '@tillbridge/testkit';
import type {
  DiscountId,
  EntitlementId,
  Redemption,
  SaleVouchers,
  ShopId,
  Voucher,
  VoucherId,
} from '@tillbridge/vouchers';
import { describe, expect, test } from 'vitest';
import { openConnection } from './connection.ts';

const DAY_MS = 86_400_000;
const shop = 'webshop' as ShopId;
const place = { till: 'Restaurant 2', branch: 3, workplace: 2, employee: null };
const conflict = expect.objectContaining({ code: 'TILL-230' });

function firstOf(voucher: Voucher): EntitlementId {
  const [first] = voucher.entitlements;
  if (first === undefined) throw new Error('no entitlement');
  return first.id;
}

function saleOf(voucher: Voucher, changes: Partial<SaleVouchers> = {}): SaleVouchers {
  const entitlement = firstOf(voucher);
  const share = { voucher: voucher.id, entitlement, cents: cents(1_250) };
  return {
    sale: { subscriptionId: 'shop-1', sessionId: 's1' },
    place: { ...place, employee: 12 },
    stage: 'open',
    claims: [
      { code: 'T', voucher: voucher.id, entitlement: null, at: 5, chosen: [{ entitlement, article: '4001' }] },
      { code: 'T', voucher: voucher.id, entitlement, at: 6, chosen: [] },
    ],
    discounts: [
      { ...share, id: 'd1' as DiscountId, lineId: 'l1', pieces: 1, whole: true },
      { ...share, id: 'd2' as DiscountId, lineId: 'l2', pieces: null, whole: false },
    ],
    earlier: [{ ...share, id: 'D0' as DiscountId, lineId: 'line-1', pieces: null, whole: false }],
    additions: [],
    spends: [{ ...share, units: 1 }],
    cutOff: false,
    leaseUntil: 100,
    version: 3,
    ...changes,
  };
}

function redemptionOf(voucher: Voucher, id: string, changes: Partial<Redemption> = {}): Redemption {
  return {
    id,
    voucher: voucher.id,
    entitlement: firstOf(voucher),
    code: 'T',
    sale: { subscriptionId: 'shop-1', sessionId: 's1' },
    place,
    at: 5,
    units: 1,
    cents: cents(1_250),
    lines: [{ discount: 'D1' as DiscountId, pieces: 1, cents: cents(1_250) }],
    creditedAt: null,
    mark: null,
    ...changes,
  };
}

/** Lends a store with one voucher in it. */
function withVoucher(use: (lent: LentStore, voucher: Voucher) => Promise<void>): Promise<void> {
  return withTempStore(async (lent) => {
    await use(lent, await lent.store.vouchers.commit((tx) => tx.insertVoucher(sampleVoucher(1), 7)));
  });
}

/** Changes the file behind the store's back. */
function tamper(lent: LentStore, sql: string): void {
  lent.store.close();
  const connection = openConnection(lent.file, { readOnly: false });
  connection.exec(sql);
  connection.close();
}

describe('vouchers in the file', () => {
  test('are the same after a restart: codes, rules, sales, redemptions and the log', async () => {
    await withTempStore(async (lent) => {
      const rules = [
        sampleRule(),
        sampleRule({
          benefit: { kind: 'percentage', basisPoints: 1_000, capCents: null },
          scope: { kind: 'assortment', exceptArticles: ['9'], exceptGroups: [7] },
          hours: [{ days: [1, 7], fromMinute: 600, untilMinute: 1_440 }],
          places: { branches: [3], workplaces: [{ branch: 4, workplace: 1 }] },
          limits: { perVisit: 1, perDay: 2, perPeriod: { units: 3, days: 7 } },
          minimumSpendCents: cents(500),
          combines: 'alone',
          adds: [{ article: '4001', label: { fr: 'Menu' } }],
        }),
        sampleRule({ benefit: { kind: 'amount', cents: cents(500) }, scope: { kind: 'turnover-groups', groups: [7] } }),
        sampleRule({ benefit: { kind: 'balance' } }),
      ];
      const draft = sampleVoucher(1, {
        entitlements: rules.map((rule, index) => ({
          ruleName: `rule-${index}`,
          rule,
          validFrom: index === 0 ? null : 1_000,
          validUntil: index === 0 ? 2_000 : null,
          issued: index === 1 ? null : index + 1,
          code: index === 2 ? 'LOCKER-1' : null,
        })),
      });
      const voucher = await lent.store.vouchers.commit((tx) => tx.insertVoucher(draft, 7));
      const sale = saleOf(voucher);
      const redemption = redemptionOf(voucher, 'r1', { mark: 'offline' });
      const entry = {
        at: 7,
        shop,
        by: 'soap',
        operation: 'issueVouchers',
        orderReference: 'ORDER-0',
        response: 'OK',
        vouchers: 1,
        requestId: 'q1',
      };
      await lent.store.vouchers.commit((tx) => {
        tx.putSale(sale);
        tx.insertRedemption(redemption);
        tx.logInjection(entry);
        tx.replaceCode(draft.code, 'TICKET-NEW', 9);
        tx.block(voucher.id, 'refunded', 10);
      });
      const { vouchers } = lent.reopen();
      const stored = vouchers.byCode('LOCKER-1');
      expect(stored).toEqual({
        ...voucher,
        codes: [
          { code: 'TICKET-NEW', entitlement: null, replacedAt: null },
          { code: draft.code, entitlement: null, replacedAt: 9 },
          { code: 'LOCKER-1', entitlement: voucher.entitlements[2]?.id, replacedAt: null },
        ],
        blocked: { at: 10, reason: 'refunded' },
      });
      for (const code of [draft.code, 'TICKET-NEW']) expect(vouchers.byCode(code)).toEqual(stored);
      expect(vouchers.byId(voucher.id)).toEqual(stored);
      expect(voucher.entitlements.map(({ id }) => vouchers.entitlementOwner(id)?.id)).toEqual(
        rules.map(() => voucher.id),
      );
      expect(vouchers.sale(sale.sale)).toEqual(sale);
      expect(vouchers.redemptionsOf(voucher.id, 5)).toEqual([redemption]);
      expect(vouchers.redemptionsOfSale(sale.sale)).toEqual([redemption]);
      expect(vouchers.injections({ limit: 5 })).toEqual([{ ...entry, number: 1 }]);
    });
  });

  test('keep a rule once, however it was written and however many rest on it', async () => {
    await withTempStore(async (lent) => {
      const { vouchers } = lent.store;
      const turned = Object.fromEntries(Object.entries(sampleRule()).reverse()) as ReturnType<typeof sampleRule>;
      await vouchers.commit((tx) => {
        for (let n = 1; n <= 50; n += 1) tx.insertVoucher(sampleVoucher(n), n);
        const [entitlement] = sampleVoucher(51).entitlements;
        if (entitlement === undefined) throw new Error('no entitlement');
        tx.insertVoucher(sampleVoucher(51, { entitlements: [{ ...entitlement, rule: turned }] }), 51);
        tx.insertVoucher(sampleVoucher(52, { entitlements: [{ ...entitlement, ruleName: 'other' }] }), 52);
      });
      expect(vouchers.voucherCount()).toBe(52);
      lent.store.close();
      const connection = openConnection(lent.file, { readOnly: true });
      expect(connection.prepare('SELECT name FROM voucher_rules ORDER BY number').pluck().all()).toEqual([
        'burger',
        'other',
      ]);
      connection.close();
    });
  });

  test('are listed by when they came, shop by shop', async () => {
    await withTempStore(async ({ store: { vouchers } }) => {
      await vouchers.commit((tx) => {
        for (const [n, at] of [
          [1, 10],
          [2, 30],
          [3, 20],
          [4, 20],
        ] as const) {
          tx.insertVoucher(sampleVoucher(n), at);
        }
        tx.insertVoucher(sampleVoucher(5, { shop: 'other' as ShopId }), 20);
      });
      const codes = (from: number, until: number, limit: number) =>
        vouchers.receivedBetween(shop, from, until, limit).map(({ codes: [code] }) => code?.code.at(-1));
      expect(codes(10, 31, 9)).toEqual(['1', '3', '4', '2']);
      expect(codes(20, 30, 9)).toEqual(['3', '4']);
      expect(codes(0, 99, 1)).toEqual(['1']);
      expect(vouchers.receivedBetween('nobody' as ShopId, 0, 99, 9)).toEqual([]);
    });
  });

  test('remember nothing of what was undone: a number may come to mean another rule, shop or sale', async () => {
    await withTempStore(async ({ store: { vouchers } }) => {
      const undone = vouchers.commit((tx) => {
        tx.putSale(saleOf(tx.insertVoucher(sampleVoucher(1, { shop: 'gone' as ShopId }), 7)));
        expect(tx.salesDue(100, 9)).toHaveLength(1);
        throw new Error('changed its mind');
      });
      await expect(undone).rejects.toThrow('changed its mind');
      expect(vouchers.salesDue(100, 9)).toEqual([]);
      const other = sampleRule({ combines: 'alone' });
      const draft = sampleVoucher(1, {
        entitlements: [{ ruleName: 'x', rule: other, validFrom: null, validUntil: null, issued: 1, code: null }],
      });
      await vouchers.commit((tx) => tx.insertVoucher(draft, 7));
      expect(vouchers.byCode(draft.code)).toMatchObject({ shop, entitlements: [{ ruleName: 'x', rule: other }] });
    });
  });

  test('V1: no counter goes below zero, and no more is redeemed than was issued', async () => {
    await withVoucher(async ({ store: { vouchers } }, voucher) => {
      const id = firstOf(voucher);
      await vouchers.commit((tx) => tx.adjust(id, { held: 1, redeemed: 3 }));
      for (const by of [{ held: -2 }, { redeemed: -4 }, { redeemed: 2 }, { held: -1, redeemed: 2 }]) {
        await expect(vouchers.commit((tx) => tx.adjust(id, by))).rejects.toThrow(conflict);
      }
      await vouchers.commit((tx) => tx.adjust(id, { held: -1, redeemed: 1 }));
      expect(vouchers.byId(voucher.id)?.entitlements).toMatchObject([{ held: 0, redeemed: 4 }]);
    });
  });

  test('that are unknown, or were there before, are refused', async () => {
    await withVoucher(async ({ store: { vouchers } }, voucher) => {
      const id = firstOf(voucher);
      const foreign = id.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
      await vouchers.commit((tx) => tx.insertRedemption(redemptionOf(voucher, 'r1')));
      for (const work of [
        (tx) => tx.insertVoucher(sampleVoucher(1), 8),
        (tx) => tx.adjust(foreign as EntitlementId, { held: 1 }),
        (tx) => tx.adjust(`${id.slice(0, 15)}002${id.slice(18)}` as EntitlementId, { held: 1 }),
        (tx) => tx.block(id as string as VoucherId, 'cancelled', 9),
        (tx) => tx.replaceCode('unknown', 'fresh', 9),
        (tx) => tx.replaceCode(sampleVoucher(1).code, sampleVoucher(1).code, 9),
        (tx) => tx.insertRedemption(redemptionOf(voucher, 'r1')),
        (tx) => tx.insertRedemption(redemptionOf(voucher, 'r2', { entitlement: foreign as EntitlementId })),
        (tx) => tx.markCredited('r2', 9),
      ] satisfies Parameters<typeof vouchers.commit>[0][]) {
        await expect(vouchers.commit(work)).rejects.toThrow(conflict);
      }
      expect(vouchers.byId(voucher.id)).toEqual(voucher);
      expect(vouchers.voucherCount()).toBe(1);
    });
  });

  test('that can’t be read are refused by name of the column', async () => {
    await withVoucher(async (lent, voucher) => {
      await lent.store.vouchers.commit((tx) => tx.putSale(saleOf(voucher)));
      const refused = (about: string) => expect.objectContaining({ code: 'TILL-222', about });
      tamper(lent, `UPDATE voucher_rules SET body = '{"label":{"nl":"x"},"benefit":{"kind":"gift"}}'`);
      expect(() => lent.reopen().vouchers.byId(voucher.id)).toThrow(refused('voucher_rules.body'));
      tamper(lent, `UPDATE voucher_open_sales SET body = '{"place":{}}'`);
      expect(() => lent.reopen().vouchers.sale(saleOf(voucher).sale)).toThrow(refused('voucher_sales.body'));
      tamper(lent, 'UPDATE vouchers SET shop = 9');
      expect(() => lent.reopen().vouchers.byId(voucher.id)).toThrow(refused('voucher_shops.name'));
    });
  });
});

describe('sales', () => {
  test('hold vouchers while they are open, and can be taken up again', async () => {
    await withVoucher(async (lent, voucher) => {
      const early = saleOf(voucher);
      const late = saleOf(voucher, { sale: { ...early.sale, sessionId: 's2' }, leaseUntil: 200 });
      const idle = saleOf(voucher, { sale: { ...early.sale, sessionId: 's3' }, leaseUntil: 50, spends: [] });
      const { vouchers } = lent.store;
      await vouchers.commit((tx) => {
        for (const sale of [late, early, idle]) tx.putSale(sale);
      });
      const look = (store: typeof vouchers) => ({
        holding: store
          .salesHolding(voucher.id)
          .map(({ sale }) => sale.sessionId)
          .sort(),
        due: store.salesDue(199, 9).map(({ sale }) => sale.sessionId),
        first: store.salesDue(999, 1).map(({ sale }) => sale.sessionId),
      });
      const expected = { holding: ['s1', 's2'], due: ['s3', 's1'], first: ['s3'] };
      expect(look(vouchers)).toEqual(expected);
      expect(look(lent.reopen().vouchers)).toEqual(expected);
      const parked: SaleVouchers = { ...early, stage: 'parked', spends: [], discounts: [], version: 4 };
      await lent.store.vouchers.commit((tx) => {
        tx.putSale(parked);
        tx.removeSale(late.sale);
      });
      for (const reopen of [() => lent.store, () => lent.reopen()]) {
        const { vouchers: now } = reopen();
        expect(look(now)).toEqual({ holding: [], due: ['s3'], first: ['s3'] });
        expect(now.sale(early.sale)).toEqual(parked);
        expect(now.sale(late.sale)).toBeUndefined();
      }
    });
  });
});

describe('redemptions', () => {
  test('are counted from a moment on, without those given back', async () => {
    await withVoucher(async ({ store: { vouchers } }, voucher) => {
      await vouchers.commit((tx) => {
        tx.insertRedemption(redemptionOf(voucher, 'r1', { at: 10, units: 1 }));
        tx.insertRedemption(redemptionOf(voucher, 'r2', { at: 20, units: 2 }));
        tx.insertRedemption(redemptionOf(voucher, 'r3', { at: 30, units: 4, sale: null }));
        tx.markCredited('r2', 40);
      });
      expect([10, 11, 31].map((since) => vouchers.spentSince(firstOf(voucher), since))).toEqual([5, 4, 0]);
      expect(vouchers.redemptionsOf(voucher.id, 2).map(({ id }) => id)).toEqual(['r3', 'r2']);
      const ofSale = vouchers.redemptionsOfSale({ subscriptionId: 'shop-1', sessionId: 's1' });
      expect(ofSale.map(({ id, creditedAt }) => [id, creditedAt])).toEqual([
        ['r1', null],
        ['r2', 40],
      ]);
    });
  });

  test('beyond what was issued stand on a list until somebody has seen them', async () => {
    await withVoucher(async ({ store: { vouchers } }, voucher) => {
      await vouchers.commit((tx) => {
        tx.insertRedemption(redemptionOf(voucher, 'r1', { at: 30, mark: 'over' }));
        tx.insertRedemption(redemptionOf(voucher, 'r2', { at: 20, mark: 'over' }));
        tx.insertRedemption(redemptionOf(voucher, 'r3', { at: 10, mark: 'offline' }));
      });
      const open = () => vouchers.overUse(9).map(({ id }) => id);
      expect(open()).toEqual(['r2', 'r1']);
      await vouchers.commit((tx) => tx.markSeen('r2', 40, 'Ann'));
      expect(open()).toEqual(['r1']);
    });
  });
});

describe('calls of ticket shops', () => {
  test('are found by shop, order and time, a page at a time, the newest first', async () => {
    await withTempStore(async ({ store: { vouchers } }) => {
      const entry = { by: 'rest', operation: 'issue', response: '201', vouchers: 1, requestId: 'q' };
      await vouchers.commit((tx) => {
        for (const [at, of, order] of [
          [10, 'webshop', 'A'],
          [20, 'other', 'A'],
          [20, 'webshop', null],
          [40, 'webshop', 'B'],
          [30, 'webshop', 'A'],
        ] as const) {
          tx.logInjection({ ...entry, at, shop: of as ShopId, orderReference: order });
        }
      });
      const numbers = (filter: Omit<Parameters<typeof vouchers.injections>[0], 'limit'>, limit = 9) =>
        vouchers.injections({ ...filter, limit }).map(({ number }) => number);
      expect(numbers({})).toEqual([4, 5, 3, 2, 1]);
      expect(numbers({}, 2)).toEqual([4, 5]);
      expect(numbers({ before: 5 }, 2)).toEqual([3, 2]);
      expect(numbers({ before: 2 })).toEqual([1]);
      expect(numbers({ shop })).toEqual([4, 5, 3, 1]);
      expect(numbers({ orderReference: 'A' })).toEqual([5, 2, 1]);
      expect(numbers({ orderReference: 'A', shop })).toEqual([5, 1]);
      expect(numbers({ from: 20, until: 40 })).toEqual([5, 3, 2]);
      expect(numbers({ shop: 'nobody' as ShopId })).toEqual([]);
    });
  });

  test('are answered alike when they are repeated within a week; old answers go a few at a time', async () => {
    await withTempStore(async ({ store: { vouchers } }) => {
      await vouchers.commit((tx) => {
        for (let n = 0; n < 12; n += 1) tx.keepReplay(shop, `k${n}`, 'digest', `answer ${n}`, n);
      });
      const found = () =>
        vouchers.commit((tx) => Array.from({ length: 12 }, (_, n) => n).filter((n) => tx.replayOf(shop, `k${n}`)));
      expect(await vouchers.commit((tx) => tx.replayOf(shop, 'k1'))).toEqual({ digest: 'digest', answer: 'answer 1' });
      expect(await vouchers.commit((tx) => tx.replayOf('other' as ShopId, 'k1'))).toBeUndefined();
      expect(await found()).toHaveLength(12);
      await vouchers.commit((tx) => tx.keepReplay(shop, 'young', 'd', 'a', 7 * DAY_MS + 10));
      expect(await found()).toEqual([8, 9, 10, 11]);
      await vouchers.commit((tx) => tx.keepReplay(shop, 'younger', 'd', 'a', 7 * DAY_MS + 10));
      expect(await found()).toEqual([10, 11]);
    });
  });
});
