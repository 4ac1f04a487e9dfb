import { KC_DEMO_ACCOUNT, type KcSimulator, startKcSimulator } from '@tillbridge/simulators/kassacompleet';
import { describe, expect, it } from 'vitest';
import { kcLedger } from './cloud-ledgers.ts';
import { GuestPhone } from './guest-phone.ts';

async function withPhone(use: (phone: GuestPhone, kc: KcSimulator) => Promise<void>): Promise<void> {
  const kc = await startKcSimulator({ port: 0, switches: { namesPayee: true } });
  try {
    await use(new GuestPhone(kc), kc);
  } finally {
    await kc.close();
  }
}

/** Makes an order at Kassa Compleet; answers its page and the reference of its transfer. */
async function order(kc: KcSimulator, method: 'bank-transfer' | null): Promise<{ page: string; reference: string }> {
  const response = await fetch(`${kc.apiUrl}/orders/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${KC_DEMO_ACCOUNT.apiKey}:`).toString('base64')}`,
    },
    body: JSON.stringify({
      currency: 'EUR',
      amount: 735,
      ...(method === null ? {} : { transactions: [{ payment_method: method }] }),
    }),
  });
  expect(response.ok, await response.clone().text()).toBe(true);
  const made = kc.state().orders[0];
  return { page: made?.pageUrl ?? '', reference: made?.transferReference ?? '' };
}

const qrOf = (reference: string): string =>
  ['BCD', '002', '1', 'SCT', 'INGBNL2A', 'ING Bank', 'NL13INGB0005300060', 'EUR7.35', '', '', reference].join('\n');

describe("the guest's phone", () => {
  it('opens the page behind a QR, and goes home again', async () => {
    await withPhone(async (phone, kc) => {
      const { page } = await order(kc, null);
      expect(phone.scan(null)).toBe(false);
      expect(phone.scan(page)).toBe(true);
      expect([phone.url, phone.transfer]).toEqual([page, null]);
      expect(phone.makeTransfer()).toBe(false);
      phone.goHome();
      expect([phone.url, phone.scanned]).toEqual([null, null]);
    });
  });

  it('fills a transfer in from a QR for banking apps, and makes it', async () => {
    await withPhone(async (phone, kc) => {
      const { reference } = await order(kc, 'bank-transfer');
      phone.scan(qrOf(reference));
      const payee = { name: 'ING Bank', iban: 'NL13INGB0005300060' };
      expect(phone.url).toBeNull();
      expect(phone.transfer).toEqual({ payee, amountCents: 735, reference, made: false });
      expect(kcLedger(kc)).toMatchObject([{ state: 'pending' }]);
      expect(phone.makeTransfer()).toBe(true);
      expect(phone.transfer).toMatchObject({ made: true });
      expect(kcLedger(kc)).toMatchObject([{ by: 'Kassa Compleet', state: 'paid', amountCents: 735, means: 'qr' }]);
      expect(phone.makeTransfer()).toBe(false);
    });
  });

  it('makes a transfer that the open page asks for', async () => {
    await withPhone(async (phone, kc) => {
      const { page } = await order(kc, null);
      phone.scan(page);
      expect(kc.choose(kc.state().orders[0]?.id ?? '', 'bank-transfer')).toBe(true);
      expect(phone.transfer).toMatchObject({ payee: null, amountCents: 735, made: false });
      expect(phone.makeTransfer()).toBe(true);
      expect(phone.transfer).toMatchObject({ made: true });
    });
  });

  it.each(['BCD', qrOf(''), qrOf('1').replace('EUR', 'GBP'), qrOf('1').replace('7.35', '7.355'), 'WIFI:S:park;;'])(
    'makes nothing of %j',
    async (text) => {
      await withPhone(async (phone) => {
        phone.scan(text);
        expect([phone.url, phone.transfer]).toEqual([null, null]);
      });
    },
  );
});
