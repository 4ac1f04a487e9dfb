/** Vouchers from a ticket shop's HTTP to the till's lines and back, through a whole agent. */
import { MPLUS_API_DEMO_ACCOUNT, startMplusApiSimulator } from '@tillbridge/simulators/mplusapi';
import { describe, expect, it, vi } from 'vitest';
import { BURGER, FRIES, MUG, VEGGIE, withVoucherShop } from './test/voucher-shop.ts';

const one = { quantity: 1 } as const;
const DAY_MS = 86_400_000;
/** As the simulated back office has it. */
const DEFINITION = 'family-day';

describe('a family day: four burger meals on the ticket', () => {
  it('two today, two tomorrow, and then the history says where they went', () =>
    withVoucherShop(async (shop, again) => {
      await shop.inject('TCK-FAM-0001', 'FAMILY-DAY');
      await shop.restaurant.ring([
        { ...BURGER, quantity: 2 },
        { ...FRIES, ...one },
      ]);
      expect(await shop.restaurant.scan('TCK-FAM-0001')).toEqual({
        recognized: true,
        message: 'Hamburgermenu: 2 toegepast. Nog 2 van 4 over.',
        customerMessage: expect.stringMatching(/^Voucher toegepast\. Hamburgermenu: €\s25,00\. Nog 2 over\.$/),
      });
      expect(shop.restaurant.state.totalCents).toBe(375);
      await shop.restaurant.completeSession();

      shop.clock.jumpWall(DAY_MS);
      const next = await again();
      await next.kiosk.ring([{ ...VEGGIE, quantity: 3 }]);
      await next.kiosk.scan('TCK-FAM-0001');
      expect(next.kiosk.state.totalCents).toBe(1195);
      await next.kiosk.completeSession();

      await next.restaurant.ring([{ ...BURGER, ...one }]);
      expect(await next.restaurant.scan('TCK-FAM-0001')).toMatchObject({
        recognized: true,
        message: expect.stringMatching(/^Al gebruikt: 2 jul\.? 12:00, Kiosk\. Niets over\.$/),
      });
      expect(next.restaurant.state.totalCents).toBe(1250);
      const { body } = await next.call('GET', '/v1/vouchers/TCK-FAM-0001');
      expect(body).toMatchObject({
        standing: 'used-up',
        redemptions: [
          { place: 'Kiosk', units: 2, euros: '23.90' },
          { place: 'Restaurant', units: 2, euros: '25.00' },
        ],
      });
    }));

  it('goes into an empty sale by the guest’s choice', () =>
    withVoucherShop(async (shop) => {
      const { restaurant } = shop;
      await shop.inject('TCK-FAM-0002', 'FAMILY-DAY');
      await restaurant.scan('TCK-FAM-0002', ({ options }) => options.find(({ name }) => name === 'Veggie')?.id ?? null);
      expect(restaurant.state.lines).toMatchObject([{ articleNumber: 4202, discount: { cents: 1195 } }]);
      expect(restaurant.state.totalCents).toBe(0);
    }));

  it('is held by one till at a time, and free again when the sale is given up', () =>
    withVoucherShop(async (shop) => {
      await shop.inject('TCK-FAM-0003', 'FAMILY-DAY');
      await shop.restaurant.ring([{ ...BURGER, quantity: 4 }]);
      await shop.restaurant.scan('TCK-FAM-0003');
      await shop.kiosk.ring([{ ...BURGER, ...one }]);
      expect((await shop.kiosk.scan('TCK-FAM-0003')).message).toMatch(/^In gebruik bij Restaurant sinds/);
      await shop.restaurant.cancelSession();
      expect((await shop.kiosk.scan('TCK-FAM-0003')).message).toBe('Hamburgermenu: 1 toegepast. Nog 3 van 4 over.');
    }));
});

describe('a season pass: ten per cent on food, twice a day', () => {
  it('follows the basket as it changes', () =>
    withVoucherShop(async (shop) => {
      await shop.inject('PASS-0001', 'SEASON-PASS');
      await shop.restaurant.ring([{ ...FRIES, ...one }]);
      await shop.restaurant.scan('PASS-0001');
      expect(shop.restaurant.state.totalCents).toBe(375 - 38);
      await shop.restaurant.addLine({ ...MUG, ...one });
      await shop.restaurant.addLine({ ...FRIES, quantity: 2 });
      expect(shop.restaurant.state.totalCents).toBe(375 + 895 + 750 - 113);
      const [first] = shop.restaurant.state.lines;
      await shop.restaurant.removeLine(first?.lineId ?? '');
      expect(shop.restaurant.state.totalCents).toBe(895 + 750 - 75);
    }));

  it('is refused a third time, until tomorrow', () =>
    withVoucherShop(async (shop) => {
      await shop.inject('PASS-0002', 'SEASON-PASS');
      for (const till of [shop.restaurant, shop.kiosk]) {
        await till.ring([{ ...BURGER, ...one }]);
        await till.scan('PASS-0002');
        expect(till.state.totalCents).toBe(1125);
        await till.completeSession();
      }
      await shop.kiosk.ring([{ ...BURGER, ...one }]);
      expect((await shop.kiosk.scan('PASS-0002')).message).toMatch(/^Abonnement: 2 keer per dag, laatst om/);
      await shop.kiosk.cancelSession();
      shop.clock.jumpWall(DAY_MS);
      await shop.kiosk.ring([{ ...BURGER, ...one }]);
      await shop.kiosk.scan('PASS-0002');
      expect(shop.kiosk.state.totalCents).toBe(1125);
    }));
});

describe('ten euros off a basket', () => {
  it('needs fifteen, is split over the lines, and is whole again when the sale is taken back', () =>
    withVoucherShop(async (shop) => {
      await shop.inject('BDAY-0001', 'BIRTHDAY');
      await shop.restaurant.ring([{ ...BURGER, ...one }]);
      expect((await shop.restaurant.scan('BDAY-0001')).message).toMatch(/^Minimumbedrag €\s15,00, nu €\s12,50\.$/);
      await shop.restaurant.addLine({ ...MUG, ...one });
      expect(shop.restaurant.state.totalCents).toBe(1250 + 895 - 1000);
      expect(shop.restaurant.state.lines.map(({ discount }) => discount?.cents)).toEqual([583, 417]);
      const sessionId = shop.restaurant.state.sessionId ?? '';
      await shop.restaurant.completeSession();
      expect((await shop.call('GET', '/v1/vouchers/BDAY-0001')).body).toMatchObject({ standing: 'used-up' });
      await shop.restaurant.creditSession(sessionId);
      expect((await shop.call('GET', '/v1/vouchers/BDAY-0001')).body).toMatchObject({
        standing: 'valid',
        redemptions: [{ euros: '10.00', credited: true }],
      });
    }));
});

describe('a new code for a lost ticket', () => {
  it('is given once, however often the shop asks for it, and never one that is taken', () =>
    withVoucherShop(async (shop) => {
      await shop.inject('TCK-FAM-0020', 'FAMILY-DAY');
      await shop.inject('TCK-FAM-0022', 'FAMILY-DAY');
      const ask = (code: string) => shop.call('POST', '/v1/vouchers/TCK-FAM-0020/reissue', { code });
      const once = await ask('TCK-FAM-0021');
      expect(once).toMatchObject({ status: 200, body: { code: 'TCK-FAM-0021' } });
      expect(await ask('TCK-FAM-0021')).toEqual(once);
      expect(await ask('TCK-FAM-0022')).toMatchObject({ status: 409, body: { error: { code: 'SHOP-102' } } });
      expect(await ask('TCK-FAM-0023')).toMatchObject({ status: 409, body: { error: { code: 'SHOP-103' } } });
    }));
});

describe('a code that gives nothing', () => {
  it('says why, and what to do', () =>
    withVoucherShop(async (shop) => {
      await shop.inject('TCK-FAM-0009', 'FAMILY-DAY');
      await shop.call('POST', '/v1/vouchers/TCK-FAM-0009/reissue', { code: 'TCK-FAM-0010' });
      await shop.inject('TCK-FAM-0011', 'FAMILY-DAY');
      await shop.call('POST', '/v1/vouchers/TCK-FAM-0011/block', { reason: 'refunded' });
      await shop.restaurant.ring([{ ...BURGER, ...one }]);
      const said = async (code: string) => (await shop.restaurant.scan(code)).message;
      expect(await said('TCK-FAM-0009')).toMatch(/^Vervangen op 1 jul/);
      expect(await said('TCK-FAM-0011')).toMatch(/^Ingetrokken door de ticketshop op 1 jul.* \(ORD-TCK-FAM-0011\)\.$/);
      expect(await said('CHK-12345678')).toMatch(/^Scan opnieuw/);
      expect(await said('TCK-FAM-0010')).toBe('Hamburgermenu: 1 toegepast. Nog 3 van 4 over.');
      expect(await said('TCK-FAM-0010')).toBe('Zit al in deze verkoop. Niets te doen.');
      expect(await shop.restaurant.scan('4901234567894')).toMatchObject({ recognized: false });
      shop.clock.jumpWall(3 * DAY_MS);
      await shop.kiosk.ring([{ ...BURGER, ...one }]);
      expect((await shop.kiosk.scan('TCK-FAM-0010')).message).toMatch(/^Verlopen op 2 jul/);
    }));
});

describe('MplusKASSA', () => {
  it('is told of what was sold, also when it was away at first', async () => {
    const { ident, secret } = MPLUS_API_DEMO_ACCOUNT;
    const api = await startMplusApiSimulator({ port: 0 });
    api.fault({ on: 'issueVouchers', do: 'lose-reply' });
    const vouchers = `  mplus:
    url: ${api.url}
    ident: ${ident}
    secret: { env: MPLUS_SECRET }
    forward: [{ product: FAMILY-DAY, voucherId: ${DEFINITION}, bookBpeId: BPE-VOUCHER }]
    workplace: { branch: 3, workplace: 12 }
`;
    try {
      await withVoucherShop(
        async (shop) => {
          await shop.inject('TCK-FAM-0100', 'FAMILY-DAY');
          await shop.inject('BDAY-0100', 'BIRTHDAY');
          await vi.waitFor(
            async () => {
              await shop.clock.advance(1_000);
              expect(api.issuances().map(({ groupScanCode }) => groupScanCode)).toEqual(['TCK-FAM-0100']);
              expect((await shop.call('GET', '/v1/vouchers/TCK-FAM-0100')).status).toBe(200);
            },
            { timeout: 10_000 },
          );
        },
        { vouchers, environment: { MPLUS_SECRET: secret } },
      );
    } finally {
      await api.close();
    }
  });
});
