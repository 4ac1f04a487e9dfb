/** Vouchers by REST, through a whole agent: what is found, replaced and withdrawn. */
import { voucherListSchema } from '@tillbridge/contracts/injection';
import { describe, expect, it } from 'vitest';
import { BURGER, withVoucherShop } from '../test/voucher-shop.ts';
import { batch, errorOf, maker, one, PATH } from './test/messages.ts';

describe('looking up', () => {
  it('by any code a voucher ever had, whatever stands in it', () =>
    withVoucherShop(async (shop) => {
      const url = 'https://tickets.example/t/1?a=b c%2F#d';
      expect((await shop.call('POST', PATH, one(url))).status).toBe(201);
      const found = await shop.call('GET', `${PATH}/${encodeURIComponent(url)}`);
      expect(found.body).toMatchObject({ code: url });
      const { status, body } = await shop.call('POST', `${PATH}/${encodeURIComponent(url)}/reissue`, {
        code: 'a/../b',
      });
      expect([status, body.code]).toEqual([200, 'a/../b']);
      const old = await shop.call('GET', `${PATH}/${encodeURIComponent(url)}`);
      expect(old.body).toMatchObject({
        code: 'a/../b',
        standing: 'valid',
        earlierCodes: [{ code: url, replacedAt: '2026-07-01T10:00:00.000Z' }],
      });
    }));

  it('by order, in the order they came; an order nobody sent is an empty list', () =>
    withVoucherShop(async (shop) => {
      await shop.call('POST', PATH, batch('TCK-0002', 'TCK-0001'));
      await shop.call('POST', PATH, one('TCK-0003', { orderReference: 'ORD-2 & more' }));
      const ofOrder = async (order: string) => {
        const { body } = await shop.call('GET', `${PATH}?order=${encodeURIComponent(order)}`);
        return voucherListSchema.parse(body).vouchers.map(({ code }) => code);
      };
      expect(await ofOrder('ORD-1')).toEqual(['TCK-0002', 'TCK-0001']);
      expect(await ofOrder('ORD-2 & more')).toEqual(['TCK-0003']);
      expect(await ofOrder('ORD-3')).toEqual([]);
    }));

  it('tells what was held and redeemed, where and when', () =>
    withVoucherShop(async (shop) => {
      await shop.inject('TCK-0001', 'FAMILY-DAY');
      const look = async () => (await shop.call('GET', `${PATH}/TCK-0001`)).body;
      await shop.restaurant.ring([{ ...BURGER, quantity: 4 }]);
      await shop.restaurant.scan('TCK-0001');
      expect(await look()).toMatchObject({
        standing: 'valid',
        entitlements: [{ held: 4, redeemed: 0 }],
        redemptions: [],
      });
      await shop.restaurant.completeSession();
      expect(await look()).toMatchObject({
        standing: 'used-up',
        entitlements: [{ held: 0, redeemed: 4 }],
        redemptions: [{ place: 'Restaurant', units: 4, euros: '50.00', credited: false, name: 'FAMILY-DAY' }],
      });
    }));

  it.each([
    ['not-yet', { validFrom: '2026-07-14' }],
    ['valid', {}],
    ['expired', { validUntil: '2026-06-30' }],
  ])('says how it stands: %s', (standing, validity) =>
    withVoucherShop(async (shop) => {
      await shop.call('POST', PATH, one('TCK-0001', validity));
      expect((await shop.call('GET', `${PATH}/TCK-0001`)).body).toMatchObject({ standing });
    }),
  );

  it('sees nothing of another shop', () =>
    withVoucherShop(async (shop) => {
      await shop.call('POST', PATH, one('TCK-0001'), maker);
      const answers = [
        await shop.call('GET', `${PATH}/TCK-0001`),
        await shop.call('POST', `${PATH}/TCK-0001/reissue`, { code: 'TCK-0002' }),
        await shop.call('POST', `${PATH}/TCK-0001/block`, { reason: 'refunded' }),
        await shop.call('GET', `${PATH}/TCK-NONE`),
      ];
      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
      // Not even whether it is there.
      const [first, , , none] = answers.map((answer) => ({ ...errorOf(answer), requestId: '' }));
      expect(first).toEqual(none);
      expect(voucherListSchema.parse((await shop.call('GET', `${PATH}?order=ORD-1`)).body).vouchers).toEqual([]);
      expect((await shop.call('GET', `${PATH}/TCK-0001`, undefined, maker)).body).toMatchObject({ standing: 'valid' });
    }));
});

describe('a new code', () => {
  it('takes the place of the old one; the same again finds it done', () =>
    withVoucherShop(async (shop) => {
      await shop.inject('TCK-0001', 'FAMILY-DAY');
      for (let n = 0; n < 2; n += 1) {
        const { status, body } = await shop.call('POST', `${PATH}/TCK-0001/reissue`, { code: 'TCK-0002' });
        expect([status, body.code]).toEqual([200, 'TCK-0002']);
      }
      expect((await shop.call('GET', `${PATH}/TCK-0001`)).body).toMatchObject({ code: 'TCK-0002' });
    }));

  it.each([
    ['that is taken', 'TCK-0001', { code: 'TCK-0003' }, 409, 'SHOP-102', 'code'],
    ['that is the old one', 'TCK-0001', { code: 'TCK-0001' }, 409, 'SHOP-102', 'code'],
    ['of one that was replaced by another', 'TCK-LOST', { code: 'TCK-0009' }, 409, 'SHOP-103', null],
    ['of one that nobody sent', 'TCK-NONE', { code: 'TCK-0009' }, 404, 'SHOP-101', null],
    ['that is none', 'TCK-0001', { code: 'x' }, 422, 'SHOP-202', 'code'],
    ['that is missing', 'TCK-0001', {}, 422, 'SHOP-202', 'code'],
  ])('%s is refused', (_what, old, body, status, code, field) =>
    withVoucherShop(async (shop) => {
      for (const known of ['TCK-0001', 'TCK-0003', 'TCK-LOST']) await shop.inject(known, 'FAMILY-DAY');
      await shop.call('POST', `${PATH}/TCK-LOST/reissue`, { code: 'TCK-FOUND' });
      const refused = await shop.call('POST', `${PATH}/${old}/reissue`, body);
      expect(refused.status).toBe(status);
      expect(errorOf(refused)).toMatchObject({ code, field, whoActs: 'ticket-shop', moneyMoved: 'no' });
    }),
  );
});

describe('a withdrawal', () => {
  it('is told, and done once', () =>
    withVoucherShop(async (shop) => {
      await shop.inject('TCK-0001', 'FAMILY-DAY');
      for (const reason of ['refunded', 'cancelled']) {
        const { status, body } = await shop.call('POST', `${PATH}/TCK-0001/block`, { reason });
        expect(status).toBe(200);
        expect(body).toMatchObject({
          standing: 'cancelled',
          withdrawn: { at: '2026-07-01T10:00:00.000Z', reason: 'refunded' },
        });
      }
      const refused = await shop.call('POST', `${PATH}/TCK-0001/block`, { reason: 'lost' });
      expect(errorOf(refused)).toMatchObject({ code: 'SHOP-202', field: 'reason' });
    }));
});
