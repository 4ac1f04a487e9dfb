/** Vouchers by SOAP, over real HTTP: sold as an integrator of MplusKASSA sells them, scanned at the till, found by REST. */
import { voucherListSchema } from '@tillbridge/contracts/injection';
import { API_OPERATIONS, openEnvelope, parseXml, readComplex, writeEnvelope } from '@tillbridge/mplus/soap';
import { describe, expect, it } from 'vitest';
import { BURGER, SHOP_KEY, type VoucherShop, withVoucherShop } from '../test/voucher-shop.ts';

const { request: REQUEST, response: RESPONSE } = API_OPERATIONS.issueVouchers;
const SOAP = { 'content-type': 'text/xml; charset=utf-8', soapaction: 'issueVouchers' };
const path = (secret = SHOP_KEY) => `/soap?ident=tickets&secret=${secret}`;

const ORDER = writeEnvelope(
  'issueVouchers',
  REQUEST,
  {
    idempotencyKey: 'ORD-77',
    issueVouchers: {
      issueVoucher: [
        {
          voucherId: { id: 'FAMILY-DAY' },
          bookBpeId: 'BPE',
          groupScanCode: 'TCK-0001',
          startTs: '2026-07-01T00:00:00',
        },
      ],
    },
    financialWorkplaceIdentifier: { branchNumber: 3, workplaceNumber: 12 },
  },
  'request',
);

async function issue(shop: VoucherShop, body: string) {
  const reply = await shop.raw('POST', path(), body, SOAP);
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8']);
  const opened = openEnvelope(reply.text);
  const read = opened.kind === 'body' ? readComplex(RESPONSE, opened.element) : null;
  if (read?.ok !== true) throw new Error(reply.text);
  return read.value;
}

it('a voucher of SOAP is scanned at the till and found by its order, also after a restart', () =>
  withVoucherShop(async (shop, again) => {
    const issued = await issue(shop, `\uFEFF${ORDER}`);
    expect(issued.result).toBe('ISSUE-VOUCHERS-OK');
    // The venue's own day, and the last moment of the product's second one.
    expect(issued.voucherIssuances?.voucherIssuance[0]).toMatchObject({
      startTs: '2026-06-30T22:00:00.000Z',
      endTs: '2026-07-02T21:59:59.999Z',
    });
    const restarted = await again();
    const repeated = await issue(restarted, ORDER);
    expect(repeated).toEqual({ ...issued, idempotencyResult: 'IDEMPOTENCY-RESULT-REPLAY-RESPONSE' });
    await restarted.restaurant.ring([{ ...BURGER, quantity: 1 }]);
    expect((await restarted.restaurant.scan('TCK-0001')).message).toBe('Hamburgermenu: 1 toegepast. Nog 3 van 4 over.');
    const { body } = await restarted.call('GET', '/v1/vouchers?order=ORD-77');
    expect(voucherListSchema.parse(body).vouchers).toMatchObject([{ code: 'TCK-0001', entitlements: [{ held: 1 }] }]);
  }));

describe('the description', () => {
  it.each(['?wsdl', '?WSDL', '?wsdl=1', '/?wsdl'])('is at %s, with the address it was asked at', (query) =>
    withVoucherShop(async (shop) => {
      for (const address of [shop.address, shop.address.replace('127.0.0.1', 'localhost')]) {
        const reply = await fetch(`${address}/soap${query}`);
        const text = await reply.text();
        expect([reply.status, parseXml(text).ok]).toEqual([200, true]);
        expect(text).toContain(`<soap:address location="${address}/soap${query.startsWith('/') ? '/' : ''}"/>`);
      }
    }),
  );
});

it('a fault has the status, the type and the shape that clients know', () =>
  withVoucherShop(async (shop) => {
    const laughs = ORDER.replace('<SOAP-ENV:Env', '<!DOCTYPE l [<!ENTITY a "ha">]><SOAP-ENV:Env');
    const cases: readonly [string, string, string][] = [
      [path('wrong-secret-of-the-ticket-shop'), ORDER, 'Client.Authentication'],
      ['/soap', ORDER, 'Client.Authentication'],
      [path(), laughs, 'Client'],
      [path(), ORDER.replace('envelope/"', 'envelope/2"'), 'VersionMismatch'],
      [path(), 'x'.repeat(5_000_000), 'Client'],
      [path(), '', 'Client'],
    ];
    for (const [address, body, code] of cases) {
      const reply = await shop.raw('POST', address, body, SOAP);
      expect([reply.status, reply.headers.get('content-type')]).toEqual([500, 'text/xml; charset=utf-8']);
      expect(openEnvelope(reply.text)).toMatchObject({
        kind: 'fault',
        code,
        message: expect.stringMatching(/^SHOP-2\d\d: /),
      });
    }
    const asked = await shop.raw('GET', path());
    expect([asked.status, asked.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await shop.call('GET', '/v1/vouchers/TCK-0001')).status).toBe(404);
    // The secret stands in the address of each of these calls.
    for (const secret of [SHOP_KEY, 'wrong-secret', 'secret=', 'ident=']) expect(shop.log.text()).not.toContain(secret);
    expect(shop.log.text()).toContain('SHOP-201');
  }));
