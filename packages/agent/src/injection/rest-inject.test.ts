/** Vouchers by REST, through a whole agent: what is stored, and what it is worth. */
import {
  productListSchema,
  receiptSchema,
  voucherListSchema,
  voucherViewSchema,
} from '@tillbridge/contracts/injection';
import { describe, expect, it } from 'vitest';
import { BURGER, withVoucherShop } from '../test/voucher-shop.ts';
import { batch, errorOf, key, known, maker, one, PATH } from './test/messages.ts';

describe('POST /v1/vouchers', () => {
  it('stores one, and says what it is worth and how long', () =>
    withVoucherShop(async (shop) => {
      const { status, body } = await shop.call('POST', PATH, one('TCK-0001', { quantity: 2 }));
      expect(status).toBe(201);
      expect(receiptSchema.parse(body)).toEqual({
        replay: false,
        vouchers: [
          {
            id: expect.any(String),
            code: 'TCK-0001',
            entitlements: [
              {
                id: expect.any(String),
                name: 'FAMILY-DAY',
                code: null,
                validFrom: null,
                validUntil: '2026-07-02T22:00:00.000Z',
              },
            ],
          },
        ],
      });
      const found = await shop.call('GET', `${PATH}/TCK-0001`);
      expect(voucherViewSchema.parse(found.body)).toMatchObject({
        standing: 'valid',
        orderReference: 'ORD-1',
        receivedAt: '2026-07-01T10:00:00.000Z',
        entitlements: [{ issued: 8, redeemed: 0, held: 0, label: { nl: 'Hamburgermenu' } }],
      });
    }));

  it('stores a batch in its order, and is durable when it answers', () =>
    withVoucherShop(async (shop, again) => {
      const { status, body } = await shop.call('POST', PATH, batch('TCK-0001', 'TCK-0002', 'TCK-0003'));
      expect(status).toBe(201);
      const codes = receiptSchema.parse(body).vouchers.map(({ code }) => code);
      expect(codes).toEqual(['TCK-0001', 'TCK-0002', 'TCK-0003']);
      expect(await known(await again(), ...codes)).toEqual([true, true, true]);
    }));

  it('500 at once, and not one more', () =>
    withVoucherShop(async (shop) => {
      const codes = Array.from({ length: 501 }, (_, n) => `TCK-${n + 1_000}`);
      const tooMany = await shop.call('POST', PATH, batch(...codes));
      expect([tooMany.status, errorOf(tooMany)]).toEqual([
        422,
        expect.objectContaining({ code: 'SHOP-202', field: 'vouchers', moneyMoved: 'no', whoActs: 'ticket-shop' }),
      ]);
      expect(await known(shop, 'TCK-1000')).toEqual([false]);
      const { status, body } = await shop.call('POST', PATH, batch(...codes.slice(0, 500)));
      expect([status, receiptSchema.parse(body).vouchers.length]).toEqual([201, 500]);
      const list = voucherListSchema.parse((await shop.call('GET', `${PATH}?order=ORD-1`)).body);
      expect([list.vouchers.length, list.more]).toEqual([500, false]);
      await shop.call('POST', PATH, one('TCK-1500'));
      expect(voucherListSchema.parse((await shop.call('GET', `${PATH}?order=ORD-1`)).body).more).toBe(true);
    }));

  it.each([
    ['that was injected before', batch('TCK-NEW1', 'TCK-OLD1'), 'vouchers[1].code'],
    ['that another code took the place of', batch('TCK-NEW1', 'TCK-LOST'), 'vouchers[1].code'],
    ['that stands in the batch twice', batch('TCK-NEW1', 'TCK-NEW2', 'TCK-NEW1'), 'vouchers[2].code'],
    ['of another shop', batch('TCK-NEW1', 'TCK-MAKER'), 'vouchers[1].code'],
    ['of a single voucher', one('TCK-OLD1'), 'code'],
  ])('stores all or nothing: a code %s is refused by its place', (_what, body, field) =>
    withVoucherShop(async (shop) => {
      await shop.inject('TCK-OLD1', 'FAMILY-DAY');
      await shop.inject('TCK-LOST', 'FAMILY-DAY');
      await shop.call('POST', `${PATH}/TCK-LOST/reissue`, { code: 'TCK-FOUND' });
      await shop.call('POST', PATH, one('TCK-MAKER'), maker);
      const refused = await shop.call('POST', PATH, body, key('k1'));
      expect(refused.status).toBe(409);
      expect(errorOf(refused)).toMatchObject({ code: 'SHOP-102', field, whoActs: 'ticket-shop', moneyMoved: 'no' });
      expect(await known(shop, 'TCK-NEW1', 'TCK-NEW2')).toEqual([false, false]);
      // What was refused stored nothing, so its key is free for the request that is put right.
      expect((await shop.call('POST', PATH, batch('TCK-NEW1'), key('k1'))).status).toBe(201);
    }),
  );

  it('knows only products of the venue', () =>
    withVoucherShop(async (shop) => {
      const refused = await shop.call('POST', PATH, {
        vouchers: [one('TCK-0001'), one('TCK-0002', { product: 'XXL' })],
      });
      expect(refused.status).toBe(422);
      expect(errorOf(refused)).toMatchObject({ code: 'SHOP-204', field: 'vouchers[1].product' });
      expect(await known(shop, 'TCK-0001')).toEqual([false]);
      const products = productListSchema.parse((await shop.call('GET', '/v1/products')).body);
      expect(products.products.map(({ id }) => id)).toEqual(['FAMILY-DAY', 'SEASON-PASS', 'BIRTHDAY']);
      expect(products.products[0]?.gives[0]).toMatchObject({ rule: 'burger', units: 4, validDays: 2 });
      expect(products.products[0]?.gives[0]?.says.join(' ')).toContain('free');
    }));
});

describe('validity', () => {
  it.each([
    ['a day is the venue’s', { validFrom: '2026-07-14' }, '2026-07-13T22:00:00.000Z', '2026-07-15T22:00:00.000Z'],
    ['a last day counts to its end', { validUntil: '2026-07-31' }, null, '2026-07-31T22:00:00.000Z'],
    [
      'moments are what they say',
      { validFrom: '2026-07-14T18:00:00+02:00', validUntil: '2026-07-14T23:30:00Z' },
      '2026-07-14T16:00:00.000Z',
      '2026-07-14T23:30:00.000Z',
    ],
    [
      'the first day is one of the product’s',
      { validFrom: '2026-10-24' },
      '2026-10-23T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ],
    [
      'from and until on one day',
      { validFrom: '2026-07-14', validUntil: '2026-07-14' },
      '2026-07-13T22:00:00.000Z',
      '2026-07-14T22:00:00.000Z',
    ],
  ])('%s', (_what, validity, validFrom, validUntil) =>
    withVoucherShop(async (shop) => {
      const { body } = await shop.call('POST', PATH, one('TCK-0001', validity));
      expect(receiptSchema.parse(body).vouchers[0]?.entitlements[0]).toMatchObject({ validFrom, validUntil });
    }),
  );

  it.each([
    [{ validFrom: '2026-07-14', validUntil: '2026-07-13' }, 'validUntil'],
    [{ validFrom: '2026-07-14T10:00:00Z', validUntil: '2026-07-14T10:00:00Z' }, 'validUntil'],
    [{ validFrom: '1999-12-31' }, 'validFrom'],
    [{ validUntil: '2200-01-01T00:00:00Z' }, 'validUntil'],
  ])('%j can not be', (validity, field) =>
    withVoucherShop(async (shop) => {
      const refused = await shop.call('POST', PATH, one('TCK-0001', validity));
      expect(refused.status).toBe(422);
      expect(errorOf(refused)).toMatchObject({ code: 'SHOP-202', field });
    }),
  );
});

describe('rules of the shop’s own', () => {
  const RULE = { label: 'Taart', benefit: { kind: 'items' }, scope: { articles: [4201] } };
  const made = (code: string, ...changes: readonly object[]) => ({
    code,
    orderReference: 'ORD-9',
    entitlements: changes.map((change) => ({ name: 'cake', rule: RULE, units: 2, ...change })),
  });

  it('are for shops that the venue lets send them', () =>
    withVoucherShop(async (shop) => {
      const refused = await shop.call('POST', PATH, { vouchers: [made('TCK-0001', {})] });
      expect(refused.status).toBe(403);
      expect(errorOf(refused)).toMatchObject({ code: 'SHOP-205', field: 'vouchers[0].entitlements' });
      expect((await shop.call('POST', PATH, made('TCK-0001', {}), maker)).status).toBe(201);
      await shop.restaurant.ring([{ ...BURGER, quantity: 1 }]);
      expect((await shop.restaurant.scan('TCK-0001')).message).toBe('Taart: 1 toegepast. Nog 1 van 2 over.');
    }));

  it('give several entitlements, each with a code and a validity of its own', () =>
    withVoucherShop(async (shop) => {
      const voucher = {
        ...made(
          'TCK-0001',
          { code: 'CAKE-0001', validUntil: '2026-07-05' },
          { name: 'pass', units: 'unlimited', validFrom: '2026-07-02T08:00:00+02:00' },
        ),
        validFrom: '2026-07-01',
        validUntil: '2026-12-31',
      };
      const { status, body } = await shop.call('POST', PATH, voucher, maker);
      expect(status).toBe(201);
      expect(receiptSchema.parse(body).vouchers[0]?.entitlements).toMatchObject([
        {
          name: 'cake',
          code: 'CAKE-0001',
          validFrom: '2026-06-30T22:00:00.000Z',
          validUntil: '2026-07-05T22:00:00.000Z',
        },
        { name: 'pass', code: null, validFrom: '2026-07-02T06:00:00.000Z', validUntil: '2026-12-31T23:00:00.000Z' },
      ]);
      const found = await shop.call('GET', `${PATH}/CAKE-0001`, undefined, maker);
      expect(found.body).toMatchObject({ code: 'TCK-0001', entitlements: [{ issued: 2 }, { issued: null }] });
    }));

  it('with a code that is taken are refused by its place', () =>
    withVoucherShop(async (shop) => {
      await shop.inject('TCK-0001', 'FAMILY-DAY');
      const body = { vouchers: [made('TCK-0002', {}, { code: 'TCK-0001' })] };
      const refused = await shop.call('POST', PATH, body, maker);
      expect(errorOf(refused)).toMatchObject({ code: 'SHOP-102', field: 'vouchers[0].entitlements[1].code' });
    }));
});
