/** What an end means, and where it is read when it is not heard. */
import { cents } from '@tillbridge/kernel';
import type { PaymentId } from '@tillbridge/payments';
import { describe, expect } from 'vitest';
import { begin, call, enquire, PAID, shopTest, started, WATCH_MS } from './test/driver-steps.ts';

describe('what the end says', () => {
  shopTest('phases and the terminal’s own words', async (shop) => {
    const { watch, heard } = await started(shop, { amountCents: cents(7_500) });
    const standing = watch();
    await shop.pass(1_000);
    shop.terminal.act('tap');
    await shop.pass(500);
    shop.terminal.act('pin-ok');
    expect(await shop.settle(standing)).toMatchObject(PAID);
    expect(heard.map(([phase]) => phase).filter((phase, i, all) => phase !== all[i - 1])).toEqual([
      'present-card',
      'pin',
      'processing',
    ]);
    expect(heard).toContainEqual(['pin', 'Waiting for PIN']);
  });

  shopTest('another amount: paid with that amount', async (shop) => {
    shop.terminal.fault({ do: 'wrong-amount', cents: 9_999 });
    const { watch } = await started(shop);
    const standing = watch();
    shop.terminal.act('approve');
    expect(await shop.settle(standing)).toMatchObject({
      outcome: { kind: 'approved', approval: { finalCents: 9_999 } },
    });
  });

  shopTest('receipt and order number come from the history', async (shop) => {
    const { watch } = await started(shop);
    const standing = watch();
    shop.terminal.act('approve');
    expect(await shop.settle(standing)).toMatchObject({
      outcome: {
        approval: {
          transactionReference: '510070001X7f31',
          terminalLabel: 'TH-1234-5678',
          receipts: [{ kind: 'cardholder', lines: expect.arrayContaining(['Bedrag       EUR 14,70']) }],
        },
      },
    });
  });

  shopTest(
    'an approval that the history does not have is no proof, and the terminal stays usable (P1)',
    async (shop) => {
      shop.terminal.fault({ do: 'forget' });
      const { watch } = await started(shop);
      const standing = watch();
      shop.terminal.act('approve');
      expect((await shop.settle(standing)).kind).toBe('unreachable');
      const second = begin(shop, { reference: '01JCARDTERM1NALC0NTRACT002' as PaymentId });
      expect((await second.begun).kind).toBe('accepted');
    },
  );

  shopTest('a history that is written late is waited for', async (shop) => {
    shop.terminal.fault({ do: 'history-late', ms: 4_000 });
    const { watch } = await started(shop);
    const standing = watch();
    shop.terminal.act('approve');
    expect(await shop.settle(standing)).toMatchObject(PAID);
  });

  shopTest('cut right after the final event: the history of the next connection proves it', async (shop) => {
    shop.terminal.fault({ do: 'cut-after', what: 'COMPLETED' });
    const { watch } = await started(shop);
    const standing = watch();
    shop.terminal.act('approve');
    expect(await shop.settle(standing)).toMatchObject(PAID);
  });

  shopTest('a wrong PIN that ends the payment', async (shop) => {
    const { watch } = await started(shop, { amountCents: cents(7_500) });
    const standing = watch();
    shop.terminal.act('tap');
    shop.terminal.act('pin-wrong');
    expect(await shop.settle(standing)).toMatchObject({
      kind: 'final',
      outcome: { kind: 'declined', reason: 'failed' },
    });
  });

  shopTest(
    'a wrong PIN that may be entered again',
    async (shop) => {
      const { watch, heard } = await started(shop, { amountCents: cents(7_500) });
      const standing = watch();
      shop.terminal.act('tap');
      shop.terminal.act('pin-wrong');
      await shop.pass(2_000);
      expect(heard.map(([phase]) => phase)).toContain('pin-again');
      shop.terminal.act('pin-ok');
      expect(await shop.settle(standing)).toMatchObject(PAID);
    },
    { terminal: { wrongPinEnds: false } },
  );

  for (const fault of ['split', 'join', 'noise', 'slow'] as const) {
    shopTest(`the final event comes ${fault}`, async (shop) => {
      shop.terminal.fault(
        fault === 'slow' ? { do: fault, what: 'COMPLETED', ms: 20_000 } : { do: fault, what: 'COMPLETED' },
      );
      const { watch } = await started(shop);
      const standing = watch();
      shop.terminal.act('approve');
      expect(await shop.settle(standing)).toMatchObject(PAID);
    });
  }

  shopTest(
    'events of another till on our connection say nothing about ours',
    async (shop) => {
      shop.terminal.fault({ do: 'cut', on: 'TRANSACTION_START', worked: true });
      const { handle, begun } = begin(shop);
      await begun;
      const standing = shop.driver.follow(handle, () => undefined, call(WATCH_MS));
      await shop.pass(2_000);
      shop.terminal.act('reboot');
      await shop.pass(8_000);
      shop.terminal.act('occupy');
      await shop.pass(1_000);
      shop.terminal.act('approve');
      expect((await shop.settle(standing)).kind).not.toBe('final');
    },
    { terminal: { eventsTo: 'everyone' } },
  );
});

describe('taken offline', () => {
  shopTest('policy wait: an outcome of its own until the history settles it', async (shop) => {
    shop.terminal.fault({ do: 'queue' });
    const { handle, watch } = await started(shop);
    const standing = watch();
    shop.terminal.act('approve');
    expect((await shop.settle(standing)).kind).toBe('queued');
    expect((await enquire(shop, handle)).kind).toBe('queued');
    shop.terminal.act('settle');
    expect(await enquire(shop, handle)).toMatchObject(PAID);
  });

  shopTest('refused later: declined', async (shop) => {
    shop.terminal.fault({ do: 'queue' });
    const { handle, watch } = await started(shop);
    const standing = watch();
    shop.terminal.act('approve');
    await shop.settle(standing);
    shop.restart();
    shop.terminal.act('refuse-queued');
    expect(await enquire(shop, handle)).toMatchObject({
      kind: 'final',
      outcome: { kind: 'declined', reason: 'failed' },
    });
  });

  shopTest(
    'policy paid: approved, and marked as queued',
    async (shop) => {
      shop.terminal.fault({ do: 'queue' });
      const { handle, watch } = await started(shop);
      const standing = watch();
      shop.terminal.act('approve');
      expect(await shop.settle(standing)).toMatchObject({
        outcome: { kind: 'approved', approval: { settlement: 'queued', finalCents: 1470 } },
      });
      shop.terminal.act('settle');
      expect(await enquire(shop, handle)).toMatchObject(PAID);
    },
    { settings: { queuedPolicy: 'paid' } },
  );
});
