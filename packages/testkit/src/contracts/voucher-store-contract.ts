/** What every store of vouchers promises. */
import { cents } from '@tillbridge/kernel';
import type {
  DiscountId,
  EntitlementId,
  Redemption,
  SaleVouchers,
  ShopId,
  Voucher,
  VoucherId,
  VoucherStore,
  VoucherTransaction,
} from '@tillbridge/vouchers';
import { describe, expect, test } from 'vitest';
import { sampleVoucher } from '../sample-voucher.ts';

const shop = 'webshop' as ShopId;
const place = { till: 'Restaurant 2', branch: 3, workplace: 2, employee: 12 };
const conflict = { code: 'TILL-230' };

/** @param lend lends an empty store and takes it back */
export function describeVoucherStore(
  name: string,
  lend: (use: (store: VoucherStore) => Promise<void>) => Promise<void>,
): void {
  /** Lends a store with one voucher in it: four burgers, with a code of their own. */
  const withVoucher = (use: (store: VoucherStore, voucher: Voucher, id: EntitlementId) => Promise<void>) =>
    lend(async (store) => {
      const voucher = await store.commit((tx) => tx.insertVoucher(withOwnCode(1), 7));
      await use(store, voucher, firstOf(voucher));
    });
  const refuses = async (store: VoucherStore, work: (tx: VoucherTransaction) => unknown) =>
    await expect(store.commit(work)).rejects.toMatchObject(conflict);

  describe(`${name} keeps the contract of a voucher store: vouchers`, () => {
    test('are found by each code, by order, by id, by entitlement and by when they came', () =>
      withVoucher(async (store, voucher, id) => {
        const other = await store.commit((tx) => tx.insertVoucher(sampleVoucher(2), 9));
        for (const code of ['TICKET-0000000001', 'OWN-1']) expect(store.byCode(code)).toEqual(voucher);
        for (const code of ['own-1', ' OWN-1', '']) expect(store.byCode(code)).toBeUndefined();
        expect(store.byId(voucher.id)).toEqual(voucher);
        expect(store.entitlementOwner(id)).toEqual(voucher);
        expect(store.byOrder('ORDER-0', 9)).toEqual([voucher]);
        expect(store.byOrder('ORDER-9', 9)).toEqual([]);
        expect(store.receivedBetween(shop, 7, 10, 9)).toEqual([voucher, other]);
        expect(store.receivedBetween(shop, 7, 9, 9)).toEqual([voucher]);
        expect(store.receivedBetween(shop, 0, 99, 1)).toEqual([voucher]);
        expect(store.receivedBetween('other' as ShopId, 0, 99, 9)).toEqual([]);
        expect(store.voucherCount()).toBe(2);
      }));

    test('have the ids, counters and codes they were given', () =>
      withVoucher(async (_store, voucher, id) => {
        expect(voucher).toMatchObject({
          shop,
          orderReference: 'ORDER-0',
          codes: [
            { code: 'TICKET-0000000001', entitlement: null, replacedAt: null },
            { code: 'OWN-1', entitlement: id, replacedAt: null },
          ],
          entitlements: [{ issued: 4, redeemed: 0, held: 0, ruleName: 'burger' }],
          receivedAt: 7,
          blocked: null,
        });
      }));

    test('with a code that was ever used are refused, and nothing of them stays', () =>
      withVoucher(async (store) => {
        await store.commit((tx) => tx.replaceCode('OWN-1', 'OWN-2', 8));
        for (const code of ['TICKET-0000000001', 'OWN-1', 'OWN-2']) {
          await refuses(store, (tx) => tx.insertVoucher({ ...sampleVoucher(5), code }, 9));
        }
        expect(store.voucherCount()).toBe(1);
        expect(store.byOrder('ORDER-2', 9)).toEqual([]);
      }));

    test('get a new code in the place of the old one, which stays known', () =>
      withVoucher(async (store, voucher, id) => {
        await store.commit((tx) => tx.replaceCode('TICKET-0000000001', 'NEW', 8));
        expect(store.byCode('NEW')?.codes).toEqual([
          { code: 'NEW', entitlement: null, replacedAt: null },
          { code: 'TICKET-0000000001', entitlement: null, replacedAt: 8 },
          { code: 'OWN-1', entitlement: id, replacedAt: null },
        ]);
        expect(store.byCode('TICKET-0000000001')?.id).toBe(voucher.id);
        await refuses(store, (tx) => tx.replaceCode('TICKET-0000000001', 'NEWER', 9));
        await refuses(store, (tx) => tx.replaceCode('unknown', 'NEWER', 9));
        await refuses(store, (tx) => tx.replaceCode('NEW', 'OWN-1', 9));
      }));

    test('are withdrawn', () =>
      withVoucher(async (store, voucher) => {
        await store.commit((tx) => tx.block(voucher.id, 'refunded', 8));
        expect(store.byId(voucher.id)?.blocked).toEqual({ at: 8, reason: 'refunded' });
        await refuses(store, (tx) => tx.block('unknown' as VoucherId, 'refunded', 8));
      }));

    test('V1: no counter goes below zero, and no more is redeemed than was issued', () =>
      withVoucher(async (store, voucher, id) => {
        await store.commit((tx) => tx.adjust(id, { held: 1, redeemed: 3 }));
        for (const by of [{ held: -2 }, { redeemed: -4 }, { redeemed: 2 }, { held: -1, redeemed: 2 }]) {
          await refuses(store, (tx) => tx.adjust(id, by));
        }
        await store.commit((tx) => tx.adjust(id, { held: -1, redeemed: 1 }));
        expect(store.byId(voucher.id)?.entitlements).toMatchObject([{ held: 0, redeemed: 4 }]);
        await refuses(store, (tx) => tx.adjust('unknown' as EntitlementId, { held: 1 }));
      }));
  });

  describe(`${name} keeps the contract of a voucher store: a transaction`, () => {
    test('sees what it wrote, and what it throws undoes all of it, and nothing else', () =>
      withVoucher(async (store, voucher, id) => {
        const works = [
          store.commit((tx) => tx.adjust(id, { redeemed: 1 })),
          store.commit((tx) => {
            tx.insertVoucher(sampleVoucher(2), 8);
            tx.adjust(id, { held: 1 });
            tx.putSale(saleOf(voucher));
            tx.insertRedemption(redemptionOf(voucher, 'r1'));
            tx.replaceCode('OWN-1', 'OWN-2', 8);
            tx.block(voucher.id, 'cancelled', 8);
            tx.keepReplay(shop, 'key', 'digest', 'answer', 8);
            tx.logInjection(entryOf(8));
            tx.accept(receiptOf('first'));
            expect(tx.byCode('OWN-2')?.blocked).not.toBeNull();
            expect(tx.byId(voucher.id)?.entitlements).toMatchObject([{ held: 1, redeemed: 1 }]);
            expect(tx.sale(saleOf(voucher).sale)).toEqual(saleOf(voucher));
            expect(tx.replayOf(shop, 'key')).toEqual({ digest: 'digest', answer: 'answer' });
            expect(tx.accept(receiptOf('first'))).toBe(false);
            throw new Error('changed its mind');
          }),
          store.commit((tx) => [tx.accept(receiptOf('first')), tx.replayOf(shop, 'key')]),
        ];
        const endings = await Promise.allSettled(works);
        expect(endings.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(endings[1]).toMatchObject({ reason: { message: 'changed its mind' } });
        expect(endings[2]).toMatchObject({ value: [true, undefined] });
        expect(store.byId(voucher.id)).toMatchObject({ blocked: null, entitlements: [{ held: 0, redeemed: 1 }] });
        expect(store.byCode('OWN-2')).toBeUndefined();
        expect(store.voucherCount()).toBe(1);
        expect(store.sale(saleOf(voucher).sale)).toBeUndefined();
        expect(store.salesDue(999, 9)).toEqual([]);
        expect(store.redemptionsOf(voucher.id, 9)).toEqual([]);
        expect(store.injections({ limit: 9 })).toEqual([]);
      }));

    test('takes a message once', () =>
      lend(async (store) => {
        const accept = () => store.commit((tx) => tx.accept(receiptOf('one')));
        expect([await accept(), await accept()]).toEqual([true, false]);
      }));

    test('keeps an answer for the shop and key it was given to', () =>
      lend(async (store) => {
        await store.commit((tx) => tx.keepReplay(shop, 'key', 'digest', 'answer', 5));
        const replayOf = (of: ShopId, key: string) => store.commit((tx) => tx.replayOf(of, key));
        expect(await replayOf(shop, 'key')).toEqual({ digest: 'digest', answer: 'answer' });
        expect(await replayOf(shop, 'Key')).toBeUndefined();
        expect(await replayOf('other' as ShopId, 'key')).toBeUndefined();
      }));
  });

  describe(`${name} keeps the contract of a voucher store: sales`, () => {
    test('come back as they were put', () =>
      withVoucher(async (store, voucher) => {
        const sale = saleOf(voucher);
        await store.commit((tx) => tx.putSale(sale));
        expect(store.sale(sale.sale)).toEqual(sale);
        const later: SaleVouchers = { ...sale, stage: 'parked', spends: [], cutOff: false, version: 9 };
        await store.commit((tx) => tx.putSale(later));
        expect(store.sale(sale.sale)).toEqual(later);
        await store.commit((tx) => tx.removeSale(sale.sale));
        expect(store.sale(sale.sale)).toBeUndefined();
        await store.commit((tx) => tx.removeSale(sale.sale));
      }));

    test('that are open and hold something of a voucher are known, and those whose lease is over, the longest first', () =>
      withVoucher(async (store, voucher) => {
        const early = saleOf(voucher, 's1', { leaseUntil: 100 });
        const late = saleOf(voucher, 's2', { leaseUntil: 200 });
        const idle = saleOf(voucher, 's3', { leaseUntil: 50, spends: [] });
        const parked = saleOf(voucher, 's4', { leaseUntil: 10, stage: 'parked', spends: [] });
        const lapsed = saleOf(voucher, 's5', { leaseUntil: 10, stage: 'lapsed', spends: [] });
        await store.commit((tx) => {
          for (const sale of [late, early, idle, parked, lapsed]) tx.putSale(sale);
        });
        const names = (sales: readonly SaleVouchers[]) => sales.map(({ sale }) => sale.sessionId);
        expect(names(store.salesHolding(voucher.id)).sort()).toEqual(['s1', 's2']);
        expect(names(store.salesDue(199, 9))).toEqual(['s3', 's1']);
        expect(names(store.salesDue(100, 9))).toEqual(['s3', 's1']);
        expect(names(store.salesDue(99, 9))).toEqual(['s3']);
        expect(names(store.salesDue(Number.MAX_SAFE_INTEGER, 1))).toEqual(['s3']);
      }));
  });

  describe(`${name} keeps the contract of a voucher store: sales that are not open`, () => {
    test('are found by their age', () =>
      withVoucher(async (store, voucher) => {
        await store.commit((tx) => {
          tx.putSale(saleOf(voucher, 'open', { leaseUntil: 1 }));
          tx.putSale(saleOf(voucher, 'late', { leaseUntil: 30, stage: 'parked', spends: [] }));
          tx.putSale(saleOf(voucher, 'early', { leaseUntil: 20, stage: 'lapsed', spends: [] }));
          tx.putSale(saleOf(voucher, 'young', { leaseUntil: 40, stage: 'parked', spends: [] }));
        });
        const names = (before: number, limit: number) =>
          store.salesIdle(before, limit).map(({ sale }) => sale.sessionId);
        expect(names(40, 9)).toEqual(['early', 'late']);
        expect(names(41, 1)).toEqual(['early']);
        expect(names(20, 9)).toEqual([]);
      }));

    test.each(['open', 'parked', 'lapsed'] as const)(
      'a sale that is %s is found by what it gave, now or earlier',
      (stage) =>
        withVoucher(async (store, voucher) => {
          const sale = saleOf(voucher, 's1', { stage });
          const other = { ...saleOf(voucher, 's2', { stage }), discounts: [], earlier: [], additions: [] };
          await store.commit((tx) => {
            tx.putSale(other);
            tx.putSale(sale);
          });
          const giving = (id: string, of = 'shop-1') => store.saleGiving(of, id as DiscountId);
          for (const id of ['d0', 'd1', 'd2']) expect(giving(id)).toEqual(sale);
          expect(giving('d')).toBeUndefined();
          expect(giving('l1')).toBeUndefined();
          expect(giving('d1', 'shop-2')).toBeUndefined();
        }),
    );
  });

  describe(`${name} keeps the contract of a voucher store: redemptions`, () => {
    test('are listed by voucher, the newest first, and by sale', () =>
      withVoucher(async (store, voucher) => {
        const direct = redemptionOf(voucher, 'r3', { sale: null, lines: [] });
        await store.commit((tx) => {
          for (const redemption of [redemptionOf(voucher, 'r1'), redemptionOf(voucher, 'r2'), direct]) {
            tx.insertRedemption(redemption);
          }
        });
        expect(store.redemptionsOf(voucher.id, 2)).toEqual([direct, redemptionOf(voucher, 'r2')]);
        expect(store.redemptionsOfSale(saleOf(voucher).sale)).toEqual([
          redemptionOf(voucher, 'r1'),
          redemptionOf(voucher, 'r2'),
        ]);
        await refuses(store, (tx) => tx.insertRedemption(redemptionOf(voucher, 'r1')));
        await refuses(store, (tx) =>
          tx.insertRedemption(redemptionOf(voucher, 'r4', { entitlement: 'unknown' as EntitlementId })),
        );
      }));

    test('are counted from a moment on, without those given back', () =>
      withVoucher(async (store, voucher, id) => {
        await store.commit((tx) => {
          tx.insertRedemption(redemptionOf(voucher, 'r1', { at: 10, units: 1 }));
          tx.insertRedemption(redemptionOf(voucher, 'r2', { at: 20, units: 2 }));
          tx.insertRedemption(redemptionOf(voucher, 'r3', { at: 30, units: 4 }));
          tx.markCredited('r2', 40);
        });
        expect([10, 11, 30, 31].map((since) => store.spentSince(id, since))).toEqual([5, 4, 4, 0]);
        expect(store.redemptionsOf(voucher.id, 9).map(({ creditedAt }) => creditedAt)).toEqual([null, 40, null]);
        await refuses(store, (tx) => tx.markCredited('r2', 50));
        await refuses(store, (tx) => tx.markCredited('unknown', 50));
      }));

    test('beyond what was issued stand on a list until somebody has seen them', () =>
      withVoucher(async (store, voucher) => {
        await store.commit((tx) => {
          tx.insertRedemption(redemptionOf(voucher, 'r1', { at: 30, mark: 'over' }));
          tx.insertRedemption(redemptionOf(voucher, 'r2', { at: 20, mark: 'over' }));
          tx.insertRedemption(redemptionOf(voucher, 'r3', { at: 10, mark: 'offline' }));
        });
        expect(store.overUse(9).map(({ id }) => id)).toEqual(['r2', 'r1']);
        expect(store.overUse(1).map(({ id }) => id)).toEqual(['r2']);
        await store.commit((tx) => tx.markSeen('r2', 40, 'Anja'));
        expect(store.overUse(9).map(({ id }) => id)).toEqual(['r1']);
      }));
  });

  describe(`${name} keeps the contract of a voucher store: the injection log`, () => {
    test('is read a page at a time, the newest first, by shop, order and time', () =>
      lend(async (store) => {
        await store.commit((tx) => {
          for (const [at, of, orderReference] of [
            [10, 'webshop', 'A'],
            [20, 'other', 'A'],
            [20, 'webshop', null],
            [40, 'webshop', 'B'],
            [30, 'webshop', 'A'],
          ] as const) {
            tx.logInjection({ ...entryOf(at), shop: of as ShopId, orderReference });
          }
        });
        const times = (filter: Omit<Parameters<VoucherStore['injections']>[0], 'limit'>, limit = 9) =>
          store.injections({ ...filter, limit }).map(({ at }) => at);
        expect(times({})).toEqual([40, 30, 20, 20, 10]);
        expect(times({ shop })).toEqual([40, 30, 20, 10]);
        expect(times({ orderReference: 'A' })).toEqual([30, 20, 10]);
        expect(times({ orderReference: 'A', shop })).toEqual([30, 10]);
        expect(times({ from: 20, until: 40 })).toEqual([30, 20, 20]);
        const pages: number[] = [];
        let before: number | undefined;
        do {
          const page = store.injections({ limit: 2, ...(before === undefined ? {} : { before }) });
          pages.push(...page.map(({ at }) => at));
          before = page.at(-1)?.number;
        } while (before !== undefined);
        expect(pages).toEqual([40, 30, 20, 20, 10]);
        expect(store.injections({ limit: 1 })).toMatchObject([{ ...entryOf(40), orderReference: 'B' }]);
      }));
  });
}

function withOwnCode(number: number) {
  const draft = sampleVoucher(number);
  return {
    ...draft,
    entitlements: draft.entitlements.map((entitlement) => ({ ...entitlement, code: `OWN-${number}` })),
  };
}

function firstOf({ entitlements: [first] }: Voucher): EntitlementId {
  if (first === undefined) throw new Error('no entitlement');
  return first.id;
}

function saleOf(voucher: Voucher, sessionId = 's1', changes: Partial<SaleVouchers> = {}): SaleVouchers {
  const entitlement = firstOf(voucher);
  const share = { voucher: voucher.id, entitlement, cents: cents(1_250) };
  return {
    sale: { subscriptionId: 'shop-1', sessionId },
    place,
    stage: 'open',
    claims: [
      { code: 'T', voucher: voucher.id, entitlement: null, at: 5, chosen: [{ entitlement, article: '4001' }] },
      { code: 'U', voucher: voucher.id, entitlement, at: 6, chosen: [] },
    ],
    discounts: [{ ...share, id: 'd1' as DiscountId, lineId: 'l1', pieces: 1, whole: true }],
    earlier: [{ ...share, id: 'd0' as DiscountId, lineId: 'l1', pieces: null, whole: false }],
    additions: [
      {
        lineId: 'l2',
        discountId: 'd2' as DiscountId,
        voucher: voucher.id,
        entitlement,
        article: '4001',
        pieces: 1,
        state: 'told',
      },
    ],
    spends: [{ ...share, units: 2 }],
    cutOff: true,
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
    lines: [{ discount: 'd1' as DiscountId, pieces: 1, cents: cents(1_250) }],
    creditedAt: null,
    mark: null,
    ...changes,
  };
}

function entryOf(at: number) {
  return {
    at,
    shop,
    by: 'rest',
    operation: 'inject',
    orderReference: 'A',
    response: 'stored',
    vouchers: 1,
    requestId: 'request-1',
  };
}

function receiptOf(identity: string) {
  return { source: 'mplus/SHOP-1', identity, receivedAt: 5, kind: 'scanCode' };
}
