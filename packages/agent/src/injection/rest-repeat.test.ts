/** Vouchers by REST, through a whole agent: the same request again, and a request that is only a question. */
import { dryRunSchema, voucherListSchema } from '@tillbridge/contracts/injection';
import { describe, expect, it } from 'vitest';
import { BURGER, SHOP_KEY, withVoucherShop } from '../test/voucher-shop.ts';
import { batch, bearer, errorOf, key, known, maker, one, PATH } from './test/messages.ts';

describe('a repeat under the same idempotency key', () => {
  it('is answered byte for byte as the first was, but for `replay`, whatever happened meanwhile', () =>
    withVoucherShop(async (shop, again) => {
      const body = JSON.stringify(batch('TCK-0001', 'TCK-0002'));
      const headers = { ...bearer(SHOP_KEY), ...key('order-1') };
      const first = await shop.raw('POST', PATH, body, headers);
      expect(first.status).toBe(201);
      await shop.restaurant.ring([{ ...BURGER, quantity: 2 }]);
      await shop.restaurant.scan('TCK-0001');
      await shop.restaurant.completeSession();
      await shop.call('POST', `${PATH}/TCK-0001/reissue`, { code: 'TCK-0009' });
      await shop.call('POST', `${PATH}/TCK-0002/block`, { reason: 'refunded' });
      const restarted = await again();
      const second = await restarted.raw('POST', PATH, body, headers);
      expect(second.status).toBe(200);
      expect(second.text).toBe(first.text.replace('"replay":false', '"replay":true'));
      expect(second.text).not.toBe(first.text);
    }));

  it('stores nothing, also when both come at the same time', () =>
    withVoucherShop(async (shop) => {
      const calls = Array.from({ length: 8 }, () => shop.call('POST', PATH, one('TCK-0001'), key('order-1')));
      const answers = await Promise.all(calls);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
      const list = voucherListSchema.parse((await shop.call('GET', `${PATH}?order=ORD-1`)).body);
      expect(list.vouchers).toHaveLength(1);
    }));

  it('with another body is refused', () =>
    withVoucherShop(async (shop) => {
      await shop.call('POST', PATH, one('TCK-0001'), key('order-1'));
      for (const other of [one('TCK-0002'), `${JSON.stringify(one('TCK-0001'))} `]) {
        const refused = await shop.call('POST', PATH, other, key('order-1'));
        expect(refused.status).toBe(409);
        expect(errorOf(refused)).toMatchObject({ code: 'SHOP-207', field: 'idempotency-key' });
      }
      expect(await known(shop, 'TCK-0002')).toEqual([false]);
    }));

  it('of another shop is another key', () =>
    withVoucherShop(async (shop) => {
      await shop.call('POST', PATH, one('TCK-0001'), key('order-1'));
      const other = await shop.call('POST', PATH, one('TCK-0002'), { ...key('order-1'), ...maker });
      expect(other.status).toBe(201);
    }));

  it.each(['', 'a key', 'kéy', 'x'.repeat(201)])('needs a key that can be one: %j', (text) =>
    withVoucherShop(async (shop) => {
      const headers = { ...bearer(SHOP_KEY), 'idempotency-key': Buffer.from(text).toString('latin1') };
      const refused = await shop.raw('POST', PATH, JSON.stringify(one('TCK-0001')), headers);
      expect(refused.status).toBe(400);
      expect(JSON.parse(refused.text).error).toMatchObject({ code: 'SHOP-202', field: 'idempotency-key' });
    }),
  );
});

describe('a dry run', () => {
  it('says what each voucher would give, and stores nothing', () =>
    withVoucherShop(async (shop) => {
      const vouchers = [one('TCK-0001', { quantity: 3 }), one('PASS-0001', { product: 'SEASON-PASS' })];
      const { status, body } = await shop.call('POST', `${PATH}?dryRun=true`, { vouchers }, key('order-1'));
      expect(status).toBe(200);
      const { wouldBeStored, vouchers: explained } = dryRunSchema.parse(body);
      expect(wouldBeStored).toBe(true);
      expect(explained).toMatchObject([
        {
          code: 'TCK-0001',
          duplicates: [],
          entitlements: [{ name: 'FAMILY-DAY', units: 12, validFrom: null, validUntil: '2026-07-02T22:00:00.000Z' }],
        },
        { code: 'PASS-0001', entitlements: [{ units: null, validUntil: '2027-06-30T22:00:00.000Z' }] },
      ]);
      expect(explained[1]?.entitlements[0]?.says.join(' ')).toContain('10%');
      expect(await known(shop, 'TCK-0001', 'PASS-0001')).toEqual([false, false]);
      // Its key is still free.
      expect((await shop.call('POST', PATH, one('TCK-0001'), key('order-1'))).status).toBe(201);
    }));

  it('names every code that is taken, in the request and before', () =>
    withVoucherShop(async (shop) => {
      await shop.inject('TCK-0001', 'FAMILY-DAY');
      const { body } = await shop.call('POST', `${PATH}?dryRun=true`, batch('TCK-0001', 'TCK-0002', 'TCK-0002'));
      const run = dryRunSchema.parse(body);
      expect(run.wouldBeStored).toBe(false);
      expect(run.vouchers.map(({ duplicates }) => duplicates)).toEqual([
        ['vouchers[0].code'],
        [],
        ['vouchers[2].code'],
      ]);
    }));

  it('refuses what the real one refuses', () =>
    withVoucherShop(async (shop) => {
      const refused = await shop.call('POST', `${PATH}?dryRun=true`, one('TCK-0001', { product: 'XXL' }));
      expect([refused.status, errorOf(refused).code]).toEqual([422, 'SHOP-204']);
    }));

  it('is asked for by `true` alone', () =>
    withVoucherShop(async (shop) => {
      expect((await shop.call('POST', `${PATH}?dryRun=false`, one('TCK-0001'))).status).toBe(201);
    }));
});
