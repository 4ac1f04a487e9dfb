/** What can't be taken, over real HTTP: each refusal names the field, who acts, and that no money moved. */
import { gzipSync } from 'node:zlib';
import { injectionErrorSchema } from '@tillbridge/contracts/injection';
import { expect, it } from 'vitest';
import { SHOP_KEY, type VoucherShop, withVoucherShop } from '../test/voucher-shop.ts';
import { bearer, known, one, PATH } from './test/messages.ts';

const bytes = (...parts: readonly (string | number[])[]) =>
  Uint8Array.from(Buffer.concat(parts.map((part) => Buffer.from(part as string))));
const voucher = JSON.stringify(one('TCK-0001'));

async function refusedBy(shop: VoucherShop, body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}) {
  const reply = await shop.raw('POST', PATH, body, { ...bearer(SHOP_KEY), ...headers });
  expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(reply.headers.get('cache-control')).toBe('no-store');
  const { error } = injectionErrorSchema.parse(JSON.parse(reply.text));
  expect(error).toMatchObject({ whoActs: 'ticket-shop', moneyMoved: 'no' });
  expect(error.requestId).toBe(reply.headers.get('x-request-id'));
  return { status: reply.status, ...error };
}

it('is refused and stores nothing, whatever it is', () =>
  withVoucherShop(async (shop) => {
    const cases: readonly [string, string | Uint8Array, number, string, string | null][] = [
      ['nothing', '', 400, 'SHOP-202', null],
      ['half of it', voucher.slice(0, -2), 400, 'SHOP-202', null],
      ['two messages', `${voucher}${voucher}`, 400, 'SHOP-202', null],
      ['a form', 'code=TCK-0001&orderReference=ORD-1', 400, 'SHOP-202', null],
      ['XML', '<voucher/>', 400, 'SHOP-202', null],
      ['Latin-1', bytes(voucher.slice(0, 12), [0xe9], voucher.slice(12)), 415, 'SHOP-202', null],
      ['UTF-16', Uint8Array.from(Buffer.from(`\uFEFF${voucher}`, 'utf16le')), 415, 'SHOP-202', null],
      ['a surrogate alone', bytes(voucher.slice(0, 12), [0xed, 0xa0, 0x80], voucher.slice(12)), 415, 'SHOP-202', null],
      ['null', 'null', 422, 'SHOP-202', null],
      ['a list', `[${voucher}]`, 422, 'SHOP-202', null],
      ['a text', '"TCK-0001"', 422, 'SHOP-202', null],
      ['a prototype', `{"__proto__":{"code":"TCK-0001"},${voucher.slice(1)}`, 422, 'SHOP-202', '__proto__'],
      ['a number for a code', JSON.stringify(one('x', { code: 1 })), 422, 'SHOP-202', 'code'],
      ['a list in a list', JSON.stringify({ vouchers: [[one('TCK-0001')]] }), 422, 'SHOP-202', 'vouchers[0]'],
      ['a depth without end', '['.repeat(100_000) + ']'.repeat(100_000), 422, 'SHOP-202', null],
      ['a number without end', `{"code":${'9'.repeat(100_000)}}`, 422, 'SHOP-202', 'code'],
    ];
    for (const [what, body, status, code, field] of cases) {
      expect(await refusedBy(shop, body), what).toMatchObject({ status, code, field });
    }
    expect(await known(shop, 'TCK-0001')).toEqual([false]);
    // The same message in one piece, with the mark that some editors put before it.
    const marked = await shop.raw('POST', PATH, `\uFEFF${voucher}`, bearer(SHOP_KEY));
    expect(marked.status).toBe(201);
  }));

it('compressed, or too long, is refused too', () =>
  withVoucherShop(async (shop) => {
    const packed = await refusedBy(shop, Uint8Array.from(gzipSync(voucher)), { 'content-encoding': 'gzip' });
    expect(packed).toMatchObject({ status: 415, code: 'SHOP-202', message: expect.stringContaining('compressed') });
    const long = await refusedBy(shop, JSON.stringify({ vouchers: [{ code: 'x'.repeat(5_000_000) }] }));
    expect(long).toMatchObject({ status: 413, code: 'SHOP-203', field: null });
    expect(await known(shop, 'TCK-0001')).toEqual([false]);
    expect((await shop.call('POST', PATH, voucher)).status).toBe(201);
  }));

it('a look-up without an order is refused by its field', () =>
  withVoucherShop(async (shop) => {
    for (const query of ['', '?order=', '?code=TCK-0001']) {
      const { status, body } = await shop.call('GET', `${PATH}${query}`);
      expect([status, injectionErrorSchema.parse(body).error.field]).toEqual([400, 'order']);
    }
  }));

it('the answer and the log never repeat a value that was sent', () =>
  withVoucherShop(async (shop) => {
    const secret = 'a-value-not-to-be-seen';
    const bodies = [
      `{"code":"${secret}`,
      JSON.stringify(one('TCK-0001', { product: secret })),
      JSON.stringify(one(`${secret}\n`)),
      JSON.stringify(one('TCK-0001', { [`<${secret}>`]: 1 })),
      JSON.stringify(one('TCK-0001', { validFrom: secret })),
    ];
    for (const body of bodies) expect(JSON.stringify(await refusedBy(shop, body))).not.toContain(secret);
    expect(shop.log.text()).not.toContain(secret);
  }));
