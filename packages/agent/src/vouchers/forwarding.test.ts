import { describe, expect, test } from 'vitest';
import { withMplusApi } from '../test/mplus-api-rig.ts';
import { bought, SECRET, voucherSettings } from '../test/mplus-api-samples.ts';
import { FORWARD_KIND } from './forwarding-item.ts';

const RULES = { settings: { forward: voucherSettings().mplus?.forward ?? [] } };

describe('a voucher of a listed product', () => {
  test('stands in the outbox with the commit that stored it, and is issued in MplusKASSA under its own id', async () => {
    await withMplusApi(async ({ sim, outbox, inject, deliver, until }) => {
      const answer = await inject(bought('TCK-1', { BURGER: 1 }));
      const id = answer.ok ? answer.vouchers[0]?.id : undefined;
      expect(outbox()).toMatchObject([{ kind: FORWARD_KIND, key: id, state: 'waiting' }]);
      deliver();
      await until(() => outbox().length === 0);
      expect(sim.issuances()).toMatchObject([{ voucherId: 'burger-menu', groupScanCode: 'TCK-1' }]);
      const [message] = sim.messages();
      expect(JSON.stringify(message)).toContain(String(id));
    });
  });

  test('is issued once for each time the product was bought, whatever it gives', async () => {
    await withMplusApi(async ({ sim, outbox, inject, deliver, until }) => {
      await inject(bought('TCK-2', { BURGER: 3, 'DAY-OUT': 2, SEASON: 1 }));
      deliver();
      await until(() => outbox().length === 0);
      const ids = sim.issuances().map(({ voucherId }) => voucherId);
      expect(ids.toSorted()).toEqual([...Array(3).fill('burger-menu'), ...Array(2).fill('family-day')]);
    });
  });

  test('one that is not listed stays here, and so does one that was withdrawn meanwhile', async () => {
    await withMplusApi(async ({ sim, outbox, inject, withdraw, deliver, until }) => {
      await inject(bought('TCK-3', { SEASON: 1 }));
      expect(outbox()).toEqual([]);
      await inject(bought('TCK-4', { BURGER: 1 }));
      await withdraw('TCK-4');
      deliver();
      await until(() => outbox().length === 0);
      expect(sim.issuances()).toEqual([]);
    });
  });

  test('a code of its own and its first day go with it', async () => {
    await withMplusApi(async ({ sim, outbox, inject, deliver, until, clock }) => {
      const start = clock.now() + 86_400_000;
      const draft = bought('TCK-5', { BURGER: 1 });
      const entitlements = draft.entitlements.map((one) => ({ ...one, code: 'OWN-5', validFrom: start }));
      await inject({ ...draft, entitlements });
      deliver();
      await until(() => outbox().length === 0);
      expect(sim.issuances()).toMatchObject([{ scanCode: 'OWN-5', groupScanCode: 'TCK-5', startAt: start }]);
    });
  });
});

describe('an unclear end', () => {
  test.each([
    ['the answer is lost after the voucher was stored', { do: 'lose-reply' }],
    ['the answer is cut short', { do: 'cut-short' }],
    ['the answer is cut short without anybody noticing', { do: 'cut-short', tidy: true }],
    ['a proxy’s page after the work', { do: 'garbage', worked: true }],
    ['a fault after the work', { do: 'fault', code: 'Server.Timeout', worked: true }],
    ['nothing arrives', { do: 'drop' }],
    ['too many calls', { do: 'too-many' }],
  ] as const)('%s: sent again under the same key, and issued once', async (_what, fault) => {
    await withMplusApi(async ({ sim, outbox, inject, deliver, until, clock }) => {
      sim.fault({ on: 'issueVouchers', ...fault });
      await inject(bought('TCK-1', { BURGER: 1 }));
      deliver();
      await until(() => outbox()[0]?.lastError !== null);
      expect(outbox()).toMatchObject([{ state: 'waiting', attempts: 1 }]);
      await clock.advance(1_000);
      await until(() => outbox().length === 0);
      expect(sim.issuances()).toHaveLength(1);
      expect(sim.counts()).toEqual({ issueVouchers: 2 });
    });
  });

  test('an API that is slow is given up on and asked again', async () => {
    await withMplusApi(async ({ sim, outbox, inject, deliver, until, clock }) => {
      sim.fault({ on: 'issueVouchers', do: 'slow', ms: 60_000 });
      await inject(bought('TCK-1', { BURGER: 1 }));
      deliver();
      await until(() => sim.held() === 1);
      await clock.advance(10_000);
      await until(() => outbox()[0]?.lastError !== null);
      expect(outbox()[0]?.lastError).toContain('MPLUS-202');
      await clock.advance(1_000);
      await until(() => outbox().length === 0);
      expect(sim.issuances()).toHaveLength(1);
    });
  });

  test('“the code is there” is looked at: found as this voucher, it is done', async () => {
    await withMplusApi(async ({ sim, outbox, inject, deliver, until, clock, log }) => {
      sim.fault({ on: 'issueVouchers', do: 'lose-reply' });
      await inject(bought('TCK-1', { BURGER: 2 }));
      deliver();
      await until(() => outbox()[0]?.lastError !== null);
      // The key is forgotten, the issuances are not.
      sim.fault({ on: 'issueVouchers', do: 'result', result: 'ISSUE-VOUCHERS-DUPLICATE-GROUP-SCAN-CODE' });
      await clock.advance(1_000);
      await until(() => outbox().length === 0);
      expect(sim.counts()).toEqual({ issueVouchers: 2, getVoucherIssuances: 1 });
      expect(log.text()).toContain('found to be forwarded');
    });
  });

  test('“the code is there” for another voucher: parked, and the ticket shop acts', async () => {
    await withMplusApi(async ({ sim, outbox, inject, deliver, until, notices }) => {
      await inject(bought('TCK-1', { 'DAY-OUT': 1 }));
      deliver();
      await until(() => outbox().length === 0);
      await inject(bought('TCK-9', { BURGER: 1 }));
      sim.fault({ on: 'issueVouchers', do: 'result', result: 'ISSUE-VOUCHERS-DUPLICATE-SCAN-CODE' });
      await until(() => outbox()[0]?.state === 'parked');
      expect(outbox()[0]?.lastError).toMatch(/^MPLUS-212 .*order ORDER-TCK-9.*Who acts: ticket-shop$/);
      expect(notices).toEqual([{ code: 'voucher-not-forwarded', errorCode: 'MPLUS-212', about: 'ORDER-TCK-9' }]);
    });
  });
});

describe('a refusal', () => {
  test.each([
    ['ISSUE-VOUCHERS-INVALID-BOOK-BPE-ID', 'MPLUS-211'],
    ['ISSUE-VOUCHERS-VOUCHER-NO-BOOK-ARTICLE-NUMBER', 'MPLUS-211'],
    ['ISSUE-VOUCHERS-NOT-ENOUGH-EXTERNAL-SCAN-CODES', 'MPLUS-213'],
    ['ISSUE-VOUCHERS-CONSTRAINT-VIOLATION', 'MPLUS-211'],
  ])('%s is parked as %s, with who acts, and without the code', async (result, code) => {
    await withMplusApi(async ({ sim, outbox, inject, deliver, until, notices, log }) => {
      sim.fault({ on: 'issueVouchers', do: 'result', result, errorMessage: 'TCK-1 can not be issued' });
      await inject(bought('TCK-1', { BURGER: 1 }, { orderReference: 'ORDER-7' }));
      deliver();
      await until(() => outbox()[0]?.state === 'parked');
      expect(outbox()[0]?.lastError).toContain(`${code} `);
      expect(outbox()[0]?.lastError).toMatch(new RegExp(`${result}, \\*\\*\\* can not be issued\\. Who acts: it$`));
      expect(notices).toEqual([{ code: 'voucher-not-forwarded', errorCode: code, about: 'ORDER-7' }]);
      expect(log.text()).not.toContain('TCK-1');
      expect(log.text()).not.toContain(SECRET);
    });
  });

  test('that was set right is not refused from memory: another key, never a second voucher', async () => {
    await withMplusApi(
      async ({ sim, outbox, inject, deliver, until, restart, clock, sendAgain }) => {
        await inject(bought('TCK-1', { BURGER: 1 }));
        deliver();
        await until(() => outbox()[0]?.state === 'parked');
        expect(outbox()[0]?.lastError).toContain('ISSUE-VOUCHERS-INVALID-BOOK-BPE-ID');
        await restart(voucherSettings());
        await clock.advance(60_000);
        await sendAgain();
        deliver();
        await until(() => outbox().length === 0);
        expect(sim.issuances()).toHaveLength(1);
      },
      {
        settings: { forward: [{ product: 'BURGER', voucherId: 'burger-menu', bookBpeId: 'BPE-OLD' }] },
      },
    );
  });

  test('a product that is no longer listed is parked, not lost', async () => {
    await withMplusApi(async ({ outbox, inject, deliver, until, restart }) => {
      await inject(bought('TCK-1', { BURGER: 1 }));
      await restart(voucherSettings({ forward: [] }));
      deliver();
      await until(() => outbox()[0]?.state === 'parked');
      expect(outbox()[0]?.lastError).toContain('MPLUS-211');
    }, RULES);
  });
});

describe('a line that is down', () => {
  test('keeps everything, tries less and less often, says so once, and delivers all when it is back (J1)', async () => {
    await withMplusApi(async ({ sim, outbox, inject, deliver, until, clock, notices }) => {
      sim.fault({ on: 'any', do: 'fault', code: 'Server', percent: 100 });
      await inject(...Array.from({ length: 20 }, (_, n) => bought(`TCK-${n}`, { BURGER: 1 })));
      deliver();
      const calls = () => sim.counts().issueVouchers ?? 0;
      // An hour of it: every call makes the next one wait longer, five minutes in the end.
      for (let minute = 0; minute < 60; minute += 1) {
        const before = calls();
        await clock.advance(60_000);
        await until(() => calls() > before || clock.sleeping > 0);
        await clock.settle(50);
      }
      expect(calls()).toBeLessThan(60);
      expect(outbox()).toHaveLength(20);
      expect(notices).toEqual([{ code: 'mplus-api', errorCode: 'MPLUS-206', about: null }]);
      sim.clearFaults();
      while (outbox().length > 0) {
        await clock.advance(30_000);
        await clock.settle(50);
      }
      expect(sim.issuances()).toHaveLength(20);
    });
  });

  test('a wrong secret is told at once, and its vouchers wait', async () => {
    await withMplusApi(
      async ({ outbox, inject, deliver, until, notices, log }) => {
        await inject(bought('TCK-1', { BURGER: 1 }));
        deliver();
        await until(() => outbox()[0]?.lastError !== null);
        expect(outbox()).toMatchObject([{ state: 'waiting', lastError: expect.stringContaining('MPLUS-203') }]);
        expect(notices).toEqual([{ code: 'mplus-api', errorCode: 'MPLUS-203', about: null }]);
        expect(log.text()).not.toContain('the-wrong-one');
      },
      {
        settings: { secret: 'the-wrong-one' },
      },
    );
  });
});
