/**
 * What an account at a provider promises beside collecting: refunds, questions about them, its list and its terminals.
 * Every method answers with a value and never throws. What an account leaves out is shown as skipped.
 */
import { type Cents, cents } from '@tillbridge/kernel';
import type { PaymentId, ProviderAccount, ProviderRefund } from '@tillbridge/payments';
import { describe, expect, type TestContext, test } from 'vitest';
import {
  type AccountFault,
  type AccountRig,
  type AccountRigOptions,
  type MakeAccountRig,
  ORIGINAL,
  REFUND_BUDGET_MS,
  sampleRefund,
} from './account-rig.ts';
import { call } from './driver-steps.ts';

type Use = (rig: AccountRig, context: TestContext) => Promise<void>;

const PAID = 14_70;
const PART = 5_20;
const REST = PAID - PART;
const LIST_BUDGET_MS = 20_000;

/** The suite for `ProviderAccount`. */
export function describeProviderAccount(name: string, makeRig: MakeAccountRig): void {
  const lend = (title: string, use: Use, options: AccountRigOptions = { credentials: 'right' }) =>
    test(title, async (context) => {
      const rig = await makeRig(options);
      try {
        await use(rig, context);
      } finally {
        await rig.close();
      }
    });
  const lendFault = (fault: AccountFault, title: string, use: Use) =>
    lend(`${fault}: ${title}`, async (rig, context) => {
      if (!rig.other.can(fault)) return context.skip('this provider has no such fault');
      await use(rig, context);
    });

  describe(`${name} keeps the contract of an account: refunds`, () => {
    const lendRefund = (title: string, use: Use) =>
      lend(title, async (rig, context) => {
        if (rig.account.refund === undefined) return context.skip('this account gives nothing back');
        await use(rig, context);
      });
    const lendRefundFault = (fault: AccountFault, title: string, use: Use) =>
      lendFault(fault, title, async (rig, context) => {
        if (rig.account.refund === undefined) return context.skip('this account gives nothing back');
        await use(rig, context);
      });

    lendRefund('all of it', async (rig) => {
      const { providerRef, taken } = await refunded(rig, PAID);
      expect(await rig.other.refunded(providerRef)).toEqual([PAID]);
      expect(taken.refundRef).not.toBe('');
    });

    lendRefund('a part, and no cent more', async (rig) => {
      const { providerRef } = await refunded(rig, PART);
      expect(await rig.other.refunded(providerRef)).toEqual([PART]);
    });

    lendRefund('a part and then the rest, under two names', async (rig) => {
      const { providerRef, taken } = await refunded(rig, PART);
      await rig.pass(rig.other.betweenRefundsMs);
      const second = await ask(rig, sampleRefund(providerRef, PAID, REST, 2));
      expect(second.kind).toMatch(/^(done|pending)$/);
      expect(second).not.toMatchObject({ refundRef: taken.refundRef });
      expect(await rig.other.refunded(providerRef)).toEqual([PART, REST]);
    });

    lendRefund('more than is left is refused, and nothing moves', async (rig) => {
      const { providerRef } = await refunded(rig, PART);
      await rig.pass(rig.other.betweenRefundsMs);
      const second = await ask(rig, sampleRefund(providerRef, PAID, PAID, 2));
      expect(second.kind).toBe('refused');
      expect(await rig.other.refunded(providerRef)).toEqual([PART]);
    });

    lendRefund('more than was paid is refused', async (rig) => {
      const providerRef = await paid(rig);
      expect((await ask(rig, sampleRefund(providerRef, PAID, PAID + 1))).kind).toBe('refused');
      expect(await rig.other.refunded(providerRef)).toEqual([]);
    });

    lendRefund('of a payment that nobody paid is refused', async (rig) => {
      const providerRef = await rig.settle(rig.other.open(ORIGINAL, cents(PAID)));
      expect((await ask(rig, sampleRefund(providerRef, PAID, PAID))).kind).toBe('refused');
      expect(await rig.other.refunded(providerRef)).toEqual([]);
    });

    lendRefund('is found again by its id', async (rig) => {
      const { refund, taken } = await refunded(rig, PART);
      const standing = await look(rig, refund, taken.refundRef);
      expect(standing.kind).toMatch(/^(done|pending)$/);
      expect(standing).toMatchObject({ refundRef: taken.refundRef });
    });

    lendRefund('that fails after it was taken says so', async (rig, context) => {
      const { failRefund } = rig.other;
      if (failRefund === undefined) return context.skip('this provider has no such thing');
      const { refund, taken } = await refunded(rig, PART);
      await failRefund(taken.refundRef);
      expect((await look(rig, refund, taken.refundRef)).kind).toBe('failed');
    });

    lendRefund('that was never asked for is never found', async (rig) => {
      const providerRef = await paid(rig);
      const standing = await look(rig, sampleRefund(providerRef, PAID, PART), null);
      expect(standing.kind).toMatch(rig.other.findsLostRefunds ? /^absent$/ : /^(absent|unreachable)$/);
    });

    lendRefund('another refund of the same payment is not taken for it', async (rig) => {
      const { providerRef } = await refunded(rig, PART);
      const standing = await look(rig, sampleRefund(providerRef, PAID, PART, 2), null);
      expect(standing.kind).toMatch(rig.other.findsLostRefunds ? /^absent$/ : /^(absent|unreachable)$/);
    });

    for (const fault of [
      'refund-reply-lost',
      'refund-reply-late',
      'refund-reply-garbled',
      'refund-server-error',
    ] as const satisfies readonly AccountFault[]) {
      lendRefundFault(fault, 'unclear, sent once, and found by looking', async (rig) => {
        const providerRef = await paid(rig);
        const refund = sampleRefund(providerRef, PAID, PART);
        const from = rig.clock.now();
        await rig.other.fault(fault);
        expect((await ask(rig, refund)).kind).toBe('unclear');
        expect(rig.clock.now() - from).toBeLessThanOrEqual(REFUND_BUDGET_MS);
        await rig.pass(60_000);
        expect(await rig.other.refundCalls(providerRef)).toBe(1);
        expect(await rig.other.refunded(providerRef)).toEqual([PART]);
        const standing = await look(rig, refund, null);
        if (rig.other.findsLostRefunds) expect(standing.kind).toMatch(/^(done|pending)$/);
        else expect(standing.kind, 'no proof that nothing moved').toBe('unreachable');
        expect(await rig.other.refunded(providerRef)).toEqual([PART]);
      });
    }

    lendRefundFault('refund-dropped', 'unclear, then absent, then asked for again', async (rig) => {
      const providerRef = await paid(rig);
      const refund = sampleRefund(providerRef, PAID, PART);
      await rig.other.fault('refund-dropped');
      expect((await ask(rig, refund)).kind).toBe('unclear');
      await rig.pass(Math.max(10_000, rig.other.betweenRefundsMs));
      const standing = await look(rig, refund, null);
      if (!rig.other.findsLostRefunds && standing.kind === 'unreachable') return;
      expect(standing.kind).toBe('absent');
      expect((await ask(rig, refund)).kind).toMatch(/^(done|pending)$/);
      expect(await rig.other.refunded(providerRef)).toEqual([PART]);
    });

    lendRefundFault('refund-too-many', 'refused, and sent once', async (rig) => {
      const providerRef = await paid(rig);
      await rig.other.fault('refund-too-many');
      expect((await ask(rig, sampleRefund(providerRef, PAID, PART))).kind).toBe('refused');
      await rig.pass(60_000);
      expect(await rig.other.refundCalls(providerRef)).toBe(1);
      expect(await rig.other.refunded(providerRef)).toEqual([]);
    });

    for (const fault of [
      'look-lost',
      'look-server-error',
      'look-garbled',
      'look-too-many',
    ] as const satisfies readonly AccountFault[]) {
      lendRefundFault(fault, 'no answer is no proof', async (rig) => {
        const { refund, taken } = await refunded(rig, PART);
        await rig.other.fault(fault);
        expect((await look(rig, refund, taken.refundRef)).kind).toBe('unreachable');
      });
    }

    lendRefund('with nobody there: refused, because nothing left; a question stays open', async (rig) => {
      const { refund, providerRef, taken } = await refunded(rig, PART);
      await rig.other.unplug();
      expect((await ask(rig, sampleRefund(providerRef, PAID, REST, 2))).kind).toBe('refused');
      expect((await look(rig, refund, taken.refundRef)).kind).toBe('unreachable');
    });
  });

  describe(`${name} keeps the contract of an account: its list`, () => {
    const lendList = (title: string, use: Use) =>
      lend(title, async (rig, context) => {
        if (rig.account.list === undefined) return context.skip('this account has no list');
        await use(rig, context);
      });

    lendList('paid, open and not paid, oldest first', async (rig) => {
      const from = rig.clock.now();
      const made: [PaymentId, number, string][] = [];
      for (const [n, way, amount] of [
        [1, 'paid', PAID],
        [2, 'notPaid', PART],
        [3, 'open', REST],
      ] as const) {
        const reference = `01JL1STC0NTRACT0000000000${n}` as PaymentId;
        made.push([reference, amount, await rig.settle(rig.other[way](reference, cents(amount)))]);
        await rig.pass(5_000);
      }
      const lines = await listed(rig, from, rig.clock.now());
      const pays = lines.filter((line) => line.direction === 'pay');
      expect(pays.map((line) => line.state)).toEqual(['paid', 'not-paid', 'open']);
      expect(pays.map(({ amountCents, providerRef }) => [amountCents, providerRef])).toEqual(
        made.map(([, amount, providerRef]) => [amount, providerRef]),
      );
      for (const [at, line] of pays.entries()) {
        expect([null, made[at]?.[0]]).toContain(line.reference);
        expect(line.at).toBeGreaterThanOrEqual(Math.floor(from / 1_000) * 1_000);
        expect(line.at).toBeLessThanOrEqual(rig.clock.now());
      }
    });

    lendList('what was given back has a line of its own, in positive cents', async (rig, context) => {
      if (rig.account.refund === undefined || !rig.other.listsRefunds) return context.skip('no such lines here');
      const from = rig.clock.now();
      await refunded(rig, PART);
      await rig.pass(10_000);
      const lines = await listed(rig, from, rig.clock.now());
      expect(lines.filter((line) => line.direction === 'refund').map((line) => line.amountCents)).toEqual([PART]);
      expect(lines.filter((line) => line.direction === 'pay').map((line) => line.amountCents)).toEqual([PAID]);
    });

    lendList('of a time in which nothing happened is empty', async (rig) => {
      await paid(rig);
      await rig.pass(3_600_000);
      const from = rig.clock.now();
      await rig.pass(60_000);
      expect(await listed(rig, from, rig.clock.now())).toEqual([]);
    });

    for (const fault of [
      'list-lost',
      'list-server-error',
      'list-garbled',
      'list-too-many',
    ] as const satisfies readonly AccountFault[]) {
      lendFault(fault, 'never a shorter list instead of none', async (rig, context) => {
        if (rig.account.list === undefined) return context.skip('this account has no list');
        await paid(rig);
        await rig.other.fault(fault);
        const answer = await rig.settle(
          rig.account.list(rig.clock.now() - 60_000, rig.clock.now() + 1, call(LIST_BUDGET_MS)),
        );
        expect(answer.kind).toBe('unreachable');
      });
    }
  });

  describe(`${name} keeps the contract of an account: its terminals`, () => {
    lend('with code, name and connection', async (rig, context) => {
      if (rig.account.terminals === undefined) return context.skip('this account has no terminals');
      const answer = await rig.settle(rig.account.terminals(call(LIST_BUDGET_MS)));
      if (answer.kind !== 'list') throw new Error(`no list: ${JSON.stringify(answer)}`);
      expect(answer.terminals.map(({ code, online }) => ({ code, online }))).toEqual(rig.other.terminals);
      for (const terminal of answer.terminals) expect(terminal.name).not.toBe('');
    });

    for (const fault of ['terminals-server-error', 'terminals-garbled'] as const satisfies readonly AccountFault[]) {
      lendFault(fault, 'no list', async (rig, context) => {
        if (rig.account.terminals === undefined) return context.skip('this account has no terminals');
        await rig.other.fault(fault);
        expect((await rig.settle(rig.account.terminals(call(LIST_BUDGET_MS)))).kind).toBe('unreachable');
      });
    }
  });

  describe(`${name} keeps the contract of an account: every call`, () => {
    lend(
      'with wrong credentials: refused or no answer, and no secret in the words (S1)',
      async (rig) => {
        const answers = await rig.settle(Promise.all(everyCall(rig.account, REFUND_BUDGET_MS)));
        for (const answer of answers) expect(answer.kind).toMatch(/^(refused|unreachable)$/);
        expect(JSON.stringify(answers)).not.toMatch(/wrong-key/);
      },
      { credentials: 'wrong' },
    );

    lend('called off: ends at once with a value that proves nothing', async (rig) => {
      const stop = new AbortController();
      const calls = everyCall(rig.account, REFUND_BUDGET_MS, stop.signal);
      const from = rig.clock.now();
      stop.abort(new Error('shutting down'));
      for (const answer of await rig.settle(Promise.all(calls))) {
        expect(answer.kind).toMatch(/^(refused|unclear|unreachable)$/);
      }
      expect(rig.clock.now()).toBe(from);
    });

    lend('with nobody there keeps to its time', async (rig) => {
      await rig.other.unplug();
      const from = rig.clock.now();
      for (const answer of await rig.settle(Promise.all(everyCall(rig.account, 7_000)))) {
        expect(answer.kind).toMatch(/^(refused|unreachable)$/);
      }
      expect(rig.clock.now() - from).toBeLessThanOrEqual(7_000);
    });
  });
}

const NOBODY = 'ffffffff-0000-0000-0000-000000000000';

function everyCall(account: ProviderAccount, timeoutMs: number, signal?: AbortSignal) {
  const context = call(timeoutMs, signal);
  const refund = sampleRefund(NOBODY, PAID, PART);
  return [
    account.refund?.(refund, context),
    account.enquireRefund?.(refund, null, context),
    account.list?.(0, 1_000, context),
    account.terminals?.(context),
  ].filter((work) => work !== undefined);
}

async function paid(rig: AccountRig, amountCents: Cents = cents(PAID)): Promise<string> {
  return rig.settle(rig.other.paid(ORIGINAL, amountCents));
}

function ask(rig: AccountRig, refund: ProviderRefund) {
  if (rig.account.refund === undefined) throw new Error('no refund');
  return rig.settle(rig.account.refund(refund, call(REFUND_BUDGET_MS)));
}

function look(rig: AccountRig, refund: ProviderRefund, refundRef: string | null) {
  if (rig.account.enquireRefund === undefined) throw new Error('an account that gives back has to answer for it');
  return rig.settle(rig.account.enquireRefund(refund, refundRef, call(REFUND_BUDGET_MS)));
}

/** A payment of `PAID`, of which `amountCents` went back. */
async function refunded(rig: AccountRig, amountCents: number) {
  const providerRef = await paid(rig);
  const refund = sampleRefund(providerRef, PAID, amountCents);
  const taken = await ask(rig, refund);
  if (taken.kind !== 'done' && taken.kind !== 'pending') throw new Error(`not taken: ${JSON.stringify(taken)}`);
  return { providerRef, refund, taken };
}

async function listed(rig: AccountRig, from: number, until: number) {
  if (rig.account.list === undefined) throw new Error('no list');
  const answer = await rig.settle(rig.account.list(from, until, call(LIST_BUDGET_MS)));
  if (answer.kind !== 'list') throw new Error(`no list: ${JSON.stringify(answer)}`);
  expect([...answer.payments].sort((a, b) => a.at - b.at)).toEqual(answer.payments);
  return answer.payments;
}
